"""Which names mean what, and which were never used."""

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

from dsl.immutable import mutable
from dsl.spans import Span

if TYPE_CHECKING:
    from compiler.type_table import Facts


@mutable
class Binding:
    value: Any
    span: Span | None
    kind: str
    used: bool = False
    origin: Span | None = None
    """Of a dimension's name, where the value stands that told its size."""


@mutable
class Scope:
    """Names of one place, seen before those of the places around it."""

    around: "Scope | None" = None
    names: dict[str, Binding] = field(default_factory=dict)
    facts: "Facts | None" = None

    def __post_init__(self) -> None:
        if self.around is not None:
            self.facts = self.around.facts

    def bind(self, name: str, value: Any, span: Span | None, kind: str, origin: Span | None = None) -> None:
        self.names[name] = Binding(value, span, kind, origin=origin)
        if self.facts is not None and span is not None:
            self.facts.note_name(span, value)

    def find(self, name: str) -> Binding | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.around
        return None

    def visible(self) -> Iterator[str]:
        scope: Scope | None = self
        while scope is not None:
            yield from scope.names
            scope = scope.around

    def unused(self, kind: str) -> Iterator[tuple[str, Binding]]:
        return ((name, binding) for name, binding in self.names.items() if binding.kind == kind and not binding.used)
