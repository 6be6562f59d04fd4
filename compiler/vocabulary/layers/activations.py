"""Activation functions.  All but softmax, log_softmax and glu work element by element."""

import math
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr, operator
from compiler.types import Dimension, Meaning, Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, MASKED, At, Doubt, Example, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import argument, declare
from compiler.vocabulary.speech import Operation

TEXT = Tensor((), "text")
PROBABILITIES = Tensor((3,), meaning="probability")


class Activation(Operation, abstract=True):
    """A function of `jax.nn`, called with the word's arguments."""

    chapter = "Activations"
    role = "activation"
    function: ClassVar[str] = ""
    """Its name in `jax.nn`, where that is not the word's."""
    examples: ClassVar[tuple[Example, ...]] = (ok([3], [3]), bad(TEXT, "takes real"))
    by_element = True

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn(f"nn.{self.function or self.name}", *inputs, **self.given())


activation = partial(declare, __name__, Activation)


class Identity(Activation):
    """The value itself."""

    gives = None
    formula = "x"
    examples = (ok([3], [3]), ok(Tensor((3,), "int"), Tensor((3,), "int")), bad(TEXT, "takes real"))

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return inputs[0]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return inputs[0]


# fmt: off
activation("relu", "The rectified linear unit.", "max(0, x)", bounds=(0, math.inf), idempotent=True,
    source="Fukushima, 1969; Nair & Hinton, 2010",
    examples=(ok([8, 8, 3], [8, 8, 3]), bad(Tensor((), "class", classes=2), "takes real")))
activation("relu6", "The rectified linear unit, cut off at 6.", "min(max(0, x), 6)", bounds=(0, 6), idempotent=True,
    source="Krizhevsky, 2010")
# fmt: on


class LeakyRelu(Activation):
    """A rectified linear unit with a small slope below zero."""

    slope: float = arg("slope below zero", 0.01)
    formula = "x where x >= 0, else slope x"
    source = "Maas et al., 2013"
    examples = (ok([3], [3]), ok([3], [3], slope=0.2), bad(TEXT, "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        given = {"negative_slope": self.slope} if self.given() else {}
        return at.nn("nn.leaky_relu", *inputs, **given)


# fmt: off
activation("elu", "The exponential linear unit.", "x where x > 0, else alpha (exp(x) - 1)",
    alpha=argument(float, "the value it tends to far below zero, with the sign turned", 1.0),
    source="Clevert et al., 2015", examples=(ok([3], [3]), ok([3], [3], alpha=0.5), bad(TEXT, "takes real")))
activation("selu", "The scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.",
    "1.0507 x where x > 0, else 1.0507 * 1.6733 (exp(x) - 1)", source="Klambauer et al., 2017")
activation("celu", "The continuously differentiable exponential linear unit.",
    "max(0, x) + min(0, alpha (exp(x / alpha) - 1))",
    alpha=argument(float, "how far below zero it bends", 1.0, above=0), source="Barron, 2017",
    examples=(ok([3], [3]), ok([3], [3], alpha=2.0), bad([3], "above 0", alpha=0.0)))
activation("gelu", "The Gaussian error linear unit.",
    "x P(z <= x), z ~ N(0, 1); approximately x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x ** 3))) / 2",
    approximate=argument(bool, "use the formula with tanh, which is faster, rather than the error function", True),
    source="Hendrycks & Gimpel, 2016",
    examples=(ok([3], [3]), ok([3], [3], approximate=False), bad(TEXT, "takes real")))
activation("silu", "The sigmoid linear unit, also called swish.", "x / (1 + exp(-x))",
    source="Elfwing et al., 2017; Ramachandran et al., 2017")
activation("hard_silu", "The sigmoid linear unit in straight pieces, also called hard swish.",
    "x min(max(0, x + 3), 6) / 6", source="Howard et al., 2019")
activation("mish", "A smooth, self-gated unit.", "x tanh(log(1 + exp(x)))", source="Misra, 2019")
# fmt: on


class Sigmoid(Activation):
    """The logistic function: a number as a probability."""

    meaning = "probability"
    bounds = (0, 1)
    formula = "1 / (1 + exp(-x))"
    source = "Verhulst, 1838"
    examples = (ok([3], PROBABILITIES), bad(TEXT, "takes real"))
    linked_to = "sigmoid"


# fmt: off
activation("hard_sigmoid", "The logistic function in straight pieces.", "min(max(0, x + 3), 6) / 6",
    meaning="probability", bounds=(0, 1), source="Courbariaux et al., 2015",
    examples=(ok([3], PROBABILITIES), bad(TEXT, "takes real")))
activation("log_sigmoid", "The logarithm of the logistic function, stable far below zero.", "-log(1 + exp(-x))",
    meaning="log_probability", examples=(ok([3], Tensor((3,), meaning="log_probability")), bad(TEXT, "takes real")))
# fmt: on


class Tanh(Activation):
    """The hyperbolic tangent."""

    bounds = (-1, 1)
    formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"
    examples = (ok([120], [120]), bad(TEXT, "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("tanh", *inputs)


# fmt: off
activation("hard_tanh", "The hyperbolic tangent in straight pieces.", "min(max(-1, x), 1)", bounds=(-1, 1),
    idempotent=True, source="Collobert, 2004")
activation("softplus", "A smooth rectified linear unit.", "log(1 + exp(x))", bounds=(0, math.inf),
    source="Dugas et al., 2001")
activation("squareplus", "A smooth rectified linear unit without exponentials.", "(x + sqrt(x ** 2 + b)) / 2",
    b=argument(float, "how wide the bend is", 4.0, at_least=0), source="Barron, 2021",
    examples=(ok([3], [3]), ok([3], [3], b=1.0), bad([3], "at least 0", b=-1.0)))
activation("sparse_plus", "A rectified linear unit with a parabola for its bend: 0 up to -1, x from 1 on.",
    "0 where x <= -1, (x + 1) ** 2 / 4 where -1 < x < 1, else x", source="Blondel et al., 2020")
activation("sparse_sigmoid", "A straight line from 0 to 1, the slope of sparse_plus.", "min(max(0, (x + 1) / 2), 1)",
    meaning="probability", source="Blondel et al., 2020", examples=(ok([3], PROBABILITIES), bad(TEXT, "takes real")))
activation("softsign", "A function from -1 to 1 that nears its ends slowly.", "x / (1 + abs(x))", bounds=(-1, 1),
    function="soft_sign", source="Turian et al., 2009")
# fmt: on


class Step(Activation):
    """The threshold of a McCulloch-Pitts neuron: whether the value is at least 0.  No gradient passes it."""

    gives = "bool"
    differentiable = False
    formula = "x >= 0"
    source = "McCulloch & Pitts, 1943; Rosenblatt, 1958"
    examples = (ok([], Tensor((), "bool")), ok([3], Tensor((3,), "bool")), bad(TEXT, "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return operator(">=", inputs[0], 0)


class Softmax(Activation):
    """Scores as the probabilities of so many classes; they add up to 1 along the axis."""

    axis: int = arg("the axis of an example that holds the classes", -1)
    meaning: ClassVar[Meaning] = "probability"
    formula = "exp(x[i]) / sum over j of exp(x[j])"
    source = "Boltzmann, 1868; Bridle, 1990"
    examples: ClassVar[tuple[Example, ...]] = (
        ok([10], Tensor((10,), meaning="probability")),
        ok([5, 3], Tensor((5, 3), meaning="probability"), axis=0),
        bad([], "at least 1 axis"),
        bad([10], "there is no axis 1", axis=1),
    )
    by_element = False

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if axis == position(self.axis, inputs[input], self.name) else EACH

    def link(self) -> str:
        return "softmax" if self.axis == -1 else ""

    def doubt(self, inputs: Sequence[Tensor]) -> Doubt | None:
        shape = inputs[0].shape
        if not shape or shape[self.axis] != 1:
            return None
        value = "1" if self.meaning == "probability" else "0"
        reason = f"{self.name} of a single value is always {value}, whatever the value"
        return Doubt("idle", reason, "one output for two classes takes `sigmoid`")

    def infer(self, *inputs: Tensor) -> Tensor:
        position(self.axis, inputs[0], self.name)
        return super().infer(*inputs)

    def apply(self, at: At, *inputs: Expr) -> Expr:
        given = {"axis": at.axis(self.axis)} if self.given() else {}
        axis = position(self.axis, at.inputs[0], self.name) + 1
        return at.filled(at.nn(f"nn.{self.name}", *inputs, **given, **at.where(inputs[0], (axis,))), (axis,))


class LogSoftmax(Softmax):
    """The logarithm of softmax, stable where a probability is near 0."""

    meaning = "log_probability"
    formula = "x[i] - log(sum over j of exp(x[j]))"
    source = "Bridle, 1990"
    examples = (
        ok([10], Tensor((10,), meaning="log_probability")),
        ok([5, 3], Tensor((5, 3), meaning="log_probability"), axis=0),
        bad([], "at least 1 axis"),
    )


class Glu(Activation):
    """The gated linear unit: one half of the last axis, gated by the other."""

    axes = "... n -> ... half(n)"
    formula = "x[:n/2] sigmoid(x[n/2:])"
    source = "Dauphin et al., 2017"
    examples = (ok([8], [4]), ok([5, 6], [5, 3]), bad([7], "an even number"), bad([], "at least 1 axis"))
    by_element = False

    def half(self, size: Dimension, axis: str) -> Dimension:
        if isinstance(size, int) and size % 2:
            raise Misfit(f"glu halves the last axis, whose size must be an even number, not {size}", input=0)
        return size // 2
