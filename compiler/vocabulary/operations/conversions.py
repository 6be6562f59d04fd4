"""Words that turn values of one kind into another, or cut the gradient."""

from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, Name, call
from compiler.types import Tensor
from compiler.vocabulary.base import EACH, At, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.shaping import CLASS
from compiler.vocabulary.speech import Operation


class Conversion(Operation, abstract=True):
    """The same values, of another kind."""

    chapter = "Kinds"
    role = "shape"
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int", "bool", "class"),)
    differentiable = False
    by_element = True
    computes = False

    def apply(self, at: At, *inputs: Expr) -> Expr:
        assert self.gives is not None
        dtype = {"real": "float32", "int": "int32", "bool": "bool_"}[self.gives]
        return at.np("asarray", *inputs, Name(f"{at.numpy}.{dtype}"))


conversion = partial(declare, __name__, Conversion)

# fmt: off
conversion("real", "Whole numbers, classes or truth values as real numbers.", gives="real", differentiable=True,
    examples=(ok(Tensor((3,), "int"), [3]), ok(CLASS, []),
        bad(Tensor((), "text"), "takes real or int or bool or class")))
conversion("int", "Whole numbers: a real number without its fraction, a class's index, 1 for true.", gives="int",
    examples=(ok([3], Tensor((3,), "int")), ok(CLASS, Tensor((), "int")), bad(Tensor((), "text"), "takes real")))
conversion("bool", "Truth values: whether a number is not 0.", gives="bool", takes=(("real", "int", "bool"),),
    examples=(ok([3], Tensor((3,), "bool")), bad(CLASS, "takes real or int or bool")))
# fmt: on


class StopGradient(Operation):
    """The value itself, through which no gradient flows back."""

    chapter = "Kinds"
    gives = None
    takes = (("real", "int", "bool", "class"),)
    differentiable = False
    role = "gradient"
    examples = (
        ok([3], [3]),
        ok(Tensor((3,), meaning="probability"), Tensor((3,), meaning="probability")),
        bad(Tensor((), "text"), "takes real or int or bool or class"),
    )
    computes = False
    everywhere = EACH

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return inputs[0]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return inputs[0] if at.numpy == "np" else call("jax.lax.stop_gradient", *inputs)
