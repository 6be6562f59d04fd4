"""The generated tables: they are those of the grammar, and what reads them reads as Lark does."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import UnexpectedCharacters

from dsl import generate_tables, tables
from dsl.automaton import Automaton
from dsl.parser import parse
from dsl.scanner import scan
from dsl.spans import Source, Span
from dsl.tree import Leaf, TreeBuilder

GRAMMAR = Path(tables.__file__).with_name("grammar.lark").read_text(encoding="utf-8")
LARK = Lark(
    GRAMMAR, parser="lalr", lexer="basic", keep_all_tokens=True, maybe_placeholders=True, transformer=TreeBuilder()
)
EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.dl"))
PIECES = [
    *tables.SIGNS,
    *tables.WORDS,
    "x",
    "Net",
    "3",
    "0.5%",
    '"s"',
    "# c",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\ufeff",
    '"',
    "é",
]


def test_the_tables_are_those_of_the_grammar() -> None:
    """Where this fails: `python -m dsl.generate_tables`."""
    assert Path(tables.__file__).read_text(encoding="utf-8") == generate_tables.tables()


def tokens_of_lark(text: str) -> list[tuple[str, str]]:
    found = []
    lexer = LARK.parse_interactive(text).lexer_thread
    try:
        for token in lexer.lex(None):  # type: ignore[no-untyped-call]
            found.append((token.type, str(token)))
    except UnexpectedCharacters as error:
        found.append(("UNKNOWN", text[error.pos_in_stream or 0]))
    return found


def tokens(text: str) -> list[tuple[str, str]]:
    found = []
    for token in scan(Source("x.dl", text)):
        if token.type == "$END":
            break
        found.append((token.type, token.text.lstrip("\r") if token.type == "NEWLINE" else token.text))
        if token.type == "UNKNOWN":
            break
    return found


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_tokens_are_those_that_lark_finds(text: str) -> None:
    theirs = [(type_, token.lstrip("\r") if type_ == "NEWLINE" else token) for type_, token in tokens_of_lark(text)]
    assert tokens(text) == theirs


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_trees_and_choices_are_those_that_lark_finds(path: Path) -> None:
    file, _ = parse(Source(path.name, path.read_text(encoding="utf-8")))
    assert file is not None
    for statement in file.statements:
        machine: Any = LARK.parse_interactive()
        automaton = Automaton()
        source = Source(path.name, statement.span.text)
        for token in scan(source):
            if token.type == "$END":
                break
            if token.type == "NEWLINE" and token.type not in automaton.choices:
                continue
            if token.type not in automaton.choices:
                token = Leaf("NAME", token.span)
            assert set(automaton.choices) == {choice for choice in machine.choices() if choice.isupper()}
            assert automaton.accepts() == machine.accepts()
            assert automaton.feed(token)
            machine.feed_token(token)
        end = Leaf("$END", Span(source, len(source.text), len(source.text)))
        assert automaton.finish(end) == machine.feed_token(end) == statement
