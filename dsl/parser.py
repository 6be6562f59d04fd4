"""From text to syntax tree, with as many of its errors as it has."""

import re
from collections.abc import Iterator
from dataclasses import field
from types import ModuleType
from typing import Literal

from dsl import resync, well_formed
from dsl.diagnostics import Diagnostic
from dsl.grammar import StatementParser, scan
from dsl.immutable import immutable, mutable
from dsl.spans import Source, Span
from dsl.statements import INNER_WORDS, SURE_OPENING, SURE_OPENING_OF_TEXT
from dsl.syntax import Comment, File, Statement
from dsl.syntax_errors.parse_error import CLOSERS, MATCHING, OPERATORS, STATEMENTS, Failure
from dsl.tree import Leaf

LARGEST = 1_000_000
"""How many characters a text may have: they are checked in six seconds."""

_MOST_BRACKETS = 100
_DEEPEST = 200
_MOST_ERRORS = 25

_LAYOUT = frozenset({"$END", "SEMICOLON", "NEWLINE"})
_STRUCTURE = frozenset({*MATCHING, *CLOSERS, "SEMICOLON", "NEWLINE"})

# A line cannot end after these: the statement goes on in the next one.
_UNFINISHED = OPERATORS | {"ARROW", "EQ", "COMMA", "DOT", "RANGE", "NOT", "IF", "THEN", "ELSE", "USING", "OVER", "IN"}

# Keywords that the grammar gives no meaning in a place are names there: `accuracy(And(x), and)`.
_WORDS = STATEMENTS | {*map(str.upper, INNER_WORDS), "UNDERSCORE"}

# Where a value is expected, these begin one or are misplaced; they are never names.
_PREFIXES = frozenset({"IF", "NOT"})

_COMMENT = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|#[^\n]*')


def parse(source: Source) -> tuple[File | None, tuple[Diagnostic, ...]]:
    """The tree of a text, and what is wrong with it, by place.

    The tree holds the statements that could be read; it is None only where the text is too large to look at.
    """
    if len(source.text) > LARGEST:
        return None, (_messages().too_large(source, LARGEST),)
    reader = _Reader(source)
    statements: list[Statement] = []
    broken: list[Statement] = []
    while not reader.ended and len(reader.diagnostics) < _MOST_ERRORS:
        statement = reader.statement()
        if statement is None:
            continue
        (broken if reader.faulty else statements).append(statement)
    file = File(tuple(statements), _comments(source), source, tuple(broken), span=Span(source, 0, len(source.text)))
    return file, tuple(sorted((*reader.diagnostics, *reader.findings), key=lambda diagnostic: diagnostic.span.start))


def _messages() -> ModuleType:
    """The wording of syntax errors: a table that only a text with errors needs."""
    from dsl.syntax_errors import table

    return table


@immutable
class _Place:
    """Where a statement of a body begins: what had been read by then."""

    parser: StatementParser
    tokens: int
    brackets: int


@mutable
class _Reader:
    """Reads one top-level statement after another.

    `diagnostics` are those of the syntax, `findings` what is wrong with statements that could be read.

    `faulty` says of the last one that it holds an error.  `tokens` are those of the statement, `brackets` those of them
    that are open, `bodies` where the innermost statement of each open body begins.
    """

    source: Source
    diagnostics: list[Diagnostic] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    ended: bool = False
    faulty: bool = False
    tokens: list[Leaf] = field(default_factory=list)
    brackets: list[Leaf] = field(default_factory=list)
    bodies: list[_Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser = StatementParser()
        self.stream: Iterator[Leaf] = scan(self.source)

    def statement(self) -> Statement | None:
        """The next statement; None where there is none or it cannot be read."""
        self.parser, self.faulty = StatementParser(), False
        self.tokens, self.brackets, self.bodies = [], [], []
        while True:
            token = next(self.stream)
            role = self.role_of(token) if token.type in _LAYOUT else "part"
            if role == "nothing":
                self.ended = token.type == "$END"
                if self.ended:
                    return None
                continue
            if role in ("ends", "cuts"):
                if statement := self.parser.finish(token):
                    self.ended = token.type == "$END"
                    return self.verify(statement)
                token = token if role == "ends" else Leaf("$END", token.span)
            elif self.take(token):
                continue
            elif self.tokens and self.tokens[-1] is token:
                token = Leaf("DEPTH", token.span)
            found = _messages().diagnose(self.failure(token))
            # Reading goes on at the token itself, where another statement may find something wrong with it again.
            if all(found.span.start != said.span.start for said in self.diagnostics[-1:]):
                self.diagnostics.append(found)
            self.faulty = True
            if len(self.diagnostics) >= _MOST_ERRORS or not self.goes_on(token):
                return self.abandon(token)

    def role_of(self, token: Leaf) -> Literal["part", "ends", "cuts", "nothing"]:
        """A token of layout is part of the statement, ends it, cuts it off with brackets open, or is nothing."""
        if token.type == "$END":
            return "ends" if self.tokens else "nothing"
        if token.type == "SEMICOLON":
            return "part" if self.brackets else "ends" if self.tokens else "nothing"
        in_braces = bool(self.brackets) and self.brackets[-1].type == "LBRACE"
        opening = resync.at_margin(token, SURE_OPENING_OF_TEXT if in_braces else SURE_OPENING)
        unfinished = not self.tokens or self.tokens[-1].type in _UNFINISHED
        if not self.brackets:
            return "ends" if self.tokens and (opening or not unfinished) else "nothing"
        if opening:
            return "cuts"
        return "part" if in_braces and not unfinished else "nothing"

    def take(self, token: Leaf) -> bool:
        """Read a token as part of the statement; false where it cannot follow, or opens a bracket too many."""
        if token.type in _WORDS:
            choices = self.parser.choices()
            prefix = token.type in _PREFIXES and "NUMBER" in choices
            if token.type not in choices and "NAME" in choices and not prefix:
                token = Leaf("NAME", token.span)
        if not self.parser.feed(token):
            return False
        self.tokens.append(token)
        return token.type not in _STRUCTURE or self.note_structure(token)

    def note_structure(self, token: Leaf) -> bool:
        """Note a bracket, or where a statement of a body ends; false where brackets are open too deep."""
        in_body = bool(self.bodies) and self.bodies[-1].brackets == len(self.brackets)
        if token.type in MATCHING:
            self.brackets.append(token)
            if len(self.brackets) > _MOST_BRACKETS:
                return False
            if token.type == "LBRACE" and "SEMICOLON" in self.parser.choices():
                self.bodies.append(self.place())
        elif token.type in CLOSERS:
            self.brackets.pop()
            if in_body:
                self.bodies.pop()
        elif in_body and token.type in ("NEWLINE", "SEMICOLON"):
            self.bodies[-1] = self.place()
        return True

    def place(self) -> _Place:
        return _Place(self.parser.copy(), len(self.tokens), len(self.brackets))

    def failure(self, found: Leaf) -> Failure:
        return Failure(tuple(self.tokens), found, tuple(self.brackets), self.parser.accepts)

    def goes_on(self, found: Leaf) -> bool:
        """After an error, move on to the next statement of the body, or into the body behind a faulty head."""
        if found.type == "$END":
            return False
        if self.bodies:
            begin = self.bodies[-1]
            opened = self.brackets[begin.brackets :]
            if found.type == "DEPTH":
                opened.pop()
            after = resync.next_in_body(found, self.tokens[begin.tokens :], opened)
            if after is None:
                return False
            self.parser = begin.parser.copy()
            del self.tokens[begin.tokens :], self.brackets[begin.brackets :]
            self.stream = scan(self.source, after)
            return True
        brace = resync.body_behind(found)
        head = resync.head_of(self.tokens, brace) if brace else None
        if brace is None or head is None:
            return False
        self.parser, self.tokens, self.brackets = StatementParser(), [], []
        self.stream = scan(self.source, brace.span.end)
        return all(self.take(token) for token in head)

    def abandon(self, found: Leaf) -> Statement | None:
        """What is known of a statement that cannot be read further; goes on with the next line that opens one."""
        first = self.tokens[0] if self.tokens else found
        after = resync.next_top_level(self.source.text, max(found.span.start, first.span.start + 1))
        self.stream = scan(self.source, after)
        left = resync.remains(self.tokens)
        self.findings += well_formed.verify(left, _DEEPEST) if left else ()
        return left

    def verify(self, statement: Statement) -> Statement | None:
        """A statement, where it can stand at the top level and is not too deep."""
        if misplaced := well_formed.verify_top_level(statement):
            self.diagnostics.append(misplaced)
            self.stream = scan(self.source, resync.next_top_level(self.source.text, statement.span.end))
            return None
        found = well_formed.verify(statement, _DEEPEST)
        if any(diagnostic.code == well_formed.TOO_DEEP for diagnostic in found):
            self.diagnostics += found
            return None
        # Where a statement holds an error, what follows may belong to one whose head was not understood.
        self.findings += [finding for finding in found if not (self.faulty and finding.code == well_formed.MISPLACED)]
        return statement


def _comments(source: Source) -> tuple[Comment, ...]:
    text = source.text
    found = []
    for match in _COMMENT.finditer(text):
        if match[0].startswith("#"):
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            span = Span(source, match.start(), match.start() + len(match[0].rstrip()))
            found.append(Comment(span.text, not line.strip("\ufeff \t\r\f"), span=span))
    return tuple(found)
