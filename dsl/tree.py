"""From the grammar's rules to the nodes of `dsl.syntax`: one method for each rule, named after it."""

import re
from dataclasses import replace
from typing import Any

from dsl import syntax
from dsl.immutable import immutable
from dsl.spans import Span

Children = list[Any]

_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_MOST_DIGITS = 300  # Python refuses to read integers of more than 4,300 digits; no float holds more than 308.


@immutable
class Leaf:
    """A token: the name of its terminal in the grammar, and its place."""

    type: str
    span: Span

    @property
    def text(self) -> str:
        return self.span.text


def number_value(text: str) -> int | float:
    """The value of a number as written; infinite where no float can hold it."""
    digits = text.replace("_", "")
    if digits.endswith("%"):
        mantissa, _, exponent = digits[:-1].lower().partition("e")
        return float(f"{mantissa}e{int(exponent[:9] or 0) - 2}")
    if digits.isdecimal():
        return int(digits) if len(digits) <= _MOST_DIGITS else float("inf")
    return float(digits)


def string_value(text: str) -> str:
    """The value of a string with its quotes; an unknown escape stands for itself."""
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), text[1:-1])


def _nodes(children: Children) -> tuple[Any, ...]:
    return tuple(child for child in children if isinstance(child, syntax.Node))


def _whole(children: Children) -> Span:
    first, last = children[0], children[-1]
    if first is None or last is None:
        present = [child for child in children if child is not None]
        first, last = present[0], present[-1]
    whole: Span = first.span.to(last.span)
    return whole


class TreeBuilder:
    """Lark calls these with a rule's children: leaves for tokens, nodes for parts, None for what was left out."""

    # --- statements

    def import_(self, c: Children) -> syntax.Import:
        return syntax.Import(string_value(c[1].text), span=_whole(c))

    def hyper(self, c: Children) -> syntax.Hyper:
        _, name, _, value, _, range_ = c
        return syntax.Hyper(name.text, value, range_, name.span, span=_whole(c))

    def data(self, c: Children) -> syntax.Data:
        _, name, _, source, body = c
        return syntax.Data(name.text, source, body and body.statements, name.span, span=_whole(c))

    def block(self, c: Children) -> syntax.Block:
        _, name, parameters, result, body = c
        return syntax.Block(name.text, parameters and parameters[0], result, body, name.span, span=_whole(c))

    def model(self, c: Children) -> syntax.Model:
        _, name, parameters, result, body = c
        return syntax.Model(name.text, parameters and parameters[0], result, body, name.span, span=_whole(c))

    def train(self, c: Children) -> syntax.Train:
        _, name, arguments, body = c
        return syntax.Train(name and name.text, arguments[0] if arguments else (), body.statements, span=_whole(c))

    def evaluate(self, c: Children) -> syntax.Evaluate:
        _, arguments, body = c
        return syntax.Evaluate(arguments[0] if arguments else (), body.statements, span=_whole(c))

    def body(self, c: Children) -> syntax.Body:
        return syntax.Body(_nodes(c), True, span=_whole(c))

    def result_of(self, c: Children) -> syntax.Body:
        value = c[1]
        return syntax.Body((syntax.ExpressionStatement(value, span=value.span),), False, span=value.span)

    def let(self, c: Children) -> syntax.Let:
        targets = tuple(child for child in c if isinstance(child, syntax.Target))
        return syntax.Let(targets, c[-1], span=_whole(c))

    def target(self, c: Children) -> syntax.Target:
        return syntax.Target(c[0].text, span=c[0].span)

    def weight(self, c: Children) -> syntax.Weight:
        _, name, _, type_, _, value = c
        return syntax.Weight(name.text, type_, value, name.span, span=_whole(c))

    def def_(self, c: Children) -> syntax.Def:
        _, name, parameters, result, body = c
        return syntax.Def(name.text, parameters[0], result, body, name.span, span=_whole(c))

    def split(self, c: Children) -> syntax.Split:
        return syntax.Split(_nodes(c), span=_whole(c))

    def show(self, c: Children) -> syntax.Show:
        return syntax.Show(c[1], span=_whole(c))

    def field(self, c: Children) -> syntax.Field:
        name, _, type_, _, value = c
        return syntax.Field(name.text, type_, value, name.span, span=_whole(c))

    def expression_statement(self, c: Children) -> syntax.ExpressionStatement:
        return syntax.ExpressionStatement(c[0], span=c[0].span)

    def minimize(self, c: Children) -> syntax.Minimize:
        parts = tuple(child for child in c if isinstance(child, syntax.Part))
        return syntax.Minimize(c[1], parts, span=_whole(c))

    def part(self, c: Children) -> syntax.Part:
        *weights, optimizer = _nodes(c)
        return syntax.Part(tuple(weights), optimizer, span=_whole(c))

    def parameters(self, c: Children) -> tuple[tuple[syntax.Parameter, ...], Span]:
        return _nodes(c), _whole(c)

    def parameter(self, c: Children) -> syntax.Parameter:
        name, _, type_, _, default = c
        return syntax.Parameter(name.text, type_, default, name.span, span=_whole(c))

    def result(self, c: Children) -> syntax.Type:
        type_: syntax.Type = c[1]
        return type_

    # --- types

    def bare_kind(self, c: Children) -> syntax.TensorType:
        return syntax.TensorType(c[0].text, None, span=c[0].span)

    def tensor(self, c: Children) -> syntax.TensorType:
        kind, (dimensions, span) = c
        if kind is None:
            return syntax.TensorType("real", dimensions, span=span)
        return syntax.TensorType(kind.text, dimensions, span=kind.span.to(span))

    def dimensions(self, c: Children) -> tuple[tuple[syntax.Dimension, ...], Span]:
        return _nodes(c), _whole(c)

    def any_dimension(self, c: Children) -> syntax.AnyDimension:
        return syntax.AnyDimension(span=c[0].span)

    def rest_dimensions(self, c: Children) -> syntax.RestDimensions:
        return syntax.RestDimensions(span=c[0].span)

    def ragged_dimension(self, c: Children) -> syntax.RaggedDimension:
        name, _, bound = c
        return syntax.RaggedDimension(name.text, bound, span=_whole(c))

    def record_type(self, c: Children) -> syntax.RecordType:
        return syntax.RecordType(_nodes(c), span=_whole(c))

    def type_field(self, c: Children) -> syntax.TypeField:
        name, _, type_ = c
        return syntax.TypeField(name.text, type_, span=_whole(c))

    # --- expressions

    def pipe(self, c: Children) -> syntax.Pipe:
        left, arrow, right = c
        return syntax.Pipe(left, right, arrow.span, span=_whole(c))

    def if_(self, c: Children) -> syntax.If:
        return syntax.If(c[1], c[3], c[5], span=_whole(c))

    def binary(self, c: Children) -> syntax.Binary:
        left, operator, right = c
        return syntax.Binary(operator.text, left, right, operator.span, span=_whole(c))

    def unary(self, c: Children) -> syntax.Unary:
        operator, operand = c
        return syntax.Unary(operator.text, operand, span=_whole(c))

    def call(self, c: Children) -> syntax.Call:
        function, (arguments, span) = c
        return syntax.Call(function, arguments, span=function.span.to(span))

    def attribute(self, c: Children) -> syntax.Attribute:
        value, _, name = c
        return syntax.Attribute(value, name.text, name.span, span=_whole(c))

    def index(self, c: Children) -> syntax.Index:
        value, *items = c
        return syntax.Index(value, _nodes(items), span=_whole(c))

    def slice(self, c: Children) -> syntax.Slice:
        start, _, stop = c
        return syntax.Slice(start, stop, span=_whole(c))

    def arguments(self, c: Children) -> tuple[tuple[syntax.Argument, ...], Span]:
        return _nodes(c), _whole(c)

    def argument(self, c: Children) -> syntax.Argument:
        if isinstance(c[0], syntax.Argument):
            return c[0]
        return syntax.Argument(None, c[0], span=c[0].span)

    def named_argument(self, c: Children) -> syntax.Argument:
        name, _, value = c
        return syntax.Argument(name.text, value, name.span, span=_whole(c))

    def number(self, c: Children) -> syntax.Number:
        return syntax.Number(number_value(c[0].text), c[0].text, span=c[0].span)

    def string(self, c: Children) -> syntax.String:
        return syntax.String(string_value(c[0].text), span=c[0].span)

    def boolean(self, c: Children) -> syntax.Boolean:
        return syntax.Boolean(c[0].type == "TRUE", span=c[0].span)

    def name(self, c: Children) -> syntax.Name:
        return syntax.Name(c[0].text, span=c[0].span)

    def list_of(self, c: Children) -> syntax.ListOf:
        return syntax.ListOf(_nodes(c), span=_whole(c))

    def set_of(self, c: Children) -> syntax.SetOf:
        return syntax.SetOf(_nodes(c), span=_whole(c))

    def tuple_of(self, c: Children) -> syntax.TupleOf:
        return syntax.TupleOf(_nodes(c), span=_whole(c))

    def record_of(self, c: Children) -> syntax.RecordOf:
        return syntax.RecordOf(_nodes(c), span=_whole(c))

    def group(self, c: Children) -> syntax.Expression:
        # The span takes in the brackets, so that what encloses the expression begins and ends where it is seen to.
        inner: syntax.Expression = replace(c[1], span=_whole(c))
        return inner

    def for_(self, c: Children) -> syntax.For:
        _, name, _, start, _, stop, *body = c
        return syntax.For(name.text, start, stop, _nodes(body)[0], span=_whole(c))
