"""The typed IR: a small closed set of immutable nodes, each with its span.

Values form a graph: a node used twice is one object, so identity is equality (`eq=False`).
Modules own weights; functions compute values from inputs and the weights of their module.
Everything about a word (layer, operation, loss, ...) is in its declaration, `Apply.word`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field

from compiler.types import Record, Tensor, Type, Window
from compiler.vocabulary.base import Word
from compiler.vocabulary.speech import Source as SourceWord
from dsl.immutable import unique
from dsl.spans import Source, Span

# --- weights and who owns them -------------------------------------------------------------------


@unique
class Layer:
    """A word with weights or state, built once: attribute `name` of its module."""

    name: str
    word: Word
    inputs: tuple[Tensor, ...]
    span: Span


@unique
class WeightSite:
    """A hand-written `weight`; `initial` is a number or an initializer word."""

    name: str
    type: Tensor
    initial: "float | Word"
    span: Span


@unique
class Part:
    """A block's instance inside a module: attribute `name`, with weights of its own."""

    name: str
    module: "Module"
    span: Span


@unique
class Stack:
    """`count * layer`: that many copies of a module in a row, each with its own weights."""

    name: str
    count: int
    module: "Module"
    span: Span


@unique
class Reference:
    """A model used inside another: the same weights, not a copy."""

    name: str
    module: "Module"
    span: Span


Member = Layer | WeightSite | Part | Stack | Reference


@unique
class Module:
    """A thing with weights: one `nnx.Module` class of the program, one cluster of the diagram.

    `kind` is "model", "block" (an instance of a block) or "copy" (what `N * layer` repeats).
    `members` are in the order of first use.  `config` holds a block's compile-time arguments,
    and `title` what the diagram calls it: `bottleneck(64, stride = 2)`.
    """

    name: str
    kind: str
    title: str
    members: tuple[Member, ...]
    functions: tuple["Function", ...]
    span: Span
    config: tuple[tuple[str, object], ...] = ()

    def function(self, name: str = "__call__") -> "Function":
        """The function of a name: of several, for inputs of several shapes, the first."""
        return next(function for function in self.functions if function.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the functions, each once."""
        return tuple(dict.fromkeys(function.name for function in self.functions))


@unique
class Function:
    """`name` is "__call__" or that of a `def`; `result` is computed from `inputs` and the module's members.

    A module that is applied to inputs of several shapes has a function of that name for each.  The program may then
    call it otherwise, `method`, and its lengths along ragged axes as those of the first of them, `lengths`.
    """

    name: str
    inputs: tuple["Input", ...]
    result: "Value"
    span: Span
    method: str = ""
    lengths: tuple[str, ...] = ()


def inside(member: Member) -> tuple[Member, ...]:
    """The members of what a member is: none of a layer or weight."""
    return () if isinstance(member, Layer | WeightSite) else member.module.members


# --- values --------------------------------------------------------------------------------------


@unique
class Input:
    """A function's parameter."""

    name: str
    type: Type
    span: Span


@unique
class Column:
    """A column: of a data set in `train` and `evaluate`, of its source inside a data body."""

    data: str
    name: str
    type: Tensor
    span: Span


@unique
class Constant:
    """A number, boolean or nested tuple of them, the same for every example."""

    value: object
    type: Tensor
    span: Span


@unique
class Parameter:
    """The value of a hand-written weight.  Read from outside its model (`RBM.w`), `owner` is that model."""

    site: WeightSite
    type: Tensor
    span: Span
    owner: "Module | None" = None


@unique
class Apply:
    """A word applied to tensors.  `layer` is set where the word has weights or state.

    `name` is what `let` called the value; `piped` where it was written with an arrow.
    """

    word: Word
    inputs: tuple["Value", ...]
    type: Tensor
    span: Span
    layer: Layer | None = None
    name: str | None = None
    piped: bool = False


@unique
class Invoke:
    """A module's function applied: a model from outside (`member` None), a part, stack or reference from inside."""

    module: Module
    function: Function
    inputs: tuple["Value", ...]
    type: Type
    span: Span
    member: Part | Stack | Reference | None = None
    name: str | None = None


@unique
class Pack:
    """A record of values."""

    fields: tuple[tuple[str, "Value"], ...]
    type: Record
    span: Span


@unique
class Pick:
    """One field of a record."""

    value: "Value"
    field: str
    type: Type
    span: Span
    name: str | None = None


Value = Input | Column | Constant | Parameter | Apply | Invoke | Pack | Pick


def operands(value: Value) -> tuple[Value, ...]:
    """The values that a value is directly computed from."""
    match value:
        case Apply(inputs=inputs) | Invoke(inputs=inputs):
            return inputs
        case Pack(fields=fields):
            return tuple(item for _, item in fields)
        case Pick(value=whole):
            return (whole,)
        case Input() | Column() | Constant() | Parameter():
            return ()


def walk(*roots: Value) -> Iterator[Value]:
    """Every value that the roots are computed from, each once, operands before their users."""
    seen: set[int] = set()
    pending: list[tuple[Value, bool]] = [(root, False) for root in reversed(roots)]
    while pending:
        value, ready = pending.pop()
        if ready:
            yield value
        elif id(value) not in seen:
            seen.add(id(value))
            pending.append((value, True))
            pending.extend((operand, False) for operand in reversed(operands(value)))


# --- the experiment ------------------------------------------------------------------------------


@unique
class DataField:
    """A field of a data set: computed from its source's columns (`Column`s of the same data name).

    With a `window`, `value` is of one row, and `type` that of the rows of the window.
    """

    name: str
    type: Tensor
    value: Value
    span: Span
    window: Window | None = None


@unique
class Split:
    """One `split`: parts by name, each a fraction of the training examples or, with `on`, values of that column.

    `by` is None (at random), "time" or a column's name, rows of one value staying together; `order` the column that
    tells the time; `stratify` the field whose classes each part holds alike.
    """

    parts: tuple[tuple[str, float | tuple[object, ...]], ...]
    by: str | None
    order: str | None
    stratify: str | None
    on: str | None
    seed: int
    span: Span


@unique
class DataSet:
    """A source's examples: `splits` are those that the spec asks for, `own_splits` those that the source brings.

    `source` is the source word with its arguments, `ranges` the least and largest value of its columns where known.
    """

    name: str
    source: SourceWord
    fields: tuple[DataField, ...]
    splits: tuple[Split, ...]
    own_splits: tuple[str, ...]
    span: Span
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, float | tuple[object, ...]]:
        """What the spec asks for, by name."""
        return {name: part for split in self.splits for name, part in split.parts}


@unique
class Weights:
    """The weights of a model, or of the part of it that `path` leads to, by the names of members."""

    model: Module
    path: tuple[str, ...]
    span: Span

    @property
    def title(self) -> str:
        return ".".join((self.model.name, *self.path))

    def part(self) -> "Module | Member":
        """What holds them: the model itself, or the member that the path leads to."""
        part: Module | Member = self.model
        for name in self.path:
            members = part.members if isinstance(part, Module) else inside(part)
            part = next(member for member in members if member.name == name)
        return part


@unique
class Update:
    """`over weights using optimizer`: the weights that one optimizer changes; `span` is where it is written."""

    weights: tuple[Weights, ...]
    optimizer: Word
    span: Span


@unique
class Objective:
    """`minimize`: one gradient step a batch, each update by its own optimizer."""

    loss: Value
    updates: tuple[Update, ...]
    span: Span

    @property
    def weights(self) -> tuple[Weights, ...]:
        """All weights that it changes."""
        return tuple(weights for update in self.updates for weights in update.weights)


@unique
class Phase:
    """A `train`: `on` names the split; `epochs` passes in batches of `batch` examples.

    `measures` are watched on the validation split; `best` is "loss" or the name of the measure that decides (see
    `names`), None where the last weights are kept.
    """

    name: str
    data: DataSet
    on: str
    epochs: int
    batch: int
    seed: int
    precision: str
    objectives: tuple[Objective, ...]
    span: Span
    measures: tuple["ReportItem", ...] = ()
    accumulate: int = 1
    ema: float | None = None
    stop_early: float | None = None
    best: str | None = None
    validate_every: int | None = None


@unique
class ReportItem:
    """A measure or a `show`: a word with the values it is about.  `title` is how it was written."""

    word: Word
    inputs: tuple[Value, ...]
    title: str
    span: Span


@unique
class Evaluation:
    """An `evaluate`; `on` is "train", "test", "all" or a split's name."""

    data: DataSet
    on: str
    items: tuple[ReportItem, ...]
    span: Span


@unique
class Experiment:
    """A whole spec, checked and typed."""

    name: str
    title: str
    data: tuple[DataSet, ...]
    models: tuple[Module, ...]
    phases: tuple[Phase, ...]
    evaluations: tuple[Evaluation, ...]
    hypers: tuple[tuple[str, object], ...]
    source: Source = field(repr=False)
