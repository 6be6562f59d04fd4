"""Words that choose, order or move values by their places."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Literal, Name, call, index
from compiler.types import Dimension, Shape, Tensor
from compiler.vocabulary.at import along
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, MASKED, REFUSED, At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.along_axis import AlongAxis
from compiler.vocabulary.operations.reductions import COUNTS, TEXT
from compiler.vocabulary.operations.shaping import ANY, FIRST_OR_LAST, Shaping
from compiler.vocabulary.speech import Operation


class Moving(AlongAxis, abstract=True):
    """A word that moves values along one axis."""

    chapter = "Shapes"
    role = "shape"
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (ANY,)
    moves = True


class Flip(Moving):
    """The values in the opposite order along an axis."""

    formula = "y[i] = x[n - 1 - i]"
    examples = (ok([28, 28, 1], [28, 28, 1], axis=1), ok([5], [5]), bad([5], "there is no axis 1", axis=1))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        for axis, length in self.lengths(at):
            return call("flipped", *inputs, length, **along(axis))
        return at.np("flip", *inputs, axis=at.axis(self.axis))


class Roll(Moving):
    """The values moved along an axis; what leaves it at one end comes in at the other."""

    shift: int = arg("by how many places; below 0 backwards")
    formula = "y[i] = x[(i - shift) mod n]"
    examples = (ok([5], [5], shift=1), ok([5, 3], [5, 3], shift=-2, axis=0), bad([], "at least 1 axis", shift=1))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        for axis, length in self.lengths(at):
            return call("rolled", *inputs, length, self.shift, **along(axis))
        return at.np("roll", *inputs, self.shift, axis=at.axis(self.axis))


class Multiplying(Moving, abstract=True):
    """A word that makes an axis so many times as long."""

    count: int = arg("how many times", at_least=1)
    examples = (ok([5], [10], count=2), ok([5, 3], [15, 3], count=3, axis=0), bad([5], "at least 1", count=0))

    def length(self, length: Dimension) -> Dimension:
        return length * self.count


class Repeat(Multiplying):
    """Each value several times, one behind the other."""

    ragged = EACH
    formula = "[a, b] as [a, a, b, b]"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("repeat", *inputs, self.count, axis=at.axis(self.axis))


class Tile(Multiplying):
    """The whole several times, one behind the other."""

    formula = "[a, b] as [a, b, a, b]"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        for axis, length in self.lengths(at):
            return call("tiled", *inputs, length, self.count, **along(axis))
        return at.np("concatenate", [inputs[0]] * self.count, axis=at.axis(self.axis))


class Take(Moving):
    """The values at the given places of an axis, in their order."""

    at: tuple[int, ...] = arg("the places; below 0 counted from the end")
    instead = FIRST_OR_LAST
    formula = "y[i] = x[at[i]]"
    examples = (
        ok([5], [2], at=(0, 3)),
        ok([5, 3], [3, 3], at=(-1, 0, 0), axis=0),
        bad([5], "there is no place 5", at=(0, 5)),
        bad([5], "at least one", at=()),
    )

    def length(self, length: Dimension) -> Dimension:
        if not self.at:
            raise Misfit("take needs at least one place", what="value", argument="at")
        for place in self.at:
            if isinstance(length, int) and not -length <= place < length:
                raise Misfit(f"there is no place {place} on an axis of {length}", what="value", argument="at")
        return len(self.at)

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        found = super().along(inputs, input, axis)
        return found if found == EACH or set(self.at) <= {0, -1} else REFUSED

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x = inputs[0]
        for axis, length in self.lengths(at):
            x = call("filled", x, length, **along(axis))  # the last place of each is the array's last then
        return at.np("take", x, at.np("array", list(self.at)), axis=at.axis(self.axis))


class Gather(Operation):
    """The values at places that a tensor of whole numbers names, along an axis; all other axes are the same."""

    inputs = ("x", "index")
    axis: int = arg("the axis", -1)
    chapter = "Shapes"
    role = "shape"
    axes = "... n, ... m -> ... m"
    gives = None
    takes = (("real", "int", "bool"), ("int", "class"))
    formula = "y[i] = x[index[i]]"
    examples = (
        ok(([5], Tensor((2,), "int")), [2]),
        ok(([5, 3], Tensor((2, 3), "int")), [2, 3], axis=0),
        ok((COUNTS, Tensor((4,), "class", classes=3)), Tensor((4,), "int")),
        bad(([5], [2]), "takes int or class"),
        bad(([5, 3], Tensor((2, 4), "int")), "differ along axis 0 only", axis=0),
        bad(([5], Tensor((2, 2), "int")), "differ along axis -1 only"),
    )
    computes = False

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        x, places = inputs
        if x.shape is None or places.shape is None:
            return x.reshaped(places.shape)
        spot = position(self.axis, x, self.name)
        same = len(x.shape) == len(places.shape)
        if not same or any(a != b for i, (a, b) in enumerate(zip(x.shape, places.shape, strict=True)) if i != spot):
            reason = f"gather takes shapes that differ along axis {self.axis} only, but here are {x} and {places}"
            raise Misfit(reason, input=1)
        return x.reshaped(places.shape)

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if input == 0 and axis == position(self.axis, inputs[0], self.name) else EACH

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x, places = at.together(inputs)
        for _, length in at.ragged((position(self.axis, at.inputs[0], self.name) + 1,)):
            places = call("counted", places, length, (at.inputs[0].shape or ())[self.axis])
        axis = self.axis + 1 if any(at.batched) and self.axis >= 0 else self.axis
        return at.np("take_along_axis", x, places, axis=axis)


class Pick(Operation):
    """Of each line along the last axis the one value that a class names."""

    inputs = ("x", "label")
    chapter = "Shapes"
    role = "shape"
    axes = "... n, ... -> ..."
    gives = None
    takes = (("real", "int", "bool"), ("int", "class"))
    formula = "y = x[label]"
    examples = (
        ok(([10], Tensor((), "class", classes=10)), []),
        ok(([5, 3], Tensor((5,), "int")), [5]),
        bad(([10], [3]), "takes int or class"),
        bad(([5, 3], Tensor((3,), "int")), "equal sizes"),
        bad(([3], Tensor((), "class", classes=10)), "3 values, but the label has 10 classes"),
    )
    computes = False

    def infer(self, *inputs: Tensor) -> Tensor:
        x, label = inputs
        values = x.shape[-1] if x.shape else None
        if isinstance(values, int) and isinstance(label.classes, int) and label.classes > values:
            reason = f"pick chooses one of {values} values, but the label has {label.classes} classes"
            raise Misfit(reason, input=1)
        result = super().infer(*inputs)
        return Tensor(result.shape, x.kind, x.meaning)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x, label = at.together(inputs)
        spot = index(label, Name("..."), Literal(None))
        return index(at.np("take_along_axis", x, spot, axis=-1), Name("..."), Literal(0))


class Diff(AlongAxis):
    """The differences of neighbours along an axis: one value fewer."""

    chapter = "Shapes"
    formula = "y[i] = x[i + 1] - x[i]"
    examples = (
        ok([5], [4]),
        ok([5, 3], [4, 3], axis=0),
        ok(COUNTS, Tensor((2,), "int")),
        bad([1], "at least 2"),
        bad(TEXT, "takes real or int"),
    )

    def length(self, length: Dimension) -> Dimension:
        if isinstance(length, int) and length < 2:
            raise Misfit(f"diff takes neighbours, so the axis must be at least 2, not {length}", input=0)
        return length - 1

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.filled(at.np("diff", *inputs, axis=at.axis(self.axis)))


class Matrix(Shaping, abstract=True):
    """A word about the last two axes, a matrix's."""

    takes: ClassVar[tuple[tuple[str, ...], ...]] = (ANY,)
    everywhere = EACH

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        if len(shape) < 2:
            raise Misfit(f"{self.name} takes a matrix, of at least 2 axes, but here is {tensor}", input=0)
        return shape


class Triangle(Matrix, abstract=True):
    """One half of a matrix, the other half 0."""

    offset: int = arg("which diagonal is its edge: above the main one where above 0", 0)
    takes = (("real", "int", "bool"),)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np(self.name, *inputs, **({"k": self.offset} if self.offset else {}))


triangle = partial(declare, __name__, Triangle)

# fmt: off
triangle("tril", "The matrix's values below its diagonal and on it; 0 above.", "x[i, j] where j <= i + offset, else 0",
    examples=(ok([4, 4], [4, 4]), ok([2, 3, 3], [2, 3, 3], offset=-1), bad([4], "a matrix")))
triangle("triu", "The matrix's values above its diagonal and on it; 0 below.", "x[i, j] where j >= i + offset, else 0",
    examples=(ok([4, 4], [4, 4]), ok([2, 3, 3], [2, 3, 3], offset=1), bad([4], "a matrix")))
# fmt: on


class Diagonal(Matrix):
    """The matrix's values on its diagonal."""

    instead = "of a square matrix, [t, t], it gives t values"
    formula = "y[i] = x[i, i]"
    examples = (ok([4, 4], [4]), ok([2, 3, 5], [2, 3]), bad([4], "a matrix"))

    def shaped(self, shape: Shape, tensor: Tensor) -> Shape:
        rows, columns = super().shaped(shape, tensor)[-2:]
        shorter = min(rows, columns) if isinstance(rows, int) and isinstance(columns, int) else rows
        return (*shape[:-2], shorter)

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        shape = inputs[input].shape or ()
        return EACH if axis < len(shape) - 2 or shape[-2] == shape[-1] else REFUSED

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("diagonal", *inputs, axis1=-2, axis2=-1)
