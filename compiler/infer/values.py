"""What an expression can be while it is checked, besides a number, text, list or tensor; the names it goes by."""

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from compiler import ir
from compiler.infer.module_builder import ModuleBuilder
from compiler.types import Record, Type
from compiler.types.dimensions import Formula, ragged
from compiler.vocabulary.base import Word
from dsl import syntax
from dsl.immutable import mutable, unique
from dsl.spans import Span

PARTS = {"value": "layer", "show": "picture"}


class Broken:
    """What stands for an expression whose mistake has been reported; whatever meets it is silent."""


BROKEN = Broken()


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

    def bind(self, name: str, value: Any, span: Span | None, kind: str, origin: Span | None = None) -> None:
        self.names[name] = Binding(value, span, kind, origin=origin)

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


@unique
class WordName:
    """A word's bare name: a layer once its arguments are known to be set."""

    word: type[Word]
    span: Span


@mutable
class WordLayer:
    """A word with its arguments, not yet given its tensors.  Applied twice, it is the same layer."""

    word: Word
    span: Span
    name: str | None = None
    site: ir.Layer | None = None


@mutable
class Chain:
    """`a -> b`: layers one after another; `steps` are the expressions that they were written as."""

    layers: tuple[Any, ...]
    steps: tuple[syntax.Expression, ...]
    span: Span


@mutable
class Repeated:
    """`count * layer`."""

    count: int
    layer: Any
    span: Span
    name: str | None = None
    site: "ir.Stack | None" = None


@unique
class BlockName:
    """A block: its declaration, and the scope that it was written in."""

    declaration: syntax.Block
    scope: Scope


@mutable
class BlockLayer:
    """A block with its compile-time arguments, not yet given its tensors."""

    block: BlockName
    config: dict[str, Any]
    span: Span
    name: str | None = None
    part: "ir.Part | None" = None
    module: "ir.Module | None" = None


@mutable
class ModelName:
    """A model.  `module` is None until a one-line model has met its first input."""

    name: str
    declaration: syntax.Model
    builder: ModuleBuilder
    scope: Scope
    span: Span
    module: "ir.Module | None" = None
    broken: bool = False
    used: bool = False
    active: bool = False
    first_use: Span | None = None


@unique
class ModelFunction:
    """`RBM.hidden`."""

    model: ModelName
    name: str


@unique
class LocalFunction:
    """A `def` as the other functions of its model see it."""

    builder: ModuleBuilder
    name: str
    span: Span


@unique
class DataName:
    """A data set."""

    name: str
    fields: dict[str, Any]
    span: Span


@unique
class Ambiguous:
    """A field's bare name that several data sets have."""

    owners: tuple[str, ...]


@unique
class TupleValue:
    """`(a, b)`: several values, the first arguments of what they are piped into."""

    items: tuple[Any, ...]
    span: Span


Layer = WordName | WordLayer | Chain | Repeated | BlockName | BlockLayer | ModelName | ModelFunction | LocalFunction
LAYERS = (WordName, WordLayer, Chain, Repeated, BlockName, BlockLayer, ModelName, ModelFunction, LocalFunction)
VALUES = (ir.Input, ir.Column, ir.Constant, ir.Parameter, ir.Apply, ir.Invoke, ir.Pack, ir.Pick)


def is_layer(declaration: syntax.Block | syntax.Model) -> bool:
    """Whether a block or model is written `= layer`, its tensors without names; a block may have settings."""
    parameters = declaration.parameters or ()
    return not declaration.body.braces and all(parameter.type is None for parameter in parameters)


def describe(value: object) -> str:
    """What a value is, in a message."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value:g}"
        case str():
            return f'the text "{value}"'
        case None:
            return "none"
        case Formula() if ragged(value):
            return f"the length `{value}`, which differs between examples"
        case Formula():
            return f"the size `{value}`, which only the data tell"
        case tuple():
            return "a list"
        case WordName(word=word):
            return f"the {PARTS.get(word.namespace, word.namespace)} `{word.name}`"
        case Word():
            return f"the {value.namespace} `{value.name}`"
        case ModelName(name=name):
            return f"the model `{name}`"
        case DataName(name=name):
            return f"the data set `{name}`"
        case BlockName(declaration=declaration) | BlockLayer(block=BlockName(declaration=declaration)):
            return f"the block `{declaration.name}`"
        case TupleValue():
            return "several values"
        case _ if isinstance(value, LAYERS):
            return "a layer without its input"
        case _ if isinstance(value, VALUES):
            return f"a value of type {type_of(value)}"
        case _:
            return "no value"


def seen(value: Any) -> str:
    """What to write beside the place that a tensor comes from."""
    if isinstance(value, ir.Column):
        return f"`{value.name}` is {value.type}"
    if isinstance(value, ir.Input):
        return f"`{value.name}` is {value.type}" if value.span.text.startswith(value.name) else f"is given {value.type}"
    return f"this is {value.type}"


def remedy(value: object) -> str | None:
    """What to do where a tensor is needed and this stands instead."""
    match value:
        case DataName(name=name, fields=fields) if fields:
            return f"take one of its fields: `{name}.{next(iter(fields))}`"
        case TupleValue():
            return "several values are joined by `concat(a, b)`, or named in a record: `(first = ..., second = ...)`"
        case _ if isinstance(value, LAYERS):
            return "a layer is applied to its input by a pipe: `x -> layer`"
        case _ if isinstance(value, VALUES) and isinstance(value.type, Record):
            return f"take one of its fields: `.{value.type.fields[0][0]}`"
        case _:
            return None


def type_of(value: Any) -> Type:
    result: Type = value.type
    return result


def shape_of(type: Any) -> Any:
    """A tensor's shape; a record is compared as a whole."""
    return getattr(type, "shape", type)
