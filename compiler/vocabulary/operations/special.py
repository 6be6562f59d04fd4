"""Further functions of a number, rarer than those above."""

from compiler.python.target import Expr
from compiler.types import Tensor
from compiler.vocabulary.base import At, bad, ok
from compiler.vocabulary.operations.arithmetic import INT_3
from compiler.vocabulary.operations.elementary import TEXT, Binary, Elementary, Special


class Exp2(Elementary):
    """2 to the power x."""

    formula = "2 ** x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Cbrt(Elementary):
    """The cube root, also of numbers below 0."""

    formula = "y with y ** 3 = x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Rsqrt(Elementary):
    """One over the square root."""

    formula = "1 / sqrt(x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("reciprocal", at.np("sqrt", *inputs))


class Trunc(Elementary):
    """The number without its fraction.  Its gradient is 0."""

    differentiable = False
    formula = "sign(x) floor(abs(x))"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Sinc(Elementary):
    """The sine of pi x over pi x; 1 at 0."""

    formula = "sin(pi x) / (pi x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Arcsinh(Elementary):
    """The inverse of sinh."""

    formula = "log(x + sqrt(x ** 2 + 1))"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Arccosh(Elementary):
    """The inverse of cosh, for numbers of at least 1."""

    formula = "log(x + sqrt(x ** 2 - 1))"
    examples = (ok(INT_3, [3]), bad(TEXT, "takes real or int or bool"))


class Arctanh(Elementary):
    """The inverse of tanh, for numbers between -1 and 1."""

    formula = "log((1 + x) / (1 - x)) / 2"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class IsNan(Elementary):
    """Whether the value is not a number."""

    name = "is_nan"
    function = "isnan"
    gives = "bool"
    differentiable = False
    formula = "x != x"
    examples = (ok([3], Tensor((3,), "bool")), bad(TEXT, "takes real or int or bool"))

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "bool")


class IsFinite(IsNan):
    """Whether the value is a number and not infinite."""

    name = "is_finite"
    function = "isfinite"
    formula = "abs(x) < infinity"
    examples = (ok([3], Tensor((3,), "bool")), bad(TEXT, "takes real or int or bool"))


class Erfc(Special):
    """One minus the error function, exact where that is near 1."""

    formula = "1 - erf(x)"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class ErfInv(Special):
    """The inverse of the error function, for numbers between -1 and 1."""

    function = "erfinv"
    formula = "y with erf(y) = x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Digamma(Special):
    """The slope of log_gamma."""

    formula = "d log_gamma(x) / d x"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))


class Log1MExp(Elementary):
    """The logarithm of 1 - exp(-x), exact near 0 and far from it; for numbers above 0.

    Source: Maechler, 2012; jax.nn.log1mexp.
    """

    name = "log1mexp"
    formula = "log(1 - exp(-x))"
    source = "Maechler, 2012"
    examples = (ok([3], [3]), bad(TEXT, "takes real or int or bool"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn("nn.log1mexp", *inputs)


class Remainder(Binary):
    """What a division leaves, with the sign of b."""

    formula = "a - b floor(a / b)"
    examples = (ok(([3], [3]), [3]), ok((INT_3, Tensor((), "int")), INT_3), bad(([3], [4]), "[3] and [4]"))


class Hypot(Binary):
    """The length of the hypotenuse, without overflow."""

    whole = False
    formula = "sqrt(a ** 2 + b ** 2)"
    examples = (ok(([3], [3]), [3]), bad(([3], [4]), "[3] and [4]"))
