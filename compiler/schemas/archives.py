"""Files that may be compressed or lie in an archive.  Nothing is unpacked to disk, and nothing without bound."""

import io
import os
from collections.abc import Callable, Container, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Literal, cast

from compiler.schemas.errors import BadFile, reading
from compiler.schemas.paths import ARCHIVE

if TYPE_CHECKING:
    from zipfile import ZipInfo

LARGEST = 4 * 2**30
"""The most bytes that a compressed file may unpack to."""
SUSPICIOUS = 100 * 10**6
HIGHEST_RATIO = 1000
BLOCK = 2**16
LARGEST_DICTIONARY = 2**28
"""The most memory that unpacking may take for itself, in bytes: a header can ask for any amount."""

MAGIC = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\0", "zst": b"\x28\xb5\x2f\xfd"}


class Bounded(io.RawIOBase):
    """A decompressed stream that ends in a `BadFile` once it has given more than an honest file would hold."""

    def __init__(self, stream: IO[bytes], compressed: int, place: str) -> None:
        self.stream, self.compressed, self.place, self.given = stream, compressed, place, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.given

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.given += len(data)
        verify_size(self.given, self.compressed, self.place)
        return len(data)


class Unpacking:
    """The bytes of a compressed stream, and of those that follow it in the same file."""

    def __init__(self, stream: BinaryIO, decoder: Callable[[], Any]) -> None:
        self.stream, self.new, self.decoder = stream, decoder, decoder()

    def read(self, size: int) -> bytes:
        data = b""
        while not data:
            if self.decoder.eof:
                rest = (self.decoder.unused_data or self.stream.read(BLOCK)).lstrip(b"\0")
                if not rest:
                    break
                self.decoder = self.new()
                data = self.decoder.decompress(rest, size)
            elif self.decoder.needs_input:
                block = self.stream.read(BLOCK)
                if not block:
                    raise EOFError
                data = self.decoder.decompress(block, size)
            else:
                data = self.decoder.decompress(b"", size)
        return data


def verify_size(size: int, compressed: int, place: str) -> None:
    """Raise `BadFile` for a size that a compressed file cannot honestly unpack to."""
    if size > LARGEST or (size > SUSPICIOUS and size > HIGHEST_RATIO * compressed):
        reason = f"it unpacks to more than {min(size, LARGEST):,} bytes from {compressed:,}"
        raise BadFile(reason, place=place, help="unpack it by hand if you trust it, and name the unpacked file")


@contextmanager
def open_file(file: str, member: str | None = None) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is compressed, or of one member of an archive.  Raises `BadFile`."""
    place = f"{file}/{member}" if member else file
    with reading(place):
        if ARCHIVE.match(file) is None:
            with decompress(file) as stream:
                yield stream
            return
        for _, stream in opened_members(file, {member}):
            yield stream
            return
    raise BadFile(f"the archive has no file {member}", place=file, help="see what it holds, and name one of its files")


def compression(file: str) -> str | None:
    """How a file is compressed, by how it begins, whatever its name: "gz", "bz2", "xz", "zst" or None."""
    with open(file, "rb") as stream:
        start = stream.read(6)
    return next((name for name, magic in MAGIC.items() if start.startswith(magic)), None)


@contextmanager
def decompress(file: str) -> Iterator[BinaryIO]:
    """A file's bytes, unpacked where it is compressed."""
    kind = compression(file)
    with ExitStack() as stack:
        plain = stack.enter_context(open(file, "rb"))
        if kind is None:
            yield plain
            return
        unpacked = stack.enter_context(zstandard(plain, file)) if kind == "zst" else unpacking(plain, kind)
        yield buffer_within(cast(IO[bytes], unpacked), os.path.getsize(file), file)


def unpacking(plain: BinaryIO, kind: str) -> Any:
    if kind == "gz":
        import gzip

        return gzip.GzipFile(fileobj=plain)
    if kind == "bz2":
        import bz2

        return Unpacking(plain, bz2.BZ2Decompressor)
    import lzma

    return Unpacking(plain, lambda: lzma.LZMADecompressor(memlimit=LARGEST_DICTIONARY))


@contextmanager
def zstandard(plain: BinaryIO, file: str) -> Iterator[Any]:
    try:
        import zstandard as library
    except ModuleNotFoundError as missing:
        reason, help = "reading Zstandard needs a library", "pip install zstandard, or unpack the file by hand"
        raise BadFile(reason, place=file, help=help) from missing
    try:
        decoder = library.ZstdDecompressor(max_window_size=LARGEST_DICTIONARY)
        with decoder.stream_reader(plain, read_across_frames=True) as unpacked:
            yield unpacked
    except library.ZstdError as error:
        help = "fetch or copy the file again"
        raise BadFile(f"the compressed file is damaged: {error}", place=file, help=help) from error


def buffer_within(stream: IO[bytes], compressed: int, place: str) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(Bounded(stream, compressed, place), BLOCK))


def is_safe(name: str) -> bool:
    """Whether a member's name stays inside the archive and is not hidden, as macOS's `._` files are."""
    hidden = any(part.startswith(".") for part in name.removeprefix("./").split("/"))
    return not name.startswith(("/", "__MACOSX")) and not hidden


def members(file: str) -> tuple[str, ...]:
    """The names of an archive's files, in its order; links, and names that lead out of it, are none."""
    import tarfile
    import zipfile

    with reading(file):
        if file.lower().endswith(".zip"):
            with zipfile.ZipFile(file) as zipped:
                names = [item.filename for item in zipped.infolist() if not item.is_dir() and not is_link(item)]
        else:
            # One that is not compressed can be passed over without reading what its files hold.
            mode: Literal["r|", "r:"] = "r|" if compression(file) else "r:"
            with decompress(file) as stream, tarfile.open(fileobj=stream, mode=mode) as archive:
                names = [item.name for item in archive if item.isfile()]
    return tuple(name.removeprefix("./") for name in names if is_safe(name))


def is_link(item: "ZipInfo") -> bool:
    """Whether a zip's member is a symbolic link, by its Unix mode."""
    return item.external_attr >> 28 == 0o12


def opened_members(file: str, wanted: "Container[str | None]") -> Iterator[tuple[str, BinaryIO]]:
    """The wanted files of an archive one after another, in its order; each is to be read before the next."""
    import tarfile
    import zipfile

    compressed = os.path.getsize(file)
    with ExitStack() as stack:
        if file.lower().endswith(".zip"):
            zipped = stack.enter_context(zipfile.ZipFile(file))
            for entry in zipped.infolist():
                name = entry.filename.removeprefix("./")
                if name in wanted and is_safe(name) and not is_link(entry):
                    verify_size(entry.file_size, compressed, f"{file}/{name}")
                    with zipped.open(entry) as unpacked:
                        yield name, buffer_within(unpacked, compressed, f"{file}/{name}")
            return
        # Streamed rather than indexed: seeking in a compressed stream would pass by its bound.
        stream = stack.enter_context(decompress(file))
        archive = stack.enter_context(tarfile.open(fileobj=stream, mode="r|"))
        for item in archive:
            name = item.name.removeprefix("./")
            if item.isfile() and name in wanted and is_safe(name):
                verify_size(item.size, compressed, f"{file}/{name}")
                content = archive.extractfile(item)
                assert content is not None
                yield name, buffer_within(content, compressed, f"{file}/{name}")
