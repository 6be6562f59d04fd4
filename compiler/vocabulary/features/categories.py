"""Categories as numbers."""

from compiler.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.base import At, Feature, Misfit, arg, bad, ok


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

    def elementwise(self) -> bool:
        return True

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
