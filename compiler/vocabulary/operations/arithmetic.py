"""Arithmetic between tensors, element by element, and the matrix product."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from compiler.python.target import Call, Expr, Name, Operator, Prefix
from compiler.types import Dimension, Kind, Meaning, Shape, Tensor, broadcast, size
from compiler.vocabulary.base import EACH, MASKED, At, Misfit, bad, ok
from compiler.vocabulary.declaration import declare
from compiler.vocabulary.speech import Operation

NUMBERS = ("real", "int", "bool")


def joined_shape(word: str, tensors: tuple[Tensor, ...]) -> Shape | None:
    """The shape of tensors broadcast against one another; None where one is unknown.  Raises `Misfit`."""
    shape = tensors[0].shape
    for i, tensor in enumerate(tensors[1:], 1):
        if shape is None or tensor.shape is None:
            return None
        joined = broadcast(shape, tensor.shape)
        if joined is None:
            first = tensors[0] if i == 1 else Tensor(shape)
            reason = f"{word} takes shapes that fit each other, but here are {first} and {tensor}"
            raise Misfit(reason, input=i, help=alike(shape, tensor.shape))
        shape = joined
    return shape


def alike(a: Shape, b: Shape) -> str:
    """How two shapes that do not fit are made to: most often the two ways of a shortcut."""
    different = [i for i, (left, right) in enumerate(zip(a, b, strict=False)) if left != right]
    if len(a) != len(b):
        return "shapes fit where their axes, counted from the last, are equal or 1"
    if different == [len(a) - 1]:
        step = "`dense`" if len(a) < 3 else "`conv` (kernel = 1)"
        return f"make their last axes equal: let the layer on one way be {a[-1]} wide, or put a {step} on the other"
    if len(a) - 1 not in different:
        return (
            "make their sizes equal: `padding = same` keeps a size, and a stride on one way needs it on the other too"
        )
    return "sizes and widths differ: the other way needs a `conv` (kernel = 1) of that width and stride"


def sign(value: float | None) -> int:
    """1, -1, or 0 where the number is not known."""
    return 0 if not value else 1 if value > 0 else -1


def number_kind(tensors: tuple[Tensor, ...]) -> Kind:
    """Whole numbers give whole numbers; all else is real."""
    return "int" if all(tensor.kind == "int" for tensor in tensors) else "real"


class Elementwise(Operation, abstract=True):
    """An operation on tensors that are broadcast against one another, by NumPy's rule."""

    inputs: ClassVar[tuple[str, ...]] = ("a", "b")
    chapter = "Arithmetic"
    axes = "..., ... -> ..."
    takes = (NUMBERS,)
    aligned = True
    whole: ClassVar[bool] = True
    """Whether whole numbers give a whole number."""
    by_element = True

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        kind: Kind = number_kind(inputs) if self.whole else "real"
        return Tensor(joined_shape(self.symbol or self.name, inputs), kind, self.meaning_of(*inputs))

    def meaning_of(self, *inputs: Tensor) -> Meaning:
        return self.meaning

    def numbers(self, at: At, inputs: tuple[Expr, ...]) -> list[Expr]:
        """The operands; truth values as real numbers where no operand is one, for `+` would else be `or`."""
        if any(tensor.kind == "real" for tensor in at.inputs):
            return list(inputs)
        return [
            at.real(value) if tensor.kind == "bool" else value for value, tensor in zip(inputs, at.inputs, strict=True)
        ]

    def apply(self, at: At, *inputs: Expr) -> Expr:
        assert self.symbol is not None
        left, right = self.numbers(at, inputs)
        return Operator(self.symbol, left, right)


INT_3 = Tensor((3,), "int")
BOOL_3 = Tensor((3,), "bool")


class Add(Elementwise):
    """The sum of two tensors, element by element."""

    symbol = "+"
    commutes = True
    formula = "a + b"
    examples = (
        ok(([7, 7, 64], [64]), [7, 7, 64]),
        ok(([3, 1], [1, 4]), [3, 4]),
        ok((INT_3, INT_3), INT_3),
        ok((BOOL_3, BOOL_3), [3]),
        ok((INT_3, []), [3]),
        bad(([3], [4]), "[3] and [4]"),
        bad((Tensor((), "class", classes=3), []), "takes real or int or bool"),
    )

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        return 1

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr:
        return Operator("-", result, inputs[1 - input])


class Subtract(Elementwise):
    """The difference of two tensors, element by element."""

    symbol = "-"
    stable = ("exp(x) - 1 = expm1(x)", "1 - erf(x) = erfc(x)")
    formula = "a - b"
    examples = (
        ok(([4, 3], []), [4, 3]),
        ok((Tensor((), "int"), Tensor((3,), meaning="probability")), Tensor((3,), meaning="probability")),
        ok((BOOL_3, INT_3), [3]),
        bad(([2, 3], [2, 4]), "[2, 3] and [2, 4]"),
    )

    def meaning_of(self, *inputs: Tensor) -> Meaning:
        """`1 - p` is a probability."""
        return "probability" if inputs[0].kind == "int" and inputs[1].meaning == "probability" else "value"

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        return -1 if input else 1

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr:
        return Operator("-", inputs[0], result) if input else Operator("+", result, inputs[1])


class Multiply(Elementwise):
    """The product of two tensors, element by element."""

    symbol = "*"
    commutes = True
    formula = "a b"
    examples = (
        ok(([5], [5]), [5]),
        ok(([5], Tensor((), "int")), [5]),
        ok((Tensor((2,), meaning="probability"),) * 2, Tensor((2,), meaning="probability")),
        bad(([5], [6]), "[5] and [6]"),
    )

    def meaning_of(self, *inputs: Tensor) -> Meaning:
        return "probability" if all(tensor.meaning == "probability" for tensor in inputs) else "value"

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        return sign(values[1 - input])

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr:
        return Operator("/", result, inputs[1 - input])


class Divide(Elementwise):
    """The quotient of two tensors, element by element: a real number, also of whole ones."""

    symbol = "/"
    stable = ("1 / (1 + exp(-x)) = sigmoid(x)",)
    whole = False
    formula = "a / b"
    examples = (
        ok((Tensor((28, 28, 1), "int"), Tensor((), "int")), [28, 28, 1]),
        ok(([4], [4]), [4]),
        bad(([5], [6]), "[5] and [6]"),
    )

    def apply(self, at: At, *inputs: Expr) -> Expr:
        left, right = inputs
        # NumPy divides whole numbers into float64, twice the memory and the time; a float32 divisor keeps float32.
        if at.numpy == "np" and at.inputs[0].kind != "real" and at.inputs[1].shape == ():
            right = Call(Name("np.float32"), (right,)) if not at.batched[1] else right
        return Operator("/", left, right)

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        return 0 if input else sign(values[1])

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr:
        return Operator("/", inputs[0], result) if input else Operator("*", result, inputs[1])


elementwise = partial(declare, __name__, Elementwise)

# fmt: off
elementwise("floor_divide", "The quotient of two tensors rounded down.", "floor(a / b)", symbol="//",
    differentiable=False, rounds=True,
    examples=(ok((INT_3, Tensor((), "int")), INT_3), ok(([3], Tensor((), "int")), [3]), bad(([5], [6]), "[5] and [6]")))
elementwise("power", "A tensor raised to a power, element by element.", "a ** b", symbol="**",
    examples=(ok(([3], Tensor((), "int")), [3]), ok((INT_3, Tensor((), "int")), INT_3), ok(([3], []), [3]),
        bad(([5], [6]), "[5] and [6]")))
# fmt: on


class Negate(Elementwise):
    """The tensor with every sign turned."""

    inputs = ("x",)
    axes = "... -> ..."
    symbol = "-"
    formula = "-x"
    examples = (ok([3], [3]), ok(INT_3, INT_3), ok(BOOL_3, [3]), bad(Tensor((), "text"), "takes real or int or bool"))

    def apply(self, at: At, *inputs: Expr) -> Expr:
        return Prefix("-", self.numbers(at, inputs)[0])

    def grows(self, input: int, values: Sequence[float | None]) -> int:
        return -1

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr:
        return Prefix("-", result)


class MatMul(Operation):
    """The matrix product: the last axis of `a` with the last but one of `b` (its only one if it is a vector).

    Further axes in front are broadcast, as NumPy does.
    """

    name = "matmul"
    inputs = ("a", "b")
    chapter = "Arithmetic"
    axes = "... m n, ... n k -> ... m k"
    takes = (NUMBERS,)
    symbol = "@"
    formula = "(a b)[i, j] = sum over n of a[i, n] b[n, j]"
    examples = (
        ok(([784], [784, 256]), [256]),
        ok(([3, 4], [4, 5]), [3, 5]),
        ok(([3, 4], [4]), [3]),
        ok(([4], [4]), []),
        ok(([8, 3, 4], [8, 4, 5]), [8, 3, 5]),
        ok(([8, 3, 4], [4, 5]), [8, 3, 5]),
        ok(([4], [2, 4, 5]), [2, 5]),
        bad(([784], [256, 784]), "784 against 256"),
        bad(([], [3]), "at least 1 axis"),
        bad(([2, 3, 4], [3, 4, 5]), "[2] and [3]"),
    )

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        a, b = inputs[0].shape, inputs[1].shape
        if a is None or b is None:
            return Tensor(None)
        for i, tensor in enumerate(inputs):
            if not tensor.shape:
                raise Misfit(f"@ takes tensors of at least 1 axis, but here is {tensor}: write * for a number", input=i)
        inner = b[-2] if len(b) > 1 else b[0]
        if a[-1] != inner:
            reason = f"@ multiplies the last axis of {inputs[0]} with that of {inputs[1]}: {a[-1]} against {inner}"
            turned = len(b) > 1 and a[-1] == b[-1]
            raise Misfit(reason, input=1, help="transpose the right one: a @ transpose(b)" if turned else None)
        stack = joined_shape("@", (Tensor(a[:-2]), Tensor(b[:-2])))
        assert stack is not None
        shape = (*stack, *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))
        return Tensor(shape, number_kind(inputs))

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """A product and a sum for each pair."""
        shape = inputs[0].shape or ()
        return 2 * shape[-1] * size(result.shape or ())

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return MASKED if axis == self.inner(inputs[input], input) else EACH

    def inner(self, tensor: Tensor, input: int) -> int:
        """The axis along which it adds up: the last of the left one, the last but one of the right one."""
        rank = len(tensor.shape or ())
        return rank - 1 if input == 0 or rank == 1 else rank - 2

    def apply(self, at: At, *inputs: Expr) -> Expr:
        left, right = (at.only(x, (self.inner(at.inputs[i], i) + 1,), i) for i, x in enumerate(inputs))
        if all(tensor.kind == "bool" for tensor in at.inputs):
            left = at.real(left)
        a, b = (len(tensor.shape or ()) for tensor in at.inputs)
        if plain_product(a, b, *at.batched):
            return Operator("@", left, right)
        batch = ["z" if batched else "" for batched in at.batched]
        first = batch[0] + ("...ij" if a > 2 else "ij" if a == 2 else "j")
        second = batch[1] + ("...jk" if b > 2 else "jk" if b == 2 else "j")
        stack = "..." if max(a, b) > 2 else ""
        result = "z" + stack + ("i" if a > 1 else "") + ("k" if b > 1 else "")
        return at.np("einsum", f"{first},{second}->{result}", left, right)


def plain_product(a: int, b: int, left: bool, right: bool) -> bool:
    """Whether Python's `@` pairs the axes rightly, given the examples' ranks and which operand has the batch axis."""
    if not left and not right:
        return True
    if left and not right:
        return b <= max(2, a)
    if right and not left:
        return b > 1 and a <= b
    return a == b and a > 1
