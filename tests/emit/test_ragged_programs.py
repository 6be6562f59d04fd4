"""Ragged axes from the spec to the loss: results depend neither on what stands in the padding nor on the bound."""

from collections.abc import Callable
from typing import Any

import jax
import numpy as np
import pytest
from emitted import loaded, started
from flax import nnx
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.data.dataset import dataset_of
from runtime.data.padding import padded
from runtime.data.sources.rows import array_of
from runtime.data.table import Table
from runtime.errors import RunError
from runtime.program import Program, apply, argument

TEXT = """
data notes = rows(steps = [[1, 2, 3], [4]], level = [[0.5, 1, 2], [1]], kind = [0, 1]) {{
  steps: int[t <= {bound}] = steps
  level: [t]               = level
  kind: class[2]           = kind
}}

block scored(x: [t, d]) {{
  let weight = x -> dense(1) -> softmax(axis = 0)
  x * weight
}}

model Reader(steps: int[t], level: [t]) -> (kind: [2], steps: [t - 1, 5]) {{
  let x = (steps -> embed(5, 8) -> dense(8)) * expand(level)
  let h = x -> batch_norm -> relu -> scored -> 9 * (dense(8) -> tanh -> scored)
  let wave = x -> conv(4, kernel = 4, stride = 2) -> max_pool(3, stride = 2, padding = 1) -> log_softmax(axis = 0)
  let ends = concat(flip(x, axis = 0), h, axis = 0)[-1]
  let all = concat(sum(h, axis = 0), max(x, axis = 0), mean(x, axis = 0), mean(wave, axis = 0), ends)
  (kind = all -> dense(2), steps = h[:-1] -> dense(5))
}}

train(epochs = 1, batch = 2) {{
  let read = Reader(steps, level)
  minimize cross_entropy(read.kind, kind) + var(read.steps) using sgd(0.1)
  minimize cross_entropy(read.steps, steps[1:]) using sgd(0.1)
}}

evaluate(on = all) {{
  accuracy(Reader(steps, level).steps, steps[1:])
  cross_entropy(Reader(steps, level).steps, steps[1:])
}}
"""
Losses = Callable[[dict[str, Any]], Any]
made: dict[int, tuple[Any, Any]] = {}


def with_bound(bound: int) -> tuple[Program, Any]:
    """The program, and what it computes of a batch: losses, their gradients, the statistics, the evaluation."""
    if bound in made:
        return made[bound]
    program = loaded(TEXT.format(bound=bound))
    graph, *states = started(program)
    weights, statistics = jax.tree.map(jax.numpy.asarray, states)
    (phase,), (evaluation,) = program.experiment.phases, program.experiment.evaluations
    losses = [program[objective.loss] for objective in phase.objectives]

    def loss(weights: Any, batch: Any) -> Any:
        models = nnx.merge(graph, weights, statistics, copy=True)
        total = sum(one(argument(models), batch) for one in losses)
        return total, nnx.split(models, nnx.Param, ...)[2]

    @jax.jit
    def computed(batch: Any) -> Any:
        found = jax.value_and_grad(loss, has_aux=True)(weights, batch)
        models = nnx.merge(graph, weights, statistics, copy=True)
        return found, apply(program[evaluation.outputs], models, batch, jax.random.key(0))

    made[bound] = program, computed
    return made[bound]


examples = st.lists(
    st.lists(st.tuples(st.integers(0, 4), st.floats(-2, 2, width=32)), min_size=2, max_size=6), min_size=2, max_size=2
)


@given(examples, st.integers(0, 99))
@settings(max_examples=12, deadline=None)
def test_padding_and_bound_are_of_no_effect(examples: Any, seed: int) -> None:
    results = []
    for bound, noise in ((6, 0), (6, seed), (9, seed + 1)):
        generator = np.random.default_rng(noise)
        lengths = np.array([len(example) for example in examples], np.int32)
        steps = generator.integers(0, 5, (2, bound)).astype(np.int32)
        level = generator.normal(0, 100, (2, bound)).astype(np.float32)
        for row, example in enumerate(examples):
            steps[row, : len(example)], level[row, : len(example)] = zip(*example, strict=True)
        batch = {"steps": steps, "steps.length": lengths, "level": level, "level.length": lengths}
        _, computed = with_bound(bound)
        found, ((prediction, label, true), (each,)) = computed({**batch, "kind": np.array([0, 1], np.int32)})
        assert (np.asarray(true) == lengths - 1).all()
        kept = np.arange(bound - 1)[None] < np.asarray(true)[:, None]
        results.append([*jax.tree.leaves(found), prediction[kept], label[kept], each])
    for first, second, wider in zip(*results, strict=True):
        np.testing.assert_array_equal(first, second, err_msg="the padding leaks")
        np.testing.assert_allclose(first, wider, rtol=2e-4, atol=2e-5)


def test_a_whole_data_set() -> None:
    """Rows of different lengths are padded to the bound by their own last place, and their lengths go with them."""
    program, _ = with_bound(6)
    (data,) = program.experiment.data
    columns = {
        "steps": array_of([[1, 2, 3], [4, 0], [2, 2], [3, 1]]),
        "level": array_of([[0.5, 1, 2], [1, 1], [0, 1], [3, 2]]),
        "kind": np.array([0, 1, 0, 1]),
    }
    dataset = dataset_of(data, program[data.columns], Table(columns, {}, {}, "", "rows"))
    assert dataset.fields["steps"].tolist()[:2] == [[1, 2, 3, 3, 3, 3], [4, 0, 0, 0, 0, 0]]
    assert dataset.fields["steps.length"].tolist() == [3, 2, 2, 2]
    assert dataset.fields["level"].dtype == np.float32
    columns["level"] = array_of([[0.5, 1, 2], [1, 2, 3], [0, 1], [3, 2]])
    with pytest.raises(RunError, match="`t` is 2 in `steps`, but 3 in `level`") as raised:
        dataset_of(data, program[data.columns], Table(columns, {}, {}, "", "rows"))
    assert "record 2" in str(raised.value.place)
    columns["steps"] = array_of([[1, 2, 3], [4], [2, 2], [3, 1]])
    with pytest.raises(RunError, match="has an example of length 1, but at least 2 places are needed"):
        dataset_of(data, program[data.columns], Table(columns, {}, {}, "", "rows"))


@pytest.mark.parametrize(
    ("examples", "said", "row"),
    [
        ([[1], [1, 2, 3]], "has an example of 3 places, but at most 2 are declared", 1),
        ([[1], []], "has an empty example", 1),
        ([[[1, 2]], [[1, 2], [3, 4]], [[1, 2, 3]]], "has places of", 2),
    ],
)
def test_faulty_examples_are_named(examples: Any, said: str, row: int) -> None:
    values = np.empty(len(examples), object)
    values[:] = [np.asarray(example) for example in examples]
    with pytest.raises(RunError, match=said) as raised:
        padded("steps", values, 2, lambda row: f"record {row}")
    assert raised.value.place == f"record {row}"
