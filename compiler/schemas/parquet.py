"""Parquet files: columns, rows and sizes, from the footer."""

import os
from typing import Any

from compiler.schemas.archives import verify_size
from compiler.schemas.columnar import AGAIN, Layout, columns_of, inner_types, library, unreadable_as_bad_file
from compiler.schemas.errors import BadFile, reading

MAGIC = b"PAR1"


def layout(file: str) -> Layout:
    """What the footer says.  Raises `BadFile`."""
    with reading(file):
        size = os.path.getsize(file)
        with open(file, "rb") as stream:
            start = stream.read(4)
            stream.seek(max(size - 4, 0))
            end = stream.read(4)
    if start != MAGIC:
        begins = start.hex(" ") or "nothing"
        raise BadFile(f"this is no Parquet file: it begins with {begins}", place=file, help=AGAIN)
    if end != MAGIC:
        raise BadFile("the file is cut off: it does not end in its footer", place=file, help=AGAIN)
    pa = library("Parquet", file)
    with unreadable_as_bad_file("the footer", file):
        schema, found = pa.parquet.read_schema(file), pa.parquet.read_metadata(file)
        groups = [found.row_group(i) for i in range(found.num_row_groups)]
        if any(not fits_schema(group, found.schema) for group in groups):
            raise BadFile("the footer cannot be read: a column is not as the schema states it", place=file, help=AGAIN)
        owners = [field.name for field in schema for _ in range(leaves_of(field.type))]
        gaps = {name for group in groups for i, name in enumerate(owners) if has_gaps(group.column(i))}
        columns = columns_of(schema, gaps)
    unpacked = sum(group.total_byte_size for group in groups)
    if found.num_rows < 0 or any(group.total_byte_size < 0 for group in groups):
        raise BadFile("the footer states a number below 0", place=file, help=AGAIN)
    verify_size(unpacked, size, file)
    return Layout(columns, found.num_rows, unpacked)


def leaves_of(kind: Any) -> int:
    """How many columns of the file's own a column is stored in."""
    return sum(map(leaves_of, inner_types(kind))) or 1


def fits_schema(group: Any, schema: Any) -> bool:
    """Whether a group of rows has the schema's columns.  PyArrow ends the process over statistics of another type."""
    if group.num_columns != len(schema):
        return False
    columns = [(group.column(i), schema.column(i)) for i in range(len(schema))]
    return all((one.physical_type, one.path_in_schema) == (of.physical_type, of.path) for one, of in columns)


def has_gaps(chunk: Any) -> bool:
    """Whether a column has missing values in a group of rows, as far as its statistics tell."""
    return bool(chunk.is_stats_set and chunk.statistics.has_null_count and chunk.statistics.null_count > 0)
