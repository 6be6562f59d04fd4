"""The reference is what the declarations say."""

from pathlib import Path

import pytest

from compiler import manual
from compiler.vocabulary.base import WORDS


def test_reference_is_up_to_date() -> None:
    assert manual.stale(manual.FOLDER) == [], "write it with `python -m compiler.manual`"


def test_a_stale_page_is_found_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(manual, "FOLDER", tmp_path)
    assert manual.main([]) == 0
    assert manual.main(["--check"]) == 0
    (tmp_path / "losses.md").write_text("old")
    (tmp_path / "forgotten.md").write_text("old")
    assert manual.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "losses.md" in said
    assert "forgotten.md" in said
    assert manual.main([]) == 0
    assert manual.stale(tmp_path) == []


def test_every_word_has_an_entry_that_the_index_links() -> None:
    pages = manual.pages()
    for words in WORDS.values():
        for word in words.values():
            page = manual.file_name(word.chapter)
            assert f'<a id="{word.name}"></a>' in pages[page]
            assert f"({page}#{word.name})" in pages["index.md"]
