"""The names of a text: where each is defined, where it stands, where it is known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Literal

from dsl import syntax
from dsl.spans import Span

Kind = Literal[
    "hyper",
    "let",
    "data",
    "field",
    "split",
    "block",
    "model",
    "function",
    "weight",
    "parameter",
    "dimension",
    "counter",
]


@dataclass(frozen=True, eq=False)
class Definition:
    """Where a name is introduced: `span` is the name's place, `node` the whole declaration.

    `owner` is the data set of a field or split, the model of a function or weight, the block of a parameter.
    """

    name: str
    kind: Kind
    span: Span
    node: syntax.Node
    owner: "Definition | None" = None

    @property
    def place(self) -> tuple[str, int]:
        """What tells definitions apart from one analysis of a text to another."""
        return self.span.source.path, self.span.start


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in the text and what it means; the definition's own name is one of its occurrences."""

    span: Span
    definition: Definition


@dataclass(eq=False)
class Region:
    """A part of the text in which names are known: from where they are bound, unless `whole`."""

    span: Span | None
    around: "Region | None"
    whole: bool = False
    names: dict[str, Definition] = field(default_factory=dict)

    def find(self, name: str) -> Definition | None:
        region: Region | None = self
        while region is not None:
            if name in region.names:
                return region.names[name]
            region = region.around
        return None


@dataclass(frozen=True, eq=False)
class Occurrences:
    """Every name of the statements that could be resolved, by place."""

    found: tuple[Occurrence, ...]
    regions: tuple[Region, ...]
    members: Mapping[Definition, Mapping[str, Definition]]

    def at(self, path: str, offset: int) -> Occurrence | None:
        """The name that the cursor is on or right behind."""
        touching = [o for o in self.found if o.span.source.path == path and o.span.start <= offset <= o.span.end]
        return min(touching, key=lambda o: o.span.end - offset == 0, default=None)

    def uses(self, place: tuple[str, int]) -> tuple[Span, ...]:
        """Everywhere that a definition's name stands, its own place included."""
        return tuple(o.span for o in self.found if o.definition.place == place)

    def visible(self, path: str, offset: int) -> dict[str, Definition]:
        """The names known at a place, inner ones before outer ones."""
        names: dict[str, Definition] = {}
        for region in sorted(self.regions, key=_width):
            span = region.span
            if span is not None and not (span.source.path == path and span.start <= offset <= span.end):
                continue
            for name, definition in region.names.items():
                if region.whole or definition.span.end < offset:
                    names.setdefault(name, definition)
        return names


def names_read(node: syntax.Node) -> Iterator[str]:
    """The names that a part of a text reads."""
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, syntax.Name):
            yield part.id
        pending += children(part)


def children(node: syntax.Node) -> Iterator[syntax.Node]:
    """The nodes directly inside a node."""
    kind: Any = type(node)
    for name in _node_fields(kind):
        value = getattr(node, name)
        if isinstance(value, syntax.Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, syntax.Node))


@cache
def _node_fields(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.compare)


def _width(region: Region) -> float:
    return float("inf") if region.span is None else region.span.end - region.span.start
