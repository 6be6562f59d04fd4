"""Parquet files: columns, rows and sizes, from the footer.  Source: "Apache Parquet format", parquet.thrift."""

import os
import struct
from typing import Any

from compiler.schemas.archives import verify_size
from compiler.schemas.columnar import Column, Layout
from compiler.schemas.errors import BadFile, told
from compiler.schemas.thrift import Reader
from compiler.types import Tensor

MAGIC = b"PAR1"
LARGEST_FOOTER = 2**27
BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, BYTE_ARRAY, FIXED = range(8)
REPEATED = 2
TEXTS = {0, 4, 19}
"""Converted types: UTF8, ENUM, JSON."""
LIST, DECIMAL = 3, 5
TIMES = {6, 7, 8, 9, 10}


def layout(file: str) -> Layout:
    """What the footer says.  Raises `BadFile`."""
    again = "fetch or copy the file again"
    with told(file):
        size = os.path.getsize(file)
        with open(file, "rb") as stream:
            if stream.read(4) != MAGIC or size < 12:
                stream.seek(0)
                begins = stream.read(4).hex(" ") or "nothing"
                raise BadFile(f"this is no Parquet file: it begins with {begins}", place=file, help=again)
            stream.seek(size - 8)
            length, end = struct.unpack("<I4s", stream.read(8))
            if end != MAGIC or not 0 < length <= min(size - 12, LARGEST_FOOTER):
                raise BadFile("the file is cut off: it does not end in its footer", place=file, help=again)
            stream.seek(size - 8 - length)
            data = stream.read(length)
    try:
        footer = Reader(data).structure()
        found, rows = columns(footer), int(footer[3])
        unpacked = sum(int(group[2]) for group in footer.get(4, ()))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise BadFile(f"the footer cannot be read: {error}", place=file, help=again) from error
    if rows < 0 or unpacked < 0:
        raise BadFile("the footer states a number below 0", place=file, help=again)
    verify_size(unpacked, size, file)
    return Layout(found, rows, unpacked)


def columns(footer: dict[int, Any]) -> tuple[Column, ...]:
    """The top-level columns; those that hold others are described by the first of them."""
    elements = footer[2]
    gaps = nulls(footer)
    found: list[Column] = []
    at = 1
    for _ in range(elements[0].get(5, 0)):
        element, start = elements[at], at
        at = after(elements, at)
        name = element[4].decode("utf-8")
        if element.get(5):
            found.append(Column(name, *of_list(elements[start:at])))
        else:
            found.append(Column(name, *of_leaf(element, gaps.get(name, 0) > 0)))
    return tuple(found)


def after(elements: list[Any], at: int) -> int:
    """The index of the element behind one and all that it holds."""
    pending = 1
    while pending:
        pending += elements[at].get(5, 0) - 1
        at += 1
    return at


def nulls(footer: dict[int, Any]) -> dict[str, int]:
    """How many values of each column are missing, as far as the statistics tell."""
    counts: dict[str, int] = {}
    for group in footer.get(4, ()):
        for chunk in group.get(1, ()):
            meta = chunk.get(3, {})
            name = meta[3][0].decode("utf-8")
            counts[name] = counts.get(name, 0) + meta.get(12, {}).get(3, 0)
    return counts


def of_leaf(element: dict[int, Any], gaps: bool) -> tuple[Tensor | None, str]:
    kind, converted = element.get(1), element.get(6)
    if element.get(3) == REPEATED:
        return None, "holds lists"
    if converted in TIMES or kind == INT96:
        return Tensor((), "text"), ""
    if converted in TEXTS or (kind == BYTE_ARRAY and 1 in element.get(10, {})):
        return Tensor((), "text"), ""
    if converted == DECIMAL or kind in (FLOAT, DOUBLE):
        return Tensor(()), ""
    if kind in (INT32, INT64):
        if 8 in element.get(10, {}):
            return Tensor((), "text"), ""
        return Tensor((), "real" if gaps else "int"), ""
    if kind == BOOLEAN:
        return (Tensor((), "bool"), "") if not gaps else (None, "holds truth values of which some are missing")
    return None, "holds bytes"


def of_list(elements: list[Any]) -> tuple[Tensor | None, str]:
    """The type of a list of numbers, which may be of other lengths from row to row."""
    if elements[0].get(6) != LIST and 3 not in elements[0].get(10, {}):
        return None, "holds nested records"
    if len(elements) != 3:
        return None, "holds lists of lists or of records"
    inner, _ = of_leaf({**elements[2], 3: 0}, False)
    if inner is None or inner.kind not in ("int", "real"):
        return None, "holds lists of what is no number"
    return Tensor(None, inner.kind), ""
