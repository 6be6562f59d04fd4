"""From text to tokens."""

import re
from collections.abc import Iterator
from functools import cache

from dsl import tables
from dsl.spans import Source, Span
from dsl.tree import Leaf

_SCANNER = re.compile(tables.SCANNER)
_CONTINUES = re.compile(tables.CONTINUES)


def scan(source: Source, start: int = 0) -> Iterator[Leaf]:
    """The tokens from an offset on.  The last is `$END`; a character that opens no token is `UNKNOWN`.

    A newline before which a statement goes on is none, like blanks and comments.
    """
    text, words, signs = source.text, tables.WORDS, tables.SIGNS
    for match in _SCANNER.finditer(text, start):
        kind = match.lastgroup
        assert kind is not None
        begin, end = match.span(kind)
        if kind == "NAME":
            if word := words.get(match[kind]):
                type_, condition = word
                if not condition or _compiled(condition).match(text, end):
                    kind = type_
        elif kind == "SIGN":
            kind = signs[match[kind]]
        elif kind == "NEWLINE":
            if _CONTINUES.match(text, end):
                continue
        elif kind == "END":
            kind = "$END"
        yield Leaf(kind, Span(source, begin, end))


@cache
def _compiled(condition: str) -> re.Pattern[str]:
    # Few texts use all the words whose meaning depends on what follows, and each condition takes 0.2 ms to compile.
    return re.compile(condition)
