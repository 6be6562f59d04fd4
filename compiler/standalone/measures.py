"""Measures over a whole split.

A prediction is [n, ..., classes], logits, or [n, ...], the second class's logits or numbers; a label is [n, ...].
"""

from collections.abc import Iterator

import numpy as np

Figures = dict[str, float]


def classification(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """How well classes are told apart; of two classes, how well the second is found."""
    figures = accuracy(prediction, label) | log_loss(prediction, label)
    decision, label = log_probabilities(prediction, label).argmax(axis=1), label.reshape(-1)
    if prediction.ndim == 1 or prediction.shape[-1] == 2:
        hits = (decision * label).sum()
        figures |= {"sensitivity": hits / label.sum(), "precision": hits / max(decision.sum(), 1)}
    return figures | auc(prediction, label) | average_precision(prediction, label)


def log_probabilities(prediction: np.ndarray, label: np.ndarray) -> np.ndarray:
    """The logarithm of each class's probability, float64 [n, classes]."""
    if prediction.ndim == label.ndim:
        prediction = np.stack([np.zeros_like(prediction), prediction], axis=-1)
    logits = prediction.reshape(-1, prediction.shape[-1]).astype(np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


def accuracy(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The share of predictions that are right."""
    return {"accuracy": (log_probabilities(prediction, label).argmax(axis=1) == label.reshape(-1)).mean()}


def log_loss(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The mean negative logarithm of the probability that was given to the label."""
    given = np.take_along_axis(log_probabilities(prediction, label), label.reshape(-1, 1).astype(int), axis=1)
    return {"log loss": -given.mean()}


def ranked(prediction: np.ndarray, label: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Scores and which examples are positive, of each class against all others; of two classes, of the second."""
    logs, label = log_probabilities(prediction, label), label.reshape(-1)
    scores = logs[:, 1:] - logs[:, :1] if logs.shape[1] == 2 else np.exp(logs)
    for number, score in enumerate(scores.T, logs.shape[1] - scores.shape[1]):
        if 0 < (label == number).sum() < len(label):
            yield score, label == number


def auc(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The area under the ROC curve: the chance that a positive example is ranked before a negative one."""
    areas = []
    for score, positive in ranked(prediction, label):
        _, places, counts = np.unique(score, return_inverse=True, return_counts=True)
        ranks, count = (np.cumsum(counts) - (counts - 1) / 2)[places], positive.sum()
        areas.append((ranks[positive].sum() / count - (count + 1) / 2) / (~positive).sum())
    return {"AUC": np.mean(areas)}


def average_precision(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The precision averaged over the recall, without interpolation."""
    areas = []
    for score, positive in ranked(prediction, label):
        order = np.argsort(-score, kind="stable")
        ends = np.append(np.flatnonzero(np.diff(score[order])), len(score) - 1)
        found = np.cumsum(positive[order])[ends]
        areas.append((np.diff(found, prepend=0) * found / (ends + 1)).sum() / positive.sum())
    return {"average precision": np.mean(areas)}


def regression(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """How well numbers are predicted, in the unit of the field."""
    return r2(prediction, label) | mae(prediction, label) | rmse(prediction, label)


def r2(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The share of the labels' variance that is explained, the mean over the outputs whose labels vary."""
    y, p = (values.reshape(len(label), -1).astype(np.float64) for values in (label, prediction))
    varies = np.ptp(y, axis=0) > 0
    left = ((y - p) ** 2).sum(axis=0)[varies] / ((y - y.mean(axis=0)) ** 2).sum(axis=0)[varies]
    return {"R2": 1 - left.mean()}


def mae(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The mean absolute error."""
    return {"mean absolute error": np.abs(prediction.astype(np.float64) - label).mean()}


def rmse(prediction: np.ndarray, label: np.ndarray) -> Figures:
    """The root of the mean squared error, the mean over the outputs."""
    squared = (prediction.astype(np.float64) - label) ** 2
    return {"root mean squared error": np.sqrt(squared.reshape(len(label), -1).mean(axis=0)).mean()}
