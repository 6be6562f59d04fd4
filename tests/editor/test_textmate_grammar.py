"""The colours: the tokenizer that VS Code uses reads the grammar of the extension."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from dsl.statements import INNER_WORDS, STATEMENT_WORDS

ROOT = Path(__file__).parents[2]
GRAMMAR = ROOT / "vscode" / "syntaxes" / "dl.tmLanguage.json"
PACKAGES = ("vscode-textmate@9", "vscode-oniguruma@2")
Tokens = list[tuple[str, str]]


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Tokens]:
    """The pieces of a text that are not blank, each with its innermost scope."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node.js with npm is not installed: VS Code's tokenizer cannot run")
    folder = tmp_path_factory.mktemp("tokenizer")
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    installed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert installed.returncode == 0, installed.stderr

    def read(text: str) -> Tokens:
        script = [node, str(Path(__file__).with_name("tokenize.js")), str(folder / "node_modules"), str(GRAMMAR)]
        done = subprocess.run(script, input=text, capture_output=True, text=True, check=True, encoding="utf-8")
        return [(piece.strip(), scope.removesuffix(".dl")) for piece, scope in json.loads(done.stdout) if piece.strip()]

    return read


SPEC = """\
# A comment with "quotes"
import "blocks.dl"
hyper lr = 1e-3 in log(1e-5, 1e-1)
data d = rows(x = [[0, 1]], and = [0, 1]) {
  x: [2] = x / 1_000
  label: class[2] = and
  split validation = 10%
}
model Net(x: [2]) -> [2] {
  let h = x -> dense(8, bias = false) -> tanh
  if true then h -> relu -> dense(2) else h
}
train first(epochs = 3, batch = 8) {
  minimize cross_entropy(Net(d.x), label) over Net using adam(lr)
}
evaluate(on = test) { show table(x, Net(x)) }
"""

EXPECTED = (
    ("import", "keyword.control.import"),
    ("hyper", "keyword.declaration"),
    ("lr", "variable.other.constant"),
    ("1e-3", "constant.numeric"),
    ("in", "keyword.control"),
    ("log", "entity.name.function.call"),
    ("data", "keyword.declaration"),
    ("d", "entity.name.namespace"),
    ("and", "variable.parameter"),
    ("1_000", "constant.numeric"),
    ("label", "variable.other.member"),
    ("class", "support.type"),
    ("split", "keyword.control"),
    ("10%", "constant.numeric"),
    ("model", "keyword.declaration"),
    ("Net", "entity.name.type.model"),
    ("->", "keyword.operator.pipe"),
    ("let", "keyword.declaration"),
    ("dense", "entity.name.function.call"),
    ("bias", "variable.parameter"),
    ("false", "constant.language"),
    ("tanh", "entity.name.function.call"),
    ("if", "keyword.control"),
    ("true", "constant.language"),
    ("then", "keyword.control"),
    ("else", "keyword.control"),
    ("train", "keyword.control"),
    ("first", "entity.name.section"),
    ("epochs", "variable.parameter"),
    ("minimize", "keyword.control"),
    ("over", "keyword.control"),
    ("using", "keyword.control"),
    ("adam", "entity.name.function.call"),
    ("evaluate", "keyword.control"),
    ("show", "keyword.control"),
    ("table", "entity.name.function.call"),
)


def words_of(*rules: str) -> set[str]:
    """The words in the first group of each pattern of a grammar's rules, or in its only one."""
    repository = json.loads(GRAMMAR.read_text(encoding="utf-8"))["repository"]
    patterns = [pattern["match"] for rule in rules for pattern in repository[rule].get("patterns", [repository[rule]])]
    groups = [re.search(r"\((?:\?:)?([a-z]+(?:\|[a-z]+)*)\)", pattern) for pattern in patterns]
    return {word for group in groups if group for word in group[1].split("|")}


def test_the_keywords_are_those_of_the_language() -> None:
    assert words_of("declaration", "section") == set(STATEMENT_WORDS)
    assert words_of("keyword", "constant") == {*INNER_WORDS, "none"}


def test_scopes(tokens: Callable[[str], Tokens]) -> None:
    found = tokens(SPEC)
    assert [pair for pair in EXPECTED if pair not in found] == []
    assert ('A comment with "quotes"', "comment.line.number-sign") in found
    assert ("blocks.dl", "string.quoted.double") in found


@pytest.mark.parametrize(
    "text",
    [
        "model N(x: [3]) { weight -> relu }",
        "data d = rows(split = [1], show = [2], let = [3])",
        "evaluate { accuracy(a, minimize) }",
    ],
)
def test_keywords_as_names_are_names(tokens: Callable[[str], Tokens], text: str) -> None:
    words = ("weight", "split", "show", "let", "minimize")
    scopes = [scope for piece, scope in tokens(text) if piece in words]
    assert scopes
    assert all(scope.startswith("variable") for scope in scopes)


def test_an_open_text_ends_with_its_line(tokens: Callable[[str], Tokens]) -> None:
    assert ("dense", "entity.name.function.call") in tokens('import "never closed\nmodel N = dense(3)\n')


def test_every_spec_is_coloured_throughout(tokens: Callable[[str], Tokens]) -> None:
    text = "\n".join(spec.read_text() for spec in sorted((ROOT / "specs").glob("*.dl")))
    assert [piece for piece, scope in tokens(text) if scope == "source"] == []
