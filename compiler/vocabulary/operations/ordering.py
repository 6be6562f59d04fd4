"""Words that put values in order: sorted, the largest of them, and where they stand."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Literal, Name, Prefix, Range, call, index
from compiler.types import Tensor, size
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import REFUSED, At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.along_axis import AlongAxis
from compiler.vocabulary.operations.reductions import COUNTS, TEXT, Reduction
from compiler.vocabulary.speech import Operation

CLASS_10 = Tensor((), "class", classes=10)


class Ordering(AlongAxis, abstract=True):
    """A word that orders each line along an axis."""

    axis: int = arg("the axis along which they are ordered", -1)
    descending: bool = arg("the largest first", False)

    def keys(self, at: At, x: Expr) -> Expr:
        """What is ordered, the smallest first: padding comes after all of an example's values."""
        last = Name("jnp.inf") if at.inputs[0].kind == "real" else Name("jnp.iinfo(jnp.int32).max")
        return at.only(Prefix("-", x) if self.descending else x, (self.spot(at),), padding=last)


class Sort(Ordering):
    """The values in order along an axis, the smallest first."""

    formula = "y[i] <= y[i + 1]"
    examples = (
        ok([5], [5]),
        ok([5, 3], [5, 3], axis=0),
        ok(COUNTS, COUNTS, descending=True),
        bad([], "at least 1 axis"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        result = at.np("sort", self.keys(at, inputs[0]), axis=at.axis(self.axis))
        return at.filled(Prefix("-", result) if self.descending else result, (self.spot(at),))


class Argsort(Ordering):
    """Where the values stand that come first, second, ... in order along an axis, the smallest first."""

    gives = "int"
    differentiable = False
    formula = "x[y[i]] <= x[y[i + 1]]"
    examples = (
        ok([5], Tensor((5,), "int")),
        ok([5, 3], Tensor((5, 3), "int"), axis=0),
        ok([5], Tensor((5,), "int"), descending=True),
        bad([], "at least 1 axis"),
        bad(TEXT, "takes real or int"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        stable = {"kind": "stable"} if at.numpy == "np" else {}
        order = at.np("argsort", self.keys(at, inputs[0]), axis=at.axis(self.axis), **stable)
        return at.filled(order, (self.spot(at),))


class Arg(Reduction, abstract=True):
    """Where the extreme stands: a class of the axis's size."""

    differentiable = False

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        # A place in reading order counts from the front: padding at the end of the first axis comes after all.
        return REFUSED if self.axis is None and axis > 0 else super().along(inputs, input, axis)

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        (x,) = inputs
        if x.shape is None:
            return Tensor(self.left(x), "int")
        if not x.shape:
            raise Misfit(f"{self.name} takes a tensor of at least 1 axis, but here is {x}", input=0)
        if self.axis is None and len(x.shape) > 1:
            return Tensor((), "int")
        return Tensor(self.left(x), "class", classes=x.shape[position(self.axis or 0, x, self.name)])

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x = at.only(inputs[0], self.along_axes(at), padding=self.beginning(at))
        if self.axis is not None or len(at.inputs[0].shape or ()) == 1:
            return at.np(self.name, x, axis=at.axis(-1 if self.axis is None else self.axis))
        flat = at.np("reshape", x, (-1, size(at.inputs[0].shape or ()))) if at.batched[0] else x
        return at.np(self.name, flat, axis=-1) if at.batched[0] else at.np(self.name, flat)


arg_reduction = partial(declare, __name__, Arg)

# fmt: off
arg_reduction("argmax", """Where the largest value stands; of scores, the class that they speak for.

    Over several axes it is the place in reading order.
    """, "i with x[i] = max(x)", extreme="max",
    examples=(ok([10], CLASS_10), ok([5, 3], Tensor((5,), "class", classes=3), axis=-1), ok([5, 3], Tensor((), "int")),
        bad([], "at least 1 axis"), bad([10], "there is no axis 1", axis=1)))
arg_reduction("argmin",
    "Where the smallest value stands.  Over several axes it is the place in reading order.", "i with x[i] = min(x)",
    extreme="min",
    examples=(ok([10], CLASS_10), ok([5, 3], Tensor((3,), "class", classes=5), axis=0), bad([], "at least 1 axis")))
# fmt: on


class Top(Operation, abstract=True):
    """The k largest values of each line along the last axis, the largest first."""

    k: int = arg("how many", at_least=1)
    chapter = "Reductions"
    role = "reduction"
    axes = "... n -> ... k"
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int"),)
    part: ClassVar[int]
    instead = "an example may have fewer: `max` finds the largest, `sort(descending = true)` orders all"

    def infer(self, *inputs: Tensor) -> Tensor:
        result = super().infer(*inputs)
        length = inputs[0].shape[-1] if inputs[0].shape else None
        if isinstance(length, int) and self.k > length:
            reason = f"{self.name} chooses {self.k} of the last axis, but it has only {length} in {inputs[0]}"
            raise Misfit(reason, what="value", argument="k")
        classes = length if result.kind == "class" else None
        return Tensor(result.shape, result.kind, result.meaning, classes)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if at.numpy == "jnp":
            return index(call("jax.lax.top_k", *inputs, self.k), self.part)
        order = at.np("argsort", Prefix("-", inputs[0]), axis=-1, kind="stable")
        first = index(order, Name("..."), Range(None, Literal(self.k)))
        return first if self.part else at.np("take_along_axis", *inputs, first, axis=-1)


top = partial(declare, __name__, Top)

# fmt: off
top("top_k", "The k largest values of the last axis, the largest first.", "y[0] >= ... >= y[k - 1], the largest of x",
    gives=None, part=0,
    examples=(ok([10], [3], k=3), ok(Tensor((5, 4), "int"), Tensor((5, 2), "int"), k=2), bad([10], "only 10", k=11),
        bad([], "at least 1 axis", k=1)))
top("argtop_k", "Where the k largest values of the last axis stand, that of the largest first.",
    "i[0], ..., i[k - 1] with x[i[0]] >= ... >= x[i[k - 1]], the largest of x", gives="class", part=1,
    differentiable=False,
    examples=(ok([10], Tensor((3,), "class", classes=10), k=3), bad([10], "only 10", k=11),
        bad(TEXT, "takes real or int", k=1)))
# fmt: on
