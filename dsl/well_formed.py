"""What the grammar lets through and the language does not: statements in the wrong body, values that cannot be."""

import keyword
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import cache
from math import inf
from typing import Any

from dsl import syntax
from dsl.diagnostics import Diagnostic, Entry, Label
from dsl.spans import Span
from dsl.statements import FORM_OF, TEXT
from dsl.syntax_errors.parse_error import error

TOO_DEEP, MISPLACED = "E0058", "E0050"
_RESERVED = frozenset({"if", "for", "true", "false"})
_PYTHON_VALUES = {"True": "true", "False": "false"}
_PYTHON_NAMES = {*_PYTHON_VALUES, "None"}
_ARRAY_ATTRIBUTES = {
    "shape": "name the dimensions in the parameter's type, `x: [h, w, c]`, and use those names",
    "ndim": "the parameter's type tells how many dimensions there are",
    "dtype": "the train phase's `precision` decides it",
    "T": "write `transpose(x)`",
}

CATALOGUE: tuple[Entry, ...] = (
    Entry(
        "E0050",
        "error",
        "a statement in the wrong body",
        "Each body has its own statements, so that a reader knows where to look: `data` holds fields and splits, a "
        "`model` weights and functions, `train` what is minimized and what is watched meanwhile, `evaluate` what is "
        "measured and shown.",
        "minimize mse(Net(x), y) using adam(1e-3)",
        "train(epochs = 10) {\n  minimize mse(Net(x), y) using adam(1e-3)\n}",
    ),
    Entry(
        "E0051",
        "error",
        "a value in Python's spelling",
        "The two truth values are `true` and `false`. There is no empty value: leave the argument out.",
        "let layer = conv(6, kernel = 5, bias = False)",
        "let layer = conv(6, kernel = 5, bias = false)",
    ),
    Entry(
        "E0052",
        "error",
        "a tensor asked for its shape",
        "Shapes are part of the text: a parameter's type gives every dimension a name.",
        "block norm(x: [n]) { x / x.shape[0] }",
        "block norm(x: [n]) { x / n }",
    ),
    Entry(
        "E0053",
        "error",
        "a keyword as a name",
        "`if`, `for`, `true` and `false` begin a value wherever one can stand, so such a name could never be used.",
        "let if = 3",
        "let condition = 3",
    ),
    Entry(
        "E0054",
        "error",
        "an argument without a name after one with a name",
        "Arguments without names are told by their position, so they come first.",
        "let layer = conv(kernel = 5, 6)",
        "let layer = conv(6, kernel = 5)",
    ),
    Entry(
        "E0055",
        "error",
        "one name twice in one list",
        "An argument, parameter or field has one value.",
        "let layer = conv(6, kernel = 5, kernel = 3)",
        "let layer = conv(6, kernel = 5)",
    ),
    Entry(
        "E0056",
        "error",
        "a string with an unknown escape",
        'In a string, `\\n` is a new line, `\\t` a tab, `\\"` a quote and `\\\\` a backslash. Other characters stand '
        "for themselves; control characters do not.",
        'data iris = csv("data\\iris.csv")',
        'data iris = csv("data/iris.csv")',
    ),
    Entry(
        "E0057",
        "error",
        "a number too large",
        "Numbers are those of a computer: no larger than about 1.8e308.",
        "let a = 1e999",
        "let a = 1e99",
    ),
    Entry(
        "E0058",
        "error",
        "an expression nested too deeply",
        "Nobody reads an expression of two hundred levels. `N * layer` repeats a layer, `let` names a part.",
        "let a = " + " + ".join(["1"] * 300),
        "let a = 300 * 1",
    ),
    Entry(
        "W0060",
        "warning",
        "a model in lower case",
        "Names of models are CapWords, all others snake_case: so a reader sees which names have weights.",
        "model net = dense(3)",
        "model Net = dense(3)",
    ),
)


def verify(statement: syntax.Statement, most: int) -> tuple[Diagnostic, ...]:
    """The findings in a statement: all of them, or only that it is nested more than `most` deep.

    What follows walks the tree by recursion: a bound on its depth keeps that safe.
    """
    found: list[Diagnostic] = []
    level: list[Any] = [statement]
    for _ in range(most + 1):
        following: list[Any] = []
        for node in level:
            kind: Any = type(node)
            if kind in _FINDINGS:
                found += _FINDINGS[kind](node)
            for name in _parts(kind):
                part = getattr(node, name)
                if type(part) is tuple:
                    following += part
                elif part is not None:
                    following.append(part)
        if not following:
            return tuple(found)
        level = following
    return (_too_deep(statement, most),)


def verify_top_level(statement: syntax.Statement) -> Diagnostic | None:
    """Whether a statement may stand outside of braces.  Where it may not, an opening brace was often forgotten."""
    form = FORM_OF[type(statement)]
    if TEXT in form.bodies:
        return None
    notes = ("if it belongs to the statement above, that one lacks its `{`",) if statement.span.column > 1 else ()
    return error(
        "E0050", f"{form.name} cannot stand at the top level", _first_word(statement), help=form.remedy, notes=notes
    )


def _too_deep(statement: syntax.Statement, most: int) -> Diagnostic:
    start = statement.span.start
    return error(
        TOO_DEEP,
        f"this is nested more than {most} deep",
        Span(statement.span.source, start, start + 1),
        "in the statement that begins here",
        help="name parts of it with `let`; `N * layer` repeats a layer",
    )


_TEXTS: tuple[Any, ...] = (str, str | None, bool, int | float)


@cache
def _parts(kind: Any) -> tuple[str, ...]:
    """The attributes of a kind of node that hold nodes."""
    return tuple(field.name for field in fields(kind) if field.compare and field.type not in _TEXTS)


def _misplaced(statements: Sequence[syntax.Statement], owner: syntax.Statement) -> Iterator[Diagnostic]:
    body = FORM_OF[type(owner)]
    for statement in statements:
        form = FORM_OF[type(statement)]
        if body.word not in form.bodies:
            message = f"{form.name} cannot stand in the body of {body.name}"
            yield error(MISPLACED, message, _first_word(statement), help=form.remedy)


def _first_word(statement: syntax.Statement) -> Span:
    match = re.match(r"\w+", statement.span.text)
    return Span(statement.span.source, statement.span.start, statement.span.start + (match.end() if match else 1))


Findings = Iterator[Diagnostic]


def _of_name(node: syntax.Name) -> Findings:
    if node.id in _PYTHON_NAMES:
        yield _python_value(node.span, node.id)


def _of_attribute(node: syntax.Attribute) -> Findings:
    if node.name in _ARRAY_ATTRIBUTES and isinstance(node.value, syntax.Name) and not node.value.id[0].isupper():
        yield error("E0052", f"a tensor has no `.{node.name}`", node.name_span, help=_ARRAY_ATTRIBUTES[node.name])


def _of_number(node: syntax.Number) -> Findings:
    if node.value == inf:
        yield error("E0057", f"`{node.text[:20]}` is too large for a number", node.span)


def _of_string(node: syntax.String | syntax.Import) -> Findings:
    return _string(node.span)


def _of_call(node: syntax.Call | syntax.Split) -> Findings:
    return _arguments(node.arguments)


def _of_record(node: syntax.RecordOf) -> Findings:
    return _arguments(node.fields)


def _of_data(node: syntax.Data) -> Findings:
    yield from _reserved(node.name, node.name_span)
    yield from _misplaced(node.body or (), node)


def _of_named(node: syntax.Field | syntax.Weight | syntax.Hyper | syntax.Parameter) -> Findings:
    return _reserved(node.name, node.name_span)


def _of_model(node: syntax.Model) -> Findings:
    yield from _definition(node)
    if keyword.iskeyword(node.name) and node.name not in _RESERVED:
        message = f"`{node.name}` is a keyword of the program that is made, where a model has its own name"
        yield error("E0053", message, node.name_span, help="choose another name")
    elif not node.name[0].isupper() and node.name not in _RESERVED:
        message, help = f"the model `{node.name}` begins with a small letter", f"call it `{_cap_words(node.name)}`"
        yield Diagnostic("W0060", "warning", message, Label(node.name_span), help=help)


def _of_for(node: syntax.For) -> Findings:
    return _reserved(node.name, node.span)


def _of_let(node: syntax.Let) -> Findings:
    for target in node.targets:
        yield from _reserved(target.name, target.span)


def _of_section(node: syntax.Train | syntax.Evaluate) -> Findings:
    yield from _arguments(node.arguments)
    yield from _misplaced(node.body, node)


def _definition(node: syntax.Block | syntax.Model | syntax.Def) -> Findings:
    yield from _reserved(node.name, node.name_span)
    yield from _repeated([(parameter.name, parameter.name_span) for parameter in node.parameters or ()])
    yield from _misplaced(node.body.statements, node)


_FINDINGS: dict[type[Any], Callable[[Any], Findings]] = {
    syntax.Name: _of_name,
    syntax.Attribute: _of_attribute,
    syntax.Number: _of_number,
    syntax.String: _of_string,
    syntax.Import: _of_string,
    syntax.Call: _of_call,
    syntax.Split: _of_call,
    syntax.RecordOf: _of_record,
    syntax.Data: _of_data,
    syntax.Field: _of_named,
    syntax.Weight: _of_named,
    syntax.Hyper: _of_named,
    syntax.Parameter: _of_named,
    syntax.Block: _definition,
    syntax.Def: _definition,
    syntax.Model: _of_model,
    syntax.For: _of_for,
    syntax.Let: _of_let,
    syntax.Train: _of_section,
    syntax.Evaluate: _of_section,
}


def _python_value(span: Span, name: str) -> Diagnostic:
    if name == "None":
        help = "leave the argument out; in a shape, the batch axis is never written"
        return error("E0051", "there is no `None`", span, help=help)
    right = _PYTHON_VALUES[name]
    return error("E0051", f"`{name}` is written `{right}`", span, write=right)


def _string(span: Span) -> Iterator[Diagnostic]:
    for match in re.finditer(
        r'\\[^nt"\\]|[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]', re.sub(r'\\[nt"\\]', "  ", span.text)
    ):
        place = Span(span.source, span.start + match.start(), span.start + match.end())
        if match[0].startswith("\\"):
            yield error("E0056", f"`{match[0]}` is not an escape", place, help="write `\\\\` for a backslash")
        else:
            yield error("E0056", f"a string cannot hold the character U+{ord(match[0]):04X}", place, help="remove it")


def _arguments(arguments: Sequence[syntax.Argument]) -> Iterator[Diagnostic]:
    named: syntax.Argument | None = None
    for argument in arguments:
        if argument.name is not None:
            named = argument
        elif named is not None:
            yield error(
                "E0054",
                "an argument without a name comes before those with one",
                argument.span,
                others=(Label(named.span, "this one has a name"),),
                help="move it forward, or name it",
            )
    yield from _repeated(
        [(argument.name, argument.name_span or argument.span) for argument in arguments if argument.name]
    )


def _repeated(names: Sequence[tuple[str, Span]]) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for name, span in names:
        if name in first:
            others = (Label(first[name], "the first one"),)
            yield error("E0055", f"`{name}` is given twice", span, others=others, help="remove one of them")
        else:
            first[name] = span


def _reserved(name: str, span: Span) -> Iterator[Diagnostic]:
    if name in _RESERVED:
        yield error("E0053", f"`{name}` is a keyword and cannot be a name", span, help="choose another name")


def _cap_words(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
