"""Convolutions over images, sequences and volumes; the last axis holds the channels."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from compiler.python.target import RNGS, Call, Expr, call
from compiler.types import Dimension, Shape, Tensor, size
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.initializers import HeNormal, LecunNormal
from compiler.vocabulary.layers.kernels import INIT, SPECTRAL
from compiler.vocabulary.layers.sliding import PADDING, PADDINGS, Numbers, Sliding, verify_space
from compiler.vocabulary.speech import Initializer


class Conv(Sliding):
    """A convolution: the same small dense layer at every place.  Over [h, w, c], and over [t, c] and [d, h, w, c]."""

    width: int = arg("number of filters: channels of the result", at_least=1)
    kernel: Numbers = arg("size of the window, for each axis or for all", 3, at_least=1)
    stride: Numbers = arg("steps between windows", 1, at_least=1)
    padding: str | Numbers = arg(PADDING, "same", choices=PADDINGS, at_least=0)
    dilation: Numbers = arg("steps between the window's points", 1, at_least=1)
    groups: int = arg("parts into which the channels are divided, each seeing only its own", 1, at_least=1)
    bias: bool = arg("learn an offset for each filter", True)
    init: Initializer | None = arg(INIT, None)
    spectral_norm: bool = arg(SPECTRAL, False)
    weights: ClassVar[Mapping[str, str]] = {
        "kernel": "window(...) group(c) width",
        "bias": "width ?bias",
    }
    formula = "y[i] = sum over j, c of x[stride i + dilation j - padding, c] w[j, c] + b"
    source = "Fukushima, 1980; LeCun et al., 1989"
    examples = (
        ok([28, 28, 1], [28, 28, 6], width=6, kernel=5),
        ok([14, 14, 6], [10, 10, 16], width=16, kernel=5, padding="valid"),
        ok([224, 224, 3], [112, 112, 64], width=64, kernel=7, stride=2, padding=3, bias=False),
        ok([28, 28, 1], [14, 10, 4], width=4, stride=(2, 3)),
        ok([100, 8], [100, 16], width=16, kernel=5, dilation=2),
        ok([100, 8], [100, 16], width=16, kernel=2, dilation=4, padding="causal"),
        ok([11, 2], [4, 3], width=3, kernel=4, stride=3),
        ok([11, 2], [6, 3], width=3, kernel=2, stride=2, dilation=3),
        ok([11, 2], [5, 3], width=3, kernel=1, stride=3, padding=1),
        ok([9, 9, 9, 2], [9, 9, 9, 4], width=4, kernel=(3, 1, 3)),
        ok([8, 8, 4], [8, 8, 8], width=8, groups=4),
        ok([8, 9, 2], [8, 9, 4], width=4, padding="circular"),
        ok([8, 9, 2], [4, 5, 4], width=4, stride=2, padding="reflect"),
        ok([8, 9, 2], [8, 11, 4], width=4, padding=(1, 2)),
        ok([8, 8, 2], [8, 8, 4], width=4, init=HeNormal()),
        ok([8, 8, 2], [8, 8, 4], width=4, spectral_norm=True),
        bad([784], "a sequence [t, c], an image [h, w, c]", width=6),
        bad([0, 4, 1], "an axis of none", width=6),
        bad([4, 4, 1], "larger than", width=6, kernel=5, padding="valid"),
        bad([28, 28, 1], "at least 1", width=6, kernel=0),
        bad([28, 28, 1], "one of same, valid", width=6, padding="full"),
        bad([28, 28, 1], "for sequences", width=6, padding="causal"),
        bad([8, 8, 4], "multiple of groups", width=6, groups=4),
        bad([8, 8, 3], "3 channels", width=4, groups=2),
        bad([28, 28, 1], "kernel has 3", width=6, kernel=(3, 3, 3)),
    )

    def linear(self) -> bool:
        """A convolution of each channel by itself is meant to be followed by one that mixes them."""
        return self.groups == 1

    def verify(self) -> None:
        if self.width % self.groups:
            reason = f"the width must be a multiple of groups, but {self.width} is none of {self.groups}"
            raise Misfit(reason, what="value", argument="groups")

    def group(self, channels: Dimension, axis: str) -> Dimension:
        if self.groups == 1:
            return channels
        if not isinstance(channels, int) or channels % self.groups:
            reason = f"the channels must divide into {self.groups} groups, but the input has {channels} channels"
            raise Misfit(reason, input=0, argument="groups")
        return channels // self.groups

    def infer(self, *inputs: Tensor) -> Tensor:
        result = super().infer(*inputs)
        if inputs[0].shape:
            self.group(inputs[0].shape[-1], "c")
        return result

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each weight of the kernel, at every place."""
        *space, channels = inputs[0].shape or (1,)
        kernel = size(self.window(tuple(space), "..."))
        return 2 * kernel * self.group(channels, "c") * size(result.shape or ())

    def build(self, at: At) -> Call:
        space: Shape = at["..."]
        options = self.options(len(space))
        if self.groups > 1:
            options["feature_group_count"] = self.groups
        if not self.bias:
            options["use_bias"] = False
        window = self.window(space, "...")
        return self.normed(
            call(
                "nnx.Conv",
                at["c"],
                self.width,
                kernel_size=window,
                **options,
                **self.starting(at),
                **at.dtype,
                rngs=RNGS,
            )
        )


class DepthwiseConv(Sliding):
    """A convolution of each channel by itself; `conv(width, kernel = 1)` after it mixes them."""

    kernel: Numbers = arg("size of the window, for each axis or for all", 3, at_least=1)
    multiplier: int = arg("filters for each channel", 1, at_least=1)
    stride: Numbers = arg("steps between windows", 1, at_least=1)
    padding: str | Numbers = arg(PADDING, "same", choices=PADDINGS, at_least=0)
    dilation: Numbers = arg("steps between the window's points", 1, at_least=1)
    bias: bool = arg("learn an offset for each filter", True)
    init: Initializer | None = arg(INIT, None)
    axes = "... c -> places(...) filters(c)"
    weights: ClassVar[Mapping[str, str]] = {"kernel": "window(...) 1 filters(c)", "bias": "filters(c) ?bias"}
    statistics: ClassVar[Mapping[str, str]] = {}
    formula = "y[i, c] = sum over j of x[stride i + dilation j - padding, c] w[j, c] + b[c]"
    source = "Sifre, 2014; Howard et al., 2017"
    examples = (
        ok([28, 28, 16], [28, 28, 16]),
        ok([28, 28, 4], [14, 14, 8], kernel=5, multiplier=2, stride=2, bias=False, init=HeNormal()),
        ok([100, 8], [96, 8], kernel=3, padding="valid", dilation=2),
        bad([784], "a sequence [t, c], an image [h, w, c]"),
        bad([28, 28, 16], "at least 1", multiplier=0),
    )

    def filters(self, channels: Dimension, axis: str) -> Dimension:
        return channels * self.multiplier

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each point of the window, at every place of every filter."""
        kernel = size(self.window((inputs[0].shape or (1,))[:-1], "..."))
        return size(result.shape or ()) * 2 * kernel

    def build(self, at: At) -> Call:
        space: Shape = at["..."]
        options = self.options(len(space))
        if not self.bias:
            options["use_bias"] = False
        channels, window = at["c"], self.window(space, "...")
        filters = self.filters(channels, "c")
        options |= {"feature_group_count": channels, **self.starting(at), **at.dtype}
        return call("nnx.Conv", channels, filters, kernel_size=window, **options, rngs=RNGS)


class SeparableConv(Sliding):
    """A convolution in two steps: of each channel by itself, then of all channels at each place.

    Source: Sifre, 2014; Chollet, 2016; flax.nnx.Conv, twice.
    """

    width: int = arg("number of filters: channels of the result", at_least=1)
    kernel: Numbers = arg("size of the window, for each axis or for all", 3, at_least=1)
    multiplier: int = arg("filters for each channel in the first step", 1, at_least=1)
    stride: Numbers = arg("steps between windows", 1, at_least=1)
    padding: str | Numbers = arg(PADDING, "same", choices=PADDINGS, at_least=0)
    dilation: Numbers = arg("steps between the window's points", 1, at_least=1)
    bias: bool = arg("learn an offset for each filter", True)
    init: Initializer | None = arg(INIT, None)
    weights: ClassVar[Mapping[str, str]] = {
        "depthwise": "window(...) 1 filters(c)",
        "pointwise": "ones(...) filters(c) width",
        "bias": "width ?bias",
    }
    statistics: ClassVar[Mapping[str, str]] = {}
    formula = "y[i] = sum over c of (sum over j of x[stride i + dilation j - padding, c] v[j, c]) w[c] + b"
    source = "Sifre, 2014; Chollet, 2016"
    examples = (
        ok([28, 28, 16], [28, 28, 32], width=32),
        ok([28, 28, 4], [14, 14, 8], width=8, kernel=5, multiplier=2, stride=2, bias=False, init=HeNormal()),
        ok([100, 8], [96, 16], width=16, padding="valid", dilation=2),
        bad([784], "a sequence [t, c], an image [h, w, c]", width=6),
        bad([28, 28, 16], "at least 1", width=0),
    )

    def filters(self, channels: Dimension, axis: str) -> Dimension:
        return channels * self.multiplier

    def ones(self, space: Shape, axis: str) -> Shape:
        return (1,) * len(space)

    def array_path(self, key: str) -> tuple[Any, ...]:
        return {
            "depthwise": ("layers", 0, "kernel"),
            "pointwise": ("layers", 1, "kernel"),
            "bias": ("layers", 1, "bias"),
        }[key]

    def array_start(self, key: str) -> float | Initializer:
        return 0.0 if key == "bias" else self.init or LecunNormal()

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each weight of both steps, at every place."""
        shape = inputs[0].shape or (1,)
        filters, places = self.filters(shape[-1], "c"), size((result.shape or ())[:-1])
        kernel = size(self.window(shape[:-1], "..."))
        return 2 * places * filters * (kernel + self.width)

    def build(self, at: At) -> Call:
        space: Shape = at["..."]
        channels, filters = at["c"], self.filters(at["c"], "c")
        first = call(
            "nnx.Conv",
            channels,
            filters,
            kernel_size=self.window(space, "..."),
            **self.options(len(space)),
            feature_group_count=channels,
            use_bias=False,
            **self.starting(at),
            **at.dtype,
            rngs=RNGS,
        )
        bias: dict[str, object] = {} if self.bias else {"use_bias": False}
        bias |= {**self.starting(at), **at.dtype}
        second = call("nnx.Conv", filters, self.width, kernel_size=self.ones(space, "..."), **bias, rngs=RNGS)
        return call("nnx.Sequential", first, second)


class ConvTranspose(Sliding):
    """A transposed convolution, which enlarges: every value of the input paints one window of the result."""

    width: int = arg("number of filters: channels of the result", at_least=1)
    kernel: Numbers = arg("size of the window, for each axis or for all", 3, at_least=1)
    stride: Numbers = arg("steps between windows in the result", 1, at_least=1)
    padding: str = arg(
        "`same`: the result has size * stride places; `valid`: all that the windows reach; `circular`: as many as "
        "`same`, and what the windows reach beyond one end comes in at the other",
        "same",
        choices=("same", "valid", "circular"),
    )
    dilation: Numbers = arg("steps between the window's points", 1, at_least=1)
    bias: bool = arg("learn an offset for each filter", True)
    init: Initializer | None = arg(INIT, None)
    spectral_norm: bool = arg(SPECTRAL, False)
    weights: ClassVar[Mapping[str, str]] = {"kernel": "window(...) c width", "bias": "width ?bias"}
    formula = "y[stride i + kernel - 1 - j] += x[i, c] w[j, c]; y += b"
    source = "Zeiler et al., 2010"
    examples = (
        ok([7, 7, 64], [14, 14, 32], width=32, stride=2),
        ok([7, 7, 64], [16, 16, 32], width=32, kernel=4, stride=2, padding="valid"),
        ok([7, 7, 64], [14, 21, 3], width=3, stride=(2, 3), bias=False),
        ok([10, 4], [20, 2], width=2, kernel=(4,), stride=2),
        ok([10, 4], [23, 2], width=2, stride=2, dilation=2, padding="valid", init=HeNormal()),
        ok([10, 4], [21, 2], width=2, stride=2, padding="valid", spectral_norm=True),
        ok([8, 8, 4], [16, 16, 2], width=2, stride=2, padding="circular"),
        bad([784], "a sequence [t, c], an image [h, w, c]", width=6),
        bad([7, 7, 64], "at least 1", width=6, stride=0),
        bad([7, 7, 64], "one of same, valid", width=6, padding="full"),
    )

    def places(self, space: Shape, axis: str) -> Shape:
        verify_space(self.name, space)
        stride, kernel, gaps = self.steps(len(space)), self.window(space, axis), self.gaps(len(space))
        sizes = [n * s for n, s in zip(space, stride, strict=True)]
        if self.padding != "valid":
            return tuple(sizes)
        return tuple(n + max(d * (k - 1) + 1 - s, 0) for n, k, s, d in zip(sizes, kernel, stride, gaps, strict=True))

    def framed(self, at: At, x: Expr) -> tuple[Expr, list[int]]:
        return at.only(x), []  # every value paints its own window, wherever the axis ends

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each weight of the kernel, at every place of the input."""
        shape = inputs[0].shape or (1,)
        kernel = size(self.window(shape[:-1], "..."))
        return 2 * kernel * self.width * size(shape)

    def build(self, at: At) -> Call:
        space: Shape = at["..."]
        options = self.options(len(space))
        if not self.bias:
            options["use_bias"] = False
        window = self.window(space, "...")
        return self.normed(
            call(
                "nnx.ConvTranspose",
                at["c"],
                self.width,
                kernel_size=window,
                **options,
                **self.starting(at),
                **at.dtype,
                rngs=RNGS,
            )
        )
