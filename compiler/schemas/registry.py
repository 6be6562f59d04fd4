"""The well-known data sets of `known.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from dsl.immutable import immutable

REGISTRY = Path(__file__).with_name("known.toml")


@immutable
class File:
    """One file: where it belongs in the data folder, where it is fetched from, its checksum and size in bytes."""

    path: str
    address: str
    checksum: str
    bytes: int


@immutable
class Known:
    """A data set: `source` is how a spec reads it, `by_hand` how to get one whose files are not fetched one by one."""

    name: str
    title: str
    licence: str
    source: str
    files: tuple[File, ...] = ()
    by_hand: str = ""


@cache
def registry() -> dict[str, Known]:
    """Every known data set by name."""
    with REGISTRY.open("rb") as file:
        entries = tomllib.load(file)
    return {
        name: Known(name, **{**entry, "files": tuple(File(**item) for item in entry.get("files", ()))})
        for name, entry in entries.items()
    }


def bringing(path: str) -> Known | None:
    """The data set that a spec's path belongs to."""
    wanted = path.strip("/")
    for known in registry().values():
        paths = [file.path for file in known.files]
        if wanted and any(wanted == item or item.startswith(f"{wanted}/") for item in paths):
            return known
    return registry().get(wanted.partition("/")[0])


def remedy(path: str) -> str | None:
    """How to get what a spec's path names, where it is of a known data set."""
    known = bringing(path)
    if known is None:
        return None
    return f"`dlc data get {known.name}` brings it" if known.files else f"to get it, {known.by_hand}"
