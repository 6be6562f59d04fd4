"""The numbers that a column holds, and between which ends they lie."""

from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any


def ranges(columns: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """The least and the largest number of each column that holds numbers, those in lists included."""
    found = {name: list(_numbers(values)) for name, values in columns.items()}
    return {name: (min(values), max(values)) for name, values in found.items() if values}


def _numbers(values: Iterable[Any]) -> Iterator[int | float]:
    for value in values:
        if isinstance(value, tuple | list):
            yield from _numbers(value)
        elif isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
            yield value
