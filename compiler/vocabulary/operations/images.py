"""Images: other sizes, parts of them, without their colours.  They stand in a data set's body and in models alike."""

from collections.abc import Sequence
from typing import ClassVar

from compiler.python.target import Expr, Literal, Name, Range, call, index, operator
from compiler.types import Dimension, Shape, Tensor
from compiler.vocabulary.base import EACH, REFUSED, At, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Operation

INT_IMAGE = Tensor((32, 32, 3), "int")
GREY = (0.299, 0.587, 0.114)


class Picture(Operation, abstract=True):
    """A word about an image [height, width, channels]."""

    chapter = "Images"
    role = "shape"

    def sides(self, tensor: Tensor) -> tuple[Dimension, Dimension, Dimension]:
        self.verify_kinds((tensor,))
        shape: Shape = tensor.shape or ()
        if len(shape) != 3:
            raise Misfit(f"{self.name} takes an image [height, width, channels], but here is {tensor}", input=0)
        height, width, channels = shape
        return height, width, channels


class Resize(Picture):
    """The image in another size.

    Between pixels, values are interpolated; a smaller image is smoothed first, so that no pixel is passed over.
    `nearest` takes pixels as they are.  Source: jax.image.resize.
    """

    size: tuple[int, ...] = arg("the new height and width", at_least=1)
    method: str = arg("how values between pixels are found", "linear", choices=("nearest", "linear", "cubic"))
    source = "jax.image.resize (antialiased)"
    examples = (
        ok([28, 28, 1], [32, 32, 1], size=(32, 32)),
        ok(INT_IMAGE, [16, 8, 3], size=(16, 8), method="nearest"),
        bad([28, 28, 1], "height and width", size=(32,)),
        bad([28, 28], "takes an image", size=(32, 32)),
        bad([28, 28, 1], "one of nearest, linear, cubic", size=(32, 32), method="best"),
    )

    def verify(self) -> None:
        if len(self.size) != 2:
            raise Misfit("resize takes a height and width: size = [32, 32]", what="value", argument="size")

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify()
        return Tensor((*self.size, self.sides(inputs[0])[2]))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x = inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0])
        batch = (index(call(f"{at.numpy}.shape", x), 0),) if at.batched[0] else ()
        return at.nn("image.resize", x, (*batch, *(at.result.shape or ())), self.method)


class Cutting(Picture, abstract=True):
    """A part of an image."""

    takes = (("real", "int", "bool", "class"),)
    gives = None

    def cut(self, tensor: Tensor) -> tuple[int, int, int, int]:
        """Top, left, height, width."""
        raise NotImplementedError

    def infer(self, *inputs: Tensor) -> Tensor:
        height, width, channels = self.sides(inputs[0])
        top, left, rows, columns = self.cut(inputs[0])
        for name, length, first, count in (("height", height, top, rows), ("width", width, left, columns)):
            if isinstance(length, int) and (first < 0 or first + count > length):
                reason = f"{self.name} takes {count} pixels from {max(first, 0)} on, but the image's {name} is {length}"
                raise Misfit(reason, input=0)
        return inputs[0].reshaped((rows, columns, channels))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        top, left, height, width = self.cut(at.inputs[0])
        ranges = [
            Range(Literal(first) if first else None, Literal(first + count))
            for first, count in ((top, height), (left, width))
        ]
        return index(inputs[0], *([Range(None, None)] if at.batched[0] else []), *ranges)


class Crop(Cutting):
    """A part of the image, by the place of its upper left corner."""

    top: int = arg("rows above it", at_least=0)
    left: int = arg("columns on its left", at_least=0)
    height: int = arg("its height", at_least=1)
    width: int = arg("its width", at_least=1)
    examples = (
        ok([32, 32, 3], [20, 10, 3], top=4, left=0, height=20, width=10),
        ok(INT_IMAGE, Tensor((32, 32, 3), "int"), top=0, left=0, height=32, width=32),
        bad([32, 32, 3], "the image's width is 32", top=0, left=30, height=10, width=10),
        bad([32], "takes an image", top=0, left=0, height=1, width=1),
    )

    def cut(self, tensor: Tensor) -> tuple[int, int, int, int]:
        return self.top, self.left, self.height, self.width


class CenterCrop(Cutting):
    """The middle of the image; of an odd number of pixels that are left over, one more is cut off below and right."""

    size: tuple[int, ...] = arg("height and width of what is kept", at_least=1)
    examples = (
        ok([256, 256, 3], [224, 224, 3], size=(224, 224)),
        ok([7, 4, 1], [4, 4, 1], size=(4, 4)),
        bad([28, 28, 1], "the image's height is 28", size=(32, 32)),
        bad([28, 28, 1], "a height and width", size=(3,)),
    )

    def verify(self) -> None:
        if len(self.size) != 2:
            raise Misfit("center_crop takes a height and width: size = [224, 224]", what="value", argument="size")

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify()
        return super().infer(*inputs)

    def cut(self, tensor: Tensor) -> tuple[int, int, int, int]:
        height, width, _ = self.sides(tensor)
        rows, columns = self.size
        if not (isinstance(height, int) and isinstance(width, int)):
            raise Misfit(f"center_crop needs an image whose size is known, but here is {tensor}", input=0)
        # Taken from the front, half of what is left over rounds down: also where there is too little.
        return (height - rows) // 2, (width - columns) // 2, rows, columns


class Grey(Picture):
    """An image of red, green and blue as its brightness, in one channel."""

    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int"),)
    formula = "y = 0.299 red + 0.587 green + 0.114 blue"
    source = "ITU-R BT.601"
    examples = (
        ok([32, 32, 3], [32, 32, 1]),
        ok(INT_IMAGE, [32, 32, 1]),
        bad([28, 28, 1], "3 channels"),
        bad([3], "takes an image"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        height, width, channels = self.sides(inputs[0])
        if isinstance(channels, int) and channels != 3:
            raise Misfit(f"grey takes an image of 3 channels, red, green and blue, but here is {inputs[0]}", input=0)
        return Tensor((height, width, 1))

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return EACH if axis < 2 else REFUSED

    def apply(self, at: At, *inputs: Expr) -> Expr:
        weights = at.np("array", [[share] for share in GREY], Name(f"{at.numpy}.float32"))
        return operator("@", inputs[0], weights)
