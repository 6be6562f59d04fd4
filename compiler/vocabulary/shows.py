"""Pictures and tables in the report."""

from compiler.types import Tensor
from compiler.vocabulary.base import Misfit, arg, bad, ok
from compiler.vocabulary.speech import Show

SCALAR = Tensor(())
IMAGE = Tensor((28, 28, 1))
PHOTO = Tensor((32, 32, 3))


class Trace(Show):
    """One example's prediction, iteration by iteration, as the weights are learned: the lecture's table."""

    inputs = ("input", "prediction", "label")
    examples = (
        ok((SCALAR, SCALAR, SCALAR), []),
        ok(([4], [3], Tensor((), "class", classes=3)), []),
        bad((SCALAR, Tensor((2,)), Tensor((3,))), "do not fit"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        _, prediction, label = inputs
        if label.kind == "real" and None not in (prediction.shape, label.shape) and prediction.shape != label.shape:
            raise Misfit(f"a prediction {prediction} and a label {label} do not fit one another", input=1)
        return Tensor(())


class Curve(Show):
    """Predictions as a curve among the labels' points, over a number `x`; of vectors the first examples' series."""

    examples = (
        ok((SCALAR, SCALAR, SCALAR), []),
        ok(([168, 7], [24], [24]), []),
        ok(([24], [24]), []),
        bad(([24],), "takes x, a prediction and a label"),
        bad(([4], SCALAR, SCALAR), "over a number"),
        bad((SCALAR, Tensor((), "text"), SCALAR), "draws numbers"),
        bad(([24], [12]), "do not fit"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        if len(inputs) not in (2, 3):
            raise Misfit("curve takes x, a prediction and a label, or two series")
        for i, tensor in enumerate(inputs):
            if tensor.kind in ("text", "boxes"):
                raise Misfit(f"curve draws numbers, but here is {tensor}", what="kind", input=i)
        one, other = inputs[-2].shape, inputs[-1].shape
        if one is None or other is None:
            return Tensor(())
        if one != other:
            raise Misfit(
                f"{inputs[-2]} and {inputs[-1]} do not fit one another: curve draws both over one axis",
                input=len(inputs) - 2,
            )
        if len(inputs) == 3 and one == () and inputs[0].shape not in ((), (1,), None):
            raise Misfit(
                f"curve draws predictions over a number, but x is {inputs[0]}",
                input=0,
                help="`show table` lists any inputs",
            )
        if len(one) > 2 or (len(inputs) == 2 and one == ()):
            raise Misfit(f"curve draws numbers over an x, or series, but here is {inputs[-2]}", input=len(inputs) - 2)
        return Tensor(())


class Table(Show):
    """The first examples' values, side by side."""

    count: int = arg("the number of rows", 20, at_least=1)
    examples = (ok(([2], SCALAR, SCALAR), [], count=4), bad((), "at least one value"))

    def infer(self, *inputs: Tensor) -> Tensor:
        if not inputs:
            raise Misfit("table takes at least one value")
        return Tensor(())


class Images(Show):
    """The first examples as images, what belongs to one example side by side.

    An image is [height, width], [height, width, 1] or [height, width, 3]; `size` says how a vector folds into one.
    """

    size: tuple[int, ...] | None = arg("height and width of an image that is stored as a vector", None, at_least=1)
    count: int = arg("the number of examples", 16, at_least=1)
    examples = (
        ok((IMAGE,), [], count=4),
        ok((PHOTO, PHOTO), []),
        ok(([784], [784]), [], size=(28, 28)),
        bad(([784],), "no image"),
        bad(([784],), "28 x 27", size=(28, 27)),
        bad((IMAGE,), "height and width", size=(28,)),
        bad((), "at least one image"),
    )

    def verify(self) -> None:
        if self.size is not None and len(self.size) not in (2, 3):
            raise Misfit("size is a height and width, such as [28, 28]", what="value", argument="size")

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify()
        if not inputs:
            raise Misfit("images takes at least one image")
        for i, tensor in enumerate(inputs):
            if tensor.kind not in ("real", "int", "bool"):
                raise Misfit(f"images draws numbers, but here is {tensor}", what="kind", input=i)
            if tensor.shape is not None:
                self.verify_image(tensor, i)
        return Tensor(())

    def verify_image(self, tensor: Tensor, input: int) -> None:
        shape = tensor.shape
        assert shape is not None
        if self.size is not None and all(isinstance(axis, int) for axis in shape):
            held, wanted = product(shape), product(self.size)
            if held != wanted and held != 3 * wanted:
                sizes = " x ".join(map(str, self.size))
                raise Misfit(f"{tensor} holds {held} numbers and does not fold into {sizes}", input=input)
        elif self.size is None and not (len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3))):
            raise Misfit(
                f"{tensor} is no image: that is [height, width], [height, width, 1] or [height, width, 3]",
                input=input,
                help="`size = [28, 28]` folds a vector into an image",
            )


def product(axes: tuple[object, ...]) -> int:
    total = 1
    for axis in axes:
        assert isinstance(axis, int)
        total *= axis
    return total
