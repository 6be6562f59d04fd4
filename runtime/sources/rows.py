"""Examples written out in the spec."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from runtime.errors import RunError
from runtime.tables import Table, fingerprint


def load(arguments: dict[str, Any], find: Callable[[str], Path]) -> Table:
    """Each argument is a column."""
    import numpy as np

    columns = {name: np.asarray(column) for name, column in arguments.items()}
    columns = {name: column.astype(object) if column.dtype.kind == "U" else column for name, column in columns.items()}
    if len({len(column) for column in columns.values()}) != 1:
        raise RunError(
            "the columns of rows(...) have different numbers of examples",
            help="give each column one entry for each example",
        )
    return Table(columns, {}, {}, fingerprint(columns), "rows")
