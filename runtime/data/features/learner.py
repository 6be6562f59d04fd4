"""What all features share: what was learned, under a key each, and what is to be told of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from runtime.errors import RunError


class NotLearned(RunError):
    """A feature is applied of which nothing was learned."""


class AtRow(RunError):
    """A value that a feature cannot take; `row` is its place among the rows that the feature was given."""

    def __init__(self, message: str, row: int, help: str | None = None) -> None:
        super().__init__(message, help=help)
        self.row = row


class Learner:
    """A program's fitted features, each under a key.

    As long as it is `learning`, each method learns from the values that it is given, which are the training split's,
    and applies what it learned; afterwards it only applies.  Values have the batch axis in front.

    Attributes:
        state: what was learned: for each key, arrays by name.
        facts: for each key what a reader wants to know of it, by name: numbers, texts and short lists.
        made: what is made once of what was learned, by key, to apply it.
        counted: by (key, what), how many values something was done to while applying: texts cut, categories not known.
    """

    def __init__(self, state: Mapping[str, Mapping[str, np.ndarray]] | None = None) -> None:
        self.learning = state is None
        self.state: dict[str, Mapping[str, np.ndarray]] = dict(state or {})
        self.facts: dict[str, dict[str, Any]] = {}
        self.made: dict[str, Any] = {}
        self.counted: Counter[tuple[str, str]] = Counter()

    def learn(self, key: str, what: Mapping[str, np.ndarray], **facts: Any) -> None:
        """Keep what was learned, and what to tell of it."""
        self.state[key] = what
        self.made.pop(key, None)
        self.facts[key] = facts

    def learned(self, key: str) -> Mapping[str, np.ndarray]:
        if key not in self.state:
            raise NotLearned(f"nothing was learned for `{key}`", help="train again: the program has changed since")
        return self.state[key]

    def count(self, key: str, what: str, number: int) -> None:
        if number:
            self.counted[key, what] += int(number)

    def freeze(self) -> None:
        """Nothing is learned from here on; what is counted is counted from here on."""
        self.learning = False
        self.counted.clear()


def abbreviate(array: np.ndarray, most: int = 12) -> Any:
    """An array for a reader: short ones in full, long ones by their ends."""
    flat = np.ravel(array)
    if flat.dtype.kind == "f":
        flat = np.array([float(f"{value:.6g}") for value in flat[: most + 1]]) if flat.size <= most else flat
        if flat.size > most:
            return f"{flat.min():.4g} to {flat.max():.4g} ({flat.size:,} values)"
    if flat.size > most:
        return f"{', '.join(map(str, flat[:most]))}, ... ({flat.size:,})"
    return flat.tolist() if np.ndim(array) else flat.tolist()[0]
