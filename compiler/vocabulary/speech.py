"""The parts of speech: what the words of each kind have in common."""

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from compiler.python.target import Expr, call, index
from compiler.types import Dimension, Tensor, Window
from compiler.types.dimensions import sized
from compiler.vocabulary.base import EACH, MASKED, REFUSED, At, Example, Finder, Schema, Word, use


class Layer(Word, abstract=True):
    """A word applied to a tensor by a pipe, with or without weights."""

    inputs: ClassVar[tuple[str, ...]] = ("x",)
    chapter = "Layers"


class Operation(Word, abstract=True):
    """A word computed from its tensors alone."""

    inputs: ClassVar[tuple[str, ...]] = ("x",)
    chapter = "Operations"


class OverPlaces(Word, abstract=True):
    """A word that takes places together, along every axis of an example but the last, its channels."""

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if axis < len(inputs[input].shape or ()) - 1 else REFUSED


class Loss(Word, abstract=True):
    """A loss of one example; what axes it leaves, the compiler takes the mean over."""

    inputs: ClassVar[tuple[str, ...]] = ("prediction", "label")
    chapter = "Losses"
    role = "loss"
    instead = "the axis that a loss takes together, the classes, is of one length; the places before it may differ"

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        found = super().along(inputs, input, axis)
        return EACH if found == REFUSED and self.axes == "..., ... -> ..." else found


class Feature(Word, abstract=True):
    """A transformation of a data set's column.  `fitted` features learn from the training split.

    It stands in the body of `data` only, but for those that are `outside` of it too.  Inputs from that of index
    `while_learning` on are functions, called while it learns and never again: new data need not have them.  `uneven`
    says that rows differ in the length of what it makes of them.
    """

    inputs: ClassVar[tuple[str, ...]] = ("x",)
    chapter = "Features"
    role = "feature"
    everywhere = REFUSED  # what it takes are arrays of one length
    fitted: ClassVar[bool] = False
    outside: ClassVar[bool] = False
    while_learning: ClassVar[int | None] = None
    uneven: ClassVar[bool] = False

    def gathers(self) -> Window | None:
        """Which rows of the source an example is made of, where the word gathers several."""
        return None

    def learns(self, inputs: Sequence[Tensor]) -> bool:
        """Whether the word has to see the training split before it can be applied."""
        return self.fitted

    def apply(self, at: At, *inputs: Expr) -> Expr:
        given = {key: at.config(value) for key, value in self.given().items()}
        return call(f"fit.{self.name}", *([at.key] if self.fitted else []), *inputs, **given)


class Sizing(Word, abstract=True):
    """A size that only the data of a field tell; it stands where a whole number known when compiling does."""

    inputs: ClassVar[tuple[str, ...]] = ("field",)
    chapter = "Sizes"
    role = "size"
    axes = "... -> "
    gives = "int"

    def size(self, field: Tensor, data: str, name: str) -> Dimension:
        """The number where the field's type has it, else its name."""
        return sized(f"{self.name}({data}.{name})", owner=f"{data}.{name}") if field.classes is None else field.classes


class Optimizer(Word, abstract=True):
    """An Optax gradient transformation, under Optax's name, its arguments under theirs; `moments`: see `kept`."""

    namespace = "optimizer"
    chapter = "Optimizers"
    moments: ClassVar[int] = 0
    library: ClassVar[str] = "optax"
    """The module that has the function of the word's name."""

    def kept(self) -> int:
        """How many numbers the optimizer keeps for each weight from step to step."""
        return self.moments

    def emit(self, at: At) -> Expr:
        """The first argument is written without its name."""
        first = next(iter(self.arguments), "")
        leading = [at.config(value) for key, value in self.config().items() if key == first and value is not None]
        return call(
            f"{self.library}.{self.name}",
            *leading,
            **{key: at.config(value) for key, value in self.given().items() if key != first},
        )


class Schedule(Word, abstract=True):
    """A learning rate that changes from step to step; `at.steps` is the number of steps in the phase."""

    namespace = "schedule"
    chapter = "Schedules"


class Initializer(Word, abstract=True):
    """Where a weight starts: Flax's initialiser, and the runtime's of the word's name, which draws on the host.

    `library` is Flax's function, under which names it takes the arguments is in `renamed`; `ranks` is how many axes
    it needs.
    """

    namespace = "initializer"
    chapter = "Initializers"
    library: ClassVar[str] = ""
    renamed: ClassVar[Mapping[str, str]] = {}
    ranks: ClassVar[int] = 0
    examples: ClassVar[tuple[Example, ...]] = (use(),)

    def emit(self, at: At) -> Expr:
        """`nnx.initializers.normal(stddev=0.05)`."""
        given = {self.renamed.get(key, key): value for key, value in self.config().items()}
        return call(self.library or f"nnx.initializers.{self.name}", **given)

    def draw(self, at: At, shape: Sequence[object]) -> Expr:
        """The values of an array: `nnx.initializers.normal(stddev=0.05)(rngs.params(), (784, 256))`."""
        missing = max(self.ranks - len(shape), 0)
        drawn = call(self.emit(at), call("rngs.params"), (*[1] * missing, *shape))
        return index(drawn, *[0] * missing) if missing else drawn


class Measure(Word, abstract=True):
    """A judgement of predictions against labels, over a whole split.

    `family` is the module of `runtime/evaluate/measures` that computes it and says what the report shows of it; "" of
    one that has its own, under its name.
    """

    namespace = "measure"
    family: ClassVar[str] = ""
    inputs: ClassVar[tuple[str, ...]] = ("prediction", "label")
    chapter = "Measures"
    role = "measure"

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if axis == 0 else REFUSED  # the runtime judges the true places only


class Show(Word, abstract=True):
    """A picture or table in the report."""

    namespace = "show"
    inputs: ClassVar[tuple[str, ...]] = ("x*",)
    chapter = "Pictures"
    role = "show"


class Source(Word, abstract=True):
    """Where examples come from.  `schema` states the columns without reading the examples.

    `files` are patterns of the names of files that it reads, `holds` those of the files in a folder that it reads;
    `absent` says why its columns are not known where it is not there, and what to do.
    """

    namespace = "source"
    chapter = "Sources"
    role = "data"
    files: ClassVar[tuple[str, ...]] = ()
    holds: ClassVar[tuple[str, ...]] = ()
    absent: ClassVar[tuple[str, str]] = (
        "its file was not found",
        "say where the data are with `--data DIR` or DLC_DATA",
    )

    def paths(self) -> tuple[str, ...]:
        """What must be found on disk, by the names that a finder is asked for."""
        return ()

    def schema(self, find: Finder) -> Schema | None:
        """The columns, splits and rows; None where they cannot be known before the data are there.

        Raises `Misfit` where the data are there and wrong.
        """
        raise NotImplementedError

    def reading(self, columns: Collection[str]) -> "Source":
        """The source as it is read where these are the columns wanted; raises `Misfit` where no row has them all."""
        return self
