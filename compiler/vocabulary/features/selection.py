"""Fewer features than there are: chosen ones, or directions of the data."""

from typing import ClassVar

from compiler.python.target import Expr, Lambda
from compiler.types import Tensor
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Feature

FLOWER = Tensor((), "class", classes=3)


class Reduction(Feature, abstract=True):
    """A vector of n numbers as one of k."""

    k: int = arg("how many numbers are left", at_least=1)
    fitted = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        shape = inputs[0].shape
        if shape is None:
            return Tensor((self.k,))
        if len(shape) != 1:
            help = "`flatten` makes a vector of any tensor"
            raise Misfit(f"{self.name} takes a vector, but here is {inputs[0]}", input=0, help=help)
        if isinstance(shape[0], int) and self.k > shape[0]:
            reason = f"{self.name} leaves k = {self.k} numbers, but there are only {shape[0]}"
            raise Misfit(reason, what="value", argument="k")
        return Tensor((self.k,))


class SelectBest(Reduction):
    """The k elements of a vector that tell most of the label, over the training split.

    `mutual_information` finds any dependence, `f_test` differences of means (of classes) or lines (of numbers),
    `chi2` dependent counts, `correlation` lines. A label that is a text, or a whole number of at most 20 values, is a
    class. The report lists what was chosen, with its score.
    """

    inputs: ClassVar[tuple[str, ...]] = ("x", "label")
    while_learning = 1
    by: str = arg(
        "how dependence is measured",
        "mutual_information",
        choices=("mutual_information", "f_test", "chi2", "correlation"),
    )
    takes = (("real", "int", "bool"), ("class", "text", "int", "bool", "real"))
    source = "sklearn.feature_selection.SelectKBest"
    examples = (
        ok(([13], FLOWER), [5], k=5),
        ok(([13], []), [2], k=2, by="f_test"),
        ok(([13], Tensor((), "text")), [2], k=2, by="f_test"),
        bad(([13], FLOWER), "only 13", k=14),
        bad(([4, 4], FLOWER), "takes a vector", k=2),
        bad(([13], [2]), "one value", k=2),
        bad(([13], FLOWER), "one of mutual_information", k=2, by="luck"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        if inputs[1].shape not in (None, ()):
            raise Misfit(f"{self.name} takes a label of one value, but here is {inputs[1]}", input=1)
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        x, label = inputs
        return super().apply(at, x, Lambda((), label))


class Pca(Reduction):
    """Principal components: a vector along the k directions in which the training split varies most."""

    whiten: bool = arg("scale each direction to variance 1", False)
    takes = (("real", "int", "bool"),)
    formula = "y = (x - mean) V, V the first k eigenvectors of the covariance"
    source = "Pearson, 1901; Hotelling, 1933; sklearn.decomposition.PCA"
    examples = (
        ok([13], [2], k=2),
        ok([64], [10], k=10, whiten=True),
        bad([3], "only 3", k=4),
        bad([28, 28, 1], "takes a vector", k=2),
    )
