"""The grammar's tables: those that are kept are those that Lark makes of it, and no others are read."""

import json
from pathlib import Path
from typing import Any

import pytest
from lark import Lark
from lark.parsers.lalr_analysis import Shift

from dsl import grammar
from dsl.parser import parse
from dsl.spans import Source

TEXT = grammar.GRAMMAR.read_text(encoding="utf-8")


def machine(lark: Lark) -> list[dict[str, Any]]:
    """The states from the first one on, numbered in the order of their symbols: Lark numbers them as it meets them."""
    table: Any = lark.parser.parser._parse_table  # type: ignore[attr-defined]
    numbers = {table.start_states["start"]: 0}
    found = []
    for state in (queue := [*numbers]):
        actions: dict[str, Any] = {}
        for symbol, (action, target) in sorted(table.states[state].items()):
            if action is Shift and target not in numbers:
                numbers[target] = len(numbers)
                queue.append(target)
            actions[symbol] = numbers[target] if action is Shift else (str(target), target.alias, str(target.options))
        found.append(actions)
    assert numbers[table.end_states["start"]]
    return found


def terminals(lark: Lark) -> set[tuple[str, str, int]]:
    return {(terminal.name, terminal.pattern.to_regexp(), terminal.priority) for terminal in lark.terminals}


def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    """Reads a spec with another file of tables; what was built meanwhile."""
    file = tmp_path / "grammar.json"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setattr(grammar, "TABLES", file)
    built: list[str] = []
    build = grammar.build
    monkeypatch.setattr(grammar, "build", lambda text: built.append(text) or build(text))
    grammar._lark.cache_clear()
    try:
        read, diagnostics = parse(Source("x.dl", "let a = 3 -> relu"))
    finally:
        grammar._lark.cache_clear()
        assert read is not None
    assert not diagnostics
    assert len(read.statements) == 1
    return built


def test_the_tables_kept_are_those_of_the_grammar() -> None:
    """Where this fails: `python -m dsl.grammar`."""
    tables = json.loads(grammar.TABLES.read_text(encoding="utf-8"))
    assert tables["made_of"] == grammar.fingerprint(TEXT)
    built, loaded = grammar.build(TEXT), grammar.load(tables)
    assert machine(loaded) == machine(built)
    assert terminals(loaded) == terminals(built)
    assert set(loaded.lexer_conf.ignore) == set(built.lexer_conf.ignore)


def test_reading_a_spec_makes_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(tmp_path, monkeypatch, grammar.TABLES.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("made_of", [["0.1", ""], None], ids=["of another Lark", "of nothing"])
def test_tables_of_something_else_are_made_again(
    made_of: list[str] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = json.loads(grammar.TABLES.read_text(encoding="utf-8"))
    assert kept(tmp_path, monkeypatch, json.dumps({**tables, "made_of": made_of})) == [TEXT]


def test_tables_that_are_cut_off_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(tmp_path, monkeypatch, grammar.TABLES.read_text(encoding="utf-8")[:1000]) == [TEXT]
