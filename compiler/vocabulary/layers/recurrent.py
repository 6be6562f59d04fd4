"""Layers that go along a sequence and keep a state."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from compiler.python.target import RNGS, Call, Expr, call
from compiler.types import Dimension, Tensor
from compiler.vocabulary.base import EACH, REFUSED, At, arg, bad, ok
from compiler.vocabulary.initializers import LecunNormal, Orthogonal
from compiler.vocabulary.speech import Initializer, Layer


class Gru(Layer):
    """A gated recurrent unit: at each place of a sequence a state, computed from the place and the state before it.

    The state before the first place is 0.
    """

    width: int = arg("length of the state", at_least=1)
    chapter = "Recurrent layers"
    axes = "t n -> t width"
    weights: ClassVar[Mapping[str, str]] = {"kernel": "n gates", "bias": "gates", "recurrent": "width gates"}
    role = "weights"
    instead = "the axis before the last, the places, may differ in length; the last, their numbers, may not"
    formula = "r, z = sigmoid(x W + b + h U); n = tanh(x W_n + b_n + r (h U_n)); h = (1 - z) n + z h, place by place"
    source = "Cho et al., 2014"
    examples = (
        ok([28, 16], [28, 32], width=32),
        ok([5, 3], [5, 2], width=2),
        ok(Tensor((7, 4), "bool"), [7, 6], width=6),
        bad([16], "2 axes", width=32),
        bad([28, 16], "at least 1", width=0),
        bad(Tensor((28, 16), "class", classes=3), "takes real or int or bool", width=4),
    )

    @property
    def gates(self) -> int:
        """The columns of the weights: those of two gates and of the candidate, side by side."""
        return 3 * self.width

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return EACH if axis == 0 else REFUSED

    def array_path(self, key: str) -> tuple[Any, ...]:
        return ("cell", "dense_h", "kernel") if key == "recurrent" else ("cell", "dense_i", key)

    def array_start(self, key: str) -> float | Initializer:
        starts: dict[str, Initializer] = {"kernel": LecunNormal(), "recurrent": Orthogonal()}
        return starts.get(key, 0.0)

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each weight, at every place."""
        places, numbers = inputs[0].shape or (1, 1)
        return 2 * places * (numbers + self.width) * self.gates

    def build(self, at: At) -> Call:
        return call("nnx.RNN", call("nnx.GRUCell", at["n"], self.width, **at.dtype, rngs=RNGS), rngs=RNGS)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        assert at.layer is not None
        return at.filled(call(at.layer, inputs[0]))
