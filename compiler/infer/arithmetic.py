"""Operators: folded between compile-time values, words between tensors."""

import operator as python
from collections.abc import Callable
from typing import Any

from compiler.infer import conversions, words
from compiler.infer.env import Env
from compiler.infer.values import BROKEN, LAYERS, VALUES, WordLayer, describe, remedy
from compiler.problems import Problem, shapes
from compiler.types import Dimension, Formula
from compiler.vocabulary.base import OPERATORS, Word
from dsl import syntax

FOLD: dict[str, Callable[[Any, Any], Any]] = {
    "+": python.add,
    "-": python.sub,
    "*": python.mul,
    "/": python.truediv,
    "//": python.floordiv,
    "**": python.pow,
    "==": python.eq,
    "!=": python.ne,
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
}
LARGEST_POWER = 1024
LARGEST_SIZE_POWER = 8


def unary(expression: syntax.Unary, symbol: str, operand: Any, env: Env) -> Any:
    if operand is BROKEN:
        return BROKEN
    if isinstance(operand, VALUES):
        return _word(OPERATORS[symbol, 1], [operand], expression, env)
    if symbol == "not" and isinstance(operand, bool):
        return not operand
    if symbol == "-" and isinstance(operand, int | float) and not isinstance(operand, bool):
        return -operand
    raise Problem(shapes.not_a_tensor(expression.operand.span, describe(operand), "a number or tensor", env.chain))


def binary(expression: syntax.Binary, left: Any, right: Any, env: Env) -> Any:
    for value, side in ((left, expression.left), (right, expression.right)):
        if isinstance(value, LAYERS):
            wanted = "a number or tensor"
            raise Problem(shapes.not_a_tensor(side.span, describe(value), wanted, env.chain, remedy(value)))
    symbol = expression.operator
    if isinstance(left, VALUES) or isinstance(right, VALUES):
        tensors = [
            conversions.as_tensor(value, side.span, env, text=symbol in ("==", "!="))
            for value, side in ((left, expression.left), (right, expression.right))
        ]
        return _word(OPERATORS[symbol, 2], tensors, expression, env)
    return fold(expression, left, right, env)


def fold(expression: syntax.Binary, left: Any, right: Any, env: Env) -> Any:
    symbol = expression.operator
    if isinstance(left, Formula) or isinstance(right, Formula):
        return _fold_sizes(expression, left, right, env)
    if symbol in ("==", "!="):
        return FOLD[symbol](left, right)
    if symbol in ("and", "or") and isinstance(left, bool) and isinstance(right, bool):
        return FOLD[symbol](left, right)
    for value, side in ((left, expression.left), (right, expression.right)):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Problem(shapes.not_a_tensor(side.span, describe(value), "a number or tensor", env.chain))
    if symbol == "**" and abs(right) > LARGEST_POWER:
        raise Problem(shapes.no_answer(expression.span, f"the exponent {right:g} is too large", env.chain))
    if symbol not in FOLD:
        raise Problem(shapes.not_a_tensor(expression.left.span, describe(left), "a tensor", env.chain))
    try:
        result = FOLD[symbol](left, right)
        if isinstance(result, complex) or (isinstance(result, int) and abs(result) > 2**63):
            raise OverflowError("the result is no number of 64 bits")
    except ZeroDivisionError:
        raise Problem(shapes.no_answer(expression.operator_span, "this divides by zero", env.chain)) from None
    except (OverflowError, ValueError) as overflow:
        raise Problem(shapes.no_answer(expression.span, f"this has no answer: {overflow}", env.chain)) from None
    return result


def _fold_sizes(expression: syntax.Binary, left: Any, right: Any, env: Env) -> Any:
    """An operator between sizes of which one is known by name only."""
    symbol = expression.operator
    for value, side in ((left, expression.left), (right, expression.right)):
        if not isinstance(value, int | Formula) or isinstance(value, bool):
            raise Problem(shapes.not_a_tensor(side.span, describe(value), "a whole number", env.chain))
    match symbol:
        case "+" | "-" | "*" | "//":
            if symbol == "//" and right == 0:
                raise Problem(shapes.no_answer(expression.operator_span, "this divides by zero", env.chain))
            return FOLD[symbol](left, right)
        case "**" if isinstance(right, int) and 0 <= right <= LARGEST_SIZE_POWER:
            return left**right
        case "==" | "!=" | "<" | "<=" | ">" | ">=":
            found = _decided(symbol, left - right)
            if found is not None:
                return found
    raise Problem(shapes.not_known_yet(expression.span, str(left), symbol, str(right), env.chain))


def _decided(symbol: str, difference: Dimension) -> bool | None:
    """How a difference compares with 0, whatever the sizes in it are; None where that depends on them."""
    if isinstance(difference, int):
        return bool(FOLD[symbol](difference, 0))
    if symbol in ("==", "!="):
        apart = difference > 0 or difference < 0
        return symbol == "!=" if apart else None
    opposite = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}[symbol]
    return True if FOLD[symbol](difference, 0) else False if FOLD[opposite](difference, 0) else None


def _word(word: type[Word], tensors: list[Any], expression: syntax.Expression, env: Env) -> Any:
    return words.apply_word(WordLayer(word(), expression.span), tensors, expression.span, env)
