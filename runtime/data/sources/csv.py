"""Tables of text."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from compiler.schemas import statistics, tables
from compiler.schemas.errors import BadFile
from compiler.schemas.tables import Form, TextTable
from compiler.types import Tensor
from runtime.data.sources import csv_bulk
from runtime.data.sources.faults import as_run_errors, each, unread
from runtime.data.sources.joining import join_splits, locate_splits, name_columns, ranges
from runtime.data.table import Table, fingerprint


def load(arguments: dict[str, Any], find: Callable[[str], Path]) -> Table:
    """The columns by the header's names, of the types that the check inferred from the same first rows."""
    form = tables.form(arguments)
    with as_run_errors():
        files = locate_splits(arguments, find)
        first = tables.read(files["train"], form, tables.SAMPLE)
        types = tables.types(first, form)
        inferred = f"Inferred from the first {min(first.rows, tables.SAMPLE):,} rows: {type_summary(types)}."
        notes = (inferred, *statistics.doubts(first, types, form))
        parts = csv_bulk.parts(files, first, types, form)
        if parts is not None:
            return join_splits(parts, arguments["names"], notes=notes)
        read = {split: tables.read(several, form) for split, several in files.items()}
        table = tables.join_tables(list(read.values())) if len(read) > 1 else read["train"]
        cells = dict(zip(table.names, table.columns, strict=True))
        columns, faults = each(cells, lambda name: convert_column(name, cells[name], types[name], form, table))
        columns |= name_columns(arguments["names"], table.origins, table.rows)
    splits = ranges({split: part.rows for split, part in read.items()})
    left_out, stated_too = unread(faults)
    origin, notes = table.origins.starts[0][1], (*notes, *stated_too)
    return Table(columns, splits, {}, fingerprint(columns), origin, table.origins, notes, left_out)


def type_summary(types: dict[str, Tensor]) -> str:
    """`age and hours are int[], workclass is text`: every column's type, those of one type together."""
    by_type: dict[str, list[str]] = {}
    for name, type in types.items():
        by_type.setdefault(str(type), []).append(f"`{name}`")
    return "; ".join(f"{type}: {', '.join(names)}" for type, names in by_type.items())


def convert_column(name: str, cells: tuple[str, ...], type: Tensor, form: Form, table: TextTable) -> np.ndarray:
    """A column's cells as an array of its type."""
    if type.kind == "text":
        return csv_bulk.texts(cells, form)
    if type.kind == "bool":
        return truths(cells, name, table)
    return numbers(cells, form, name, table)


def truths(cells: tuple[str, ...], name: str, table: TextTable) -> np.ndarray:
    try:
        return np.fromiter(map(tables.TRUTH.__getitem__, cells), np.bool_, len(cells))
    except KeyError:
        row = next(i for i, cell in enumerate(cells) if cell not in tables.TRUTH)
        reason = f"the column `{name}` holds `{cells[row]}` where the rows before hold true and false"
        help = f"mend the cell, or read the column as text, csv(..., text = [{name}])"
        raise BadFile(reason, place=table.origins.place(row), help=help) from None


def numbers(cells: tuple[str, ...], form: Form, name: str, table: TextTable) -> np.ndarray:
    """Whole numbers as int64 where all are and none is missing, else float64 with NaN where missing."""
    gaps = "" in cells or any(mark in cells for mark in form.missing)
    if not gaps and tables.WHOLE.fullmatch(cells[0]):
        with suppress(ValueError, OverflowError):
            return np.array(list(map(int, cells)), dtype=np.int64)
    try:
        if gaps:
            found = [float(cell) if cell and cell not in form.missing else np.nan for cell in cells]
            return np.array(found, np.float64)
        return np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        absent = ("", *form.missing)
        row = next(i for i, cell in enumerate(cells) if cell not in absent and tables.number(cell) is None)
        reason = f"the column `{name}` holds `{cells[row]}` where the rows before hold numbers"
        help = f'if it means a missing value, write csv(..., missing = "{cells[row]}"); if it is text, text = [{name}]'
        raise BadFile(reason, place=table.origins.place(row), help=help) from None
