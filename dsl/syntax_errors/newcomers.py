"""Syntax errors of those who begin: what other notations would allow at this place."""

from difflib import get_close_matches

from dsl.diagnostics import Diagnostic, Fix
from dsl.spans import Span
from dsl.statements import BODIED, BY_WORD, STATEMENT_WORDS
from dsl.syntax_errors.parse_error import NAMED, OPERANDS, OPERATORS, Failure, mistake, opens_line, row

_MEANT = {
    "include": "import",
    "use": "import",
    "require": "import",
    "dataset": "data",
    "network": "model",
    "net": "model",
    "module": "block",
    "param": "hyper",
    "parameter": "hyper",
    "hyperparameter": "hyper",
    "fit": "train",
    "test": "evaluate",
    "eval": "evaluate",
    "measure": "evaluate",
    "minimise": "minimize",
    "optimize": "minimize",
    "optimise": "minimize",
    "set": "let",
    "constant": "let",
}
_SAID = {
    "optimizer": "the optimizer stands behind `using`: `minimize LOSS using adam(1e-3)`",
    "loss": "a loss stands in `train`: `minimize LOSS using OPTIMIZER`",
    "metric": "measures stand in `evaluate { ... }`",
    "metrics": "measures stand in `evaluate { ... }`",
    "input": "what goes in is a parameter: `model Net(x: [4]) -> [3] { ... }`",
    "output": "what comes out is a body's last expression, of the type behind the arrow: `model Net(x: [4]) -> [3]`",
    "layer": "a layer has no word in front of it: `x -> dense(3)`",
    "begin": "a body stands in braces",
    "end": "a body stands in braces",
    "repeat": "copies of a layer are written `3 * layer`",
}


@row(
    "E0041",
    "an index of NumPy",
    why="An index picks one place along an axis, `x[0]`, or what lies between two, `x[1:3]`; axes are separated by "
    "commas. There is no step and no `...`.",
    wrong="block half(x: [n]) { x[0:4:2] }",
    right="block half(x: [n]) { x[0:4] }",
    examples=(
        ("let a = x[::2]", "no step"),
        ("let a = x[..., 0]", "`:` for each axis"),
        ("let a = x[...]", "`:` for each axis"),
    ),
)
def foreign_index(f: Failure) -> Diagnostic | None:
    if not f.brackets or f.brackets[-1].type != "LSQB":
        return None
    opener = f.brackets[-1].span.start
    inside = [token.type for token in f.tokens if token.span.start > opener]
    item = inside[len(inside) - inside[::-1].index("COMMA") :] if "COMMA" in inside else inside
    if f.found.type == "COLON" and "COLON" in item and "RSQB" in f.expected:
        return mistake("an index has no step", f.found.span, help="write `start:stop`")
    if f.found.type == "ELLIPSIS" and "COLON" in f.expected:
        return mistake("`...` stands in types only", f.found.span, help="write `:` for each axis: `x[:, :, 0]`")
    return None


@row(
    "E0042",
    "arguments without round brackets",
    why="What a layer or function is given stands in round brackets behind its name.",
    wrong="model Net = dense 16 -> relu",
    right="model Net = dense(16) -> relu",
    examples=(
        ("model N(x: [4]) { x -> dense{3} }", "`dense(...)`"),
        ("train(epochs = 1) { minimize mse(x, y) using adam lr = 0.1 }", "`adam(lr ...)`"),
        ("evaluate { accuracy N(x), y }", "`accuracy(N ...)`"),
        ('let a = csv "a.csv"', '`csv("a.csv")`'),
        ("model N(x: [4]) { x -> repeat(3) { dense(4) } }", "has no body"),
        ("model Net x: [4] -> [3] { x -> dense(3) }", "`model Net(x: ...)`"),
        ("model Net [4] -> [3] { x -> dense(3) }", "`model Net(x: [...])`"),
    ),
)
def bare_arguments(f: Failure) -> Diagnostic | None:
    before, types = f.before, f.last(2)
    if before is None:
        return None
    if f.kind in ("MODEL", "BLOCK") and len(f.statement) == 2 and "LPAR" in f.expected:
        head = f"{f.statement[0].text} {f.statement[1].text}"
        if f.found.type == "LSQB":
            return mistake("the input has no name", f.found.span, help=f"write `{head}(x: [...])`")
        if f.found.type == "NAME" and f.line_rest.startswith(":"):
            help = f"write `{head}({f.found.text}: ...)`"
            return mistake("parameters stand in round brackets", f.found.span, help=help)
        return None
    called = before.type == "NAME" and types[0] in ("ARROW", "EQ", "USING", "COMMA", "LPAR")
    first = len(f.statement) == 1 and before.type == "NAME" and before.text not in STATEMENT_WORDS
    measured = f.outer == "EVALUATE" and first
    if (called and types[0] == "USING" and f.found.type == "NAME") or (measured and f.found.type == "NAME"):
        help = f"write `{before.text}({f.found.text} ...)`"
        return mistake(f"the arguments of `{before.text}` stand in round brackets", f.found.span, help=help)
    if called and f.found.type in ("NUMBER", "STRING"):
        help = f"write `{before.text}({f.found.text})`"
        return mistake(f"the arguments of `{before.text}` stand in round brackets", f.found.span, help=help)
    if called and f.found.type == "LBRACE" and f.touches:
        help = f"write `{before.text}(...)`"
        return mistake(f"the arguments of `{before.text}` stand in round brackets", f.found.span, help=help)
    told = {token.type for token in f.statement} & {"ARROW", "FOR", "IF"}
    if before.type == "RPAR" and f.found.type == "LBRACE" and told == {"ARROW"}:
        help = "copies of a layer are written `3 * layer`; layers follow one another by `->`"
        return mistake("a call has no body in braces", f.found.span, help=help)
    return None


@row(
    "E0043",
    "a misspelt statement",
    why="A statement begins with its word, in small letters: import, hyper, data, block, model, train, evaluate, and "
    "in bodies let, weight, def, minimize, split and show.",
    wrong="modle Net = dense(3)",
    right="model Net = dense(3)",
    examples=(
        ("Model Net = dense(3)", "`model`"),
        ("Train(epochs = 1) { minimize x using y }", "`train`"),
        ('dataset iris = sklearn("iris")', "`data`"),
        ('include "a.dl"', "`import`"),
        ("network Net { dense(3) }", "`model`"),
        ("test { accuracy(N(x), y) }", "`evaluate`"),
        ("train(epochs = 1) { minimise mse(x, y) using adam(0.1) }", "`minimize`"),
        ("optimizer adam(0.1)", "behind `using`"),
        ("input x: [4]", "a parameter"),
        ("layer dense(3)", "no word in front"),
        ("@jit\nmodel Net = dense(3)", "no decorators"),
    ),
)
def misspelt_statement(f: Failure) -> Diagnostic | None:
    if f.found.type == "AT" and not f.statement:
        return mistake("there are no decorators", f.found.span, help="remove it: programs are compiled whole")
    if f.kind != "NAME":
        return None
    word = f.statement[0]
    call = len(f.statement) > 1 and f.statement[1].type == "LPAR" and f.before is not None and f.before.type == "RPAR"
    if not (call and f.found.type == "LBRACE") and not (len(f.statement) == 1 and f.found.type in OPERANDS):
        return None
    name = word.text.lower()
    if word.text in STATEMENT_WORDS:
        return None
    if name in _SAID and not call:
        return mistake(f"there is no statement `{word.text}`", word.span, help=_SAID[name])
    meant = _MEANT.get(name) or next(iter(get_close_matches(name, STATEMENT_WORDS, n=1, cutoff=0.75)), None)
    if meant is None or (f.found.type == "LBRACE" and BY_WORD[meant] not in BODIED):
        return None
    help = f"did you mean `{meant}`?"
    fix = Fix(word.span, meant, f"write `{meant}`", sure=False)
    return mistake(f"there is no statement `{word.text}`", word.span, help=help, fix=fix)


@row(
    "E0044",
    "a name is missing",
    why="What is declared is called something: other statements name it.",
    wrong='data = sklearn("iris")',
    right='data iris = sklearn("iris")',
    examples=(
        ("hyper = 3", "`hyper NAME = ...`"),
        ("block (x: [n]) { x }", "`block NAME"),
        ("model { dense(3) }", "`model NAME"),
        ("let = 3", "`let NAME = ...`"),
        ("let =", "`let NAME = ...`"),
    ),
)
def missing_name(f: Failure) -> Diagnostic | None:
    if len(f.statement) != 1 or f.found.type not in ("EQ", "LPAR", "LBRACE", "COLON"):
        return None
    word = f.statement[0]
    declares = word.type in NAMED and "NAME" in f.expected
    if not declares and not (f.found.type == "EQ" and word.text in ("let", "weight") and word.type == "NAME"):
        return None
    rest = "(...)" if f.found.type == "LPAR" else " { ... }" if f.found.type == "LBRACE" else " = ..."
    return mistake(f"this `{word.text}` has no name", word.span, help=f"write `{word.text} NAME{rest}`")


@row(
    "E0045",
    "a range where a value stands",
    why="`0..3` counts the rounds of a `for`. What a hyper-parameter is searched among is `log(a, b)`, `linear(a, b)` "
    "or `{a, b, c}`.",
    wrong="hyper lr = 1e-3 in 1e-5..1e-1",
    right="hyper lr = 1e-3 in log(1e-5, 1e-1)",
    examples=(
        ("let a = 0..3", "only in a `for`"),
        ("hyper lr in log(1e-5, 1e-1)", "has no value"),
        ("let a = [x for x in 0..3]", "no comprehensions"),
    ),
)
def foreign_range(f: Failure) -> Diagnostic | None:
    if f.found.type == "RANGE" and f.kind == "HYPER":
        help = "write `log(a, b)`, `linear(a, b)` or `{a, b, c}`"
        return mistake("`..` is no range of a hyper-parameter", f.found.span, help=help)
    if f.found.type == "RANGE" and f.expected & OPERATORS:
        help = "values one by one are `[0, 1, 2]`; layers are repeated by `for i in 0..3 { layer }`"
        return mistake("`..` stands only in a `for`", f.found.span, help=help)
    if f.found.type == "IN" and f.kind == "HYPER" and "EQ" in f.expected:
        name = f.statement[-1].text
        help = f"write `hyper {name} = VALUE in ...`: the value that it has where none is searched"
        return mistake(f"`hyper {name}` has no value", f.found.span, help=help)
    if f.found.type == "FOR" and f.in_brackets and f.before and f.before.type not in ("COMMA", "LSQB", "LPAR"):
        help = "layers are repeated by `for i in 0..3 { layer }`, or `3 * layer`"
        return mistake("there are no comprehensions", f.found.span, help=help)
    return None


@row(
    "E0046",
    "a membership or identity",
    why="Values are compared by `==`, `!=`, `<`, `<=`, `>` and `>=`.",
    wrong="let a = 3\nlet b = a is 3",
    right="let a = 3\nlet b = a == 3",
    examples=(("let b = a in [1, 2]", "`a == b or a == c`"), ("let b = a not in [1, 2]", "`a == b or a == c`")),
)
def membership(f: Failure) -> Diagnostic | None:
    if not f.expected & (OPERATORS | {"$END", "RBRACE"}) or f.before is None or opens_line(f.found) or not f.statement:
        return None
    following = f.source.text[f.found.span.end :].lstrip(" \t")
    if f.found.text == "is" and f.found.type == "NAME" and f.kind in ("LET", "HYPER", "NAME"):
        return mistake("`is` is written `==`", f.found.span, write="==")
    if f.found.text == "in" or (f.found.text == "not" and following.startswith("in ")):
        sign = "in" if f.found.text == "in" else "not in"
        help = "write each comparison: `a == b or a == c`"
        return mistake(f"`{sign}` is not an operator here", f.found.span, help=help)
    return None


@row(
    "E0047",
    "a field in another notation",
    why="A field of data is `name: type = expression`: its name without quotes, its value behind `=`, one on a line.",
    wrong='data d = csv("a.csv") {\n  "size": [] = area\n}',
    right='data d = csv("a.csv") {\n  size: [] = area\n}',
    examples=(
        ('data d = csv("a.csv") {\n  size: [] -> area\n}', "`=`"),
        ('data d = csv("a.csv") {\n  - size: [] = area\n}', "remove `-`"),
    ),
)
def foreign_field(f: Failure) -> Diagnostic | None:
    types = tuple(token.type for token in f.statement)
    if f.found.type == "COLON" and types == ("STRING",) and f.brackets and f.outer == "DATA":
        name = f.statement[0]
        bare = name.text[1:-1]
        fix = Fix(name.span, bare, "remove the quotes") if bare.isidentifier() else None
        return mistake("a field's name stands without quotes", name.span, help="remove the quotes", fix=fix)
    if f.found.type == "COLON" and types == ("MINUS", "NAME") and f.brackets:
        dash = f.statement[0].span
        place = Span(f.source, dash.start, f.statement[1].span.start)
        fix = Fix(place, "", "remove `-`")
        return mistake("fields are no list with dashes", dash, help="remove `-`", fix=fix)
    if f.found.type == "ARROW" and types[:2] == ("NAME", "COLON") and "EQ" in f.expected:
        return mistake("a field's value is given by `=`", f.found.span, write="=")
    return None


ROWS = (
    foreign_index,
    missing_name,
    bare_arguments,
    misspelt_statement,
    foreign_range,
    membership,
    foreign_field,
)
