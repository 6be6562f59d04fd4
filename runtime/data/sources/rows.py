"""Examples written out in the spec."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from runtime.data.table import Table, as_objects, fingerprint
from runtime.errors import RunError


def load(arguments: dict[str, Any], find: Callable[[str], Path]) -> Table:
    """Each argument is a column."""

    columns = {name: array_of(column) for name, column in arguments.items()}
    if len({len(column) for column in columns.values()}) != 1:
        raise RunError(
            "the columns of rows(...) have different numbers of examples",
            help="give each column one entry for each example",
        )
    return Table(columns, {}, {}, fingerprint(columns), "rows")


def array_of(column: Sequence[Any]) -> np.ndarray:
    """A column's examples; those of different lengths, and texts, as objects."""
    if len({len(entry) for entry in column if isinstance(entry, tuple | list)}) > 1:
        return as_objects([np.asarray(entry) for entry in column])
    found = np.asarray(column)
    return found.astype(object) if found.dtype.kind == "U" else found
