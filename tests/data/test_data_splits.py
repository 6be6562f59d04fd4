"""Splits: every row in exactly one, of the size asked for, the same for the same seed."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from runtime.errors import RunError
from runtime.splits import Plan, split

FRACTIONS = st.dictionaries(
    st.sampled_from(["validation", "test", "labelled", "holdout"]), st.sampled_from([0.05, 0.1, 0.15, 0.2]), max_size=3
)
PLANS = st.builds(Plan, fractions=FRACTIONS, seed=st.integers(0, 2**40), in_time=st.booleans())


def own_splits(rows: int, test: int) -> dict[str, np.ndarray]:
    return {"train": np.arange(rows - test), "test": np.arange(rows - test, rows)} if test else {}


def verify_partition(splits: dict[str, np.ndarray], rows: int) -> None:
    together = np.concatenate(list(splits.values()))
    assert sorted(together.tolist()) == list(range(rows))
    assert all((np.diff(part) > 0).all() for part in splits.values())


@settings(max_examples=150, deadline=None)
@given(PLANS, st.integers(30, 300), st.integers(0, 9))
def test_every_row_is_in_exactly_one_split(plan, rows, test):
    assume(not (test and "test" in plan.fractions))
    splits, notes = split(rows, own_splits(rows, test), plan)
    verify_partition(splits, rows)
    again, _ = split(rows, own_splits(rows, test), plan)
    assert all((splits[name] == again[name]).all() for name in splits)
    pool = rows - test
    for name, fraction in plan.fractions.items():
        assert len(splits[name]) == int(fraction * pool + 0.5)
    if test:
        assert splits["test"].tolist() == list(range(pool, rows))
    elif "test" not in plan.fractions:
        assert len(splits["test"]) == int(0.2 * rows + 0.5)
        assert any("neither the source nor the spec" in note for note in notes)
    assert len(notes) == len(splits) - 1


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 100), st.integers(0, 99))
def test_the_test_split_does_not_depend_on_the_others(rows, seed):
    alone, _ = split(rows, {}, Plan({}, seed))
    more, _ = split(rows, {}, Plan({"validation": 0.1, "labelled": 0.3}, seed))
    assert alone["test"].tolist() == more["test"].tolist()


def test_another_seed_is_another_split():
    assert split(100, {}, Plan({}, 0))[0]["test"].tolist() != split(100, {}, Plan({}, 1))[0]["test"].tolist()


def test_time_is_cut_in_its_order():
    splits, notes = split(100, {}, Plan({"test": 0.2, "validation": 0.1, "late": 0.1}, in_time=True))
    assert [(name, part[0], part[-1]) for name, part in splits.items()] == [
        ("train", 0, 59),
        ("test", 80, 99),
        ("late", 70, 79),
        ("validation", 60, 69),
    ]
    assert "`test` is 20 % of the examples (20), cut in the order of time." in notes


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(5, 40), min_size=2, max_size=4), st.integers(0, 9))
def test_stratified_splits_keep_the_proportions(sizes, seed):
    strata = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(sizes)), sizes))
    rows = len(strata)
    plan = Plan({"validation": 0.25}, seed, strata=strata, title="kind")
    splits, notes = split(rows, {}, plan)
    verify_partition(splits, rows)
    for name in ("validation", "test"):
        held = Counter(strata[splits[name]].tolist())
        for kind, size in enumerate(sizes):
            assert abs(held[kind] - size / rows * len(splits[name])) <= 1.5
    assert all("each class of `kind` alike" in note for note in notes)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.integers(8, 20))
def test_groups_stay_together(seed, count):
    groups = np.random.default_rng(seed).integers(0, count, 200).astype(str)
    splits, _ = split(200, {}, Plan({"validation": 0.1}, seed, groups=groups, title="patient"))
    verify_partition(splits, 200)
    members = [set(groups[part]) for part in splits.values()]
    assert sum(map(len, members)) == len(set.union(*members))
    assert len(splits["test"]) >= 40


def test_none_held_out():
    splits, notes = split(10, {}, Plan({"test": 0.0}))
    assert (list(splits), notes) == (["train"], ())
    joined, notes = split(10, own_splits(10, 3), Plan({"test": 0.0}))
    assert joined["train"].tolist() == list(range(10))
    assert notes == ("The source's own split `test` is trained on: 3 examples.",)
    assert list(split(2, {}, Plan({}))[0]) == ["train"]


@pytest.mark.parametrize(
    ("rows", "own", "plan", "message"),
    [
        (10, {}, Plan({"validation": 0.9}), "leave none of the 10 examples"),
        (10, {}, Plan({"validation": 0.01}), "`validation` would be empty: 1 % of 10 examples"),
        (10, own_splits(10, 3), Plan({"test": 0.1}), "the source has a split `test` of its own"),
        (10, {}, Plan({"train": 0.5}), "`train` is what the other splits leave"),
        (10, {}, Plan({}, strata=np.arange(10), title="id"), "cannot hold every class of `id`"),
        (10, {}, Plan({}, groups=np.zeros(10), title="id"), "too few groups"),
    ],
)
def test_splits_that_cannot_be(rows, own, plan, message):
    with pytest.raises(RunError) as caught:
        split(rows, own, plan)
    assert message in caught.value.message
    assert caught.value.help
