"""The environment in which an expression is checked, and its two entries: `evaluate` and `apply`.

Whatever must check a part of what it checks itself asks the environment, so no rule imports the others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Protocol

from compiler import ir
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.type_table import TypeTable
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    Ambiguous,
    Binding,
    BlockLayer,
    Broken,
    CompileTime,
    Constant,
    Layer,
    ListValue,
    Repeated,
    Result,
    Scope,
    WordLayer,
    describe,
    remedy,
)
from compiler.problems import Problem, shapes, structure
from compiler.types import Formula, Kind, Tensor
from compiler.types.dimensions import ragged
from compiler.vocabulary.base import Finder, Schema
from dsl import syntax
from dsl.diagnostics import Diagnostic, Label
from dsl.immutable import immutable, mutable, unique
from dsl.spans import Span

VALUE = ("value",)
"""The namespaces in which a name is looked up where nothing else is said."""

MOST_VALUES = 2_500
VALUES_BY_CHARACTER = 0.2
"""A short text that comes to very many operations multiplies them by loops or by blocks within blocks."""
DEEPEST = 100
ENDLESS = 10
"""So often a block is within itself where Python's own stack has ended before DEEPEST is reached."""

MOST_COMPARED = 60_000


class Evaluate(Protocol):
    """What an expression is; a mistake is reported, and `BROKEN` given back."""

    def __call__(self, expression: syntax.Expression, env: "Env", spaces: tuple[str, ...], /) -> Result: ...


class Apply(Protocol):
    """What a layer makes of its inputs; raises `Problem` where it does not fit them."""

    def __call__(
        self, layer: Result, inputs: Sequence[Result], expression: syntax.Expression, env: "Env", piped: bool, /
    ) -> Result: ...


@immutable
class Rules:
    """How expressions are evaluated and layers applied."""

    evaluate: Evaluate
    apply: Apply


@immutable
class Built:
    """What layers have become, and what `let` calls them."""

    layers: dict[WordLayer, ir.Layer] = field(default_factory=dict)
    parts: dict[BlockLayer, ir.Part] = field(default_factory=dict)
    stacks: dict[Repeated, ir.Stack] = field(default_factory=dict)
    names: dict[Layer, str] = field(default_factory=dict)


@mutable
class Context:
    """What one check gathers and is given; `facts` is None where nobody asks, `schemas` those known beforehand.

    `known` are the schemas of the data sets met so far, by name.

    `length` is that of the texts, in characters; `variants` are, by the module's identity, the functions of modules
    that were applied to several shapes, but for the first; `idle` the layers and weights that an unused `let` reads.
    """

    rules: Rules
    find: Finder
    facts: TypeTable | None = None
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    built: Built = field(default_factory=Built)
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
class Env:
    """Where an expression stands: names in sight, the module that owns its layers, the blocks that led here.

    `source` is set in a data set's body, where names are the columns of its source.
    `forgiving` is set where a data set is wrong and its fields are unknown: an unknown name is no second error.
    """

    context: Context
    scope: Scope
    builder: ModuleBuilder
    chain: tuple[Label, ...] = ()
    source: "DataBody | None" = None
    forgiving: bool = False
    depth: int = 0

    def inside(self, scope: Scope, builder: ModuleBuilder | None = None, led_by: Label | None = None) -> "Env":
        chain = (*self.chain, led_by) if led_by else self.chain
        builder = builder or self.builder
        return Env(self.context, scope, builder, chain, self.source, self.forgiving, self.depth + 1)

    def report(self, diagnostic: Diagnostic) -> None:
        self.context.report(diagnostic)

    def report_all(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self.context.report(diagnostic)

    def evaluate(self, expression: syntax.Expression, spaces: tuple[str, ...] = VALUE) -> Result:
        """What an expression is, `BROKEN` where it is wrong.  A name that nothing binds is looked up in `spaces`."""
        return self.context.rules.evaluate(expression, self, spaces)

    def apply(
        self, layer: Result, inputs: Sequence[Result], expression: syntax.Expression, piped: bool = False
    ) -> Result:
        """What a layer makes of its inputs.  Raises `Problem` where it does not fit them."""
        return self.context.rules.apply(layer, inputs, expression, self, piped)

    def compile_time(
        self, expression: syntax.Expression, wanted: str = "a number", help: str | None = None
    ) -> CompileTime | Broken:
        """The value of an expression that must not depend on a tensor."""
        value = self.evaluate(expression)
        if isinstance(value, VALUES):
            self.report(shapes.not_compile_time(expression.span, wanted, self.chain, help))
            return BROKEN
        if isinstance(value, LAYERS):
            self.report(shapes.not_a_tensor(expression.span, describe(value), wanted, self.chain))
            return BROKEN
        return value

    def as_tensor(self, value: Result, span: Span, text: bool = False) -> ir.Value:
        """A value for a tensor's place: numbers and lists of numbers become constants, with `text` texts too."""
        match value:
            case _ if isinstance(value, VALUES):
                return value
            case Constant(value=bool() as constant):
                return ir.Constant(constant, Tensor((), "bool"), span)
            case Constant(value=int() as constant):
                return ir.Constant(constant, Tensor((), "int"), span)
            case Constant(value=float() as constant):
                return ir.Constant(constant, Tensor(()), span)
            case Constant(value=Formula() as constant) if not ragged(constant):
                return ir.Constant(constant, Tensor((), "int"), span)
            case Constant(value=str() as constant) if text:
                return ir.Constant(constant, Tensor((), "text", class_names=(constant,)), span)
            case Constant(value=tuple() as constant) if constant:
                types = [self.as_tensor(Constant(item), span).type for item in constant]
                tensors = [type for type in types if isinstance(type, Tensor)]
                first = tensors[0]
                if first.shape is not None and all(type.shape == first.shape for type in tensors):
                    kind: Kind = "real" if any(type.kind == "real" for type in tensors) else first.kind
                    return ir.Constant(constant, Tensor((len(constant), *first.shape), kind), span)
            case ListValue(items=items):
                for item in items:
                    self.as_tensor(item, span)
        wanted = "a tensor or number"
        raise Problem(shapes.not_a_tensor(span, describe(value), wanted, self.chain, remedy(value)))

    def find(self, name: str) -> Binding | None:
        return self.scope.find(name)

    def bind(
        self, name: str, value: Result | Ambiguous, span: Span | None, kind: str, origin: Span | None = None
    ) -> None:
        self.scope.bind(name, value, span, kind, origin)
        if self.context.facts is not None and span is not None and not isinstance(value, Ambiguous):
            self.context.facts.note_name(span, value)
