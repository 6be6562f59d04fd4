"""NumPy's array files: what their headers say, read without NumPy and without pickle.

Source: "NEP 1: A simple file format for NumPy arrays".
"""

import ast
import os
import struct
import zipfile
from typing import Any, BinaryIO

from compiler.schemas.errors import BadFile, told
from compiler.schemas.trees import Located
from compiler.types import Tensor
from dsl.immutable import immutable

MAGIC = b"\x93NUMPY"
LONGEST_HEADER = 10_000
KINDS = {"f": "real", "i": "int", "u": "int", "b": "bool", "U": "text", "S": "text"}
AGAIN = "fetch or copy the file again"


@immutable
class Array:
    """An array's type of elements as NumPy writes it (`<f4`), shape, order, and where its elements begin."""

    kind: str
    element: str
    shape: tuple[int, ...]
    fortran: bool
    start: int

    @property
    def bytes(self) -> int:
        """How many bytes the elements take."""
        total = int(self.element[2:]) * (4 if self.element[1] == "U" else 1)
        for size in self.shape:
            total *= size
        return total

    @property
    def type(self) -> Tensor:
        """The type of one entry along the first axis."""
        return Tensor(self.shape[1:], self.kind)  # type: ignore[arg-type]


def header(stream: BinaryIO, place: str) -> Array:
    """What an array's header says.  Raises `BadFile`."""
    start = stream.read(8)
    if start[:6] != MAGIC or len(start) < 8:
        begins = f"it begins with {start[:4].hex(' ')}" if start else "it is empty"
        raise BadFile(f"this is no NumPy array: {begins}", place=place, help="save it with numpy.save or numpy.savez")
    width = 2 if start[6] == 1 else 4
    size = stream.read(width)
    length = struct.unpack("<H" if width == 2 else "<I", size)[0] if len(size) == width else 0
    if not 0 < length <= LONGEST_HEADER:
        raise BadFile("the array's header is cut off or absurdly long", place=place, help=AGAIN)
    text = stream.read(length).decode("latin-1")
    try:
        # Only constants are read, nothing is evaluated.
        found: Any = ast.literal_eval(text.strip())
        element, shape, fortran = found["descr"], found["shape"], found["fortran_order"]
    except (ValueError, SyntaxError, KeyError, TypeError, MemoryError, RecursionError) as error:
        raise BadFile("the array's header cannot be read", place=place, help=AGAIN) from error
    return described(element, shape, bool(fortran), 8 + width + length, place)


def described(element: object, shape: object, fortran: bool, start: int, place: str) -> Array:
    sizes = shape if isinstance(shape, tuple) and all(type(n) is int and n >= 0 for n in shape) else None
    if sizes is None:
        raise BadFile(f"the array's header states the shape {shape}", place=place, help=AGAIN)
    if not isinstance(element, str) or len(element) < 3 or not element[2:].isdigit() or element[1] not in KINDS:
        if isinstance(element, str) and element[1:2] == "O":
            reason, help = (
                "the array holds Python objects, which would be unpickled",
                "save numbers or texts: unpickling can",
            )
            raise BadFile(reason, place=place, help=f"{help} run any code, so it is never done")
        help = "save numbers, truth values or texts, each in an array of its own"
        raise BadFile(f"the array's elements are of the type {element}", place=place, help=help)
    if not sizes:
        raise BadFile("the array is a single value, not examples", place=place, help="its first axis is the examples'")
    if 0 in sizes:
        stated = " x ".join(map(str, sizes))
        raise BadFile(f"the array is empty: its shape is {stated}", place=place, help=AGAIN)
    return Array(KINDS[element[1]], element, sizes, fortran, start)


def arrays(file: Located) -> dict[str, Array]:
    """The arrays of an `.npz` by name, or the one of an `.npy` as `values`.  Raises `BadFile`."""
    with told(file.place):
        if file.member is None and zipfile.is_zipfile(file.file):
            return in_zip(file.file)
        with file.open() as stream:
            found = header(stream, file.place)
        size = os.path.getsize(file.file) if file.member is None else None
    # One that is compressed or in an archive is bounded where it is unpacked.
    if size is not None and found.start + found.bytes > size and not file.file.endswith(("gz", "bz2", "xz", "zst")):
        raise absurd(found, size, file.place)
    return {"values": found}


def in_zip(file: str) -> dict[str, Array]:
    from compiler.schemas.archives import verify_size

    found: dict[str, Array] = {}
    with zipfile.ZipFile(file) as archive:
        for item in archive.infolist():
            name = item.filename.removesuffix(".npy")
            place = f"{file}/{item.filename}"
            if item.is_dir() or not item.filename.endswith(".npy") or not name.isidentifier():
                reason = f"`{item.filename}` is no array with a name"
                raise BadFile(reason, place=file, help="save it with numpy.savez(file, name = array)")
            verify_size(item.file_size, os.path.getsize(file), place)
            with archive.open(item) as stream:
                found[name] = header(stream, place)  # type: ignore[arg-type]
            if found[name].start + found[name].bytes > item.file_size:
                raise absurd(found[name], item.file_size, place)
    if not found:
        raise BadFile("the file holds no arrays", place=file, help="save it with numpy.savez(file, name = array)")
    return found


def absurd(found: Array, size: int, place: str) -> BadFile:
    stated = " x ".join(map(str, found.shape))
    reason = f"the header states {stated} elements, {found.bytes:,} bytes, more than the {size:,} there are"
    return BadFile(reason, place=place, help=AGAIN)


def split_names(found: dict[str, Array]) -> dict[str, dict[str, str]]:
    """The arrays of each split, column by column: `x_train`, `x_test` are the column `x` of two splits."""
    suffixes = {
        "train": "train",
        "validation": "validation",
        "val": "validation",
        "valid": "validation",
        "test": "test",
    }
    splits: dict[str, dict[str, str]] = {}
    for name in found:
        stem, _, suffix = name.rpartition("_")
        if not stem or suffix not in suffixes:
            return {"train": {name: name for name in found}}
        splits.setdefault(suffixes[suffix], {})[stem] = name
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
