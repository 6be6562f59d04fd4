"""Files each of which is an example: pictures and sounds, in folders or archives, and what their labels are."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compiler.schemas import file_names, paths, tables, trees
from compiler.schemas.archives import opened_members
from compiler.schemas.errors import BadFile, reading
from compiler.types import Tensor
from dsl.immutable import immutable

SPLITS = {"train": "train", "val": "validation", "valid": "validation", "validation": "validation", "test": "test"}
"""The folders that are splits, where there are no others beside them."""
LARGEST_FILE = 2**28
"""The most bytes of one picture or sound."""


@immutable
class Item:
    """One file: its path within its collection, and where it lies."""

    name: str
    file: trees.Located


@immutable
class Collection:
    """The files of each split, in natural order; `classes` are the names of the folders, () where there are none."""

    splits: Mapping[str, tuple[Item, ...]]
    classes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for items in self.splits.values() for item in items)

    @property
    def rows(self) -> int:
        return sum(map(len, self.splits.values()))


def collect(arguments: Mapping[str, Any], find: trees.Find, suffixes: Sequence[str]) -> Collection | None:
    """The files that a source's arguments name; None where they are not there.  Raises `BadFile`."""
    found: dict[str, tuple[Item, ...]] = {}
    named = paths.parts(arguments)
    for split, several in named.items():
        items: list[Item] = []
        for path in (several,) if isinstance(several, str) else several:
            more = in_path(path, find, suffixes)
            if more is None:
                return None
            items += more
        found[split] = tuple(items)
    if len(found) == 1:
        found = by_folder(found["train"])
    if arguments["names"] is not None or arguments["labels"] is not None:
        return Collection(found)
    return Collection(found, classes(found))


def in_path(path: str, find: trees.Find, suffixes: Sequence[str]) -> list[Item] | None:
    """The files below a folder, in an archive, or that a pattern fits; or a file."""
    if paths.WILD.search(path) or path.lower().endswith(tuple(suffixes)):
        located = trees.locate(path, find)
        return None if located is None else [Item(name_of(file), file) for file in located]
    tree = trees.tree(path, find)
    if tree is None:
        return None
    names = [name for name in tree.files() if name.lower().endswith(tuple(suffixes))]
    if not names:
        kinds = ", ".join(suffixes[:4])
        help = "name the folder or archive that holds them"
        raise BadFile(f"there is no file of the kinds {kinds}, ... in it", place=tree.place, help=help)
    start = common_folder(names)
    return [Item(name[start:], tree.locate(name)) for name in names]


def name_of(file: trees.Located) -> str:
    return (file.member or file.file).replace("\\", "/").rpartition("/")[2]


def common_folder(names: Sequence[str]) -> int:
    """How many characters the folders take that all files are in and that are neither class nor split."""
    start = 0
    while names:
        tops = {name[start:].partition("/")[0] for name in names}
        (top, *others) = tops
        deeper = all(name[start:].count("/") > 1 for name in names)
        if others or not deeper:
            return start
        start += len(top) + 1
    return start


def by_folder(items: tuple[Item, ...]) -> dict[str, tuple[Item, ...]]:
    """The splits that folders `train`, `test` and so on make, where no other folder is beside them."""
    tops = {item.name.partition("/")[0] if "/" in item.name else "" for item in items}
    if "train" not in tops or not tops <= set(SPLITS):
        return {"train": items}
    found: dict[str, list[Item]] = {}
    for item in items:
        top, _, rest = item.name.partition("/")
        found.setdefault(SPLITS[top], []).append(Item(rest, item.file))
    order = [split for split in ("train", "validation", "test") if split in found]
    return {split: tuple(found[split]) for split in order}


def without_files(collection: Collection) -> tuple[str, ...]:
    """The folders beside those of the classes that hold no file of theirs, where they lie on disk."""
    first = collection.splits["train"][0]
    if first.file.member is not None or not collection.classes:
        return ()
    around = first.file.file[: -len(first.name)]
    with reading(around), os.scandir(around) as entries:
        names = [entry.name for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    return tuple(sorted((name for name in names if name not in collection.classes), key=paths.natural))


def classes(splits: Mapping[str, tuple[Item, ...]]) -> tuple[str, ...]:
    """The folders of the training examples, which are the classes; () where the files lie in none."""
    folders = {folder_of(item) for item in splits["train"]}
    if folders == {""}:
        return ()
    if "" in folders:
        bare = next(item for item in splits["train"] if not folder_of(item))
        help = "put each file into its class's folder, or name their labels with `labels` or `names`"
        raise BadFile("the file lies in no class's folder, but others do", place=bare.file.place, help=help)
    names = tuple(sorted(folders, key=paths.natural))
    for item in (item for split, items in splits.items() if split != "train" for item in items):
        if folder_of(item) not in folders:
            listed = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
            reason = f"the class `{folder_of(item)}` is none of the training examples'"
            raise BadFile(reason, place=item.file.place, help=f"those are {listed}")
    return names


def folder_of(item: Item) -> str:
    return item.name.rpartition("/")[0].partition("/")[0]


def read(file: trees.Located) -> bytes:
    """A file's bytes.  Raises `BadFile`."""
    with file.open() as stream:
        return check_size(stream.read(LARGEST_FILE + 1), file.place)


def check_size(content: bytes, place: str) -> bytes:
    if not content:
        raise BadFile("the file is empty", place=place, help="fetch or copy the file again")
    if len(content) > LARGEST_FILE:
        raise BadFile(f"the file has more than {LARGEST_FILE:,} bytes", place=place, help="cut it into smaller ones")
    return content


def contents(items: Sequence[Item]) -> Iterator[tuple[int, bytes | None]]:
    """Each item's index with its bytes, an archive's in its order; None for those on disk, to be read by `read`."""
    archived: dict[str, dict[str, int]] = {}
    for i, item in enumerate(items):
        if item.file.member is None:
            yield i, None
        else:
            archived.setdefault(item.file.file, {})[item.file.member] = i
    for file, members in archived.items():
        with reading(file):
            for name, stream in opened_members(file, members):
                yield members[name], check_size(stream.read(LARGEST_FILE + 1), f"{file}/{name}")


@immutable
class Labels:
    """What a table says of each file: columns of cells in the order of the items."""

    columns: Mapping[str, tuple[str, ...]]
    types: Mapping[str, Tensor]


def labels(path: str, items: Sequence[Item], find: trees.Find) -> Labels | None:
    """The rows of a table that belong to the files, which its first column names.  Raises `BadFile`."""
    located = trees.locate(path, find)
    if located is None:
        return None
    form = tables.Form(separator="\t" if located[0].place.lower().endswith(".tsv") else ",")
    table = tables.read(located, form)
    rows: dict[str, int] = {}
    for row, cell in enumerate(table.columns[0]):
        if rows.setdefault(cell, row) != row:
            reason = f"two rows are of the file {cell}"
            raise BadFile(reason, place=table.origins.place(row), help="leave one of them out")
    order: list[int] = []
    for item in items:
        row_of = next((rows[key] for key in spellings(item.name) if key in rows), None)
        if row_of is None:
            reason = f"the table {located[0].place} has no row of this file"
            help = f"its first column, {table.names[0]}, holds the files' names: add a row, or leave the file out"
            raise BadFile(reason, place=item.file.place, help=help)
        order.append(row_of)
    lacking = set(range(table.rows)) - set(order)
    if lacking:
        row = min(lacking)
        reason = f"the table names the file {table.columns[0][row]}, which is not there"
        raise BadFile(reason, place=table.origins.place(row), help="put the file there, or leave the row out")
    types = {name: type for name, type in tables.types(table, form).items() if name != table.names[0]}
    columns = {
        name: tuple(cells[row] for row in order) for name, cells in zip(table.names[1:], table.columns[1:], strict=True)
    }
    return Labels(columns, types)


def spellings(name: str) -> tuple[str, ...]:
    """How a table may name a file: with its folders or without, with its suffix or without."""
    base = name.rpartition("/")[2]
    return name, base, name.rpartition(".")[0], base.rpartition(".")[0]


def named_types(collection: Collection, arguments: Mapping[str, Any], find: trees.Find) -> dict[str, Tensor] | None:
    """The types of the columns that folders, names and a table of labels give; None where the table is not there."""
    types: dict[str, Tensor] = {}
    if collection.classes:
        names = collection.classes
        types["label"] = Tensor((), "class", classes=len(names), class_names=names)
    if arguments["names"] is not None:
        types |= file_names.types(arguments["names"], [item.name for item in collection.items])
    if arguments["labels"] is not None:
        found = labels(arguments["labels"], collection.items, find)
        if found is None:
            return None
        types |= found.types
    return {**types, "file": Tensor((), "text")}


def of_column(
    arguments: Mapping[str, Any], column: str, find: trees.Find, suffixes: Sequence[str]
) -> Collection | None:
    """The files of one of several columns, whose name stands for `{column}` in the paths."""
    replaced = {
        key: paths.by_column(arguments[key], (column,))[column] if arguments[key] is not None else None
        for key in ("path", "validation", "test")
    }
    return collect({**arguments, **replaced}, find, suffixes)
