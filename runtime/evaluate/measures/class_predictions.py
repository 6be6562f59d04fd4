"""Predictions of classes in one form, whatever the model gives: decisions, and degrees of belief if there are any."""

from dataclasses import dataclass

import numpy as np

from compiler.descriptor import ArrayType, Input, ReportItem
from runtime.errors import RunError
from runtime.evaluate.measures import Unmeasurable

SEVERAL = (
    "each example has {} labels, counted one by one; the intervals take them for independent, and so are too narrow"
)
HARD = "the predictions are hard decisions: without degrees of belief there are no ROC and precision-recall curves"


@dataclass(frozen=True, slots=True)
class Judged:
    """n predictions of one of k classes.

    Attributes:
        labels: int [n].
        decisions: int [n].
        scores: float [n, k] (of two classes [n, 1], the second's), larger is more likely; None for hard decisions.
        surprise: float [n], -log p(label); None for hard decisions.
        names: of the k classes.
        positions: labels of one example; their mean stands for the example's.
        notes: what the reader must know.
    """

    labels: np.ndarray
    decisions: np.ndarray
    scores: np.ndarray | None
    surprise: np.ndarray | None
    best: np.ndarray | None
    names: tuple[str, ...]
    positions: int
    notes: tuple[str, ...]

    @property
    def classes(self) -> int:
        return len(self.names)

    def wrong(self) -> np.ndarray:
        """How wrong each example's prediction is: float [examples]."""
        score = (self.decisions != self.labels).astype(float)
        if self.surprise is not None:
            # Every wrong decision comes before every right one; among them the most surprising first.
            score += self.surprise / (1 + self.surprise)
        return np.asarray(score.reshape(-1, self.positions).mean(axis=1))


def judge(item: ReportItem, prediction: np.ndarray, label: np.ndarray, top: int = 1) -> Judged:
    """The predictions in one form.

    Args:
        item: its `inputs` say what the arrays mean: logits, probabilities or decisions; how many classes, their names.
        prediction: [n, ..., k] real for k classes, or [n, ...] for one logit, probability or decision.
        label: [n, ...] int or bool.
        top: so many best guesses are kept in `best`: int [n, top].
    """
    given, wanted = item.inputs
    positions = int(np.prod(label.shape[1:]))
    notes = (SEVERAL.format(positions),) if positions > 1 else ()
    outputs = prediction.shape[-1] if prediction.ndim > label.ndim else 1
    labels = verified_labels(label, item.title)
    if prediction.dtype.kind == "f" and np.isnan(prediction).any():
        bad = int(np.isnan(prediction.reshape(len(prediction), -1)).any(axis=1).sum())
        raise Unmeasurable(
            f"the predictions of {bad:,} of {len(prediction):,} examples are not numbers (NaN): nothing is measured; "
            "a smaller learning rate or a clipped gradient usually helps"
        )
    count = number_of_classes(given.type, wanted.type, outputs, prediction, labels)
    if outputs > 1 and outputs != count:
        raise RunError(f"{item.title}: {outputs} outputs cannot tell {count} classes apart")
    names = class_names(wanted, given, count)
    if labels.min() < 0 or labels.max() >= count:
        found = labels.min() if labels.min() < 0 else labels.max()
        raise RunError(f"{item.title}: a label is {found}, but there are {count} classes, 0 to {count - 1}")
    if outputs == 1 and prediction.ndim == label.ndim:
        if hard(given.type, prediction):
            decisions = prediction.reshape(-1).astype(np.int64)
            if decisions.min() < 0 or decisions.max() >= count:
                raise RunError(f"{item.title}: a decision is {decisions.max()}, but there are {count} classes")
            return Judged(
                labels,
                decisions,
                None,
                None,
                None,
                names,
                positions,
                (*notes, HARD) if item.word == "classification" else notes,
            )
        logit = binary_logit(prediction.reshape(-1).astype(np.float64), given.type.meaning, item.title)
        surprise = np.logaddexp(0.0, np.where(labels == 1, -logit, logit))
        return Judged(labels, (logit > 0).astype(np.int64), logit[:, None], surprise, None, names, positions, notes)
    logs = log_probabilities(prediction.reshape(-1, outputs).astype(np.float64), given.type.meaning, item.title)
    surprise = -np.take_along_axis(logs, labels[:, None], axis=1)[:, 0]
    best = np.argsort(-logs, axis=1, kind="stable")[:, :top] if top > 1 else None
    # The difference of two logarithms keeps its digits where the probability itself is all but 1.
    scores = logs[:, 1:] - logs[:, :1] if outputs == 2 else np.exp(logs)
    return Judged(labels, logs.argmax(axis=1), scores, surprise, best, names, positions, notes)


def verified_labels(label: np.ndarray, title: str) -> np.ndarray:
    if label.dtype.kind == "f":
        if not np.array_equal(label, np.round(label)):
            raise Unmeasurable("some labels are missing (NaN) or no whole numbers: they name no class")
    elif label.dtype.kind not in "iub":
        raise RunError(f"{title}: the labels are {label.dtype} values, not classes")
    return label.reshape(-1).astype(np.int64)


def number_of_classes(
    given: ArrayType, wanted: ArrayType, outputs: int, prediction: np.ndarray, labels: np.ndarray
) -> int:
    if isinstance(classes := wanted.classes, int):
        return classes
    if outputs > 1:
        return outputs
    if given.kind in ("class", "int"):
        return (
            given.classes
            if isinstance(given.classes, int)
            else max(2, int(prediction.max()) + 1, int(labels.max()) + 1)
        )
    return 2


def class_names(wanted: Input, given: Input, count: int) -> tuple[str, ...]:
    """The classes' names, in order; of two that say nothing alone together with what they are of: "malignant = 1"."""
    names = plain_names(wanted.type, given.type, count)
    if names in TELLING_NOTHING and wanted.title.isidentifier():
        return tuple(f"{wanted.title} = {name}" for name in names)
    return names


TELLING_NOTHING = (("0", "1"), ("false", "true"), ("no", "yes"))


def plain_names(wanted: ArrayType, given: ArrayType, count: int) -> tuple[str, ...]:
    """The classes' names, in order; of classes without names their numbers."""
    for side in (wanted, given):
        if len(side.class_names) == count:
            return side.class_names
    return ("false", "true") if wanted.kind == "bool" and count == 2 else tuple(map(str, range(count)))


def hard(given: ArrayType, prediction: np.ndarray) -> bool:
    """Whether a prediction is a decision: by its type, or, as after a `step`, by only ever being 0 or 1."""
    if given.kind != "real" or prediction.dtype.kind in "iub":
        return True
    return given.meaning == "value" and bool(np.isin(prediction, (0, 1)).all())


def binary_logit(output: np.ndarray, meaning: str, title: str) -> np.ndarray:
    if meaning == "log_probability":
        output, meaning = np.exp(output), "probability"
    if meaning != "probability":
        return output
    verify_probabilities(output, title)
    p = clip_probabilities(output)
    logit: np.ndarray = np.log(p) - np.log1p(-p)
    return logit


def log_probabilities(outputs: np.ndarray, meaning: str, title: str) -> np.ndarray:
    if meaning == "probability":
        verify_probabilities(outputs, title)
        total = outputs.sum(axis=1, keepdims=True)
        outputs = np.log(clip_probabilities(outputs / np.where(total > 0, total, 1)))
    peak = outputs.max(axis=1, keepdims=True)
    if not np.isfinite(peak).all():
        raise Unmeasurable("some predictions are infinite: nothing is measured; a smaller learning rate usually helps")
    shifted = outputs - peak
    logs: np.ndarray = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs


def verify_probabilities(values: np.ndarray, title: str) -> None:
    if values.min() < -1e-5 or values.max() > 1 + 1e-5:
        raise RunError(
            f"{title}: a probability is {values.min() if values.min() < 0 else values.max():g}, not between 0 and 1"
        )


def clip_probabilities(probability: np.ndarray) -> np.ndarray:
    """Kept off 0 and 1 by the smallest step, as scikit-learn's log loss does."""
    step = np.finfo(np.float64).eps
    kept: np.ndarray = np.clip(probability, step, 1 - step)
    return kept
