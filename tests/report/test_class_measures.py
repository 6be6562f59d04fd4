"""Measures of classes against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from report_gallery import item, kind
from scipy.special import expit, softmax
from sklearn import metrics

from compiler.vocabulary.base import WORDS
from compiler.vocabulary.speech import Measure
from runtime.errors import RunError
from runtime.evaluate.measures import measure

# In steps of a hundredth: closer numbers are told apart or not by the last digit of whoever computes them.
SMALL = st.integers(-500, 500).map(lambda hundredths: hundredths / 100)
LOGIT, FLAG = kind("p", meaning="logits"), kind("y", (), "bool")


def label_of(classes):
    return kind("y", (), "class", classes=classes)


@st.composite
def several_classes(draw):
    classes = draw(st.integers(3, 6))
    rows = draw(st.integers(2, 40))
    labels = draw(arrays(np.int32, rows, elements=st.integers(0, classes - 1)))
    logits = draw(arrays(np.float32, (rows, classes), elements=SMALL))
    return labels, logits


@st.composite
def two_classes(draw):
    rows = draw(st.integers(2, 60))
    labels = draw(arrays(np.bool_, rows))
    logits = draw(arrays(np.float32, rows, elements=SMALL))
    return labels, logits


@settings(deadline=None, max_examples=60)
@given(several_classes())
def test_several_classes_as_scikit_learn(case):
    labels, logits = case
    classes = logits.shape[1]
    result = measure(
        item("classification", kind("p", (classes,), meaning="logits"), label_of(classes), top=2), (logits, labels)
    )
    decided, probability = logits.argmax(axis=1), softmax(logits.astype(np.float64), axis=1)
    assert np.array_equal(result.confusion, metrics.confusion_matrix(labels, decided, labels=range(classes)))
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, decided, average="macro", zero_division=0
    )
    expected = {
        "accuracy": metrics.accuracy_score(labels, decided),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "log_loss": metrics.log_loss(labels, probability, labels=range(classes)),
    }
    if len(np.unique(logits)) == logits.size:
        expected["top_2_accuracy"] = metrics.top_k_accuracy_score(labels, logits, k=2, labels=range(classes))
    areas = [
        (
            metrics.roc_auc_score(labels == i, probability[:, i]),
            metrics.average_precision_score(labels == i, probability[:, i]),
        )
        for i in range(classes)
        if 0 < (labels == i).sum() < len(labels)
    ]
    if areas:
        expected["auc"], expected["average_precision"] = np.mean(areas, axis=0)
    for name, value in expected.items():
        assert result.values[name] == pytest.approx(value, abs=1e-9), name


@settings(deadline=None, max_examples=60)
@given(two_classes(), st.sampled_from(["logit", "probability", "two logits"]))
def test_two_classes_as_scikit_learn(case, form):
    labels, logits = case
    probability = expit(logits.astype(np.float64))
    given_form = {
        "logit": (LOGIT, logits),
        "probability": (kind("p", meaning="probability"), probability),
        "two logits": (kind("p", (2,), meaning="logits"), np.stack([np.zeros_like(logits), logits], axis=1)),
    }
    described, prediction = given_form[form]
    result = measure(item("classification", described, FLAG, top=1), (prediction, labels))
    decided = probability > 0.5
    assert result.values["accuracy"] == pytest.approx(metrics.accuracy_score(labels, decided))
    assert result.values["log_loss"] == pytest.approx(metrics.log_loss(labels, probability, labels=[False, True]))
    for name, score in (
        ("precision", metrics.precision_score),
        ("recall", metrics.recall_score),
        ("f1", metrics.f1_score),
    ):
        value = score(labels, decided, zero_division=np.nan)
        assert result.values[name] == (None if np.isnan(value) else pytest.approx(value)), name
    if not labels.all():
        assert result.values["specificity"] == pytest.approx(metrics.recall_score(~labels, ~decided))
    if labels.all() or not labels.any():
        assert result.values["auc"] is None
    else:
        assert result.values["auc"] == pytest.approx(metrics.roc_auc_score(labels, logits), abs=1e-6)
        assert result.values["average_precision"] == pytest.approx(
            metrics.average_precision_score(labels, logits), abs=1e-6
        )


def test_the_lectures_worked_example():
    """Six images, three of them cats: specificity 1/3, recall 2/3, precision 2/4, accuracy 3/6."""
    cat = np.array([1, 1, 1, 0, 0, 0])
    said = np.array([True, True, False, True, True, False])
    result = measure(item("classification", kind("p", (), "bool"), label_of(2), top=1), (said, cat))
    wanted = {"specificity": 1 / 3, "recall": 2 / 3, "sensitivity": 2 / 3, "precision": 2 / 4, "accuracy": 3 / 6}
    assert {name: result.values[name] for name in wanted} == pytest.approx(wanted)
    for word, value in wanted.items():
        single = measure(item(word, kind("p", (), "bool"), label_of(2)), (said, cat))
        assert single.headline.name == word
        assert single.headline.value == pytest.approx(value)


MEASURES = [word for word in WORDS["measure"].values() if issubclass(word, Measure)]


@pytest.mark.parametrize("word", [word.name for word in MEASURES if word.family == "classification"])
def test_every_single_measure_is_the_familys_number(word):
    generator = np.random.default_rng(0)
    labels = generator.integers(3, size=200)
    logits = generator.normal(size=(200, 3)) + 1.5 * np.eye(3)[labels]
    inputs = kind("p", (3,), meaning="logits"), label_of(3)
    family = measure(item("classification", *inputs, top=1), (logits, labels))
    found = measure(item(word, *inputs, **({"top": 1} if word == "classification" else {})), (logits, labels)).headline
    assert found.value == family.values[found.name]
    assert found.interval.low < found.value < found.interval.high
    assert found.meaning


def test_the_headline_follows_the_lectures_rule():
    generator = np.random.default_rng(0)
    for share, name in ((0.5, "auc"), (0.05, "average_precision")):
        labels = generator.random(400) < share
        logits = generator.normal(size=400) + labels
        found = measure(item("classification", LOGIT, FLAG, top=1), (logits, labels)).headline
        assert found.name == name
        assert found.reason
    decided = measure(item("classification", kind("p", (), "bool"), FLAG, top=1), (labels, labels)).headline
    assert decided.name == "accuracy"
    labels = generator.integers(4, size=50)
    several = measure(item("classification", kind("p", (4,)), label_of(4), top=1), (np.eye(4)[labels], labels)).headline
    assert several.name == "accuracy"


def test_saturated_logits_keep_their_ranking():
    """A sigmoid in single precision is 1 for each of these; the area under the curve sees the difference."""
    logits, labels = np.array([40.0, 50.0, 60.0, 70.0], np.float32), np.array([False, True, False, True])
    assert measure(item("auc", LOGIT, FLAG), (logits, labels)).headline.value == 0.75


def test_a_step_is_a_hard_decision():
    """A real 0 or 1 of no stated meaning is what `step` gives, not a logit."""
    result = measure(
        item("accuracy", kind("And(x)"), kind("and", (), "int")), (np.array([0.0, 0, 0, 1]), np.array([0, 0, 0, 1]))
    )
    assert result.headline.value == 1
    assert "log_loss" not in result.values


def test_predicted_classes_have_a_confusion_matrix():
    described = kind("argmax(p)", (), "class", classes=3)
    result = measure(item("classification", described, label_of(3), top=1), (np.array([0, 1, 1]), np.array([0, 1, 2])))
    assert result.confusion == ((1, 0, 0), (0, 1, 0), (0, 1, 0))
    assert result.headline.value == pytest.approx(2 / 3)


def test_several_labels_an_example_are_counted_one_by_one():
    logits, labels = np.zeros((5, 7, 3)), np.ones((5, 7), int)
    logits[..., 1] = 1
    logits[0, 0, 2] = 5
    described = kind("p", (7, 3), meaning="logits"), kind("y", (7,), "class", classes=3)
    result = measure(item("classification", *described, top=1), (logits, labels))
    assert result.headline.value == pytest.approx(34 / 35)
    assert result.rows == len(result.score) == 5
    assert any("7 labels" in note for note in result.notes)


def test_a_vocabulary_has_no_matrix():
    generator = np.random.default_rng(0)
    labels = generator.integers(1200, size=30)
    logits = generator.normal(size=(30, 1200)) + 9 * np.eye(1200)[labels]
    inputs = kind("p", (1200,), meaning="logits"), label_of(1200)
    result = measure(item("classification", *inputs, top=5), (logits, labels))
    assert result.confusion is None
    assert result.values["top_5_accuracy"] == 1
    assert "1,200 classes" in measure(item("f1", *inputs), (logits, labels)).notes[0]


# --- what cannot be measured is said, not thrown ----------------------------------------------------


def test_one_example():
    result = measure(item("classification", LOGIT, FLAG, top=1), (np.array([2.0]), np.array([True])))
    assert (result.headline.name, result.headline.value) == ("accuracy", 1)
    assert result.values["auc"] is None
    assert any("no example" in note for note in result.notes)


def test_a_class_that_is_absent():
    logits = np.eye(3)[[0, 1, 0, 1]]
    result = measure(item("classification", kind("p", (3,)), label_of(3), top=1), (logits, np.array([0, 1, 0, 1])))
    assert result.per_class[2]["sensitivity"] is None
    assert result.values["sensitivity"] == 1
    assert len(result.curves["roc"]) == 2


@pytest.mark.parametrize(
    ("word", "prediction", "label", "reason"),
    [
        ("auc", [1.0, 2.0], [True, True], "one class only"),
        ("average_precision", [1.0, 2.0], [False, False], "one class only"),
        ("precision", [-1.0, -2.0], [True, False], "nothing to count"),
        ("auc", [1.0, np.nan], [True, False], "1 of 2 examples are not numbers"),
        ("log_loss", [0.0, 1.0], [True, False], None),
        ("accuracy", [], [], "no rows"),
    ],
)
def test_undefined_measures_give_their_reason(word, prediction, label, reason):
    result = measure(item(word, LOGIT, FLAG), (np.array(prediction, np.float32), np.array(label, bool)))
    if reason is None:
        assert result.headline is not None
    else:
        assert result.headline is None
        assert reason in result.notes[0]


@pytest.mark.parametrize(
    ("described", "prediction", "label", "message"),
    [
        (kind("p", (3,)), np.zeros((2, 3)), [0, 3], "a label is 3, but there are 3 classes"),
        (kind("p", (3,)), np.zeros((2, 3)), [0, -1], "a label is -1"),
        (kind("p", (4,)), np.zeros((2, 4)), [0, 1], "4 outputs cannot tell 3 classes apart"),
        (kind("p", (3,), meaning="probability"), np.full((2, 3), 2.0), [0, 1], "not between 0 and 1"),
        (kind("p", (3,)), np.zeros((3, 3)), [0, 1], "3 and 2 rows"),
    ],
)
def test_arrays_that_contradict_the_spec_are_errors(described, prediction, label, message):
    with pytest.raises(RunError, match=message):
        measure(item("classification", described, label_of(3), top=1), (prediction, np.array(label)))
