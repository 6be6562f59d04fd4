"""Columns of Parquet and Arrow files: what a spec can use of them, and why not what it cannot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from compiler.schemas.errors import BadFile
from compiler.schemas.tables import identifier
from compiler.types import Tensor
from dsl.immutable import immutable

if TYPE_CHECKING:
    import pyarrow as pa

AGAIN = "fetch or copy the file again"


@immutable
class Column:
    """A column under its own name; `type` is None where it cannot be used, and `why` says the reason."""

    name: str
    type: Tensor | None
    why: str = ""

    @property
    def key(self) -> str:
        return identifier(self.name)


@immutable
class Layout:
    """A file's columns and number of rows, and the bytes that they take unpacked."""

    columns: tuple[Column, ...]
    rows: int
    bytes: int = 0


def library(what: str, place: str) -> Any:
    """PyArrow; raises `BadFile` where it is not installed."""
    # A quarter of a second with NumPy, which only a spec that reads such a file pays for.
    try:
        import pyarrow.ipc
        import pyarrow.parquet
    except ModuleNotFoundError as missing:
        raise BadFile(f"reading {what} needs PyArrow", place=place, help="pip install pyarrow") from missing
    return pyarrow


@contextmanager
def unreadable_as_bad_file(what: str, place: str) -> Iterator[None]:
    """Turn what PyArrow and the system raise into a `BadFile`: "`what` cannot be read"."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError, IndexError, OverflowError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        cut = reason.startswith("Expected to be able to read")
        state = "the file is cut off" if cut else f"{what} cannot be read"
        raise BadFile(f"{state}: {reason}", place=place, help=AGAIN) from error


def usable(layout: Layout, place: str) -> dict[str, Column]:
    """The columns that can be used, by the names that a spec has for them.  Raises `BadFile` where there are none."""
    found: dict[str, Column] = {}
    for column in layout.columns:
        if column.type is None:
            continue
        if not column.key or column.key in found:
            reason = f"two columns are named {column.key}" if column.key else "a column has no name"
            raise BadFile(reason, place=place, help="rename one of them")
        found[column.key] = column
    if not found:
        listed = "; ".join(f"{column.name} {column.why}" for column in layout.columns[:8]) or "it has no columns"
        raise BadFile("no column can be used", place=place, help=listed)
    if layout.rows == 0:
        raise BadFile("the table has columns, but no rows", place=place, help="write the file again")
    return found


def notes(layouts: Sequence[Layout]) -> tuple[str, ...]:
    """What the report states of the columns left out."""
    left = {column.name: column.why for layout in layouts for column in layout.columns if column.type is None}
    return tuple(f"The column `{name}` is left out: it {why}." for name, why in left.items())


def columns_of(schema: "pa.Schema", gaps: set[str]) -> tuple[Column, ...]:
    """A file's columns; `gaps` are those that have missing values, where a whole number or truth value cannot be."""
    found = []
    for field in schema:
        type, why = type_of(field.type)
        if field.name in gaps and type is not None and type.shape == ():
            if type.kind == "int":
                type = Tensor(())
            elif type.kind == "bool":
                type, why = None, "holds truth values of which some are missing"
        found.append(Column(field.name, type, why))
    return tuple(found)


def inner_types(kind: "pa.DataType") -> "list[pa.DataType]":
    """The types of what a column of nested values holds."""
    import pyarrow as pa

    kind = kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind
    return [kind.field(i).type for i in range(kind.num_fields)]


def type_of(kind: "pa.DataType") -> tuple[Tensor | None, str]:
    """A column's type, or why it cannot be used."""
    import pyarrow as pa

    is_a = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return type_of(kind.storage_type)
    if is_a.is_dictionary(kind):
        return type_of(kind.value_type)
    if is_a.is_integer(kind):
        return Tensor((), "int"), ""
    if is_a.is_floating(kind) or is_a.is_decimal(kind):
        return Tensor(()), ""
    if is_a.is_boolean(kind):
        return Tensor((), "bool"), ""
    if is_a.is_string(kind) or is_a.is_large_string(kind) or is_a.is_string_view(kind):
        return Tensor((), "text"), ""
    if is_a.is_date(kind) or is_a.is_time(kind) or is_a.is_timestamp(kind):
        return Tensor((), "text"), ""
    if is_a.is_struct(kind) or is_a.is_map(kind):
        return None, "holds nested records"
    if is_a.is_list(kind) or is_a.is_large_list(kind) or is_a.is_fixed_size_list(kind):
        inner, why = type_of(kind.value_type)
        if inner is None or inner.kind not in ("int", "real"):
            return None, why or "holds lists of what is no number"
        if is_a.is_fixed_size_list(kind) and inner.shape is not None:
            return Tensor((kind.list_size, *inner.shape), inner.kind), ""
        return (Tensor(None, inner.kind), "") if inner.shape == () else (None, "holds lists of lists")
    return None, f"holds {kind}, which is neither number, truth value nor text"
