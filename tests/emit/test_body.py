"""Functions' bodies: what they compute, and how their values are named."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from emitted import program
from hypothesis import given
from hypothesis import strategies as st

from compiler import ir
from compiler.emit.data import InData
from compiler.emit.expressions import Body, Wanted
from compiler.python.printer import render
from compiler.python.statements import Define, Note
from compiler.types import Tensor
from compiler.vocabulary.base import WORDS
from dsl.spans import Source, Span

HERE = Span(Source("spec.dl", "x"), 0, 1)
REAL = Tensor(())
WORD = WORDS["value"]
COMPUTED = {"add": np.add, "multiply": np.multiply, "subtract": np.subtract, "negate": np.negative, "square": np.square}


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[ir.Input], ir.Value]:
    """A graph of arithmetic in which values are used any number of times, some with names, some piped."""
    inputs = [ir.Input(name, REAL, HERE) for name in draw(st.sampled_from([("x",), ("y", "x"), ("a", "z")]))]
    values: list[ir.Value] = list(inputs)
    names = st.sampled_from([None, None, None, "x", "y", "len", "if", "np", "shortcut"])
    for _ in range(draw(st.integers(1, 12))):
        word = WORD[draw(st.sampled_from(sorted(COMPUTED)))]
        operands = tuple(draw(st.sampled_from(values)) for _ in word.inputs)
        values.append(ir.Apply(word(), operands, REAL, HERE, name=draw(names), piped=draw(st.booleans())))
    return inputs, values[-1]


def computed(value: ir.Value, given_values: dict[int, Any]) -> Any:
    for node in ir.walk(value):
        if isinstance(node, ir.Apply):
            given_values[id(node)] = COMPUTED[node.word.name](*(given_values[id(operand)] for operand in node.inputs))
    return given_values[id(value)]


@given(graphs())
def test_statements_compute_the_graph(case: tuple[list[ir.Input], ir.Value]) -> None:
    inputs, result = case
    parameters = [(entry, f"{entry.name}") for entry in inputs]
    body = Body(InData(), parameters)
    (expression,) = body.compute([Wanted(result)])
    statements = body.returning(expression, Note())
    scope: dict[str, Any] = {"np": np}
    exec(render([Define("f", tuple(name for _, name in parameters), "", tuple(statements))]), scope)
    arrays = [np.array([0.5, -1.25, 2.0]) + i for i in range(len(inputs))]
    wanted = computed(result, {id(entry): array for entry, array in zip(inputs, arrays, strict=True)})
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(scope["f"](*arrays), wanted)


def body_of(text: str, function: str = "__call__") -> list[str]:
    """The lines of a model's function in the program of a text, without their comments."""
    lines = program(text).text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(f"    def {function}("))
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("     "))
    return [line.split("  #")[0].strip() for line in lines[start:end]]


DATA = 'data iris = sklearn("iris") { x: [4] = features\n y: class[3] = target }\n'


def with_model(model: str) -> str:
    return f"{DATA}{model}\ntrain(epochs = 1, batch = 8) {{ minimize cross_entropy(Net(x), y) using adam(0.1) }}"


@pytest.mark.parametrize(
    ("model", "lines"),
    [
        (
            "model Net = dense(5) -> relu -> dense(3)",
            ["def __call__(self, x):", "x = self.dense1(x)", "x = jax.nn.relu(x)", "return self.dense2(x)"],
        ),
        (
            "model Net(lambda: [4]) -> [3] { let h = lambda -> dense(3)\n h * h + sum(h) }",
            ["def __call__(self, lambda_):", "h = self.dense1(lambda_)", "return h * h + jnp.sum(h, axis=-1)[:, None]"],
        ),
        (
            "model Net(x: [4]) -> [3] { weight w: [4, 3] = normal(0.1)\n weight b: [3] = 0\n x @ w + b }",
            ["def __call__(self, x):", "return x @ self.w + self.b"],
        ),
        (
            "model Net(x: [4]) -> [3] { let a = x -> dense(3)\n let b = x -> dense(3)\n (a -> tanh) - (b -> tanh) }",
            [
                "def __call__(self, x):",
                "a = self.dense1(x)",
                "y = jnp.tanh(a)",
                "b = self.dense2(x)",
                "x = jnp.tanh(b)",
                "return y - x",
            ],
        ),
    ],
)
def test_bodies_read_well(model: str, lines: Sequence[str]) -> None:
    assert body_of(with_model(model)) == lines


def test_a_name_is_used_again_only_when_its_value_is_dead() -> None:
    """x stays until the sum, so the branch beside it is called y."""
    lines = body_of(with_model("model Net(x: [4]) -> [3] { (x + (x -> dense(4) -> tanh)) -> dense(3) }"))
    assert lines[1:3] == ["y = self.dense1(x)", "y = jnp.tanh(y)"]
    assert lines[3] == "return self.dense2(x + y)"


def test_long_expressions_are_taken_apart() -> None:
    terms = [f"exp(sin({i} * x) * cos(x)) * sqrt({i} + square(x))" for i in range(1, 5)]
    lines = body_of(with_model(f"model Net(x: [4]) -> [3] {{ ({' + '.join(terms)}) -> dense(3) }}"))
    assert len(lines) > 3
    assert max(map(len, lines)) <= 100
