"""Words that put tensors together."""

from collections.abc import Sequence

from compiler.python.target import Expr, Literal, call
from compiler.types import Kind, Shape, Tensor
from compiler.vocabulary.at import along
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, MASKED, At, Misfit, arg, bad, ok
from compiler.vocabulary.operations.shaping import CLASS
from compiler.vocabulary.speech import Operation


def joined_type(word: str, inputs: tuple[Tensor, ...]) -> Tensor:
    """The type of the elements of several tensors put together; raises `Misfit` where they are of different sorts."""
    first = inputs[0]
    kinds = {tensor.kind for tensor in inputs}
    if len(kinds) > 1 and not kinds <= {"real", "int", "bool"}:
        odd = next(i for i, tensor in enumerate(inputs) if tensor.kind != first.kind)
        raise Misfit(
            f"{word} takes tensors of one kind, but here are {first} and {inputs[odd]}", what="kind", input=odd
        )
    kind: Kind = first.kind if len(kinds) == 1 else "real"
    if any((tensor.meaning, tensor.classes) != (first.meaning, first.classes) for tensor in inputs):
        return Tensor(None, kind if kind != "class" else "int")
    return Tensor(None, kind, first.meaning, first.classes, first.class_names)


def joinable(a: Shape, b: Shape) -> str:
    """How two tensors can be put together after all."""
    if len(a) != len(b):
        return "make vectors of them first: `concat(x -> flatten, y -> flatten)`"
    different = [i for i, (left, right) in enumerate(zip(a, b, strict=True)) if left != right]
    if len(different) == 1:
        return f"they differ along axis {different[0]}: `axis = {different[0]}` (the batch axis is not counted)"
    return "bring them to one size first, by pooling, striding or upsampling one of them"


class Concat(Operation):
    """Tensors put one behind the other along an axis; numbers count as vectors of one."""

    inputs = ("x*",)
    chapter = "Shapes"
    role = "shape"
    axis: int = arg("the axis along which they stand", -1)
    examples = (
        ok(([14, 14, 64], [14, 14, 128]), [14, 14, 192]),
        ok(([3], [], [2]), [6]),
        ok(([2, 5], [3, 5]), [5, 5], axis=0),
        ok((Tensor((2,), "int"), [2]), [4]),
        ok((CLASS, CLASS), Tensor((2,), "class", classes=3)),
        bad(([2, 5], [3, 5]), "[2, 5] and [3, 5]"),
        bad(([2, 5], [5]), "[2, 5] and [5]"),
        bad(([2], [3]), "there is no axis 1", axis=1),
        bad((CLASS, []), "of one kind"),
    )
    computes = False

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        if axis != position(self.axis, inputs[input], self.name):
            return EACH
        return EACH if input == len(inputs) - 1 else MASKED  # behind the last one nothing comes

    def infer(self, *inputs: Tensor) -> Tensor:
        element = joined_type(self.name, inputs)
        shapes = [tensor.shape if tensor.shape != () else (1,) for tensor in inputs]
        first = shapes[0]
        if first is None or any(shape is None for shape in shapes):
            return element
        axis = position(self.axis, inputs[0].reshaped(first), self.name)
        total = first[axis]
        for i, shape in enumerate(shapes[1:], 1):
            assert shape is not None
            if len(shape) != len(first) or any(
                a != b for j, (a, b) in enumerate(zip(first, shape, strict=True)) if j != axis
            ):
                seen = f"{inputs[0]} and {inputs[i]}"
                reason = f"concat takes shapes that differ along axis {self.axis} only, but here are {seen}"
                raise Misfit(reason, input=i, help=joinable(first, shape))
            more = shape[axis]
            total = total + more
        return element.reshaped((*first[:axis], total, *first[axis + 1 :]))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        parts: list[Expr] = []
        batch = any(at.batched)
        for value, tensor in zip(at.together(inputs), at.inputs, strict=True):
            parts.append(at.np("expand_dims", value, axis=-1) if tensor.shape == () else value)
        if any(at.ragged(input=i) for i in range(len(parts))):
            spot = position(self.axis, at.inputs[0].reshaped(at.inputs[0].shape or (1,)), self.name) + 1
            lengths = [dict(at.ragged((spot,), i)) for i in range(len(parts))]
            if any(lengths[:-1]):
                own = [(tensor.shape or (1,))[spot - 1] for tensor in at.inputs]
                given = [length.get(spot, Literal(size)) for length, size in zip(lengths, own, strict=True)]
                return at.filled(call("joined", parts, given, **along(spot)), (spot,))
        axis = self.axis + 1 if batch and self.axis >= 0 else self.axis
        return at.np("concatenate", parts, axis=axis)


class Stack(Operation):
    """Tensors of one shape side by side, along a new axis."""

    inputs = ("x*",)
    chapter = "Shapes"
    role = "shape"
    axis: int = arg("where the new axis stands in the result", -1)
    examples = (
        ok(([], [], []), [3]),
        ok(([168], [168]), [168, 2]),
        ok(([4], [4]), [2, 4], axis=0),
        bad(([3], [4]), "[3] and [4]"),
        bad(([3], [3]), "there is no axis 2", axis=2),
    )
    computes = False
    everywhere = EACH

    def infer(self, *inputs: Tensor) -> Tensor:
        element = joined_type(self.name, inputs)
        shape = inputs[0].shape
        for i, tensor in enumerate(inputs):
            if shape is None or tensor.shape is None:
                return element
            if tensor.shape != shape:
                raise Misfit(f"stack takes tensors of one shape, but here are {inputs[0]} and {tensor}", input=i)
        assert shape is not None
        axis = position(self.axis, inputs[0], self.name, extra=1)
        return element.reshaped((*shape[:axis], len(inputs), *shape[axis:]))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        batch = any(at.batched)
        return at.np("stack", at.together(inputs), axis=self.axis + 1 if batch and self.axis >= 0 else self.axis)
