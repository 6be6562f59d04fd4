"""Where reading goes on after a syntax error, so that a text is told all of its errors and none twice."""

import re

from dsl.grammar import StatementParser, scan
from dsl.spans import Span
from dsl.statements import BODIED, IN_TEXT, LINE_IN_BODY, LINE_IN_TEXT, SURE_OPENING_OF_TEXT
from dsl.syntax import Statement
from dsl.syntax_errors.parse_error import CLOSERS, MATCHING, opens_line
from dsl.tree import Leaf

_HEADS = {form.terminal: form.opens for form in BODIED if form in IN_TEXT}
"""What can stand for the beginning of a statement of which only the name is known."""


def next_top_level(text: str, after: int) -> int:
    """Where the next line begins that opens a top-level statement; the end of the text where there is none."""
    opening = LINE_IN_TEXT.search(text, after)
    return opening.start() if opening else len(text)


def next_in_body(found: Leaf, statement: list[Leaf], opened: list[Leaf]) -> int | None:
    """Where a body goes on behind a statement of it in which a token could not follow.

    `opened` are the brackets that the statement has opened.  None where the text ends or a top-level statement begins
    before the body goes on.
    """
    source = found.span.source
    text = source.text
    column = (statement[0] if statement else found).span.column
    if statement and opens_line(found) and (found.span.column <= column or LINE_IN_BODY.match(text, found.span.start)):
        return found.span.start
    brackets = [bracket.type for bracket in opened]
    for token in scan(source, found.span.start):
        if token.type == "$END":
            return None
        if token.type in MATCHING:
            brackets.append(token.type)
        elif token.type == "RBRACE":
            if "LBRACE" not in brackets:
                return token.span.start
            while brackets.pop() != "LBRACE":
                pass
        elif token.type in CLOSERS and brackets and MATCHING[brackets[-1]] == token.type:
            brackets.pop()
        elif token.type == "SEMICOLON" and not brackets:
            return token.span.end
        elif token.type == "NEWLINE":
            end = token.span.end
            if at_margin(token, SURE_OPENING_OF_TEXT):
                return None
            indent = end - text.rfind("\n", 0, end)
            if not brackets or ("LBRACE" not in brackets and (indent <= column or LINE_IN_BODY.match(text, end))):
                return end
    return None


def body_behind(found: Leaf) -> Leaf | None:
    """The brace on the line of a faulty head that opens its body."""
    for token in scan(found.span.source, found.span.start):
        if token.type == "LBRACE":
            return token
        if token.type in ("NEWLINE", "$END"):
            return None
    return None


def head_of(tokens: list[Leaf], brace: Leaf) -> list[Leaf] | None:
    """Tokens that open the body behind a faulty head; None where its statement has no body, or no name."""
    opens = _HEADS.get(tokens[0].type) if tokens else None
    if opens is None or ("NAME" in opens and (len(tokens) < 2 or tokens[1].type != "NAME")):
        return None
    return [tokens[0], *(Leaf(kind, (tokens[1] if kind == "NAME" else tokens[0]).span) for kind in opens), brace]


def remains(tokens: list[Leaf]) -> Statement | None:
    """A statement that could not be read, with the names that it gives and nothing in it: they are not unknown."""
    if not tokens:
        return None
    end = Span(tokens[0].span.source, tokens[-1].span.end, tokens[-1].span.end)
    opens = _HEADS.get(tokens[0].type)
    if opens == ():
        made = [tokens[0], Leaf("LBRACE", end), Leaf("RBRACE", end)]
    else:
        equals = next((i for i, token in enumerate(tokens) if token.type == "EQ"), len(tokens))
        named = 2 if opens == ("NAME",) else equals
        made = [*tokens[:named], Leaf("EQ", end), Leaf("NAME", end)]
    parser = StatementParser()
    return parser.finish(tokens[-1]) if all(parser.feed(token) for token in made) else None


def at_margin(newline: Leaf, opening: re.Pattern[str]) -> bool:
    """Whether a line begins right behind a newline, without blanks, as a statement does."""
    text, end = newline.span.source.text, newline.span.end
    return text[end - 1] == "\n" and opening.match(text, end) is not None
