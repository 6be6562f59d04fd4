"""Measures of a ranking by score: ROC and precision-recall curves, their areas, and the intervals of those."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from runtime.evaluate.measures.intervals import bootstrap, delong
from runtime.evaluate.results import Curve, Interval

DRAWN = 20  # classes whose curves are kept: more lines than that no one tells apart
POINTS = 400  # of a curve that is kept


@dataclass(frozen=True, slots=True)
class Ranked:
    """For each ranked class (the second of two, or every one of more) its areas and curves; NaN where it has no
    positives or no negatives."""

    auc: np.ndarray
    average_precision: np.ndarray
    roc: tuple[Curve, ...]
    precision_recall: tuple[Curve, ...]


def rank_classes(labels: np.ndarray, scores: np.ndarray, names: tuple[str, ...]) -> Ranked:
    """Each class against all others.

    Args:
        labels: int [n].
        scores: float [n, k], or [n, 1] with the second class's.
        names: of the k classes.
    """
    from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_curve

    columns = scores.shape[1]
    areas, averages = np.full(columns, np.nan), np.full(columns, np.nan)
    roc: list[Curve] = []
    precision_recall: list[Curve] = []
    for column, index in enumerate(ranked_classes(columns)):
        positive = labels == index
        if positive.all() or not positive.any():
            continue
        false_rate, true_rate, _ = roc_curve(positive, scores[:, column])
        areas[column] = auc(false_rate, true_rate)
        averages[column] = average_precision_score(positive, scores[:, column])
        if len(roc) < DRAWN:
            precision, recall, _ = precision_recall_curve(positive, scores[:, column])
            roc.append(thin_curve(names[index], false_rate, true_rate, float(areas[column])))
            # scikit-learn ends at recall 0; a line is read from there.
            precision_recall.append(thin_curve(names[index], recall[::-1], precision[::-1], float(averages[column])))
    return Ranked(areas, averages, tuple(roc), tuple(precision_recall))


def ranked_classes(columns: int) -> range:
    return range(1, 2) if columns == 1 else range(columns)


def thin_curve(title: str, x: np.ndarray, y: np.ndarray, area: float) -> Curve:
    """A curve with at most POINTS points, spread evenly along its length, both ends among them."""
    if len(x) > POINTS:
        length = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
        keep = np.unique(np.searchsorted(length, np.linspace(0, length[-1], POINTS)).clip(0, len(x) - 1))
        x, y = x[keep], y[keep]
    return Curve(title, tuple(map(float, x)), tuple(map(float, y)), area)


def auc_interval(labels: np.ndarray, scores: np.ndarray, area: float) -> Interval | None:
    """DeLong's interval of two classes; of more a bootstrap of the mean area."""
    if scores.shape[1] == 1:
        return delong(labels == 1, scores[:, 0], area)
    return ranking_interval(labels, scores, trapezoids)


def average_precision_interval(labels: np.ndarray, scores: np.ndarray) -> Interval | None:
    return ranking_interval(labels, scores, steps)


def ranking_interval(
    labels: np.ndarray, scores: np.ndarray, area: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> Interval | None:
    """A bootstrap of the mean over the classes of an area under a curve."""
    columns = scores.shape[1]
    sorters = [sorter(labels == index, scores[:, column]) for column, index in enumerate(ranked_classes(columns))]

    def statistic(counts: np.ndarray) -> np.ndarray:
        areas = np.full((columns, len(counts)), np.nan)
        for column, (order, positive, ends) in enumerate(sorters):
            weights = counts[:, order]
            true = np.cumsum(weights * positive, axis=1)[:, ends]
            false = np.cumsum(weights * ~positive, axis=1)[:, ends]
            areas[column] = area(true, false)
        present = np.isfinite(areas)
        total = np.where(present, areas, 0.0).sum(axis=0)
        return np.where(present.any(axis=0), total / np.maximum(present.sum(axis=0), 1), np.nan)

    return bootstrap(len(labels), statistic, columns=columns)


def sorter(positive: np.ndarray, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The order of falling scores, the labels in it, and where each run of equal scores ends."""
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    return order, positive[order], ends


def trapezoids(true: np.ndarray, false: np.ndarray) -> np.ndarray:
    """The area under the ROC curve through the counts at each threshold: float [r, thresholds] to [r]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        height = (true + np.pad(true, ((0, 0), (1, 0)))[:, :-1]) / 2
        area: np.ndarray = (height * np.diff(false, axis=1, prepend=0)).sum(axis=1) / (true[:, -1] * false[:, -1])
        return area


def steps(true: np.ndarray, false: np.ndarray) -> np.ndarray:
    """The average precision from the counts at each threshold: float [r, thresholds] to [r]."""
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(true > 0, true / (true + false), 0.0)
        area: np.ndarray = (precision * np.diff(true, axis=1, prepend=0)).sum(axis=1) / true[:, -1]
        return area
