"""What the runtime must know of an emitted program: the descriptor that stands beside it.

The program is Flax and Optax alone.  Which source its data come from, which of its functions is a loss, what a measure
is about: that is said here, in records that `compiler.descriptor.json` writes as `experiment.json` and reads again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Literal, NewType

from compiler.types import Kind, Meaning

Function = NewType("Function", str)
"""The name of one of the program's functions."""
Value = bool | int | float | str | None | tuple["Value", ...]
"""What an argument or a hyper-parameter may be; of a word, such as a schedule, the name."""
Size = int | str
"""The length of an axis or a number of classes; what only the data tell is named."""

PROGRAM, DESCRIPTOR = "program.py", "experiment.json"


def beside(program: str | PurePath) -> str:
    """The name of the descriptor of a program of this name: `experiment.json` of `program.py`."""
    path = PurePath(program)
    return DESCRIPTOR if path.name == PROGRAM else f"{path.stem}.{DESCRIPTOR}"


@dataclass(frozen=True)
class ArrayType:
    """One example's value as the runtime holds it: of a ragged axis the longest length there may be.

    Attributes:
        shape: None where the rank is not known.
        classes: of a class, how many there are; None where unknown.
        class_names: their names in order; () where they have none.
    """

    shape: tuple[Size, ...] | None
    kind: Kind
    meaning: Meaning = "value"
    classes: Size | None = None
    class_names: tuple[str, ...] = ()

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The shape of a value whose rank is known."""
        if self.shape is None:
            raise TypeError("the rank of this value is not known")
        return self.shape

    def without_first_axis(self) -> "ArrayType":
        return replace(self, shape=self.sizes[1:])


@dataclass(frozen=True)
class Split:
    """One `split`: parts by name, each a fraction of the training examples or, with `on`, values of that column.

    `by`, `order`, `stratify` and `on` are names of fields or columns, `by` also "time"; `within` are the parts that
    stay in the training split.
    """

    parts: Mapping[str, float | tuple[Value, ...]] = field(default_factory=dict)
    seed: int = 0
    by: str | None = None
    order: str | None = None
    stratify: str | None = None
    on: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataSet:
    """A data set.

    Attributes:
        source: the source's word, with its `arguments`.
        columns: (columns, fit) -> fields.
        fields: their types, by name.
        inputs: the fields that models are given: two examples that agree in them are the same to every model.
        windows: by field, which rows make an example, from its start on; `stride` is how far the starts are apart.
        sizes: what models are built with and only the data tell: "tokens", how many values that field has, by the name
            under which what tells it is kept; "place.shape[0]", the length of an axis, by its field.
        ragged: the fields whose examples differ in length, each with the name of that length.
        shortest: how long these must be at least, where that is more than 1.
    """

    name: str
    source: str
    columns: Function
    fields: Mapping[str, ArrayType]
    arguments: Mapping[str, Value] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()
    inputs: tuple[str, ...] = ()
    windows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    stride: int = 1
    sizes: Mapping[str, str] = field(default_factory=dict)
    ragged: Mapping[str, str] = field(default_factory=dict)
    shortest: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Start:
    """Arrays of the models, by their paths, that start as the initializer `word` says and not at 0.

    They are copies along so many `stacked` axes in front of their own.
    """

    word: str
    arrays: tuple[str, ...]
    arguments: Mapping[str, Value] = field(default_factory=dict)
    stacked: int = 0


@dataclass(frozen=True)
class Model:
    """A model; `weights` is their number, or a formula where the data tell it."""

    weights: Size


@dataclass(frozen=True)
class WayBack:
    """How a field is brought back to its `column`: `values` is an expression of `values`, `np` and `fit`."""

    column: str
    values: str


@dataclass(frozen=True)
class Input:
    """A value that a measure or picture is about; `title` is how the spec writes it."""

    title: str
    type: ArrayType
    undone: WayBack | None = None


@dataclass(frozen=True)
class ReportItem:
    """A measure or a `show`, or a loss to be averaged; `line` is the spec's.

    Of a `ragged` one the last input is the examples' lengths.
    """

    namespace: Literal["measure", "show", "loss"]
    word: str
    title: str
    line: int
    inputs: tuple[Input, ...]
    arguments: Mapping[str, Value] = field(default_factory=dict)
    ragged: bool = False

    def count(self, argument: str, default: int = 1) -> int:
        """An argument that is a whole number."""
        value = self.arguments.get(argument, default)
        return value if isinstance(value, int) else default

    def counts(self, argument: str) -> tuple[int, ...] | None:
        """An argument that is a list of whole numbers; None where it is not given."""
        value = self.arguments.get(argument)
        return tuple(one for one in value if isinstance(one, int)) if isinstance(value, tuple) else None


@dataclass(frozen=True)
class Objective:
    """A `minimize`: (models, batch) -> loss, and how the spec writes it."""

    loss: Function
    title: str


@dataclass(frozen=True)
class Optimizer:
    """(models, steps) -> the optimizer of some weights, which are named by their paths: "Policy", "Encoder.head"."""

    function: Function
    trains: tuple[str, ...]


@dataclass(frozen=True)
class Watch:
    """What a phase measures on the validation split: (models, batch) -> the values of each item, and their names."""

    function: Function
    names: tuple[str, ...]
    items: tuple[ReportItem, ...]


@dataclass(frozen=True)
class Phase:
    """A `train`.

    Attributes:
        on: the split of `data` that is trained on.
        fused: how many steps one call may make.
        step: (models, optimizers, batch) -> losses, which changes the former.
        accumulate: how many batches make one update.
        ema: of the weights' moving average; None where none is kept.
        stop_early: the epochs without a better look after which it ends.
        best: "loss" or the name of the measure that decides which weights are kept; None: the last ones.
        validate_every: the steps between looks at the validation split; None: an epoch.
    """

    name: str
    data: str
    on: str
    epochs: int
    batch: int
    seed: int
    fused: int
    objectives: tuple[Objective, ...]
    optimizers: tuple[Optimizer, ...]
    step: Function
    accumulate: int = 1
    ema: float | None = None
    stop_early: float | None = None
    best: str | None = None
    validate_every: int | None = None
    watch: Watch | None = None


@dataclass(frozen=True)
class Evaluation:
    """An `evaluate` of the split `on` of `data`, or of "all"; `outputs` is (models, batch) -> each item's values."""

    data: str
    on: str
    outputs: Function
    items: tuple[ReportItem, ...]


@dataclass(frozen=True)
class Experiment:
    """A program.

    Attributes:
        spec: the name of the file that it was compiled from; `compiler` the version of dlc.
        model: the class of the only model, or that of all models together; `starts` says where its arrays start.
    """

    name: str
    title: str
    spec: str
    compiler: str
    model: Function
    starts: tuple[Start, ...] = ()
    hypers: Mapping[str, Value] = field(default_factory=dict)
    models: Mapping[str, Model] = field(default_factory=dict)
    data: tuple[DataSet, ...] = ()
    phases: tuple[Phase, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()

    @property
    def seed(self) -> int:
        """Of the first weights."""
        return self.phases[0].seed if self.phases else 0

    @property
    def largest_batch(self) -> int:
        """The most examples that a phase takes at once."""
        return max((phase.batch for phase in self.phases), default=250)

    def data_set(self, name: str) -> DataSet:
        return next(data for data in self.data if data.name == name)

    def functions(self) -> Iterator[Function]:
        """Every function of the program that is named here."""
        yield self.model
        yield from (data.columns for data in self.data)
        for phase in self.phases:
            yield from (objective.loss for objective in phase.objectives)
            yield from (optimizer.function for optimizer in phase.optimizers)
            yield phase.step
            if phase.watch is not None:
                yield phase.watch.function
        yield from (evaluation.outputs for evaluation in self.evaluations)
