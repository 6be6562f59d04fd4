"""Elementary functions of a number, applied to each element."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Expr
from compiler.types import Meaning, Tensor
from compiler.vocabulary.base import At, Example, Misfit, arg, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.arithmetic import INT_3, Elementwise
from compiler.vocabulary.speech import Operation

TEXT = Tensor((), "text")


class Elementary(Operation, abstract=True):
    """A function that JAX and NumPy name alike.  Where `whole`, whole numbers stay whole; else the result is real."""

    chapter = "Elementary functions"
    function: ClassVar[str] = ""
    """Its name there, where that is not the word's."""
    inverse: ClassVar[str] = ""
    """The name there of the function that undoes it, where one does."""
    whole: ClassVar[bool] = False
    examples: ClassVar[tuple[Example, ...]] = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        kept = self.whole and inputs[0].kind == "int"
        return Tensor(inputs[0].shape, "int" if kept else "real", self.meaning_of(inputs[0]))

    def meaning_of(self, x: Tensor) -> Meaning:
        return self.meaning

    def apply(self, at: At, *inputs: Expr) -> Expr:
        # Without this, JAX takes the square or the absolute value of a truth value for one.
        value = at.real(inputs[0]) if self.whole and at.inputs[0].kind == "bool" else inputs[0]
        return at.np(self.function or self.name, value)

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr | None:
        return at.np(self.inverse, result) if self.inverse else None


class OfReal(Elementary, abstract=True):
    """One that takes whole numbers and truth values as real numbers."""

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return super().apply(at, inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0]))


class Special(Elementary, abstract=True):
    """A function of `jax.scipy.special`."""

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn(f"scipy.special.{self.function or self.name}", *inputs)


class Binary(Elementwise, abstract=True):
    """A function of two numbers that JAX and NumPy name alike."""

    chapter = "Elementary functions"
    examples = (ok(([3], [3]), [3]), bad(([3], [4]), "[3] and [4]"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np(self.name, *self.numbers(at, inputs))


elementary, of_real = partial(declare, __name__, Elementary), partial(declare, __name__, OfReal)
special, binary = partial(declare, __name__, Special), partial(declare, __name__, Binary)
WHOLE = (ok([3], [3]), ok(INT_3, INT_3), bad(TEXT, "takes real or int or bool"))
LESSER = (ok(([3], [3]), [3]), ok((INT_3, INT_3), INT_3), bad(([3], [4]), "[3] and [4]"))
PROBABILITIES = Tensor((3,), meaning="probability")


class Exp(Elementary):
    """e to the power x."""

    inverse = "log"
    formula = "exp(x)"
    examples = (
        ok([3], [3]),
        ok(INT_3, [3]),
        ok(Tensor((3,), meaning="log_probability"), PROBABILITIES),
        bad(TEXT, "takes real or int or bool"),
    )

    def meaning_of(self, x: Tensor) -> Meaning:
        return "probability" if x.meaning == "log_probability" else "value"


class Log(Elementary):
    """The natural logarithm."""

    inverse = "exp"
    stable = (
        "log(softmax(x)) = log_softmax(x)",
        "log(sigmoid(x)) = log_sigmoid(x)",
        "log(1 - sigmoid(x)) = log_sigmoid(-x)",
        "log(pick(softmax(x), y)) = pick(log_softmax(x), y)",
        "log(sum(exp(x))) = logsumexp(x)",
        "log(mean(exp(x))) = logmeanexp(x)",
        "log(exp(a) + exp(b)) = logaddexp(a, b)",
        "log(1 + exp(x)) = softplus(x)",
        "log(1 + x) = log1p(x)",
        "log(1 - exp(-x)) = log1mexp(x)",
        "log(1 - x) = log1p(-x)",
        "log(exp(x)) = x",
    )
    formula = "log(x)"
    examples = (
        ok([3], [3]),
        ok(PROBABILITIES, Tensor((3,), meaning="log_probability")),
        bad(TEXT, "takes real or int or bool"),
    )

    def meaning_of(self, x: Tensor) -> Meaning:
        return "log_probability" if x.meaning == "probability" else "value"


# fmt: off
elementary("log2", "The logarithm to the base 2.", "log(x) / log(2)", inverse="exp2")
elementary("log10", "The logarithm to the base 10.", "log(x) / log(10)")
elementary("log1p", "The logarithm of 1 + x, exact near 0.", "log(1 + x)", inverse="expm1",
    stable=("log1p(exp(x)) = softplus(x)", "log1p(-sigmoid(x)) = log_sigmoid(-x)"))
elementary("expm1", "e to the power x, less 1, exact near 0.", "exp(x) - 1", inverse="log1p")
elementary("sqrt", "The square root.", "x ** 0.5", inverse="square")
elementary("square", "The product of x with itself.", "x ** 2", whole=True,
    examples=(ok([3], [3]), ok(INT_3, INT_3), ok(Tensor((2,), "bool"), [2]), bad(TEXT, "takes real or int or bool")))
of_real("reciprocal", "One over x.", "1 / x",
    examples=(ok([3], [3]), ok(INT_3, [3]), bad(TEXT, "takes real or int or bool")))
elementary("abs", "The size of a number without its sign.", "x where x >= 0, else -x", whole=True,
    examples=WHOLE)
elementary("sign", "1 above zero, -1 below, 0 at it.", "x / abs(x)", whole=True, differentiable=False,
    examples=WHOLE)
elementary("floor", "The largest whole number that is not above x.", "max n <= x", differentiable=False, rounds=True,
    idempotent=True)
elementary("ceil", "The smallest whole number that is not below x.", "min n >= x", differentiable=False, rounds=True,
    idempotent=True)
of_real("round", "The nearest whole number; the even one of two that are equally near.", "floor(x + 1/2)",
    differentiable=False, rounds=True, idempotent=True)
elementary("sin", "The sine of an angle in radians.", "sin(x)")
elementary("cos", "The cosine of an angle in radians.", "cos(x)")
elementary("tan", "The tangent of an angle in radians.", "sin(x) / cos(x)")
elementary("arcsin", "The angle whose sine is x, from -pi/2 to pi/2.", "sin(y) = x")
elementary("arccos", "The angle whose cosine is x, from 0 to pi.", "cos(y) = x")
elementary("arctan", "The angle whose tangent is x, from -pi/2 to pi/2.", "tan(y) = x")
elementary("sinh", "The hyperbolic sine.", "(exp(x) - exp(-x)) / 2", inverse="arcsinh")
elementary("cosh", "The hyperbolic cosine.", "(exp(x) + exp(-x)) / 2")


# fmt: off
special("erf",
    "The error function: how much of a normal distribution lies within x times the square root of 2 deviations.",
    "2 / sqrt(pi) * integral from 0 to x of exp(-t ** 2)")
special("log_gamma", "The logarithm of the gamma function, which continues the factorial: gamma(n) = (n - 1)!.",
    "log(integral from 0 of t ** (x - 1) exp(-t))", function="gammaln")
special("logit", "The inverse of sigmoid: a probability's score.", "log(p / (1 - p))", meaning="logits",
    examples=(ok(PROBABILITIES, Tensor((3,), meaning="logits")),
    bad(TEXT, "takes real or int or bool")))
# fmt: on


class Clip(Elementary):
    """The number kept within bounds."""

    low: float | None = arg("the smallest value let through; none where not given", None)
    high: float | None = arg("the largest value let through; none where not given", None)
    formula = "min(max(x, low), high)"
    examples = (
        ok([3], [3], low=0.8, high=1.2),
        ok([3], [3], low=0.0),
        ok(PROBABILITIES, PROBABILITIES, high=0.9),
        bad([3], "low must be below high", low=1.0, high=0.0),
        bad([3], "needs low, high or both"),
    )

    def verify(self) -> None:
        if self.low is None and self.high is None:
            raise Misfit("clip needs low, high or both", what="value")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise Misfit("low must be below high", what="value", argument="low")

    def meaning_of(self, x: Tensor) -> Meaning:
        return x.meaning

    def apply(self, at: At, *inputs: Expr) -> Expr:
        if self.high is None:
            return at.np("maximum", *inputs, self.low)
        if self.low is None:
            return at.np("minimum", *inputs, self.high)
        return at.np("clip", *inputs, self.low, self.high)


# fmt: off
binary("minimum", "The smaller of two numbers, element by element.", "min(a, b)",
    examples=LESSER)
binary("maximum", "The larger of two numbers, element by element.", "max(a, b)",
    examples=LESSER)
binary("arctan2", "The angle of the point (b, a), from -pi to pi.", "tan(y) = a / b", whole=False)
binary("logaddexp", "The logarithm of a sum of two numbers given by their logarithms, without overflow.",
    "log(exp(a) + exp(b))", whole=False)
# fmt: on
