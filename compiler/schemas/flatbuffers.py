"""FlatBuffers, as far as Arrow's schemas and record batches need them: tables by the numbers of their fields.

Source: "FlatBuffers internals", Google.
"""

import struct


class Table:
    """A table in a buffer; raises `ValueError` where an offset leads out of it."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at
        self.shape = at - self.number("<i", at)
        self.size = self.number("<H", self.shape)

    def number(self, form: str, at: int) -> int:
        if not 0 <= at <= len(self.data) - struct.calcsize(form):
            raise ValueError("an offset leads out of the metadata")
        value: int = struct.unpack_from(form, self.data, at)[0]
        return value

    def place(self, field: int) -> int | None:
        """Where a field's value is, None where it has its default."""
        entry = 4 + 2 * field
        offset = self.number("<H", self.shape + entry) if entry < self.size else 0
        return self.at + offset if offset else None

    def scalar(self, field: int, form: str, default: int = 0) -> int:
        at = self.place(field)
        return default if at is None else self.number(form, at)

    def target(self, field: int) -> int | None:
        at = self.place(field)
        return None if at is None else at + self.number("<I", at)

    def table(self, field: int) -> "Table | None":
        at = self.target(field)
        return None if at is None else Table(self.data, at)

    def text(self, field: int) -> str:
        at = self.target(field)
        if at is None:
            return ""
        length = self.number("<I", at)
        if at + 4 + length > len(self.data):
            raise ValueError("a text leads out of the metadata")
        return self.data[at + 4 : at + 4 + length].decode("utf-8")

    def vector(self, field: int, width: int) -> list[int]:
        """The places of a vector's entries, each `width` bytes wide."""
        at = self.target(field)
        if at is None:
            return []
        length = self.number("<I", at)
        if at + 4 + length * width > len(self.data):
            raise ValueError("a list leads out of the metadata")
        return [at + 4 + i * width for i in range(length)]

    def tables(self, field: int) -> "list[Table]":
        return [Table(self.data, at + self.number("<I", at)) for at in self.vector(field, 4)]


def root(data: bytes) -> Table:
    if len(data) < 4:
        raise ValueError("the metadata are cut off")
    return Table(data, int(struct.unpack_from("<I", data, 0)[0]))
