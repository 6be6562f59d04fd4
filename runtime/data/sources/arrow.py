"""Arrow files and streams."""

from typing import Any

from compiler.schemas import arrow
from compiler.schemas.columnar import Layout, library, unreadable_as_bad_file
from runtime.data.sources.arrow_columns import table_of
from runtime.data.sources.joining import Find
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns of numbers, truth values, texts and lists of numbers."""
    return table_of(arguments, find, read)


def read(file: str) -> tuple[Layout, Any]:
    """A file's layout and PyArrow's table of it.  Raises `BadFile`."""
    pa = library("Arrow", file)
    layout = arrow.layout(file)
    verify_room(2 * layout.bytes, "its columns", file, "use a part of the rows")
    with unreadable_as_bad_file("the file", file), pa.memory_map(file) as source:
        opened = pa.ipc.open_file(source) if arrow.is_file(file) else pa.ipc.open_stream(source)
        table = opened.read_all()
        table.validate(full=True)
        return layout, table
