"""The syntax tree: what a `.dl` text says, before anything is known about its names.

Every node is immutable and keeps its span.  Equality ignores spans, so two texts that
say the same thing in different layouts have equal trees.
"""

from dataclasses import field

from dsl.expressions import (
    AnyDimension,
    Argument,
    Attribute,
    Binary,
    Boolean,
    Call,
    Dimension,
    Expression,
    For,
    If,
    Index,
    ListOf,
    Name,
    Node,
    Number,
    Pipe,
    RaggedDimension,
    RecordOf,
    RecordType,
    RestDimensions,
    SetOf,
    Slice,
    String,
    TensorType,
    TupleOf,
    Type,
    TypeField,
    Unary,
)
from dsl.immutable import immutable
from dsl.spans import Source, Span

__all__ = [
    "AnyDimension",
    "Argument",
    "Attribute",
    "Binary",
    "Block",
    "Body",
    "Boolean",
    "Call",
    "Comment",
    "Data",
    "Def",
    "Dimension",
    "Evaluate",
    "Expression",
    "ExpressionStatement",
    "Field",
    "File",
    "For",
    "Hyper",
    "If",
    "Import",
    "Index",
    "Let",
    "ListOf",
    "Minimize",
    "Model",
    "Name",
    "Node",
    "Number",
    "Parameter",
    "Part",
    "Pipe",
    "RaggedDimension",
    "RecordOf",
    "RecordType",
    "RestDimensions",
    "SetOf",
    "Show",
    "Slice",
    "Split",
    "Statement",
    "String",
    "Target",
    "TensorType",
    "Train",
    "TupleOf",
    "Type",
    "TypeField",
    "Unary",
    "Weight",
]


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
