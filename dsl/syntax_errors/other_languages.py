"""Syntax errors that are another language's habits, Python's above all."""

from dsl.diagnostics import Diagnostic, Fix
from dsl.spans import Span
from dsl.statements import BODIED, STATEMENT_WORDS, WORDS_IN_BODIES
from dsl.syntax_errors.parse_error import OPERANDS, OPERATORS, Failure, mistake, opens_line, row

_STATEMENTS_ELSEWHERE = {
    "return": "a body's last expression is its value: leave `return` out",
    "class": "a thing with weights is a `model`, a recipe for one a `block`",
    "while": "nothing here loops over time; layers are repeated by `3 * layer` or `for i in 0..3 { layer }`",
    "try": "there is nothing to catch",
    "with": "there are no contexts",
    "print": "what the report holds is said in `evaluate { ... }`",
    "global": "names are seen everywhere below them",
    "assert": "shapes and types are checked without being asked",
    "del": "names are never taken back",
    "raise": "there is nothing to raise",
    "var": "a name is given by `let`",
    "const": "a name is given by `let`",
    "val": "a name is given by `let`",
    "function": "a recipe is a `block`",
    "fn": "a recipe is a `block`",
    "func": "a recipe is a `block`",
    "elif": "write `else if condition then a else b`",
    "async": "nothing here waits",
    "yield": "data come from a `data` statement",
}


@row(
    "E0030",
    "a body after a colon",
    why="Bodies stand in braces; indentation means nothing. What is one expression may also follow `=`.",
    wrong="block twice(x: [n], width):\n  x -> dense(width) -> dense(width)",
    right="block twice(x: [n], width) {\n  x -> dense(width) -> dense(width)\n}",
    examples=(
        ("train(epochs = 10):\n  minimize mse(N(x), y) using sgd(0.1)", "`train`"),
        ("model N {\n  def f(x: [3]):\n    return x\n}", "`def`"),
        ("evaluate:\n  mse(N(x), y)", "in braces"),
        ("evaluate: mse(N(x), y)", "in braces"),
        ("model Net(nn.Module):\n  x", "in braces"),
    ),
)
def colon_body(f: Failure) -> Diagnostic | None:
    kinds = [form.terminal for form in BODIED]
    body = f.found.type == "COLON" and (not f.line_rest or "LBRACE" in f.expected)
    base_class = f.found.type == "DOT" and f.line_rest.endswith(":")
    if f.kind not in kinds or not (body or base_class):
        return None
    word = f.statement[0].text
    return mistake(
        f"the body of `{word}` stands in braces", f.found.span, help=f"write `{word} ... {{` and close it with `}}`"
    )


@row(
    "E0031",
    "a lambda",
    why="A call that has not been given its tensor is already a layer, so there is nothing for `lambda` to do.",
    wrong="model Net = lambda x: relu(dense(3)(x))",
    right="model Net = dense(3) -> relu",
)
def anonymous_function(f: Failure) -> Diagnostic | None:
    if not f.before or f.before.text != "lambda":
        return None
    return mistake(
        "there is no `lambda`",
        f.before.span,
        help="compose layers with `->`, or give the function a name: `block name(x: [n]) = ...`",
    )


@row(
    "E0032",
    "an import of a module",
    why="`import` reads another `.dl` file. Layers, losses, optimizers and measures are there without being imported.",
    wrong="import numpy as np",
    right='import "blocks/resnet.dl"',
    examples=(("from torch import nn", "reads another"), ('import "blocks.dl" as b', "no name")),
)
def module_import(f: Failure) -> Diagnostic | None:
    if f.last(2) == ("IMPORT", "STRING") and f.found.text == "as":
        help = "what it declares is known here by its own names"
        return mistake("an imported file gets no name", f.found.span, help=help)
    is_from = [token.text for token in f.tokens] == ["from"]
    if not (is_from or f.last(2) == ("IMPORT",)):
        return None
    return mistake(
        "`import` reads another `.dl` file, by its path in quotes",
        f.found.span,
        help='layers and losses need no import; a file is imported by `import "name.dl"`',
    )


@row(
    "E0033",
    "an assignment without `let`",
    why="A name is given once, by `let`, and never changes. So a line can be read without what went before it.",
    wrong="model Net(x: [4]) {\n  h = dense(8)\n  x -> h\n}",
    right="model Net(x: [4]) {\n  let h = dense(8)\n  x -> h\n}",
    examples=(
        ("x = 5", "`let x = ...`"),
        ("model N(x: [4]) {\n  x += 1\n  x\n}", "never changes"),
        ("a, b = f(x)", "`let (a, b) = ...`"),
        ("let a += 1", "never changes"),
        ("model N(x: [4]) {\n  self.layer = dense(3)\n  x\n}", "never changes"),
    ),
)
def assignment(f: Failure) -> Diagnostic | None:
    types = tuple(token.type for token in f.statement)
    if f.found.type == "EQ" and types == ("NAME",) and f.outer != "DATA":
        name = f.statement[0]
        start = name.span
        return mistake(
            f"a name is given by `let`: `let {name.text} = ...`",
            f.found.span,
            help=f"write `let {name.text} = ...`",
            fix=Fix(start, f"let {name.text}", "add `let`"),
        )
    part_of_name = types[:1] == ("NAME",) and set(types) <= {"NAME", "DOT", "LSQB", "RSQB", "NUMBER"}
    updated = len(types) == 2 and types[0] == "NAME" and f.touches
    if f.found.type == "EQ" and len(types) > 1 and (part_of_name or updated):
        message = f"`{f.statement[0].text}` never changes once it is given"
        return mistake(message, f.found.span, help="give the new value a name of its own, with `let`")
    if f.kind == "LET" and len(types) == 2 and f.found.type in OPERATORS and f.line_rest.startswith("="):
        message = f"`{f.statement[1].text}` never changes once it is given"
        return mistake(message, f.found.span, help="give the new value a name of its own, with `let`")
    rest = f.line_rest
    if f.found.type == "COMMA" and types == ("NAME",) and "=" in rest and rest.partition("=")[0].strip().isidentifier():
        both = f"{f.statement[0].text}, {rest.partition('=')[0].strip()}"
        return mistake(
            f"names are given by `let`: `let ({both}) = ...`", f.found.span, help=f"write `let ({both}) = ...`"
        )
    return None


@row(
    "E0034",
    "unpacked arguments",
    why="Calls and parameters are written out, so that they can be checked.",
    wrong="block repeat(*layers) { dense(3) }",
    right="block repeat(first, second) { dense(3) }",
    examples=(("model Net = dense(3, **options)", "`**`"),),
)
def unpacking(f: Failure) -> Diagnostic | None:
    if f.found.type not in ("STAR", "POWER") or not f.brackets or f.last(1)[0] not in ("LPAR", "COMMA", "LSQB"):
        return None
    return mistake(f"`{f.found.text}` does not unpack arguments here", f.found.span, help="write the arguments out")


@row(
    "E0035",
    "a statement of another language",
    why="The language has few statements: import, hyper, data, block, model, train and evaluate, and in their bodies "
    "let, weight, def, minimize, show and split.",
    wrong="block double(x: [n]) {\n  return x + x\n}",
    right="block double(x: [n]) {\n  x + x\n}",
    examples=(
        ("class Net:\n  pass", "`class`"),
        ("print x", "`print`"),
        ("train(epochs = 1) { while true }", "`while`"),
    ),
)
def foreign_statement(f: Failure) -> Diagnostic | None:
    if len(f.statement) != 1 or f.kind != "NAME":
        return None
    word = f.statement[0]
    if word.text not in _STATEMENTS_ELSEWHERE or f.found.type not in OPERANDS | {"COLON"}:
        return None
    return mistake(f"there is no statement `{word.text}`", word.span, help=_STATEMENTS_ELSEWHERE[word.text])


@row(
    "E0039",
    "a comment in another language's signs",
    why="A comment begins with `#` and ends with its line. `//` divides.",
    wrong="// reads digits\nlet a = 3",
    right="# reads digits\nlet a = 3",
    examples=(
        ("let a = 3 // whole numbers only", "`#`"),
        ("/* a */\nlet a = 3", "`#`"),
        ("let a = 3\n// text here\n", "`#`"),
    ),
)
def foreign_comment(f: Failure) -> Diagnostic | None:
    sign = None
    if f.found.type == "STAR" and f.before and f.before.type == "SLASH" and f.touches:
        sign = f.before.span.to(f.found.span)
    elif f.found.type == "SLASH" and f.source.text[f.found.span.end : f.found.span.end + 1] == "*":
        sign = Span(f.source, f.found.span.start, f.found.span.end + 1)
    elif f.found.type == "FLOOR" and (not f.tokens or opens_line(f.found)):
        sign = f.found.span
    elif f.found.type == "NAME" and f.last(2) == ("FLOOR", "NAME"):
        sign = f.tokens[-2].span
    if sign is None:
        return None
    return mistake(
        f"a comment begins with `#`, not with `{sign.text}`",
        sign,
        help="write `#`",
        fix=Fix(sign, "#", "write `#`") if sign.text == "//" else None,
    )


@row(
    "E0040",
    "a top-level statement inside a body",
    why="Data, models, blocks, hyper-parameters, training and evaluation stand at the top level, beside one another.",
    wrong='train(epochs = 1) {\n  data iris = sklearn("iris")\n}',
    right='data iris = sklearn("iris")\ntrain(epochs = 1) { minimize mse(N(features), target) using sgd(0.1) }',
    examples=(
        ("evaluate {\n  model N = dense(3)\n}", "`model`"),
        ("train(epochs = 1) { for i in 0..3 { minimize mse(x, y) using adam(0.1) } }", "in a `for`"),
    ),
)
def misplaced_statement(f: Failure) -> Diagnostic | None:
    before = f.before
    looped = before and before.text in WORDS_IN_BODIES and "FOR" in [token.type for token in f.tokens]
    if before and looped and f.brackets and f.found.type in OPERANDS:
        help = "a `for` holds a layer, `for i in 0..3 { dense(8) }`; how long is trained says `train(epochs = 10)`"
        return mistake(f"`{before.text}` does not stand in a `for`", before.span, help=help)
    if not f.brackets or len(f.statement) != 1 or f.found.type not in OPERANDS:
        return None
    word = f.statement[0]
    if word.text in WORDS_IN_BODIES or word.text not in STATEMENT_WORDS:
        return None
    return mistake(
        f"`{word.text}` stands at the top level, not inside braces",
        word.span,
        help="move it out, before this statement",
    )


ROWS = (
    colon_body,
    anonymous_function,
    module_import,
    unpacking,
    assignment,
    foreign_comment,
    foreign_statement,
    misplaced_statement,
)
