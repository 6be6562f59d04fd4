"""PyArrow's columns as arrays."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from compiler.schemas.columnar import Column, Layout, notes, unreadable_as_bad_file, usable
from compiler.schemas.errors import BadFile
from runtime.data.sources.faults import as_run_errors, each
from runtime.data.sources.joining import Find, Part, join_splits, locate_splits
from runtime.data.table import Arrays, Table, as_objects


def table_of(arguments: dict[str, Any], find: Find, read: Callable[[str], tuple[Layout, Any]]) -> Table:
    """The usable columns of all files; `read` gives a file's layout and PyArrow's table."""
    parts: dict[str, list[Part]] = {}
    layouts: list[Layout] = []
    with as_run_errors():
        for split, files in locate_splits(arguments, find).items():
            parts[split] = []
            for file in files:
                layout, table = read(file.on_disk())
                layouts.append(layout)
                columns, faults = arrays(table, usable(layout, file.place), file.place)
                parts[split].append(Part(file.place, columns, faults=faults))
        return join_splits(parts, arguments["names"], notes=notes(layouts))


def arrays(table: Any, wanted: Mapping[str, Column], place: str) -> tuple[Arrays, dict[str, BadFile]]:
    """The wanted columns of a table, by the names that a spec has for them, and why others cannot be read."""

    def read(key: str) -> np.ndarray:
        with unreadable_as_bad_file(f"the column `{wanted[key].name}`", place):
            return array(table.column(wanted[key].name), wanted[key], place)

    return each(wanted, read)


def array(values: Any, column: Column, place: str) -> np.ndarray:
    """One column, of the type that the file's metadata state."""
    import pyarrow as pa

    assert column.type is not None
    values = values.combine_chunks()
    values = pa.concat_arrays(values.chunks) if isinstance(values, pa.ChunkedArray) and values.chunks else values
    if isinstance(values.type, pa.DictionaryType):
        values = values.dictionary_decode()
    kind, shape = column.type.kind, column.type.shape
    if kind == "text":
        if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
            values = values.cast(pa.string())
        found = values.to_numpy(zero_copy_only=False)
        if values.null_count:
            found = ["" if text is None else text for text in found]
        return np.array(found, dtype=object)
    if shape == ():
        number: np.ndarray = values.to_numpy(zero_copy_only=False)
        return number.astype(np.float64) if kind == "real" and number.dtype.kind not in "f" else number
    if values.null_count:
        row = int(np.argmax(values.is_null().to_numpy(zero_copy_only=False)))
        reason = f"the column `{column.name}` has no list here"
        raise BadFile(reason, place=f"{place} (record {row + 1:,})", help="leave such rows out of the file")
    if shape is not None:
        flat = values
        for _ in shape:
            flat = flat.flatten()
        return complete(flat, column, place).reshape(len(values), *shape)
    if isinstance(values.type, pa.FixedSizeListType):
        values = values.cast(pa.list_(values.type.value_type))
    offsets = np.asarray(values.offsets) - values.offsets[0].as_py()
    flat = complete(values.flatten(), column, place)
    return as_objects(np.split(flat, offsets[1:-1]) if len(values) else [])


def complete(flat: Any, column: Column, place: str) -> np.ndarray:
    if flat.null_count:
        reason = f"a list of the column `{column.name}` has a missing number in it"
        raise BadFile(reason, place=place, help="fill it before the file is written")
    found: np.ndarray = flat.to_numpy(zero_copy_only=False)
    return found
