"""Splits: every row in exactly one, of the size asked for, the same for the same seed."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from runtime.data.split import Plan, split
from runtime.errors import RunError

FRACTIONS = st.dictionaries(
    st.sampled_from(["validation", "test", "labelled", "holdout"]), st.sampled_from([0.05, 0.1, 0.15, 0.2]), max_size=3
)
FOLDS = np.arange(5).repeat(2)
PLANS = st.builds(Plan, parts=FRACTIONS, seed=st.integers(0, 2**40), in_time=st.booleans())


def own_splits(rows: int, test: int) -> dict[str, np.ndarray]:
    return {"train": np.arange(rows - test), "test": np.arange(rows - test, rows)} if test else {}


def verify_partition(splits: dict[str, np.ndarray], rows: int) -> None:
    together = np.concatenate(list(splits.values()))
    assert sorted(together.tolist()) == list(range(rows))
    assert all((np.diff(part) > 0).all() for part in splits.values())


@settings(max_examples=150, deadline=None)
@given(PLANS, st.integers(30, 300), st.integers(0, 9))
def test_every_row_is_in_exactly_one_split(plan, rows, test):
    assume(not (test and "test" in plan.parts))
    splits, notes = split(rows, own_splits(rows, test), plan)
    verify_partition(splits, rows)
    again, _ = split(rows, own_splits(rows, test), plan)
    assert all((splits[name] == again[name]).all() for name in splits)
    pool = rows - test
    for name, fraction in plan.parts.items():
        assert len(splits[name]) == int(fraction * pool + 0.5)
    if test:
        assert splits["test"].tolist() == list(range(pool, rows))
    elif "test" not in plan.parts:
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


def test_time_may_be_a_column():
    order = np.random.default_rng(0).permutation(50)
    splits, notes = split(50, {}, Plan({"test": 0.2}, in_time=True, order=order, title="year"))
    verify_partition(splits, 50)
    assert order[splits["train"]].max() < order[splits["test"]].min()
    assert notes == ("`test` is 20 % of the examples (10), cut in the order of `year`.",)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=30, max_size=60), st.integers(0, 9))
def test_parts_by_a_columns_values(folds, seed):
    values = np.array([*folds, 0, 1, 2, 3, 4, 5])
    by_value = Plan({"test": (5,), "validation": (3, 4)}, values=values, title="fold")
    splits, notes = split(len(values), {}, by_value)
    verify_partition(splits, len(values))
    assert {name: set(values[part]) for name, part in splits.items()} == {
        "train": {0, 1, 2},
        "test": {5},
        "validation": {3, 4},
    }
    assert notes[1].startswith("`validation` is where `fold` is 3 or 4 (")
    held = Plan({"validation": (5,)}, values=values, title="fold")
    without_test, notes = split(len(values), {}, held)
    assert set(values[without_test["validation"]]) == {5}
    assert 5 not in values[without_test["test"]]
    assert "since neither the source nor the spec has a test split" in notes[-1]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 99), st.booleans())
def test_a_part_within_the_training_split_stays_in_it(seed, own):
    given_splits = own_splits(100, 20) if own else {}
    alone, _ = split(100, given_splits, Plan({"validation": 0.1}, seed))
    labelled = Plan({"labelled": 0.1}, seed + 1, within=("labelled",))
    both, notes = split(100, given_splits, Plan({"validation": 0.1}, seed), labelled)
    assert set(both["labelled"]) < set(both["train"])
    assert len(both["labelled"]) == round(0.1 * (80 if own else 100))
    for name in ("train", "validation", "test"):
        assert both[name].tolist() == alone[name].tolist()
    assert notes[-1].endswith("and a part of `train`.")
    outside, _ = split(100, given_splits, Plan({"validation": 0.1}, seed), Plan({"labelled": 0.1}, seed + 1))
    verify_partition(outside, 100)


def test_plans_follow_one_another():
    groups = np.repeat(np.arange(10), 10)
    plans = Plan({"test": 0.2}, groups=groups, title="patient"), Plan({"validation": 0.1}, 3)
    splits, _ = split(100, {}, *plans)
    verify_partition(splits, 100)
    assert not set(groups[splits["test"]]) & set(groups[splits["train"]])
    assert len(splits["validation"]) == 10
    unasked, notes = split(100, {}, Plan({"validation": 0.2}, groups=groups, title="patient"))
    assert not set(groups[unasked["test"]]) & set(groups[unasked["train"]])
    assert "together" in notes[0]


@pytest.mark.parametrize(
    ("rows", "own", "plan", "message"),
    [
        (10, {}, Plan({"validation": 0.9}), "leave none of the 10 examples"),
        (10, {}, Plan({"validation": 0.01}), "`validation` would be empty: 1 % of 10 examples"),
        (10, own_splits(10, 3), Plan({"test": 0.1}), "the source has a split `test` of its own"),
        (10, {}, Plan({"train": 0.5}), "`train` is what the other splits leave"),
        (10, {}, Plan({}, strata=np.arange(10), title="id"), "cannot hold every class of `id`"),
        (10, {}, Plan({}, groups=np.zeros(10), title="id"), "too few groups"),
        (10, {}, Plan({"test": (7,)}, values=np.arange(5).repeat(2), title="fold"), "no `fold` is 7"),
        (
            10,
            {},
            Plan({"test": (1,), "validation": (1, 2)}, values=np.arange(5).repeat(2), title="fold"),
            "`fold` is 1",
        ),
    ],
)
def test_splits_that_cannot_be(rows, own, plan, message):
    with pytest.raises(RunError) as caught:
        split(rows, own, plan)
    assert message in caught.value.message
    assert caught.value.help
