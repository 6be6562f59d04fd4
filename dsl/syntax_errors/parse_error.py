"""A place where reading stopped, and the form in which the table of syntax errors speaks of it."""

from collections.abc import Callable
from dataclasses import field, replace
from functools import cached_property, partial

from dsl.diagnostics import Diagnostic, Entry, Fix, Label
from dsl.immutable import immutable
from dsl.spans import Source, Span
from dsl.statements import FORMS, STATEMENT_WORDS
from dsl.tree import Leaf

LINE_ENDS = frozenset({"NEWLINE", "SEMICOLON", "$END"})
CLOSERS = frozenset({"RPAR", "RSQB", "RBRACE"})
OPERANDS = frozenset(
    {"NAME", "NUMBER", "STRING", "TRUE", "FALSE", "NOT", "IF", "FOR", "UNDERSCORE", "LPAR", "LSQB", "LBRACE"}
)
COMPARISONS = frozenset({"EQUALS", "DIFFERS", "LT", "LE", "GT", "GE"})
OPERATORS = COMPARISONS | {"PLUS", "MINUS", "STAR", "SLASH", "FLOOR", "AT", "POWER", "AND", "OR"}
NAMED = frozenset(form.terminal for form in FORMS if form.declares)
MATCHING = {"LPAR": "RPAR", "LSQB": "RSQB", "LBRACE": "RBRACE"}
STATEMENTS = frozenset(map(str.upper, STATEMENT_WORDS))


@immutable
class Failure:
    """`tokens` of the statement were read, then `found` could not follow; `brackets` are those still open.

    Besides the grammar's terminals, `found.type` may be `$END` (of the text), `UNKNOWN` (a character that opens no
    token) and `DEPTH` (one bracket too many).
    """

    tokens: tuple[Leaf, ...]
    found: Leaf
    brackets: tuple[Leaf, ...]
    accepts: Callable[[], set[str]] = field(repr=False)

    @cached_property
    def expected(self) -> frozenset[str]:
        """The terminals that could have followed."""
        return frozenset(self.accepts())

    @property
    def source(self) -> Source:
        return self.found.span.source

    @property
    def before(self) -> Leaf | None:
        return self.tokens[-1] if self.tokens else None

    @property
    def in_brackets(self) -> bool:
        """Whether the innermost open bracket is round or square."""
        return bool(self.brackets) and self.brackets[-1].type != "LBRACE"

    def last(self, count: int) -> tuple[str, ...]:
        """The types of the last tokens read."""
        return tuple(token.type for token in self.tokens[-count:])

    @cached_property
    def statement(self) -> tuple[Leaf, ...]:
        """The tokens of the innermost statement."""
        starts = [0]
        for i, token in enumerate(self.tokens):
            if token.type == "LBRACE":
                starts.append(i + 1)
            elif token.type == "RBRACE" and len(starts) > 1:
                starts.pop()
            elif token.type in ("NEWLINE", "SEMICOLON"):
                starts[-1] = i + 1
        return self.tokens[starts[-1] :]

    @property
    def kind(self) -> str:
        """The type of the innermost statement's first token."""
        return self.statement[0].type if self.statement else ""

    @property
    def outer(self) -> str:
        """The type of the top-level statement's first token."""
        return self.tokens[0].type if self.tokens else ""

    @property
    def line_rest(self) -> str:
        """What the line still holds after the token that was found, without its comment."""
        end = self.found.span.end
        line_end = self.source.text.find("\n", end)
        return self.source.text[end : line_end if line_end >= 0 else None].partition("#")[0].strip()

    @property
    def opens_its_line(self) -> bool:
        return opens_line(self.found)

    @property
    def outdented(self) -> bool:
        """Whether the token found stands no further right than the statement."""
        return bool(self.statement) and self.found.span.column <= self.statement[0].span.column

    @property
    def touches(self) -> bool:
        """Whether nothing stands between the token found and the one before."""
        return self.before is not None and self.before.span.end == self.found.span.start

    @property
    def place(self) -> Span:
        """Where to point: at the token found, or behind the last one where the line ended too early."""
        if self.found.type in ("NEWLINE", "$END") and self.before:
            return Span(self.source, self.before.span.end, self.before.span.end)
        return self.found.span

    @property
    def found_words(self) -> str:
        return words_for(self.found)


def opens_line(token: Leaf) -> bool:
    text = token.span.source.text
    start = token.span.start
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def words_for(token: Leaf) -> str:
    if token.type == "NEWLINE":
        return "the end of the line"
    if token.type == "$END":
        return "the end of the file"
    text = token.text
    return f"`{text}`" if len(text) <= 40 else f"`{text[:37]}...`"


Find = Callable[[Failure], Diagnostic | None]


@immutable
class Row:
    """One mistake: its explanation, broken examples with an excerpt of each one's message, and what recognises it."""

    entry: Entry
    examples: tuple[tuple[str, str], ...]
    find: Find


def row(
    code: str, title: str, *, why: str, wrong: str, right: str, examples: tuple[tuple[str, str], ...] = ()
) -> Callable[[Find], Row]:
    """Makes a row of the function that recognises the mistake and words its message, which gets the row's code."""
    entry = Entry(code, "error", title, why, wrong, right)

    def row_of(find: Find) -> Row:
        def find_coded(failure: Failure) -> Diagnostic | None:
            found = find(failure)
            return replace(found, code=code) if found is not None else None

        return Row(entry, ((wrong, ""), *examples), find_coded)

    return row_of


def error(
    code: str,
    message: str,
    span: Span,
    label: str = "",
    *,
    help: str | None = None,
    others: tuple[Label, ...] = (),
    notes: tuple[str, ...] = (),
    fix: Fix | None = None,
    write: str | None = None,
) -> Diagnostic:
    """An error at a span; `write` is what is meant instead of its text."""
    if write is not None:
        help = f"write `{write}`"
        fix = Fix(span, write, help)
    return Diagnostic(code, "error", message, Label(span, label), others=others, notes=notes, help=help, fix=fix)


mistake = partial(error, "")
"""The error that a row words: the row adds its code."""
