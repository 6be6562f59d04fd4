"""Numbers brought to a common scale, and put where they are missing."""

from typing import Any

import numpy as np

from runtime.data.features.learner import Learner, abbreviate
from runtime.errors import RunError

BLOCK = 256
"""How many rows a statistic takes at a time, so that its float64 copy stays in the processor's cache."""


class Scaling(Learner):
    """`standardize`, `min_max`, `fill_missing`; results are real."""

    def standardize(self, key: str, values: np.ndarray, axis: int | None = None) -> np.ndarray:
        """(x - mean) / standard deviation, each element's own or each index's of an example's `axis`.

        As sklearn.preprocessing.StandardScaler: missing values are passed over, and what does not vary becomes 0.
        """
        if self.learning:
            mean, variance = moments(values, reduced_axes(values, axis))
            deviation = np.sqrt(variance)
            # A rounding error of the mean alone is no variation.
            constant = deviation <= 10 * np.finfo(np.float64).eps * np.abs(mean)
            found = {"mean": mean, "deviation": np.where(constant, 1.0, deviation)}
            self.learn(key, found, word="standardize", mean=abbreviate(mean), deviation=abbreviate(deviation))
        learned = self.learned(key)
        return rescale(values, learned["mean"], learned["deviation"])

    def min_max(self, key: str, values: np.ndarray, axis: int | None = None) -> np.ndarray:
        """(x - min) / (max - min), as sklearn.preprocessing.MinMaxScaler."""
        if self.learning:
            axes = reduced_axes(values, axis)
            low = np.fmin.reduce(values, axes, keepdims=True)[0].astype(np.float64)
            high = np.fmax.reduce(values, axes, keepdims=True)[0].astype(np.float64)
            found = {"low": low, "range": np.where(high == low, 1.0, high - low)}
            self.learn(key, found, word="min_max", smallest=abbreviate(low), largest=abbreviate(high))
        learned = self.learned(key)
        return rescale(values, learned["low"], learned["range"])

    def undo_standardize(self, key: str, values: np.ndarray) -> np.ndarray:
        """The x that `standardize` made these values of."""
        learned = self.learned(key)
        found: np.ndarray = values * learned["deviation"] + learned["mean"]
        return found

    def undo_min_max(self, key: str, values: np.ndarray) -> np.ndarray:
        """The x that `min_max` made these values of."""
        learned = self.learned(key)
        found: np.ndarray = values * learned["range"] + learned["low"]
        return found

    def fill_missing(self, key: str, values: np.ndarray, by: str = "median") -> np.ndarray:
        """The training split's median or mean where a value is missing, each element's own."""
        missing = np.isnan(values)
        if self.learning:
            empty = np.flatnonzero(missing.all(axis=0))
            if empty.size:
                help = "give the value to put there: fill_missing(x, value = 0)"
                raise RunError(f"{key}: there is no value in the training split to take the {by} of", help=help)
            statistic = np.nanmedian if by == "median" else np.nanmean
            value = np.asarray(statistic(values.astype(np.float64), axis=0))
            self.learn(
                key, {"value": value}, word="fill_missing", **{by: abbreviate(value)}, missing=int(missing.sum())
            )
        return np.where(missing, self.learned(key)["value"].astype(real_type(values)), values)


def reduced_axes(values: np.ndarray, axis: int | None) -> tuple[int, ...]:
    """The axes that a statistic is taken over: the batch axis, and all of an example's but `axis`."""
    if axis is None:
        return (0,)
    kept = axis % (values.ndim - 1) + 1
    return tuple(i for i in range(values.ndim) if i != kept)


def real_type(values: np.ndarray) -> "np.dtype[Any]":
    """The type that scaling is computed in: float64 for a table's numbers, else float32."""
    return values.dtype if values.dtype.kind == "f" else np.dtype(np.float32)


def rescale(values: np.ndarray, offset: np.ndarray, scale: np.ndarray) -> np.ndarray:
    kind = real_type(values)
    result = values.astype(kind)
    result -= offset.astype(kind)
    result /= scale.astype(kind)
    return result


def moments(values: np.ndarray, axes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance over `axes` in float64, missing values passed over; without the batch axis."""

    def total(term: "Any") -> np.ndarray:
        blocks = (term(values[i : i + BLOCK].astype(np.float64)) for i in range(0, len(values), BLOCK))
        return np.asarray(sum(np.nansum(block, axis=axes, keepdims=True) for block in blocks))

    count = np.maximum(total(lambda block: ~np.isnan(block)), 1)
    mean = total(lambda block: block) / count
    variance = total(lambda block: (block - mean) ** 2) / count
    return mean[0], variance[0]
