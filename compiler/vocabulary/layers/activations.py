"""Activation functions.  All but softmax, log_softmax and glu work element by element."""

import math
from collections.abc import Sequence
from typing import ClassVar

from compiler.python.target import Expr, operator
from compiler.types import Dimension, Meaning, Tensor
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, MASKED, At, Doubt, Example, Misfit, arg, bad, ok
from compiler.vocabulary.speech import Operation


class Activation(Operation, abstract=True):
    """A function of `jax.nn`, called with the word's arguments."""

    chapter = "Activations"
    role = "activation"
    function: ClassVar[str] = ""
    """Its name in `jax.nn`, where that is not the word's."""

    def elementwise(self) -> bool:
        return True

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn(f"nn.{self.function or self.name}", *inputs, **self.given())


class Identity(Activation):
    """The value itself."""

    gives = None
    formula = "x"
    examples = (ok([3], [3]), ok(Tensor((3,), "int"), Tensor((3,), "int")), bad(Tensor((), "text"), "takes real"))

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return inputs[0]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return inputs[0]


class Relu(Activation):
    """The rectified linear unit.

    Source: Fukushima, 1969; Nair & Hinton, 2010; jax.nn.relu.
    """

    bounds = (0, math.inf)
    idempotent = True
    formula = "max(0, x)"
    source = "Fukushima, 1969; Nair & Hinton, 2010"
    examples = (ok([8, 8, 3], [8, 8, 3]), bad(Tensor((), "class", classes=2), "takes real"))


class Relu6(Activation):
    """The rectified linear unit, cut off at 6.

    Source: Krizhevsky, 2010; jax.nn.relu6.
    """

    bounds = (0, 6)
    idempotent = True
    formula = "min(max(0, x), 6)"
    source = "Krizhevsky, 2010"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class LeakyRelu(Activation):
    """A rectified linear unit with a small slope below zero.

    Source: Maas et al., 2013; jax.nn.leaky_relu.
    """

    slope: float = arg("slope below zero", 0.01)
    formula = "x where x >= 0, else slope x"
    source = "Maas et al., 2013"
    examples = (ok([3], [3]), ok([3], [3], slope=0.2), bad(Tensor((), "text"), "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        given = {"negative_slope": self.slope} if self.given() else {}
        return at.nn("nn.leaky_relu", *inputs, **given)


class Elu(Activation):
    """The exponential linear unit.

    Source: Clevert et al., 2015; jax.nn.elu.
    """

    alpha: float = arg("the value it tends to far below zero, with the sign turned", 1.0)
    formula = "x where x > 0, else alpha (exp(x) - 1)"
    source = "Clevert et al., 2015"
    examples = (ok([3], [3]), ok([3], [3], alpha=0.5), bad(Tensor((), "text"), "takes real"))


class Selu(Activation):
    """The scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.

    Source: Klambauer et al., 2017; jax.nn.selu.
    """

    formula = "1.0507 x where x > 0, else 1.0507 * 1.6733 (exp(x) - 1)"
    source = "Klambauer et al., 2017"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class Celu(Activation):
    """The continuously differentiable exponential linear unit.

    Source: Barron, 2017; jax.nn.celu.
    """

    alpha: float = arg("how far below zero it bends", 1.0, above=0)
    formula = "max(0, x) + min(0, alpha (exp(x / alpha) - 1))"
    source = "Barron, 2017"
    examples = (ok([3], [3]), ok([3], [3], alpha=2.0), bad([3], "above 0", alpha=0.0))


class Gelu(Activation):
    """The Gaussian error linear unit.

    Source: Hendrycks & Gimpel, 2016; jax.nn.gelu.
    """

    approximate: bool = arg("use the formula with tanh, which is faster, rather than the error function", True)
    formula = "x P(z <= x), z ~ N(0, 1); approximately x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x ** 3))) / 2"
    source = "Hendrycks & Gimpel, 2016"
    examples = (ok([3], [3]), ok([3], [3], approximate=False), bad(Tensor((), "text"), "takes real"))


class Silu(Activation):
    """The sigmoid linear unit, also called swish.

    Source: Elfwing et al., 2017; Ramachandran et al., 2017; jax.nn.silu.
    """

    formula = "x / (1 + exp(-x))"
    source = "Elfwing et al., 2017; Ramachandran et al., 2017"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class HardSilu(Activation):
    """The sigmoid linear unit in straight pieces, also called hard swish.

    Source: Howard et al., 2019; jax.nn.hard_silu.
    """

    formula = "x min(max(0, x + 3), 6) / 6"
    source = "Howard et al., 2019"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class Mish(Activation):
    """A smooth, self-gated unit.

    Source: Misra, 2019; jax.nn.mish.
    """

    formula = "x tanh(log(1 + exp(x)))"
    source = "Misra, 2019"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class Sigmoid(Activation):
    """The logistic function: a number as a probability.

    Source: Verhulst, 1838; jax.nn.sigmoid.
    """

    meaning = "probability"
    bounds = (0, 1)
    formula = "1 / (1 + exp(-x))"
    source = "Verhulst, 1838"
    examples = (ok([3], Tensor((3,), meaning="probability")), bad(Tensor((), "text"), "takes real"))

    def link(self) -> str:
        return "sigmoid"


class HardSigmoid(Activation):
    """The logistic function in straight pieces.

    Source: Courbariaux et al., 2015; jax.nn.hard_sigmoid.
    """

    meaning = "probability"
    bounds = (0, 1)
    formula = "min(max(0, x + 3), 6) / 6"
    source = "Courbariaux et al., 2015"
    examples = (ok([3], Tensor((3,), meaning="probability")), bad(Tensor((), "text"), "takes real"))


class LogSigmoid(Activation):
    """The logarithm of the logistic function, stable far below zero.

    Source: jax.nn.log_sigmoid.
    """

    meaning = "log_probability"
    formula = "-log(1 + exp(-x))"
    examples = (ok([3], Tensor((3,), meaning="log_probability")), bad(Tensor((), "text"), "takes real"))


class Tanh(Activation):
    """The hyperbolic tangent."""

    bounds = (-1, 1)
    formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))"
    examples = (ok([120], [120]), bad(Tensor((), "text"), "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("tanh", *inputs)


class HardTanh(Activation):
    """The hyperbolic tangent in straight pieces.

    Source: Collobert, 2004; jax.nn.hard_tanh.
    """

    bounds = (-1, 1)
    idempotent = True
    formula = "min(max(-1, x), 1)"
    source = "Collobert, 2004"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class Softplus(Activation):
    """A smooth rectified linear unit.

    Source: Dugas et al., 2001; jax.nn.softplus.
    """

    bounds = (0, math.inf)
    formula = "log(1 + exp(x))"
    source = "Dugas et al., 2001"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class Squareplus(Activation):
    """A smooth rectified linear unit without exponentials.

    Source: Barron, 2021; jax.nn.squareplus.
    """

    b: float = arg("how wide the bend is", 4.0, at_least=0)
    formula = "(x + sqrt(x ** 2 + b)) / 2"
    source = "Barron, 2021"
    examples = (ok([3], [3]), ok([3], [3], b=1.0), bad([3], "at least 0", b=-1.0))


class SparsePlus(Activation):
    """A rectified linear unit with a parabola for its bend: 0 up to -1, x from 1 on.

    Source: Blondel et al., 2020; jax.nn.sparse_plus.
    """

    formula = "0 where x <= -1, (x + 1) ** 2 / 4 where -1 < x < 1, else x"
    source = "Blondel et al., 2020"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class SparseSigmoid(Activation):
    """A straight line from 0 to 1, the slope of sparse_plus.

    Source: Blondel et al., 2020; jax.nn.sparse_sigmoid.
    """

    meaning = "probability"
    formula = "min(max(0, (x + 1) / 2), 1)"
    source = "Blondel et al., 2020"
    examples = (ok([3], Tensor((3,), meaning="probability")), bad(Tensor((), "text"), "takes real"))


class Softsign(Activation):
    """A function from -1 to 1 that nears its ends slowly.

    Source: Turian et al., 2009; jax.nn.soft_sign.
    """

    bounds = (-1, 1)
    function = "soft_sign"
    formula = "x / (1 + abs(x))"
    source = "Turian et al., 2009"
    examples = (ok([3], [3]), bad(Tensor((), "text"), "takes real"))


class Step(Activation):
    """The threshold of a McCulloch-Pitts neuron: whether the value is at least 0.  No gradient passes it.

    Source: McCulloch & Pitts, 1943.
    """

    gives = "bool"
    differentiable = False
    formula = "x >= 0"
    source = "McCulloch & Pitts, 1943; Rosenblatt, 1958"
    examples = (ok([], Tensor((), "bool")), ok([3], Tensor((3,), "bool")), bad(Tensor((), "text"), "takes real"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return operator(">=", inputs[0], 0)


class Softmax(Activation):
    """Scores as the probabilities of so many classes; they add up to 1 along the axis.

    Source: Boltzmann, 1868; Bridle, 1990; jax.nn.softmax.
    """

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

    def elementwise(self) -> bool:
        return False

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
    """The logarithm of softmax, stable where a probability is near 0.

    Source: Bridle, 1990; jax.nn.log_softmax.
    """

    meaning = "log_probability"
    formula = "x[i] - log(sum over j of exp(x[j]))"
    source = "Bridle, 1990"
    examples = (
        ok([10], Tensor((10,), meaning="log_probability")),
        ok([5, 3], Tensor((5, 3), meaning="log_probability"), axis=0),
        bad([], "at least 1 axis"),
    )


class Glu(Activation):
    """The gated linear unit: one half of the last axis, gated by the other.

    Source: Dauphin et al., 2017; jax.nn.glu.
    """

    axes = "... n -> ... half(n)"
    formula = "x[:n/2] sigmoid(x[n/2:])"
    source = "Dauphin et al., 2017"
    examples = (ok([8], [4]), ok([5, 6], [5, 3]), bad([7], "an even number"), bad([], "at least 1 axis"))

    def elementwise(self) -> bool:
        return False

    def half(self, size: Dimension, axis: str) -> Dimension:
        if isinstance(size, int) and size % 2:
            raise Misfit(f"glu halves the last axis, whose size must be an even number, not {size}", input=0)
        return size // 2
