"""What checking found out about places in the text, kept for editors: plain checking records nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from compiler.infer.values import Result
from dsl import syntax
from dsl.spans import Span

MOST_VALUES = 24
"""A block's body is checked once for each of its instances; so many values of one place are kept."""


@dataclass(eq=False)
class TypeTable:
    """Values of expressions by their place, and of names by the place where they are bound.

    `statements` are those of the text with those it imports in front.  Paths tell sources apart.
    """

    statements: tuple[syntax.Statement, ...] = ()
    _values: dict[tuple[str, int, int], list[Result]] = field(default_factory=dict)
    _bound: dict[tuple[str, int], list[Result]] = field(default_factory=dict)

    def note(self, span: Span, value: Result) -> None:
        """Record what the expression at a place came to."""
        _keep(self._values.setdefault((span.source.path, span.start, span.end), []), value)

    def note_name(self, span: Span, value: Result) -> None:
        """Record what a name stands for, by the place that binds it."""
        _keep(self._bound.setdefault((span.source.path, span.start), []), value)

    def values(self, span: Span) -> tuple[Result, ...]:
        """What the expression at a place came to, once for each time that it was checked."""
        return tuple(self._values.get((span.source.path, span.start, span.end), ()))

    def named(self, span: Span) -> tuple[Result, ...]:
        """What the name bound at a place stood for."""
        return tuple(self._bound.get((span.source.path, span.start), ()))

    def places(self, kind: type[Result]) -> Iterator[tuple[str, int]]:
        """Path and first character of the expressions that came to a value of a kind."""
        for (path, start, _), values in self._values.items():
            if any(isinstance(value, kind) for value in values):
                yield path, start


def _keep(values: list[Result], value: Result) -> None:
    if len(values) < MOST_VALUES:
        values.append(value)
