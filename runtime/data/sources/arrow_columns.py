"""PyArrow's columns as arrays."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from compiler.schemas.columnar import Column
from compiler.schemas.errors import BadFile
from runtime.data.sources.faults import each
from runtime.data.table import Arrays, as_objects
from runtime.errors import RunError

if TYPE_CHECKING:
    import numpy as np


def library(what: str) -> Any:
    """PyArrow, or a `RunError` that says how to install it."""
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.parquet
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != "pyarrow":
            raise
        raise RunError(f"reading {what} needs PyArrow", help="pip install 'dlc[data]'") from missing
    return pyarrow


def arrays(table: Any, wanted: Mapping[str, Column], place: str) -> tuple[Arrays, dict[str, BadFile]]:
    """The wanted columns of a table, by the names that a spec has for them, and why others cannot be read."""
    pa = library("columns")

    def read(key: str) -> "np.ndarray":
        try:
            return array(table.column(wanted[key].name), wanted[key], place)
        except (pa.ArrowException, UnicodeDecodeError) as error:
            reason = f"the column `{wanted[key].name}` cannot be read: {str(error).splitlines()[0]}"
            raise BadFile(reason, place=place, help="write the file again") from error

    return each(wanted, read)


def array(values: Any, column: Column, place: str) -> "np.ndarray":
    """One column, of the type that the file's metadata state."""
    import numpy as np
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


def complete(flat: Any, column: Column, place: str) -> "np.ndarray":
    if flat.null_count:
        reason = f"a list of the column `{column.name}` has a missing number in it"
        raise BadFile(reason, place=place, help="fill it before the file is written")
    found: np.ndarray = flat.to_numpy(zero_copy_only=False)
    return found
