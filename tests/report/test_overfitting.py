"""The judgement of overfitting, from training, validation and test."""

from dataclasses import replace

import pytest
from report_gallery import evaluate, history

from runtime.evaluate.results import Headline, Interval, Result
from runtime.report.overfitting import validation_course, verdict
from runtime.run_folder.history import Validation


def against(run, name, train, test, *, interval=None, better="higher"):
    """The run with its first item measuring `train` on the training split and `test` on the split evaluated."""
    evaluation = run.evaluations[0]
    headline = Headline(name, name, test, interval, better=better, form="share" if better == "higher" else "number")
    results = {"result": Result(name, 500, headline), "train": Result(name, 900, None, {name: train})}
    first = replace(evaluation.items[0], **results)
    return replace(run, history=()), replace(evaluation, items=(first,))


@pytest.mark.parametrize(
    ("train", "test", "interval", "words", "tone"),
    [
        (0.95, 0.94, Interval(0.92, 0.96, "Wilson"), "No sign of overfitting", "good"),
        (0.90, 0.94, None, "No sign of overfitting", "good"),
        (0.99, 0.975, Interval(0.97, 0.98, "Wilson"), "Slight overfitting", "warn"),
        (0.99, 0.93, Interval(0.92, 0.94, "Wilson"), "Overfitting", "warn"),
        (1.00, 0.60, Interval(0.55, 0.65, "Wilson"), "Strong overfitting", "bad"),
    ],
)
def test_of_shares(gallery, train, test, interval, words, tone):
    run = gallery["digits"]
    found = verdict(*against(run, "accuracy", train, test, interval=interval))
    assert found.sentences[0][0].startswith(words)
    assert "900 training examples" in found.sentences[0][0]
    assert f"{run.evaluations[0].rows} test examples" in found.sentences[0][0]
    assert found.tone == tone


@pytest.mark.parametrize(
    ("train", "test", "words"),
    [
        (1.0, 1.05, "Slight overfitting"),
        (1.0, 1.5, "Overfitting"),
        (0.1, 1.0, "Strong overfitting"),
        (1.0, 0.9, "No sign"),
        (0.0, 0.5, "Strong overfitting"),
    ],
)
def test_of_errors(gallery, train, test, words):
    found = verdict(*against(gallery["digits"], "mae", train, test, better="lower"))
    assert found.sentences[0][0].startswith(words)


def test_trained_examples_prove_nothing(gallery):
    run = gallery["digits"]
    evaluation = replace(run.evaluations[0], evaluation=evaluate("digits", "train"))
    found = verdict(run, evaluation)
    assert "proves nothing" in found.sentences[0][0]
    assert found.tone == "warn"


def test_nothing_learned(gallery):
    run = gallery["gates"]
    assert "Nothing was learned" in verdict(run, run.evaluations[0]).sentences[0][0]


def lines_of(losses):
    """A history with these validation losses."""
    lines = history(len(losses), 1, 1, 0)
    return [replace(line, validation=Validation(loss)) for line, loss in zip(lines, losses, strict=True)]


@pytest.mark.parametrize(
    ("losses", "words", "rose"),
    [
        ([3, 2, 1], "fell to the end", False),
        ([3, 1, 1], "was least after epoch 2 and has stayed near", False),
        ([3, 1, 0.999], "levelled off", False),
        ([3, 1, 2], "after epoch 2 and has risen by 100 % since", True),
        ([3, -1, 2], "risen from −1 to 2", True),
        ([3, *[1.05, 0.95, 1.0] * 20], "has stayed near", False),
        ([3, *[1.05, 0.95, 1.0] * 20, *[1.3, 1.4] * 5], "has risen by 37 %", True),
    ],
)
def test_course_of_the_validation_loss(losses, words, rose):
    lines = [
        replace(line, validation=Validation(loss))
        for line, loss in zip(history(len(losses), 1, 1, 0), losses, strict=True)
    ]
    sentence, found = validation_course(lines)
    assert words in sentence
    assert found == rose


def test_without_validation_there_is_no_course():
    assert validation_course([replace(line, validation=None) for line in history(3, 1, 1, 0)]) is None
    assert validation_course([]) is None
    assert validation_course([replace(line, validation=Validation(None)) for line in history(3, 1, 1, 0)]) is None


def test_a_rise_is_no_fault_where_the_best_weights_were_kept():
    lines = [
        replace(line, validation=Validation(loss)) for line, loss in zip(history(3, 1, 1, 0), [3, 1, 2], strict=True)
    ]
    sentence, rose = validation_course(lines, kept=True)
    assert sentence.endswith("since; the weights kept are the best ones.")
    assert not rose
