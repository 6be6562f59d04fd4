"""The formatter on any layout of a program: comments between all tokens, blank lines, other line ends, tabs, no end."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from syntax_trees import files

from dsl import syntax
from dsl.format import format_tree
from dsl.grammar import scan
from dsl.parser import parse
from dsl.spans import Source
from dsl.syntax_errors.parse_error import MATCHING, OPERATORS, STATEMENTS

RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

# A statement goes on in the next line behind these, and a line that begins with one of those goes on with the last.
BEHIND = OPERATORS - {"AND", "OR"} | {"ARROW", "EQ", "COMMA", "LPAR", "LSQB"}
BEFORE = OPERATORS | {"ARROW", "THEN", "ELSE", "USING", "OVER"}


def tree_of(text: str) -> syntax.File:
    file, diagnostics = parse(Source("x.dl", text))
    wrong = [d for d in diagnostics if d.severity == "error" and d.code not in ("E0052", "E0055")]
    assert not wrong, (wrong, text)
    assert file is not None
    return file


def laid_out(text: str, draw: Random) -> str:
    """The same tokens with other gaps: spaces, tabs, empty lines and comments wherever they may stand."""
    source = Source("x.dl", text)
    tokens = [token for token in scan(source) if token.type != "$END"]
    density = draw.choice([0, 1, 3, 8])
    number = 0

    def comment() -> str:
        nonlocal number
        number += 1
        return draw.choice(["# {}", "#{}", '#  {} # "x" \'', "#\t{} (", "# {} é →"]).format(number)

    def lines() -> str:
        """The end of a line, with comments before and after it."""
        made = draw.choice(["", " ", "\t"]) + (comment() if draw.randrange(10) < density else "") + "\n"
        for _ in range(draw.randrange(density + 1)):
            blank = draw.choice(["", "  ", "\t"])
            made += blank + (comment() if draw.random() < 0.5 else "") + "\n"
        return made

    made = lines() if density and draw.random() < 0.5 else ""
    brackets: list[str] = []
    for i, token in enumerate(tokens):
        if token.type == "NEWLINE":
            made += lines()
            continue
        made += token.text
        if token.type in MATCHING:
            brackets.append(token.type)
        elif token.type in MATCHING.values() and brackets:
            brackets.pop()
        if i + 1 == len(tokens) or tokens[i + 1].type == "NEWLINE":
            continue
        gap = text[token.span.end : tokens[i + 1].span.start]
        inside = bool(brackets) and brackets[-1] != "LBRACE"
        # `not` and the words that begin statements are told by what follows on their line.
        breaks = token.type not in STATEMENTS | {"NOT"}
        named = tokens[min(i + 2, len(tokens) - 1)].type in ("EQ", "COLON")
        breaks &= inside or token.type in BEHIND or (tokens[i + 1].type in BEFORE and not named) or "\n" in gap
        if ("\n" in gap or draw.randrange(10) < density) and breaks:
            made += lines() + draw.choice(["", "  ", "\t"])
        else:
            made += draw.choice([" ", "  ", "\t"]) if gap else ""
    made = made.replace("\n", "\r\n") if draw.random() < 0.5 else made
    made = "\ufeff" + made if draw.random() < 0.5 else made
    return made.rstrip() if draw.random() < 0.5 else made


def comments_of(file: syntax.File) -> list[str]:
    return [comment.text for comment in file.comments]


@RELAXED
@given(files, st.randoms(use_true_random=False))
def test_any_layout_of_a_program(tree: syntax.File, random: Random) -> None:
    plain = format_tree(tree)
    text = laid_out(plain, random)
    written = tree_of(text)
    assert written == tree, text
    formatted = format_tree(written)
    again = tree_of(formatted)
    assert again == tree, (text, formatted)
    assert comments_of(again) == comments_of(written), (text, formatted)
    assert format_tree(again) == formatted, (text, formatted)
    lines = formatted.split("\n")
    assert lines[-1] == ""
    assert all(line == line.rstrip() for line in lines), repr(formatted)
    assert not formatted.startswith(("\n", "\ufeff"))
    assert "\n\n\n" not in formatted
    assert "\r" not in formatted
