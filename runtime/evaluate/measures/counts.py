"""Rates of the confusion matrix: sensitivity, specificity, precision, accuracy and F1 (lecture: assessment)."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Rates:
    """Each class against all others, float [..., k]; NaN where a rate has nothing to count."""

    sensitivity: np.ndarray
    specificity: np.ndarray
    precision: np.ndarray
    f1: np.ndarray
    support: np.ndarray
    predicted: np.ndarray


def confusion_matrix(labels: np.ndarray, decisions: np.ndarray, classes: int) -> np.ndarray:
    """The confusion matrix: int [k, k], [label][prediction]."""
    return np.bincount(labels * classes + decisions, minlength=classes * classes).reshape(classes, classes)


def rates(confusion: np.ndarray) -> Rates:
    """The rates of confusion matrices: int [..., k, k]."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    support, predicted = confusion.sum(axis=-1), confusion.sum(axis=-2)
    negatives = support.sum(axis=-1, keepdims=True) - support
    return Rates(
        sensitivity=share(right, support),
        specificity=share(negatives - (predicted - right), negatives),
        precision=share(right, predicted),
        f1=share(2 * right, support + predicted),
        support=support,
        predicted=predicted,
    )


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0)
    return found


def macro(rate: np.ndarray, of: Rates) -> np.ndarray:
    """scikit-learn's macro average: over the classes that occur as label or prediction, an undefined rate as 0."""
    occurs = (of.support + of.predicted) > 0
    total: np.ndarray = np.where(occurs, np.nan_to_num(rate), 0.0).sum(axis=-1)
    return np.asarray(total / np.maximum(occurs.sum(axis=-1), 1))


def macro_specificity(of: Rates) -> np.ndarray:
    """The mean over the classes that have negatives."""
    defined = np.isfinite(of.specificity)
    total: np.ndarray = np.where(defined, of.specificity, 0.0).sum(axis=-1)
    return np.asarray(total / np.maximum(defined.sum(axis=-1), 1))
