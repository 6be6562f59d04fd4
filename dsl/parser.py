"""From text to syntax tree, with as many of its errors as it has."""

import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal

from dsl import well_formed
from dsl.diagnostics import Diagnostic
from dsl.failure import CLOSERS, MATCHING, OPERATORS, STATEMENTS, Failure
from dsl.spans import Source, Span
from dsl.syntax import Comment, File, Statement
from dsl.tree import Leaf, TreeBuilder

if TYPE_CHECKING:
    from lark import Lark
    from lark.lexer import LexerThread

_LARGEST = 5_000_000
_MOST_BRACKETS = 100
_DEEPEST = 200
_MOST_ERRORS = 25

# A line cannot end after these: the statement goes on in the next one.
_UNFINISHED = OPERATORS | {"ARROW", "EQ", "COMMA", "DOT", "RANGE", "NOT", "IF", "THEN", "ELSE", "USING", "OVER", "IN"}

# Keywords that the grammar gives no meaning in a place are names there: `accuracy(And(x), and)`.
_WORDS = STATEMENTS | {
    "AND",
    "OR",
    "NOT",
    "IF",
    "THEN",
    "ELSE",
    "FOR",
    "IN",
    "TRUE",
    "FALSE",
    "OVER",
    "USING",
    "UNDERSCORE",
}

# Where a value is expected, these begin one or are misplaced; they are never names.
_PREFIXES = frozenset({"IF", "NOT"})

# A line at the margin that is sure to open a top-level statement: whatever is open before it was never closed.
_TOP_LEVEL = re.compile(
    r"""import[ \t]+["\w]|(?:hyper|data)[ \t]+\w+[ \t]*=|(?:block|model)[ \t]+\w+[ \t]*[({=-]"""
    r"""|train\b(?:[ \t]+\w+)?[ \t]*[({]|evaluate\b[ \t]*[({]|let[ \t]+[\w(]"""
)

# Where reading goes on after an error.
_RESUME = re.compile(r"^(?:import|hyper|data|block|model|train|evaluate|let)\b(?![ \t]*[=.,)\]])", re.MULTILINE)

_COMMENT = re.compile(r'"(?:[^"\\\n]|\\[^\n])*"|#[^\n]*')


def parse(source: Source) -> tuple[File | None, tuple[Diagnostic, ...]]:
    """The tree of a text, and what is wrong with it, by place.

    The tree holds the statements that could be read; it is None only where the text is too large to look at.
    """
    if len(source.text) > _LARGEST:
        return None, (_messages().too_large(source, _LARGEST),)
    statements: list[Statement] = []
    diagnostics: list[Diagnostic] = []
    lark = _lark()
    lexer = lark.parse_interactive(source.text).lexer_thread
    while len(diagnostics) < _MOST_ERRORS:
        outcome = _read_statement(lark, lexer, source)
        if outcome is None:
            break
        if isinstance(outcome, Failure):
            diagnostics.append(_messages().diagnose(outcome))
            first = outcome.tokens[0] if outcome.tokens else outcome.found
            _resume(lexer, source, max(outcome.found.span.start, first.span.start + 1))
        elif misplaced := well_formed.verify_top_level(outcome):
            diagnostics.append(misplaced)
            _resume(lexer, source, outcome.span.end)
        elif too_deep := well_formed.verify_depth(outcome, _DEEPEST):
            diagnostics.append(too_deep)
        else:
            statements.append(outcome)
    file = File(tuple(statements), _comments(source), source, span=Span(source, 0, len(source.text)))
    diagnostics += well_formed.verify(file)
    return file, tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.span.start))


@dataclass
class _Progress:
    """What has been read of one statement."""

    tokens: list[Leaf]
    brackets: list[Leaf]

    def role_of(self, newline: Leaf) -> Literal["ends", "cuts", "separates", "nothing"]:
        """A newline ends the statement, or cuts it off with brackets open, or separates the statements between braces,
        or is only layout."""
        text, end = newline.span.source.text, newline.span.end
        opening = _TOP_LEVEL.match(text, end) if text[end - 1] == "\n" else None
        unfinished = not self.tokens or self.tokens[-1].type in _UNFINISHED
        if not self.brackets:
            return "ends" if self.tokens and (opening or not unfinished) else "nothing"
        in_braces = self.brackets[-1].type == "LBRACE"
        if opening and not (in_braces and opening[0].startswith("let")):
            return "cuts"
        return "separates" if in_braces and not unfinished else "nothing"


def _messages() -> ModuleType:
    """The wording of syntax errors: a table that only a text with errors needs."""
    from dsl import syntax_errors

    return syntax_errors


def _read_statement(lark: "Lark", lexer: "LexerThread", source: Source) -> Statement | Failure | None:
    """The next top-level statement, or why there is none; None at the end of the text."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    machine: Any = lark.parse_interactive()
    read = _Progress([], [])

    def failure(found: Leaf) -> Failure:
        return Failure(tuple(read.tokens), found, tuple(read.brackets), machine.accepts)

    def finish(found: Leaf) -> Statement | Failure:
        try:
            statement: Statement = machine.feed_token(Leaf("$END", found.span))
        except UnexpectedToken:
            return failure(found)
        return statement

    try:
        for token in lexer.lex(None):  # type: ignore[no-untyped-call]
            leaf = Leaf(token.type, Span(source, token.start_pos or 0, token.end_pos or 0))
            if leaf.type == "NEWLINE":
                role = read.role_of(leaf)
                if role in ("ends", "cuts"):
                    return finish(leaf if role == "ends" else Leaf("$END", leaf.span))
                if role == "nothing":
                    continue
            elif leaf.type == "SEMICOLON" and not read.brackets:
                if read.tokens:
                    return finish(leaf)
                continue
            choices = machine.choices()
            if (
                leaf.type in _WORDS
                and leaf.type not in choices
                and "NAME" in choices
                and not (leaf.type in _PREFIXES and "NUMBER" in choices)
            ):
                leaf = Leaf("NAME", leaf.span)
            try:
                machine.feed_token(leaf)
            except UnexpectedToken:
                return failure(leaf)
            read.tokens.append(leaf)
            if leaf.type in MATCHING:
                read.brackets.append(leaf)
                if len(read.brackets) > _MOST_BRACKETS:
                    return failure(Leaf("DEPTH", leaf.span))
            elif leaf.type in CLOSERS:
                read.brackets.pop()
    except UnexpectedCharacters as error:
        place = error.pos_in_stream or 0
        return failure(Leaf("UNKNOWN", Span(source, place, place + 1)))
    end = len(source.text)
    return finish(Leaf("$END", Span(source, end, end))) if read.tokens else None


def _resume(lexer: "LexerThread", source: Source, after: int) -> None:
    """Move on to the next line that opens a top-level statement."""
    opening = _RESUME.search(source.text, after)
    state: Any = lexer.state
    state.line_ctr.char_pos = opening.start() if opening else len(source.text)


def _comments(source: Source) -> tuple[Comment, ...]:
    text = source.text
    found = []
    for match in _COMMENT.finditer(text):
        if match[0].startswith("#"):
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            span = Span(source, match.start(), match.start() + len(match[0].rstrip()))
            found.append(Comment(span.text, not line.strip("\ufeff \t\r\f"), span=span))
    return tuple(found)


@cache
def _lark() -> "Lark":
    from lark import Lark

    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="basic",
        keep_all_tokens=True,
        maybe_placeholders=True,
        transformer=TreeBuilder(),
        cache=_cache_file() or False,
    )


def _cache_file() -> str | None:
    """Where Lark keeps the grammar's tables from run to run; None where nothing can be written.

    Measured (CPython 3.11): importing Lark 50-75 ms, building the tables 400 ms, reading them from here 16-25 ms,
    parsing a spec of 40 lines 7-15 ms.  Tables generated ahead would save little more, and could go stale.
    """
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Caches"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    folder /= "dlc"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return str(folder / f"grammar-{sys.version_info[0]}.{sys.version_info[1]}.tables")
