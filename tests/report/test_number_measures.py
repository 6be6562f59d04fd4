"""Measures of numbers against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from report_gallery import item, kind
from sklearn import metrics

from runtime.evaluate.measures import measure

FINITE = st.floats(-100, 100, width=32)


@st.composite
def regressions(draw):
    shape = draw(st.integers(2, 30)), draw(st.integers(1, 4))
    return draw(arrays(np.float32, shape, elements=FINITE)), draw(arrays(np.float32, shape, elements=FINITE))


@settings(deadline=None, max_examples=60)
@given(regressions())
def test_as_scikit_learn(case):
    prediction, label = case
    shape = prediction.shape[1:]
    result = measure(item("regression", kind("p", shape), kind("y", shape)), (prediction, label))
    p, y = prediction.astype(np.float64), label.astype(np.float64)
    assert result.values["mae"] == pytest.approx(metrics.mean_absolute_error(y, p))
    assert result.values["rmse"] == pytest.approx(metrics.root_mean_squared_error(y, p))
    varied = np.ptp(y, axis=0) > 0
    if varied.all():
        assert result.values["r2"] == pytest.approx(metrics.r2_score(y, p))
    if not varied.any():
        assert result.values["r2"] is None
        assert "all the same" in result.notes[0]
        assert result.headline.name == "mae"


@pytest.mark.parametrize("word", ["r2", "mae", "rmse"])
def test_single_measures(word):
    generator = np.random.default_rng(0)
    label = generator.normal(size=(300, 2))
    prediction = label + 0.3 * generator.normal(size=(300, 2))
    family = measure(item("regression", kind("p", (2,)), kind("y", (2,))), (prediction, label))
    single = measure(item(word, kind("p", (2,)), kind("y", (2,))), (prediction, label))
    assert single.headline.value == family.values[word]
    assert single.headline.interval.low < single.headline.value < single.headline.interval.high
    assert single.headline.interval == family.intervals[word]
    assert "bootstrap, 1,000 resamples" in single.headline.interval.method


@pytest.mark.parametrize(
    ("word", "prediction", "label", "reason"),
    [
        ("r2", [1.0, 2.0], [3.0, 3.0], "all the same"),
        ("r2", [1.0], [3.0], "one example"),
        ("mae", [1.0, np.nan], [3.0, 3.0], "predictions of 1 of 2"),
        ("rmse", [1.0, 2.0], [np.inf, 3.0], "labels of 1 of 2"),
        ("regression", [], [], "no rows"),
    ],
)
def test_undefined_measures_give_their_reason(word, prediction, label, reason):
    result = measure(item(word, kind("p"), kind("y")), (np.array(prediction), np.array(label)))
    assert result.headline is None
    assert reason in result.notes[0]


def test_one_example_has_an_error_and_no_interval():
    found = measure(item("mae", kind("p"), kind("y")), (np.array([1.0]), np.array([3.0]))).headline
    assert (found.value, found.interval) == (2, None)


def test_a_loss_is_averaged():
    losses = np.arange(12.0).reshape(4, 3)
    result = measure(item("mse", kind("p"), kind("y"), namespace="loss"), (losses,))
    assert result.headline.value == 5.5
    assert result.headline.better == "lower"
    assert list(result.score) == [1, 4, 7, 10]
    broken = measure(item("mse", kind("p"), kind("y"), namespace="loss"), (np.array([1, np.inf]),))
    assert "losses of 1 of 2" in broken.notes[0]
