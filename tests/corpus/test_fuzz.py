"""Whatever the text, the compiler answers: it never raises, and twice the text is at most twice the work."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import answer
from benchmarks.fuzz_texts import SIGNS, WORD_NAMES, corpus, texts_from
from compiler.pipeline import Compiled, compile_text
from dsl.parser import LARGEST
from dsl.render import human
from dsl.spans import Source

quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = corpus()


@quick
@given(st.text())
def test_any_text(text: str) -> None:
    answer(text)


@quick
@given(st.lists(st.sampled_from([*SIGNS, *WORD_NAMES, "x", "model", "Net", "let", "data", "train", "8"])).map(" ".join))
def test_any_tokens(text: str) -> None:
    answer(text)


@quick
@given(st.sampled_from(TEXTS), st.data())
def test_spliced_programs(text: str, data: st.DataObject) -> None:
    """The beginning of one program and the end of another, with something between."""
    other = data.draw(st.sampled_from(TEXTS))
    cut, rest = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(other)))
    answer(text[:cut] + data.draw(st.sampled_from(["", " ", "\n", *SIGNS])) + other[rest:])


def test_generated_programs() -> None:
    texts = texts_from(seed=7)
    for _ in range(100):
        answer(next(texts))


# --- what is made to hurt ------------------------------------------------------------------------


def errors(text: str) -> list[str]:
    compiled = compile_text(Source("hurt.dl", text))
    return [diagnostic.code for diagnostic in compiled.diagnostics if diagnostic.severity == "error"]


@pytest.mark.parametrize(
    "text",
    [
        "model Net(x: [4]) { x -> 1_000_000_000_000 * dense(4) }",
        "model Net(x: [4]) { x -> 99_999 * (99_999 * (99_999 * (dense(4) -> relu))) -> nowhere }",
        "model Net(x: [4]) { x -> for i in 0..1_000_000_000_000 { dense(4) } }",
        "let a = " + "(" * 5000 + "1" + ")" * 5000,
        "let a = " + "[" * 5000,
        "let a = " + "{" * 5000,
        "let a = " + "-" * 5000 + "1",
        "let a = " + " + ".join(["1"] * 5000),
        "model Net(x: [4]) { x" + " -> reluu" * 5000 + " }",
        "model Net(x: [4]) { " + "relu(" * 5000 + "x" + ")" * 5000 + " }",
        "let a = 9 ** 9 ** 9 ** 9",
        "let a = 1e308 * 1e308\nlet b = 2 ** 5000",
        'let a = "' + "a" * 100_000,
        "let " + "a" * 100_000 + " = 3 = 4",
        "x" * 1_000_000,
        "# " + "a" * 6_000_000,
        "let a = 1\n" * 600_000,
        "\0",
        "let a = \0 + 1\n\0",
        "model Net(x: [4]) { x -> dense(\ud800) }",
        "}" * 10_000,
        "data d = rows(x = [" + "[1], " * 20_000 + "2])",
        "block b(x: [n]) { x -> b -> b }\nmodel Net(x: [4]) { x -> b }",
        "block b(x: [n], f) { x -> f -> b(f = f -> f) }\nmodel Net(x: [4]) { x -> b(relu) }",
        "block b0(x: [n]) { x -> dense(n) }\n"
        + "\n".join(f"block b{i}(x: [n]) {{ x -> b{i - 1} -> b{i - 1} -> b{i - 1} }}" for i in range(1, 30))
        + "\nmodel Net(x: [4]) { x -> b29 }",
        "model Net(x: [1_000_000_000_000, 1_000_000_000_000]) { x -> flatten -> reshape([7]) }",
    ],
    ids=lambda text: repr(text[:40]),
)
def test_hurtful_text(text: str) -> None:
    assert errors(text)


def test_title_with_strange_characters() -> None:
    """A program's first comment becomes a line of text in the emitted program."""
    assert answer('# A \0 and \ud800 and """ and \\ \x1b[31m.\nmodel Net(x: [4]) { x -> dense(3) }\n')


def test_import_bomb() -> None:
    """Every file imports two others; each is read once."""

    def read(path: str, source: Source) -> Source:
        depth = int(path.removeprefix("f").removesuffix(".dl"))
        imports = f'import "f{depth + 1}.dl"\nimport "f{depth + 2}.dl"\n' if depth < 1_000_000 else ""
        return Source(path, f"{imports}block b{depth}(x: [n]) {{ x }}\n")

    assert reported('import "f0.dl"', read) == {"E0110"}


def test_imports_come_to_no_more_than_one_text_may_have() -> None:
    half = "# " + "a" * (LARGEST // 2)
    found = compile_text(Source("top.dl", 'import "a.dl"\nimport "b.dl"\n'), read=lambda path, _: Source(path, half))
    assert [(d.code, d.span.line) for d in found.diagnostics] == [("E0110", 2)]


def test_import_of_itself() -> None:
    assert reported('import "a.dl"', lambda path, source: Source(path, 'import "a.dl"\n')) == {"E0110"}


def test_import_of_something_else() -> None:
    assert reported('import "a.dl"', lambda path, source: Source(path, "\x89PNG\r\n\x1a\n\0\0")) != set()


def reported(text: str, read: Callable[[str, Source], Source]) -> set[str]:
    compiled: Compiled = compile_text(Source("top.dl", text), read=read)
    return {diagnostic.code for diagnostic in compiled.diagnostics}


def test_specs_are_among_the_texts() -> None:
    specs = Path(__file__).parents[2] / "specs"
    assert {path.read_text(encoding="utf-8") for path in specs.glob("*.dl")} <= set(TEXTS)


# --- linear --------------------------------------------------------------------------------------

BODY = "model N(x: [4]) -> [3] { x -> dense(3) }\n"
IRIS = f'data iris = sklearn("iris")\n{BODY}'
MANY: dict[str, tuple[str, str, str]] = {
    "lets": ("", "let a{i} = {i}\n", ""),
    "lets of one name": ("", "let a = {i}\n", ""),
    "unknown names": ("", "let a{i} = b{i}(3)\n", ""),
    "syntax errors": ("", "let {i} = = 3\n", ""),
    "models": ("", "model N{i}(x: [n]) {{ x -> dense(3) }}\n", ""),
    "wrong models": ("", "model N{i}(x: [4]) {{ x -> dens({i}) }}\n", ""),
    "misfits": ("", "model N{i}(x: [4]) {{ x -> conv(3, kernel = 3) }}\n", ""),
    "lines of a body": ("model N(x: [4]) {{\n", "  let a{i} = x -> dense(3)\n", "x }}"),
    "functions": ("model N {{\n", "  def f{i}(x: [4]) = x -> dense(3)\n", "}}"),
    "minimize": (
        IRIS + "train(epochs = 1) {{\n",
        "  minimize cross_entropy(N(features), target) over N using sgd(0.1)\n",
        "}}",
    ),
    "minimize without a loss": ("train(epochs = 1) {{\n", "  minimize mse(x, y) using sgd(0.1)\n", "}}"),
    "measures": (IRIS + "evaluate {{\n", "  accuracy(N(features), target)\n", "}}"),
    "fields": ('data iris = sklearn("iris") {{\n', "  f{i}: [5] = features\n", "}}"),
    "data": ("", 'data d{i} = sklearn("iris")\n', ""),
    "imports": ("", 'import "{i}.dl"\n', ""),
}


@pytest.mark.parametrize("kind", MANY)
def test_twice_the_lines_are_twice_the_work(kind: str) -> None:
    """Counted are the calls of functions: their number is the same on every machine."""
    before, line, after = MANY[kind]

    def calls(lines: int) -> int:
        text = before.replace("{{", "{").replace("}}", "}") + "".join(line.format(i=i) for i in range(lines))
        text += after.replace("}}", "}")
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            human(compile_text(Source("many.dl", text)).diagnostics)
        finally:
            sys.setprofile(None)
        return count

    calls(10)  # what is read once is read
    few, many = calls(400), calls(800)
    assert many < 2.2 * few
