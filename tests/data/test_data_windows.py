"""Windows: no row in two splits, no example lost that fits, and the same values wherever they are gathered."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.descriptor import ArrayType, DataSet, Function, Split
from runtime.data.dataset import prepare
from runtime.data.split import Plan, split
from runtime.data.windows import laid_out, reach, starts, take_examples
from runtime.device.placement import place
from runtime.errors import RunError

WINDOWS = st.dictionaries(
    st.sampled_from("abc"),
    st.tuples(st.integers(0, 5), st.integers(1, 5)).map(lambda w: (w[0], w[0] + w[1])),
    min_size=1,
)
PARTS = st.dictionaries(st.sampled_from(["validation", "test", "other"]), st.sampled_from([0.1, 0.2, 0.25]), max_size=3)


def rows_of(start: int, windows) -> set[int]:
    return {start + i for i in range(reach(windows))}


@settings(max_examples=120, deadline=None)
@given(WINDOWS, PARTS, st.integers(150, 300), st.integers(1, 7), st.booleans(), st.integers(0, 99))
def test_no_row_is_read_by_two_splits_and_no_window_that_fits_is_left_out(windows, parts, rows, stride, grouped, seed):
    groups = np.arange(rows) // 14 if grouped else None
    splits, _ = split(rows, {}, Plan(parts, seed, in_time=not grouped, groups=groups, title="g"))
    found, notes = starts(splits, rows, windows, stride, () if groups is None else (groups,))
    owner = {row: name for name, part in splits.items() for row in part.tolist()}
    read = {name: set().union(*(rows_of(start, windows) for start in part.tolist())) for name, part in found.items()}
    for name, own in read.items():
        assert {owner[row] for row in own} == {name}
    whole = [
        start
        for start in range(0, rows - reach(windows) + 1, stride)
        if len({owner[row] for row in rows_of(start, windows)}) == 1
        and (groups is None or len({groups[row] for row in rows_of(start, windows)}) == 1)
    ]
    assert sorted(np.concatenate(list(found.values())).tolist()) == whole
    dropped = len(range(0, rows - reach(windows) + 1, stride)) - len(whole)
    assert any(note.startswith(f"{dropped:,} windows") for note in notes) == (dropped > 0)


@settings(max_examples=60, deadline=None)
@given(WINDOWS, st.lists(st.integers(0, 80), min_size=1, max_size=9))
def test_windows_are_the_same_from_the_host_and_from_the_device(windows, begin):
    data = {name: np.random.default_rng(i).normal(size=(100, i)) for i, name in enumerate(windows, 1)}
    rows = np.array(begin)
    here = take_examples(data, rows, windows)
    for name, (first, last) in windows.items():
        expected = np.stack([data[name][start + first : start + last] for start in begin])
        np.testing.assert_array_equal(here[name], expected)
    small, places = laid_out(data, rows, windows)
    assert {name: len(values) for name, values in small.items()} == dict.fromkeys(windows, len(rows) * reach(windows))
    for name, values in take_examples(small, places, windows).items():
        np.testing.assert_array_equal(values, here[name])


def description(values):
    def columns(columns, fit):
        return {"past": fit.standardize("d.past", columns["x"]), "next": fit.standardize("d.next", columns["x"])}

    described = DataSet(
        "d",
        "rows",
        Function("d"),
        {"past": ArrayType((4,), "real"), "next": ArrayType((2,), "real")},
        {"x": values},
        (Split({"test": 0.2, "validation": 0.1}),),
        windows={"past": (0, 4), "next": (4, 6)},
    )
    return described, columns


def test_windowed_data_are_cut_in_time_and_fitted_on_each_training_row_once():
    values = np.random.default_rng(0).normal(size=100).tolist()
    data = prepare(*description(values), None)
    assert {name: (part[0], part[-1]) for name, part in data.splits.items()} == {
        "train": (0, 64),
        "test": (80, 94),
        "validation": (70, 74),
    }
    assert data.types["past"].shape == (4,)
    assert data.fields["past"].shape == (100,)
    learned = data.fitted["d.past"]
    np.testing.assert_allclose(learned["mean"], np.mean(values[:70]))
    np.testing.assert_allclose(learned["deviation"], np.std(values[:70]))
    np.testing.assert_array_equal(data.values("next", np.array([80]))[0], data.fields["next"][84:86])
    for unseen in (70, 85, 99):
        changed = [*values]
        changed[unseen] = 1e6
        assert prepare(*description(changed), None).fitted == data.fitted


def test_the_notes_say_how_many_windows_there_are():
    notes = prepare(*description(np.arange(100.0).tolist()), None).notes
    assert "Examples are windows of 6 rows in a row: `train` 65, `test` 15, `validation` 5." in notes
    assert "10 windows that would reach over the border of two splits are left out." in notes
    assert "`test` is 20 % of the rows (20), cut in the order of time." in notes
    assert any("70 training rows only" in note for note in notes)


def test_too_few_rows_for_a_window():
    with pytest.raises(RunError, match=r"no window of 6 rows fits into the split `validation` of 3 rows"):
        prepare(*description(np.arange(30.0).tolist()), None)


@pytest.mark.parametrize("memory", [0, 10**9], ids=["host", "device"])
def test_a_placed_data_set_gives_the_examples(memory):
    data = prepare(*description(np.arange(100.0).tolist()), None)
    placed, rows = place(data, memory), data.splits["test"][:5]
    stored, places = placed.gather(rows)
    assert {name: values.shape for name, values in stored.items()} == {
        name: shape.shape for name, shape in placed.shapes(len(rows)).items()
    }
    batch = placed.batch(stored, places)
    for name, values in batch.items():
        np.testing.assert_array_equal(values, data.values(name, rows))
