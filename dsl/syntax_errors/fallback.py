"""Syntax errors that no other row tells: what was found, and what could have stood there."""

from dsl.diagnostics import Diagnostic
from dsl.syntax_errors.parse_error import OPERANDS, OPERATORS, STATEMENTS, Failure, mistake, row, words_for

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
    "E0017",
    "two things side by side",
    why="A line holds one statement. Several on a line are separated by `;`.",
    wrong="let a = 3 let b = 4",
    right="let a = 3; let b = 4",
    examples=(
        ("model N(x: [3]) { x dense(3) }", "side by side"),
        ("evaluate { mse(x, y) } evaluate { mae(x, y) }", "line of its own"),
        ("let a = relu dense(3)", "side by side"),
        ("let a = 1 2", "`[1, 2]`"),
        ("model N(x: [4]) { x -> 3 dense(3) }", "`3 * dense`"),
        ("model N(x: [4]) { x -> dense(3) relu }", "`-> relu`"),
    ),
)
def side_by_side(f: Failure) -> Diagnostic | None:
    if f.found.type not in OPERANDS | STATEMENTS:
        return None
    if (
        f.before is None
        or not f.expected & {"$END", "NEWLINE", "RBRACE"}
        or f.before.type in ("LBRACE", "NEWLINE", "SEMICOLON")
    ):
        return None
    if f.before.type == "RBRACE" or f.found.type not in OPERANDS:
        return mistake("a new statement begins on a line of its own", f.found.span, help="put it on the next line")
    help = "write `->` or another operator between them, or begin a new line"
    if f.before.type == "NUMBER" and f.found.type == "NUMBER":
        help = f"a list is `[{f.before.text}, {f.found.text}]`"
    elif f.before.type == "NUMBER" and f.found.type == "NAME":
        help = f"copies are written `{f.before.text} * {f.found.text}`, a product as well"
    elif "ARROW" in [token.type for token in f.statement] and f.found.type == "NAME":
        help = f"layers follow one another by `->`: write `-> {f.found.text}`"
    what = "a call" if f.before.type == "RPAR" else words_for(f.before)
    return mistake(f"{what} and {f.found_words} stand side by side", f.found.span, help=help)


@row(
    "E0001",
    "something that cannot stand here",
    why="The text does not follow the language's grammar at this place. The reference lists every form.",
    wrong="let a = ()",
    right="let a = (1, 2)",
    examples=(
        (", 3", "`,`"),
        ("let (a, b = 3", "`=`"),
    ),
)
def unexpected_token(f: Failure) -> Diagnostic:
    expected = f.expected
    if {"NUMBER", "NAME", "LPAR"} <= expected:
        expected = expected - (OPERANDS - {"NAME"}) - {"MINUS"}
        names = ["a value"]
    else:
        names = ["an operator"] if {"PLUS", "STAR"} <= expected else []
        expected = expected - OPERATORS
    names += [_WORDS[kind] for kind in _WORDS if kind in expected and not (names == ["a value"] and kind == "NAME")]
    notes = (
        (f"expected {' or '.join([', '.join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]}",)
        if names
        else ()
    )
    return mistake(f"{f.found_words} cannot stand here", f.place, notes=notes)


ROWS = (side_by_side, unexpected_token)
