"""Files of a source below one another, those of each split together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from compiler.schemas import file_names, paths, tables, trees
from compiler.schemas.errors import BadFile
from compiler.schemas.provenance import Origins
from runtime.data.sources.faults import unread
from runtime.data.table import Arrays, Table, as_objects, fingerprint

Find = Callable[[str], Path]


@dataclass(frozen=True)
class Part:
    """The columns of one file, the line of it that each row ends in, where it has lines, and what cannot be read."""

    place: str
    columns: Arrays
    lines: Sequence[int] = ()
    faults: Mapping[str, BadFile] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))


def locate_splits(arguments: dict[str, Any], find: Find) -> dict[str, tuple[trees.Located, ...]]:
    """The files of each split."""
    return {split: trees.locate(named, find) or () for split, named in paths.parts(arguments).items()}


def locate_folder(arguments: dict[str, Any], find: Find) -> trees.Tree:
    """The folder, or archive of one.  Raises `BadFile` where it is neither."""
    found = trees.tree(arguments["path"], find)
    assert found is not None  # the run's `find` raises
    return found


def join_splits(
    parts: Mapping[str, Sequence[Part]],
    names: str | None,
    class_names: Mapping[str, tuple[str, ...]] | None = None,
    notes: tuple[str, ...] = (),
) -> Table:
    """One table of all files, with the columns that their names hold.  Raises `BadFile` where columns differ."""
    several = [part for group in parts.values() for part in group]
    faults = {name: fault for part in reversed(several) for name, fault in part.faults.items()}
    several = [replace(part, columns=readable(part.columns, faults)) for part in several]
    first = several[0]
    for part in several[1:]:
        verify_same(part, first)
    columns = {
        name: np.concatenate([part.columns[name] for part in several]) if len(several) > 1 else first.columns[name]
        for name in first.columns
    }
    origins = Origins.joined([(part.rows, Origins(((0, part.place),), part.lines)) for part in several])
    columns |= name_columns(names, origins, len(next(iter(columns.values()))))
    splits = ranges({split: sum(part.rows for part in group) for split, group in parts.items()})
    left_out, stated = unread(faults)
    notes = (*notes, *stated)
    return Table(columns, splits, dict(class_names or {}), fingerprint(columns), first.place, origins, notes, left_out)


def readable(columns: Arrays, faults: Mapping[str, BadFile]) -> Arrays:
    """The columns that can be read in every file.  Raises the first `BadFile` where none can."""
    found = {name: column for name, column in columns.items() if name not in faults}
    if faults and not found:
        raise next(iter(faults.values()))
    return found


def verify_same(part: Part, first: Part) -> None:
    if list(part.columns) != list(first.columns):
        differing = sorted(set(part.columns) ^ set(first.columns)) or list(part.columns)
        reason = f"the columns are not those of {first.place}: see {', '.join(differing)}"
        raise BadFile(reason, place=part.place, help="give all files of one data set the same columns")
    for name, column in part.columns.items():
        if column.shape[1:] != first.columns[name].shape[1:]:
            reason = (
                f"an entry of `{name}` is {list(column.shape[1:])}, but {list(first.columns[name].shape[1:])} before"
            )
            raise BadFile(reason, place=part.place, help=f"the first file was {first.place}: bring both to one shape")


def name_columns(pattern: str | None, origins: Origins, rows: int) -> Arrays:
    """The columns that the files' names hold, with the types that the check inferred."""
    if pattern is None:
        return {}
    files = [file for _, file in origins.starts]
    counts = np.diff([*(start for start, _ in origins.starts), rows])
    columns: Arrays = {}
    for name, cells in file_names.cells(pattern, files).items():
        columns[name] = np.repeat(convert_cells(cells, tables.infer(cells, ()).kind), counts)
    return columns


def convert_cells(cells: tuple[str, ...], kind: str) -> np.ndarray:
    """Cells as an array of a kind that all of them are of; NaN where a number is missing."""
    if kind == "bool":
        return np.array([tables.TRUTH[cell] for cell in cells])
    if kind == "real":
        return np.array([float(cell) if cell else np.nan for cell in cells])
    array = as_objects(cells)
    return array.astype(np.int64) if kind == "int" else array


def ranges(rows: Mapping[str, int]) -> Arrays:
    """The row indices of each split, in the order given; {} where there is but one."""
    if len(rows) < 2:
        return {}
    splits, start = {}, 0
    for name, count in rows.items():
        splits[name] = np.arange(start, start + count)
        start += count
    return splits


def class_indices(texts: Sequence[str], names: Sequence[str], what: str, place: Callable[[int], str]) -> np.ndarray:
    """Texts as indices into the names of classes.  Raises `BadFile` for one that is none."""
    index = {name: i for i, name in enumerate(names)}
    small = np.uint8 if len(names) <= 2**8 else np.uint16 if len(names) <= 2**16 else np.int32
    try:
        return np.fromiter(map(index.__getitem__, texts), small, len(texts))
    except KeyError as error:
        row = next(i for i, text in enumerate(texts) if text not in index)
        listed = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
        reason = f"the {what} {error.args[0]!r} is none of the training examples'"
        raise BadFile(reason, place=place(row), help=f"those are {listed}") from None
