"""Syntax errors within the language's own forms: something missing, something swapped."""

from dsl.diagnostics import Diagnostic, Fix, Label
from dsl.failure import COMPARISONS, LINE_ENDS, OPERANDS, Failure, error, row, words_for
from dsl.spans import Span

_OPERATORS = frozenset("PLUS MINUS STAR SLASH FLOOR AT POWER AND OR".split()) | COMPARISONS
_CLOSERS = frozenset({"RPAR", "RSQB", "RBRACE"})
_NAMED = frozenset("HYPER DATA BLOCK MODEL LET WEIGHT DEF SPLIT".split())


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
    if f.kind not in _NAMED or "EQ" not in f.expected or "PLUS" in f.expected or f.found.type in ("COLON", "EQUALS", "MINUS"):
        return None
    bodied = "LBRACE" in f.expected
    if len(f.statement) < 2 or f.in_brackets or (bodied and len(f.statement) > 2):
        return None
    subject = f"`{f.statement[0].text} {f.statement[1].text}`"
    if f.found.type in LINE_ENDS | _CLOSERS:
        lacks = "body" if bodied else "value"
        return error("E0008", f"{subject} has no {lacks}", f.place,
                     help="write `= ...` or `{ ... }`" if bodied else "write `= ...`")  # fmt: skip
    if f.found.type not in OPERANDS:
        return None
    help = "write `= ...`, or a body in braces" if bodied else "write `=` before it"
    return error("E0008", f"`=` is missing after {subject}", f.found.span, "expected `=` before this", help=help)


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
        return error("E0009", "a value is given by `=`, not by `:`", f.found.span, help="write `=`", fix=fix)
    if f.brackets and f.brackets[-1].type == "LBRACE" and "COMMA" in f.expected:
        return error("E0009", "braces hold choices, not a dictionary", f.found.span,
                     help="a record is `(name = value, ...)`")  # fmt: skip
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
        return error("E0010", "`==` compares; a value is given by `=`", f.found.span, help="write `=`",
                     fix=Fix(f.found.span, "=", "write `=`"))  # fmt: skip
    if f.found.type == "EQ" and f.expected & {"EQUALS", "THEN"}:
        return error("E0010", "`=` names a value; values are compared by `==`", f.found.span, help="write `==`",
                     fix=Fix(f.found.span, "==", "write `==`"))  # fmt: skip
    return None


@row(
    "E0011",
    "a comma is missing",
    why="Arguments, parameters and the items of a list are separated by commas.",
    wrong="let layer = conv(6 kernel = 5)",
    right="let layer = conv(6, kernel = 5)",
    examples=(("model N(x: [4] y: [3]) { x }", "comma"), ("let s = {1 2}", "comma"),
              ('data d = idx("m") { split validation = 10% test = 20% }', "comma"), ("let s = [1 2]", "comma")),
)
def missing_comma(f: Failure) -> Diagnostic | None:
    if "COMMA" not in f.expected or f.found.type not in OPERANDS or f.before is None:
        return None
    in_set = bool(f.brackets) and "SEMICOLON" not in f.expected
    if not (f.in_brackets or in_set or f.kind == "SPLIT"):
        return None
    gap = Span(f.source, f.before.span.end, f.before.span.end)
    return error("E0011", f"a comma is missing before {f.found_words}", f.found.span, help="write `,` between them",
                 fix=Fix(gap, ",", "add the comma"))  # fmt: skip


@row(
    "E0012",
    "`minimize` without `using`",
    why="Learning is `minimize LOSS using OPTIMIZER`, or `minimize LOSS over WEIGHTS using OPTIMIZER`. Nothing is chosen "
    "silently, the optimizer least of all.",
    wrong="train(epochs = 10) {\n  minimize mse(Net(x), y)\n}",
    right="train(epochs = 10) {\n  minimize mse(Net(x), y) using adam(1e-3)\n}",
    examples=(
        ("train(epochs = 10) { minimize mse(Net(x), y) over Net }", "optimizer"),
        ("train(epochs = 10) { minimize mse(Net(x), y) with adam(1e-3) }", "`using`"),
        ("train(epochs = 10) { mse(Net(x), y) using adam(1e-3) }", "belongs to a `minimize`"),
    ),
)
def missing_using(f: Failure) -> Diagnostic | None:
    if f.found.type in ("USING", "OVER") and f.kind != "MINIMIZE":
        return error("E0012", f"{f.found_words} belongs to a `minimize`", f.found.span,
                     help="write `minimize LOSS using OPTIMIZER`")  # fmt: skip
    if f.kind != "MINIMIZE" or "USING" not in f.expected or f.found.type not in OPERANDS | LINE_ENDS | {"RBRACE"}:
        return None
    if f.found.type in OPERANDS:
        return error("E0012", f"the optimizer is named by `using`, not by {f.found_words}", f.found.span, help="write `using`")
    return error("E0012", "this `minimize` names no optimizer", f.statement[0].span.to(f.place),
                 help="add `using` and an optimizer, for example `using adam(1e-3)`")  # fmt: skip


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
        ("let a =\nmodel N = dense(3)", "after `=`"),
    ),
)
def missing_operand(f: Failure) -> Diagnostic | None:
    before = f.before
    if before is None or before.type not in _OPERATORS | {"ARROW", "EQ", "COMMA", "USING", "OVER", "IF", "THEN", "ELSE", "NOT"}:
        return None
    if f.found.type in OPERANDS or not f.expected & {"NUMBER", "NAME", "LSQB"}:
        return None
    what = "a type" if "NUMBER" not in f.expected and "LSQB" in f.expected else "a layer" if before.type == "ARROW" else "a value"
    what = "a name" if f.expected == {"NAME"} else what
    return error("E0013", f"{what} is missing after `{before.text}`", f.place, f"expected {what}, found {f.found_words}",
                 others=(Label(before.span, ""),) if f.found.type in LINE_ENDS else ())  # fmt: skip


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
    ),
)
def incomplete_if(f: Failure) -> Diagnostic | None:
    for word in ("THEN", "ELSE"):
        if word in f.expected and not (word == "ELSE" and f.found.type in ("EQ", "COLON")):
            opener = next((token for token in reversed(f.tokens) if token.type == "IF"), None)
            others = (Label(opener.span, "this `if`"),) if opener else ()
            return error("E0014", f"`{word.lower()}` is missing before {f.found_words}", f.place, others=others,
                         help="write `if condition then a else b`")  # fmt: skip
    return None


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
    return error("E0015", f"`{' '.join(words)}` has no type", f.place, help=f"write `{' '.join(words)}: [...] = ...`")


@row(
    "E0016",
    "a body without braces",
    why="The statements of a body stand between `{` and `}`.",
    wrong="train(epochs = 10)\n  minimize mse(Net(x), y) using adam(1e-3)",
    right="train(epochs = 10) {\n  minimize mse(Net(x), y) using adam(1e-3)\n}",
    examples=(("train epochs = 10 { }", "settings"), ("model Net(x: [3]) -> [3] x", "body"),
              ("model Net(x: [3]) -> [3]\n{\n  x\n}", "at the end of this one")),
)
def missing_braces(f: Failure) -> Diagnostic | None:
    if "LBRACE" not in f.expected or "NUMBER" in f.expected or f.found.type not in OPERANDS | LINE_ENDS | {"EQ"}:
        return None
    if f.kind not in ("TRAIN", "EVALUATE", "BLOCK", "MODEL", "DEF"):
        return None
    word = f.statement[0].text
    if f.found.type == "EQ" and f.kind == "TRAIN":
        return error("E0016", "the settings of `train` stand in brackets: `train(...) { ... }`", f.found.span,
                     help="write `train(epochs = 10) { ... }`")  # fmt: skip
    next_line = f.source.text[f.found.span.end :][:1] == "{" and f.found.type == "NEWLINE"
    help = "put the `{` of the next line at the end of this one" if next_line else "write `{ ... }`"
    return error("E0016", f"the body of `{word}` stands in braces", f.place, "expected `{`", help=help)


@row(
    "E0018",
    "a number runs into a name",
    why="A product is written with `*`, and a name does not begin with a digit.",
    wrong="let b = 3\nlet a = 2b",
    right="let b = 3\nlet a = 2 * b",
    examples=(("let a = f(2x)", "`2 * x`"), ("let 2x = 3", "is not a name"), ("data my-data = f()", "hyphen"),
              ("model 3Net = dense(3)", "is not a name")),
)  # fmt: skip
def glued_name(f: Failure) -> Diagnostic | None:
    before = f.before
    if before is None:
        return None
    if f.found.type in ("NUMBER", "STRING") and "NAME" in f.expected and "NUMBER" not in f.expected and "LSQB" not in f.expected:
        return error("E0018", f"{f.found_words} is not a name", f.found.span, help="a name begins with a letter or `_`")
    if f.found.type == "MINUS" and f.kind in _NAMED and "EQ" in f.expected and "PLUS" not in f.expected:
        return error("E0018", "a name has no hyphen", f.found.span, help="write `_`", fix=Fix(f.found.span, "_", "write `_`"))
    if f.found.type == "NAME" and before.type == "NUMBER" and before.span.end == f.found.span.start:
        return error("E0018", f"`{before.text}{f.found.text}` is neither a number nor a name", before.span.to(f.found.span),
                     help=f"write `{before.text} * {f.found.text}`",
                     fix=Fix(before.span.to(f.found.span), f"{before.text} * {f.found.text}", "add `*`"))  # fmt: skip
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
    return error("E0019", "comparisons do not chain", f.found.span, help="join two of them: `a < b and b < c`")


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
    if f.found.type not in ("IF", "NOT") or f.before is None or f.before.type not in _OPERATORS | {"NOT"}:
        return None
    return error("E0020", f"`{f.found.text}` needs brackets after `{f.before.text}`", f.found.span,
                 help=f"write `({f.found.text} ...)`")  # fmt: skip


@row(
    "E0021",
    "a `for` over something else than a range",
    why="`for` unrolls layers at compile time: its bounds are numbers, `for i in 0..10 { layer }`, the last one excluded.",
    wrong="model Net = for i in range(3) { dense(8) }",
    right="model Net = for i in 0..3 { dense(8) }",
    examples=(("model Net = for i in layers: dense(8)", "`0..10`"), ("model Net = for i = 0..3 { dense(8) }", "`in`")),
)
def for_range(f: Failure) -> Diagnostic | None:
    if "RANGE" in f.expected or f.expected == {"IN"}:
        missing = "in" if f.expected == {"IN"} else ".."
        return error("E0021", f"a `for` counts through a range, `0..10`: `{missing}` is missing", f.place,
                     help="write `for i in 0..10 { layer }`")  # fmt: skip
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
        return error("E0022", f"a shape stands in square brackets: `[{f.found.text}]`", f.found.span,
                     help=f"write `[{f.found.text}]`", fix=Fix(f.found.span, f"[{f.found.text}]", "add the brackets"))  # fmt: skip
    if f.last(2) in (("COLON", "LPAR"), ("ARROW", "LPAR")):
        return error("E0022", "a shape stands in square brackets", f.before.span, help="write `[` and `]`")
    return None


@row(
    "E0023",
    "half a number",
    why="Digits stand on both sides of a decimal point.",
    wrong="let a = .5",
    right="let a = 0.5",
    examples=(("let a = 1.", "after the point"), ("let a = f(2., x)", "after the point")),
)
def half_number(f: Failure) -> Diagnostic | None:
    text = f.source.text
    if f.found.type == "DOT" and text[f.found.span.end : f.found.span.end + 1].isdecimal():
        return error("E0023", "a number begins with a digit", f.found.span, help="write `0.`",
                     fix=Fix(f.found.span, "0.", "add the zero"))  # fmt: skip
    if f.last(2) == ("NUMBER", "DOT"):
        place = f.tokens[-2].span.to(f.tokens[-1].span)
        return error("E0023", "digits are missing after the point", place, help="write `.0`", fix=Fix(place, f"{place.text}0", "add the zero"))
    return None


@row(
    "E0017",
    "two things side by side",
    why="A line holds one statement. Several on a line are separated by `;`.",
    wrong="let a = 3 let b = 4",
    right="let a = 3; let b = 4",
    examples=(
        ("model N(x: [3]) { x dense(3) }", "side by side"),
        ("evaluate { mse(x, y) } evaluate { mae(x, y) }", "line of its own"),
        ("let a = relu dense(3)", "side by side"),
    ),
)
def side_by_side(f: Failure) -> Diagnostic | None:
    if f.found.type not in OPERANDS and not f.found.text.isidentifier():
        return None
    if f.before is None or not f.expected & {"$END", "NEWLINE", "RBRACE"} or f.before.type in ("LBRACE", "NEWLINE", "SEMICOLON"):
        return None
    if f.before.type == "RBRACE" or f.found.type not in OPERANDS:
        return error("E0017", "a new statement begins on a line of its own", f.found.span, help="put it on the next line")
    return error("E0017", f"{words_for(f.before)} and {f.found_words} stand side by side", f.found.span,
                 help="write `->` or another operator between them, or begin a new line")  # fmt: skip


_WORDS = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a string",
    "NEWLINE": "a new line",
    "$END": "the end of the statement",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "EQ": "`=`",
    "ARROW": "`->`",
    "RANGE": "`..`",
    "DOT": "`.`",
    "IN": "`in`",
    "THEN": "`then`",
    "ELSE": "`else`",
    "USING": "`using`",
    "OVER": "`over`",
    "UNDERSCORE": "`_`",
    "ELLIPSIS": "`...`",
}


@row(
    "E0001",
    "something that cannot stand here",
    why="The text does not follow the language's grammar at this place. The reference lists every form.",
    wrong="let a = ()",
    right="let a = (1, 2)",
    examples=(("hyper = 3", "expected a name"), ("let a = x[...]", "`...`"), ("-> relu", "`->`"), (", 3", "`,`"), ("let (a, b = 3", "`=`")),
)
def unexpected(f: Failure) -> Diagnostic:
    expected = f.expected
    if {"NUMBER", "NAME", "LPAR"} <= expected:
        expected = expected - (OPERANDS - {"NAME"}) - {"MINUS"}
        names = ["a value"]
    else:
        names = ["an operator"] if {"PLUS", "STAR"} <= expected else []
        expected = expected - _OPERATORS
    names += [_WORDS[kind] for kind in _WORDS if kind in expected and not (names == ["a value"] and kind == "NAME")]
    notes = (f"expected {' or '.join([', '.join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]}",) if names else ()
    return error("E0001", f"{f.found_words} cannot stand here", f.place, notes=notes)


ROWS = (
    half_number,
    missing_using,
    bare_if,
    for_range,
    bare_shape,
    glued_name,
    missing_type,
    colon_for_equals,
    equals_confused,
    incomplete_if,
    missing_equals,
    missing_operand,
    missing_braces,
    missing_comma,
    comparison_chain,
    side_by_side,
    unexpected,
)
