"""Columns of Parquet and Arrow files: what a spec can use of them, and why not what it cannot."""

from collections.abc import Sequence

from compiler.schemas.errors import BadFile
from compiler.schemas.tables import identifier
from compiler.types import Tensor
from dsl.immutable import immutable


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
    """A file's columns and number of rows (None where only reading tells), and the bytes that they take unpacked."""

    columns: tuple[Column, ...]
    rows: int | None
    bytes: int = 0


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
