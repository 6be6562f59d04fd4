"""Elementary functions of a number, applied to each element."""

from collections.abc import Sequence
from typing import ClassVar

from compiler.python.target import Expr
from compiler.types import Meaning, Tensor
from compiler.vocabulary.base import At, Misfit, arg, bad, ok
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

    def elementwise(self) -> bool:
        return True

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


class Exp(Elementary):
    """e to the power x."""

    inverse = "log"
    formula = "exp(x)"
    examples = (
        ok([3], [3]),
        ok(INT_3, [3]),
        ok(Tensor((3,), meaning="log_probability"), Tensor((3,), meaning="probability")),
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
        ok(Tensor((3,), meaning="probability"), Tensor((3,), meaning="log_probability")),
        bad(TEXT, "takes real or int or bool"),
    )

    def meaning_of(self, x: Tensor) -> Meaning:
        return "log_probability" if x.meaning == "probability" else "value"


class Log2(Elementary):
    """The logarithm to the base 2."""

    inverse = "exp2"
    formula = "log(x) / log(2)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Log10(Elementary):
    """The logarithm to the base 10."""

    formula = "log(x) / log(10)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Log1P(Elementary):
    """The logarithm of 1 + x, exact near 0."""

    inverse = "expm1"
    name = "log1p"
    stable = ("log1p(exp(x)) = softplus(x)", "log1p(-sigmoid(x)) = log_sigmoid(-x)")
    formula = "log(1 + x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class ExpM1(Elementary):
    """e to the power x, less 1, exact near 0."""

    inverse = "log1p"
    name = "expm1"
    formula = "exp(x) - 1"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Sqrt(Elementary):
    """The square root."""

    inverse = "square"
    formula = "x ** 0.5"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Square(Elementary):
    """The product of x with itself."""

    whole = True
    formula = "x ** 2"
    examples = (ok([3], [3]), ok(INT_3, INT_3), ok(Tensor((2,), "bool"), [2]), bad(TEXT, "takes real or int or bool"))


class Reciprocal(Elementary):
    """One over x."""

    formula = "1 / x"
    examples = (ok([3], [3]), ok(INT_3, [3]), bad(TEXT, "takes real or int or bool"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("reciprocal", inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0]))


class Abs(Elementary):
    """The size of a number without its sign."""

    whole = True
    formula = "x where x >= 0, else -x"
    examples = (ok([3], [3]), ok(INT_3, INT_3), bad(TEXT, "takes real or int or bool"))


class Sign(Elementary):
    """1 above zero, -1 below, 0 at it."""

    whole = True
    differentiable = False
    formula = "x / abs(x)"
    examples = (ok([3], [3]), ok(INT_3, INT_3), bad(TEXT, "takes real or int or bool"))


class Floor(Elementary):
    """The largest whole number that is not above x."""

    differentiable = False
    rounds = True
    idempotent = True
    formula = "max n <= x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Ceil(Elementary):
    """The smallest whole number that is not below x."""

    differentiable = False
    rounds = True
    idempotent = True
    formula = "min n >= x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Round(Elementary):
    """The nearest whole number; the even one of two that are equally near."""

    differentiable = False
    rounds = True
    idempotent = True
    formula = "floor(x + 1/2)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("round", inputs[0] if at.inputs[0].kind == "real" else at.real(inputs[0]))


class Sin(Elementary):
    """The sine of an angle in radians."""

    formula = "sin(x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Cos(Elementary):
    """The cosine of an angle in radians."""

    formula = "cos(x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Tan(Elementary):
    """The tangent of an angle in radians."""

    formula = "sin(x) / cos(x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Arcsin(Elementary):
    """The angle whose sine is x, from -pi/2 to pi/2."""

    formula = "sin(y) = x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Arccos(Elementary):
    """The angle whose cosine is x, from 0 to pi."""

    formula = "cos(y) = x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Arctan(Elementary):
    """The angle whose tangent is x, from -pi/2 to pi/2."""

    formula = "tan(y) = x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Sinh(Elementary):
    """The hyperbolic sine."""

    inverse = "arcsinh"
    formula = "(exp(x) - exp(-x)) / 2"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Cosh(Elementary):
    """The hyperbolic cosine."""

    formula = "(exp(x) + exp(-x)) / 2"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Special(Elementary, abstract=True):
    """A function of `jax.scipy.special`."""

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn(f"scipy.special.{self.function or self.name}", *inputs)


class Erf(Special):
    """The error function: how much of a normal distribution lies within x times the square root of 2 deviations."""

    formula = "2 / sqrt(pi) * integral from 0 to x of exp(-t ** 2)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class LogGamma(Special):
    """The logarithm of the gamma function, which continues the factorial: gamma(n) = (n - 1)!."""

    function = "gammaln"
    formula = "log(integral from 0 of t ** (x - 1) exp(-t))"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Logit(Special):
    """The inverse of sigmoid: a probability's score."""

    meaning = "logits"
    formula = "log(p / (1 - p))"
    examples = (
        ok(Tensor((3,), meaning="probability"), Tensor((3,), meaning="logits")),
        bad(TEXT, "takes real or int or bool"),
    )


class Clip(Elementary):
    """The number kept within bounds."""

    low: float | None = arg("the smallest value let through; none where not given", None)
    high: float | None = arg("the largest value let through; none where not given", None)
    formula = "min(max(x, low), high)"
    examples = (
        ok([3], [3], low=0.8, high=1.2),
        ok([3], [3], low=0.0),
        ok(Tensor((3,), meaning="probability"), Tensor((3,), meaning="probability"), high=0.9),
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


class Binary(Elementwise, abstract=True):
    """A function of two numbers that JAX and NumPy name alike."""

    chapter = "Elementary functions"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np(self.name, *self.numbers(at, inputs))


class Minimum(Binary):
    """The smaller of two numbers, element by element."""

    formula = "min(a, b)"
    examples = (ok(([3], [3]), [3]), ok((INT_3, INT_3), INT_3), bad(([3], [4]), "[3] and [4]"))


class Maximum(Binary):
    """The larger of two numbers, element by element."""

    formula = "max(a, b)"
    examples = (ok(([3], [3]), [3]), ok((INT_3, INT_3), INT_3), bad(([3], [4]), "[3] and [4]"))


class Arctan2(Binary):
    """The angle of the point (b, a), from -pi to pi."""

    whole = False
    formula = "tan(y) = a / b"
    examples = (ok(([3], [3]), [3]), bad(([3], [4]), "[3] and [4]"))


class Logaddexp(Binary):
    """The logarithm of a sum of two numbers given by their logarithms, without overflow."""

    whole = False
    formula = "log(exp(a) + exp(b))"
    examples = (ok(([3], [3]), [3]), bad(([3], [4]), "[3] and [4]"))
