"""Measures of classes: the family `classification`, its single numbers, and what the report shows of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from compiler.descriptor import ReportItem
from runtime.evaluate.measures import Family, Unmeasurable, Written, headlines
from runtime.evaluate.measures.class_predictions import Judged, judge
from runtime.evaluate.measures.counts import Rates, confusion_matrix, macro, macro_specificity, rates
from runtime.evaluate.measures.intervals import bootstrap, bootstrap_confusion, wilson
from runtime.evaluate.measures.ranking import Ranked, auc_interval, average_precision_interval, rank_classes
from runtime.evaluate.results import Interval, ItemResult, Result
from runtime.report.blocks import Block
from runtime.report.wording import area, number, share

SCORED = ("classification", "auc", "average_precision", "log_loss")
MOST_CLASSES = 1000  # beyond them a confusion matrix fills the memory and no one reads it
MOST_RANKED = 5e7  # scores that are sorted, class by class: some seconds
MOST_RESAMPLED = 100  # classes up to which resampled confusion matrices are drawn


def measure(item: ReportItem, prediction: np.ndarray, label: np.ndarray, intervals: bool = True) -> Result:
    """The family, or one number of it, as the item's word says.

    Args:
        prediction: [n, k] outputs for k classes, or [n] logits, probabilities or decisions for the second of two.
        label: int or bool [n].
    """
    word = item.word
    top = item.count("top")
    judged = judge(item, prediction, label, top)
    if judged.classes > MOST_CLASSES:
        return of_many_classes(item, judged, top)
    confusion = confusion_matrix(judged.labels, judged.decisions, judged.classes)
    of = rates(confusion)
    areas = ranking_of(judged) if word in SCORED else None
    values, shares = rate_values(confusion, of, judged.classes)
    notes = [*judged.notes, *undefined_rates(of, judged.names)]
    if judged.best is not None:
        values[f"top_{top}_accuracy"], shares[f"top_{top}_accuracy"] = top_accuracy(judged)
    if judged.surprise is not None:
        values["log_loss"] = float(judged.surprise.mean())
    if areas is not None:
        values |= {"auc": mean(areas.auc), "average_precision": mean(areas.average_precision)}
    elif word in SCORED and judged.scores is not None:
        notes.append("there are too many scores to be ranked: no ROC and no precision-recall curve")
    whole = Result(
        word,
        len(label),
        None,
        values,
        {name: interval for name, interval in shares.items() if interval is not None},
        class_rows(of, judged.names, areas),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        class_names=judged.names,
        curves={} if areas is None else {"roc": areas.roc, "precision_recall": areas.precision_recall},
        score=judged.wrong(),
        notes=tuple(notes),
    )
    name = headlines.of_family(whole, judged.scores is not None) if word == "classification" else word
    found = interval_of(name, judged, confusion, whole) if intervals else whole.intervals.get(name)
    return with_headline(whole, name, found)


def with_headline(whole: Result, name: str, interval: Interval | None) -> Result:
    """A result with its headline; a single measure keeps only what belongs to it."""
    word = whole.word
    value = whole.values.get(name)
    intervals = {**whole.intervals, **({} if interval is None else {name: interval})}
    if value is None:
        raise Unmeasurable(f"{headlines.TITLES[name]} is undefined here: {why_missing(name, whole)}")
    if word != "classification":
        curve = {"auc": "roc", "average_precision": "precision_recall"}.get(name, "")
        whole = replace(
            whole,
            values={key: whole.values[key] for key in (name, "most_common") if key in whole.values},
            curves={curve: whole.curves[curve]} if curve in whole.curves else {},
        )
        intervals = {key: found for key, found in intervals.items() if key == name}
    return replace(whole, intervals=intervals, headline=headlines.of_classes(whole, name, value, interval))


def why_missing(name: str, whole: Result) -> str:
    if name in ("auc", "average_precision", "log_loss") and not whole.curves:
        return "the predictions are hard decisions, without a degree of belief"
    if name in ("auc", "average_precision"):
        return "the split has examples of one class only"
    return "there is nothing to count (" + "; ".join(whole.notes) + ")"


def ranking_of(judged: Judged) -> Ranked | None:
    if judged.scores is None or judged.scores.size > MOST_RANKED:
        return None
    return rank_classes(judged.labels, judged.scores, judged.names)


def mean(values: np.ndarray) -> float | None:
    defined = values[np.isfinite(values)]
    return float(defined.mean()) if len(defined) else None


def finite(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def rate_values(
    confusion: np.ndarray, of: Rates, classes: int
) -> tuple[dict[str, float | None], dict[str, Interval | None]]:
    """Of two classes the second's rates, of more their mean over the classes."""
    total, right = int(confusion.sum()), int(np.trace(confusion))
    values: dict[str, float | None] = {"accuracy": right / total, "most_common": float(of.support.max() / total)}
    intervals = {"accuracy": wilson(right, total)}
    if classes == 2:
        hits = int(confusion[1, 1])
        values |= {
            "sensitivity": finite(of.sensitivity[1]),
            "specificity": finite(of.specificity[1]),
            "precision": finite(of.precision[1]),
            "f1": finite(of.f1[1]),
        }
        intervals |= {
            "sensitivity": wilson(hits, int(of.support[1])),
            "specificity": wilson(int(confusion[0, 0]), int(of.support[0])),
            "precision": wilson(hits, int(of.predicted[1])),
        }
    else:
        values |= {
            "sensitivity": float(macro(of.sensitivity, of)),
            "specificity": float(macro_specificity(of)),
            "precision": float(macro(of.precision, of)),
            "f1": float(macro(of.f1, of)),
        }
    values["recall"] = values["sensitivity"]
    if "sensitivity" in intervals:
        intervals["recall"] = intervals["sensitivity"]
    return values, intervals


def top_accuracy(judged: Judged) -> tuple[float, Interval | None]:
    assert judged.best is not None
    hits = int((judged.best == judged.labels[:, None]).any(axis=1).sum())
    return hits / len(judged.labels), wilson(hits, len(judged.labels))


def interval_of(name: str, judged: Judged, confusion: np.ndarray, whole: Result) -> Interval | None:
    """The headline's interval, where it is not a mere share of a count."""
    if name in whole.intervals or whole.values.get(name) is None:
        return whole.intervals.get(name)
    if name == "auc":
        assert judged.scores is not None
        area = whole.values["auc"]
        assert area is not None
        return auc_interval(judged.labels, judged.scores, area)
    if name == "average_precision":
        assert judged.scores is not None
        return average_precision_interval(judged.labels, judged.scores)
    if name == "log_loss":
        surprise = judged.surprise
        return bootstrap(len(judged.labels), lambda counts: counts @ surprise / len(judged.labels))
    if judged.classes > MOST_RESAMPLED:
        return None
    return bootstrap_confusion(confusion, resampled_rate(name, judged.classes))


def resampled_rate(name: str, classes: int) -> Callable[[np.ndarray], np.ndarray]:
    def statistic(confusions: np.ndarray) -> np.ndarray:
        of = rates(confusions)
        if name == "specificity":
            return macro_specificity(of)
        rate = {"f1": of.f1, "precision": of.precision}.get(name, of.sensitivity)
        return rate[:, 1] if classes == 2 else macro(rate, of)

    return statistic


def class_rows(of: Rates, names: tuple[str, ...], areas: Ranked | None) -> tuple[dict[str, Any], ...]:
    rows = []
    for i, name in enumerate(names):
        hits = round(float(np.nan_to_num(of.sensitivity[i]) * of.support[i]))
        found, right = wilson(hits, int(of.support[i])), wilson(hits, int(of.predicted[i]))
        # Of two classes only the second is ranked: the first's curve is the same one read backwards.
        ranked_row = None if areas is None else (i if len(areas.auc) == len(names) else i - 1)
        rows.append(
            {
                "name": name,
                "support": int(of.support[i]),
                "predicted": int(of.predicted[i]),
                "sensitivity": finite(of.sensitivity[i]),
                "sensitivity_interval": found and (found.low, found.high),
                "specificity": finite(of.specificity[i]),
                "precision": finite(of.precision[i]),
                "precision_interval": right and (right.low, right.high),
                "f1": finite(of.f1[i]),
                "auc": None if areas is None or ranked_row == -1 else finite(areas.auc[ranked_row]),
                "average_precision": None
                if areas is None or ranked_row == -1
                else finite(areas.average_precision[ranked_row]),
            }
        )
    return tuple(rows)


def undefined_rates(of: Rates, names: tuple[str, ...]) -> list[str]:
    """What is undefined, and why."""
    absent = [name for name, count in zip(names, of.support, strict=True) if count == 0]
    never = [name for name, count, said in zip(names, of.support, of.predicted, strict=True) if count and not said]
    notes = []
    if absent:
        notes.append(f"no example of this split is labelled {list_names(absent)}: sensitivity is undefined there")
        if len(names) > 2 and any(said for count, said in zip(of.support, of.predicted, strict=True) if count == 0):
            notes.append(
                "a class that is predicted but never the label counts as 0 in the mean sensitivity, precision and F1"
            )
    if never:
        notes.append(f"{list_names(never)} is never predicted: precision is undefined there")
    return notes


def list_names(names: list[str], most: int = 8) -> str:
    if len(names) > most:
        return ", ".join(names[:most]) + f" and {len(names) - most} more"
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def of_many_classes(item: ReportItem, judged: Judged, top: int) -> Result:
    """Of thousands of classes, such as a vocabulary: the numbers that need no matrix."""
    word = item.word
    total, right = len(judged.labels), int((judged.labels == judged.decisions).sum())
    values: dict[str, float | None] = {
        "accuracy": right / total,
        "most_common": float(np.bincount(judged.labels).max() / total),
        "log_loss": None if judged.surprise is None else float(judged.surprise.mean()),
    }
    intervals: dict[str, Interval | None] = {"accuracy": wilson(right, total)}
    if judged.best is not None:
        values[f"top_{top}_accuracy"], intervals[f"top_{top}_accuracy"] = top_accuracy(judged)
    name = "accuracy" if word == "classification" else word
    if name not in values:
        raise Unmeasurable(
            f"{headlines.TITLES[name]} of {judged.classes:,} classes is not computed; take accuracy or log_loss"
        )
    kept = {key: interval for key, interval in intervals.items() if interval is not None}
    note = f"{judged.classes:,} classes: no confusion matrix, no rates of single classes, no curves"
    whole = Result(
        word,
        total // judged.positions,
        None,
        values,
        kept,
        class_names=judged.names,
        score=judged.wrong(),
        notes=(*judged.notes, note),
    )
    return with_headline(whole, name, kept.get(name))


def numbers(result: Result) -> Sequence[Written]:
    best = [(name, f"top {name.split('_')[1]} accuracy", share) for name in result.values if name.startswith("top_")]
    return (*NUMBERS, *best)


def baseline(result: Result) -> tuple[float, str] | None:
    """Of accuracy, always giving the most common label; of the area under the ROC curve, guessing."""
    assert result.headline is not None
    common = result.values.get("most_common")
    if result.headline.name == "accuracy" and common:
        return common, "most common label"
    return (0.5, "chance") if result.headline.name == "auc" else None


def errors(item: ItemResult) -> Sequence[Block]:
    from runtime.evaluate.measures import class_blocks

    return () if item.result is None or item.result.confusion is None else class_blocks.errors(item.result)


NUMBERS: Sequence[Written] = (
    ("accuracy", "accuracy", share),
    ("auc", "area under ROC", area),
    ("average_precision", "average precision", area),
    ("sensitivity", "sensitivity (recall)", share),
    ("specificity", "specificity", share),
    ("precision", "precision", share),
    ("f1", "F1", share),
    ("log_loss", "log loss", number),
)
FAMILY = Family(measure, numbers, baseline, errors=errors)
