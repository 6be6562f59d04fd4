"""Errors in the units of the column that a label was computed from, where the way back is a multiple and a constant."""

from dataclasses import replace
from typing import Any

import numpy as np

from compiler.descriptor import ReportItem
from compiler.emit.inverse import VALUES
from runtime.evaluate.results import Result
from runtime.program import evaluated

POINTS = np.array([0.0, 1.0, -3.0, -1.0, 0.5, 2.5])


def undone(expression: str, array: np.ndarray, fit: Any) -> np.ndarray:
    """A field's values in the units of its column; `expression` is the program's, of `values`, `np` and `fit`."""
    with np.errstate(all="ignore"):
        return np.asarray(evaluated(expression, {VALUES: array.astype(np.float64), "np": np, "fit": fit}))


def slope(expression: str, shape: tuple[int, ...], fit: Any) -> np.ndarray | None:
    """How many units of the column one of the field's is: float [*shape]; None where it depends on the value."""
    points = POINTS.reshape(-1, *[1] * len(shape))
    values = undone(expression, np.broadcast_to(points, (len(POINTS), *shape)), fit)
    if not np.isfinite(values).all():
        return None
    found: np.ndarray = values[1] - values[0]
    line = values[0] + found * points
    if not np.allclose(values, line, rtol=1e-9, atol=1e-9 * float(np.abs(line).max())):
        return None
    return found


def in_units(item: ReportItem, arrays: tuple[np.ndarray, ...], result: Result, fit: Any) -> Result:
    """A measure of numbers with its errors in the units of the label's column too, where the item says the way back.

    Args:
        item: the measure.
        arrays: prediction and label, rows first.
        fit: what the features learned.
    """
    way = item.inputs[-1].undone
    if way is None or result.headline is None:
        return result
    prediction, label = (np.asarray(array, np.float64) for array in arrays)
    scale = slope(way.values, label.shape[1:], fit)
    if scale is None:
        return result
    errors = ((prediction - label) * scale).reshape(len(label), -1)
    found = {
        "mae_in_units": float(np.abs(errors).mean()),
        "rmse_in_units": float(np.sqrt((errors**2).mean(axis=0)).mean()),
    }
    return replace(result, values={**result.values, **found})
