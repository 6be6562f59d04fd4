"""Spec files on disk: reading them, what they import, and where data are looked for."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from compiler.pipeline import Compiled, compile_text
from compiler.resolve import Outside
from compiler.schemas.in_memory import Finding
from compiler.schemas.paths import present
from compiler.vocabulary.base import Finder
from dsl import parser
from dsl.spans import Source
from runtime.data.folders import data_folders

LARGEST = 4 * parser.LARGEST
"""The most bytes of a spec: none of its characters takes more than four."""


def read_source(path: str | Path) -> Source:
    """A spec's text.  Raises OSError where it cannot be read, ValueError where it is no text."""
    return spec_of(read_bytes(path), str(path))


def read_bytes(path: str | Path) -> bytes:
    """A spec as it is stored.  Raises OSError where it cannot be read, ValueError where it is too large for one."""
    path = Path(path)
    if path.is_dir():
        raise ValueError("it is a folder, not a spec")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} bytes")
    return path.read_bytes()


def spec_of(content: bytes, name: str) -> Source:
    """A spec's text; `name` is what it goes by in messages.  Raises ValueError where it is none."""
    try:
        return Source(name, content.decode("utf-8-sig"))
    except UnicodeDecodeError as failure:
        raise ValueError(f"it is not UTF-8 text (byte {failure.start})") from None


def import_path(path: str, importer: Source) -> str:
    """Where a file that a spec imports is: the path is relative to the importing file."""
    return os.path.normpath(Path(importer.path).parent / path)


def read_import(path: str, importer: Source) -> Source:
    """A file that a spec imports."""
    return read_source(import_path(path, importer))


def verify_inside(path: str, folder: str | Path) -> None:
    """Raise `Outside` for a file that lies, links followed, not in or below the folder of a spec."""
    real, root = os.path.realpath(path), os.path.realpath(folder)
    if not real.startswith(os.path.join(root, "")):
        raise Outside


def finder(spec: str | Path, data: str | Path | None) -> Finder:
    """Looks for a source's files in the data folders of a spec."""
    folders = data_folders(Path(spec).parent, data, os.environ)

    def find(wanted: str) -> str | None:
        return next((str(folder / wanted) for folder in folders if present(folder, wanted)), None)

    return find


def compile_file(
    path: str | Path,
    data: str | Path | None = None,
    hypers: Mapping[str, Any] | None = None,
    handed: Mapping[str, Mapping[str, Any]] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Compiled:
    """Compile a spec file; see `compile_text`.  `texts` stand in the place of the files of their paths.

    Raises OSError or ValueError where the file cannot be read.
    """
    texts = texts or {}

    def read(path: str) -> Source:
        return Source(path, texts[path]) if path in texts else read_source(path)

    def imported(name: str, importer: Source) -> Source:
        wanted = import_path(name, importer)
        verify_inside(wanted, Path(path).parent)
        return read(wanted)

    find = finder(path, data)
    return compile_text(
        read(str(path)),
        imported,
        Finding(find, handed) if handed else find,
        hypers,
    )


def hyper_values(settings: Sequence[str]) -> dict[str, Any]:
    """`name=value` texts as values; raises ValueError where one is not of that form."""
    values: dict[str, Any] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        if not equals or not name.isidentifier():
            raise ValueError(f"`{setting}` is not of the form name=value")
        values[name] = _value(text.strip())
    return values


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    digits = text.replace("_", "")
    try:
        if digits.endswith("%"):
            return float(digits[:-1]) / 100
        return int(digits)
    except ValueError:
        pass
    try:
        return float(digits)
    except ValueError:
        return text.strip("\"'")
