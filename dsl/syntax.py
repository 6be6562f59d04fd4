"""The syntax tree: what a `.dl` text says, before anything is known about its names.

Every node is immutable and keeps its span.  Equality ignores spans, so two texts that
say the same thing in different layouts have equal trees.
"""

from dataclasses import field

from dsl.immutable import immutable
from dsl.spans import Source, Span


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


# --- statements ----------------------------------------------------------------------------------


@immutable
class Import(Node):
    path: str


@immutable
class Hyper(Node):
    """`hyper name = value in range`."""

    name: str
    value: Expression
    range: Expression | None
    name_span: Span = field(compare=False, repr=False)


@immutable
class Field(Node):
    """`name: type = value` in a data body; without a value, the source's column of that name."""

    name: str
    type: Type
    value: Expression | None
    name_span: Span = field(compare=False, repr=False)


@immutable
class Split(Node):
    """`split by = time, validation = 10%`."""

    arguments: tuple[Argument, ...]


@immutable
class Data(Node):
    """`data name = source(...) { fields; splits }`; `body` is None without braces."""

    name: str
    source: Expression
    body: tuple["Statement", ...] | None
    name_span: Span = field(compare=False, repr=False)


@immutable
class Parameter(Node):
    """`x: [h, w, c]` is a tensor; `width` or `stride = 1` a compile-time value."""

    name: str
    type: Type | None
    default: Expression | None
    name_span: Span = field(compare=False, repr=False)


@immutable
class Body(Node):
    """The statements between braces, or (`braces` false) the one expression after `=`.

    The value of a body is that of its last statement, an `ExpressionStatement`.
    """

    statements: tuple["Statement", ...]
    braces: bool


@immutable
class Block(Node):
    """`parameters` is None where the name stands alone (`block head = dense(10)`)."""

    name: str
    parameters: tuple[Parameter, ...] | None
    result: Type | None
    body: Body
    name_span: Span = field(compare=False, repr=False)


@immutable
class Model(Node):
    """Three forms: `model N(x: s) -> s { ... }`, `model N = layer`, `model N { weight ...; def ... }`."""

    name: str
    parameters: tuple[Parameter, ...] | None
    result: Type | None
    body: Body
    name_span: Span = field(compare=False, repr=False)


@immutable
class Weight(Node):
    """`weight w: [784, 256] = normal(0.01)`."""

    name: str
    type: Type
    value: Expression
    name_span: Span = field(compare=False, repr=False)


@immutable
class Def(Node):
    """`def hidden(v: [784]) = sigmoid(v @ w + c)`."""

    name: str
    parameters: tuple[Parameter, ...]
    result: Type | None
    body: Body
    name_span: Span = field(compare=False, repr=False)


@immutable
class Target(Node):
    """A name that a `let` binds."""

    name: str


@immutable
class Let(Node):
    """`let a = e` (one target) or `let (a, b) = e`."""

    targets: tuple[Target, ...]
    value: Expression


@immutable
class Part(Node):
    """`over A, B.head using optimizer`; `weights` is empty without `over`."""

    weights: tuple[Expression, ...]
    optimizer: Expression


@immutable
class Minimize(Node):
    """`minimize loss over A using x, B using y`: one part for each `using`."""

    loss: Expression
    parts: tuple[Part, ...]


@immutable
class Train(Node):
    """`train name(epochs = 10, ...) { ... }`; `name` is None where the phase has none."""

    name: str | None
    arguments: tuple[Argument, ...]
    body: tuple["Statement", ...]


@immutable
class Show(Node):
    """`show images(x, y)`."""

    call: Expression


@immutable
class Evaluate(Node):
    arguments: tuple[Argument, ...]
    body: tuple["Statement", ...]


@immutable
class ExpressionStatement(Node):
    value: Expression


Statement = (
    Import | Hyper | Data | Field | Split | Block | Model | Weight | Def | Let
    | Minimize | Train | Show | Evaluate | ExpressionStatement
)  # fmt: skip


@immutable
class Comment(Node):
    """`# ...` to the end of the line; `alone` where nothing stands before it on its line."""

    text: str
    alone: bool


@immutable
class File(Node):
    """A whole text.  Comments are kept beside the tree, in order, for the formatter.

    `broken` are the statements that hold a syntax error, as far as they could be read.
    """

    statements: tuple[Statement, ...]
    comments: tuple[Comment, ...] = field(compare=False, repr=False)
    source: Source = field(compare=False, repr=False)
    broken: tuple[Statement, ...] = field(default=(), compare=False, repr=False)
