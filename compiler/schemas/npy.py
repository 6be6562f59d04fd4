"""NumPy's array files: what their headers say, and their elements, without pickle."""

import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from compiler.schemas.archives import buffer_within, verify_size
from compiler.schemas.errors import BadFile, reading
from compiler.schemas.trees import Located
from compiler.types import Tensor
from dsl.immutable import immutable

if TYPE_CHECKING:
    import numpy as np

LONGEST_HEADER = 10_000
KINDS = {"f": "real", "i": "int", "u": "int", "b": "bool", "U": "text", "S": "text"}
AGAIN = "fetch or copy the file again"
NAMED = "save it with numpy.savez(file, name = array)"
SPLITS = {"train": "train", "validation": "validation", "val": "validation", "valid": "validation", "test": "test"}


@immutable
class Array:
    """What a header says of an array: its type of elements and shape, and where its elements begin."""

    element: "np.dtype[np.generic]"
    shape: tuple[int, ...]
    start: int

    @property
    def bytes(self) -> int:
        """How many bytes the elements take."""
        total: int = self.element.itemsize
        for size in self.shape:
            total *= size
        return total

    @property
    def type(self) -> Tensor:
        """The type of one entry along the first axis."""
        return Tensor(self.shape[1:], KINDS[self.element.kind])  # type: ignore[arg-type]


def header(stream: BinaryIO, place: str) -> Array:
    """What an array's header says; only constants are read of it, nothing is evaluated.  Raises `BadFile`."""
    # A tenth of a second, which only a spec that reads such a file pays for.
    from numpy.lib import format

    start = stream.peek(8)[:8]  # type: ignore[attr-defined]
    if not start.startswith(format.MAGIC_PREFIX):
        begins = f"it begins with {start[:4].hex(' ')}" if start else "it is empty"
        raise BadFile(f"this is no NumPy array: {begins}", place=place, help="save it with numpy.save or numpy.savez")
    try:
        version = format.read_magic(stream)
        read = format.read_array_header_1_0 if version == (1, 0) else format.read_array_header_2_0
        shape, _, element = read(stream, max_header_size=LONGEST_HEADER)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadFile("the array's header cannot be read, or is absurdly long", place=place, help=AGAIN) from error
    verify_header(element, shape, place)
    return Array(element, shape, stream.tell())


def verify_header(element: "np.dtype[np.generic]", shape: tuple[int, ...], place: str) -> None:
    """Raise `BadFile` for an array that is no column of examples."""
    stated = " x ".join(map(str, shape))
    if any(size < 0 for size in shape):
        raise BadFile(f"the array's header states the shape {shape}", place=place, help=AGAIN)
    if element.hasobject:
        help = "save numbers or texts: unpickling can run any code, so it is never done"
        raise BadFile("the array holds Python objects, which would be unpickled", place=place, help=help)
    if element.kind not in KINDS:
        help = "save numbers, truth values or texts, each in an array of its own"
        raise BadFile(f"the array's elements are of the type {element.str}", place=place, help=help)
    if not shape:
        raise BadFile("the array is a single value, not examples", place=place, help="its first axis is the examples'")
    if 0 in shape:
        raise BadFile(f"the array is empty: its shape is {stated}", place=place, help=AGAIN)


@contextmanager
def open_array(file: Located, name: str) -> Iterator[BinaryIO]:
    """The bytes of an array in its `.npz`, or of an `.npy`.  Raises `BadFile`."""
    if not is_zip(file):
        with file.open() as stream:
            yield stream
        return
    place = f"{file.file}/{name}.npy"
    with reading(file.place), zipfile.ZipFile(file.file) as archive, archive.open(f"{name}.npy") as unpacked:
        yield buffer_within(unpacked, os.path.getsize(file.file), place)


def is_zip(file: Located) -> bool:
    return file.member is None and zipfile.is_zipfile(file.file)


def arrays(file: Located) -> dict[str, Array]:
    """The arrays of an `.npz` by name, or the one of an `.npy` as `values`.  Raises `BadFile`."""
    with reading(file.place):
        if is_zip(file):
            return in_zip(file)
        with file.open() as stream:
            found = header(stream, file.place)
        size = os.path.getsize(file.file) if file.member is None else None
    # One that is compressed or in an archive is bounded where it is unpacked.
    if size is not None and not file.file.endswith(("gz", "bz2", "xz", "zst")):
        verify_claim(found, size, file.place)
    return {"values": found}


def in_zip(file: Located) -> dict[str, Array]:
    with zipfile.ZipFile(file.file) as archive:
        items = archive.infolist()
    found: dict[str, Array] = {}
    for item in items:
        name = item.filename.removesuffix(".npy")
        place = f"{file.file}/{item.filename}"
        if item.is_dir() or not item.filename.endswith(".npy") or not name.isidentifier():
            raise BadFile(f"`{item.filename}` is no array with a name", place=file.file, help=NAMED)
        verify_size(item.file_size, os.path.getsize(file.file), place)
        with open_array(file, name) as stream:
            found[name] = header(stream, place)
        verify_claim(found[name], item.file_size, place)
    if not found:
        raise BadFile("the file holds no arrays", place=file.file, help=NAMED)
    return found


def verify_claim(found: Array, size: int, place: str) -> None:
    """Raise `BadFile` where a header states more than the file holds."""
    if found.start + found.bytes > size:
        stated = " x ".join(map(str, found.shape))
        reason = f"the header states {stated} elements, {found.bytes:,} bytes, more than the {size:,} there are"
        raise BadFile(reason, place=place, help=AGAIN)


def read(file: Located, name: str, found: Array) -> "np.ndarray":
    """An array's elements, as they were written.  Raises `BadFile` where there are fewer than the header states."""
    from numpy.lib import format

    try:
        with open_array(file, name) as stream:
            return format.read_array(stream, allow_pickle=False, max_header_size=LONGEST_HEADER)
    except ValueError as error:
        reason = f"the array ends before the {found.bytes:,} bytes that its header states"
        raise BadFile(reason, place=f"{file.place} ({name})", help=AGAIN) from error


def split_names(found: dict[str, Array]) -> dict[str, dict[str, str]]:
    """The arrays of each split, column by column: `x_train`, `x_test` are the column `x` of two splits."""
    splits: dict[str, dict[str, str]] = {}
    for name in found:
        stem, _, suffix = name.rpartition("_")
        if not stem or suffix not in SPLITS:
            return {"train": {name: name for name in found}}
        splits.setdefault(SPLITS[suffix], {})[stem] = name
    if "train" not in splits or any(set(columns) != set(splits["train"]) for columns in splits.values()):
        return {"train": {name: name for name in found}}
    return {split: splits[split] for split in ("train", "validation", "test") if split in splits}


def verify(found: dict[str, Array], columns: dict[str, str], place: str) -> int:
    """The number of rows; raises `BadFile` where the arrays of one split have not the same."""
    first = next(iter(columns.values()))
    for name in columns.values():
        if found[name].shape[0] != found[first].shape[0]:
            reason = f"the array {name} has {found[name].shape[0]:,} rows, but {first} has {found[first].shape[0]:,}"
            raise BadFile(reason, place=place, help="the first axis of every array is the examples'")
    return found[first].shape[0]
