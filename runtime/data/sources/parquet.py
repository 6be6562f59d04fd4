"""Parquet files."""

from collections.abc import Iterator, Sequence
from typing import Any

from compiler.schemas import parquet
from compiler.schemas.columnar import Layout, library, unreadable_as_bad_file, usable
from runtime.data.sources.arrow_columns import table_of
from runtime.data.sources.joining import Find
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table

BATCH = 4096
"""How many rows of a stream are in memory."""


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The columns of numbers, truth values, texts and lists of numbers."""
    return table_of(arguments, find, read)


def read(file: str) -> tuple[Layout, Any]:
    """A file's layout and PyArrow's table of its usable columns.  Raises `BadFile`."""
    layout = parquet.layout(file)
    wanted = usable(layout, file)
    verify_room(2 * layout.bytes, "its columns", file, "use a part of the rows")
    with unreadable_as_bad_file("the file", file):
        return layout, open_parquet(file).read(columns=[column.name for column in wanted.values()])


def open_parquet(file: str) -> Any:
    """PyArrow's view of a file; `as_bad_file` tells what it raises."""
    # Not by `read_table`: a path like `year=2024` would add columns that the file does not have.
    return library("Parquet", file).parquet.ParquetFile(file, page_checksum_verification=True)


def row_stream(file: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of some columns, a batch of them in memory at a time.  Raises `BadFile`."""
    with unreadable_as_bad_file("the file", file):
        for batch in open_parquet(file).iter_batches(batch_size=BATCH, columns=list(columns)):
            yield from batch.to_pylist()
