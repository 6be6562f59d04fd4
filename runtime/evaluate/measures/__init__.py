"""Measures of predictions against labels; every number equals scikit-learn's."""

from importlib import import_module

import numpy as np

from compiler.descriptor import ReportItem
from runtime.data.padding import places
from runtime.errors import RunError
from runtime.evaluate.results import Result

# Imported on use: scikit-learn and SciPy cost a second, and a run without measures never needs them.
CLASSES = "runtime.evaluate.measures.classification"
NUMBERS = "runtime.evaluate.measures.regression"
WHERE = {
    "classification": CLASSES,
    "accuracy": CLASSES,
    "precision": CLASSES,
    "recall": CLASSES,
    "sensitivity": CLASSES,
    "specificity": CLASSES,
    "f1": CLASSES,
    "auc": CLASSES,
    "average_precision": CLASSES,
    "log_loss": CLASSES,
    "regression": NUMBERS,
    "r2": NUMBERS,
    "mae": NUMBERS,
    "rmse": NUMBERS,
}


class Unmeasurable(Exception):
    """The arrays allow no number; the text says why, for the report."""


def measure(item: ReportItem, arrays: tuple[np.ndarray, ...], *, intervals: bool = True) -> Result:
    """Measure an item of an `evaluate`.

    Args:
        item: what is measured; of the namespace "loss" the word is a loss, averaged over the split.
        arrays: what the program's `evaluate` gave for it, rows first: (prediction, label), or (losses,).
        intervals: whether to resample for confidence intervals, which takes most of the time.

    Returns:
        The result.  Where the arrays allow no number (an empty split, predictions that are not numbers) its headline
        is None and its notes say why.

    Raises:
        RunError: the arrays cannot be what the item says, such as labels beyond the number of classes.
    """
    item, arrays = places(item, arrays)
    rows = len(arrays[0])
    try:
        if rows == 0:
            raise Unmeasurable("the split has no rows: there is nothing to measure")
        if any(len(array) != rows for array in arrays):
            raise RunError(f"{item.title}: {' and '.join(str(len(array)) for array in arrays)} rows cannot be compared")
        if item.namespace == "loss":
            loss: Result = import_module(NUMBERS).mean_loss(item, np.asarray(arrays[0]), intervals)
            return loss
        if item.word not in WHERE:
            raise RunError(f"no measure is called {item.word}")
        result: Result = import_module(WHERE[item.word]).measure(item, *map(np.asarray, arrays), intervals)
        return result
    except Unmeasurable as reason:
        return Result(item.word, rows, None, notes=(str(reason),))
