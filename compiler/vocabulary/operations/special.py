"""Further functions of a number, rarer than those above."""

from functools import partial

from compiler.python.target import Expr
from compiler.types import Tensor
from compiler.vocabulary.base import At, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.operations.arithmetic import INT_3
from compiler.vocabulary.operations.elementary import TEXT, Binary, Elementary, Special

elementary, special = partial(declare, __name__, Elementary), partial(declare, __name__, Special)
binary = partial(declare, __name__, Binary)


elementary("exp2", "2 to the power x.", "2 ** x")
elementary("cbrt", "The cube root, also of numbers below 0.", "y with y ** 3 = x")


class Rsqrt(Elementary):
    """One over the square root."""

    formula = "1 / sqrt(x)"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.np("reciprocal", at.np("sqrt", *inputs))


# fmt: off
elementary("trunc", "The number without its fraction.  Its gradient is 0.", "sign(x) floor(abs(x))",
    differentiable=False)
elementary("sinc", "The sine of pi x over pi x; 1 at 0.", "sin(pi x) / (pi x)")
elementary("arcsinh", "The inverse of sinh.", "log(x + sqrt(x ** 2 + 1))")
elementary("arccosh", "The inverse of cosh, for numbers of at least 1.", "log(x + sqrt(x ** 2 - 1))",
    examples=(ok(INT_3, [3]), bad(TEXT, "takes real or int or bool")))
elementary("arctanh", "The inverse of tanh, for numbers between -1 and 1.", "log((1 + x) / (1 - x)) / 2")
# fmt: on


class Test(Elementary, abstract=True):
    """Whether a number is of some sort."""

    gives = "bool"
    differentiable = False
    examples = (ok([3], Tensor((3,), "bool")), bad(TEXT, "takes real or int or bool"))

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        return Tensor(inputs[0].shape, "bool")


test = partial(declare, __name__, Test)
# fmt: off
test("is_nan", "Whether the value is not a number.", "x != x", function="isnan")
test("is_finite", "Whether the value is a number and not infinite.", "abs(x) < infinity", function="isfinite")
special("erfc", "One minus the error function, exact where that is near 1.", "1 - erf(x)")
special("erf_inv", "The inverse of the error function, for numbers between -1 and 1.", "y with erf(y) = x",
    function="erfinv")
special("digamma", "The slope of log_gamma.", "d log_gamma(x) / d x")
# fmt: on


class Log1MExp(Elementary):
    """The logarithm of 1 - exp(-x), exact near 0 and far from it; for numbers above 0."""

    name = "log1mexp"
    formula = "log(1 - exp(-x))"
    source = "Maechler, 2012"

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return at.nn("nn.log1mexp", *inputs)


# fmt: off
binary("remainder", "What a division leaves, with the sign of b.", "a - b floor(a / b)",
    examples=(ok(([3], [3]), [3]), ok((INT_3, Tensor((), "int")), INT_3), bad(([3], [4]), "[3] and [4]")))
binary("hypot", "The length of the hypotenuse, without overflow.", "sqrt(a ** 2 + b ** 2)", whole=False)
# fmt: on
