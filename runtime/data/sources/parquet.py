"""Parquet files."""

from typing import Any

from compiler.schemas import columnar, parquet
from compiler.schemas.errors import BadFile
from runtime.data.sources.arrow_columns import arrays, library
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, joined, located
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns of numbers, truth values, texts and lists of numbers."""
    pa = library("Parquet")
    with as_run_errors():
        parts: dict[str, list[Part]] = {}
        layouts = []
        for split, files in located(arguments, find).items():
            parts[split] = []
            for file in files:
                found = parquet.layout(file.on_disk())
                layouts.append(found)
                wanted = columnar.usable(found, file.place)
                verify_room(2 * found.bytes, "its columns", file.place, "use a part of the rows")
                try:
                    names = [column.name for column in wanted.values()]
                    # Not by `read_table`: a path like `year=2024` would add columns that the file does not have.
                    table = pa.parquet.ParquetFile(file.file, page_checksum_verification=True).read(columns=names)
                except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
                    reason = f"the file cannot be read: {str(error).splitlines()[0]}"
                    raise BadFile(reason, place=file.place, help="fetch or copy the file again") from error
                columns, faults = arrays(table, wanted, file.place)
                parts[split].append(Part(file.place, columns, faults=faults))
        return joined(parts, arguments["names"], notes=columnar.notes(layouts))
