"""Numbers brought to a common scale, and put where they are missing."""

from collections.abc import Sequence

from compiler.python.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Feature

NUMBERS = ("real", "int", "bool")


class Scaler(Feature, abstract=True):
    """A scaling of numbers by what the training split holds."""

    axis: int | None = arg("one scale for each index of this axis, instead of one for each element", None)
    fitted = True
    idempotent = True
    takes = (NUMBERS,)

    def elementwise(self) -> bool:
        """Not with a scale for an axis counted from the front: a further axis there would take its place."""
        return self.axis is None or self.axis < 0

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[0].kind == "class":
            reason = f"{self.name} takes numbers, but here is {inputs[0]}"
            raise Misfit(reason, what="kind", input=0, help="a class is not scaled: leave it as it is")
        if self.axis is not None:
            position(self.axis, inputs[0], self.name)
        return super().infer(*inputs)

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr:
        return call(f"fit.undo_{self.name}", at.key, result)


class Standardize(Scaler):
    """Shifts and scales numbers to mean 0 and standard deviation 1 over the training split.

    Each element has a mean and a deviation of its own; with `axis = -1` an image's each channel has. What does not vary
    becomes 0.  Source: sklearn.preprocessing.StandardScaler.
    """

    standalone = "standardize"
    formula = "y = (x - mean) / standard deviation"
    source = "LeCun et al., Efficient BackProp, 1998"
    examples = (
        ok([4], [4]),
        ok(Tensor((28, 28, 3), "int"), [28, 28, 3], axis=-1),
        ok([], []),
        bad([4], "axis", axis=1),
        bad(Tensor((), "text"), "takes real or int or bool"),
        bad(Tensor((), "class", classes=3), "takes numbers"),
    )


class MinMax(Scaler):
    """Shifts and scales numbers so that the training split spans 0 to 1; other splits may go beyond.

    What does not vary becomes 0.  Source: sklearn.preprocessing.MinMaxScaler.
    """

    formula = "y = (x - min) / (max - min)"
    standalone = "min_max"
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
    standalone = "fill_missing"
    formula = "y = x where x is known, else value"
    source = "Little & Rubin, Statistical Analysis with Missing Data, 1987"
    examples = (
        ok([], []),
        ok([7], [7], value=0.0),
        ok([7], [7], by="mean"),
        bad(Tensor((), "text"), "takes real or int or bool"),
        bad([], "one of median, mean", by="mode"),
    )
    by_element = True

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if self.value is None:
            return super().apply(at, *inputs)
        return at.np("where", at.np("isnan", inputs[0]), self.value, inputs[0])
