"""NumPy's array files."""

from typing import Any

import numpy as np

from compiler.schemas import npy
from compiler.schemas.trees import Located
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, join_splits, locate_splits
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """Each array by its name, of its own type of numbers; texts as objects."""
    with as_run_errors():
        files = locate_splits(arguments, find)
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
        return join_splits(parts, arguments["names"])


def array(file: Located, name: str, header: npy.Array) -> np.ndarray:
    """An array's elements in this machine's order of bytes and axes.  Raises `BadFile`."""
    verify_room(header.bytes, f"the array {name}", file.place, "use a part of it")
    found = npy.read(file, name, header)
    if found.dtype.kind in "US":
        return (found if found.dtype.kind == "U" else np.char.decode(found, "utf-8")).astype(object)
    plain = np.dtype(np.float32) if found.dtype == np.float16 else found.dtype.newbyteorder("=")
    return np.ascontiguousarray(found.astype(plain, copy=False))
