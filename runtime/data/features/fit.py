"""A program's features, all families together: what it calls `fit`."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from runtime.data.features.categories import Categories
from runtime.data.features.scaling import Scaling
from runtime.data.features.selection import Selection
from runtime.data.features.sounds import Sounds
from runtime.data.features.texts import Texts
from runtime.data.features.times import Times


class Fit(Scaling, Categories, Texts, Selection, Times, Sounds):
    """Every feature under its name.

    `to_json` gives {key: {name: nested lists}}, where a key is "DATA.FIELD", or "DATA.FIELD2" and so on for a field of
    several fitted features; the names are those of the arrays that the feature learned ("mean" and "deviation").
    `Fit.from_json(...)` of it applies the same features to other rows, which need no label.
    """

    def to_json(self) -> dict[str, dict[str, Any]]:
        """What was learned, as nested lists."""
        return {key: {name: array.tolist() for name, array in learned.items()} for key, learned in self.state.items()}

    @classmethod
    def from_json(
        cls, state: Mapping[str, Mapping[str, Any]], facts: Mapping[str, dict[str, Any]] | None = None
    ) -> "Fit":
        """What `to_json` gave, ready to be applied, with what is told of it."""
        fit = cls({key: {name: array(value) for name, value in learned.items()} for key, learned in state.items()})
        fit.facts = dict(facts or {})
        return fit


def array(value: Any) -> np.ndarray:
    """Nested lists as an array; of texts as objects, for an array of characters would lose NULs at their ends."""
    found = np.asarray(value)
    return np.asarray(value, object) if found.dtype.kind == "U" else found
