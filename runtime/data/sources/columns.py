"""Columns handed over from Python."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from compiler.schemas.in_memory import handed_over
from compiler.schemas.tables import identifier
from runtime.data.frames import columns_of
from runtime.data.sources.joining import Find
from runtime.data.table import Arrays, Table, as_objects, fingerprint
from runtime.errors import RunError


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns as `arrays` made them."""
    name = arguments["frame"]
    columns = handed_over(find, name)
    if columns is None:
        help = f'from Python: dlc.run("x.dl", data={{"{name}": frame}})'
        raise RunError(f"no columns were handed over as `{name}`", help=help)
    return Table(dict(columns), {}, {}, fingerprint(columns), f"`{name}`, handed over")


def tables_by_name(data: Any) -> dict[str, Arrays]:
    """What was handed over by name: one table is `frame`.  Raises `RunError` for what is no table."""
    if isinstance(data, Mapping) and all(is_table(value) for value in data.values()):
        return {str(name): arrays(table) for name, table in data.items()}
    return {"frame": arrays(data)}


def is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or hasattr(value, "columns") or hasattr(value, "column_names")


def arrays(frame: object) -> Arrays:
    """The columns of a pandas or polars data frame, a PyArrow table, or a mapping of arrays or lists.

    Raises `RunError` for what is none, or whose columns have no names that a spec can hold.
    """
    if hasattr(frame, "column_names") and hasattr(frame, "to_pydict"):
        frame = {name: frame[name].to_numpy() for name in frame.column_names}  # type: ignore[index]
    found = columns_of(frame).values
    columns = {identifier(name): array(values) for name, values in found.items()}
    if len(columns) != len(found) or not all(columns):
        listed = ", ".join(found)
        raise RunError(f"two columns have one name, or one has none: {listed}", help="give each a name of letters")
    return columns


def array(values: Any) -> np.ndarray:
    """One column; texts are objects, "" where missing, dates are texts."""
    try:
        made = np.asarray(values)
    except ValueError:
        # Lists of different lengths.
        made = as_objects([np.asarray(value) for value in values])
    if made.dtype.kind in "SUM":
        made = made.astype(str).astype(object)
    if made.dtype.kind == "O":
        present = [value for value in made.flat if not is_missing(value)]
        if present and all(isinstance(value, bool | int | float | np.number) for value in present):
            return np.array([np.nan if is_missing(value) else value for value in made.flat], float).reshape(made.shape)
        if all(isinstance(value, str) for value in present):
            texts = np.empty(made.shape, dtype=object)
            texts.flat[:] = ["" if is_missing(value) else value for value in made.flat]
            return texts
    return made


def is_missing(value: object) -> bool:
    """Whether a value is None, NaN, pandas' NA or the like: what does not equal itself, or has no truth value."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"
