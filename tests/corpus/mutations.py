"""Good programs with one mistake each: a name changed where it is defined, a size, a line left out, two swapped."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """`start` and `end` is where the text was changed; `name` what a message may call the place by."""

    kind: str
    text: str
    start: int
    end: int
    name: str

    def lines(self) -> range:
        return range(self.text.count("\n", 0, self.start) + 1, self.text.count("\n", 0, self.end) + 2)


def mutants(text: str) -> Iterator[Mutant]:
    yield from _renamed(text)
    yield from _resized(text)
    yield from _dropped(text)
    yield from _swapped(text)


def _code(text: str) -> str:
    """The text with its comments blanked."""
    return re.sub(r"#[^\n]*", lambda match: " " * len(match[0]), text)


def _renamed(text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"\b(?:let|hyper|model|block|data|weight|def) (\w+)", _code(text)):
        name = match[1]
        if len(re.findall(rf"\b{name}\b", _code(text))) > 1:
            new = f"{name}x" if name[0].islower() else f"{name}X"
            yield Mutant("renamed", text[: match.start(1)] + new + text[match.end(1) :], *match.span(1), name)


def _resized(text: str) -> Iterator[Mutant]:
    """A whole number in a type, after `:` or `->`."""
    for match in re.finditer(r"(?:[\w)]:|->) *(?:class|int|bool)?\[([^\[\]]*)\]", _code(text)):
        for number in re.finditer(r"\b\d+\b", match[1]):
            start, end = match.start(1) + number.start(), match.start(1) + number.end()
            new = str(int(number[0]) + 1)
            yield Mutant("resized", text[:start] + new + text[end:], start, start + len(new), new)


def _dropped(text: str) -> Iterator[Mutant]:
    for match in re.finditer(r"(?m)^ *(?:let |weight )?(\w+)(?: =|:)[^\n{]*\n", _code(text)):
        line = match[0]
        if all(line.count(a) == line.count(b) for a, b in ("()", "[]", "{}")) and not line.lstrip().startswith("->"):
            yield Mutant("dropped", text[: match.start()] + text[match.end() :], match.start(), match.start(), match[1])


def _swapped(text: str) -> Iterator[Mutant]:
    """The first two arguments of a call, where they differ and are named or written out simply."""
    simple = r"(\w+(?:\(\w*\))?)"
    for match in re.finditer(rf"\b(\w+)\({simple}, {simple}(?=[,)])", _code(text)):
        if match[2] != match[3]:
            new = f"{match[1]}({match[3]}, {match[2]}"
            start, end = match.span()
            yield Mutant("swapped", text[:start] + new + text[end:], start, start + len(new), match[1])
