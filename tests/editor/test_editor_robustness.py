"""Any text, however unfinished, is answered."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from editor_client import Client
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dsl.format import format_tree
from dsl.parser import parse
from dsl.spans import Source, Span
from runtime.editor import completion
from runtime.editor.analysis import analyse
from runtime.editor.diagnostics import diagnostics, fixes
from runtime.editor.hover import hover
from runtime.editor.navigation import definition, references, symbols
from runtime.editor.rename import Refused, rename

ROOT = Path(__file__).parents[2]
TEXTS = [
    spec.read_text()
    for folder in ("specs", "tests/emit/golden", "tests/corpus/good")
    for spec in sorted((ROOT / folder).glob("*.dl"))
]


def ask_everything(text: str, offset: int) -> None:
    source = Source("spec.dl", text)
    analysis = analyse(source)
    diagnostics(analysis, lambda path: path, "utf-16")
    fixes(analysis, Span(source, 0, len(text)), lambda path: path, "utf-16")
    hover(analysis, offset)
    definition(analysis, offset)
    references(analysis, (), offset, True)
    symbols(analysis, "utf-16")
    for item in completion.complete(source, offset, analyse):
        assert completion.resolve(item).label
    with suppress(Refused):
        rename(analysis, (), offset, "fresh_name", lambda texts: analyse(Source("spec.dl", texts["spec.dl"])))
    tree, found = parse(source)
    if tree is not None and not any(diagnostic.severity == "error" for diagnostic in found):
        format_tree(tree)


@given(
    st.sampled_from(TEXTS), st.floats(0, 1), st.sampled_from(["", "}", ")", ".", " = ", "(", "-> ", "\n", '"', "in "])
)
@settings(max_examples=40, deadline=None)
def test_while_typing(text: str, share: float, more: str) -> None:
    prefix = text[: int(share * len(text))] + more
    ask_everything(prefix, len(prefix))


# Where `>` stands for `->`, the input's shape is unknown.
SHAPELESS = "model Net(x: [20, 8]) > [3] { x -> dense(3) }\n"


@given(st.sampled_from(TEXTS), st.floats(0, 1), st.floats(0, 1), st.integers(1, 20))
@example(SHAPELESS, 1.0, 0.8, 1)
@settings(max_examples=30, deadline=None)
def test_with_a_hole(text: str, share: float, where: float, length: int) -> None:
    start = int(share * len(text))
    holed = text[:start] + text[start + length :]
    ask_everything(holed, int(where * len(holed)))


@given(st.text(alphabet=st.characters(codec=None), max_size=60), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_any_text(text: str, where: float) -> None:
    ask_everything(text, int(where * len(text)))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    made = Client(tmp_path)
    yield made
    made.kill()


def test_the_server_lives_through_typing(client: Client) -> None:
    text = (ROOT / "specs" / "gates.dl").read_text()
    uri = client.open("typed.dl", "")
    for version, end in enumerate(range(0, len(text), 17), start=2):
        client.change(uri, version, text[:end] + "\ud83d\ude00")
        lines = text[:end].split("\n")
        place = client.at(uri, len(lines) - 1, len(lines[-1]))
        assert client.request("textDocument/completion", place) is not None
        client.request("textDocument/hover", place)
        client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    client.change(uri, 9_999, text)
    assert client.diagnosed(uri, 9_999) == []
    assert client.close() == 0
