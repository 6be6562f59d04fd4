"""Which examples each step sees."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.data.table import Dataset
from runtime.device.placement import Placed
from runtime.errors import RunError
from runtime.train import batches

plans = st.builds(
    batches.plan, st.integers(1, 60), st.integers(1, 70), st.integers(1, 12), st.integers(0, 3), name=st.just("train")
)


def dataset(fields: dict[str, np.ndarray]) -> Dataset:
    return Dataset("d", fields, {}, {}, "")


@given(plans)
def test_every_example_is_used_once_an_epoch(plan: batches.Plan) -> None:
    stream = batches.positions(plan, 0, plan.steps).reshape(-1)
    assert len(stream) <= plan.epochs * plan.examples < len(stream) + plan.batch
    for first in range(0, len(stream), plan.examples):
        epoch = stream[first : first + plan.examples]
        assert max(Counter(epoch.tolist()).values()) == 1
        assert first + plan.examples > len(stream) or len(epoch) == plan.examples


@given(plans, st.integers(1, 9), st.sets(st.integers(0, 200)), st.data())
def test_calls_depend_on_the_step_alone(plan: batches.Plan, size: int, stops: set[int], data: st.DataObject) -> None:
    calls = list(batches.chunks(plan, size, stops))
    steps = [step for first, count in calls for step in range(first, first + count)]
    assert steps == list(range(plan.steps))
    assert {count for _, count in calls} <= {1, size}
    assert {stop for stop in stops if stop < plan.steps} <= {first for first, _ in calls} | {0}
    start, _ = data.draw(st.sampled_from(calls))
    assert list(batches.chunks(plan, size, stops, start)) == [call for call in calls if call[0] >= start]


@given(plans, st.data())
def test_batches_depend_on_the_step_alone(plan: batches.Plan, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, plan.steps - 1))
    whole = batches.positions(plan, 0, plan.steps)
    assert np.array_equal(batches.positions(plan, first, 1)[0], whole[first])


@given(plans, st.integers(1, 50))
def test_few_single_steps_are_left(plan: batches.Plan, fused: int) -> None:
    size = batches.chunk_size(plan, fused)
    ends = sorted(plan.looks)
    assert 1 <= size <= max(fused, 1)
    for begin, end in zip([0, *ends], ends, strict=False):
        assert (end - begin) % size <= (end - begin) // size + 1 or size == 1


def test_epochs_differ_and_seeds_differ() -> None:
    orders = {batches.permutation(50, seed, epoch).tobytes() for seed in range(3) for epoch in range(3)}
    assert len(orders) == 9


def test_a_batch_never_exceeds_the_examples() -> None:
    plan = batches.plan(10, 64, 3, 0, name="train")
    assert (plan.batch, plan.steps) == (10, 3)
    assert plan.notes == ("phase `train`: only 10 examples, so a batch holds 10 instead of 64",)


def test_long_phases_are_recorded_at_some_epochs_only() -> None:
    ends = batches.plan(10, 10, 5000, 0).looks
    assert len(ends) == batches.RECORDED_EPOCHS
    assert ends[5000] == 5000


def test_no_examples_are_an_error() -> None:
    with pytest.raises(RunError, match="phase `train` has no examples"):
        batches.plan(0, 8, 1, 0, name="train")


@settings(deadline=None, max_examples=10)
@given(plans, st.integers(1, 4))
def test_the_host_gathers_what_the_device_would(plan: batches.Plan, size: int) -> None:
    fields = {"x": np.arange(200, dtype=np.float32).reshape(100, 2)}
    split = np.arange(99, 99 - plan.examples, -1)
    calls = list(batches.chunks(plan, size, ()))
    there = batches.on_device(fields, split, plan, calls)
    here = batches.from_host(Placed(dataset(fields), fields, False), split, plan, calls)
    for (first, count, data, rows), (first2, count2, data2, rows2) in zip(there, here, strict=True):
        assert (first, count) == (first2, count2)
        assert np.array_equal(data["x"][rows], np.asarray(data2["x"])[rows2])


def test_a_fault_while_gathering_is_raised() -> None:
    plan = batches.plan(10, 5, 1, 0)
    placed = Placed(dataset({"x": np.zeros(3)}), {"x": np.zeros(3)}, False)
    with pytest.raises(IndexError):
        list(batches.from_host(placed, np.arange(10), plan, batches.chunks(plan, 1, ())))
