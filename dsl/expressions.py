"""The syntax tree of expressions and types; `dsl.syntax` goes on with statements."""

from dataclasses import field

from dsl.immutable import immutable
from dsl.spans import Span


@immutable
class Node:
    """A piece of the text."""

    span: Span = field(compare=False, repr=False, kw_only=True)


# --- expressions ---------------------------------------------------------------------------------


@immutable
class Number(Node):
    """`3`, `1_000`, `1e-3`, `10%` (value 0.1).  `text` is how it was written."""

    value: int | float
    text: str


@immutable
class String(Node):
    value: str


@immutable
class Boolean(Node):
    """`true` or `false`."""

    value: bool


@immutable
class Name(Node):
    id: str


@immutable
class ListOf(Node):
    """`[28, 28, 1]`."""

    items: tuple["Expression", ...]


@immutable
class SetOf(Node):
    """`{128, 256}`: the choices of a hyper-parameter."""

    items: tuple["Expression", ...]


@immutable
class TupleOf(Node):
    """`(q, kv)`: several values at once; never of one item."""

    items: tuple["Expression", ...]


@immutable
class Argument(Node):
    """`value` or `name = value`."""

    name: str | None
    value: "Expression"
    name_span: Span | None = field(default=None, compare=False, repr=False)


@immutable
class RecordOf(Node):
    """`(mean = a, log_var = b)`."""

    fields: tuple[Argument, ...]


@immutable
class Call(Node):
    function: "Expression"
    arguments: tuple[Argument, ...]


@immutable
class Attribute(Node):
    """`value.name`."""

    value: "Expression"
    name: str
    name_span: Span = field(compare=False, repr=False)


@immutable
class Slice(Node):
    """`start:stop` inside an index."""

    start: "Expression | None"
    stop: "Expression | None"


@immutable
class Index(Node):
    """`value[items]`."""

    value: "Expression"
    items: tuple["Expression | Slice", ...]


@immutable
class Unary(Node):
    """`-x` or `not c`."""

    operator: str
    operand: "Expression"


@immutable
class Binary(Node):
    """`+ - * / // @ ** == != < <= > >= and or`, with the operator's own place."""

    operator: str
    left: "Expression"
    right: "Expression"
    operator_span: Span = field(compare=False, repr=False)


@immutable
class Pipe(Node):
    """`left -> right`; `arrow` is the arrow's own place."""

    left: "Expression"
    right: "Expression"
    arrow: Span = field(compare=False, repr=False)


@immutable
class If(Node):
    """`if condition then a else b`."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"


@immutable
class For(Node):
    """`for name in start..stop { layer }`: the layers for each value, one after another."""

    name: str
    start: "Expression"
    stop: "Expression"
    body: "Expression"


Expression = (
    Number | String | Boolean | Name | ListOf | SetOf | TupleOf | RecordOf
    | Call | Attribute | Index | Unary | Binary | Pipe | If | For
)  # fmt: skip


# --- types ---------------------------------------------------------------------------------------


@immutable
class AnyDimension(Node):
    """`_`: one dimension of any size."""


@immutable
class RestDimensions(Node):
    """`...`: any number of dimensions."""


@immutable
class RaggedDimension(Node):
    """`t <= 256`: examples differ in length, up to a bound."""

    name: str
    bound: Expression


Dimension = Expression | AnyDimension | RestDimensions | RaggedDimension


@immutable
class TensorType(Node):
    """`[28, 28, 1]` (kind `real`), `int[t]`, `bool[n]`, `class[10]`, `text`, `boxes[n]`.

    `dimensions` is None where no brackets follow the kind (`text`).  In `class[10]` the one
    dimension is the number of classes, not an axis.
    """

    kind: str
    dimensions: tuple[Dimension, ...] | None


@immutable
class TypeField(Node):
    name: str
    type: TensorType


@immutable
class RecordType(Node):
    """`(mean: [16], log_var: [16])`."""

    fields: tuple[TypeField, ...]


Type = TensorType | RecordType
