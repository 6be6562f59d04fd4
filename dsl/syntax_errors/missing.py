"""Syntax errors within the language's own forms: something is missing."""

from dsl.diagnostics import Diagnostic, Fix, Label
from dsl.spans import Span
from dsl.syntax_errors.parse_error import CLOSERS, LINE_ENDS, NAMED, OPERANDS, OPERATORS, Failure, mistake, row


@row(
    "E0012",
    "`minimize` without `using`",
    why="Learning is `minimize LOSS using OPTIMIZER`, or `minimize LOSS over WEIGHTS using OPTIMIZER`. Nothing is "
    "chosen silently, the optimizer least of all.",
    wrong="train(epochs = 10) {\n  minimize mse(Net(x), y)\n}",
    right="train(epochs = 10) {\n  minimize mse(Net(x), y) using adam(1e-3)\n}",
    examples=(
        ("train(epochs = 10) { minimize mse(Net(x), y) over Net }", "optimizer"),
        ("train(epochs = 10) { minimize mse(Net(x), y) with adam(1e-3) }", "`using`"),
        ("train(epochs = 10) { mse(Net(x), y) using adam(1e-3) }", "belongs to a `minimize`"),
        ("train(epochs = 10) { minimize mse(Net(x), y) over using adam(1e-3) }", "names no weights"),
        ("train(epochs = 10) { minimize mse(Net(x), y) using adam(1e-3) over Net }", "before `using`"),
        ("train(epochs = 10) { minimize using adam(1e-3) }", "names no loss"),
    ),
)
def missing_using(f: Failure) -> Diagnostic | None:
    if f.found.type == "OVER" and f.kind == "MINIMIZE" and "USING" in [token.type for token in f.statement]:
        help = "write `minimize LOSS over WEIGHTS using OPTIMIZER`"
        return mistake("`over` stands before `using`", f.found.span, help=help)
    if [token.text for token in f.statement] == ["minimize", "using"]:
        help = "write `minimize LOSS using OPTIMIZER`"
        return mistake("this `minimize` names no loss", f.statement[0].span, help=help)
    if f.found.type in ("USING", "OVER") and f.kind != "MINIMIZE":
        return mistake(
            f"{f.found_words} belongs to a `minimize`", f.found.span, help="write `minimize LOSS using OPTIMIZER`"
        )
    if f.kind != "MINIMIZE" or "USING" not in f.expected or f.found.type not in OPERANDS | LINE_ENDS | {"RBRACE"}:
        return None
    if f.last(2) == ("OVER", "NAME") and f.tokens[-1].text == "using":
        return mistake(
            "`over` names no weights", f.tokens[-2].span, help="write `over Net using ...`, or leave `over` out"
        )
    if f.found.type in OPERANDS:
        return mistake(f"the optimizer is named by `using`, not by {f.found_words}", f.found.span, help="write `using`")
    return mistake(
        "this `minimize` names no optimizer",
        f.statement[0].span.to(f.place),
        help="add `using` and an optimizer, for example `using adam(1e-3)`",
    )


@row(
    "E0014",
    "an `if` without `then` or `else`",
    why="`if` chooses between two values, so it needs both: `if condition then a else b`.",
    wrong="let a = if width > 3 then 1",
    right="let a = if width > 3 then 1 else 2",
    examples=(
        ("let a = if width > 3: 1 else 2", "`then`"),
        ("let a = if (width > 3) { 1 }", "`then`"),
        ("let a = (if width > 3 then 1)", "`else`"),
        ("let a = 1 if width > 3 else 2", "begins with `if`"),
    ),
)
def incomplete_if(f: Failure) -> Diagnostic | None:
    if f.found.type == "IF" and f.before and not f.opens_its_line and "PLUS" in f.expected:
        help = "write `if condition then a else b`"
        return mistake("a choice begins with `if`", f.found.span, help=help)
    for word in ("THEN", "ELSE"):
        if word in f.expected and not (word == "ELSE" and f.found.type in ("EQ", "COLON")):
            opener = next((token for token in reversed(f.tokens) if token.type == "IF"), None)
            others = (Label(opener.span, "this `if`"),) if opener else ()
            return mistake(
                f"`{word.lower()}` is missing before {f.found_words}",
                f.place,
                others=others,
                help="write `if condition then a else b`",
            )
    return None


@row(
    "E0008",
    "an `=` is missing",
    why="`=` stands between a name and what it means.",
    wrong="let width 64",
    right="let width = 64",
    examples=(
        ("hyper lr 0.1", "`hyper lr`"),
        ('data iris sklearn("iris")', "`data iris`"),
        ("let width", "has no value"),
        ("model Net dense(3)", "`model Net`"),
        ("model N {\n  weight w: [3] normal(0.1)\n  w\n}", "`weight w`"),
        ("model Net", "has no body"),
    ),
)
def missing_equals(f: Failure) -> Diagnostic | None:
    if (
        f.kind not in NAMED
        or "EQ" not in f.expected
        or "PLUS" in f.expected
        or f.found.type in ("COLON", "EQUALS", "MINUS")
    ):
        return None
    bodied = "LBRACE" in f.expected
    if len(f.statement) < 2 or f.in_brackets or (bodied and len(f.statement) > 2):
        return None
    subject = f"`{f.statement[0].text} {f.statement[1].text}`"
    if f.found.type in LINE_ENDS | CLOSERS:
        lacks = "body" if bodied else "value"
        return mistake(
            f"{subject} has no {lacks}", f.place, help="write `= ...` or `{ ... }`" if bodied else "write `= ...`"
        )
    if f.found.type not in OPERANDS:
        return None
    help = "write `= ...`, or a body in braces" if bodied else "write `=` before it"
    return mistake(f"`=` is missing after {subject}", f.found.span, "expected `=` before this", help=help)


@row(
    "E0013",
    "something is missing beside an operator",
    why="An operator stands between two values, and `->` between a value and the layer it goes into.",
    wrong="model Net = dense(3) ->",
    right="model Net = dense(3) -> relu",
    examples=(
        ("model N(x: [4]) {\n  x -> dense(3) ->\n}", "after `->`"),
        ("let a = 3 +", "after `+`"),
        ("let a = x -> -> relu", "after `->`"),
        ("let a = * 3", "after `=`"),
        ("let a = f(x, , y)", "after `,`"),
        ("-> relu", "before `->`"),
        ("block b(x: [n]) { -> dense(3) }", "before `->`"),
        ("block b(x: [n]) -> { x }", "a type is missing"),
        ("let a =\nmodel N = dense(3)", "after `=`"),
    ),
)
def missing_operand(f: Failure) -> Diagnostic | None:
    before = f.before
    if not f.statement and f.found.type in OPERATORS - {"MINUS", "AT"} | {"ARROW"}:
        help = f"write `x {f.found.text} ...`, or put it behind what the line above says"
        return mistake(f"a value is missing before `{f.found.text}`", f.found.span, help=help)
    if before is not None and before.type == "ARROW" and f.found.type == "LBRACE" and "NUMBER" not in f.expected:
        help = "write `-> [3]`, or leave the `->` out"
        return mistake("a type is missing after `->`", f.found.span, help=help)
    if before is None or before.type not in OPERATORS | {
        "ARROW",
        "EQ",
        "COMMA",
        "USING",
        "OVER",
        "IF",
        "THEN",
        "ELSE",
        "NOT",
        "IN",
    }:
        return None
    if f.found.type in OPERANDS or not f.expected & {"NUMBER", "NAME", "LSQB"}:
        return None
    what = (
        "a type"
        if "NUMBER" not in f.expected and "LSQB" in f.expected
        else "a layer"
        if before.type == "ARROW"
        else "a value"
    )
    what = "a name" if f.expected == {"NAME"} else what
    return mistake(
        f"{what} is missing after `{before.text}`",
        f.place,
        f"expected {what}, found {f.found_words}",
        others=(Label(before.span, ""),) if f.found.type in LINE_ENDS else (),
    )


@row(
    "E0016",
    "a body without braces",
    why="The statements of a body stand between `{` and `}`.",
    wrong="train(epochs = 10)\n  minimize mse(Net(x), y) using adam(1e-3)",
    right="train(epochs = 10) {\n  minimize mse(Net(x), y) using adam(1e-3)\n}",
    examples=(
        ("train epochs = 10 { }", "settings"),
        ("model Net(x: [3]) -> [3] x", "body"),
        ("model Net(x: [3]) -> [3]\n{\n  x\n}", "at the end of this one"),
    ),
)
def missing_braces(f: Failure) -> Diagnostic | None:
    if "LBRACE" not in f.expected or "NUMBER" in f.expected or f.found.type not in OPERANDS | LINE_ENDS | {"EQ"}:
        return None
    if f.kind not in ("TRAIN", "EVALUATE", "BLOCK", "MODEL", "DEF"):
        return None
    word = f.statement[0].text
    if f.found.type == "EQ" and f.kind == "TRAIN":
        return mistake(
            "the settings of `train` stand in brackets: `train(...) { ... }`",
            f.found.span,
            help="write `train(epochs = 10) { ... }`",
        )
    next_line = f.source.text[f.found.span.end :][:1] == "{" and f.found.type == "NEWLINE"
    help = "put the `{` of the next line at the end of this one" if next_line else "write `{ ... }`"
    return mistake(f"the body of `{word}` stands in braces", f.place, "expected `{`", help=help)


@row(
    "E0011",
    "a comma is missing",
    why="Arguments, parameters and the items of a list are separated by commas.",
    wrong="let layer = conv(6 kernel = 5)",
    right="let layer = conv(6, kernel = 5)",
    examples=(
        ("model N(x: [4] y: [3]) { x }", "comma"),
        ("let s = {1 2}", "comma"),
        ('data d = idx("m") { split validation = 10% test = 20% }', "comma"),
        ("let s = [1 2]", "comma"),
    ),
)
def missing_comma(f: Failure) -> Diagnostic | None:
    if "COMMA" not in f.expected or f.found.type not in OPERANDS or f.before is None:
        return None
    in_set = bool(f.brackets) and "SEMICOLON" not in f.expected
    if not (f.in_brackets or in_set or f.kind == "SPLIT"):
        return None
    gap = Span(f.source, f.before.span.end, f.before.span.end)
    return mistake(
        f"a comma is missing before {f.found_words}",
        f.found.span,
        help="write `,` between them",
        fix=Fix(gap, ",", "add the comma"),
    )


ROWS = (missing_using, incomplete_if, missing_equals, missing_operand, missing_braces, missing_comma)
