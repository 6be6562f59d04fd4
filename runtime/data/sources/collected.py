"""Files each of which is an example: decoded side by side, with the columns that belong to them."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from compiler.schemas import collections, file_names, tables
from compiler.schemas.collections import Collection, Item
from compiler.schemas.provenance import Origins
from runtime.data.sources.joining import Find, convert_cells, ranges
from runtime.data.table import Arrays, Table, fingerprint

AHEAD = 64
"""How many files of an archive are in memory at once."""


def decode(items: Sequence[Item], work: Callable[[int, bytes], None]) -> None:
    """Call `work` with the index and bytes of every item, several at a time.  Raises its first error."""
    workers = min(32, (os.cpu_count() or 1) + 1)
    pending: list[Future[None]] = []

    def one(i: int, content: bytes | None) -> None:
        work(i, collections.read(items[i].file) if content is None else content)

    with ThreadPoolExecutor(workers) as pool:
        try:
            for i, content in collections.contents(items):
                pending.append(pool.submit(one, i, content))
                if len(pending) >= AHEAD:
                    pending.pop(0).result()
            for future in pending:
                future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def table(
    columns: Arrays, collection: Collection, arguments: Mapping[str, Any], find: Find, origin: str, notes: Any = ()
) -> Table:
    """The examples' columns with those of their folders, names and labels."""
    items = collection.items
    columns = dict(columns)
    if collection.classes:
        index = {name: i for i, name in enumerate(collection.classes)}
        columns["label"] = np.array([index[collections.folder_of(item)] for item in items], np.int32)
    if arguments["names"] is not None:
        cells = file_names.cells(arguments["names"], [item.name for item in items])
        columns |= {name: convert_cells(column, tables.infer(column, ()).kind) for name, column in cells.items()}
    if arguments["labels"] is not None:
        found = collections.labels(arguments["labels"], items, find)
        assert found is not None
        columns |= {name: convert_cells(cells, found.types[name].kind) for name, cells in found.columns.items()}
    columns["file"] = convert_cells(tuple(item.name for item in items), "text")
    splits = ranges({split: len(several) for split, several in collection.splits.items()})
    origins = Origins(tuple((i, item.file.place) for i, item in enumerate(items)))
    names = {"label": collection.classes} if collection.classes else {}
    bare = [
        f"The folder `{name}` holds no such files, and is no class." for name in collections.without_files(collection)
    ]
    return Table(columns, splits, names, fingerprint(columns), origin, origins, (*notes, *bare))
