"""Features: transformations of a data set's columns that learn from the training split only."""

from compiler.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import At, Feature, Misfit, arg, bad, ok

NUMBERS = ("real", "int", "bool")


class Scaler(Feature, abstract=True):
    """A scaling of numbers by what the training split holds."""

    axis: int | None = arg("one scale for each index of this axis, instead of one for each element", None)
    fitted = True
    takes = (NUMBERS,)

    def infer(self, *inputs: Tensor) -> Tensor:
        if self.axis is not None:
            position(self.axis, inputs[0], self.name)
        return super().infer(*inputs)


class Standardize(Scaler):
    """Shifts and scales numbers to mean 0 and standard deviation 1 over the training split.

    Each element has a mean and a deviation of its own; with `axis = -1` an image's each channel has. What does not vary
    becomes 0.  Source: sklearn.preprocessing.StandardScaler.
    """

    formula = "y = (x - mean) / standard deviation"
    source = "LeCun et al., Efficient BackProp, 1998"
    examples = (
        ok([4], [4]),
        ok(Tensor((28, 28, 3), "int"), [28, 28, 3], axis=-1),
        ok([], []),
        bad([4], "axis", axis=1),
        bad(Tensor((), "text"), "takes real or int or bool"),
        bad(Tensor((), "class", classes=3), "takes real or int or bool"),
    )


class MinMax(Scaler):
    """Shifts and scales numbers so that the training split spans 0 to 1; other splits may go beyond.

    What does not vary becomes 0.  Source: sklearn.preprocessing.MinMaxScaler.
    """

    formula = "y = (x - min) / (max - min)"
    source = "sklearn.preprocessing.MinMaxScaler"
    examples = (
        ok([4], [4]),
        ok([28, 28, 3], [28, 28, 3], axis=2),
        bad([4], "axis", axis=-2),
        bad(Tensor((), "text"), "takes real or int or bool"),
    )


class FillMissing(Feature):
    """Puts a value where a table's cell was missing: the one given, or the training split's median or mean.

    Each element of a vector has a median or mean of its own.  Source: sklearn.impute.SimpleImputer.
    """

    value: float | None = arg("what to put there; without it, what `by` says", None)
    by: str = arg("which of the training split's statistics to put there", "median", choices=("median", "mean"))
    fitted = True
    takes = (NUMBERS,)
    formula = "y = x where x is known, else value"
    source = "Little & Rubin, Statistical Analysis with Missing Data, 1987"
    examples = (
        ok([], []),
        ok([7], [7], value=0.0),
        ok([7], [7], by="mean"),
        bad(Tensor((), "text"), "takes real or int or bool"),
        bad([], "one of median, mean", by="mode"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if self.value is None:
            return super().apply(at, *inputs)
        return at.np("where", at.np("isnan", inputs[0]), self.value, inputs[0])


class OneHot(Feature):
    """A vector with a 1 at the value's index and 0 elsewhere.

    A class has as many indices as classes; whole numbers need `classes`. A text's categories are those of the training
    split in alphabetical order, and a text that is none of them, or missing, is all zeros; `classes` states how many
    there must be.  Source: sklearn.preprocessing.OneHotEncoder.
    """

    classes: int | None = arg("length of the vector; a class knows its own", None, at_least=1)
    fitted = True
    takes = (("class", "int", "text"),)
    formula = "y[i] = 1 if x = i else 0"
    source = "sklearn.preprocessing.OneHotEncoder"
    examples = (
        ok(Tensor((), "class", classes=3), [3]),
        ok(Tensor((7,), "int"), [7, 5], classes=5),
        ok(Tensor((), "text"), [4], classes=4),
        ok(Tensor((), "text"), Tensor(None)),
        bad(Tensor((), "int"), "classes"),
        bad(Tensor((), "class", classes=3), "3 classes", classes=4),
        bad([], "takes class or int or text"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        (x,) = inputs
        if x.kind == "class" and None not in (x.classes, self.classes) and x.classes != self.classes:
            reason = f"one_hot has classes = {self.classes}, but its input has {x.classes} classes"
            raise Misfit(reason, what="value", argument="classes", help="leave `classes` out")
        width = x.classes if x.kind == "class" and x.classes is not None else self.classes
        if width is None and x.kind == "int":
            raise Misfit(
                "one_hot of whole numbers needs `classes`, the length of the vector", what="value", argument="classes"
            )
        return Tensor(None if x.shape is None or width is None else (*x.shape, width))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        (x,) = at.inputs
        if x.kind == "text":
            return super().apply(at, *inputs)
        classes = self.classes or x.classes
        if at.numpy == "jnp":
            return call("jax.nn.one_hot", *inputs, classes)
        return call(f"fit.{self.name}", at.key, *inputs, classes=classes)
