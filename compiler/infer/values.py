"""What an expression can be while it is checked, and the names that stand for it."""

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TypeAlias, assert_never

from compiler import ir
from compiler.infer.module_builder import ModuleBuilder
from compiler.types import Record, Shape, Type
from compiler.types.dimensions import Formula, ragged
from compiler.vocabulary.base import ArgumentValue, Word
from dsl import syntax
from dsl.immutable import immutable, mutable, unique
from dsl.spans import Span

PARTS = {"value": "layer", "show": "picture"}


@immutable
class Broken:
    """What stands for an expression whose mistake has been reported; whatever meets it is silent."""


BROKEN = Broken()


@immutable
class Constant:
    """A value known when compiling: a number, text, list, or a configured word such as `adam(1e-3)`."""

    value: ArgumentValue


@unique
class ListValue:
    """`[a, b]` in which something is no constant, such as a layer."""

    items: tuple["Result", ...]


@unique
class TupleValue:
    """`(a, b)`: several values, the first arguments of what they are piped into."""

    items: tuple["Result", ...]
    span: Span


@unique
class DataName:
    """A data set; a field that is wrong is `BROKEN`."""

    name: str
    fields: dict[str, ir.Column | Broken]
    span: Span


# --- layers ----------------------------------------------------------------------------------------
# What a layer has become, and what `let` calls it, is in the environment: applied twice, it is one layer.


@unique
class WordName:
    """A word's bare name: a layer once its arguments are known to be set."""

    word: type[Word]
    span: Span


@unique
class WordLayer:
    """A word with its arguments, not yet given its tensors."""

    word: Word
    span: Span


@unique
class Chain:
    """`a -> b`: layers one after another; `steps` are the expressions that they were written as."""

    layers: tuple["Layer", ...]
    steps: tuple[syntax.Expression, ...]
    span: Span


@unique
class Repeated:
    """`count * layer`."""

    count: int
    layer: "Layer"
    span: Span


@unique
class BlockName:
    """A block: its declaration, and the scope that it was written in."""

    declaration: syntax.Block
    scope: "Scope"


@unique
class BlockLayer:
    """A block with its compile-time arguments, not yet given its tensors."""

    block: BlockName
    config: dict[str, "Result"]
    span: Span


@mutable
class ModelState:
    """How far a model has been checked.  `module` is None until a one-line model has met its first input."""

    module: ir.Module | None = None
    broken: bool = False
    used: bool = False
    active: bool = False
    first_use: Span | None = None


@unique
class ModelName:
    """A model."""

    name: str
    declaration: syntax.Model
    builder: ModuleBuilder
    scope: "Scope"
    span: Span
    state: ModelState = field(default_factory=ModelState)


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


Layer: TypeAlias = (
    WordName | WordLayer | Chain | Repeated | BlockName | BlockLayer | ModelName | ModelFunction | LocalFunction
)
LAYERS = (WordName, WordLayer, Chain, Repeated, BlockName, BlockLayer, ModelName, ModelFunction, LocalFunction)
VALUES = (ir.Input, ir.Column, ir.Constant, ir.Parameter, ir.Apply, ir.Invoke, ir.Pack, ir.Pick)

CompileTime: TypeAlias = Constant | ListValue | TupleValue | DataName
Sound: TypeAlias = ir.Value | Layer | CompileTime
Result: TypeAlias = Sound | Broken
"""What an expression is: closed, so that whoever goes through it leaves nothing out."""


def all_sound(results: Sequence[Result]) -> list[Sound] | None:
    """The results where none of them is broken."""
    sound = [result for result in results if not isinstance(result, Broken)]
    return sound if len(sound) == len(results) else None


# --- names -----------------------------------------------------------------------------------------


@unique
class Ambiguous:
    """A field's bare name that several data sets have."""

    owners: tuple[str, ...]


@mutable
class Binding:
    """What a name stands for; `origin` of a dimension's name is where the value stands that told its size."""

    value: Result | Ambiguous
    span: Span | None
    kind: str
    used: bool = False
    origin: Span | None = None


@mutable
class Scope:
    """Names of one place, seen before those of the places around it."""

    around: "Scope | None" = None
    names: dict[str, Binding] = field(default_factory=dict)

    def bind(
        self, name: str, value: Result | Ambiguous, span: Span | None, kind: str, origin: Span | None = None
    ) -> None:
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


# --- in messages -----------------------------------------------------------------------------------


def is_layer(declaration: syntax.Block | syntax.Model) -> bool:
    """Whether a block or model is written `= layer`, its tensors without names; a block may have settings."""
    parameters = declaration.parameters or ()
    return not declaration.body.braces and all(parameter.type is None for parameter in parameters)


def describe(value: Result) -> str:
    """What a value is, in a message."""
    match value:
        case Constant(value=constant):
            return _describe_constant(constant)
        case ListValue():
            return "a list"
        case TupleValue():
            return "several values"
        case DataName(name=name):
            return f"the data set `{name}`"
        case WordName(word=word):
            return f"the {PARTS.get(word.namespace, word.namespace)} `{word.name}`"
        case ModelName(name=name):
            return f"the model `{name}`"
        case BlockName(declaration=declaration) | BlockLayer(block=BlockName(declaration=declaration)):
            return f"the block `{declaration.name}`"
        case WordLayer() | Chain() | Repeated() | ModelFunction() | LocalFunction():
            return "a layer without its input"
        case Broken():
            return "no value"
        case _:
            return f"a value of type {value.type}"


def _describe_constant(value: ArgumentValue) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value:g}"
        case str():
            return f'the text "{value}"'
        case None:
            return "none"
        case Formula():
            told = "which differs between examples" if ragged(value) else "which only the data tell"
            return f"the {'length' if ragged(value) else 'size'} `{value}`, {told}"
        case tuple():
            return "a list"
        case Word():
            return f"the {value.namespace} `{value.name}`"
        case _:
            assert_never(value)


def spell_value(value: Result | ArgumentValue) -> str:
    """A compile-time value as it is written in a spec."""
    match value:
        case Constant(value=constant):
            return spell_value(constant)
        case bool():
            return "true" if value else "false"
        case None:
            return "none"
        case float():
            return f"{value:g}"
        case tuple():
            return "[" + ", ".join(map(spell_value, value)) + "]"
        case ListValue(items=items):
            return "[" + ", ".join(map(spell_value, items)) + "]"
        case int() | str() | Formula():
            return str(value)
        case Word():
            return value.name
        case _:
            return "layer"


def describe_origin(value: ir.Value) -> str:
    """What to write beside the place that a tensor comes from."""
    if isinstance(value, ir.Column):
        return f"`{value.name}` is {value.type}"
    if isinstance(value, ir.Input):
        return f"`{value.name}` is {value.type}" if value.span.text.startswith(value.name) else f"is given {value.type}"
    return f"this is {value.type}"


def remedy(value: Result) -> str | None:
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


def field_of(value: ir.Value, field: str, type: Type, span: Span) -> ir.Value:
    """A field of a record."""
    return dict(value.fields)[field] if isinstance(value, ir.Pack) else ir.Pick(value, field, type, span)


def shape_of(type: Type) -> Shape | Record | None:
    """A tensor's shape; a record is compared as a whole."""
    return type if isinstance(type, Record) else type.shape
