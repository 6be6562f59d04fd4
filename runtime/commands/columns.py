"""What a check knows of data sets' columns, as a table: their types, what is missing, ranges and categories."""

from collections.abc import Iterator

from compiler.types import Tensor
from compiler.vocabulary.base import Schema
from runtime.report.wording import plural

MOST = 40
"""How many columns of a data set are told one by one."""


def column_lines(data: str, schema: Schema) -> Iterator[str]:
    """The lines on the columns of the data set of a name."""
    rows = "" if schema.rows is None else f"{plural(schema.rows, 'row')}, "
    splits = f"; splits {', '.join(schema.splits)}" if schema.splits else ""
    yield f"{data}: {rows}{plural(len(schema.columns), 'column')}{splits}"
    told = list(schema.columns.items())[:MOST]
    width = max(len(name) for name, _ in told)
    kind = max(len(str(type)) for _, type in told)
    for name, type in told:
        yield f"  {name:{width}}  {type!s:{kind}}  {known_of(name, type, schema)}".rstrip()
    if len(schema.columns) > MOST:
        yield f"  ... and {len(schema.columns) - MOST:,} more"
    for name, type in schema.instead.items():
        yield f"  or, read instead: {name}, {type}"
    if schema.seen:
        yield "  types and values of a table are those of its first 1,000 rows"


def known_of(name: str, type: Tensor, schema: Schema) -> str:
    """What is known of a column before all rows are read."""
    if name in schema.seen:
        return schema.seen[name]
    if type.class_names:
        shown = [label if label.isprintable() else repr(label) for label in type.class_names[:8]]
        return ", ".join(shown) + (", ..." if len(type.class_names) > 8 else "")
    if name in schema.ranges:
        low, high = schema.ranges[name]
        return f"{low:,} to {high:,}"
    if type.shape is None:
        return "rows may differ in length; how long they are is known when they are read"
    if type.ragged_axes():
        return "rows differ in length"
    return ""
