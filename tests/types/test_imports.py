"""Imports three files deep: what of them is in sight, what is said of it, and where."""

from compiler.emit import emit
from compiler.pipeline import Compiled, compile_text
from dsl.spans import Source

FILES = {
    "top.dl": 'import "middle.dl"\nblock top(x: [n]) { x -> middle -> dense(n) }\n',
    "middle.dl": (
        'import "low.dl"\nhyper wide = 8\n'
        "block middle(x: [n]) { x -> low(wide) -> dense(n) -> relu }\nblock never(x: [n], size) { x -> dense(2) }\n"
    ),
    "low.dl": (
        'data own = sklearn("wine")\nlet factor = 2\nlet count = vocabulary(own.target)\nlet twice = 2 * count\n'
        "block low(x: [n], width) { x * factor -> dense(width) -> relu }\nmodel Deep = dense(3) -> tanh\n"
    ),
}
SPEC = """import "top.dl"
data iris = sklearn("iris")
model Net = top -> {step}dense(3)
train(epochs = 1, batch = 8) {{ minimize cross_entropy(Net(features), target) using adam(0.01) }}
evaluate {{ classification(Net(features), target) }}
"""


def checked(text: str, files: dict[str, str] = FILES) -> Compiled:
    return compile_text(Source("spec.dl", text), read=lambda path, source: Source(path, files[path]))


def said(compiled: Compiled) -> list[tuple[str, str, int]]:
    return [(one.code, one.span.source.path, one.span.line) for one in compiled.diagnostics]


def test_a_library_is_used_without_a_word() -> None:
    """Its own numbers are in sight of its blocks; what of it is not used is no mistake of the spec's."""
    compiled = checked(SPEC.format(step=""))
    assert said(compiled) == []
    assert compiled.experiment is not None
    assert "x * 2" in emit(compiled.experiment).text


def test_what_a_file_computes_from_its_own_data_stays_there() -> None:
    use = SPEC.format(step="").replace("dense(3)", "dense(twice)")
    assert said(checked(use)) == [("E0101", "spec.dl", 3)]


def test_a_mistake_is_told_in_its_own_file_with_the_way_there() -> None:
    low = FILES["low.dl"].replace("dense(width) ->", "dense(width) -> reshape([99]) ->")
    compiled = checked(SPEC.format(step=""), {**FILES, "low.dl": low})
    (wrong,) = compiled.diagnostics
    assert (wrong.code, wrong.span.source.path, wrong.span.line) == ("E0203", "low.dl", 5)
    assert [(led.span.source.path, led.text) for led in wrong.chain] == [
        ("spec.dl", "`Net`"),
        ("spec.dl", "`top`"),
        ("top.dl", "`middle`"),
        ("middle.dl", "`low`"),
    ]


def test_a_step_cuts_off_the_weights_of_every_file() -> None:
    compiled = checked(SPEC.format(step="step -> "))
    assert [place for place in said(compiled) if place[0] == "W0502"] == [
        ("W0502", "low.dl", 5),
        ("W0502", "middle.dl", 3),
        ("W0502", "top.dl", 2),
    ]
    assert all(one.others[0].span.source.path == "spec.dl" for one in compiled.diagnostics)


def test_a_name_of_a_deep_file_is_not_given_again() -> None:
    (wrong,) = checked(SPEC.format(step="").replace("model", "block low(x: [n]) { x }\nmodel", 1)).diagnostics
    assert (wrong.code, wrong.span.source.path) == ("E0102", "spec.dl")
    assert wrong.others[0].span.source.path == "low.dl"
