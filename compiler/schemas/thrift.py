"""Thrift's compact protocol, as far as a Parquet file's footer needs it: structures by the numbers of their fields.

Source: "Thrift Compact Protocol encoding", Apache Thrift.
"""

import struct
from typing import Any

TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
DEEPEST = 64


class Reader:
    """Reads values one after another; raises `ValueError` where the bytes are no such values."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.depth = data, 0, 0

    def byte(self) -> int:
        if self.at >= len(self.data):
            raise ValueError("the footer is cut off")
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("a number is too long")

    def signed(self) -> int:
        value = self.varint()
        return (value >> 1) ^ -(value & 1)

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.at:
            raise ValueError("the footer is cut off")
        self.at += count
        return self.data[self.at - count : self.at]

    def value(self, kind: int) -> Any:
        match kind:
            case 1 | 2:
                return kind == TRUE
            case 3:
                return struct.unpack("b", self.take(1))[0]
            case 4 | 5 | 6:
                return self.signed()
            case 7:
                return struct.unpack("<d", self.take(8))[0]
            case 8:
                return self.take(self.varint())
            case 9 | 10:
                return self.sequence()
            case 11:
                return self.mapping()
            case 12:
                return self.structure()
        raise ValueError(f"there is no type {kind}")

    def sequence(self) -> list[Any]:
        head = self.byte()
        count = head >> 4
        count = self.varint() if count == 15 else count
        if count > len(self.data) - self.at:
            raise ValueError("a list is longer than the footer")
        kind = head & 15
        if kind in (TRUE, FALSE):
            return [self.byte() == TRUE for _ in range(count)]
        return [self.value(kind) for _ in range(count)]

    def mapping(self) -> dict[Any, Any]:
        count = self.varint()
        if count > len(self.data) - self.at:
            raise ValueError("a map is longer than the footer")
        kinds = self.byte() if count else 0
        # Keys may be structures, which cannot be: only their values are of use.
        return {i: (self.value(kinds >> 4), self.value(kinds & 15)) for i in range(count)}

    def structure(self) -> dict[int, Any]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("it is nested too deeply")
        fields: dict[int, Any] = {}
        last = 0
        while head := self.byte():
            last = last + (head >> 4) if head >> 4 else self.signed()
            fields[last] = self.value(head & 15)
        self.depth -= 1
        return fields
