"""Categories and ranges of numbers, as indices and vectors."""

import itertools
from collections.abc import Sequence

from compiler.python.target import Expr, call
from compiler.types import Tensor
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Feature


class OneHot(Feature):
    """A vector with a 1 at the value's index and 0 elsewhere.

    A class has as many indices as classes; whole numbers need `classes`. A text's categories are those of the training
    split in alphabetical order, and a text that is none of them, or missing, is all zeros; `classes` states how many
    there must be.  Source: sklearn.preprocessing.OneHotEncoder.
    """

    classes: int | None = arg("length of the vector; a class knows its own", None, at_least=1)
    fitted = True
    takes = (("class", "int", "text"),)
    ids = "classes"
    outside = True
    standalone = "one_hot"
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
    by_element = True

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

    def learns(self, inputs: Sequence[Tensor]) -> bool:
        return inputs[0].kind == "text"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        (x,) = at.inputs
        if x.kind == "text":
            return super().apply(at, *inputs)
        classes = self.classes or x.classes
        if at.numpy == "jnp":
            return call("jax.nn.one_hot", *inputs, classes)
        return call(f"fit.{self.name}", at.key, *inputs, classes=classes)


class Category(Feature):
    """Which of the training split's categories a value is, as a class: what `embed` takes.

    Index 0 is the place of what the training split does not hold, and of a missing value; the categories follow from 1
    on, in alphabetical order or that of the numbers. `classes` states how many indices there are: where there are more
    categories, the most frequent ones keep theirs and the others share index 0.
    """

    classes: int | None = arg(
        "how many indices, the one of the unknown included; without it, as many as are needed", None, at_least=2
    )
    fitted = True
    takes = (("text", "int", "bool", "class"),)
    gives = "class"
    standalone = "category"
    formula = "y = 1 + i where x is category i, else 0"
    source = "sklearn.preprocessing.OrdinalEncoder(handle_unknown='use_encoded_value')"
    examples = (
        ok(Tensor((), "text"), Tensor((), "class", classes=5), classes=5),
        ok(Tensor((), "text"), Tensor((), "class")),
        ok(Tensor((3,), "int"), Tensor((3,), "class", classes=4), classes=4),
        bad(Tensor((), "text"), "at least 2", classes=1),
        bad([], "takes text or int or bool or class"),
    )
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "class", classes=self.classes)


class Bins(Feature):
    """Which of n ranges of numbers a value is in, as a class; the ranges are those of the training split.

    By `quantile`, each range holds as many of the training examples; by `width`, the ranges are equally wide. A value
    beyond the training split's is in the first or the last range. A missing value is in none, unless `missing` gives
    those one of their own.
    """

    n: int = arg("how many ranges", at_least=2)
    by: str = arg("how the numbers are divided", "quantile", choices=("quantile", "width"))
    missing: bool = arg("whether missing values are a class of their own, the last: n", False)
    fitted = True
    takes = (("real", "int"),)
    gives = "class"
    formula = "y = how many of the n - 1 edges are at most x"
    source = "sklearn.preprocessing.KBinsDiscretizer"
    examples = (
        ok([], Tensor((), "class", classes=4), n=4),
        ok([3], Tensor((3,), "class", classes=10), n=10, by="width"),
        ok([], Tensor((), "class", classes=5), n=4, missing=True),
        bad([], "at least 2", n=1),
        bad([], "one of quantile, width", n=3, by="kmeans"),
        bad(Tensor((), "text"), "takes real or int", n=3),
    )
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "class", classes=self.n + self.missing)


class Buckets(Feature):
    """Which of the ranges between some edges a number is in, as a class: 0 below the first edge.

    An edge belongs to the range above it. A missing value is in none, unless `missing` gives those one of their own.
    """

    edges: tuple[float, ...] = arg("where a range ends and the next begins, ascending")
    missing: bool = arg("whether missing values are a class of their own, the last", False)
    takes = (("real", "int"),)
    gives = "class"
    formula = "y = how many of the edges are at most x"
    source = "numpy.digitize"
    examples = (
        ok([], Tensor((), "class", classes=4), edges=(18.0, 30.0, 65.0)),
        ok([3], Tensor((3,), "class", classes=3), edges=(0.5,), missing=True),
        bad([], "ascend", edges=(3.0, 1.0)),
        bad([], "at least one edge", edges=()),
        bad(Tensor((), "text"), "takes real or int", edges=(1.0,)),
    )
    by_element = True

    def verify(self) -> None:
        if not self.edges:
            raise Misfit("buckets needs at least one edge", what="value", argument="edges")
        if any(a >= b for a, b in itertools.pairwise(self.edges)):
            raise Misfit("the edges of buckets ascend", what="value", argument="edges")

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "class", classes=len(self.edges) + 1 + self.missing)
