"""Instances of one block: which become one class, and with which parameters."""

import re

import pytest
from emitted import program

HEAD = 'data digits = sklearn("digits") { x: [64] = features\n y: class[10] = target }\n'
TAIL = "\ntrain(epochs = 1, batch = 4) { minimize cross_entropy(Net(x), y) using adam(0.1) }"


def constructors(blocks: str, model: str) -> dict[str, str]:
    """The constructor's parameters of each class, and of the model what builds its parts."""
    text = program(f"{HEAD}{blocks}\nmodel Net(x: [64]) -> [10] {{ {model} }}{TAIL}").text
    found: dict[str, str] = {}
    for name, body in re.findall(r"^class (\w+)\(nnx.Module\)(.*?)\n\n\n", text, re.DOTALL | re.MULTILINE):
        parts = " ".join(re.findall(r"= (?!nnx)(\w+\(.*?rngs\))", body))
        parameters = re.search(r"def __init__\(self, ?(.*?)\):", body)
        found[name] = parts if name == "Net" else parameters[1] if parameters else ""
    return found


@pytest.mark.parametrize(
    ("blocks", "model", "expected"),
    [
        (
            "block layer(x: [n], width) { x -> dense(width) -> relu }",
            "x -> layer(32) -> layer(32) -> layer(16) -> dense(10)",
            {"Layer": "in_features, width, rngs", "Net": "Layer(64, 32, rngs) Layer(32, 32, rngs) Layer(32, 16, rngs)"},
        ),
        (
            "block same(x: [n]) { x -> dense(n) -> relu }",
            "x -> same -> same -> dense(10)",
            {"Same": "rngs", "Net": "Same(rngs) Same(rngs)"},
        ),
        (
            "block wide(x: [n], width) { x -> dense(4 * width) -> relu -> dense(width) }",
            "x -> wide(16) -> wide(16) -> wide(8) -> dense(10)",
            {"Wide": "in_features, width, rngs", "Net": "Wide(64, 16, rngs) Wide(16, 16, rngs) Wide(16, 8, rngs)"},
        ),
        (
            "block maybe(x: [n], width) { if n == width then x -> relu else x -> dense(width) }",
            "x -> maybe(64) -> maybe(32) -> maybe(32) -> maybe(20) -> dense(10)",
            {"Maybe2": "in_features, width, rngs", "Net": "Maybe2(64, 32, rngs) Maybe2(32, 20, rngs)"},
        ),
        (
            "block drop(x: [n], rate) { x -> dropout(rate) -> dense(n) }",
            "x -> drop(0.1) -> drop(0.2) -> dense(10)",
            {"Drop": "rate, rngs", "Net": "Drop(0.1, rngs) Drop(0.2, rngs)"},
        ),
    ],
)
def test_constants_become_parameters(blocks: str, model: str, expected: dict[str, str]) -> None:
    found = constructors(blocks, model)
    assert {name: found[name] for name in expected} == expected


def test_arguments_of_layers_are_named_where_instances_differ() -> None:
    """A stride that one instance leaves at Flax's default is named once another has one."""
    text = program(
        'data digits = sklearn("digits") { x: [8, 8, 1] = images / 16\n y: class[10] = target }\n'
        "block down(x: [h, w, c], width, stride = 1) { x -> conv(width, stride = stride) -> relu }\n"
        "model Net(x: [8, 8, 1]) -> [10] { x -> down(2) -> down(4, stride = 2) -> flatten -> dense(10) }" + TAIL
    ).text
    assert "def __init__(self, in_features, width, stride, rngs):" in text
    assert "Down(1, 2, stride=1, rngs=rngs)" in text
    assert "Down(2, 4, stride=2, rngs=rngs)" in text
