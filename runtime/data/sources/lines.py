"""Lines of text."""

from typing import Any

from compiler.schemas import paths, texts, trees
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, join_splits
from runtime.data.table import Table, as_objects


def load(arguments: dict[str, Any], find: Find) -> Table:
    """Each of the `columns`, a line an example."""
    names = arguments["columns"]
    parts: dict[str, list[Part]] = {}
    with as_run_errors():
        for split, named in paths.parts(arguments).items():
            several = [trees.locate(named, find) or () for named in paths.by_column(named, names).values()]
            parts[split] = []
            for files in zip(*several, strict=True):
                columns = texts.parallel(files, arguments["encoding"])
                arrays = {name: as_objects(column) for name, column in zip(names, columns, strict=True)}
                parts[split].append(Part(files[0].place, arrays, range(1, len(columns[0]) + 1)))
        return join_splits(parts, arguments["names"])
