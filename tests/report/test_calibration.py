"""`calibration` against scikit-learn, and against the expected calibration error written out."""

import numpy as np
import pytest
from report_gallery import dataset, evaluated, experiment, field_type, item, kind, phase
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from runtime.evaluate.measures import measure
from runtime.evaluate.results import RunResult
from runtime.report import page as report
from runtime.report.numbers import as_json

GENERATOR = np.random.default_rng(0)


def error_by_hand(confidence: np.ndarray, happened: np.ndarray, bins: int) -> float:
    total = 0.0
    for low, high in zip(np.linspace(0, 1, bins + 1)[:-1], np.linspace(0, 1, bins + 1)[1:], strict=True):
        inside = (confidence > low) & (confidence <= high) if low else confidence <= high
        if inside.any():
            total += inside.mean() * abs(confidence[inside].mean() - happened[inside].mean())
    return total


@pytest.mark.parametrize("bins", [5, 10, 15])
def test_two_classes(bins: int) -> None:
    probability = GENERATOR.beta(0.6, 0.6, 2000)
    labels = GENERATOR.random(2000) < probability**1.5
    inputs = kind("p", meaning="probability"), kind("y", (), "bool")
    result = measure(item("calibration", *inputs, bins=bins), (probability, labels))
    observed, stated = calibration_curve(labels, probability, n_bins=bins)
    (curve,) = result.curves["reliability"]
    np.testing.assert_allclose(curve.x, stated, rtol=1e-9)
    np.testing.assert_allclose(curve.y, observed, rtol=1e-9)
    assert result.values["brier"] == pytest.approx(brier_score_loss(labels, probability))
    assert result.values["calibration_error"] == pytest.approx(error_by_hand(probability, labels, bins))
    assert result.values["calibration_error"] > 0.05
    assert result.headline is not None
    assert result.headline.interval is not None
    assert (
        result.headline.interval.low < result.headline.value == result.values["brier"] < result.headline.interval.high
    )
    overall = brier_score_loss(labels, np.full(2000, labels.mean()))
    assert f"would give {overall:.3g}." in result.headline.meaning


def test_more_classes() -> None:
    logits = GENERATOR.normal(size=(900, 4)) * 3
    shares = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    labels = np.array([GENERATOR.choice(4, p=row**0.5 / (row**0.5).sum()) for row in shares])
    inputs = kind("z", (4,), meaning="logits"), kind("y", (), "class", classes=4)
    result = measure(item("calibration", *inputs, bins=10), (logits, labels))
    expected = error_by_hand(shares.max(1), shares.argmax(1) == labels, 10)
    assert result.values["calibration_error"] == pytest.approx(expected)
    assert result.values["brier"] == pytest.approx(((shares - np.eye(4)[labels]) ** 2).sum(1).mean())


def test_hard_decisions_have_none() -> None:
    inputs = kind("step(z)"), kind("y", (), "bool")
    result = measure(item("calibration", *inputs), (np.array([0.0, 1.0]), np.array([True, False])))
    assert result.headline is None
    assert "hard decisions" in result.notes[0]


def test_the_report_shows_it() -> None:
    probability = GENERATOR.random(300)
    labels = GENERATOR.random(300) < probability
    data = dataset(
        "tosses", {"x": probability, "y": labels}, {"x": field_type(probability), "y": field_type(labels, "bool")}
    )
    inputs = kind("Net(x)", meaning="probability"), kind("y", (), "bool")
    judged = evaluated(data, "test", {"p": probability, "y": labels}, [(item("calibration", *inputs), ("p", "y"))])
    run = RunResult(
        experiment("tosses", "", [phase("tosses", 1, 8, "bce")], Net=2), (judged,), datasets={"tosses": data}
    )
    page = report.html(run)
    assert "expected calibration error" in page
    assert "Reliability: of the examples where “y = true”" in page
    assert "Brier score" in page
    assert '"reliability"' in as_json(run)
