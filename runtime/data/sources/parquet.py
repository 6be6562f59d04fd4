"""Parquet files."""

from typing import Any

from compiler.schemas import parquet
from compiler.schemas.columnar import Layout, library, refused, usable
from runtime.data.sources.arrow_columns import table_of
from runtime.data.sources.joining import Find
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns of numbers, truth values, texts and lists of numbers."""
    return table_of(arguments, find, read)


def read(file: str) -> tuple[Layout, Any]:
    """A file's layout and PyArrow's table of its usable columns.  Raises `BadFile`."""
    layout = parquet.layout(file)
    wanted = usable(layout, file)
    verify_room(2 * layout.bytes, "its columns", file, "use a part of the rows")
    with refused("the file", file):
        # Not by `read_table`: a path like `year=2024` would add columns that the file does not have.
        opened = library("Parquet", file).parquet.ParquetFile(file, page_checksum_verification=True)
        return layout, opened.read(columns=[column.name for column in wanted.values()])
