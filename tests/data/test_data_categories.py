"""Categories, bins, dates and texts: scikit-learn's numbers, learned from the training rows, and what is not known."""

import datetime

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.preprocessing import KBinsDiscretizer, OrdinalEncoder
from test_data_features import after

from runtime.data.features import Fit
from runtime.errors import RunError

LETTERS = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), min_size=1, max_size=30)


def texts(values: list[str]) -> np.ndarray:
    return np.array(values, object)


@settings(max_examples=60, deadline=None)
@given(LETTERS, LETTERS)
def test_category_is_scikit_learns_ordinal_code_with_a_place_for_the_unknown(values, later):
    fit = Fit()
    learned = fit.category("d.x", texts(values))
    known = texts([value for value in values if value])
    if not len(known):
        np.testing.assert_array_equal(learned, 0)
        return
    reference = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(known[:, None])
    np.testing.assert_array_equal(learned, reference.transform(texts(values)[:, None])[:, 0] + 1)
    again = after(fit)
    np.testing.assert_array_equal(
        again.category("d.x", texts(later)), reference.transform(texts(later)[:, None])[:, 0] + 1
    )
    unseen = sum(value not in values for value in later if value)
    assert again.counted["d.x", "values of no category, at index 0"] == unseen
    assert again.counted["d.x", "missing values, at index 0"] == later.count("")


def test_category_keeps_the_most_frequent():
    fit = Fit()
    codes = fit.category("d.x", texts(list("ccccaabbbd")), classes=3)
    assert codes.tolist() == [2, 2, 2, 2, 0, 0, 1, 1, 1, 0]
    assert codes.dtype == np.int32
    assert fit.facts["d.x"] == {"word": "category", "categories": ["b", "c"], "covering": "70.0% of the values"}


def test_category_of_whole_numbers():
    fit = Fit()
    assert fit.category("d.x", np.array([[30, 7], [7, 8]])).tolist() == [[3, 1], [1, 2]]
    assert after(fit).category("d.x", np.array([[8, 9]])).tolist() == [[2, 0]]


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(
        np.float64, st.tuples(st.integers(20, 60), st.integers(1, 3)), elements=st.integers(-1000, 1000), unique=True
    ),
    st.integers(2, 5),
    st.sampled_from(["quantile", "width"]),
)
def test_bins_are_scikit_learns(values, n, by):
    strategy = {"quantile": "quantile", "width": "uniform"}[by]
    options = {"quantile_method": "linear"} if by == "quantile" else {}
    reference = KBinsDiscretizer(n, encode="ordinal", strategy=strategy, subsample=None, **options).fit(values)
    fit = Fit()
    np.testing.assert_array_equal(fit.bins("d.x", values, n=n, by=by), reference.transform(values))
    beyond = np.array([[-1e6] * values.shape[1], [1e6] * values.shape[1]])
    np.testing.assert_array_equal(
        after(fit).bins("d.x", beyond, n=n, by=by), [[0] * values.shape[1], [n - 1] * values.shape[1]]
    )


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 9), st.just(2)), elements=st.integers(0, 100)))
def test_buckets_are_numpys_digits(values):
    edges = (18.0, 30.0, 65.0)
    np.testing.assert_array_equal(Fit({}).buckets(values, edges=edges), np.digitize(values, edges))


def test_a_missing_value_is_in_no_bin():
    with pytest.raises(RunError, match="missing value"):
        Fit().bins("d.x", np.array([1.0, np.nan, 2.0]), n=2)


@given(st.lists(st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1)), min_size=1, max_size=5))
def test_parts_of_dates_are_pythons(moments):
    written = texts([moment.strftime("%Y-%m-%d %H:%M:%S").zfill(19) for moment in moments])
    fit = Fit({})
    assert fit.hour(written).tolist() == [moment.hour for moment in moments]
    assert fit.weekday(written).tolist() == [moment.weekday() for moment in moments]
    assert fit.month(written).tolist() == [moment.month - 1 for moment in moments]
    assert fit.year_day(written).tolist() == [moment.timetuple().tm_yday - 1 for moment in moments]


def test_dates_without_a_time_and_what_is_no_date():
    assert Fit({}).hour(texts(["2016-07-01"])).tolist() == [0]
    with pytest.raises(RunError, match=r"`31\.12\.2016` is no date") as caught:
        Fit({}).month(texts(["2016-07-01", "31.12.2016", "x"]))
    assert caught.value.row == 1
    with pytest.raises(RunError, match="a date is missing"):
        Fit({}).month(texts(["2016-07-01", ""]))


def test_texts_written_alike():
    fit, values = Fit({}), texts(["  Big-Cat ", "dog."])
    assert fit.lower(values).tolist() == ["  big-cat ", "dog."]
    assert fit.strip(values).tolist() == ["Big-Cat", "dog."]
    assert fit.strip(values, characters=".").tolist() == ["  Big-Cat ", "dog"]
    assert fit.replace(values, old="-", new=" ").tolist() == ["  Big Cat ", "dog."]
    assert fit.replace(values.reshape(2, 1), old="o").tolist() == [["  Big-Cat "], ["dg."]]


@settings(max_examples=40, deadline=None)
@given(arrays.arrays(np.float64, st.integers(4, 20), elements=st.floats(-9, 9) | st.just(np.nan)), st.integers(2, 4))
def test_missing_values_have_a_bin_of_their_own(values, n):
    gone = np.isnan(values)
    assume((~gone).any())
    fit = Fit()
    found = fit.bins("d.x", values, n=n, missing=True)
    assert (found[gone] == n).all()
    np.testing.assert_array_equal(found[~gone], after(fit).bins("d.x", values[~gone], n=n))
    assert fit.counted["d.x", f"missing values, in bin {n}"] == gone.sum()
    edges = (-1.5, 0.5)
    expected = np.where(gone, 3, np.digitize(values, edges))
    np.testing.assert_array_equal(Fit({}).buckets(values, edges=edges, missing=True), expected)
