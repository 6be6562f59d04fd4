"""What the language server answers, asked without a process: `|` in a text is the cursor."""

from pathlib import Path

import pytest
from lsprotocol.types import Position

from compiler.pipeline import compile_text
from dsl.parser import parse
from dsl.spans import Source
from dsl.statements import INNER_WORDS, STATEMENT_WORDS
from runtime.editor import completion, positions
from runtime.editor.analysis import Analysis, analyse
from runtime.editor.diagnostics import diagnostics, fixes
from runtime.editor.hover import hover
from runtime.editor.navigation import definition, references, symbols
from runtime.editor.rename import KEYWORDS, Refused, apply_edits, rename
from runtime.spec.files import read_import

ROOT = Path(__file__).parents[2]
SPECS = sorted([*(ROOT / "specs").glob("*.dl"), *(ROOT / "tests" / "emit" / "golden").glob("*.dl")])

IRIS = 'data iris = sklearn("iris") {\n  x: [4] = features\n  kind: class[3] = target\n}\n'
RBM = "model RBM {\n  weight w: [4, 3] = normal(0.1)\n  def hidden(v: [4]) = sigmoid(v @ w)\n}\n"
BLOCK = "block part(x: [h, w, c], width, stride = 1) { x -> conv(width, kernel = 3, stride = stride) }\n"


def at_cursor(text: str) -> tuple[Source, int]:
    return Source("spec.dl", text.replace("|", "")), text.index("|")


def checked(text: str) -> tuple[Analysis, int]:
    source, offset = at_cursor(text)
    return analyse(source), offset


def shown(text: str) -> str:
    analysis, offset = checked(text)
    found = hover(analysis, offset)
    return found[0] if found else ""


def offered(text: str) -> dict[str, str]:
    """What is offered, best first, each with its detail."""
    source, offset = at_cursor(text)
    items = completion.complete(source, offset, analyse)
    return {item.label: item.detail or "" for item in sorted(items, key=lambda item: item.sort_text or item.label)}


# --- hover ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "model N(x: [28, 28, 1]) { x -> co|nv(6, kernel = 5) }",
            ["`[28, 28, 1]` → `[28, 28, 6]`", "`kernel [5, 5, 1, 6]`"],
        ),
        ("model N(x: [28, 28, 1]) { x -> co|nv(6, kernel = 5) }", ["conv(x, width", "Formula: `y[i] = sum"]),
        ("model N(x: [28, 28, 1]) { x -> conv(6, ker|nel = 5) }", ["`kernel`: size of the window"]),
        ("model N(x: [28, 28, 1]) { x -> conv(6, padding = va|lid) }", ["`padding`: what stands around"]),
        (
            "model N = dense(16) -> re|lu -> dense(3)\nmodel M(x: [4]) { x -> N }",
            ["`[16]` → `[16]`", "The rectified linear unit."],
        ),
        ("model N(x: [4]) { x -|> dense(3) -> softmax }", ["`[3]`"]),
        ("model N(x: [4]) { x -> dense(3) -|> softmax }", ["`[3]` (real, probability)"]),
        ("model N(x: [4]) { let h = x -> dense(7)\n relu(|h) }", ["let h", "`[7]`"]),
        (BLOCK + "model N(x: [8, 8, 1]) { x -> pa|rt(5) }", ["block part(x: [h, w, c], width, stride = 1)"]),
        (
            BLOCK.replace("{ x ->", "{ |x ->") + "model N(x: [8, 8, 1]) { x -> part(5) -> part(2) }",
            ["`[8, 8, 1]`", "`[8, 8, 5]`"],
        ),
        (
            IRIS + "model N = den|se(3)\ntrain(epochs = 1, batch = 8) {\n"
            "  minimize mean(N(x -> expand(axis = 0)) + N([x, x] -> transpose)) using sgd(0.1)\n}",
            ["`[1, 4]` → `[1, 3]`", "`[2, 4]` → `[2, 3]`"],
        ),
        (
            IRIS + "model |N = dense(3)\ntrain(epochs = 1, batch = 8) {\n"
            "  minimize mean(N(x -> expand(axis = 0)) + N([x, x] -> transpose)) using sgd(0.1)\n}",
            ["- `[1, 4] -> [1, 3]`", "- `[2, 4] -> [2, 3]`"],
        ),
        (
            "# How wide.\nhyper width = 3\nmodel N(x: [4]) { x -> dense(wi|dth) }",
            ["hyper width = 3", "= `3`", "How wide."],
        ),
        (
            IRIS + "model N(x: [4]) { x -> dense(3) }\nevaluate { accuracy(N(x), |kind) }",
            ["field kind", "class[3]", "setosa"],
        ),
        (IRIS.replace("iris =", "i|ris ="), ["- `x: [4]`", "- `kind: class[3]`"]),
        (RBM.replace("model RBM", "model R|BM"), ["- `hidden: [4] -> [3]`"]),
        ('data d = sk|learn("iris")', ["sklearn(dataset)", "scikit-learn"]),
        ("block unused(x: [n]) { x -> tan|h }", ["tanh(x)"]),
    ],
)
def test_hover(text: str, parts: list[str]) -> None:
    found = shown(text)
    assert [part for part in parts if part not in found] == [], found


@pytest.mark.parametrize("text", ["# a com|ment\nhyper a = 1", "hyper a = 1|2", "|", "model N { | }"])
def test_nothing_to_hover(text: str) -> None:
    assert shown(text) == ""


# --- completion ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        ("|", ["model", "data", "train"], ["conv", "adam"]),
        ("data x = |", ["sklearn", "idx", "csv"], ["conv", "adam", "accuracy"]),
        (IRIS + "train(epochs = 1, batch = 2) { minimize mean(x) using |", ["adam", "sgd"], ["conv", "mse", "x"]),
        (
            IRIS + "train(epochs = 1, batch = 2) { minimize mean(x) using adam(|",
            ["cosine", "b1 ="],
            ["sgd", "accuracy"],
        ),
        (IRIS + "train(epochs = 1, batch = 2) { minimize mean(x) |", ["using", "over"], ["adam", "x"]),
        (IRIS + "train(epochs = 1, batch = 2) {\n  minimize mean(x)\n    |", ["using", "over", "let", "minimize"], []),
        (IRIS + "train(epochs = 1, |", ["batch =", "seed ="], ["epochs =", "conv"]),
        (IRIS + "train(on = |", ["validation", "test"], ["conv"]),
        (IRIS.replace("}", "  split seen = 1%\n}") + "train(on = |", ["seen"], []),
        (IRIS + "train(epochs = 1, precision = |", ["bf16", "f32"], ["conv"]),
        (IRIS + "evaluate { |", ["show", "classification", "x", "kind"], ["adam", "train"]),
        (IRIS + "evaluate { show |", ["images", "table"], ["conv", "classification"]),
        (
            IRIS + "model N(x: [4]) { x -> dense(3) }\ntrain(epochs = 1) { minimize mean(N(x)) over |",
            ["N"],
            ["iris", "x"],
        ),
        ('data d = sklearn("iris") {\n  x: [4] = |', ["features", "petal_width", "standardize"], ["adam"]),
        ('data d = sklearn("iris") {\n  x: |', ["class", "int"], ["conv"]),
        ('data d = sklearn("iris") {\n  split |', ["by =", "validation ="], ["conv"]),
        ("model N(x: |", ["class", "int"], ["conv"]),
        ("block b(x: [h, w]) -> [|", ["h", "w"], ["conv", "class"]),
        ("model N(x: [4]) {\n  let h = x -> relu\n  |", ["let", "h", "x", "dense"], ["adam", "using", "N"]),
        ("model N(x: [4]) {\n  let h = x -> relu\n  h -> de|", ["dense", "h"], ["adam"]),
        ("model N(x: [4, 4, 1]) { x -> conv(6, padding = |", ["same", "valid"], ["kernel ="]),
        ("model N(x: [4, 4, 1]) { x -> conv(6, |", ["kernel =", "padding ="], ["adam"]),
        (BLOCK + "model N(x: [4, 4, 1]) { x -> part(|", ["width =", "stride ="], ["x ="]),
        ("model M {\n  weight w: [3] = |", ["normal", "zeros"], ["conv", "adam"]),
        (RBM + IRIS + "train(epochs = 1) { minimize mean(RBM.|", ["hidden", "w"], ["conv"]),
        (IRIS + "evaluate { accuracy(iris.|", ["x", "kind"], ["conv"]),
        ("evaluate { let c = (mean = 1.0, spread = 2.0)\n c.|", ["mean", "spread"], ["conv"]),
        ("model N(x: [4]) { x -> dense(3) }\nmodel M(x: [4]) { x -> | }\ntrain(epochs = 1) { }", ["N", "dense"], ["M"]),
    ],
)
def test_completion(text: str, there: list[str], absent: list[str]) -> None:
    found = offered(text)
    assert [label for label in there if label not in found] == [], list(found)[:40]
    assert [label for label in absent if label in found] == []


@pytest.mark.parametrize(
    "text", ["# no |", 'import "bl|', 'data d = idx("m|nist")', "model N(x: [3]) { x -> dense(3) # |"]
)
def test_no_completion_in_comments_and_texts(text: str) -> None:
    assert offered(text) == {}


def test_what_belongs_there_comes_first() -> None:
    found = list(offered(IRIS + "evaluate {\n  let a = 1\n  |"))
    assert found.index("classification") < found.index("conv")
    assert found.index("kind") < found.index("conv")


def test_a_word_has_its_documentation() -> None:
    source, offset = at_cursor("model N(x: [4]) { x -> |")
    item = next(i for i in completion.complete(source, offset, analyse) if i.label == "dense")
    assert item.detail == "dense(x, width, bias = true, init = none, spectral_norm = false)"
    documentation = completion.resolve(item).documentation
    assert documentation is not None
    assert "A fully connected layer." in str(documentation)


def test_a_space_asks_only_where_something_must_follow() -> None:
    for text, expected in (("data d = |", True), ("model N(x: [4]) { x |", False)):
        source, offset = at_cursor(text)
        assert bool(completion.complete(source, offset, analyse, typed_space=True)) is expected


# --- navigation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("hyper width = 3\nmodel N(x: [4]) { x -> dense(wi|dth) }", 1, "width"),
        (BLOCK + "model N(x: [8, 8, 1]) { x -> par|t(5) }", 1, "part"),
        (BLOCK + "model N(x: [8, 8, 1]) { x -> part(5, str|ide = 2) }", 1, "stride"),
        (BLOCK.replace("{ x -> conv(width", "{ x -> conv(wid|th"), 1, "width"),
        ("block b(x: [n]) { x -> dense(4 * |n) }", 1, "n"),
        (RBM + "model M(x: [4]) { RBM.hid|den(x) }", 3, "hidden"),
        (RBM.replace("@ w", "@ |w"), 2, "w"),
        (IRIS + "model N(x: [4]) { x -> dense(3) }\nevaluate { accuracy(N(|x), kind) }", 2, "x"),
        (IRIS + "model N(x: [4]) { x -> dense(3) }\nevaluate { accuracy(N(iris.|x), kind) }", 2, "x"),
        (IRIS + "model N(x: [4]) { |x -> dense(3) }", 5, "x"),
        (IRIS.replace("}", "  split seen = 1%\n}") + "evaluate(on = se|en) { }", 4, "seen"),
        ('data iris = sklearn("iris")\nmodel N = dense(3)\nevaluate { accuracy(N(fea|tures), target) }', 1, "iris"),
        ("model N(x: [4]) { for i in 0..2 { dense(|i + 1) } }", 1, "i"),
    ],
)
def test_definition(text: str, line: int, name: str) -> None:
    analysis, offset = checked(text)
    found = definition(analysis, offset)
    assert found is not None
    assert not isinstance(found, str)
    assert (found.line, found.text) == (line, name)


@pytest.mark.parametrize(
    "text", ["model N(x: [4]) { x -> den|se(3) }", "|", "# |", "evaluate { accuracy(no|where, x) }"]
)
def test_no_definition(text: str) -> None:
    assert definition(*checked(text)) is None


def test_references() -> None:
    analysis, offset = checked("model N(x: [4]) {\n  let |h = x -> relu\n  h + h\n}\nmodel M(h: [4]) { h }")
    spans = references(analysis, (), offset, True)
    assert [(span.line, span.text) for span in spans] == [(2, "h"), (3, "h"), (3, "h")]
    assert len(references(analysis, (), offset, False)) == 2


def test_symbols() -> None:
    analysis, _ = checked(IRIS + RBM + "train first(epochs = 1, batch = 2) { let a = x }|")
    found = symbols(analysis, "utf-16")
    assert [s.name for s in found] == ["iris", "RBM", "train first"]
    assert [[c.name for c in s.children or ()] for s in found] == [["x", "kind"], ["w", "hidden"], ["a"]]


# --- renaming ------------------------------------------------------------------------------------


def renamed(text: str, name: str) -> str:
    analysis, offset = checked(text)
    source = analysis.source
    edits = rename(analysis, (), offset, name, lambda texts: analyse(Source(source.path, texts[source.path])))
    return apply_edits(source, edits[source.path]) if edits else source.text


@pytest.mark.parametrize(
    ("text", "name", "result"),
    [
        (
            "model N(x: [4]) {\n  let |h = x -> relu\n  h + h\n}\nmodel M(h: [4]) { h }",
            "g",
            "model N(x: [4]) {\n  let g = x -> relu\n  g + g\n}\nmodel M(h: [4]) { h }",
        ),
        (
            BLOCK + "model N(x: [8, 8, 1]) { x -> part(|width = 5) }",
            "size",
            BLOCK.replace("width", "size") + "model N(x: [8, 8, 1]) { x -> part(size = 5) }",
        ),
        (
            'data d = sklearn("iris") { |features: [4] }\nevaluate { show table(features) }',
            "x",
            'data d = sklearn("iris") { x: [4] = features }\nevaluate { show table(x) }',
        ),
        (
            'data d = sklearn("iris") { |target: [4] = standardize(features) }\nevaluate { show table(d.target) }',
            "x",
            'data d = sklearn("iris") { x: [4] = standardize(features) }\nevaluate { show table(d.x) }',
        ),
    ],
)
def test_rename(text: str, name: str, result: str) -> None:
    assert renamed(text, name) == result


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("model N(x: [4]) { let |h = x -> relu\n h }", "x", "clash"),
        ("hyper |a = 3\nmodel N(x: [4]) { let b = x -> relu\n b -> dense(a) }", "b", "clash"),
        ("hyper |a = 3\nhyper b = 4\nmodel N(x: [4]) { x -> dense(a) -> dense(b) }", "b", "clash"),
        ("model N(x: [4]) { let |h = x -> relu\n h }", "conv", "word of the language"),
        ("model N(x: [4]) { let |h = x -> relu\n h }", "adam", "word of the language"),
        ("model N(x: [4]) { let |h = x -> relu\n h }", "let", "keyword"),
        ("model N(x: [4]) { let |h = x -> relu\n h }", "two words", "no name"),
        ("model N(x: [4]) { x -> re|lu }", "f", "`relu` is a word of the language"),
        ("model N(x: [4]) { x -> relu }|\n", "f", "no name to rename"),
        (
            'data d = sklearn("iris") { x: [4] = features\n split |validation = 10% }',
            "v",
            "a split that the language knows",
        ),
        ("hyper |a = 3\nmodel N(x: [4]) { x -> dense(a }", "b", "cannot be read"),
    ],
)
def test_rename_refused(text: str, name: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        renamed(text, name)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_every_name_of_the_specs_can_be_renamed(spec: Path) -> None:
    """A use that was not found would be an unknown name in the renamed text.  No data are read, hundreds of times."""
    source = Source(str(spec), spec.read_text())
    analysis = analyse(source, read_import, None)
    assert not analysis.compiled.failed
    seen = set()
    for occurrence in analysis.names.found:
        known = occurrence.definition
        if known.place in seen or known.kind == "split" or (known.kind == "let" and len(known.node.targets) > 1):  # type: ignore[attr-defined]
            continue
        seen.add(known.place)
        edits = rename(
            analysis,
            (),
            occurrence.span.start,
            "fresh_name",
            lambda texts: analyse(Source(source.path, texts[source.path]), read_import, None),
        )
        assert not compile_text(Source(source.path, apply_edits(source, edits[source.path])), read_import, None).failed
    assert seen


def test_the_keywords_are_those_of_the_grammar() -> None:
    import re

    grammar = (ROOT / "dsl" / "grammar.lark").read_text()
    terminals = re.findall(r"^([A-Z]+)(?:\.1)?: (?:\"([a-z]+)\"|/([a-z]+))", grammar, re.MULTILINE)
    assert {quoted or pattern for _, quoted, pattern in terminals} == KEYWORDS - {"none"}
    assert not set(STATEMENT_WORDS) & set(INNER_WORDS)


# --- diagnostics and positions -------------------------------------------------------------------


def test_a_diagnostic_with_its_fix() -> None:
    analysis, _ = checked("|model Net(x: [4]) -> [3] { x -> denze(3) }")
    (found,) = diagnostics(analysis, lambda path: path, "utf-16")
    assert (found.code, found.range.start.line, found.range.start.character) == ("E0101", 0, 32)
    assert "did you mean `dense`?" in found.message
    source = analysis.source
    (action,) = fixes(analysis, compile_text(source).diagnostics[0].span, lambda path: path, "utf-16")
    assert action.edit is not None
    assert action.edit.changes is not None
    assert [edit.new_text for edit in action.edit.changes["spec.dl"]] == ["dense"]


def test_the_other_place_and_the_way_there_are_told() -> None:
    analysis, _ = checked(
        "|block part(x: [n]) { x -> reshape([7]) }\nblock outer(x: [n]) { x -> part }\nmodel N(x: [4]) { x -> outer }"
    )
    (found,) = diagnostics(analysis, lambda path: path, "utf-16")
    told = [(place.message, place.location.range.start.line) for place in found.related_information or ()]
    assert ("in `part`", 1) in told
    assert ("in `outer`", 2) in told


@pytest.mark.parametrize("text", ["a😀b\nc", "a\r\nb\rc\n", "x\u2028y\n\x0cz", "", "\n", "\ud800x"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_positions_there_and_back(text: str, encoding: str) -> None:
    source = Source("spec.dl", text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert positions.offset(source, positions.position(source, offset, encoding), encoding) == offset


def test_positions_behind_the_end() -> None:
    source = Source("spec.dl", "ab\ncd")
    assert positions.offset(source, Position(0, 99)) == 2
    assert positions.offset(source, Position(99, 0)) == 5


def test_checking_without_an_editor_keeps_no_facts() -> None:
    source = Source("spec.dl", IRIS)
    assert parse(source)[0] is not None
    assert analyse(source).facts.statements
    assert compile_text(source).diagnostics == analyse(source).compiled.diagnostics
