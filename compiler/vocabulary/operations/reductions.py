"""Reductions: all values of an example, or those along one axis, as one."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Literal, Name, Prefix, call
from compiler.types import Dimension, Kind, Tensor, size
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, MASKED, At, Example, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.arithmetic import NUMBERS, joined_shape, number_kind
from compiler.vocabulary.speech import Operation

FLAGS = Tensor((3,), "bool")
COUNTS = Tensor((3,), "int")
TEXT = Tensor((3,), "text")
FLAG, COUNT = Tensor((), "bool"), Tensor((), "int")


class Reduction(Operation, abstract=True):
    """One value of all of an example's, or of each line along `axis`."""

    axis: int | None = arg("the axis that goes; all of the example's where not given", None)
    chapter = "Reductions"
    role = "reduction"
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (NUMBERS,)
    axes = "... -> "
    function: ClassVar[str] = ""
    """Its name in JAX and NumPy, where that is not the word's."""
    whole: ClassVar[bool] = False
    """Whether whole numbers (and truth values, counted) give a whole number."""
    extreme: ClassVar[str] = ""
    """The name of the function where it finds an extreme, "max" or "min"."""
    examples: ClassVar[tuple[Example, ...]] = (
        ok([2, 3], []),
        ok([2, 3], [2], axis=1),
        bad(TEXT, "takes real or int or bool"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        kind = self.gives if self.gives != "real" or not self.whole or inputs[0].kind == "real" else "int"
        return Tensor(self.left(inputs[0]), kind, self.meaning)  # type: ignore[arg-type]

    def left(self, x: Tensor) -> tuple[Dimension, ...] | None:
        """The axes that stay."""
        if x.shape is None:
            return None if self.axis is not None else ()
        if self.axis is None:
            return ()
        axis = position(self.axis, x, self.name)
        return x.shape[:axis] + x.shape[axis + 1 :]

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """One for each value of the input."""
        return size(inputs[0].shape or ())

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        goes = self.axis is None or axis == position(self.axis, inputs[input], self.name)
        return MASKED if goes else EACH

    def kept(self, at: At, value: Expr) -> dict[str, Expr]:
        """The keywords that keep padding along the axes that go out of the result."""
        where = at.where(value, self.along_axes(at))
        return {**where, **({"initial": self.beginning(at)} if where and self.extreme else {})}

    def along_axes(self, at: At) -> tuple[int, ...]:
        """The batched array's axes that go, from the front."""
        return at.example_axes() if self.axis is None else (position(self.axis, at.inputs[0], self.name) + 1,)

    def beginning(self, at: At) -> Expr:
        """What an extreme is at least compared with: no value lies beyond it."""
        sign = -1 if self.extreme == "max" else 1
        if at.inputs[0].kind == "real":
            return Prefix("-", Name("jnp.inf")) if sign < 0 else Name("jnp.inf")
        kind = {"int": "jnp.iinfo(jnp.int32)", "bool": "bool"}[at.inputs[0].kind]
        return Name(f"{kind}.{'min' if sign < 0 else 'max'}") if kind != "bool" else Literal(sign > 0)

    def gone(self, at: At) -> dict[str, int | tuple[int, ...]]:
        """The keyword that names the array's axes that go."""
        if self.axis is not None:
            return {"axis": at.axis(self.axis)}
        axes = at.example_axes()
        if not at.batched[0]:
            return {}
        return {"axis": -1 if len(axes) == 1 else axes}

    def apply(self, at: At, *inputs: Expr) -> Expr:
        # NumPy's and JAX's reduction over no axis at all, (), is the value itself in the result's kind.
        return at.np(self.function or self.name, *inputs, **self.gone(at), **self.kept(at, inputs[0]))


class Growing(Reduction, abstract=True):
    """One that grows with each value."""

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        return 1


class Logarithmic(Reduction, abstract=True):
    """One of `jax.nn`, of numbers that are given by their logarithms."""

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn(f"nn.{self.name}", *inputs, **self.gone(at), **self.kept(at, inputs[0]))


reduction, growing = partial(declare, __name__, Reduction), partial(declare, __name__, Growing)
logarithmic = partial(declare, __name__, Logarithmic)

# fmt: off
growing("sum", "The sum; of truth values, how many are true.", "sum over i of x[i]", whole=True,
    examples=(ok([2, 3], []), ok([2, 3], [2], axis=-1), ok([2, 3], [3], axis=0), ok([], []), ok(COUNTS, COUNT),
        ok(FLAGS, COUNT), bad([2, 3], "there is no axis 2", axis=2), bad(TEXT, "takes real or int or bool")))
growing("mean", "The mean; of truth values, the fraction that are true.", "1/n sum over i of x[i]",
    examples=(ok([2, 3], []), ok([2, 3], [3], axis=0), ok(FLAGS, []), bad([2, 3], "there is no axis -3", axis=-3)))
reduction("prod", "The product.", "product over i of x[i]", whole=True,
    examples=(ok([2, 3], []), ok([2, 3], [2], axis=1), ok(COUNTS, COUNT), bad(TEXT, "takes real or int or bool")))
reduction("var", "The variance: the mean squared distance from the mean.", "1/n sum over i of (x[i] - mean(x)) ** 2")
reduction("std", "The standard deviation: the square root of the variance.",
    "sqrt(1/n sum over i of (x[i] - mean(x)) ** 2)")
# fmt: on


class Median(Reduction):
    """The value in the middle."""

    formula = "the middle of sort(x)"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        axes = self.along_axes(at)
        if not at.ragged(axes):
            return super().apply(at, *inputs)
        x = at.only(inputs[0], axes, padding=Name("jnp.nan"))
        return call("jnp.nanmedian", x, **self.gone(at))


# fmt: off
logarithmic("logsumexp", "The logarithm of a sum of numbers given by their logarithms, without overflow.",
    "log(sum over i of exp(x[i]))")
logarithmic("logmeanexp", "The logarithm of a mean of numbers given by their logarithms, without overflow.",
    "log(1/n sum over i of exp(x[i]))")
# fmt: on


class Norm(Reduction):
    """The length of a vector: by order 2 as the crow flies, by order 1 along the axes."""

    order: int = arg("which power of the values is summed", 2, at_least=1, at_most=2)
    formula = "(sum over i of abs(x[i]) ** order) ** (1 / order)"
    examples = (
        ok([3], []),
        ok([2, 3], [2], axis=-1),
        ok([3], [], order=1),
        bad([3], "at most 2", order=3),
        bad(TEXT, "takes real or int or bool"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        value = inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0])
        if self.order == 1:
            return at.np("sum", at.np("abs", value), **self.gone(at), **self.kept(at, inputs[0]))
        return at.np("sqrt", at.np("sum", at.np("square", value), **self.gone(at), **self.kept(at, inputs[0])))


class Extreme(Reduction, abstract=True):
    """Of one tensor its extreme value; of several the extreme of each element."""

    inputs = ("x*",)
    aligned = True
    axes = "... -> "
    pairwise: ClassVar[str]

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return super().along(inputs, input, axis) if len(inputs) == 1 else EACH

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        kind: Kind = inputs[0].kind if len({tensor.kind for tensor in inputs}) == 1 else number_kind(inputs)
        if len(inputs) == 1:
            return Tensor(self.left(inputs[0]), kind, inputs[0].meaning)
        if self.axis is not None:
            raise Misfit(
                f"{self.name} of several tensors goes element by element and takes no axis",
                what="value",
                argument="axis",
            )
        same = len({tensor.meaning for tensor in inputs}) == 1
        return Tensor(joined_shape(self.name, inputs), kind, inputs[0].meaning if same else "value")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if len(inputs) == 1:
            return super().apply(at, *inputs)
        result = inputs[0]
        for value in inputs[1:]:
            result = at.np(self.pairwise, result, value)
        return result


extreme = partial(declare, __name__, Extreme)

# fmt: off
extreme("max", "The largest value; of several tensors, the largest of each element.", "max over i of x[i]",
    pairwise="maximum", extreme="max",
    examples=(ok([2, 3], []), ok([2, 3], [3], axis=0), ok(([3], [3]), [3]), ok((COUNTS, COUNTS, []), [3]),
        ok(COUNTS, COUNT), bad(([3], [4]), "[3] and [4]"), bad(([3], [3]), "takes no axis", axis=0)))
extreme("min", "The smallest value; of several tensors, the smallest of each element.", "min over i of x[i]",
    pairwise="minimum", extreme="min",
    examples=(ok([2, 3], []), ok([2, 3], [3], axis=0), ok(([], []), []), bad(([3], [4]), "[3] and [4]"),
        bad(TEXT, "takes real or int or bool")))
# fmt: on


class Truth(Reduction, abstract=True):
    """A reduction of truth values."""

    takes = (("bool",),)
    gives: ClassVar[Kind | None] = "bool"
    differentiable = False
    examples = (
        ok(FLAGS, FLAG),
        ok(Tensor((2, 3), "bool"), Tensor((2,), "bool"), axis=1),
        bad([3], "takes bool"),
    )


truth = partial(declare, __name__, Truth)

# fmt: off
truth("any", "Whether any of the values is true.", "x[0] or x[1] or ...")
truth("all", "Whether all of the values are true.", "x[0] and x[1] and ...")
truth("count", "How many of the values are true.", "sum over i of x[i]", gives="int", function="sum",
    examples=(ok(FLAGS, COUNT), ok(Tensor((2, 3), "bool"), Tensor((2,), "int"), axis=1), bad([3], "takes bool")))
# fmt: on
