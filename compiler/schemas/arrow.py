"""Arrow files and streams: columns, rows and sizes, from their metadata.

Source: "Arrow columnar format: serialization and interprocess communication", Apache Arrow.
"""

import os
import struct
from typing import Any

from compiler.schemas.archives import verify_size
from compiler.schemas.columnar import AGAIN, Layout, columns_of, inner_types, library, unreadable_as_bad_file
from compiler.schemas.errors import BadFile, reading

MAGIC = b"ARROW1"
BATCHES = ("record batch", "dictionary")
HEADER, LENGTH, NODES, BUFFERS, COMPRESSION, DICTIONARY = 2, 0, 1, 2, 3, 1
"""Fields of Arrow's tables: of a message its header, of a batch four, of a dictionary the batch that it is."""


def layout(file: str) -> Layout:
    """What the metadata of a file or stream say.  Raises `BadFile`."""
    with reading(file):
        size = os.path.getsize(file)
        with open(file, "rb") as stream:
            start = stream.read(8)
    if start[:6] != MAGIC and start[:4] != b"\xff\xff\xff\xff":
        begins = start[:4].hex(" ") or "nothing"
        raise BadFile(f"this is no Arrow file or stream: it begins with {begins}", place=file, help=AGAIN)
    pa = library("Arrow", file)
    rows = unpacked = 0
    gaps: set[str] = set()
    with unreadable_as_bad_file("the Arrow metadata", file), pa.memory_map(file) as source:
        source.seek(8 if start[:6] == MAGIC else 0)
        messages = iter(pa.ipc.MessageReader.open_stream(source))
        schema = pa.ipc.read_schema(next(messages, None))
        owners = [field.name for field in schema for _ in range(nodes_of(field.type))]
        for message in messages:
            if message.type not in BATCHES:
                continue
            batch = Batch(message)
            unpacked += batch.bytes
            if message.type == "record batch":
                rows += batch.rows
                gaps |= {name for name, missing in zip(owners, batch.missing, strict=False) if missing}
    verify_size(unpacked, size, file)
    return Layout(columns_of(schema, gaps), rows, unpacked)


def is_file(file: str) -> bool:
    """Whether it is a file, which ends in an index of its batches, and no stream."""
    with open(file, "rb") as stream:
        return stream.read(6) == MAGIC


def nodes_of(kind: Any) -> int:
    """How many arrays a column is made of: itself and all that it holds."""
    return 1 + sum(map(nodes_of, inner_types(kind)))


class Batch:
    """What a batch of rows states: `rows`, the `missing` values of each array, the `bytes` that it unpacks to.

    PyArrow tells none of them before it has unpacked the batch, and a few bytes can unpack to any number.  It has
    verified the metadata, a FlatBuffers table, so no offset leads out of them.
    """

    def __init__(self, message: Any) -> None:
        self.data, self.body = message.metadata.to_pybytes(), message.body
        table = self.table(self.number("<I", 0), HEADER)
        table = self.table(table, DICTIONARY) if message.type == "dictionary" else table
        length = self.field(table, LENGTH)
        self.rows = self.number("<q", length) if length else 0
        self.missing = [missing for _, missing in self.pairs(table, NODES)]
        compressed = self.field(table, COMPRESSION) != 0
        self.bytes = sum(self.unpacked(*buffer, compressed) for buffer in self.pairs(table, BUFFERS))

    def number(self, form: str, at: int) -> int:
        return int(struct.unpack_from(form, self.data, at)[0])

    def field(self, table: int, field: int) -> int:
        """Where a table's field is, 0 where it has its default."""
        fields = table - self.number("<i", table)
        offset = self.number("<H", fields + 4 + 2 * field) if 4 + 2 * field < self.number("<H", fields) else 0
        return table + offset if offset else 0

    def table(self, table: int, field: int) -> int:
        at = self.field(table, field)
        if not at:
            raise ValueError("a message has no batch")
        return at + self.number("<I", at)

    def pairs(self, table: int, field: int) -> list[tuple[int, int]]:
        """A vector of two numbers each."""
        start = self.table(table, field)
        count = self.number("<I", start)
        return list(struct.iter_unpack("<qq", self.data[start + 4 : start + 4 + 16 * count]))

    def unpacked(self, start: int, length: int, compressed: bool) -> int:
        """The bytes of a buffer: a compressed one states them in front, -1 where it is not."""
        if not compressed or length < 8:
            return length
        stated = struct.unpack("<q", self.body[start : start + 8].to_pybytes())[0]
        return int(stated) if stated >= 0 else length
