"""Pooling: many places as one.  The last axis, the channels, stays."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Name, Prefix, call, operator
from compiler.types import Dimension, Shape, Tensor, size
from compiler.types.dimensions import padded, shown
from compiler.vocabulary.at import along
from compiler.vocabulary.axes import spread, windows
from compiler.vocabulary.base import At, Doubt, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.layers.sliding import Numbers, channels_first, too_large, verify_space
from compiler.vocabulary.speech import Layer, Operation, OverPlaces


class Pooling(OverPlaces, abstract=True):
    """A word that makes fewer places of many."""

    chapter = "Pooling"
    role = "pooling"

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """One for each value of the input."""
        return size(inputs[0].shape or ())


class Pool(Pooling, Layer, abstract=True):
    """A window that slides over a sequence, image or volume."""

    size: Numbers = arg("size of the window, for each axis or for all", at_least=1)
    stride: Numbers | None = arg("steps between windows; the window's size where not given", None, at_least=1)
    padding: Numbers = arg("places added on both sides of each axis", 0, at_least=0)
    axes = "... c -> places(...) c"

    def sizes(self, rank: int) -> list[tuple[int, int, int]]:
        """Window, stride and padding of each axis."""
        size = spread(self.size, rank, self.name, "size")
        stride = size if self.stride is None else spread(self.stride, rank, self.name, "stride")
        return list(zip(size, stride, spread(self.padding, rank, self.name, "padding"), strict=True))

    def places(self, space: Shape, axis: str) -> Shape:
        verify_space(self.name, space)
        places: list[Dimension] = []
        for length, (window, stride, padding) in zip(space, self.sizes(len(space)), strict=True):
            if padding * 2 > window:
                raise Misfit(f"padding must be at most half the window of {window}", what="value", argument="padding")
            count = windows(length, window, stride, padding)
            if padded(count) < 1:
                reason = f"the window of {window} is larger than the axis of {shown(length)}"
                help = too_large(space, "leave out a pooling or a stride before it, or take a smaller window")
                raise Misfit(reason, input=0, argument="size", help=help)
            places.append(count)
        return tuple(places)

    padding_value: ClassVar[object] = 0
    """What stands around the places, so that it is left out of the result."""

    def doubt(self, inputs: Sequence[Tensor]) -> Doubt | None:
        shape = inputs[0].shape
        return channels_first(self.name, shape, tuple(n for n, _, _ in self.sizes(len(shape) - 1))) if shape else None

    def options(self) -> dict[str, object]:
        """Further keywords of Flax's function."""
        return {}

    def apply(self, at: At, *inputs: Expr) -> Expr:
        space = (at.inputs[0].shape or ())[:-1]
        sizes = self.sizes(len(space))
        window, _, padding = zip(*sizes, strict=True)
        tiled = all(
            isinstance(n, int) and n % k == 0 and k == s and not p for n, (k, s, p) in zip(space, sizes, strict=True)
        )
        if tiled and at.batched[0]:
            return at.filled(call(self.name, *inputs, window))
        return at.filled(self.pooled(at, at.only(inputs[0], padding=self.padding_value) if any(padding) else inputs[0]))

    def pooled(self, at: At, x: Expr) -> Expr:
        """Flax's function applied to what holds `padding_value` beyond each example."""
        window, stride, padding = zip(*self.sizes(len(at.inputs[0].shape or ()) - 1), strict=True)
        sides = {"padding": tuple((p, p) for p in padding)} if any(padding) else {}
        return call(f"nnx.{self.name}", x, window, strides=stride, **sides, **self.options())


pool = partial(declare, __name__, Pool)

# fmt: off
pool("max_pool", "The largest value of each window.  Padded places never win.",
    "y[i, c] = max over j of x[stride i + j - padding, c]", helpers=("max_pool",),
    padding_value=Prefix("-", Name("jnp.inf")), source="Yamaguchi et al., 1990",
    examples=(ok([28, 28, 6], [14, 14, 6], size=2), ok([112, 112, 64], [56, 56, 64], size=3, stride=2, padding=1),
        ok([7, 7, 4], [3, 3, 4], size=2), ok([12, 12, 4], [6, 3, 4], size=(2, 4)), ok([100, 8], [50, 8], size=2),
        bad([10], "a sequence [t, c], an image [h, w, c]", size=2), bad([4, 4, 1], "larger than the axis of 4", size=5),
        bad([8, 8, 1], "at most half", size=2, padding=2), bad([8, 8, 1], "at least 1", size=0)))
pool("min_pool", "The smallest value of each window.  Padded places never win.",
    "y[i, c] = min over j of x[stride i + j - padding, c]", helpers=("min_pool",), padding_value=Name("jnp.inf"),
    examples=(ok([28, 28, 6], [14, 14, 6], size=2), ok([9, 9, 4], [5, 5, 4], size=3, stride=2, padding=1),
        bad([10], "a sequence [t, c], an image [h, w, c]", size=2),
        bad([4, 4, 1], "larger than the axis of 4", size=5)))
# fmt: on


class AvgPool(Pool):
    """The mean of each window."""

    count_padding: bool = arg("padded places count, as zeros; else the mean is of the others", True)
    helpers = ("avg_pool",)
    formula = "y[i, c] = mean over j of x[stride i + j - padding, c]"
    source = "LeCun et al., 1989"
    examples = (
        ok([28, 28, 6], [14, 14, 6], size=2),
        ok([8, 8, 4], [8, 8, 4], size=3, stride=1, padding=1),
        ok([8, 8, 4], [8, 8, 4], size=3, stride=1, padding=1, count_padding=False),
        ok([4, 4, 4, 2], [2, 2, 2, 2], size=2),
        bad([10], "a sequence [t, c], an image [h, w, c]", size=2),
        bad([8, 8, 1], "size has 3", size=(2, 2, 2)),
    )

    def options(self) -> dict[str, object]:
        return {} if self.count_padding else {"count_include_pad": False}

    def pooled(self, at: At, x: Expr) -> Expr:
        result = super().pooled(at, x)
        if self.count_padding or not at.ragged():
            return result
        # The share of each window that is the example's; beyond its end no window holds any.
        share = super().pooled(at, at.only(call("jnp.ones_like", x)))
        return operator("/", result, call("jnp.maximum", share, 1e-6))


class LpPool(Pool):
    """The length of each window by a power: between the sum (order 1) and the largest size (a high order)."""

    order: float = arg("which power of the values is summed", 2.0, at_least=1)
    helpers = ("lp_pool",)
    formula = "y[i, c] = (sum over j of abs(x[stride i + j - padding, c]) ** order) ** (1 / order)"
    source = "Sermanet et al., 2012"
    examples = (
        ok([28, 28, 6], [14, 14, 6], size=2),
        ok([9, 4], [5, 4], size=3, stride=2, padding=1, order=3.0),
        bad([10], "a sequence [t, c], an image [h, w, c]", size=2),
        bad([8, 8, 1], "at least 1", size=2, order=0.5),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        window, stride, padding = zip(*self.sizes(len(at.inputs[0].shape or ()) - 1), strict=True)
        sides = tuple((p, p) for p in padding)
        return at.filled(call("lp_pool", at.only(inputs[0]), window, stride, sides, self.order))


class AdaptivePool(Pooling, Layer, abstract=True):
    """As many windows as are wanted, as equal as they can be; of an example of fewer places several are of one."""

    places: Numbers = arg("how many places the result has, along each axis or along all", at_least=1)
    axes = "... c -> left(...) c"
    helpers = ("adaptive_pool", "adaptive_pool_each")
    reduction: ClassVar[str]

    def left(self, space: Shape, axis: str) -> Shape:
        verify_space(self.name, space)
        wanted = spread(self.places, len(space), self.name, "places")
        for length, places in zip(space, wanted, strict=True):
            if isinstance(length, int) and places > length:
                reason = f"{self.name} gives at most as many places as there are, but {places} are more than {length}"
                raise Misfit(reason, what="value", argument="places")
        return wanted

    def apply(self, at: At, *inputs: Expr) -> Expr:
        places = (at.result.shape or ())[:-1]
        x, reduction = inputs[0], Name(f"jnp.{self.reduction}")
        start = {"initial": Prefix("-", Name("jnp.inf"))} if self.reduction == "max" else {}
        for axis, length in at.ragged():
            x = call("adaptive_pool_each", x, length, places[axis - 1], reduction, **along(axis), **start)
        return x if len(at.ragged()) == len(places) else call("adaptive_pool", x, places, reduction)


adaptive_pool = partial(declare, __name__, AdaptivePool)

# fmt: off
adaptive_pool("adaptive_avg_pool", "The mean of each of so many windows, which may overlap by a place.",
    "y[i, c] = mean of x[floor(i n / places) : ceil((i + 1) n / places), c]", reduction="mean",
    source="He et al., 2014",
    examples=(ok([13, 13, 8], [6, 6, 8], places=6), ok([12, 9, 2], [4, 3, 2], places=(4, 3)),
        bad([4, 4, 1], "more than 4", places=5), bad([10], "a sequence [t, c], an image [h, w, c]", places=2)))
adaptive_pool("adaptive_max_pool", "The largest value of each of so many windows, which may overlap by a place.",
    "y[i, c] = max of x[floor(i n / places) : ceil((i + 1) n / places), c]", reduction="max", source="He et al., 2014",
    examples=(ok([13, 13, 8], [6, 6, 8], places=6), ok([100, 4], [7, 4], places=7), bad([4, 4, 1], "more", places=5)))
# fmt: on


class GlobalPool(Pooling, Operation, abstract=True):
    """One value for each channel."""

    axes = "... c -> c"
    function: ClassVar[str]

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[0].shape is not None and len(inputs[0].shape) < 2:
            raise Misfit(
                f"{self.name} takes at least 2 axes, the last of them the channels, but here is {inputs[0]}", input=0
            )
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        where = at.where(inputs[0])
        least = {"initial": Prefix("-", Name("jnp.inf"))} if where and self.function == "max" else {}
        return at.np(self.function, *inputs, axis=at.example_axes()[:-1], **where, **least)


global_pool = partial(declare, __name__, GlobalPool)

# fmt: off
global_pool("global_avg_pool", "The mean of each channel over all places.", "y[c] = mean over i of x[i, c]",
    function="mean", source="Lin et al., 2013",
    examples=(ok([7, 7, 512], [512]), ok([100, 8], [8]), bad([512], "at least 2 axes")))
global_pool("global_max_pool", "The largest value of each channel over all places.", "y[c] = max over i of x[i, c]",
    function="max", source="Oquab et al., 2015",
    examples=(ok([7, 7, 512], [512]), ok([100, 8], [8]), bad([512], "at least 2 axes")))
# fmt: on
