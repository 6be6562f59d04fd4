"""Where a source's files lie: one file or several, in a folder or an archive, by name or by a pattern."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import BinaryIO

from compiler.schemas import archives
from compiler.schemas.errors import BadFile, reading
from compiler.schemas.paths import ARCHIVE, WILD, fits, natural, split_path, split_pattern, walk
from dsl.immutable import immutable

TABLE = re.compile(r"(?i)\.(csv|tsv|data|txt)$")

Find = Callable[[str], "os.PathLike[str] | str | None"]
"""Gives the path on disk of what a spec names, or None (the check) or an error (the run) where it is not there."""


@immutable
class Located:
    """A file on disk, or the `member` of an archive on disk."""

    file: str
    member: str | None = None

    @property
    def place(self) -> str:
        return f"{self.file}/{self.member}" if self.member else self.file

    def on_disk(self) -> str:
        """The file's path; raises `BadFile` for one in an archive, within which nothing can be sought."""
        if self.member is not None:
            raise BadFile("such a file is not read from an archive", place=self.place, help="unpack the archive")
        return self.file

    def open(self) -> AbstractContextManager[BinaryIO]:
        return archives.open_file(self.file, self.member)


@immutable
class Tree:
    """A folder: one on disk, or `inside` an archive on disk ("" for the whole)."""

    root: str
    inside: str | None = None

    @property
    def place(self) -> str:
        return f"{self.root}/{self.inside}" if self.inside else self.root

    def files(self) -> tuple[str, ...]:
        """The paths of all files below it, in natural order (`a2` before `a10`).  Raises `BadFile`."""
        with reading(self.place):
            if self.inside is None:
                names = list(walk(self.root))
            else:
                start = f"{self.inside}/" if self.inside else ""
                names = [name[len(start) :] for name in archives.members(self.root) if name.startswith(start)]
        return tuple(sorted(names, key=natural))

    def locate(self, name: str) -> Located:
        if self.inside is None:
            return Located(os.path.join(self.root, *name.split("/")))
        return Located(self.root, f"{self.inside}/{name}" if self.inside else name)

    def opened(self, names: Sequence[str]) -> Iterator[tuple[str, BinaryIO]]:
        """The named files one after another, an archive's in its own order; each is to be read before the next."""
        if self.inside is None:
            for name in names:
                with archives.open_file(self.locate(name).file) as stream:
                    yield name, stream
            return
        start = f"{self.inside}/" if self.inside else ""
        with reading(self.place):
            for name, stream in archives.opened_members(self.root, {start + name for name in names}):
                yield name[len(start) :], stream


def locate(paths: "str | Sequence[str]", find: Find) -> tuple[Located, ...] | None:
    """The files that a spec names, those of a pattern in natural order; None where one is not there."""
    found: list[Located] = []
    for path in (paths,) if isinstance(paths, str) else paths:
        file, member = split_path(path)
        on_this = find(file)
        if on_this is None:
            return None
        file = os.fspath(on_this)
        if ARCHIVE.match(file):
            found += choose_members(file, member)
        elif WILD.search(path):
            folder, pattern = split_pattern(file)
            names = [name for name in Tree(folder).files() if fits(name, pattern)]
            if not names:
                raise BadFile(f"no file fits the pattern {pattern}", place=folder, help="look at the files' names")
            found += map(Tree(folder).locate, names)
        else:
            found.append(Located(file))
    return tuple(found)


def tree(path: str, find: Find) -> Tree | None:
    """The folder that a spec names, on disk or in an archive; None where it is not there.  Raises `BadFile`."""
    file, inside = split_path(path)
    found = find(file)
    if found is None:
        return None
    root = os.fspath(found)
    if ARCHIVE.match(root):
        return Tree(root, (inside or "").strip("/"))
    with reading(root):
        # The system's own words for what is not there or may not be read.
        os.stat(root)
    if not os.path.isdir(root):
        raise BadFile("this is a file, not a folder", place=root, help="name the folder that holds it")
    return Tree(root)


def choose_members(file: str, member: str | None) -> list[Located]:
    """The files meant of an archive: the one named, those that a pattern fits, or the only table."""
    names = archives.members(file)
    listed = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    if member is not None:
        fitting = names if member in names else sorted(names, key=natural)
        found = [name for name in fitting if name == member or (WILD.search(member) and fits(name, member))]
        if found:
            return [Located(file, name) for name in found]
        raise BadFile(f"the archive has no file {member}", place=file, help=f"it holds {listed or 'no files'}")
    tables = [name for name in names if TABLE.search(name)] or list(names)
    if len(tables) == 1:
        return [Located(file, tables[0])]
    if not tables:
        raise BadFile("the archive holds no file", place=file, help="put the table into it")
    raise BadFile("the archive holds several files", place=file, help=f"name one after it, {file}/NAME: {listed}")
