"""The grammar's tables: those that are kept are those that Lark makes of it, and no others are read."""

import json
from pathlib import Path

import pytest

from dsl import grammar
from dsl.parser import parse
from dsl.spans import Source

TEXT = grammar.GRAMMAR.read_text(encoding="utf-8")


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
    assert grammar.TABLES.read_text(encoding="utf-8") == grammar.tables_of(TEXT)


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


@pytest.mark.parametrize("text", ["[]", "{}", "3", "[" * 10**5])
def test_what_is_no_table_is_made_again(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept(tmp_path, monkeypatch, text) == [TEXT]


@pytest.mark.parametrize("part", ["memo", "states", "rules"])
def test_tables_of_which_a_part_is_missing_are_made_again(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = json.loads(grammar.TABLES.read_text(encoding="utf-8"))
    owner = {"memo": tables, "states": tables["data"]["parser"]["parser"], "rules": tables["data"]}[part]
    del owner[part][len(owner[part]) // 2 :]
    assert kept(tmp_path, monkeypatch, json.dumps(tables)) == [TEXT]
