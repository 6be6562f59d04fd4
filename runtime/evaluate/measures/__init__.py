"""Measures of predictions against labels; every number equals scikit-learn's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from compiler.descriptor import ReportItem
from compiler.vocabulary.base import WORDS
from compiler.vocabulary.speech import Measure
from runtime.data.padding import places
from runtime.errors import RunError
from runtime.evaluate.results import ItemResult, Result

if TYPE_CHECKING:
    from runtime.report.blocks import Block

Written = tuple[str, str, Callable[[float], str]]
"""A number beside a headline: its key in a result's values, its title, and how it is written."""


@dataclass(frozen=True)
class Family:
    """How the measures of one module are computed, and what the report shows of them.

    Attributes:
        measure: (item, prediction, label, intervals) -> result; of a loss (item, losses, intervals).
        numbers: the numbers that stand beside the headline, where the result has them.
        baseline: what is reached without a model, and what that is called; None where nothing is to be said.
        remarks: what follows the headline.
        errors: where the model errs.
    """

    measure: Callable[..., Result]
    numbers: Callable[[Result], Sequence[Written]] = lambda result: ()
    baseline: Callable[[Result], tuple[float, str] | None] = lambda result: None
    remarks: "Callable[[ItemResult], Sequence[Block]]" = lambda item: ()
    errors: "Callable[[ItemResult], Sequence[Block]]" = lambda item: ()


def family_of(item: ReportItem) -> Family:
    """The family of a measure: that of the module in this folder that its declaration names, or that has its name.

    Imported on use: scikit-learn and SciPy cost a second, and a run without measures never needs them.
    """
    module = "loss"
    if item.namespace != "loss":
        word = WORDS["measure"].get(item.word)
        if word is None or not issubclass(word, Measure):
            raise RunError(f"no measure is called {item.word}")
        module = word.family or word.name
    family: Family = import_module(f"{__name__}.{module}").FAMILY
    return family


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
        return family_of(item).measure(item, *map(np.asarray, arrays), intervals)
    except Unmeasurable as reason:
        return Result(item.word, rows, None, notes=(str(reason),))
