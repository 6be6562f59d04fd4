"""Columns handed over from Python: frames of pandas or polars, mappings of arrays, lists of mappings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from runtime.errors import RunError

if TYPE_CHECKING:
    from runtime.again.predict.records import Record

FORMS = "a pandas or polars frame, a mapping of columns to arrays, or a list of mappings"


@dataclass(frozen=True)
class Columns:
    """Columns of one length, as lists or arrays; `frame` says whether they came as a frame."""

    values: Mapping[str, Any]
    frame: bool = False

    def __len__(self) -> int:
        return len(next(iter(self.values.values()), ()))


def columns_of(data: Any) -> Columns:
    """What was handed over, column by column.

    Raises:
        RunError: it is none of the known forms, is empty, or its columns differ in length.
    """
    frame = not isinstance(data, Mapping) and hasattr(data, "columns") and hasattr(data, "__getitem__")
    if frame:
        found = {str(name): missing_as_none(data[name]) for name in data.columns}
    elif isinstance(data, Mapping):
        found = {str(name): value for name, value in data.items()}
    elif isinstance(data, list | tuple) and data and all(isinstance(entry, Mapping) for entry in data):
        names = dict.fromkeys(name for entry in data for name in entry)
        found = {str(name): [entry.get(name) for entry in data] for name in names}
    else:
        raise RunError(f"data cannot be taken from a {type(data).__name__}", help=f"give {FORMS}")
    lengths = {name: length(name, value) for name, value in found.items()}
    if not lengths or not max(lengths.values()):
        raise RunError("the data hold no examples", help=f"give {FORMS}, with at least one example")
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"`{name}` {count:,}" for name, count in list(lengths.items())[:6])
        raise RunError(f"the columns differ in length: {told}", help="give each column one entry for each example")
    return Columns(found, frame)


def length(name: str, value: Any) -> int:
    try:
        return len(value)
    except TypeError:
        raise RunError(f"the column `{name}` is a single value", help="give each column one entry an example") from None


def missing_as_none(series: Any) -> Any:
    """A frame's column; texts with None where one is missing, whatever the frame marks it by."""
    values = series.to_numpy()
    if values.dtype.kind in "biuf":
        return values
    gone = series.isna() if hasattr(series, "isna") else series.is_null()
    return [None if missing else value for missing, value in zip(gone, series, strict=True)]


def records_of(columns: Columns) -> "Iterator[Record]":
    """Example after example."""
    from runtime.again.predict.records import Record

    names = list(columns.values)
    for number, cells in enumerate(zip(*columns.values.values(), strict=True), 1):
        yield Record(number, f"example {number:,}", dict(zip(names, map(plain_cell, cells), strict=True)))


def plain_cell(cell: Any) -> Any:
    """A cell as JSON would give it."""
    return cell.tolist() if hasattr(cell, "tolist") else cell


def like(data: Any, columns: Mapping[str, np.ndarray], rows: np.ndarray) -> Any:
    """Columns in the form of the data whose `rows` they answer: a frame for a frame, else a dict."""
    module = type(data).__module__.split(".")[0]
    if module not in ("pandas", "polars") or isinstance(data, Mapping):
        return dict(columns)
    frame = __import__(module).DataFrame
    flat = {name: list(values) if values.ndim > 1 else values for name, values in columns.items()}
    return frame(flat, index=data.index[rows]) if module == "pandas" else frame(flat)
