"""Textbook expressions and the words that compute them without overflow or loss of digits.

A word declares in `stable` what it becomes behind others: `log(softmax(x)) = log_softmax(x)`.  Here these rules are
read and applied; no word is known by name.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from compiler import ir
from compiler.types import Tensor
from compiler.vocabulary.base import OPERATORS, WORDS, Misfit, Word

View = Callable[[ir.Value], ir.Value]
"""How a value is looked at: a call of a model as what the model's last step applies."""


@dataclass(frozen=True)
class Variable:
    name: str


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Use:
    """A word applied to its operands."""

    word: type[Word]
    operands: tuple["Pattern", ...]


Pattern = Variable | Number | Use


@cache
def rules(stable: tuple[str, ...]) -> tuple[tuple[Pattern, Pattern], ...]:
    """What a word states in `stable`: what is written, and what is computed instead."""
    return tuple(
        (parse_pattern(left), parse_pattern(right)) for left, _, right in (rule.partition(" = ") for rule in stable)
    )


def parse_pattern(text: str) -> Pattern:
    return _read(ast.parse(text.strip(), mode="eval").body)


SIGNS: dict[type[ast.AST], tuple[str, int]] = {
    ast.Add: ("+", 2),
    ast.Sub: ("-", 2),
    ast.Mult: ("*", 2),
    ast.Div: ("/", 2),
    ast.USub: ("-", 1),
}


def _read(node: ast.expr) -> Pattern:
    match node:
        case ast.Name(id=name):
            return Variable(name)
        case ast.Constant(value=int() | float() as value):
            return Number(value)
        case ast.BinOp(left=left, op=sign, right=right):
            return Use(OPERATORS[SIGNS[type(sign)]], (_read(left), _read(right)))
        case ast.UnaryOp(op=sign, operand=operand):
            return Use(OPERATORS[SIGNS[type(sign)]], (_read(operand),))
        case ast.Call(func=ast.Name(id=name), args=operands):
            return Use(WORDS["value"][name], tuple(map(_read, operands)))
    raise ValueError(f"no pattern: {ast.unparse(node)}")


def rewritten(value: ir.Value, view: View) -> ir.Value:
    """What is computed instead of a value; the value itself where no rule of its word fits."""
    if not isinstance(value, ir.Apply):
        return value
    for left, right in rules(value.word.stable):
        for bound, config in matches(left, value, view):
            made = build(right, bound, config, value)
            if made is not None:
                return made
    return value


Match = tuple[dict[str, ir.Value], dict[str, Any]]
"""The values of a pattern's variables, and the arguments that its words were given."""


def matches(pattern: Pattern, value: ir.Value, view: View, found: Match = ({}, {})) -> Iterator[Match]:
    """Every way in which a value has a pattern's form."""
    bound, config = found
    match pattern:
        case Variable(name=name):
            if bound.get(name, value) is value:
                yield {**bound, name: value}, config
        case Number(value=number):
            if isinstance(value, ir.Constant) and value.type.kind in ("int", "real") and value.value == number:
                yield found
        case Use(word=word, operands=operands):
            value = view(value)
            if isinstance(value, ir.Apply) and type(value.word) is word and len(value.inputs) == len(operands):
                given = {**config, **value.word.given()}
                orders = {value.inputs: None, value.inputs[::-1]: None} if word.commutes else {value.inputs: None}
                for inputs in orders:
                    yield from _matches(operands, inputs, view, (bound, given))


def _matches(patterns: tuple[Pattern, ...], values: tuple[ir.Value, ...], view: View, found: Match) -> Iterator[Match]:
    if not patterns:
        yield found
        return
    for first in matches(patterns[0], values[0], view, found):
        yield from _matches(patterns[1:], values[1:], view, first)


def build(pattern: Pattern, bound: dict[str, ir.Value], config: dict[str, Any], old: ir.Apply) -> ir.Value | None:
    """A value of a pattern's form in the place of an old one; None where its words do not take what was given."""
    words = list(_words(pattern))
    if not all(any(key in word.arguments for word in words) for key in config):
        return None
    try:
        made = _build(pattern, bound, config, old)
    except Misfit:
        return None
    if made.type != old.type and isinstance(made.type, Tensor) and made.type.shape != old.type.shape:
        return None
    if isinstance(made, ir.Apply) and isinstance(pattern, Use):
        return replace(made, type=old.type, name=old.name, piped=False)
    return made


def _words(pattern: Pattern) -> Iterator[type[Word]]:
    if isinstance(pattern, Use):
        yield pattern.word
        for operand in pattern.operands:
            yield from _words(operand)


def _build(pattern: Pattern, bound: dict[str, ir.Value], config: dict[str, Any], old: ir.Apply) -> ir.Value:
    match pattern:
        case Variable(name=name):
            return bound[name]
        case Number(value=number):
            return ir.Constant(number, Tensor((), "int" if isinstance(number, int) else "real"), old.span)
        case Use(word=word, operands=operands):
            inputs = tuple(_build(operand, bound, config, old) for operand in operands)
            made = word(**{key: value for key, value in config.items() if key in word.arguments})
            types = [value.type for value in inputs]
            tensors = tuple(type for type in types if isinstance(type, Tensor))
            if len(tensors) < len(types) or any(tensor.shape is None for tensor in tensors):
                raise Misfit("a shape that is not known yet")
            return ir.Apply(made, inputs, made.infer(*tensors), old.span)
