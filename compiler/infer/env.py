"""Modules under construction, and the place where an expression is being checked."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from compiler import ir
from compiler.infer.retrace import Again
from compiler.infer.scope import Scope
from compiler.problems import Problem, structure
from compiler.types import Formula, Tensor
from compiler.vocabulary.base import Finder, Schema, Word
from dsl.diagnostics import Diagnostic, Label
from dsl.immutable import immutable, mutable, unique
from dsl.spans import Span

if TYPE_CHECKING:
    from compiler.type_table import Facts

MOST_VALUES = 2_500
VALUES_BY_CHARACTER = 0.2
"""A short text that comes to very many operations multiplies them by loops or by blocks within blocks."""
DEEPEST = 100
ENDLESS = 10
"""So often a block is within itself where Python's own stack has ended before DEEPEST is reached."""

MOST_COMPARED = 60_000


@mutable
class Builder:
    """A module that grows while its functions are checked.

    `kind` is "model", "block", "copy", or "free" for `data`, `train` and `evaluate`, which own no weights.
    With `again` the module is there already, and its body is checked for other shapes: nothing is added to it.
    """

    name: str
    kind: str
    title: str
    span: Span
    config: tuple[tuple[str, object], ...] = ()
    members: list[ir.Member] = field(default_factory=list)
    functions: list[ir.Function] = field(default_factory=list)
    again: Again | None = None
    _count: Counter[str] = field(default_factory=Counter)
    _names: set[str] = field(default_factory=set)

    def attribute(self, base: str, numbered: bool) -> str:
        """A name for a member that no other has: `dense1`, `dense2`; as it is for what `let` named."""
        self._count[base] += 1
        name = f"{base}{self._count[base]}" if numbered else base
        while name in self._names:
            self._count[base] += 1
            name = f"{base}{self._count[base]}"
        self._names.add(name)
        return name

    def add(self, member: ir.Member) -> ir.Member:
        self.members.append(member)
        return member

    def layer(self, word: Word, inputs: tuple[Tensor, ...], span: Span, name: str | None) -> ir.Layer:
        if self.kind == "free":
            raise Problem(structure.weights_outside(span, word.name))
        if self.again is not None:
            return self.again.member(ir.Layer, span, word.name)
        site = ir.Layer(self.attribute(name or word.name, name is None), word, inputs, span)
        self.members.append(site)
        return site

    def finish(self) -> ir.Module:
        return ir.Module(
            self.name, self.kind, self.title, tuple(self.members), tuple(self.functions), self.span, self.config
        )


@mutable
class Context:
    """What one check gathers and is given; `facts` is None where nobody asks, `schemas` those known beforehand.

    `known` are the schemas of the data sets met so far, by name.

    `length` is that of the texts, in characters; `variants` are, by the module's identity, the functions of modules
    that were applied to several shapes, but for the first; `idle` the layers and weights that an unused `let` reads.
    """

    find: Finder
    facts: "Facts | None" = None
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    known: dict[str, Schema] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    length: int = 0
    values: int = 0
    rounds: int = 0
    compared: int = 0
    references: dict[tuple[int, int], ir.Reference] = field(default_factory=dict)
    variants: dict[int, list[ir.Function]] = field(default_factory=dict)
    idle: set[int] = field(default_factory=set)

    _said: set[tuple[str, Span, str]] = field(default_factory=set)
    _endless: Diagnostic | None = None

    def report(self, diagnostic: Diagnostic) -> None:
        """Say something, once: a block is checked for every call, and its mistakes with it."""
        key = diagnostic.code, diagnostic.span, diagnostic.message
        if key not in self._said:
            self._said.add(key)
            self.diagnostics.append(diagnostic)

    def candidates(self, names: Iterable[str]) -> list[str]:
        """What an unknown name is compared with; nothing any more where many are wrong: that would take minutes."""
        found = list(names) if self.compared < MOST_COMPARED else []
        self.compared += len(found)
        return found

    def count(self, span: Span) -> None:
        """One operation more."""
        if self._endless is not None:
            raise Problem(self._endless)
        self.values += 1
        if self.values > self.most:
            raise self.endless(structure.too_large(span, f"this spec has more than {self.most:,} operations"))

    def count_round(self, span: Span) -> None:
        """One round of a `for` more."""
        self.rounds += 1
        if self.rounds > self.most:
            raise self.endless(structure.too_large(span, f"the loops of this spec have more than {self.most:,} rounds"))

    @property
    def most(self) -> int:
        return MOST_VALUES + int(VALUES_BY_CHARACTER * self.length)

    def endless(self, diagnostic: Diagnostic) -> Problem:
        """What multiplies itself is met again wherever it is used: the first such problem ends all further ones."""
        self._endless = diagnostic
        return Problem(diagnostic)


@immutable
class DataBody:
    """The data set in whose body an expression stands; `columns` is None where its source is not there."""

    data: str
    source: str
    columns: tuple[str, ...] | None


@unique
class Place:
    """Where an expression stands: names in sight, the module that owns its layers, the blocks that led here.

    `source` is set in a data set's body, where names are the columns of its source.
    `forgiving` is set where a data set is wrong and its fields are unknown: an unknown name is no second error.
    """

    context: Context
    scope: Scope
    builder: Builder
    chain: tuple[Label, ...] = ()
    source: "DataBody | None" = None
    forgiving: bool = False
    depth: int = 0

    def inside(self, scope: Scope, builder: Builder | None = None, led_by: Label | None = None) -> "Place":
        chain = (*self.chain, led_by) if led_by else self.chain
        builder = builder or self.builder
        return Place(self.context, scope, builder, chain, self.source, self.forgiving, self.depth + 1)

    def report(self, diagnostic: Diagnostic) -> None:
        self.context.report(diagnostic)


def named(values: Iterable[tuple[str, Any]]) -> str:
    """Arguments as they are written: `64, stride = 2`."""
    return ", ".join(f"{name} = {written(value)}" for name, value in values)


def written(value: object) -> str:
    """A compile-time value as it is written in a spec."""
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return "none"
        case float():
            return f"{value:g}"
        case tuple():
            return "[" + ", ".join(map(written, value)) + "]"
        case int() | str() | Formula():
            return str(value)
        case Word():
            return value.name
        case _:
            return "layer"
