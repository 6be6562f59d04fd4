"""NumPy's array files."""

import zipfile
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, BinaryIO

from compiler.schemas import npy
from compiler.schemas.archives import buffered
from compiler.schemas.errors import BadFile, told
from compiler.schemas.trees import Located
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, joined, located
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table

if TYPE_CHECKING:
    import numpy as np


def load(arguments: dict[str, Any], find: Find) -> Table:
    """Each array by its name, of its own type of numbers; texts as objects."""
    with as_run_errors():
        files = located(arguments, find)
        parts: dict[str, list[Part]] = {}
        for split, several in files.items():
            for file in several:
                found = npy.arrays(file)
                alone = len(files) == len(several) == 1
                named = npy.split_names(found) if alone else {split: {name: name for name in found}}
                for part, columns in named.items():
                    npy.verify(found, columns, file.place)
                    read = {column: array(file, name, found[name]) for column, name in columns.items()}
                    parts.setdefault(part, []).append(Part(file.place, read))
        return joined(parts, arguments["names"])


def array(file: Located, name: str, header: npy.Array) -> "np.ndarray":
    """An array's elements as the header has them.  Raises `BadFile` where there are fewer."""
    import numpy as np

    verify_room(header.bytes, f"the array {name}", file.place, "use a part of it")
    with told(file.place), ExitStack() as stack:
        if file.member is None and zipfile.is_zipfile(file.file):
            archive = stack.enter_context(zipfile.ZipFile(file.file))
            size = archive.getinfo(f"{name}.npy").compress_size
            stream = buffered(stack.enter_context(archive.open(f"{name}.npy")), max(size, 1), file.place)
        else:
            stream = stack.enter_context(file.open())
        content = filled(stream, header, f"{file.place} ({name})")
    flat = np.frombuffer(content, header.element)
    shaped = flat.reshape(header.shape, order="F" if header.fortran else "C")
    if header.kind == "text":
        texts = shaped if shaped.dtype.kind == "U" else np.char.decode(shaped, "utf-8")
        return texts.astype(object)
    plain = shaped.dtype.newbyteorder("=")
    if plain == np.float16:
        plain = np.dtype(np.float32)
    return np.ascontiguousarray(shaped.astype(plain, copy=False))


def filled(stream: BinaryIO, header: npy.Array, place: str) -> bytearray:
    """The bytes after the header: they are asked for only as far as they come."""
    stream.read(header.start)
    content = bytearray()
    while len(content) < header.bytes:
        more = stream.read(min(2**24, header.bytes - len(content)))
        if not more:
            held = len(content)
            reason = f"the array ends after {held:,} of the {header.bytes:,} bytes that its header states"
            raise BadFile(reason, place=place, help="fetch or copy the file again")
        content += more
    return content
