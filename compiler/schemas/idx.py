"""The IDX files of MNIST and its relatives.  Source: LeCun, Cortes and Burges, "The MNIST database", 1998."""

import os
import struct
from typing import BinaryIO

from compiler.schemas.archives import compression, open_file
from compiler.schemas.errors import BadFile, reading
from dsl.immutable import immutable

SPLITS = {"train": "train", "test": "t10k"}
UNSIGNED_BYTES = 8
SHRUNK = {None: 1, "gz": 1032, "bz2": 10**5, "xz": 10**5, "zst": 10**5}
"""How many times at most a compression shrinks a file: gzip by its format, the others in practice."""


@immutable
class Pair:
    """One split's files: images of `size` (height, width) and as many labels."""

    images: str
    labels: str
    rows: int
    size: tuple[int, int]


def pairs(folder: str) -> dict[str, Pair]:
    """The splits of a folder, by name; their headers agree with one another.  Raises `BadFile`."""
    with reading(folder):
        if not os.path.isdir(folder):
            raise BadFile(
                "this is a file, not a folder of IDX files", place=folder, help="name the folder that holds it"
            )
        names = set(os.listdir(folder))
    found: dict[str, Pair] = {}
    for split, prefix in SPLITS.items():
        images = one_of(names, f"{prefix}-images", "idx3")
        labels = one_of(names, f"{prefix}-labels", "idx1")
        if images and labels:
            found[split] = pair(os.path.join(folder, images), os.path.join(folder, labels))
        elif images or labels or split == "train":
            lacking = f"{prefix}-labels-idx1-ubyte" if images else f"{prefix}-images-idx3-ubyte"
            raise BadFile(f"the folder has no {lacking}, nor {lacking}.gz", place=folder, help="put the file there")
    sizes = {item.size for item in found.values()}
    if len(sizes) > 1:
        train, test = found["train"].size, found["test"].size
        reason = f"the training images are {train[0]} x {train[1]}, the test images {test[0]} x {test[1]}"
        raise BadFile(reason, place=folder, help="take all four files from one data set")
    return found


def one_of(names: set[str], stem: str, rank: str) -> str | None:
    wanted = (f"{stem}-{rank}-ubyte", f"{stem}.{rank}-ubyte")
    return next((name for name in (*wanted, *(f"{name}.gz" for name in wanted)) if name in names), None)


def pair(images: str, labels: str) -> Pair:
    with open_file(images) as stream:
        rows, height, width = header(stream, images, 3)
    with open_file(labels) as stream:
        (count,) = header(stream, labels, 1)
    if rows != count:
        raise BadFile(
            f"there are {rows:,} images, but {count:,} labels", place=labels, help="take both files from one data set"
        )
    return Pair(images, labels, rows, (height, width))


def header(stream: BinaryIO, file: str, rank: int) -> tuple[int, ...]:
    """The sizes that the file states, outermost first, as 8-bit elements.  Raises `BadFile`."""
    start = stream.read(4 + 4 * rank)
    if not start:
        raise BadFile("the file is empty", place=file, help="fetch or copy the file again")
    if len(start) < 4 or start[:2] != b"\0\0":
        raise BadFile(
            f"this is no IDX file: it begins with {start[:4].hex(' ')}",
            place=file,
            help="an IDX file begins with 00 00",
        )
    if start[2] != UNSIGNED_BYTES or start[3] != rank:
        what = f"elements of type {start[2]:#04x} in {start[3]} dimensions"
        raise BadFile(
            f"the file holds {what}, where 0x08 (bytes) in {rank} belong", place=file, help="is it another of the four?"
        )
    if len(start) < 4 + 4 * rank:
        raise BadFile("the file is cut off within its header", place=file, help="fetch or copy the file again")
    sizes = struct.unpack(f">{rank}I", start[4:])
    if 0 in sizes:
        reason = f"the header states the sizes {' x '.join(map(str, sizes))}: there is nothing in it"
        raise BadFile(reason, place=file, help="fetch or copy the file again")
    verify_claim(sizes, file)
    return sizes


def verify_claim(sizes: tuple[int, ...], file: str) -> None:
    """Raise `BadFile` where a header states more than the file can hold."""
    claimed = 1
    for size in sizes:
        claimed *= size
    held = os.path.getsize(file)
    if claimed > SHRUNK[compression(file)] * held:
        reason = f"the header states {' x '.join(map(str, sizes))} bytes, more than the file's {held:,} bytes can hold"
        raise BadFile(reason, place=file, help="fetch or copy the file again")


def elements(stream: BinaryIO, sizes: tuple[int, ...], file: str) -> bytes:
    """The bytes after the header, exactly as many as it states.  Raises `BadFile`."""
    count = 1
    for size in sizes:
        count *= size
    data = stream.read(count)
    if len(data) < count:
        reason = f"the file ends after {len(data):,} of the {count:,} elements that its header states"
        raise BadFile(reason, place=file, help="fetch or copy the file again")
    if stream.read(1):
        reason = f"the file goes on after the {count:,} elements that its header states"
        raise BadFile(reason, place=file, help="fetch or copy the file again")
    return data


def read(file: str, rank: int) -> tuple[bytes, tuple[int, ...]]:
    """A whole file: its elements in row-major order, and their sizes.  Raises `BadFile`."""
    with open_file(file) as stream:
        sizes = header(stream, file, rank)
        return elements(stream, sizes, file), sizes


def classes(found: dict[str, Pair]) -> int:
    """The number of classes: one more than the largest label."""
    return 1 + max(max(read(item.labels, 1)[0]) for item in found.values())
