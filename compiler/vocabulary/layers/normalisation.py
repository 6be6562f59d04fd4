"""Normalisation: values shifted and scaled to mean 0 and variance 1, then by a learned scale and offset."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from compiler.python.target import RNGS, Call, Expr, call
from compiler.types import Dimension, Tensor, size
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Layer, OverPlaces

SCALE = "learn a scale for each channel"
BIAS = "learn an offset for each channel"


class Normalisation(Layer, abstract=True):
    """A layer that normalises and then applies a scale and an offset for each channel."""

    axes = "... c -> ... c"
    weights: ClassVar[Mapping[str, str]] = {"scale": "c ?scale", "bias": "c ?bias"}
    chapter = "Normalisation"
    role = "normalisation"

    def array_start(self, key: str) -> float:
        return 1.0 if key in ("scale", "var") else 0.0

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """Five for each value: two for mean and variance, one to shift, two to scale."""
        return 5 * size(result.shape or ())

    def keywords(self) -> dict[str, object]:
        """The arguments that differ from their defaults, as Flax names them."""
        names = {"scale": "use_scale", "bias": "use_bias"}
        return {names.get(key, key): value for key, value in self.given().items()}


class PlacesNorm(OverPlaces, Normalisation, abstract=True):
    """A layer that takes its mean and variance over the places, which padding is none of."""

    def options(self, at: At, x: Expr) -> dict[str, Expr]:
        """What the layer is called with besides its input."""
        kept = at.within(x, at.example_axes())
        return {} if kept is None else {"mask": kept}

    def apply(self, at: At, *inputs: Expr) -> Expr:
        assert at.layer is not None
        return call(at.layer, *inputs, **self.options(at, inputs[0]))


class BatchNorm(PlacesNorm):
    """Normalises each channel over the batch and all places; in use, by running statistics that training has left."""

    momentum: float = arg(
        "share of the running statistics that stays at each step",
        0.99,
        at_least=0,
        below=1,
        usual=(0.5, 1),
        hint="it is the share that stays, as in Flax and Keras: PyTorch's 0.1 is 0.9 here",
    )
    epsilon: float = arg("added to the variance", 1e-5, above=0)
    scale: bool = arg(SCALE, True)
    bias: bool = arg(BIAS, True)
    statistics: ClassVar[Mapping[str, str]] = {"mean": "c", "var": "c"}
    modal = True
    formula = "y = scale (x - mean) / sqrt(var + epsilon) + bias"
    source = "Ioffe & Szegedy, 2015"
    examples = (
        ok([56, 56, 64], [56, 56, 64]),
        ok([128], [128], momentum=0.9, epsilon=1e-3),
        ok([28, 28, 64], [28, 28, 64], scale=False, bias=False),
        bad([], "at least 1 axis"),
        bad([4], "below 1", momentum=1.0),
        bad([4], "above 0", epsilon=0.0),
    )

    def build(self, at: At) -> Call:
        return call("nnx.BatchNorm", at["c"], **self.keywords(), **at.dtype, rngs=RNGS)


class LayerNorm(Normalisation):
    """Normalises the last axis."""

    epsilon: float = arg("added to the variance", 1e-6, above=0)
    scale: bool = arg(SCALE, True)
    bias: bool = arg(BIAS, True)
    formula = "y = scale (x - mean) / sqrt(var + epsilon) + bias, over the last axis"
    source = "Ba et al., 2016"
    examples = (
        ok([256, 384], [256, 384]),
        ok([64], [64], epsilon=1e-5),
        ok([256, 384], [256, 384], scale=False, bias=False),
        bad([], "at least 1 axis"),
        bad([4], "above 0", epsilon=0.0),
    )

    def build(self, at: At) -> Call:
        return call("nnx.LayerNorm", at["c"], **self.keywords(), **at.dtype, rngs=RNGS)


class RmsNorm(Normalisation):
    """Scales the last axis to a root mean square of 1, and by a learned scale."""

    epsilon: float = arg("added to the mean square", 1e-6, above=0)
    scale: bool = arg(SCALE, True)
    weights: ClassVar[Mapping[str, str]] = {"scale": "c ?scale"}
    formula = "y = scale x / sqrt(mean(x ** 2) + epsilon), over the last axis"
    source = "Zhang & Sennrich, 2019"
    examples = (
        ok([256, 384], [256, 384]),
        ok([64], [64], epsilon=1e-5),
        ok([256, 384], [256, 384], scale=False),
        bad([], "at least 1 axis"),
    )

    def build(self, at: At) -> Call:
        return call("nnx.RMSNorm", at["c"], **self.keywords(), **at.dtype, rngs=RNGS)


class GroupNorm(PlacesNorm):
    """Normalises groups of channels, each over all places."""

    groups: int = arg("number of groups", 32, at_least=1)
    epsilon: float = arg("added to the variance", 1e-6, above=0)
    scale: bool = arg(SCALE, True)
    bias: bool = arg(BIAS, True)
    formula = "y = scale (x - mean) / sqrt(var + epsilon) + bias, over each group"
    source = "Wu & He, 2018"
    examples = (
        ok([28, 28, 64], [28, 28, 64]),
        ok([14, 14, 6], [14, 14, 6], groups=3, epsilon=1e-5),
        ok([28, 28, 64], [28, 28, 64], scale=False, bias=False),
        bad([14, 14, 6], "groups of equal size", groups=4),
        bad([8, 100_000_000_000_024], "groups of equal size", groups=7),
        bad([], "at least 1 axis", groups=1),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        result = super().infer(*inputs)
        channels = (result.shape or (0,))[-1]
        if isinstance(channels, int) and channels % self.groups:
            reason = f"{channels} channels do not divide into {self.groups} groups of equal size"
            raise Misfit(reason, argument="groups", help=f"choose one of {', '.join(map(str, divisors(channels)))}")
        return result

    def options(self, at: At, x: Expr) -> dict[str, Expr]:
        # Flax divides the mask into groups, so it has the channels too.
        shape = call("jnp.shape", x)
        return {key: call("jnp.broadcast_to", mask, shape) for key, mask in super().options(at, x).items()}

    def build(self, at: At) -> Call:
        options = {key: value for key, value in self.keywords().items() if key != "groups"}
        return call("nnx.GroupNorm", at["c"], num_groups=self.groups, **options, **at.dtype, rngs=RNGS)


class InstanceNorm(PlacesNorm):
    """Normalises each channel of each example over all places."""

    epsilon: float = arg("added to the variance", 1e-6, above=0)
    scale: bool = arg(SCALE, True)
    bias: bool = arg(BIAS, True)
    formula = "y = scale (x - mean) / sqrt(var + epsilon) + bias, over the places"
    source = "Ulyanov et al., 2016"
    examples = (
        ok([28, 28, 3], [28, 28, 3]),
        ok([100, 8], [100, 8], epsilon=1e-5),
        ok([28, 28, 64], [28, 28, 64], scale=False, bias=False),
        bad([64], "at least 2 axes"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[0].shape is not None and len(inputs[0].shape) < 2:
            raise Misfit(
                f"instance_norm takes at least 2 axes, the last of them the channels, but here is {inputs[0]}", input=0
            )
        return super().infer(*inputs)

    def build(self, at: At) -> Call:
        return call("nnx.InstanceNorm", at["c"], **self.keywords(), **at.dtype, rngs=RNGS)


def divisors(number: int) -> list[int]:
    """Its divisors up to 1024, and of those the first twelve: nobody makes more groups."""
    return [i for i in range(1, min(number, 1024) + 1) if number % i == 0][:12]
