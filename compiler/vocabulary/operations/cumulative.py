"""What all values up to each give together."""

from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.base import EACH, MASKED, At, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.along_axis import AlongAxis
from compiler.vocabulary.operations.arithmetic import NUMBERS
from compiler.vocabulary.operations.reductions import COUNTS, FLAGS

ALONG = (ok([5], [5]), ok([5, 3], [5, 3], axis=0), bad([], "at least 1 axis"))


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


running = partial(declare, __name__, Running)

# fmt: off
running("cumprod", "The products of all values up to each, along an axis.", "y[i] = product over j <= i of x[j]",
    hosts="np.cumprod", device="jax.lax.cumprod",
    ragged=MASKED,  # of the padding's values they may be infinite
    examples=(ok([5], [5]), ok([5, 3], [5, 3], axis=0), ok(COUNTS, COUNTS), bad([], "at least 1 axis")))
running("cummax", "The largest of all values up to each, along an axis.", "y[i] = max over j <= i of x[j]",
    hosts="np.maximum.accumulate", device="jax.lax.cummax", examples=ALONG)
running("cummin", "The smallest of all values up to each, along an axis.", "y[i] = min over j <= i of x[j]",
    hosts="np.minimum.accumulate", device="jax.lax.cummin", examples=ALONG)
# fmt: on
