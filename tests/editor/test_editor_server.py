"""The language server as a process: a client talks to `dlc lsp` over its standard streams."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from editor_client import Client, ServerError

from dsl.format import format_tree
from dsl.parser import parse
from dsl.spans import Source

ROOT = Path(__file__).parents[2]
# The astral character before the mistake counts two in UTF-16.
BAD = "# 😀 comment\nmodel Net(x: [4]) -> [3] {\n  let h = x   -> denze(8)  # 😀\n  h -> relu -> dense(3)\n}\n"
GOOD = BAD.replace("denze", "dense")
ONE_LINE = 'data d = rows(name = ["😀", "a"], x = [1, 2]) { n: [] = xx }\n'


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    made = Client(tmp_path)
    yield made
    made.kill()


def test_a_session(client: Client) -> None:
    uri = client.open("net.dl", BAD)
    (found,) = client.diagnosed(uri, 1)
    assert (found["code"], found["source"], found["severity"]) == ("E0101", "dlc", 1)
    assert found["range"] == {"start": {"line": 2, "character": 17}, "end": {"line": 2, "character": 22}}

    (action,) = client.request(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": [found]}},
    )
    assert action["edit"]["changes"][uri] == [{"range": found["range"], "newText": "dense"}]

    client.change(uri, 2, GOOD)
    assert client.diagnosed(uri, 2) == []

    hover = client.request("textDocument/hover", client.at(uri, 2, 18))
    assert "`[4]` → `[8]`" in hover["contents"]["value"]
    assert hover["range"] == found["range"]

    items = client.request("textDocument/completion", client.at(uri, 3, 8))["items"]
    dense = next(item for item in items if item["label"] == "dense")
    resolved = client.request("completionItem/resolve", dense)
    assert "A fully connected layer." in resolved["documentation"]["value"]

    definition = client.request("textDocument/definition", client.at(uri, 3, 2))
    here = {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 7}}
    assert definition == {"uri": uri, "range": here}
    uses = client.request("textDocument/references", client.at(uri, 3, 2, context={"includeDeclaration": True}))
    assert [use["range"]["start"]["line"] for use in uses] == [2, 3]

    assert client.request("textDocument/prepareRename", client.at(uri, 3, 3))["start"] == {"line": 3, "character": 2}
    edit = client.request("textDocument/rename", client.at(uri, 3, 2, newName="hidden"))
    assert [change["range"]["start"]["line"] for change in edit["changes"][uri]] == [2, 3]
    with pytest.raises(ServerError, match="`conv` is a word of the language"):
        client.request("textDocument/rename", client.at(uri, 3, 2, newName="conv"))

    (symbol,) = client.request("textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert (symbol["name"], symbol["children"][0]["name"]) == ("Net", "h")

    options = {"tabSize": 2, "insertSpaces": True}
    (formatted,) = client.request("textDocument/formatting", {"textDocument": {"uri": uri}, "options": options})
    tree = parse(Source("net.dl", GOOD))[0]
    assert tree is not None
    assert formatted["newText"] == format_tree(tree)
    assert formatted["range"]["end"] == {"line": 5, "character": 0}

    client.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
    assert client.diagnosed(uri, None) == []
    assert client.close() == 0
    assert client.errors == []


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 58), ("utf-16", 56), ("utf-32", 55)])
def test_columns_after_an_astral_character(tmp_path: Path, encoding: str, column: int) -> None:
    client = Client(tmp_path, encodings=[encoding])
    try:
        assert client.capabilities["positionEncoding"] == encoding
        (found,) = client.diagnosed(client.open("rows.dl", ONE_LINE), 1)
        assert found["range"]["start"] == {"line": 0, "character": column}
    finally:
        client.kill()


def test_imports_across_files(client: Client) -> None:
    blocks = "# Small.\nblock small(x: [n], width) { x -> dense(width) }\n"
    (client.folder / "blocks.dl").write_text(blocks)
    main = client.open("main.dl", 'import "blocks.dl"\nmodel N(x: [4]) -> [3] { x -> small(3) }\n')
    assert client.diagnosed(main, 1) == []
    library = (client.folder / "blocks.dl").as_uri()
    definition = client.request("textDocument/definition", client.at(main, 1, 31))
    assert (definition["uri"], definition["range"]["start"]) == (library, {"line": 1, "character": 6})
    file = client.request("textDocument/definition", client.at(main, 0, 10))
    assert (file["uri"], file["range"]["start"]["line"]) == (library, 0)
    assert "Small." in client.request("textDocument/hover", client.at(main, 1, 31))["contents"]["value"]

    changes = client.request("textDocument/rename", client.at(main, 1, 31, newName="tiny"))["changes"]
    assert {uri: len(edits) for uri, edits in changes.items()} == {main: 1, library: 1}

    # The open text counts, not the file: its mistake is shown where the other one imports or calls.
    client.diagnostics.clear()
    client.open("blocks.dl", blocks.replace("dense", "denze"))
    (own,) = client.diagnosed(library, 1)
    (seen,) = client.diagnosed(main, 1)
    assert own["message"] == seen["message"]
    assert seen["relatedInformation"][0]["location"] == {"uri": library, "range": own["range"]}


def test_data_are_looked_for_in_the_folder_that_the_editor_names(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "table.csv").write_text("a,b\n1,2\n3,4\n5,6\n")
    client = Client(tmp_path, {"data": str(tmp_path / "data")})
    try:
        uri = client.open("main.dl", 'data d = csv("table.csv")\n')
        assert [found["code"] for found in client.diagnosed(uri, 1)] == ["W0501"]
        items = client.request("textDocument/hover", client.at(uri, 0, 5))
        assert "- `a: int[]`" in items["contents"]["value"]
    finally:
        client.kill()


def test_a_text_without_a_file(client: Client) -> None:
    document = {"uri": "untitled:Untitled-1", "languageId": "dl", "version": 1, "text": BAD}
    client.notify("textDocument/didOpen", {"textDocument": document})
    assert [found["code"] for found in client.diagnosed("untitled:Untitled-1", 1)] == ["E0101"]


def test_without_pygls_the_command_says_what_to_install() -> None:
    program = "import sys; sys.modules['pygls'] = None; sys.argv = ['dlc', 'lsp']; from runtime.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == "dlc: the language server needs pygls: pip install 'dlc[editor]'\n"
