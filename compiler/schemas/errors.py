"""A data file that is there and wrong: one error, whether the check met it or the run."""

from collections.abc import Iterator
from contextlib import contextmanager


class BadFile(Exception):
    """`reason` is one sentence, `place` the file with the line or record in it, `help` what to do."""

    def __init__(self, reason: str, *, place: str, help: str) -> None:
        super().__init__(reason)
        self.reason, self.place, self.help = reason, place, help


@contextmanager
def reading(place: str) -> Iterator[None]:
    """Turn what the system and the standard library raise while reading `place` into a `BadFile`."""
    again = "fetch or copy the file again"
    try:
        yield
    except _of_compression() as error:
        cut = isinstance(error, EOFError)
        reason = "the compressed file is cut off before its end" if cut else "the compressed file is damaged"
        raise BadFile(reason, place=place, help=again) from error
    except _of_archives() as error:
        raise BadFile(f"this is no readable archive: {error}", place=place, help=again) from error
    except (NotImplementedError, RuntimeError) as error:
        if "password" in str(error):
            help = "unpack it with its password, and name the unpacked file or folder"
            raise BadFile("the archive is locked with a password", place=place, help=help) from error
        help = "unpack it and pack it again as an ordinary .zip or .tar.gz"
        raise BadFile(f"the archive cannot be read: {error}", place=place, help=help) from error
    except FileNotFoundError as error:
        help = "if it is a link, what it leads to has gone: put the file itself there"
        raise BadFile("the file is not there", place=place, help=help) from error
    except IsADirectoryError as error:
        raise BadFile("this is a folder, not a file", place=place, help="name the file inside it") from error
    except PermissionError as error:
        raise BadFile("the file may not be read", place=place, help="change its permissions") from error
    except MemoryError as error:
        raise BadFile("the file is larger than the memory", place=place, help="use a part of it") from error
    except OSError as error:
        raise BadFile(f"the file cannot be read: {error.strerror or error}", place=place, help=again) from error


# What opens archives is imported when one is opened; the names of these errors are read when there is one.


def _of_compression() -> tuple[type[Exception], ...]:
    import lzma
    import zlib

    return EOFError, zlib.error, lzma.LZMAError


def _of_archives() -> tuple[type[Exception], ...]:
    import tarfile
    import zipfile

    return tarfile.TarError, zipfile.BadZipFile
