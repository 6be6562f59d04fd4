"""What all values up to each give together."""

from collections.abc import Sequence
from typing import ClassVar

from compiler.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, At, arg, bad, ok
from compiler.vocabulary.reductions import COUNTS
from compiler.vocabulary.speech import Operation


class Running(Operation, abstract=True):
    """What all values up to each give together, along an axis."""

    axis: int = arg("the axis along which they run", -1)
    chapter = "Reductions"
    axes = "... -> ..."
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int"),)
    gives = None
    hosts: ClassVar[str]
    device: ClassVar[str]

    def infer(self, *inputs: Tensor) -> Tensor:
        position(self.axis, inputs[0], self.name)
        result = super().infer(*inputs)
        return Tensor(result.shape, result.kind)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        axis = at.axis(self.axis)
        if at.numpy == "np":
            return call(self.hosts, *inputs, axis=axis)
        rank = len(at.inputs[0].shape or ()) + at.batched[0]
        return call(self.device, *inputs, axis=axis % rank)


class Cumsum(Operation):
    """The sums of all values up to each, along an axis."""

    axis: int = arg("the axis along which they run", -1)
    chapter = "Reductions"
    axes = "... -> ..."
    formula = "y[i] = sum over j <= i of x[j]"
    examples = (
        ok([5], [5]),
        ok([5, 3], [5, 3], axis=0),
        bad([], "at least 1 axis"),
        bad([5], "there is no axis 1", axis=1),
    )

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return EACH  # what stands before a place is never padding

    def infer(self, *inputs: Tensor) -> Tensor:
        position(self.axis, inputs[0], self.name)
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        value = inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0])
        return at.np("cumsum", value, axis=at.axis(self.axis))


class Cumprod(Running):
    """The products of all values up to each, along an axis."""

    hosts, device = "np.cumprod", "jax.lax.cumprod"
    formula = "y[i] = product over j <= i of x[j]"
    examples = (ok([5], [5]), ok([5, 3], [5, 3], axis=0), ok(COUNTS, COUNTS), bad([], "at least 1 axis"))


class Cummax(Running):
    """The largest of all values up to each, along an axis."""

    hosts, device = "np.maximum.accumulate", "jax.lax.cummax"
    formula = "y[i] = max over j <= i of x[j]"
    examples = (ok([5], [5]), ok([5, 3], [5, 3], axis=0), bad([], "at least 1 axis"))


class Cummin(Running):
    """The smallest of all values up to each, along an axis."""

    hosts, device = "np.minimum.accumulate", "jax.lax.cummin"
    formula = "y[i] = min over j <= i of x[j]"
    examples = (ok([5], [5]), ok([5, 3], [5, 3], axis=0), bad([], "at least 1 axis"))
