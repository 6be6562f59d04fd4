"""Files that may be compressed or lie in an archive.  Nothing is unpacked to disk, and nothing without bound."""

import gzip
import io
import os
import re
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, BinaryIO, cast

from compiler.schemas.faults import BadFile, told

LARGEST = 4 * 2**30
"""The most bytes that a compressed file may unpack to."""
SUSPICIOUS = 100 * 10**6
HIGHEST_RATIO = 1000

ARCHIVE = re.compile(r"(?i)^(.*?\.(?:zip|tgz|tar\.gz|tar))(?:/(.+))?$")
TABLE = re.compile(r"(?i)\.(csv|tsv|data|txt)$")


def split_path(path: str) -> tuple[str, str | None]:
    """The file's own path and what follows it: `("housing.tgz", "housing.csv")` for `housing.tgz/housing.csv`."""
    found = ARCHIVE.match(path)
    return (found[1], found[2]) if found else (path, None)


class Bounded(io.RawIOBase):
    """A decompressed stream that ends in a `BadFile` once it has given more than an honest file would hold."""

    def __init__(self, stream: IO[bytes], compressed: int, place: str) -> None:
        self.stream, self.compressed, self.place, self.given = stream, compressed, place, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.given += len(data)
        verify_size(self.given, self.compressed, self.place)
        return len(data)


def verify_size(size: int, compressed: int, place: str) -> None:
    """Raise `BadFile` for a size that a compressed file cannot honestly unpack to."""
    if size > LARGEST or (size > SUSPICIOUS and size > HIGHEST_RATIO * compressed):
        reason = f"it unpacks to more than {min(size, LARGEST):,} bytes from {compressed:,}"
        raise BadFile(reason, place=place, help="unpack it by hand if you trust it, and name the unpacked file")


@contextmanager
def opened(file: str, member: str | None = None) -> Iterator[BinaryIO]:
    """The bytes of a file, of a `.gz` unpacked, or of one member of a `.zip`, `.tar`, `.tar.gz` or `.tgz`.

    Without a `member` the archive's only table is read.  Raises `BadFile`.
    """
    place = f"{file}/{member}" if member else file
    with told(place), ExitStack() as stack:
        if ARCHIVE.match(file) is None:
            stream = stack.enter_context(decompressed(file))
        elif file.lower().endswith(".zip"):
            stream = stack.enter_context(zip_member(file, member))
        else:
            stream = stack.enter_context(tar_member(file, member))
        yield stream


def is_compressed(file: str) -> bool:
    """Whether a file begins as gzip files do, whatever its name."""
    with open(file, "rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


@contextmanager
def decompressed(file: str) -> Iterator[BinaryIO]:
    """A file's bytes, unpacked where it is compressed."""
    with open(file, "rb") as plain:
        if not is_compressed(file):
            yield plain
            return
        with gzip.GzipFile(fileobj=plain) as unpacked:
            bounded = Bounded(cast(IO[bytes], unpacked), os.path.getsize(file), file)
            yield cast(BinaryIO, io.BufferedReader(bounded, 2**16))


@contextmanager
def zip_member(file: str, member: str | None) -> Iterator[BinaryIO]:
    with zipfile.ZipFile(file) as archive:
        name = choose(file, member, [item.filename for item in archive.infolist() if not item.is_dir()])
        verify_size(archive.getinfo(name).file_size, os.path.getsize(file), file)
        with archive.open(name) as unpacked:
            yield cast(BinaryIO, io.BufferedReader(Bounded(unpacked, os.path.getsize(file), file), 2**16))


@contextmanager
def tar_member(file: str, member: str | None) -> Iterator[BinaryIO]:
    # Streamed twice rather than indexed: seeking in a compressed stream would pass by its bound.
    with decompressed(file) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        name = choose(file, member, [item.name for item in archive if item.isfile()])
    with decompressed(file) as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
        for item in archive:
            if item.isfile() and item.name == name:
                unpacked = archive.extractfile(item)
                assert unpacked is not None
                yield cast(BinaryIO, unpacked)
                return


def choose(file: str, member: str | None, names: list[str]) -> str:
    """The member meant: the one named, or the only table."""
    names = [name for name in names if not name.startswith(("/", "__MACOSX")) and ".." not in name.split("/")]
    listed = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    if member is not None:
        found = [name for name in names if name.removeprefix("./") == member]
        if found:
            return found[0]
        raise BadFile(f"the archive has no file {member}", place=file, help=f"it holds {listed or 'no files'}")
    tables = [name for name in names if TABLE.search(name)] or names
    if len(tables) == 1:
        return tables[0]
    if not tables:
        raise BadFile("the archive holds no file", place=file, help="put the table into it")
    raise BadFile("the archive holds several files", place=file, help=f"name one after it, {file}/NAME: {listed}")
