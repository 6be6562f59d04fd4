"""Convolutions over images, sequences and volumes; the last axis holds the channels."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from compiler.dimensions import ceiling
from compiler.target import RNGS, Call, call
from compiler.types import Dimension, Shape, Tensor, size
from compiler.vocabulary.axes import spread, windows
from compiler.vocabulary.base import At, Doubt, Layer, Misfit, arg, bad, ok

Numbers = int | tuple[int, ...]


def verify_space(word: str, space: Shape) -> None:
    """A window slides over one axis (a sequence), two (an image) or three (a volume)."""
    if not 1 <= len(space) <= 3:
        wanted = "a sequence [t, c], an image [h, w, c] or a volume [d, h, w, c]"
        seen = "is 1 axis" if not space else f"are {len(space) + 1} axes"
        help = "`-> reshape([28, 28, 1])` makes a vector an image; `-> expand` adds an axis for one channel"
        raise Misfit(f"{word} takes {wanted}, but here {seen}", input=0, help=help if len(space) < 1 else None)


CHANNELS_LAST = "the channels stand last, [height, width, channels]: turn the data round by `transpose(x, [1, 2, 0])`"


def too_large(space: Shape, help: str) -> str:
    """What to do about a window that is larger than what it slides over: most often an image with channels first."""
    sizes = [length for length in space if isinstance(length, int)]
    return CHANNELS_LAST if len(sizes) > 1 and min(sizes) <= 4 and max(sizes) >= 8 else help


def channels_first(word: str, shape: Shape | None, window: tuple[int, ...]) -> Doubt | None:
    """A doubt about an image [3, 32, 32], or a sequence [3, 128] that is shorter than its window."""
    sizes = [length for length in shape or () if isinstance(length, int)]
    if len(sizes) != len(shape or ()) or not 2 <= len(sizes) <= 4:
        return None
    first, *rest = sizes
    if len(sizes) == 3 and first <= 4 and rest[0] == rest[1] >= 8:
        reason = f"{word} takes {Tensor(tuple(sizes))} for an image of {first} x {rest[0]} with {rest[1]} channels"
        return Doubt("order", reason, CHANNELS_LAST, at_start=True)
    if window and first < window[0] <= min(rest[:-1] or rest):
        reason = (
            f"the window of {window[0]} is wider than the first axis of {Tensor(tuple(sizes))}, which is {first} long"
        )
        if first == 1:
            help = "leave the axis of 1 in front out: the batch axis is never written, and channels stand last"
        else:
            help = "the channels stand last: turn the data round by `transpose`"
        return Doubt("order", reason, help, at_start=True)
    return None


class Conv(Layer):
    """A convolution: the same small dense layer at every place.  Over [h, w, c], and over [t, c] and [d, h, w, c].

    Source: Fukushima, 1980; LeCun et al., 1989; flax.nnx.Conv.
    """

    width: int = arg("number of filters: channels of the result", at_least=1)
    kernel: Numbers = arg("size of the window, for each axis or for all", 3, at_least=1)
    stride: Numbers = arg("steps between windows", 1, at_least=1)
    padding: str | int = arg(
        "zeros around the input: `same` as many as keep ceil(size / stride) places, `valid` none, a number so many",
        "same",
        choices=("same", "valid"),
        at_least=0,
    )
    dilation: Numbers = arg("steps between the window's points", 1, at_least=1)
    groups: int = arg("parts into which the channels are divided, each seeing only its own", 1, at_least=1)
    bias: bool = arg("learn an offset for each filter", True)
    axes = "... c -> places(...) width"
    weights: ClassVar[Mapping[str, str]] = {"kernel": "window(...) group(c) width", "bias": "width ?bias"}
    chapter = "Convolutions"
    role = "weights"
    formula = "y[i] = sum over j, c of x[stride i + dilation j - padding, c] w[j, c] + b"
    source = "Fukushima, 1980; LeCun et al., 1989"
    examples = (
        ok([28, 28, 1], [28, 28, 6], width=6, kernel=5),
        ok([14, 14, 6], [10, 10, 16], width=16, kernel=5, padding="valid"),
        ok([224, 224, 3], [112, 112, 64], width=64, kernel=7, stride=2, padding=3, bias=False),
        ok([28, 28, 1], [14, 10, 4], width=4, stride=(2, 3)),
        ok([100, 8], [100, 16], width=16, kernel=5, dilation=2),
        ok([9, 9, 9, 2], [9, 9, 9, 4], width=4, kernel=(3, 1, 3)),
        ok([8, 8, 4], [8, 8, 8], width=8, groups=4),
        bad([784], "a sequence [t, c], an image [h, w, c]", width=6),
        bad([4, 4, 1], "larger than", width=6, kernel=5, padding="valid"),
        bad([28, 28, 1], "at least 1", width=6, kernel=0),
        bad([28, 28, 1], "one of same, valid", width=6, padding="full"),
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

    def places(self, space: Shape, axis: str) -> Shape:
        verify_space(self.name, space)
        rank = len(space)
        kernel, stride, dilation = self.window(space, axis), self.steps(rank), self.gaps(rank)
        if self.padding == "same":
            return tuple(map(ceiling, space, stride))
        padding = self.padding if isinstance(self.padding, int) else 0
        sizes = [windows(n, k, s, padding, d) for n, k, s, d in zip(space, kernel, stride, dilation, strict=True)]
        for length, k, d, places in zip(space, kernel, dilation, sizes, strict=True):
            if isinstance(places, int) and isinstance(length, int) and places < 1:
                reason = f"the window of {d * (k - 1) + 1} is larger than the axis of {length}"
                padded = f", padded to {length + 2 * padding}" if padding else ""
                raise Misfit(reason + padded, input=0, help=too_large(space, "`padding = same` keeps the size"))
        return tuple(sizes)

    def window(self, space: Shape, axis: str) -> tuple[int, ...]:
        return spread(self.kernel, len(space), self.name, "kernel")

    def steps(self, rank: int) -> tuple[int, ...]:
        return spread(self.stride, rank, self.name, "stride")

    def gaps(self, rank: int) -> tuple[int, ...]:
        return spread(self.dilation, rank, self.name, "dilation")

    def doubt(self, inputs: Sequence[Tensor]) -> Doubt | None:
        shape = inputs[0].shape
        return channels_first(self.name, shape, self.window(shape[:-1], "...")) if shape else None

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
        rank = len(space)
        options: dict[str, object] = {}
        if self.given().get("stride"):
            options["strides"] = compact(self.steps(rank))
        if self.padding == "valid":
            options["padding"] = "VALID"
        elif self.padding != "same":
            options["padding"] = self.padding
        if self.given().get("dilation"):
            options["kernel_dilation"] = compact(self.gaps(rank))
        if self.groups > 1:
            options["feature_group_count"] = self.groups
        if not self.bias:
            options["use_bias"] = False
        return call("nnx.Conv", at["c"], self.width, kernel_size=self.window(space, "..."), **options, rngs=RNGS)


def compact(values: tuple[int, ...]) -> int | tuple[int, ...]:
    """One number where all axes have the same."""
    return values[0] if len(set(values)) == 1 else values


class ConvTranspose(Layer):
    """A transposed convolution, which enlarges: every value of the input paints one window of the result.

    Source: Zeiler et al., 2010; flax.nnx.ConvTranspose.
    """

    width: int = arg("number of filters: channels of the result", at_least=1)
    kernel: Numbers = arg("size of the window, for each axis or for all", 3, at_least=1)
    stride: Numbers = arg("steps between windows in the result", 1, at_least=1)
    padding: str = arg(
        "`same`: the result has size * stride places; `valid`: all that the windows reach",
        "same",
        choices=("same", "valid"),
    )
    bias: bool = arg("learn an offset for each filter", True)
    axes = "... c -> places(...) width"
    weights: ClassVar[Mapping[str, str]] = {"kernel": "window(...) c width", "bias": "width ?bias"}
    chapter = "Convolutions"
    role = "weights"
    formula = "y[stride i + j] += x[i, c] w[j, c]; y += b"
    source = "Zeiler et al., 2010"
    examples = (
        ok([7, 7, 64], [14, 14, 32], width=32, stride=2),
        ok([7, 7, 64], [16, 16, 32], width=32, kernel=4, stride=2, padding="valid"),
        ok([7, 7, 64], [14, 21, 3], width=3, stride=(2, 3), bias=False),
        ok([10, 4], [20, 2], width=2, kernel=(4,), stride=2),
        bad([784], "a sequence [t, c], an image [h, w, c]", width=6),
        bad([7, 7, 64], "at least 1", width=6, stride=0),
        bad([7, 7, 64], "one of same, valid", width=6, padding="full"),
    )

    def places(self, space: Shape, axis: str) -> Shape:
        verify_space(self.name, space)
        stride = spread(self.stride, len(space), self.name, "stride")
        kernel = self.window(space, axis)
        sizes = [n * s for n, s in zip(space, stride, strict=True)]
        if self.padding == "same":
            return tuple(sizes)
        return tuple(n + max(k - s, 0) for n, k, s in zip(sizes, kernel, stride, strict=True))

    def window(self, space: Shape, axis: str) -> tuple[int, ...]:
        return spread(self.kernel, len(space), self.name, "kernel")

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each weight of the kernel, at every place of the input."""
        shape = inputs[0].shape or (1,)
        kernel = size(self.window(shape[:-1], "..."))
        return 2 * kernel * self.width * size(shape)

    def build(self, at: At) -> Call:
        space: Shape = at["..."]
        options: dict[str, object] = {}
        if self.given().get("stride"):
            options["strides"] = compact(spread(self.stride, len(space), self.name, "stride"))
        if self.padding == "valid":
            options["padding"] = "VALID"
        if not self.bias:
            options["use_bias"] = False
        return call(
            "nnx.ConvTranspose", at["c"], self.width, kernel_size=self.window(space, "..."), **options, rngs=RNGS
        )
