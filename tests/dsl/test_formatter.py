"""The formatter: one form, the same meaning, nothing lost."""

import difflib
import re
from pathlib import Path

import pytest
import syntax_trees
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dsl import syntax
from dsl.format import format_tree
from dsl.format.expressions import WIDTH
from dsl.parser import parse
from dsl.spans import Source

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE / "examples").glob("*.dl"))
RELAXED = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def tree_of(text: str) -> syntax.File:
    file, diagnostics = parse(Source("x.dl", text))
    assert not diagnostics, (diagnostics, text)
    assert file is not None
    return file


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_keep_their_form(path: Path) -> None:
    text = path.read_text()
    tree = tree_of(text)
    formatted = format_tree(tree)
    assert tree_of(formatted) == tree
    assert format_tree(tree_of(formatted)) == formatted
    changed = [line for line in difflib.ndiff(text.splitlines(), formatted.splitlines()) if line.startswith("+ ")]
    assert len(changed) <= 1, changed  # spaces that align, or stand before a comment


def test_a_messy_text_gets_the_canonical_form() -> None:
    formatted = format_tree(tree_of((HERE / "golden" / "messy.dl").read_text()))
    assert formatted == (HERE / "golden" / "messy.formatted.dl").read_text()
    assert format_tree(tree_of(formatted)) == formatted


@RELAXED
@given(syntax_trees.files)
def test_formatting_keeps_the_tree_and_is_idempotent(tree: syntax.File) -> None:
    text = format_tree(tree)
    file, diagnostics = parse(Source("x.dl", text))
    assert not [d for d in diagnostics if d.code not in ("E0052", "E0055")], text
    assert file == tree, text
    assert file is not None
    assert format_tree(file) == text


TOKENS = re.compile(r'"(?:[^"\\\n]|\\.)*"|->|\*\*|//|[=!<>]=|\.\.\.?|\d[\d_]*(?:\.\d+)?(?:e-?\d+)?%?|\w+|\n|\S')


@settings(RELAXED, max_examples=40)
@given(st.sampled_from(EXAMPLES), st.randoms(use_true_random=False))
def test_any_layout_and_any_comments_survive(path: Path, random) -> None:  # type: ignore[no-untyped-def]
    """The same tokens in a layout gone wild, with comments where lines may end."""
    text = re.sub(r"#.*", "", path.read_text())
    pieces: list[str] = []
    depth: list[str] = []
    comments = 0
    for token in TOKENS.findall(text):
        if (token == "->" and random.random() < 0.2) or (depth and depth[-1] in "([" and random.random() < 0.1):
            comment = random.random() < 0.5
            pieces.append(f" # note {comments}\n" if comment else "\n")
            comments += comment
        if token in "([{":
            depth.append(token)
        if token in ")]}":
            depth.pop()
        pieces.append(token + " " * random.randint(1, 2) if token != "\n" else "\n")
    tree = tree_of("".join(pieces))
    formatted = format_tree(tree)
    again = tree_of(formatted)
    assert again == tree == tree_of(text)
    assert [comment.text for comment in again.comments] == [comment.text for comment in tree.comments]
    assert format_tree(again) == formatted


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_lines_stay_within_the_width(path: Path) -> None:
    joined = re.sub(r"\n\s*(?=->|\+|using|over)", " ", re.sub(r"#.*", "", path.read_text()))
    formatted = format_tree(tree_of(joined))
    assert max(map(len, formatted.splitlines())) <= WIDTH
    assert format_tree(tree_of(formatted)) == formatted


@example("")
@example("# only a comment")
@example("\n\n# a\n\n\n# b\n")
@given(st.sampled_from(["let a = 1", "# c", "", "model N = f  # d", "evaluate { # e\n}", "let b = f( # g\n)"]).flatmap(
    lambda first: st.lists(st.sampled_from([first, "", "# h", "let x = 2"])).map(lambda rest: "\n".join([first, *rest]))
))  # fmt: skip
@settings(max_examples=50, deadline=None)
def test_comments_and_empty_lines(text: str) -> None:
    tree = tree_of(text)
    formatted = format_tree(tree)
    assert formatted.count("#") == text.count("#")
    assert "\n\n\n" not in formatted
    assert format_tree(tree_of(formatted)) == formatted


def test_brackets_that_a_statement_needs_are_kept() -> None:
    assert format_tree(tree_of("model N { weight w: [] = 0; (-w) }")) == "model N { weight w: [] = 0; (-w) }\n"
    assert format_tree(tree_of("model N {\n  let a = 1\n\n  (using)\n}")) == "model N {\n  let a = 1\n\n  (using)\n}\n"
    assert format_tree(tree_of("let a = ((x)) + (y -> f)")) == "let a = x + (y -> f)\n"
    assert format_tree(tree_of("let a = (x * y) + z")) == "let a = (x * y) + z\n"


@pytest.mark.parametrize(
    "text",
    [
        "f(" * 99 + "x" + ")" * 99,
        "-" * 199 + "x",
        "if x then y else " * 199 + "z",
        "x" + " -> f(1)" * 197,
        "x" + ".y" * 199,
    ],
    ids=["calls", "minus", "choices", "pipes", "attributes"],
)
def test_the_deepest_allowed_expressions_are_formatted(text: str) -> None:
    tree = tree_of(f"let a = {text}")
    assert tree_of(format_tree(tree)) == tree
