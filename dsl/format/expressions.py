"""Expressions, types and parameters as documents for `dsl.format.layout`."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from dsl import syntax
from dsl.format.layout import EMPTY, NEW_LINE, SPACE, Document, Either, Group, Hang, Mark, Nest

WIDTH = 120
_WIDEST_NAME_PADDING = 12

Offsets = Sequence[int]
"""Where the text's comments begin, in order."""

# How tightly an expression holds together; each operand needs at least the level that its place asks for.
OPEN, PIPE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, NEGATIVE, POWER, POSTFIX, ATOM = range(12)
_LEVELS = {
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), COMPARISON),
    **dict.fromkeys(("+", "-"), SUM),
    **dict.fromkeys(("*", "/", "//", "@"), PRODUCT),
    "or": OR,
    "and": AND,
    "**": POWER,
}
_ODD_NAMES = frozenset({"not", "_"})  # names only where nothing follows that would make them words
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def expression(node: syntax.Expression, comments: Offsets, least: int = OPEN) -> Document:
    """An expression, in brackets where its place needs a tighter one or where its author set them off."""
    content = _content(node, comments)
    if (
        _level(node) < least
        or (least >= PIPE and _grouped(node))
        or (isinstance(node, syntax.Name) and node.id in _ODD_NAMES)
    ):
        content = Group(("(", content, ")"))
    return (Mark(node.span.start), content, Mark(node.span.end))


def _level(node: syntax.Expression) -> int:
    match node:
        case syntax.If():
            return OPEN
        case syntax.Pipe(right=right):
            return OPEN if isinstance(right, syntax.If) else PIPE
        case syntax.Binary(operator=operator):
            return _LEVELS[operator]
        case syntax.Unary(operator="not"):
            return NOT
        case syntax.Unary():
            return NEGATIVE
        case syntax.For():
            return POWER
        case syntax.Call() | syntax.Attribute() | syntax.Index():
            return POSTFIX
        case _:
            return ATOM


def _grouped(node: syntax.Expression) -> bool:
    """Whether the author put an operation in brackets."""
    match node:
        case syntax.Binary(left=first):
            return node.span.start < first.span.start
        case syntax.Unary():
            return node.span.text.startswith("(")
        case _:
            return False


def _content(node: syntax.Expression, comments: Offsets) -> Document:
    match node:
        case syntax.Number(text=text):
            return text
        case syntax.String(value=value):
            return _quoted(value)
        case syntax.Boolean(value=value):
            return "true" if value else "false"
        case syntax.Name(id=name):
            return name
        case syntax.ListOf(items=items):
            return in_brackets("[", "]", items, comments, node.span.start)
        case syntax.SetOf(items=items):
            return in_brackets("{", "}", items, comments, node.span.start)
        case syntax.TupleOf(items=items):
            return in_brackets("(", ")", items, comments, node.span.start)
        case syntax.RecordOf(fields=fields):
            return in_brackets("(", ")", fields, comments, node.span.start)
        case syntax.Call(function=function, arguments=arguments):
            brackets = in_brackets("(", ")", arguments, comments, function.span.end, node.span.end)
            return (expression(function, comments, POSTFIX), brackets)
        case syntax.Attribute(value=value, name=name):
            return (expression(value, comments, POSTFIX), f".{name}")
        case syntax.Index(value=value, items=items):
            brackets = in_brackets("[", "]", items, comments, value.span.end, node.span.end)
            return (expression(value, comments, POSTFIX), brackets)
        case syntax.Unary(operator=operator, operand=operand):
            tight = operator == "-"
            return (operator, "" if tight else " ", expression(operand, comments, NEGATIVE if tight else NOT))
        case syntax.Binary():
            return _binary(node, comments)
        case syntax.Pipe():
            return _pipe(node, comments)
        case syntax.If():
            return _if(node, comments)
        case syntax.For(name=name, start=start, stop=stop, body=body):
            broken = "\n" in node.span.source.text[stop.span.end : node.span.end]
            braces = Group(("{", Nest((SPACE, expression(body, comments))), SPACE, "}"), broken)
            return (
                f"for {name} in ",
                expression(start, comments, SUM),
                "..",
                expression(stop, comments, SUM),
                " ",
                braces,
            )


def _quoted(value: str) -> str:
    """A string between quotes.  An escape that is none (an error in itself) stays as it was."""
    return '"' + re.sub(r'["\n\t]|\\', lambda match: _ESCAPES[match[0]], value) + '"'


def _binary(node: syntax.Binary, comments: Offsets) -> Document:
    level = _LEVELS[node.operator]
    if level == POWER:
        return (
            expression(node.left, comments, POSTFIX),
            f" {node.operator} ",
            expression(node.right, comments, NEGATIVE),
        )
    if level == COMPARISON:
        return (expression(node.left, comments, SUM), f" {node.operator} ", expression(node.right, comments, SUM))
    steps: list[syntax.Binary] = [node]
    while isinstance(left := steps[-1].left, syntax.Binary) and _LEVELS[left.operator] == level and not _grouped(left):
        steps.append(left)
    steps.reverse()
    documents = [
        (_broke(step.left, step.right), (step.operator, " ", expression(step.right, comments, level + 1)))
        for step in steps
    ]
    back = max(len(step.operator) for step in steps) + 1
    return Hang(_segments(expression(steps[0].left, comments, level), documents), back)


def _pipe(node: syntax.Pipe, comments: Offsets) -> Document:
    steps: list[syntax.Pipe] = [node]
    while isinstance(left := steps[-1].left, syntax.Pipe) and _level(left) == PIPE:
        steps.append(left)
    steps.reverse()
    documents: list[tuple[bool, Document]] = []
    for step in steps:
        right = expression(step.right, comments, OPEN if isinstance(step.right, syntax.If) else OR)
        documents.append((_broke(step.left, step.right), ("-> ", right)))
    return _segments(expression(steps[0].left, comments, PIPE), documents, nested=True)


def _segments(first: Document, steps: Sequence[tuple[bool, Document]], nested: bool = False) -> Document:
    """Steps behind a first operand: breaks where the author broke, and within those lines that are too long."""
    lines: list[list[Document]] = [[first]]
    for broke, step in steps:
        if broke:
            lines.append([step])
        else:
            lines[-1] += [SPACE, step]
    same_line: Document = tuple(lines[0][1:])
    head = Group((first, Nest(same_line) if nested else same_line))
    rest: Document = tuple((NEW_LINE, Group(tuple(line))) for line in lines[1:])
    return (head, Nest(rest) if nested else rest)


def _broke(left: syntax.Node, right: syntax.Node) -> bool:
    return "\n" in left.span.source.text[left.span.end : right.span.start]


def _if(node: syntax.If, comments: Offsets) -> Document:
    broken = _broke(node.condition, node.then) or _broke(node.then, node.otherwise)
    branches = (SPACE, "then ", expression(node.then, comments), SPACE, "else ", expression(node.otherwise, comments))
    return Group(("if ", expression(node.condition, comments), Nest(branches)), broken)


# --- brackets ------------------------------------------------------------------------------------


Item = syntax.Expression | syntax.Slice | syntax.Argument | syntax.Parameter | syntax.TypeField


def in_brackets(
    opening: str, closing: str, items: Sequence[Item], comments: Offsets, start: int, end: int | None = None
) -> Document:
    """Items in brackets: one a line where the author broke after the opening bracket, a comment stands between them,
    or they do not fit.  `start` and `end` are where the brackets lie in the text, as far as known."""
    if not items:
        return f"{opening}{closing}"
    text = items[0].span.source.text
    first, last = items[0].span.start, items[-1].span.end
    following = bisect_left(comments, start)
    commented = following < len(comments) and comments[following] < (end or last)
    broken = commented or "\n" in text[start:first]
    paddings = _name_paddings(items)
    documents = [
        (argument_document(item, comments, padding) if isinstance(item, syntax.Argument) else _item(item, comments))
        for item, padding in zip(items, paddings, strict=True)
    ]
    separated = [part for document in documents for part in (",", SPACE, document)][2:]
    closer: Document = Mark(end, closes=True) if end else ""
    return Group((opening, Nest((EMPTY, tuple(separated))), Either(","), EMPTY, closer, closing), broken)


def _name_paddings(items: Sequence[Item]) -> list[int]:
    """The spaces that align the `=` of neighbouring named arguments on lines of their own."""
    paddings: list[int] = []
    for is_named, run in groupby(items, key=lambda item: isinstance(item, syntax.Argument) and item.name is not None):
        widths = [len(item.name or "") if is_named and isinstance(item, syntax.Argument) else 0 for item in run]
        widest = max(widths)
        aligned = widest - min(widths) <= _WIDEST_NAME_PADDING
        paddings += [widest - width if aligned else 0 for width in widths]
    return paddings


def _item(item: Item, comments: Offsets) -> Document:
    match item:
        case syntax.Slice(start=start, stop=stop):
            ends = [expression(end, comments) if end else "" for end in (start, stop)]
            return (ends[0], ":", ends[1])
        case syntax.Argument():
            return argument_document(item, comments)
        case syntax.Parameter(name=name, type=type_, default=default):
            typed: Document = (": ", type_document(type_, comments)) if type_ else ""
            return (Mark(item.span.start), name, typed, (" = ", expression(default, comments)) if default else "")
        case syntax.TypeField(name=name, type=type_):
            return (Mark(item.span.start), f"{name}: ", type_document(type_, comments))
        case _:
            return _bare(item, comments)


def _bare(node: syntax.Expression, comments: Offsets) -> Document:
    """An expression between commas, where even the names `not` and `_` need no brackets."""
    if isinstance(node, syntax.Name):
        return (Mark(node.span.start), node.id, Mark(node.span.end))
    return expression(node, comments)


def argument_document(argument: syntax.Argument, comments: Offsets, padding: int = 0) -> Document:
    if argument.name is None:
        return _bare(argument.value, comments)
    pad = Either(" " * padding)
    return (Mark(argument.span.start), argument.name, pad, " = ", _bare(argument.value, comments))


def between_lines(items: Sequence[Document]) -> Document:
    """Items separated by commas, without brackets around them."""
    return Group(Nest(tuple(part for item in items for part in (",", SPACE, item))[2:]))


def parameters_document(node: syntax.Block | syntax.Model | syntax.Def, comments: Offsets) -> Document:
    return in_brackets("(", ")", node.parameters or (), comments, node.name_span.end)


# --- types ---------------------------------------------------------------------------------------


def type_document(node: syntax.Type, comments: Offsets) -> Document:
    match node:
        case syntax.RecordType(fields=fields):
            return (in_brackets("(", ")", fields, comments, node.span.start), Mark(node.span.end))
        case syntax.TensorType(kind=kind, dimensions=dimensions):
            if dimensions is None:
                return kind
            shown = [part for dimension in dimensions for part in (", ", _dimension(dimension, comments))][1:]
            return ("" if kind == "real" else kind, "[", *shown, "]")


def _dimension(node: syntax.Dimension, comments: Offsets) -> Document:
    match node:
        case syntax.AnyDimension():
            return "_"
        case syntax.RestDimensions():
            return "..."
        case syntax.RaggedDimension(name=name, bound=bound):
            return (f"{name} <= ", expression(bound, comments, SUM))
        case _:
            return expression(node, comments, SUM)
