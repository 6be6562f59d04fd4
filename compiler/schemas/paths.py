"""What the paths in a spec name: files, patterns, and files in archives.  Nothing is opened here."""

import os
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

ARCHIVE = re.compile(r"(?i)^(.*?\.(?:zip|tgz|tbz2?|txz|tar(?:\.(?:gz|bz2|xz|zst))?))(?:/(.*))?$")
WILD = re.compile(r"[*?]")


def split_path(path: str) -> tuple[str, str | None]:
    """The file's own path and what follows it: `("housing.tgz", "housing.csv")` for `housing.tgz/housing.csv`."""
    found = ARCHIVE.match(path)
    return (found[1], found[2] or None) if found else (path, None)


def present(folder: "os.PathLike[str] | str", wanted: str) -> bool:
    """Whether a folder has the file that a spec names, or one that its pattern fits."""
    path = os.path.join(folder, wanted)
    if not WILD.search(wanted):
        return os.path.exists(path) or os.path.islink(path)
    tree, pattern = split_pattern(path)
    return os.path.isdir(tree) and any(fits(name, pattern) for name in walk(tree))


def split_pattern(path: str) -> tuple[str, str]:
    """The folder before a pattern, and the pattern: `("adult", "part-*.csv")`."""
    parts = path.split("/")
    first = next(i for i, part in enumerate(parts) if WILD.search(part))
    return "/".join(parts[:first]) or ".", "/".join(parts[first:])


def fits(name: str, pattern: str) -> bool:
    """Whether a path fits a pattern, folder by folder."""
    parts, patterns = name.split("/"), pattern.split("/")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))


def natural(name: str) -> tuple[object, ...]:
    """A key by which `part-2` comes before `part-10`."""
    return tuple(int(part) if part.isdigit() else part for part in re.split(r"([0-9]+)", name))


def walk(folder: str) -> Iterator[str]:
    """The files below a folder, relative to it; hidden ones, and folders that are links, are passed by."""
    pending = [""]
    while pending:
        inner = pending.pop()
        with os.scandir(os.path.join(folder, inner)) as entries:
            for entry in entries:
                name = f"{inner}/{entry.name}" if inner else entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    pending.append(name)
                else:
                    yield name


def parts(arguments: Mapping[str, Any]) -> dict[str, "str | tuple[str, ...]"]:
    """The files of each split, by a source's arguments: `path` holds the training examples."""
    others = {split: arguments[split] for split in ("validation", "test") if arguments.get(split)}
    return {"train": arguments["path"], **others}


def on_disk(path: str) -> str:
    """What of a spec's path must be found on disk: the archive where it names a file in one."""
    return split_path(path)[0]


def by_column(paths: "str | tuple[str, ...]", columns: "tuple[str, ...]") -> dict[str, "str | tuple[str, ...]"]:
    """The files of each column: `{column}` in a path stands for its name."""
    if isinstance(paths, str):
        return {name: paths.replace("{column}", name) for name in columns}
    return {name: tuple(path.replace("{column}", name) for path in paths) for name in columns}
