"""`calibration`: whether what is given a probability of 80 % is so 80 times in 100."""

from collections.abc import Sequence

import numpy as np

from compiler.descriptor import ReportItem
from runtime.evaluate.measures import Family, Unmeasurable, Written
from runtime.evaluate.measures.class_predictions import Judged, judge
from runtime.evaluate.measures.intervals import bootstrap
from runtime.evaluate.results import Curve, Headline, ItemResult, Result
from runtime.report import figures
from runtime.report.blocks import Block, Picture
from runtime.report.wording import number

NUMBERS: Sequence[Written] = (
    ("calibration_error", "expected calibration error", number),
    ("mean_confidence", "mean probability stated", number),
    ("share", "share that is so", number),
)


def measure(item: ReportItem, prediction: np.ndarray, label: np.ndarray, intervals: bool = True) -> Result:
    """The Brier score, the expected calibration error and the reliability diagram.

    The score is the headline: the error is no less for a model that always states the overall share, and it is larger
    the fewer the examples are.

    Source: Guo et al., 2017; Brier, 1950.
    """
    judged = judge(item, prediction, label)
    if judged.scores is None:
        raise Unmeasurable("the predictions are hard decisions, without a probability that could be compared")
    confidence, happened, squared = confidences(judged, judged.scores)
    count = item.count("bins", 10)
    bins = np.digitize(confidence, np.linspace(0, 1, count + 1)[1:-1], right=True)
    held = np.bincount(bins, minlength=count)
    filled = held > 0
    stated = np.bincount(bins, confidence, count)[filled] / held[filled]
    observed = np.bincount(bins, happened, count)[filled] / held[filled]
    error, brier = float(np.abs(stated - observed) @ held[filled] / len(confidence)), float(squared.mean())
    shares = np.bincount(judged.labels, minlength=judged.classes) / len(confidence)
    constant = float(1 - (shares**2).sum()) / (2 if judged.classes == 2 else 1)
    interval = bootstrap(len(squared), lambda counts: counts @ squared / len(squared)) if intervals else None
    points = tuple(stated.tolist())
    return Result(
        item.word,
        len(label),
        Headline(
            "brier",
            "Brier score",
            brier,
            interval,
            "lower",
            meaning="The squared difference between the probability stated and what is so, on average; always stating "
            f"how frequent each label is would give {constant:.3g}. A stated probability is off by "
            f"{100 * error:.2g} percentage points from how often it comes true.",
        ),
        {
            "calibration_error": error,
            "brier": brier,
            "mean_confidence": float(confidence.mean()),
            "share": float(happened.mean()),
        },
        {} if interval is None else {"brier": interval},
        class_names=judged.names,
        curves={
            "reliability": (Curve("reliability", points, tuple(observed.tolist()), error),),
            "examples": (Curve("examples", points, tuple(held[filled].tolist())),),
        },
        notes=judged.notes,
    )


def confidences(judged: Judged, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What probability was stated, whether what it was stated of is so, and the squared errors: float, bool, float [n].

    Of two classes it is the second's, of more that of the class predicted; the error is over all classes.
    """
    if judged.classes == 2:
        logits = scores[:, 0]
        probability = np.exp(-np.logaddexp(0.0, -logits))
        return probability, judged.labels == 1, (probability - judged.labels) ** 2
    errors = scores - np.eye(judged.classes)[judged.labels]
    return scores.max(axis=1), judged.decisions == judged.labels, (errors**2).sum(axis=1)


def errors(item: ItemResult) -> Sequence[Block]:
    """The reliability diagram, over how many examples each of its points rests on."""
    assert item.result is not None
    curves, names = item.result.curves, item.result.class_names
    of = f"“{names[1]}”" if len(names) == 2 else "the class predicted"
    with figures.drawing((4.3, 4.3), rows=2, sharex=True, height_ratios=(3, 1)) as ([axes, below], out):
        (reliability,), (examples,) = curves["reliability"], curves["examples"]
        axes.plot([0, 1], [0, 1], color=figures.MUTED, linewidth=1, linestyle=(0, (3, 3)))
        axes.plot(reliability.x, reliability.y, marker="o", markersize=4, **figures.style(0))
        figures.unit_square(axes, "", "share that is so")
        below.bar(examples.x, examples.y, width=0.03, color=figures.SERIES[0])
        below.set(xlabel="probability stated", ylabel="examples")
    caption = (
        f"Reliability: of the examples where {of} was given about the same probability, the share where it is so. "
        "Below the dashed line the probabilities are too high. The bars count the examples of each point."
    )
    return (Picture(out[0], caption),)


FAMILY = Family(measure, lambda result: NUMBERS, errors=errors)
