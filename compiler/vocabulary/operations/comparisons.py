"""Comparisons, logic, and the choice between two values.  No gradient passes a comparison."""

from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Literal, operator
from compiler.types import Kind, Tensor
from compiler.vocabulary.base import At, Example, Misfit, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.arithmetic import NUMBERS, joined_shape, number_kind
from compiler.vocabulary.speech import Operation

FLAG = Tensor((), "bool")
FLAGS = Tensor((3,), "bool")
IRIS = Tensor((), "class", classes=3, class_names=("setosa", "versicolor", "virginica"))
TEXT = Tensor((), "text")
COMPARED = (ok(([3], []), FLAGS), bad(([3], [4]), "[3] and [4]"))


class Comparison(Operation, abstract=True):
    """Whether two values stand in a relation, element by element."""

    inputs: ClassVar[tuple[str, ...]] = ("a", "b")
    chapter = "Comparisons"
    axes = "..., ... -> ..."
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (NUMBERS,)
    gives = "bool"
    aligned = True
    differentiable = False
    role = "comparison"
    examples: ClassVar[tuple[Example, ...]] = COMPARED
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(joined_shape(self.symbol or self.name, inputs), "bool")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        assert self.symbol is not None
        return operator(self.symbol, *inputs)


comparison = partial(declare, __name__, Comparison)

# fmt: off
comparison("less", "Whether a is below b.", "a < b", symbol="<",
    examples=(*COMPARED, bad((IRIS, []), "takes real or int or bool")))
comparison("less_equal", "Whether a is at most b.", "a <= b", symbol="<=")
comparison("greater", "Whether a is above b.", "a > b", symbol=">",
    examples=(ok((Tensor((3,), "int"), Tensor((), "int")), FLAGS), bad(([3], [4]), "[3] and [4]")))
comparison("greater_equal", "Whether a is at least b.", "a >= b", symbol=">=")
# fmt: on


class Equality(Comparison, abstract=True):
    """Whether two values are, or are not, the same.

    A class may be compared with one of its names, as a text constant: the constant's type holds its text as the only
    class name.  A class whose names are known is compared by the name's index; else the texts themselves are compared.
    """

    takes = (("real", "int", "bool", "class", "text"),)

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        a, b = inputs
        kinds = {a.kind, b.kind}
        if kinds == {"class", "text"}:
            self.verify_name(*((a, b, 1) if a.kind == "class" else (b, a, 0)))
        elif ("text" in kinds and len(kinds) > 1) or ("class" in kinds and not kinds <= {"class", "int"}):
            raise Misfit(f"{self.symbol} compares values of one kind, but here are {a} and {b}", what="kind", input=1)
        elif (
            kinds == {"class"} and isinstance(a.classes, int) and isinstance(b.classes, int) and a.classes != b.classes
        ):
            raise Misfit(f"{self.symbol} compares classes of one set, but here are {a} and {b}", what="kind", input=1)
        return super().infer(*inputs)

    def verify_name(self, classes: Tensor, text: Tensor, input: int) -> None:
        for name in text.class_names if classes.class_names else ():
            if name not in classes.class_names:
                reason = f'"{name}" is no class: they are {", ".join(classes.class_names)}'
                raise Misfit(reason, what="value", input=input)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return super().apply(at, *(self.index(at, i, value) for i, value in enumerate(inputs)))

    def index(self, at: At, i: int, value: Expr) -> Expr:
        """A class's name as its index, where the other side is a class that knows its names."""
        names = at.inputs[1 - i].class_names
        if at.inputs[i].kind == "text" and isinstance(value, Literal) and value.value in names:
            return Literal(names.index(str(value.value)))
        return value


class Equal(Equality):
    """Whether a and b are the same."""

    symbol = "=="
    formula = "a == b"
    examples = (
        ok(([3], []), FLAGS),
        ok((IRIS, Tensor((), "text", class_names=("setosa",))), FLAG),
        ok((TEXT, TEXT), FLAG),
        ok((Tensor((), "class", classes=3), Tensor((), "int")), FLAG),
        bad(
            (IRIS, Tensor((), "text", class_names=("rose",))),
            '"rose" is no class: they are setosa, versicolor, virginica',
        ),
        bad((IRIS, Tensor((), "class", classes=2)), "class[3] and class[2]"),
        bad((TEXT, []), "of one kind"),
        bad(([3], [4]), "[3] and [4]"),
    )


class NotEqual(Equality):
    """Whether a and b differ."""

    symbol = "!="
    formula = "a != b"
    examples = (
        ok(([3], []), FLAGS),
        ok((Tensor((), "text", class_names=("setosa",)), IRIS), FLAG),
        bad((IRIS, []), "of one kind"),
    )


class Logic(Comparison, abstract=True):
    """Logic with truth values, element by element."""

    takes = (("bool",),)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np(f"logical_{self.symbol}", *inputs)


logic = partial(declare, __name__, Logic)

# fmt: off
logic("and", "Whether both are true.", "a and b", symbol="and",
    examples=(ok((FLAGS, FLAG), FLAGS), bad((FLAGS, []), "takes bool")))
logic("or", "Whether one or both are true.", "a or b", symbol="or",
    examples=(ok((FLAGS, FLAG), FLAGS), bad((FLAGS, Tensor((4,), "bool")), "bool[3] and bool[4]")))
logic("not", "Whether it is false.", "not x", symbol="not", inputs=("x",), axes="... -> ...",
    examples=(ok(FLAGS, FLAGS), bad([3], "takes bool")))
# fmt: on


class Where(Operation):
    """The one value where a condition holds, the other elsewhere, element by element."""

    inputs = ("condition", "a", "b")
    chapter = "Comparisons"
    axes = "..., ..., ... -> ..."
    takes = (("bool",), (*NUMBERS, "class"))
    aligned = True
    formula = "a where condition, else b"
    examples = (
        ok((FLAGS, [3], []), [3]),
        ok((FLAG, Tensor((), "int"), Tensor((), "int")), Tensor((), "int")),
        ok((FLAG, IRIS, IRIS), IRIS),
        bad(([3], [3], [3]), "takes bool"),
        bad((FLAGS, [4], []), "bool[3] and [4]"),
        bad((FLAG, IRIS, []), "of one kind"),
    )
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        _, a, b = inputs
        if "class" in (a.kind, b.kind) and a.kind != b.kind:
            raise Misfit(f"where chooses between values of one kind, but here are {a} and {b}", what="kind", input=2)
        shape = joined_shape(self.name, inputs)
        if a.kind == "class":
            return a.reshaped(shape) if a.classes == b.classes else Tensor(shape, "int")
        kind: Kind = a.kind if a.kind == b.kind else number_kind((a, b))
        return Tensor(shape, kind, a.meaning if a.meaning == b.meaning else "value")

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("where", *inputs)
