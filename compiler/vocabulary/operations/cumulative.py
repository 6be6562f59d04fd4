"""What all values up to each give together."""

from typing import ClassVar

from compiler.python.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.base import EACH, MASKED, At, arg, bad, ok
from compiler.vocabulary.operations.along_axis import AlongAxis
from compiler.vocabulary.operations.arithmetic import NUMBERS
from compiler.vocabulary.operations.reductions import COUNTS, FLAGS


class Running(AlongAxis, abstract=True):
    """What all values up to each give together, along an axis: what stands before a place is never padding."""

    axis: int = arg("the axis along which they run", -1)
    ragged: ClassVar[str] = EACH
    hosts: ClassVar[str]
    device: ClassVar[str]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if at.numpy == "np":
            return call(self.hosts, *inputs, axis=at.axis(self.axis))
        return at.filled(call(self.device, *inputs, axis=self.spot(at) - 1 + at.batched[0]), (self.spot(at),))


class Cumsum(Running):
    """The sums of all values up to each, along an axis; of truth values, how many are true."""

    takes = (NUMBERS,)
    hosts, device = "np.cumsum", "jnp.cumsum"
    formula = "y[i] = sum over j <= i of x[j]"
    examples = (
        ok([5], [5]),
        ok([5, 3], [5, 3], axis=0),
        ok(COUNTS, COUNTS),
        ok(FLAGS, COUNTS),
        bad([], "at least 1 axis"),
        bad([5], "there is no axis 1", axis=1),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        result = super().infer(*inputs)
        return Tensor(result.shape, "int") if result.kind == "bool" else result


class Cumprod(Running):
    """The products of all values up to each, along an axis."""

    ragged = MASKED  # of the padding's values they may be infinite
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
