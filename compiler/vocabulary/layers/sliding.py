"""Windows that slide over the places of a sequence, an image or a volume; the last axis holds the channels."""

from collections.abc import Sequence
from typing import Any

from compiler.python.target import Expr, Literal, Range, call, index
from compiler.types import Shape, Tensor
from compiler.types.dimensions import ceiling, padded, shown
from compiler.vocabulary.at import along
from compiler.vocabulary.axes import spread, windows
from compiler.vocabulary.base import MASKED, REFUSED, At, Doubt, Misfit
from compiler.vocabulary.layers.kernels import Kernel

Numbers = int | tuple[int, ...]
PADDINGS = ("same", "valid", "circular", "reflect", "causal")
PADDING = (
    "what stands around the input: `same` as many zeros as keep ceil(size / stride) places, `valid` nothing, a number "
    "so many zeros on each side; as many places as `same` have `circular` (the other end), `reflect` (its mirror "
    "image) and, over a sequence, `causal` (zeros in front only)"
)


def verify_space(word: str, space: Shape) -> None:
    """A window slides over one axis (a sequence), two (an image) or three (a volume)."""
    if not 1 <= len(space) <= 3:
        wanted = "a sequence [t, c], an image [h, w, c] or a volume [d, h, w, c]"
        seen = "is 1 axis" if not space else f"are {len(space) + 1} axes"
        help = "`-> reshape([28, 28, 1])` makes a vector an image; `-> expand` adds an axis for one channel"
        raise Misfit(f"{word} takes {wanted}, but here {seen}", input=0, help=help if len(space) < 1 else None)
    if 0 in space:
        raise Misfit(f"{word} slides over places, but here is an axis of none", input=0)


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


class Sliding(Kernel, abstract=True):
    """A layer whose kernel slides over the places; the arguments of its subclasses are read by their names."""

    axes = "... c -> places(...) width"
    chapter = "Convolutions"

    instead = "`padding = same` works along it; the channels, the last axis, are equally many in all examples"

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        ends = self.setting("padding") in ("circular", "reflect")  # both ends of the padded axis would meet
        return REFUSED if ends or axis == len(inputs[input].shape or ()) - 1 else MASKED

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x, ahead = self.framed(at, inputs[0])
        result = super().apply(at, x)
        if any(ahead):
            result = index(result, Range(None, None), *(Range(Literal(n) if n else None, None) for n in ahead))
        return at.filled(result)

    def framed(self, at: At, x: Expr) -> tuple[Expr, list[int]]:
        """The input with zeros for padding, and how many windows along each axis begin before the examples do."""
        space = (at.inputs[0].shape or ())[:-1]
        padding, ahead = self.setting("padding"), [0] * len(space)
        if padding in ("valid", "causal"):
            return x, ahead
        kernel, stride, dilation = self.window(space, "..."), self.steps(len(space)), self.gaps(len(space))
        for axis, length in at.ragged():
            size: Any = space[axis - 1]
            step, reach = stride[axis - 1], dilation[axis - 1] * (kernel[axis - 1] - 1) + 1
            if step == 1 or padding != "same":
                x = at.only(x, (axis,))
                continue
            # How many zeros `same` puts in front depends on the length of the axis.
            front = max((-(-size // step) - 1) * step + reach - size, 0) // 2
            ahead[axis - 1] = -(-front // step)
            x = call("strided", x, length, step, reach, ahead[axis - 1] * step, **along(axis))
        return x, ahead

    def setting(self, key: str, default: Any = 1) -> Any:
        return self.config().get(key, default)

    def window(self, space: Shape, axis: str) -> tuple[int, ...]:
        return spread(self.setting("kernel"), len(space), self.name, "kernel")

    def steps(self, rank: int) -> tuple[int, ...]:
        return spread(self.setting("stride"), rank, self.name, "stride")

    def gaps(self, rank: int) -> tuple[int, ...]:
        return spread(self.setting("dilation"), rank, self.name, "dilation")

    def places(self, space: Shape, axis: str) -> Shape:
        verify_space(self.name, space)
        rank = len(space)
        kernel, stride, dilation = self.window(space, axis), self.steps(rank), self.gaps(rank)
        padding = self.setting("padding")
        if padding == "causal" and rank != 1:
            reason = f"causal padding is for sequences [t, c], but here are {rank + 1} axes"
            raise Misfit(reason, what="value", argument="padding")
        if isinstance(padding, str) and padding != "valid":
            return tuple(map(ceiling, space, stride))
        sides = (0,) * rank if padding == "valid" else spread(padding, rank, self.name, "padding")
        sizes = [windows(n, k, s, p, d) for n, k, s, p, d in zip(space, kernel, stride, sides, dilation, strict=True)]
        for length, k, d, side, places in zip(space, kernel, dilation, sides, sizes, strict=True):
            if padded(places) < 1:
                reason = f"the window of {d * (k - 1) + 1} is larger than the axis of {shown(length)}"
                wider = f", padded to {length + 2 * side}" if side else ""
                raise Misfit(reason + wider, input=0, help=too_large(space, "`padding = same` keeps the size"))
        return tuple(sizes)

    def doubt(self, inputs: Sequence[Tensor]) -> Doubt | None:
        shape = inputs[0].shape
        return channels_first(self.name, shape, self.window(shape[:-1], "...")) if shape else None

    def options(self, rank: int) -> dict[str, object]:
        """The keywords of Flax's layer, those at its defaults left out."""
        options: dict[str, object] = {}
        if any(step != 1 for step in self.steps(rank)):
            options["strides"] = compact(self.steps(rank))
        padding = self.setting("padding")
        if isinstance(padding, tuple):
            options["padding"] = padding
        elif padding != "same":
            options["padding"] = padding.upper() if isinstance(padding, str) else padding
        if any(gap != 1 for gap in self.gaps(rank)):
            options["kernel_dilation"] = compact(self.gaps(rank))
        return options


def compact(values: tuple[int, ...]) -> int | tuple[int, ...]:
    """One number where all axes have the same."""
    return values[0] if len(set(values)) == 1 else values
