"""Choices between two right programs: both compute the same."""

from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest
from emitted import experiment, loaded, program, run_steps, started
from flax import nnx

from compiler.emit import emit, rules
from runtime.program import Program, load

STACK = """
data iris = sklearn("iris") { x: [4] = features
  y: class[3] = target }
block res(x: [d]) { x + (x -> layer_norm -> dense(d) -> batch_norm -> tanh) }
model Net(x: [4]) -> [3] { x -> 9 * res -> dense(3) }
train(epochs = 1, batch = 6) { minimize cross_entropy(Net(x), y) using sgd(0.1) }
"""


def outputs(program: Program, weights: Any, statistics: Any, training: bool) -> Any:
    graph = started(program)[0]
    models = nnx.merge(graph, weights, statistics, copy=True)
    x = np.random.default_rng(0).random((6, 4), np.float32)
    (models["Net"].train if training else models["Net"].eval)()
    result = models["Net"](x)
    return result, nnx.split(models, nnx.Param, ...)[2]


def unstacked(state: Any) -> Any:
    """Stacked weights as those of a list of layers."""
    pure = nnx.to_pure_dict(state)
    stacked = pure["Net"]["res1"]
    pure["Net"]["res1"] = {i: jax.tree.map(lambda leaf, i=i: leaf[i], stacked) for i in range(9)}
    return pure


def test_scanned_and_unrolled_stacks_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned_files = program(STACK)
    monkeypatch.setattr(rules, "DEEP", 10)
    unrolled_files = program(STACK)
    assert "repeat(self.res1" in scanned_files.text
    assert "for layer in self.res1" in unrolled_files.text
    scanned, unrolled = load(scanned_files, Path("scanned.py")), load(unrolled_files, Path("unrolled.py"))
    _, weights, statistics = started(scanned)
    for training in (False, True):
        results = outputs(scanned, weights, statistics, training)
        others = outputs(unrolled, unstacked(weights), unstacked(statistics), training)
        np.testing.assert_allclose(results[0], others[0], rtol=1e-4, atol=1e-5)
        left, right = unstacked(results[1]), nnx.to_pure_dict(others[1])
        jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-5), left, right)


def test_stacked_weights_are_drawn_copy_by_copy() -> None:
    """Each copy of a stacked kernel has variance 1 / fan-in: the copies are no inputs."""
    wide = STACK.replace("x -> 9 * res", "x -> dense(64) -> 9 * res")
    _, weights, _ = started(loaded(wide))
    kernel = np.asarray(nnx.to_pure_dict(weights)["Net"]["res1"]["dense1"]["kernel"])
    assert kernel.shape == (9, 64, 64)
    np.testing.assert_allclose(kernel.std(axis=(1, 2)), 1 / 8, rtol=0.1)


@pytest.mark.parametrize(
    ("count", "layer", "scanned"), [(7, "dense(4)", 0), (8, "dense(4)", 1), (23, "conv(4)", 0), (24, "conv(4)", 1)]
)
def test_depth_decides_on_the_scan(count: int, layer: str, scanned: bool) -> None:
    shape = "[8, 8, 4]" if "conv" in layer else "[4]"
    text = f"model Net(x: {shape}) -> {shape} {{ x -> {count} * {layer} }}"
    stack = experiment(text).models[0].members[0]
    assert rules.scans(stack.count, stack.module) == scanned  # type: ignore[union-attr]


def test_steps_with_convolutions_are_called_one_by_one() -> None:
    dense = 'data d = sklearn("digits")\nmodel Net = dense(10)\n'
    convolutional = 'data d = sklearn("digits")\nmodel Net = conv(2) -> flatten -> dense(10)\n'
    train = "train(epochs = 1, batch = 4) {{ minimize cross_entropy(Net({}), target) using sgd(0.1) }}"
    assert program(dense + train.format("features")).experiment.phases[0].fused == 50
    assert program(convolutional + train.format("images")).experiment.phases[0].fused == 1


DRAWS = """
data iris = sklearn("iris") { x: [4] = features }
model A(x: [4]) -> [4] { x -> dropout(0.5) -> dense(4) }
model B(x: [4]) -> [4] { x -> dense(4) }
train(epochs = 1, batch = 6) {
  let noise = normal([4])
  let other = uniform([4])
  minimize sum(abs(A(x))) * 0 + sum(noise) + sum(other) over A using sgd(0.1)
  minimize sum(noise) + sum(abs(B(noise))) * 0 over B using sgd(0.1)
  minimize sum(other) + sum(abs(B(x))) * 0 over B using sgd(0.1)
}
"""


def test_objectives_see_the_same_draws() -> None:
    drawn = loaded(DRAWS)
    _, _, losses = run_steps(drawn, drawn.experiment.phases[0], count=2)
    np.testing.assert_allclose(losses[:, 0], losses[:, 1] + losses[:, 2], rtol=1e-5)
    assert (np.abs(losses[0] - losses[1]) > 1e-3).all()


FROZEN = """
data iris = sklearn("iris") { x: [4] = features
  y: class[3] = target }
model Zebra = dense(5) -> tanh
model Apple(x: [4]) -> [3] { x -> Zebra -> dense(3) }
train(epochs = 1, batch = 6) { minimize cross_entropy(Apple(x), y) over Apple using sgd(0.1) }
"""


def test_a_model_inside_another_keeps_its_weights_to_itself() -> None:
    """Weights lie under the model that owns them, whoever uses it, and stay as they are where it isn't trained."""
    frozen = loaded(FROZEN)
    before, state, _ = run_steps(frozen, frozen.experiment.phases[0])
    assert sorted(before) == ["Apple", "Zebra"]
    after = state["weights"]
    np.testing.assert_array_equal(after["Zebra"]["dense1"]["kernel"][...], before["Zebra"]["dense1"]["kernel"][...])
    assert (np.asarray(after["Apple"]["dense1"]["kernel"][...]) != before["Apple"]["dense1"]["kernel"][...]).any()


def test_emitting_leaves_the_experiment_as_it_is() -> None:
    spec = experiment(STACK)
    assert emit(spec) == emit(spec)


def test_stacks_in_stacks_are_looked_at_once() -> None:
    """Forty levels of two copies each would else be looked at 2 to the power 40 times."""
    nested = "relu"
    for _ in range(40):
        nested = f"2 * ({nested})"
    text = program(STACK.replace("x -> 9 * res", f"x -> {nested}")).text
    assert text.count("jax.nn.relu") == 1
