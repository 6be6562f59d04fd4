"""The reference is what the declarations say."""

import re
from pathlib import Path

import pytest

from compiler import manual
from compiler.manual import grammar, pictures
from compiler.pipeline import compile_text
from compiler.problems.catalogue import CATALOGUE
from compiler.vocabulary.base import OPERATORS, WORDS
from dsl.spans import Source
from dsl.syntax_errors import table as syntax_errors


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


def test_every_link_leads_somewhere() -> None:
    """Pages, anchors within them, and pictures."""
    pages = manual.pages()
    anchors = {name: set(re.findall(r'<a id="([^"]+)">', text)) for name, text in pages.items()}
    for name, text in pages.items():
        for target in re.findall(r"\]\(([^)#]*#?[^)]*)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            file, _, anchor = target.partition("#")
            file = file or name
            if file.endswith(".svg") or file.startswith(".."):
                assert (manual.FOLDER / file).exists(), f"{name}: {target}"
            else:
                assert file in pages, f"{name}: {target}"
                assert not anchor or anchor in anchors[file], f"{name}: {target}"


def test_every_page_is_reached_from_the_index() -> None:
    pages = manual.pages()
    linked = set(re.findall(r"\]\(([a-z_]+\.md)", pages["index.md"]))
    assert linked == pages.keys() - {"index.md"}


def test_a_stale_picture_is_found(tmp_path: Path) -> None:
    """A picture is stale where its description has changed; one of no word is one too many."""
    names = [pictures.file(WORDS["value"]["conv"]), pictures.file(WORDS["optimizer"]["adam"])]
    pictures.write(tmp_path, names)
    left = set(pictures.stale(tmp_path))
    assert not left & set(names)
    assert pictures.file(WORDS["value"]["dense"]) in left
    (tmp_path / names[0]).unlink()
    (tmp_path / pictures.FOLDER / "value_forgotten.svg").write_text("<svg/>")
    left = set(pictures.stale(tmp_path))
    assert names[0] in left
    assert "pictures/value_forgotten.svg" in left
    index = tmp_path / pictures.INDEX
    index.write_text(index.read_text().replace(f"{names[1]} ", f"{names[1]} old"))
    assert names[1] in pictures.stale(tmp_path)


def test_a_picture_shows_the_word_as_a_diagram_does() -> None:
    text = pictures.description(WORDS["value"]["conv"])
    assert "conv 6, 5 × 5" in text
    assert "28 × 28 × 1" in text
    assert 'label="+"' in pictures.description(WORDS["value"]["add"]) or "<+>" in pictures.description(
        WORDS["value"]["add"]
    )


@pytest.mark.parametrize("rule", sorted(grammar.EXAMPLES))
def test_each_statements_example_is_right_and_holds_it(rule: str) -> None:
    text = grammar.EXAMPLES[rule]
    read = {path: Source(path, content) for path, content in grammar.FILES.items()}
    compiled = compile_text(Source("example.dl", text), lambda path, source: read[path])
    assert [diagnostic.message for diagnostic in compiled.diagnostics if diagnostic.severity == "error"] == []
    keyword = re.match(r"\"?([a-z_]+)", grammar.terminals().get(rule.strip("_").upper(), ""))
    assert keyword is None or re.search(rf"\b{keyword[1]}\b", text)


def test_every_statement_of_the_grammar_has_an_example() -> None:
    statements = {name for name, (part, _) in grammar.rules().items() if part == "statements"}
    parts = {"start", "statement", "_statement", "body", "result_of", "_separators", "target", "part", "using"}
    parts |= {"parameters", "parameter", "result"}
    assert statements - parts == grammar.EXAMPLES.keys()


def test_every_rule_of_the_grammar_is_shown_and_no_terminal_is_left() -> None:
    page = grammar.page()
    for name in grammar.rules():
        if name not in ("start", "_separators"):
            assert re.search(rf"^{name.strip('_')} +=", page, re.MULTILINE), name
    shown = "".join(re.findall(r"```(?:ebnf)?\n(.*?)```", page, re.DOTALL))
    rules = "\n".join(line for line in shown.splitlines() if re.match(r"[a-z_]+ = | +\| ", line))
    assert "'[' [ dimension (',' dimension)* ','? ] ']'" in rules
    left = set(re.findall(r"\b[A-Z][A-Z_]+\b", re.sub(r"'[^']*'", "", rules)))
    assert left <= grammar.NAMES.keys()


def test_every_operator_has_its_level() -> None:
    """The precedence table holds every operator that a word stands for."""
    table = "".join(grammar.precedence())
    for sign, operands in OPERATORS:
        assert f"`{sign}`" in table, (sign, operands)


def test_every_message_and_command_is_described() -> None:
    pages = manual.pages()
    for item in (*syntax_errors.CATALOGUE, *CATALOGUE):
        assert f"## {item.code}: {item.title}" in pages["diagnostics.md"]
        assert item.wrong.strip() in pages["diagnostics.md"]
    for name in ("run", "check", "draw", "summary", "fmt"):
        assert f"## `dlc {name}`" in pages["commands.md"]
        assert f"Usage: dlc {name}" in pages["commands.md"]


def test_the_page_of_types_names_what_losses_undo() -> None:
    page = manual.pages()["types.md"]
    assert "[`cross_entropy`](losses.md#cross_entropy)" in page
    assert "[`softmax`](activations.md#softmax)" in page
