"""Lists of records in JSON."""

from typing import Any

import numpy as np

from compiler.schemas import records
from compiler.schemas.errors import BadFile
from compiler.schemas.records import Records
from compiler.types import Tensor
from runtime.data.sources.faults import as_run_errors, each
from runtime.data.sources.joining import Find, Part, join_splits, locate_splits
from runtime.data.table import Arrays, Table, as_objects


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns by the records' keys, of the types that the check inferred from the same first records."""
    return read(arguments, find, arguments["at"], by_line=False)


def read(arguments: dict[str, Any], find: Find, at: str, by_line: bool) -> Table:
    with as_run_errors():
        types: dict[str, Tensor] = {}
        out: dict[str, str] = {}
        parts: dict[str, list[Part]] = {}
        for split, files in locate_splits(arguments, find).items():
            if not types:
                types, out = records.types(records.read(files, at, by_line, records.SAMPLE))
            parts[split] = []
            for file in files:
                found = records.read((file,), at, by_line)
                columns, faults = convert_records(found, types)
                parts[split].append(Part(file.place, columns, found.origins.lines, faults))
        notes = tuple(f"The column `{name}` is left out: it {why}." for name, why in out.items())
        return join_splits(parts, arguments["names"], notes=notes)


def convert_records(found: Records, types: dict[str, Tensor]) -> tuple[Arrays, dict[str, BadFile]]:
    absent = [None] * found.rows
    return each(types, lambda name: column(found.columns.get(name, absent), name, types[name], found))


def column(values: Any, name: str, type: Tensor, found: Records) -> np.ndarray:
    """A key's values as an array of its type.  Raises `BadFile` for one that is of another."""

    def wrong(row: int) -> BadFile:
        reason = f"`{name}` is {records.describe_value(values[row])}, where the first records have {type}"
        return BadFile(reason, place=found.origins.place(row), help="mend the record, or leave it out")

    allowed = {"real": ("int", "real"), "int": ("int",), "bool": ("bool",), "text": ("text",)}[type.kind]
    if type.shape != ():
        return vectors(values, type, wrong)
    for row, value in enumerate(values):
        fits = records.kind_of(value) in allowed if value is not None else type.kind in ("real", "text", "int")
        if not fits and not (type.kind == "int" and records.kind_of(value) == "real"):
            raise wrong(row)
    if type.kind == "text":
        return as_objects(["" if value is None else value for value in values])
    if None in values or any(isinstance(value, float) for value in values):
        return np.array([np.nan if value is None else value for value in values], np.float64)
    return np.array(values, np.bool_ if type.kind == "bool" else np.float64 if type.kind == "real" else np.int64)


def vectors(values: Any, type: Tensor, wrong: Any) -> np.ndarray:
    number = np.float64 if type.kind == "real" else np.int64
    for row, value in enumerate(values):
        fits = isinstance(value, list) and records.kind_of(value) in ("list of int", "list of real")
        if not fits or (type.shape is not None and len(value) != type.shape[0]):
            raise wrong(row)
    if type.shape is not None:
        return np.array(values, number)
    return as_objects([np.array(value, number) for value in values])
