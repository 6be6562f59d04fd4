"""Augmentation: examples changed at random, each by itself, anew at each step and on the device.

It stands in `train`, in a `let`: what is evaluated is never changed.
"""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, call, operator
from compiler.types import Tensor
from compiler.vocabulary.base import EACH, REFUSED, At, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.speech import Operation

IMAGE = [32, 32, 3]
TEXT = Tensor((), "text")


class Augmentation(Operation, abstract=True):
    """A random change of each example; `helper` is the function of the program that makes it, if not of its name."""

    chapter = "Augmentation"
    role = "random"
    random = True
    helper: ClassVar[str] = ""
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int"),)
    gives = None
    rank: ClassVar[int | None] = 3
    what: ClassVar[str] = "an image [height, width, channels]"

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        self.verify()
        (x,) = inputs
        if self.rank is not None and x.rank != self.rank:
            raise Misfit(f"{self.name} takes {self.what}, but here is {x}", input=0)
        return self.changed(x)

    def changed(self, x: Tensor) -> Tensor:
        """The result's type."""
        return x

    instead = "examples of one length: `fix_length` in the body of `data` makes them so"
    by_value: ClassVar[bool] = False
    """Whether each value is changed wherever it stands."""

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return EACH if self.by_value else REFUSED

    def values(self, at: At) -> dict[str, object]:
        """The helper's arguments after the key and the examples."""
        return self.config()

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return call(self.helper or self.name, call(at.rngs), at.spread(inputs[0]), **self.values(at))


class Scaled(Augmentation, abstract=True):
    """A change of the values: whole numbers become real."""

    takes = (("real", "int"),)

    def changed(self, x: Tensor) -> Tensor:
        return Tensor(x.shape)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x = inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0])
        return super().apply(at, x)


def verify_range(name: str, word: str, value: tuple[float, ...], most: float | None = None) -> None:
    """Raise `Misfit` where two numbers are no range above 0."""
    if len(value) != 2 or not 0 < value[0] <= value[1] or (most is not None and value[1] > most):
        upto = f" and of at most {most:g}" if most is not None else ""
        reason = f"{name} of {word} is a range of two numbers above 0{upto}, such as [0.1, 0.5]"
        raise Misfit(reason, what="value", argument=name)


class RandomFlip(Augmentation):
    """Each image mirrored with probability p."""

    p: float = arg("how probable it is", 0.5, above=0, at_most=1)
    direction: str = arg("left to right, or top to bottom", "horizontal", choices=("horizontal", "vertical"))
    helpers = ("random_flip",)
    source = "Krizhevsky et al., 2012"
    examples = (
        ok(IMAGE, IMAGE),
        ok(Tensor((8, 8, 1), "int"), Tensor((8, 8, 1), "int"), p=1.0, direction="vertical"),
        bad(IMAGE, "at most 1", p=1.5),
        bad([28, 28], "takes an image"),
        bad(IMAGE, "one of horizontal, vertical", direction="up"),
        bad(TEXT, "takes real"),
    )

    def values(self, at: At) -> dict[str, object]:
        return {"p": self.p, "axis": 2 if self.direction == "horizontal" else 1}


class RandomCrop(Augmentation):
    """Each image padded with 0 on its four sides and cut out again at a place of its own.

    It keeps its size, or has the one that is given.
    """

    padding: int = arg("pixels of 0 on each side", 0, at_least=0)
    size: tuple[int, ...] | None = arg("the new height and width; the image's own where not given", None, at_least=1)
    helper = "random_window"
    helpers = ("random_window",)
    source = "Krizhevsky et al., 2012; He et al., 2016"
    examples = (
        ok(IMAGE, IMAGE, padding=4),
        ok(IMAGE, [24, 24, 3], size=(24, 24)),
        ok(IMAGE, [32, 40, 3], padding=4, size=(32, 40)),
        bad(IMAGE, "changes nothing"),
        bad(IMAGE, "40 pixels of a height of 32", size=(40, 8)),
        bad(IMAGE, "a height and width", size=(24,)),
        bad([28, 28], "takes an image", padding=4),
    )

    def verify(self) -> None:
        if self.size is None and not self.padding:
            help = "random_crop(padding = 4), or random_crop(size = [24, 24])"
            raise Misfit("random_crop without padding or size changes nothing", what="value", help=help)
        if self.size is not None and len(self.size) != 2:
            raise Misfit("size of random_crop is a height and width, [24, 24]", what="value", argument="size")

    def changed(self, x: Tensor) -> Tensor:
        shape = x.shape or ()
        for name, wanted, side in zip(("height", "width"), self.size or (), shape, strict=False):
            if isinstance(side, int) and wanted > side + 2 * self.padding:
                reason = f"random_crop takes {wanted} pixels of a {name} of {side + 2 * self.padding}"
                raise Misfit(reason, what="value", argument="size")
        return x.reshaped((*(self.size or shape[:2]), *shape[2:]))

    def values(self, at: At) -> dict[str, object]:
        return {"padding": (self.padding,) * 2, "size": (at.result.shape or ())[:2]}


class RandomShift(Augmentation):
    """Each example moved by a number of its own along every axis but the last; 0 comes in where it has left.

    An image is moved up or down and left or right, a sequence [t, d] earlier or later.
    """

    by: int = arg("at most how many places, either way", at_least=1)
    helper = "random_window"
    helpers = ("random_window",)
    rank = None
    what = "at least 2 axes, the last of them the channels"
    examples = (
        ok([28, 28, 1], [28, 28, 1], by=2),
        ok([100, 6], [100, 6], by=10),
        bad([28, 28, 1], "at least 1", by=0),
        bad([6], "at least 2 axes", by=1),
    )

    def changed(self, x: Tensor) -> Tensor:
        if (x.rank or 0) < 2:
            raise Misfit(f"random_shift takes {self.what}, but here is {x}", input=0)
        return x

    def values(self, at: At) -> dict[str, object]:
        sides = (at.result.shape or ())[:-1]
        return {"padding": (self.by,) * len(sides), "size": sides}


class RandomErase(Augmentation):
    """A rectangle of each image replaced by a value, with probability p."""

    p: float = arg("how probable it is", 0.5, above=0, at_most=1)
    area: tuple[float, ...] = arg("the rectangle's share of the image, from and to", (0.02, 0.33))
    ratio: tuple[float, ...] = arg("its height by its width, from and to", (0.3, 3.3))
    value: float = arg("what takes its place", 0.0)
    helpers = ("random_erase",)
    source = "Zhong et al., Random Erasing Data Augmentation, 2020"
    examples = (
        ok(IMAGE, IMAGE),
        ok(IMAGE, IMAGE, p=0.9, area=(0.1, 0.2), ratio=(1.0, 1.0), value=0.5),
        bad(IMAGE, "a range of two numbers", area=(0.1, 2.0)),
        bad(IMAGE, "a range of two numbers", ratio=(2.0, 1.0)),
        bad([28, 28], "takes an image"),
    )

    def verify(self) -> None:
        verify_range("area", self.name, self.area, 1)
        verify_range("ratio", self.name, self.ratio)


augmentation = partial(declare, __name__, Augmentation)
scaled = partial(declare, __name__, Scaled)

# fmt: off
augmentation("cutout", "A square of 0 around a random pixel of each image; a part of it may lie outside.",
    size=argument(int, "its side, in pixels", at_least=1), helpers=("cutout",), source="DeVries & Taylor, 2017",
    examples=(ok(IMAGE, IMAGE, size=8), bad(IMAGE, "at least 1", size=0), bad([28, 28], "takes an image", size=8)))
scaled("random_rotate",
    "Each image turned around its middle by an angle of its own, with linear interpolation; 0 comes in at corners.",
    degrees=argument(float, "the largest angle, either way", above=0, at_most=180), helpers=("random_rotate",),
    examples=(ok(IMAGE, IMAGE, degrees=15.0), ok(Tensor((8, 8, 1), "int"), [8, 8, 1], degrees=5.0),
        bad(IMAGE, "at most 180", degrees=360.0), bad([28], "takes an image", degrees=5.0)))
scaled("random_brightness", "Each image times a factor of its own, from 1 - amount to 1 + amount.", "y = f x",
    amount=argument(float, "how far from 1 the factor may be", at_least=0, at_most=1), helpers=("random_brightness",),
    by_value=True,
    examples=(ok(IMAGE, IMAGE, amount=0.2), bad(IMAGE, "at most 1", amount=2.0), bad(TEXT, "takes real", amount=0.1)))
scaled("random_contrast",
    "Each image's distance from its mean times a factor of its own, from 1 - amount to 1 + amount.",
    "y = mean + f (x - mean)", amount=argument(float, "how far from 1 the factor may be", at_least=0, at_most=1),
    helpers=("random_contrast",), examples=(ok(IMAGE, IMAGE, amount=0.2), bad(IMAGE, "at least 0", amount=-0.1)))
# fmt: on


class ColourJitter(Scaled):
    """Brightness, contrast and saturation of each coloured image changed, each by a factor of its own around 1.

    Its hues are turned, all by one angle, where `hue` is stated.
    """

    brightness: float = arg("how far from 1 its factor may be", 0.2, at_least=0, at_most=1)
    contrast: float = arg("how far from 1 its factor may be", 0.2, at_least=0, at_most=1)
    saturation: float = arg("how far from 1 its factor may be", 0.2, at_least=0, at_most=1)
    hue: float = arg("how far the hues may be turned, as a share of the circle", 0.0, at_least=0, at_most=0.5)
    helpers = ("colour_jitter",)
    source = "Krizhevsky et al., 2012; ITU-R BT.601; Smith, Color gamut transform pairs, 1978"
    examples = (
        ok(IMAGE, IMAGE),
        ok(IMAGE, IMAGE, brightness=0.4, contrast=0.0, saturation=0.1),
        ok(IMAGE, IMAGE, hue=0.1),
        bad(IMAGE, "at most 0.5", hue=1.0),
        bad([28, 28, 1], "3 channels"),
        bad(IMAGE, "at most 1", contrast=3.0),
    )

    def changed(self, x: Tensor) -> Tensor:
        channels = (x.shape or (3,))[-1]
        if isinstance(channels, int) and channels != 3:
            raise Misfit(f"colour_jitter takes an image of 3 channels, red, green and blue, but here is {x}", input=0)
        return super().changed(x)


class RandomResizedCrop(Scaled):
    """A rectangle of each image, of a size and shape of its own, brought to one size by linear interpolation."""

    size: tuple[int, ...] = arg("the new height and width", at_least=1)
    area: tuple[float, ...] = arg("the rectangle's share of the image, from and to", (0.08, 1.0))
    ratio: tuple[float, ...] = arg("its height by its width, from and to", (0.75, 1.3333))
    helpers = ("random_resized_crop",)
    source = "Szegedy et al., 2015; jax.image.scale_and_translate (antialiased)"
    examples = (
        ok([64, 48, 3], IMAGE, size=(32, 32)),
        ok(IMAGE, [24, 24, 3], size=(24, 24), area=(0.5, 1.0), ratio=(1.0, 1.0)),
        bad(IMAGE, "a height and width", size=(24,)),
        bad(IMAGE, "a range of two numbers", size=(24, 24), area=(0.0, 1.0)),
        bad([28, 28], "takes an image", size=(8, 8)),
    )

    def verify(self) -> None:
        if len(self.size) != 2:
            raise Misfit("size of random_resized_crop is a height and width, [24, 24]", what="value", argument="size")
        verify_range("area", self.name, self.area, 1)
        verify_range("ratio", self.name, self.ratio)

    def changed(self, x: Tensor) -> Tensor:
        return Tensor((*self.size, *(x.shape or ())[2:]))


class SpecAugment(Augmentation):
    """Stretches of time and bands of frequency of each spectrogram [time, frequency] replaced by a value."""

    time: int = arg("how many frames a stretch has at most", at_least=0)
    frequency: int = arg("how many bands one of frequencies has at most", at_least=0)
    masks: int = arg("how many of each", 1, at_least=1)
    value: float = arg("what takes their place; 0 is the mean of what is standardized", 0.0)
    helpers = ("spec_augment",)
    rank = None
    what = "a spectrogram [time, frequency] or [time, frequency, channels]"
    source = "Park et al., SpecAugment, 2019"
    examples = (
        ok([98, 40], [98, 40], time=20, frequency=8),
        ok([98, 40, 1], [98, 40, 1], time=20, frequency=8, masks=2, value=-1.0),
        bad([98], "takes a spectrogram", time=20, frequency=8),
        bad([98, 40], "at most 98 frames", time=99, frequency=8),
        bad([98, 40], "at most 40 bands", time=9, frequency=50),
    )

    def changed(self, x: Tensor) -> Tensor:
        if x.rank not in (2, 3):
            raise Misfit(f"spec_augment takes {self.what}, but here is {x}", input=0)
        sides = zip(("frames", "bands"), ("time", "frequency"), x.shape or (), strict=False)
        for what, name, side in sides:
            if isinstance(side, int) and getattr(self, name) > side:
                reason = f"{name} of spec_augment must be at most {side} {what}, as {x} has"
                raise Misfit(reason, what="value", argument=name)
        return x


class GaussianNoise(Scaled):
    """Each number with noise of its own from a normal distribution of mean 0."""

    std: float = arg("the noise's standard deviation", above=0)
    rank = None
    by_value = True
    formula = "y = x + e, e ~ N(0, std ** 2)"
    source = "Bishop, Training with Noise is Equivalent to Tikhonov Regularization, 1995"
    examples = (
        ok([16], [16], std=0.1),
        ok([], [], std=1.0),
        bad([16], "above 0", std=0.0),
        bad(TEXT, "takes real", std=1.0),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x = inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0])
        shape = (at.batch, *(at.inputs[0].shape or ()))
        return operator("+", x, operator("*", self.std, call("jax.random.normal", call(at.rngs), shape)))


class Mixup(Operation):
    """Each example mixed with the next one of the batch, in a share of its own.

    Image and label are mixed in the same share: `let share = beta(0.2, 0.2)`, then `mixup(image, share)` and
    `mixup(one_hot(label), share)`. The batches of `train` are shuffled, so the next example is any other.
    """

    inputs: ClassVar[tuple[str, ...]] = ("x", "share")
    chapter = "Augmentation"
    axes = "..., -> ..."
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int", "bool"), ("real",))
    mixes = True
    formula = "y[i] = share[i] x[i] + (1 - share[i]) x[i + 1]"
    helpers = ("mixup",)
    source = "Zhang et al., mixup: Beyond Empirical Risk Minimization, 2018"
    examples = (
        ok((IMAGE, []), IMAGE),
        ok(([10], []), [10]),
        bad((IMAGE, [3]), "one number"),
        bad((TEXT, []), "takes real"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        if inputs[1].shape not in (None, ()):
            raise Misfit(f"the share of mixup is one number for each example, but here is {inputs[1]}", input=1)
        return Tensor(inputs[0].shape, meaning=inputs[0].meaning)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x, share = (at.spread(value, i) for i, value in enumerate(inputs))
        return call("mixup", x, share)
