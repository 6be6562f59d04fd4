"""Fetching known data sets: each file is checked against its checksum, and an interrupted one goes on where it was."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from compiler.schemas.registry import File, Known
from runtime.errors import RunError

BLOCK = 2**18
TIMEOUT = 30
"""Seconds without an answer."""


def fetch(known: Known, folder: Path, told: Callable[[str], None]) -> tuple[Path, ...]:
    """The files of a data set, in the folder; those there already are only checked.

    Raises `RunError` where there is no network, an address does not answer, or a checksum differs.
    """
    if not known.files:
        raise RunError(f"`{known.name}` is not fetched file by file", help=f"{known.by_hand}, in {folder}")
    return tuple(one(file, folder, told) for file in known.files)


def one(file: File, folder: Path, told: Callable[[str], None]) -> Path:
    try:
        import pooch
    except ModuleNotFoundError as missing:
        if missing.name != "pooch":
            raise
        raise RunError("fetching data needs pooch", help="pip install 'dlc[data]'") from missing
    target = folder / file.path
    if target.exists():
        verify(target, file)
        told(f"{target} is there")
        return target
    pooch.get_logger().setLevel("ERROR")
    told(f"fetching {file.address} ({file.bytes:,} bytes)")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        pooch.retrieve(
            file.address,
            known_hash=None,
            fname=target.name,
            path=target.parent,
            downloader=lambda address, output, pooch: resume_fetch(str(address), target, Path(str(output)), file),
        )
    except OSError as error:
        raise unreachable(error, file, folder) from error
    return target


def resume_fetch(address: str, target: Path, output: Path, file: File) -> None:
    """Fetch into `x.part`, going on behind what an earlier attempt left in it, and hand it over once it is right."""
    import requests

    part = target.with_name(f"{target.name}.part")
    have = part.stat().st_size if part.exists() else 0
    if have >= file.bytes:
        part.unlink()
        have = 0
    headers = {"Range": f"bytes={have}-"} if have else {}
    with requests.get(address, headers=headers, stream=True, timeout=TIMEOUT) as answer:
        answer.raise_for_status()
        # A server that does not know ranges begins anew.
        mode = "ab" if have and answer.status_code == requests.codes.partial_content else "wb"
        with part.open(mode) as stream:
            for block in answer.iter_content(BLOCK):
                stream.write(block)
                if stream.tell() > file.bytes:
                    break
    if part.stat().st_size < file.bytes:
        raise OSError(f"it ended after {part.stat().st_size:,} of {file.bytes:,} bytes")
    try:
        verify(part, file)
    except RunError:
        part.unlink()
        raise
    os.replace(part, output)


def verify(path: Path, file: File) -> None:
    """Raise `RunError` where a file is not the one whose checksum is known."""
    import pooch

    kind, _, expected = file.checksum.partition(":")
    found = pooch.file_hash(str(path), alg=kind)
    if found != expected:
        name = kind.upper().replace("SHA256", "SHA-256")
        reason = f"the file is not the one that is known: its {name} is {found}, not {expected}"
        help = "delete it and fetch it again; if that gives the same, the address now gives another file"
        raise RunError(reason, place=str(path), help=help)


def unreachable(error: Any, file: File, folder: Path) -> RunError:
    import requests

    answer = getattr(error, "response", None)
    by_hand = f"fetch {file.address} by other means and put it at {file.path} in the data folder"
    if answer is not None:
        return RunError(f"the server answers {answer.status_code} {answer.reason}", place=file.address, help=by_hand)
    again = "call the command again: it goes on where it was"
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or "ended after" in str(error):
        return RunError("the connection broke off before the file's end", place=file.address, help=again)
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return RunError("there is no network, or the server cannot be reached", place=file.address, help=by_hand)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        help = f"make room for {file.bytes:,} bytes, or name another folder with --data; then {again}"
        return RunError(f"the disk is full: {file.path} is not there as a whole", place=str(folder), help=help)
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOTDIR, errno.EEXIST):
        reason = f"nothing can be written there: {error.strerror.lower()}"
        return RunError(reason, place=str(folder), help="name another folder with --data or DLC_DATA")
    reason = error.strerror or str(error)
    return RunError(f"the file could not be fetched: {reason}", place=file.address, help=by_hand)
