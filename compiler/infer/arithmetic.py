"""Operators: folded between compile-time values, words between tensors."""

import operator as python
from collections.abc import Callable

from compiler import ir
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    Broken,
    Constant,
    Result,
    WordLayer,
    describe,
    remedy,
)
from compiler.infer.words import apply_word
from compiler.problems import Problem, shapes
from compiler.types import Dimension, Formula
from compiler.types.dimensions import quotient
from compiler.vocabulary.base import OPERATORS, Word
from dsl import syntax

ARITHMETIC: dict[str, Callable[[int | float, int | float], int | float | complex]] = {
    "+": python.add,
    "-": python.sub,
    "*": python.mul,
    "/": python.truediv,
    "//": python.floordiv,
    "**": python.pow,
}
COMPARISONS: dict[str, Callable[[Dimension | float, Dimension | float], bool]] = {
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}
LARGEST_POWER = 1024
LARGEST_SIZE_POWER = 8


def unary(expression: syntax.Unary, symbol: str, operand: Result, env: Env) -> Result:
    match operand:
        case Broken():
            return BROKEN
        case _ if isinstance(operand, VALUES):
            return _word(OPERATORS[symbol, 1], [operand], expression, env)
        case Constant(value=bool() as truth) if symbol == "not":
            return Constant(not truth)
        case Constant(value=int() | float() as number) if symbol == "-" and not isinstance(number, bool):
            return Constant(-number)
    raise Problem(shapes.not_a_tensor(expression.operand.span, describe(operand), "a number or tensor", env.chain))


def binary(expression: syntax.Binary, left: Result, right: Result, env: Env) -> Result:
    sides = ((left, expression.left), (right, expression.right))
    for value, side in sides:
        if isinstance(value, LAYERS):
            wanted = "a number or tensor"
            raise Problem(shapes.not_a_tensor(side.span, describe(value), wanted, env.chain, remedy(value)))
    symbol = expression.operator
    if isinstance(left, VALUES) or isinstance(right, VALUES):
        tensors = [env.as_tensor(value, side.span, text=symbol in ("==", "!=")) for value, side in sides]
        return _word(OPERATORS[symbol, 2], tensors, expression, env)
    return fold(expression, left, right, env)


def fold(expression: syntax.Binary, left: Result, right: Result, env: Env) -> Constant:
    """An operator between compile-time values."""
    symbol = expression.operator
    match left, right:
        case (Constant(value=Formula()), _) | (_, Constant(value=Formula())):
            return _fold_sizes(expression, left, right, env)
        case _ if symbol in ("==", "!="):
            return Constant((left == right) is (symbol == "=="))
        case Constant(value=bool() as here), Constant(value=bool() as there) if symbol in ("and", "or"):
            return Constant((here and there) if symbol == "and" else (here or there))
    one, other = _number(expression.left, left, env), _number(expression.right, right, env)
    if symbol == "**" and abs(other) > LARGEST_POWER:
        raise Problem(shapes.no_answer(expression.span, f"the exponent {other:g} is too large", env.chain))
    if symbol in COMPARISONS:
        return Constant(COMPARISONS[symbol](one, other))
    if symbol not in ARITHMETIC:
        raise Problem(shapes.not_a_tensor(expression.left.span, describe(left), "a tensor", env.chain))
    try:
        result = ARITHMETIC[symbol](one, other)
        if isinstance(result, complex) or (isinstance(result, int) and abs(result) > 2**63):
            raise OverflowError("the result is no number of 64 bits")
    except ZeroDivisionError:
        raise Problem(shapes.no_answer(expression.operator_span, "this divides by zero", env.chain)) from None
    except (OverflowError, ValueError) as overflow:
        raise Problem(shapes.no_answer(expression.span, f"this has no answer: {overflow}", env.chain)) from None
    return Constant(result)


def _number(side: syntax.Expression, value: Result, env: Env) -> int | float:
    if isinstance(value, Constant) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
        return value.value
    raise Problem(shapes.not_a_tensor(side.span, describe(value), "a number or tensor", env.chain))


def _size(side: syntax.Expression, value: Result, env: Env) -> Dimension:
    if isinstance(value, Constant) and isinstance(value.value, int | Formula) and not isinstance(value.value, bool):
        return value.value
    raise Problem(shapes.not_a_tensor(side.span, describe(value), "a whole number", env.chain))


def _fold_sizes(expression: syntax.Binary, left: Result, right: Result, env: Env) -> Constant:
    """An operator between sizes of which one is known by name only."""
    one, other = _size(expression.left, left, env), _size(expression.right, right, env)
    match expression.operator:
        case "+":
            return Constant(one + other)
        case "-":
            return Constant(one - other)
        case "*":
            return Constant(one * other)
        case "//":
            if other == 0:
                raise Problem(shapes.no_answer(expression.operator_span, "this divides by zero", env.chain))
            return Constant(quotient(one, other))
        case "**" if isinstance(other, int) and 0 <= other <= LARGEST_SIZE_POWER:
            return Constant(one**other)
        case "==" | "!=" | "<" | "<=" | ">" | ">=" as symbol:
            found = _compare_sizes(symbol, one - other)
            if found is not None:
                return Constant(found)
    raise Problem(shapes.not_known_yet(expression.span, str(one), expression.operator, str(other), env.chain))


def _compare_sizes(symbol: str, difference: Dimension) -> bool | None:
    """How a difference compares with 0, whatever the sizes in it are; None where that depends on them."""
    if symbol in ("==", "!="):
        if isinstance(difference, int):
            return (difference == 0) is (symbol == "==")
        apart = difference > 0 or difference < 0
        return symbol == "!=" if apart else None
    opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[symbol]
    return True if COMPARISONS[symbol](difference, 0) else False if COMPARISONS[opposite](difference, 0) else None


def _word(word: type[Word], tensors: list[ir.Value], expression: syntax.Expression, env: Env) -> Result:
    return apply_word(WordLayer(word(), expression.span), tensors, expression.span, env)
