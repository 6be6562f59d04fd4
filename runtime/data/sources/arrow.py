"""Arrow files and streams."""

from typing import Any

from compiler.schemas import arrow, columnar
from compiler.schemas.columnar import Layout
from compiler.schemas.errors import BadFile
from runtime.data.sources.arrow_columns import arrays, library
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, joined, located
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns of numbers, truth values, texts and lists of numbers."""
    with as_run_errors():
        parts: dict[str, list[Part]] = {}
        layouts: list[Layout] = []
        for split, files in located(arguments, find).items():
            parts[split] = []
            for file in files:
                layout, table = read(file.on_disk())
                layouts.append(layout)
                columns, faults = arrays(table, columnar.usable(layout, file.place), file.place)
                parts[split].append(Part(file.place, columns, faults=faults))
        return joined(parts, arguments["names"], notes=columnar.notes(layouts))


def read(file: str) -> tuple[Layout, Any]:
    """A file's layout and PyArrow's table of it.  Raises `BadFile`."""
    pa = library("Arrow")
    layout = arrow.layout(file)
    verify_room(2 * layout.bytes, "its columns", file, "use a part of the rows")
    try:
        with pa.memory_map(file) as source:
            opened = pa.ipc.open_file(source) if arrow.is_file(file) else pa.ipc.open_stream(source)
            table = opened.read_all()
            table.validate(full=True)
            return layout, table
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = f"the file cannot be read: {str(error).splitlines()[0]}"
        raise BadFile(reason, place=file, help="fetch or copy the file again") from error
