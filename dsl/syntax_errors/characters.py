"""Syntax errors of single characters, strings and brackets."""

import unicodedata

from dsl.diagnostics import Diagnostic, Fix, Label
from dsl.spans import Span
from dsl.statements import BODIED, WORDS_IN_BODIES
from dsl.syntax_errors.parse_error import MATCHING, Failure, mistake, row

_PREFIXES = {"f", "r", "b", "u", "fr", "rf", "br", "rb"}
_SPELLED = {
    "→": "->",
    "⟶": "->",
    "⇒": "->",
    "➔": "->",
    "➜": "->",
    "↦": "->",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    "—": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "…": "...",
}
_DASHES = ("−", "–", "—")
_DOUBLED = {"===": "==", "!==": "!=", "<>": "!=", ">>": "->", "-->": "->", "->>": "->"}
_FOREIGN = {
    "&": "`and` joins two conditions",
    "|": "`->` passes a value on, and `or` joins two conditions",
    "!": "`not` turns a condition round; `!=` compares",
    "^": "`**` is the power",
    "?": "a choice is written `if condition then a else b`",
    "~": "`not` turns a condition round",
    "$": "a name stands for itself, without a sign before it",
    "\\": "a statement goes on in the next line after an operator, in open brackets, or before `->`",
}


@row(
    "E0005",
    "a string without its closing quote",
    why='A string stands on one line, between two double quotes. A quote inside it is written `\\"`.',
    wrong='data iris = csv("iris.csv)',
    right='data iris = csv("iris.csv")',
    examples=(('import "blocks/resnet.dl', "never closed"),),
)
def open_string(f: Failure) -> Diagnostic | None:
    if f.found.type != "UNKNOWN" or f.found.text != '"':
        return None
    start = f.found.span.start
    line, _ = f.source.position(start)
    end = f.source.line_starts[line - 1] + len(f.source.line_text(line))
    return mistake(
        "this string is never closed",
        Span(f.source, start, end),
        'no `"` before the end of the line',
        help='close it with `"`',
    )


@row(
    "E0036",
    "a string in other quotes",
    why='There is one way to write a string: "double quotes".',
    wrong="data iris = csv('iris.csv')",
    right='data iris = csv("iris.csv")',
    examples=(
        ("data iris = csv(“iris.csv”)", "double quotes"),
        ("data iris = csv(`iris.csv`)", "double quotes"),
        ('data iris = csv(f"{name}.csv")', "no letter"),
        ("```\nmodel Net = dense(3)\n```", "no fences"),
        ('data iris = csv("""iris.csv""")', "one quote"),
    ),
)
def other_quotes(f: Failure) -> Diagnostic | None:
    if f.found.type == "STRING" and f.before and f.before.text == '""' and f.touches:
        help = 'write "...", and `\\n` for a new line'
        return mistake("a string has one quote at each end", f.before.span.to(f.found.span), help=help)
    if f.found.type == "STRING" and f.before and f.before.text.lower() in _PREFIXES and f.touches:
        return mistake(f"no letter stands before a string: `{f.before.text}`", f.before.span, help="remove it")
    if f.found.type != "UNKNOWN" or f.found.text not in "'`“”„‘’«»":
        return None
    if f.source.text.startswith("```", f.found.span.start):
        help = "remove the line: the file holds the spec alone"
        return mistake("there are no fences around a spec", f.found.span, help=help)
    return mistake("strings stand in double quotes", f.found.span, help='write "..."')


@row(
    "E0037",
    "a remainder",
    why="`%` belongs to a number, as in `10%`, which is 0.1. There is no remainder operator.",
    wrong="let a = 7\nlet b = a % 2",
    right="let a = 7\nlet b = a - 2 * (a // 2)",
)
def remainder(f: Failure) -> Diagnostic | None:
    if f.found.type != "UNKNOWN" or f.found.text != "%":
        return None
    return mistake(
        "`%` stands only right after a number, as in `10%`",
        f.found.span,
        "no remainder operator",
        help="a remainder is `a - b * (a // b)`",
    )


@row(
    "E0038",
    "an operator of another language",
    why="Conditions are joined by the words `and`, `or`, `not`; the power is `**`; a pipe is `->`; a choice is "
    "`if c then a else b`.",
    wrong="let a = 3 ^ 2",
    right="let a = 3 ** 2",
    examples=(
        ("let a = x && y", "`and`"),
        ("let a = x |> relu", "`->`"),
        ("let a = x ? 1 : 2", "`if condition then a else b`"),
        ("let a = x + \\\n  y", "next line"),
        ("let a = x → relu", "`->`"),
        ("model Net(x: [4]) => [3] { x }", "`->`"),
        ("let a <- dense(3)", "`=`"),
        ("let f = x => x", "`->`"),
        ("let a = x - > relu", "`->`"),
        ("let a = x === y", "`==`"),
        ("let a = x !== y", "`!=`"),
        ("let a = x <> y", "`!=`"),
        ("let a := 3", "`=`"),
        ("let a = x —> relu", "`->`"),
        ("let a = x ⇒ relu", "`->`"),
        ("let a = x >> relu", "`->`"),
        ("let a = x --> relu", "`->`"),
        ("hyper lr = 1e−3", "`-`"),
        ("let a = x =! y", "`!=`"),
        ("model N(x: [4]) {\n  x++\n  x\n}", "never changes"),
    ),
)
def foreign_operator(f: Failure) -> Diagnostic | None:
    character = f.found.text
    if f.found.type == "UNKNOWN" and character in _FOREIGN:
        meant = _FOREIGN[character]
        return mistake(f"`{character}` is not an operator here", f.found.span, help=meant)
    before = f.before
    following = f.source.text[f.found.span.end : f.found.span.end + 1]
    two = Span(f.source, f.found.span.start, f.found.span.end + 1)
    if character in ("e", "E") and following in _DASHES and before and before.type == "NUMBER" and f.touches:
        return _respelled(Span(f.source, f.found.span.end, f.found.span.end + 1), "-")
    if f.found.type == "UNKNOWN" and character in _DASHES and following == ">":
        return _respelled(two, "->")
    if f.found.type == "UNKNOWN" and character == "\u00a0":
        fix = Fix(f.found.span, " ", "write a plain space")
        return mistake(f"`{character}` is written a plain space", f.found.span, help=fix.title, fix=fix)
    if f.found.type == "UNKNOWN" and character in _SPELLED:
        return _respelled(f.found.span, _SPELLED[character])
    if before and (before.type, f.found.type) in (("EQ", "GT"), ("MINUS", "GT")):
        return _respelled(before.span.to(f.found.span), "->")
    if f.found.type == "EQ" and following == ">":
        return _respelled(two, "->")
    doubled = f"{before.text}{f.found.text}" if before and f.touches else ""
    if before and doubled in _DOUBLED:
        return _respelled(before.span.to(f.found.span), _DOUBLED[doubled])
    if f.found.type == "EQ" and following == "!" and f.expected & {"EQUALS"}:
        return _respelled(two, "!=")
    if f.found.type == "COLON" and following == "=":
        return _respelled(two, "=")
    if before and doubled == "++":
        help = "a name never changes; a new value gets a name of its own, with `let`"
        return mistake("`++` is not an operator here", before.span.to(f.found.span), help=help)
    if f.found.type == "LT" and following == "-" and "EQ" in f.expected:
        return _respelled(two, "=")
    return None


def _respelled(sign: Span, meant: str) -> Diagnostic:
    return mistake(f"`{sign.text}` is written `{meant}`", sign, write=meant)


@row(
    "E0004",
    "an unknown character",
    why="Outside strings and comments, a file holds the letters a to z and A to Z, digits, `_`, operators and "
    "brackets. Names take no other letters, so that every program made from them reads the same everywhere.",
    wrong="let größe = 3",
    right="let groesse = 3",
    examples=(("let a = \x00", "U+0000"), ("let a = \ud800", "U+D800"), ("let σ = 1", "greek small letter sigma")),
)
def unknown_character(f: Failure) -> Diagnostic | None:
    if f.found.type != "UNKNOWN":
        return None
    character = f.found.text
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    shown = f"`{character}` ({code}, {name})" if name else f"the character {code}"
    help = "names are made of the letters a to z, digits and `_`" if character.isalpha() else "remove it"
    return mistake(f"{shown} has no meaning here", f.found.span, help=help)


@row(
    "E0007",
    "brackets nested too deeply",
    why="Nobody reads a hundred nested brackets. Name the inner parts with `let`, or move them into a `block`.",
    wrong="let a = " + "(" * 101 + "1" + ")" * 101,
    right="let a = ((1))",
)
def too_deep(f: Failure) -> Diagnostic | None:
    if f.found.type != "DEPTH":
        return None
    return mistake(
        f"{len(f.brackets)} brackets are open here; that is too deep to read",
        f.found.span,
        help="name the inner parts with `let`",
    )


@row(
    "E0002",
    "a bracket that is never closed",
    why="Every `(`, `[` and `{` has its partner. What follows an open bracket still belongs to it, so the mistake "
    "often shows only lines later.",
    wrong="model Net(x: [4]) -> [3] {\n  x -> dense(3)\n\nevaluate { mse(Net(x), y) }",
    right="model Net(x: [4]) -> [3] {\n  x -> dense(3)\n}\n\nevaluate { mse(Net(x), y) }",
    examples=(
        ("let a = conv(6, kernel = 5", "`(` is never closed"),
        ("model N(x: [4]) {\n  let a = dense(3\n  let b = 2\n  a\n}", "`(` is never closed"),
        ("model N(x: [4]) {\n  x -> dense(3\n}", "`(` is never closed"),
        ("model N(x: [4] -> [3] { x }", "`(` is never closed"),
        ("train(epochs = 10 { minimize x using y }", "`(` is never closed"),
        ("train(epochs = 10) { minimize mse(N(x), 3 using y }", "`(` is never closed"),
        ("model N(x: [4]) {\n  let a = dense(3\n  x -> a\n}", "`(` is never closed"),
        ("model N(x: [4]) -> [3 {\n  x -> dense(3)\n}", "`[` is never closed"),
        ("data d = rows(x = [1, 2\nmodel N = dense(3)", "`[` is never closed"),
        ("data d = rows(x = [1, 2, y = [3])", "`[` is never closed"),
    ),
)
def unclosed_bracket(f: Failure) -> Diagnostic | None:
    if not f.brackets:
        return None
    opener = f.brackets[-1]
    ended = f.found.type == "$END"
    heads = {form.terminal for form in BODIED if "EQ" not in (form.opens or ())}
    ended |= f.kind in heads and "RPAR" in f.expected and f.found.type in ("LBRACE", "ARROW")
    ended |= f.kind in heads and opener.type == "LSQB" and "RSQB" in f.expected and f.found.type == "LBRACE"
    ended |= f.in_brackets and f.kind == "MINIMIZE" and f.found.type in ("USING", "OVER")
    enclosed = any(bracket.type == "LBRACE" for bracket in f.brackets[:-1])
    in_line = opener.type != "LBRACE"
    new_statement = in_line and f.opens_its_line and (f.found.text in WORDS_IN_BODIES or (enclosed and f.outdented))
    named = f.found.type == "EQ" and opener.type == "LSQB" and f.last(2) == ("COMMA", "NAME")
    named = named and any(bracket.type == "LPAR" for bracket in f.brackets)
    if not (ended or new_statement or named or (in_line and enclosed and f.found.type == "RBRACE")):
        return None
    where = "the file ends" if f.found.span.end == len(f.source.text) else "something else begins"
    return mistake(
        f"this `{opener.text}` is never closed",
        opener.span,
        "opened here",
        others=(Label(_next_text(f), f"{where} here"),),
        help=f"close it with `{_partner(opener.type)}`",
    )


@row(
    "E0003",
    "a closing bracket too many",
    why="A closing bracket needs an opening one of its own kind.",
    wrong="let a = dense(3))",
    right="let a = dense(3)",
    examples=(
        ("let a = [1, 2)", "`)` does not close `[`"),
        ("}", "closes nothing"),
        ("evaluate {\n  f(x))\n}", "closes nothing"),
    ),
)
def stray_bracket(f: Failure) -> Diagnostic | None:
    if f.found.type not in MATCHING.values():
        return None
    opener = f.brackets[-1] if f.brackets else None
    in_body = opener is not None and opener.type == "LBRACE" and opener.span.line < f.found.span.line
    if opener is None or (in_body and f.found.type != "RBRACE"):
        return mistake(f"`{f.found.text}` closes nothing", f.found.span, "no open bracket", help="remove it")
    if MATCHING[opener.type] == f.found.type:
        return None
    return mistake(
        f"`{f.found.text}` does not close `{opener.text}`",
        f.found.span,
        others=(Label(opener.span, "opened here"),),
        help=f"write `{_partner(opener.type)}`",
    )


def _next_text(f: Failure) -> Span:
    """The token found, or what follows the newline found."""
    if f.found.type != "$END" or not f.found.text:
        return f.found.span
    return Span(f.source, f.found.span.end, f.found.span.end + 1)


def _partner(opener: str) -> str:
    return {"LPAR": ")", "LSQB": "]", "LBRACE": "}"}[opener]


ROWS = (
    open_string,
    other_quotes,
    remainder,
    foreign_operator,
    unknown_character,
    too_deep,
    unclosed_bracket,
    stray_bracket,
)
