"""Confidence intervals against independent implementations and their promised coverage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import average_precision_score, roc_auc_score

from runtime.evaluate.measures.intervals import Z, bootstrap, bootstrap_confusion, delong, newcombe, wilson
from runtime.evaluate.measures.ranking import sorter, steps, trapezoids


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_as_scipy(case):
    right, all = case
    expected = binomtest(right, all).proportion_ci(method="wilson")
    found = wilson(right, all)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_delong_by_its_definition():
    """Against the structural components of DeLong et al., pair by pair."""
    generator = np.random.default_rng(0)
    labels = generator.random(80) < 0.4
    scores = np.round(generator.normal(size=80) + labels, 1)  # with ties
    wins = (scores[labels][:, None] > scores[~labels]) + 0.5 * (scores[labels][:, None] == scores[~labels])
    area = wins.mean()
    m, n = wins.shape
    variance = wins.mean(axis=1).var(ddof=1) / m + wins.mean(axis=0).var(ddof=1) / n
    found = delong(labels, scores, area)
    assert (found.low, found.high) == pytest.approx((area - Z * variance**0.5, area + Z * variance**0.5))


def test_a_perfect_ranking_is_not_certain():
    few, many = newcombe(1.0, 5, 5), newcombe(1.0, 500, 500)
    assert few.high == many.high == 1
    assert 0.5 < few.low < 0.9 < many.low < 1
    assert delong(np.array([True, False, False]), np.array([2.0, 1.0, 0.0]), 1.0).method == "Newcombe"


@pytest.mark.parametrize(("area", "reference"), [(trapezoids, roc_auc_score), (steps, average_precision_score)])
def test_weighted_areas_as_scikit_learn(area, reference):
    generator = np.random.default_rng(1)
    labels = generator.random(50) < 0.4
    scores = np.round(generator.normal(size=50) + labels, 1)
    order, positive, ends = sorter(labels, scores)
    for _ in range(20):
        weights = generator.multinomial(50, [1 / 50] * 50).astype(float)
        ranked = weights[order]
        true, false = (np.cumsum(ranked * side)[ends][None] for side in (positive, ~positive))
        assert area(true, false)[0] == pytest.approx(reference(labels, scores, sample_weight=weights))


def test_the_bootstrap_covers_the_mean():
    generator = np.random.default_rng(2)
    covered = 0
    for _ in range(200):
        values = generator.normal(size=60)
        interval = bootstrap(60, lambda counts, values=values: counts @ values / 60)
        covered += interval.low < 0 < interval.high
    assert 0.88 < covered / 200 < 0.99


def test_the_bootstrap_is_seeded():
    values = np.random.default_rng(3).normal(size=40)
    assert bootstrap(40, lambda counts: counts @ values) == bootstrap(40, lambda counts: counts @ values)
    assert bootstrap(1, lambda counts: counts @ values) is None


def test_resampled_confusion_matrices_agree_with_wilson():
    confusion = np.array([[300, 40], [60, 200]])
    found = bootstrap_confusion(confusion, lambda drawn: np.trace(drawn, axis1=1, axis2=2) / drawn.sum(axis=(1, 2)))
    expected = wilson(500, 600)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=0.01)
