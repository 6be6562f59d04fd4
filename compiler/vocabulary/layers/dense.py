"""Layers on the last axis: dense layers, embeddings, dropout."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from compiler.python.target import FALSE, RNGS, Call, Expr, Prefix, call
from compiler.types import Dimension, Tensor, size
from compiler.vocabulary.base import EACH, REFUSED, At, Misfit, arg, bad, ok
from compiler.vocabulary.initializers import HeNormal, Normal, VarianceScaling
from compiler.vocabulary.layers.kernels import INIT, SPECTRAL, Kernel, starting
from compiler.vocabulary.speech import Initializer, Layer


class Dense(Kernel):
    """A fully connected layer."""

    width: int = arg("number of units", at_least=1)
    bias: bool = arg("learn an offset b", True)
    init: Initializer | None = arg(INIT, None)
    spectral_norm: bool = arg(SPECTRAL, False)
    axes = "... n -> ... width"
    weights: ClassVar[Mapping[str, str]] = {"kernel": "n width", "bias": "width ?bias"}
    formula = "y = x W + b"
    source = "Rosenblatt, 1958"
    examples = (
        ok([784], [128], width=128),
        ok([3, 4], [3, 5], width=5, bias=False),
        ok(Tensor((4,), "bool"), [2], width=2),
        ok([784], [128], width=128, init=HeNormal()),
        ok([16], [4], width=4, spectral_norm=True, bias=False),
        bad([], "at least 1 axis", width=5),
        bad([4], "at least 1", width=0),
        bad([4], "true or false", width=3, spectral_norm=1),
        bad(Tensor((), "class", classes=3), "takes real or int or bool", width=5),
    )

    def linear(self) -> bool:
        return True

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each weight."""
        shape = inputs[0].shape or ()
        return 2 * shape[-1] * size(result.shape or ())

    def build(self, at: At) -> Call:
        bias = {} if self.bias else {"use_bias": False}
        return self.normed(call("nnx.Linear", at["n"], self.width, **bias, **self.starting(at), **at.dtype, rngs=RNGS))


class Embed(Layer):
    """A learned vector for each of `count` ids."""

    count: int = arg("number of ids: they are 0 to count - 1", at_least=1)
    width: int = arg("length of each vector", at_least=1)
    init: Initializer | None = arg("where the vectors start; normal of variance 1 / width where not given", None)
    axes = "... -> ... width"
    takes = (("int", "class"),)
    ids = "count"
    weights: ClassVar[Mapping[str, str]] = {"embedding": "count width"}
    role = "weights"
    formula = "y = E[x]"
    source = "Bengio et al., 2003"
    examples = (
        ok(Tensor((7,), "int"), [7, 16], count=100, width=16),
        ok(Tensor((), "class", classes=10), [3], count=10, width=3),
        ok(Tensor((7,), "int"), [7, 16], count=100, width=16, init=Normal(std=0.02)),
        bad(Tensor((), "class", classes=10), "10 classes", count=9, width=3),
        bad([7], "takes int or class", count=100, width=16),
    )
    everywhere = EACH

    def infer(self, *inputs: Tensor) -> Tensor:
        classes = inputs[0].classes
        if isinstance(classes, int) and classes > self.count:
            reason = f"embed has {self.count} vectors, but its input has {classes} classes"
            help = f"ids are 0 to count - 1: `embed({classes}, {self.width})`"
            raise Misfit(reason, what="value", argument="count", help=help)
        return super().infer(*inputs)

    def array_start(self, key: str) -> Initializer:
        return self.init or VarianceScaling(scale=1.0, mode="fan_out", distribution="normal")

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """None: rows are looked up."""
        return 0

    def build(self, at: At) -> Call:
        return call("nnx.Embed", self.count, self.width, **starting("embedding", self.init, at), **at.dtype, rngs=RNGS)


class PRelu(Layer):
    """A rectified linear unit whose slope below zero is learned."""

    name = "prelu"
    slope: float = arg("the slope at the start", 0.01)
    chapter = "Activations"
    weights: ClassVar[Mapping[str, str]] = {"negative_slope": ""}
    role = "activation"
    formula = "x where x >= 0, else w x"
    source = "He et al., 2015"
    examples = (ok([28, 28, 6], [28, 28, 6]), ok([10], [10], slope=0.25), bad(Tensor((), "text"), "takes real"))
    everywhere = EACH

    def array_start(self, key: str) -> float:
        return self.slope

    def build(self, at: At) -> Call:
        return call("nnx.PReLU", *((self.slope,) if self.given() else ()))


class Dropout(Layer):
    """While training, sets each value to zero with probability `rate` and scales the others by 1 / (1 - rate).

    With `channels`, a channel is dropped at all places or at none.
    """

    rate: float = arg(
        "probability that a value is dropped",
        at_least=0,
        below=1,
        usual=(0, 0.8),
        hint="the rate is the share that is dropped: `dropout(0.1)` keeps 90% of the values",
    )
    channels: bool = arg("drop whole channels, the last axis", False)
    modal = True
    random = True
    role = "regularisation"
    formula = "y = x m / (1 - rate), m ~ Bernoulli(1 - rate)"
    source = "Srivastava et al., 2014; Tompson et al., 2014 (channels)"
    examples = (
        ok([28, 28, 6], [28, 28, 6], rate=0.1),
        ok([28, 28, 6], [28, 28, 6], rate=0.1, channels=True),
        bad([10], "at least 2 axes", rate=0.1, channels=True),
        bad([10], "below 1", rate=1.0),
        bad([10], "at least 0", rate=-0.1),
    )

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return REFUSED if self.channels and axis == len(inputs[input].shape or ()) - 1 else EACH

    def infer(self, *inputs: Tensor) -> Tensor:
        if self.channels and inputs[0].shape is not None and len(inputs[0].shape) < 2:
            reason = f"to drop channels, dropout takes at least 2 axes, but here is {inputs[0]}"
            raise Misfit(reason, input=0, argument="channels")
        return super().infer(*inputs)

    def build(self, at: At) -> Call:
        places = {"broadcast_dims": tuple(range(1, len(at.inputs[0].shape or ())))} if self.channels else {}
        return call("nnx.Dropout", self.rate, **places, rngs=RNGS)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        """Outside of a model no layer lasts, so the one that is built there is applied at once."""
        x = at.spread(inputs[0])
        if at.layer is not None:
            return call(at.layer, x)
        return x if at.training == FALSE else call(self.build(at), x, deterministic=Prefix("not", at.training))
