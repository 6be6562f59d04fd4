"""Arrow files and streams: columns, rows and sizes, from their metadata.

Source: "Arrow columnar format: serialization and interprocess communication", Apache Arrow.
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from compiler.schemas import flatbuffers
from compiler.schemas.archives import verify_size
from compiler.schemas.columnar import Column, Layout
from compiler.schemas.errors import BadFile, told
from compiler.schemas.flatbuffers import Table
from compiler.types import Tensor

MAGIC = b"ARROW1"
CONTINUED = b"\xff\xff\xff\xff"
LARGEST_METADATA = 2**27
SCHEMA, DICTIONARY, BATCH = 1, 2, 3
INT, FLOAT, UTF8, BOOL, DECIMAL, DATE, TIME, STAMP = 2, 3, 5, 6, 7, 8, 9, 10
LIST, STRUCT, FIXED_LIST, LARGE_UTF8, LARGE_LIST, UTF8_VIEW = 12, 13, 16, 20, 21, 24


def layout(file: str) -> Layout:
    """What the metadata of a file or stream say.  Raises `BadFile`."""
    again = "fetch or copy the file again"
    columns: tuple[Column, ...] | None = None
    rows = unpacked = 0
    gaps: set[int] = set()
    with told(file):
        size = os.path.getsize(file)
        try:
            with open(file, "rb") as stream:
                for message, body in messages(stream, size):
                    header = message.table(2)
                    kind = message.scalar(1, "<B")
                    if header is None:
                        continue
                    if kind == SCHEMA:
                        fields = header.tables(1)
                        columns = tuple(column(field) for field in fields)
                        owners = [i for i, field in enumerate(fields) for _ in range(nodes_of(field))]
                    elif kind in (BATCH, DICTIONARY):
                        batch = header if kind == BATCH else header.table(1)
                        if batch is None or columns is None:
                            raise ValueError("a batch of rows comes before the schema")
                        unpacked += bytes_of(batch, stream, body)
                        if kind == BATCH:
                            rows += batch.scalar(0, "<q")
                            gaps |= missing(batch, owners)
        except (ValueError, struct.error, UnicodeDecodeError, RecursionError) as error:
            raise BadFile(f"the Arrow metadata cannot be read: {error}", place=file, help=again) from error
    if columns is None:
        raise BadFile("the file states no schema", place=file, help=again)
    verify_size(unpacked, size, file)
    return Layout(tuple(with_gaps(item) if i in gaps else item for i, item in enumerate(columns)), rows, unpacked)


def is_file(file: str) -> bool:
    """Whether it is a file, which ends in an index of its batches, and no stream."""
    with open(file, "rb") as stream:
        return stream.read(6) == MAGIC


def messages(stream: BinaryIO, size: int) -> Iterator[tuple[Table, int]]:
    """Each message, and where its body begins; the stream may be read in between."""
    start = stream.read(8)
    if start[:6] == MAGIC:
        at = 8
    elif start[:4] == CONTINUED:
        at = 0
    else:
        raise ValueError(f"it begins with {start[:4].hex(' ') or 'nothing'}")
    while at < size:
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8 or head[:4] != CONTINUED:
            if head[:4] == b"\0\0\0\0":
                return
            raise ValueError("it is cut off, or not of Arrow 0.15 or later")
        length = struct.unpack("<i", head[4:])[0]
        if length == 0:
            return
        if not 0 < length <= min(LARGEST_METADATA, size - at - 8):
            raise ValueError("it is cut off within its metadata")
        message = flatbuffers.root(stream.read(length))
        body = message.scalar(3, "<q")
        if not 0 <= body <= size - at - 8 - length:
            raise ValueError("it is cut off within a batch of rows")
        yield message, at + 8 + length
        at += 8 + length + body


def bytes_of(batch: Table, stream: BinaryIO, body: int) -> int:
    """How many bytes a batch unpacks to: each compressed buffer states it in front."""
    total = 0
    compressed = batch.table(3) is not None
    for at in batch.vector(2, 16):
        offset, length = batch.number("<q", at), batch.number("<q", at + 8)
        if compressed and length >= 8:
            stream.seek(body + offset)
            stated = struct.unpack("<q", stream.read(8))[0]
            length = stated if stated >= 0 else length
        total += length
    return total


def missing(batch: Table, owners: list[int]) -> set[int]:
    """The columns that have missing values in a batch."""
    nodes = batch.vector(1, 16)
    return {owner for at, owner in zip(nodes, owners, strict=False) if batch.number("<q", at + 8) > 0}


def nodes_of(field: Table) -> int:
    return 1 + sum(map(nodes_of, field.tables(5)))


def with_gaps(column: Column) -> Column:
    if column.type is None or column.type.shape != () or column.type.kind in ("real", "text"):
        return column
    if column.type.kind == "int":
        return Column(column.name, Tensor(()))
    return Column(column.name, None, "holds truth values of which some are missing")


def column(field: Table) -> Column:
    return Column(field.text(0), *type_of(field))


def type_of(field: Table) -> tuple[Tensor | None, str]:
    kind, children = field.scalar(2, "<B"), field.tables(5)
    plain = {INT: "int", FLOAT: "real", DECIMAL: "real", BOOL: "bool"}
    plain |= dict.fromkeys((UTF8, LARGE_UTF8, UTF8_VIEW, DATE, TIME, STAMP), "text")
    if kind in plain:
        return Tensor((), plain[kind]), ""  # type: ignore[arg-type]
    if kind == STRUCT:
        return None, "holds nested records"
    if kind in (LIST, LARGE_LIST, FIXED_LIST):
        inner, why = type_of(children[0])
        if inner is None or inner.kind not in ("int", "real"):
            return None, why or "holds lists of what is no number"
        described = field.table(3)
        if kind == FIXED_LIST and described is not None and inner.shape is not None:
            return Tensor((described.scalar(0, "<i"), *inner.shape), inner.kind), ""
        return (Tensor(None, inner.kind), "") if inner.shape == () else (None, "holds lists of lists")
    return None, f"is of Arrow's type {kind}, which is neither number, truth value nor text"
