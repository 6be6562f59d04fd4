"""What features learn from the training split, and its application to every split."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from runtime.errors import RunError

if TYPE_CHECKING:
    import numpy as np

BLOCK = 256
"""How many rows a statistic takes at a time, so that its float64 copy stays in the processor's cache."""


class NotLearned(RunError):
    """A feature is applied of which nothing was learned."""


class Fit:
    """A program's fitted features, each under a key.

    As long as it is `learning`, each method learns from the values that it is given, which are the training split's,
    and applies what it learned; afterwards it only applies.  Values have the batch axis in front; results are real.
    """

    def __init__(self, state: "Mapping[str, Mapping[str, np.ndarray]] | None" = None) -> None:
        self.learning = state is None
        self.state: dict[str, Mapping[str, np.ndarray]] = dict(state or {})

    def learned(self, key: str) -> "Mapping[str, np.ndarray]":
        if key not in self.state:
            raise NotLearned(f"nothing was learned for `{key}`", help="train again: the program has changed since")
        return self.state[key]

    def freeze(self) -> None:
        """Nothing is learned from here on."""
        self.learning = False

    def standardize(self, key: str, values: "np.ndarray", axis: int | None = None) -> "np.ndarray":
        """(x - mean) / standard deviation, each element's own or each index's of an example's `axis`.

        As sklearn.preprocessing.StandardScaler: missing values are passed over, and what does not vary becomes 0.
        """
        import numpy as np

        if self.learning:
            mean, variance = moments(values, reduced(values, axis))
            deviation = np.sqrt(variance)
            # A rounding error of the mean alone is no variation.
            constant = deviation <= 10 * np.finfo(np.float64).eps * np.abs(mean)
            self.state[key] = {"mean": mean, "deviation": np.where(constant, 1.0, deviation)}
        learned = self.learned(key)
        return scaled(values, learned["mean"], learned["deviation"])

    def min_max(self, key: str, values: "np.ndarray", axis: int | None = None) -> "np.ndarray":
        """(x - min) / (max - min), as sklearn.preprocessing.MinMaxScaler."""
        import numpy as np

        if self.learning:
            axes = reduced(values, axis)
            low = np.fmin.reduce(values, axes, keepdims=True)[0].astype(np.float64)
            high = np.fmax.reduce(values, axes, keepdims=True)[0].astype(np.float64)
            self.state[key] = {"low": low, "range": np.where(high == low, 1.0, high - low)}
        learned = self.learned(key)
        return scaled(values, learned["low"], learned["range"])

    def fill_missing(self, key: str, values: "np.ndarray", by: str = "median") -> "np.ndarray":
        """The training split's median or mean where a value is missing, each element's own."""
        import numpy as np

        missing = np.isnan(values)
        if self.learning:
            empty = np.flatnonzero(missing.all(axis=0))
            if empty.size:
                help = "give the value to put there: fill_missing(x, value = 0)"
                raise RunError(f"{key}: there is no value in the training split to take the {by} of", help=help)
            statistic = np.nanmedian if by == "median" else np.nanmean
            self.state[key] = {"value": np.asarray(statistic(values.astype(np.float64), axis=0))}
        return np.where(missing, self.learned(key)["value"].astype(real_type(values)), values)

    def one_hot(self, key: str, values: "np.ndarray", classes: int | None = None) -> "np.ndarray":
        """A 1 at each value's index in a new last axis: the number itself, or a text's place among the categories.

        A text that the training split does not hold, or a missing one, is all zeros.
        """
        import numpy as np

        if values.dtype.kind not in "OU":
            assert classes is not None
            wrong = np.flatnonzero(((values < 0) | (values >= classes)).reshape(len(values), -1).any(axis=1))
            if wrong.size:
                found = values[wrong[0]].tolist()
                raise RunError(
                    f"{key}: one_hot of {found} has no place among 0 to {classes - 1}", help=f"`classes` is {classes}"
                )
            return np.eye(classes, dtype=np.float32)[values.astype(np.int64)]
        if self.learning:
            categories = np.unique(values[values != ""].astype(str))
            if classes is not None and len(categories) != classes:
                held = ", ".join(categories[:10]) + (", ..." if len(categories) > 10 else "")
                reason = (
                    f"{key}: the training split has {len(categories)} categories where {classes} are expected: {held}"
                )
                raise RunError(reason, help=f"write classes = {len(categories)}")
            self.state[key] = {"categories": categories}
        categories = self.learned(key)["categories"]
        return np.asarray(values[..., None] == categories.astype(object), dtype=np.float32)

    def to_json(self) -> dict[str, dict[str, Any]]:
        """What was learned, as nested lists."""
        return {key: {name: array.tolist() for name, array in learned.items()} for key, learned in self.state.items()}

    @classmethod
    def from_json(cls, state: Mapping[str, Mapping[str, Any]]) -> "Fit":
        """What `to_json` gave, ready to be applied."""
        import numpy as np

        return cls(
            {key: {name: np.asarray(value) for name, value in learned.items()} for key, learned in state.items()}
        )


def reduced(values: "np.ndarray", axis: int | None) -> tuple[int, ...]:
    """The axes that a statistic is taken over: the batch axis, and all of an example's but `axis`."""
    if axis is None:
        return (0,)
    kept = axis % (values.ndim - 1) + 1
    return tuple(i for i in range(values.ndim) if i != kept)


def real_type(values: "np.ndarray") -> "np.dtype[Any]":
    """The type that scaling is computed in: float64 for a table's numbers, else float32."""
    import numpy as np

    return values.dtype if values.dtype.kind == "f" else np.dtype(np.float32)


def scaled(values: "np.ndarray", offset: "np.ndarray", scale: "np.ndarray") -> "np.ndarray":
    kind = real_type(values)
    result = values.astype(kind)
    result -= offset.astype(kind)
    result /= scale.astype(kind)
    return result


def moments(values: "np.ndarray", axes: tuple[int, ...]) -> "tuple[np.ndarray, np.ndarray]":
    """Mean and variance over `axes` in float64, missing values passed over; without the batch axis."""
    import numpy as np

    def total(term: "Any") -> "np.ndarray":
        blocks = (term(values[i : i + BLOCK].astype(np.float64)) for i in range(0, len(values), BLOCK))
        return np.asarray(sum(np.nansum(block, axis=axes, keepdims=True) for block in blocks))

    count = np.maximum(total(lambda block: ~np.isnan(block)), 1)
    mean = total(lambda block: block) / count
    variance = total(lambda block: (block - mean) ** 2) / count
    return mean[0], variance[0]
