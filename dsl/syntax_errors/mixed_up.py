"""Syntax errors within the language's own forms: one thing written for another."""

import re

from dsl.diagnostics import Diagnostic, Fix
from dsl.spans import Span
from dsl.syntax_errors.parse_error import COMPARISONS, NAMED, OPERATORS, Failure, mistake, row


@row(
    "E0023",
    "half a number",
    why="Digits stand on both sides of a decimal point.",
    wrong="let a = .5",
    right="let a = 0.5",
    examples=(
        ("let a = 1.", "after the point"),
        ("let a = f(2., x)", "after the point"),
        ("let a = 60,000", "`60_000`"),
    ),
)
def half_number(f: Failure) -> Diagnostic | None:
    text = f.source.text
    thousands = re.compile(r"\d{3}\b").match(text, f.found.span.end)
    if f.found.type == "COMMA" and f.before and f.before.type == "NUMBER" and f.touches and thousands:
        written = f"{f.before.text}_{thousands[0]}"
        fix = Fix(f.found.span, "_", "write `_`")
        return mistake("a number has no comma", f.found.span, help=f"write `{written}`", fix=fix)
    if f.found.type == "DOT" and text[f.found.span.end : f.found.span.end + 1].isdecimal():
        fix = Fix(f.found.span, "0.", "add the zero")
        return mistake("a number begins with a digit", f.found.span, help="write `0.`", fix=fix)
    if f.last(2) == ("NUMBER", "DOT"):
        place = f.tokens[-2].span.to(f.tokens[-1].span)
        fix = Fix(place, f"{place.text}0", "add the zero")
        return mistake("digits are missing after the point", place, help="write `.0`", fix=fix)
    return None


@row(
    "E0020",
    "`if` or `not` after an operator",
    why="`if` reaches as far to the right as it can, and `not` binds looser than a comparison: inside a larger "
    "expression brackets show where they end.",
    wrong="let c = 3\nlet a = 1 + if c > 2 then 3 else 4",
    right="let c = 3\nlet a = 1 + (if c > 2 then 3 else 4)",
    examples=(("let a = true == not false", "`not`"),),
)
def bare_if(f: Failure) -> Diagnostic | None:
    if f.found.type not in ("IF", "NOT") or f.before is None or f.before.type not in OPERATORS | {"NOT"}:
        return None
    word, message = f.found.text, f"`{f.found.text}` needs brackets after `{f.before.text}`"
    return mistake(message, f.found.span, help=f"write `({word} ...)`")


@row(
    "E0021",
    "a `for` over something else than a range",
    why="`for` unrolls layers at compile time: its bounds are numbers, `for i in 0..10 { layer }`, the last excluded.",
    wrong="model Net = for i in range(3) { dense(8) }",
    right="model Net = for i in 0..3 { dense(8) }",
    examples=(("model Net = for i in layers: dense(8)", "`0..10`"), ("model Net = for i = 0..3 { dense(8) }", "`in`")),
)
def for_range(f: Failure) -> Diagnostic | None:
    if "RANGE" in f.expected or f.expected == {"IN"}:
        missing = "in" if f.expected == {"IN"} else ".."
        message = f"a `for` counts through a range, `0..10`: `{missing}` is missing"
        return mistake(message, f.place, help="write `for i in 0..10 { layer }`")
    return None


@row(
    "E0022",
    "a shape without its brackets",
    why="A shape is written `[28, 28, 1]`, a single real number `[]`.",
    wrong="model Net(x: 784) -> [10] { x -> dense(10) }",
    right="model Net(x: [784]) -> [10] { x -> dense(10) }",
    examples=(("model Net(x: [784]) -> 10 { x }", "`[10]`"), ("model Net(x: (28, 28)) -> [10] { x }", "square")),
)
def bare_shape(f: Failure) -> Diagnostic | None:
    if f.found.type != "NUMBER" or "NUMBER" in f.expected or f.before is None:
        return None
    if f.before.type in ("COLON", "ARROW") and "LSQB" in f.expected:
        return mistake(
            f"a shape stands in square brackets: `[{f.found.text}]`",
            f.found.span,
            help=f"write `[{f.found.text}]`",
            fix=Fix(f.found.span, f"[{f.found.text}]", "add the brackets", sure=f.outer != "BLOCK"),
        )
    if f.last(2) in (("COLON", "LPAR"), ("ARROW", "LPAR")):
        return mistake("a shape stands in square brackets", f.before.span, help="write `[` and `]`")
    return None


@row(
    "E0018",
    "a number runs into a name",
    why="A product is written with `*`, and a name does not begin with a digit.",
    wrong="let b = 3\nlet a = 2b",
    right="let b = 3\nlet a = 2 * b",
    examples=(
        ("let a = f(2x)", "`2 * x`"),
        ("let 2x = 3", "is not a name"),
        ("data my-data = f()", "hyphen"),
        ("model 3Net = dense(3)", "is not a name"),
    ),
)
def glued_name(f: Failure) -> Diagnostic | None:
    before = f.before
    if before is None:
        return None
    if (
        f.found.type in ("NUMBER", "STRING")
        and "NAME" in f.expected
        and "NUMBER" not in f.expected
        and "LSQB" not in f.expected
    ):
        return mistake(f"{f.found_words} is not a name", f.found.span, help="a name begins with a letter or `_`")
    if f.found.type == "MINUS" and f.kind in NAMED and "EQ" in f.expected and "PLUS" not in f.expected:
        fix = Fix(f.found.span, "_", "write `_`", sure=False)
        return mistake("a name has no hyphen", f.found.span, help="write `_`", fix=fix)
    if f.found.type == "NAME" and before.type == "NUMBER" and before.span.end == f.found.span.start:
        both, product = before.span.to(f.found.span), f"{before.text} * {f.found.text}"
        fix = Fix(both, product, "add `*`")
        return mistake(f"`{both.text}` is neither a number nor a name", both, help=f"write `{product}`", fix=fix)
    return None


@row(
    "E0024",
    "a colon is missing before a type",
    why="A type stands behind a colon: `name: type`.",
    wrong="model Net(x [4]) { x }",
    right="model Net(x: [4]) { x }",
    examples=(("model N {\n  weight w [3] = 0\n  w\n}", "`w`"),),
)
def missing_colon(f: Failure) -> Diagnostic | None:
    if f.found.type != "LSQB" or "COLON" not in f.expected or f.before is None or "LSQB" in f.expected:
        return None
    gap = Span(f.source, f.before.span.end, f.before.span.end)
    message = f"`:` is missing between `{f.before.text}` and its type"
    return mistake(message, f.found.span, help="write `:` before it", fix=Fix(gap, ":", "add the colon"))


@row(
    "E0025",
    "a comma between statements",
    why="The end of the line separates statements; commas stand only in brackets and in lists that go on.",
    wrong='data d = csv("a.csv") {\n  x: [],\n  y: []\n}',
    right='data d = csv("a.csv") {\n  x: []\n  y: []\n}',
    examples=(
        ("model N(x: [4]) { x -> dense(3), relu }", "`->`"),
        ("evaluate { mse(x, y), mae(x, y) }", "`;`"),
        ("let a, b = f(x)", "`let (a, b) = ...`"),
        ("train(epochs = 1; batch = 3) { minimize x using y }", "`,`"),
        ("train(epochs = 1) { minimize mse(x, y), using adam(0.1) }", "before `using`"),
        ('import "a.dl", "b.dl"', "for each file"),
        ("hyper lr = 1e-3, 1e-2", "behind `in`"),
        ("block b(x: [n]) -> [n], [n] { x }", "a record"),
    ),
)
def ending_comma(f: Failure) -> Diagnostic | None:
    if f.found.type == "SEMICOLON" and f.in_brackets and "COMMA" in f.expected:
        return mistake("within brackets, commas separate", f.found.span, write=",")
    if f.found.type != "COMMA" or f.in_brackets:
        return None
    if f.kind == "MINIMIZE" and f.line_rest.startswith(("using", "over")) and "USING" in f.expected:
        word = f.line_rest.split()[0]
        fix = Fix(f.found.span, "", "remove the comma")
        return mistake(f"no comma stands before `{word}`", f.found.span, help="remove it", fix=fix)
    if f.brackets and f.line_rest not in ("", "}") and "SEMICOLON" in f.expected:
        help = "layers follow one another by `->`, statements by `;` or a new line"
        return mistake("statements are not separated by commas", f.found.span, help=help)
    if not f.brackets and f.kind == "LET" and len(f.statement) == 2:
        names = f"{f.statement[1].text}, {f.line_rest.partition('=')[0].strip()}"
        help = f"write `let ({names}) = ...`"
        return mistake("several names of a `let` stand in brackets", f.found.span, help=help)
    if not f.brackets and "$END" in f.expected:
        help = {
            "IMPORT": "write an `import` for each file",
            "HYPER": "values to choose among stand behind `in`: `hyper lr = 1e-3 in {1e-3, 1e-2}`",
        }.get(f.kind, "several values stand in brackets: `[1, 2]`")
        return mistake("this statement is whole before the comma", f.found.span, help=help)
    if f.kind in ("BLOCK", "MODEL", "DEF") and "LBRACE" in f.expected:
        help = "several results are a record: `-> (mean: [n], scale: [n])`"
        return mistake("a body has one result", f.found.span, help=help)
    if not f.brackets or f.line_rest not in ("", "}"):
        return None
    fix = Fix(f.found.span, "", "remove the comma")
    return mistake("statements are not separated by commas", f.found.span, help="remove it", fix=fix)


@row(
    "E0015",
    "a type is missing",
    why="The fields of data and the weights written out by hand state their type: they are where shapes come from.",
    wrong='data mnist = idx("mnist") {\n  image = pixels / 255\n}',
    right='data mnist = idx("mnist") {\n  image: [28, 28, 1] = pixels / 255\n}',
    examples=(("model N {\n  weight w = normal(0.1)\n  w\n}", "`weight w`"),),
)
def missing_type(f: Failure) -> Diagnostic | None:
    if f.found.type != "EQ":
        return None
    words = [token.text for token in f.statement]
    weight = f.kind == "WEIGHT" and len(words) == 2
    column = f.outer == "DATA" and len(words) == 1 and f.kind == "NAME"
    if not (weight or column):
        return None
    named = f.statement[0].span.to(f.statement[-1].span)
    return mistake(f"`{named.text}` has no type", named, help=f"write `{named.text}: [...] = ...`")


@row(
    "E0009",
    "`:` instead of `=`",
    why="`:` says what type a name has, `=` what it is.",
    wrong="let layer = conv(6, kernel: 5)",
    right="let layer = conv(6, kernel = 5)",
    examples=(
        ("hyper lr: 0.1", "`=`"),
        ('data d = idx("m") {\n  split validation: 10%\n}', "`=`"),
        ('let d = {"a": 1}', "not a dictionary"),
    ),
)
def colon_for_equals(f: Failure) -> Diagnostic | None:
    if f.found.type != "COLON":
        return None
    fix = Fix(f.found.span, " =", "write `=`")
    if "EQ" in f.expected:
        return mistake("a value is given by `=`, not by `:`", f.found.span, help="write `=`", fix=fix)
    if f.brackets and f.brackets[-1].type == "LBRACE" and "COMMA" in f.expected:
        return mistake("braces hold choices, not a dictionary", f.found.span, help="a record is `(name = value, ...)`")
    return None


@row(
    "E0010",
    "`=` and `==` confused",
    why="`=` gives a name or an argument its value, `==` compares two values.",
    wrong="let a = if width = 3 then 1 else 2",
    right="let a = if width == 3 then 1 else 2",
    examples=(("let a == 3", "`==` compares"), ("let b = f(x + 1 = 2)", "`=` names")),
)
def equals_confused(f: Failure) -> Diagnostic | None:
    if f.found.type == "EQUALS" and "EQ" in f.expected:
        return mistake("`==` compares; a value is given by `=`", f.found.span, write="=")
    if f.found.type == "EQ" and f.expected & {"EQUALS", "THEN"}:
        return mistake("`=` names a value; values are compared by `==`", f.found.span, write="==")
    return None


@row(
    "E0019",
    "a chain of comparisons",
    why="A comparison gives true or false, which is not compared further.",
    wrong="let n = 3\nlet a = 0 < n < 5",
    right="let n = 3\nlet a = 0 < n and n < 5",
)
def comparison_chain(f: Failure) -> Diagnostic | None:
    if f.found.type not in COMPARISONS or "PLUS" not in f.expected:
        return None
    return mistake("comparisons do not chain", f.found.span, help="join two of them: `a < b and b < c`")


ROWS = (
    half_number,
    bare_if,
    for_range,
    bare_shape,
    glued_name,
    missing_colon,
    ending_comma,
    missing_type,
    colon_for_equals,
    equals_confused,
    comparison_chain,
)
