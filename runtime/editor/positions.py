"""Places in a text as the Language Server Protocol counts them: lines from 0, columns in UTF-16 units by default."""

from bisect import bisect_right
from functools import lru_cache

from lsprotocol import types

from dsl.spans import Source, Span

Encoding = str


def position(source: Source, offset: int, encoding: Encoding = "utf-16") -> types.Position:
    """The position of a character."""
    starts = _line_starts(source)
    line = bisect_right(starts, offset) - 1
    return types.Position(line, sum(_units(c, encoding) for c in source.text[starts[line] : offset]))


def offset(source: Source, place: types.Position, encoding: Encoding = "utf-16") -> int:
    """The character at a position; one behind a line's or the text's end is moved to the end."""
    starts = _line_starts(source)
    if place.line >= len(starts):
        return len(source.text)
    start = starts[place.line]
    end = starts[place.line + 1] if place.line + 1 < len(starts) else len(source.text)
    units = 0
    for index in range(start, end):
        if units >= place.character or source.text[index] in "\r\n":
            return index
        units += _units(source.text[index], encoding)
    return end


def range_of(span: Span, encoding: Encoding = "utf-16") -> types.Range:
    """The range of a span of the text that its source holds."""
    return types.Range(position(span.source, span.start, encoding), position(span.source, span.end, encoding))


@lru_cache(maxsize=64)
def _line_starts(source: Source) -> tuple[int, ...]:
    """Where lines begin: the protocol ends them at `\\n`, `\\r\\n` and a lone `\\r`."""
    text = source.text
    ends = (
        i + 1 for i, c in enumerate(text) if c == "\n" or (c == "\r" and (i + 1 == len(text) or text[i + 1] != "\n"))
    )
    return (0, *ends)


def _units(character: str, encoding: Encoding) -> int:
    code = ord(character)
    if encoding == "utf-32":
        return 1
    if encoding == "utf-8":
        return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
    return 2 if code > 0xFFFF else 1
