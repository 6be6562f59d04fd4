"""Examples cut out of rows as they come: a row each, or stretches of rows that may overlap."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

import numpy as np

from runtime.again.predict.predictor import Predictor
from runtime.data.table import Arrays
from runtime.errors import RunError

Row = TypeVar("Row")


class Cutter:
    """Cuts examples of `reach` rows out of rows that come block after block; the next begins `stride` rows on.

    Only the rows that examples to come need are kept.
    """

    def __init__(self, predictor: Predictor) -> None:
        self.reach, self.stride = predictor.reach, predictor.stride
        self.last: Sequence[int] = ()
        self.rows = self.found = 0
        self.interrupt()

    def interrupt(self) -> None:
        """No example reaches over this place: a row was left out here."""
        self.fields: Arrays = {}
        self.numbers = np.zeros(0, np.int64)
        self.wait = 0
        self.group: Hashable = None

    def cut(self, fields: Arrays, groups: Sequence[Hashable] = ()) -> Iterator[tuple[Arrays, np.ndarray, np.ndarray]]:
        """(fields, first rows, last rows) of the examples that end within the next rows.

        The first rows are counted within the fields given back, the last rows over all rows since the beginning.
        Of `groups`, a value for each row, no example holds two.
        """
        count = len(next(iter(fields.values())))
        start = 0
        for group, part in groupby(groups or [None] * count):
            stop = start + len(list(part))
            if group != self.group:
                self.interrupt()
            self.group = group
            yield from self.neighbours({name: values[start:stop] for name, values in fields.items()}, stop - start)
            start = stop

    def neighbours(self, fields: Arrays, count: int) -> Iterator[tuple[Arrays, np.ndarray, np.ndarray]]:
        """As `cut`, of rows that follow one another."""
        numbers = np.concatenate([self.numbers, np.arange(self.rows, self.rows + count)])
        self.rows += count
        if self.fields:
            fields = {name: np.concatenate([self.fields[name], values]) for name, values in fields.items()}
        starts = np.arange(self.wait, len(numbers) - self.reach + 1, self.stride)
        following = int(starts[-1]) + self.stride if len(starts) else self.wait
        kept = min(following, len(numbers))
        self.fields = {name: values[kept:] for name, values in fields.items()} if kept < len(numbers) else {}
        self.numbers, self.wait = numbers[kept:], following - kept
        if len(starts):
            self.found += len(starts)
            yield fields, starts, numbers[starts + self.reach - 1]

    def verify(self, place: str) -> None:
        """Raise `RunError` where rows came, but no example among them."""
        if self.rows and not self.found:
            raise RunError(
                f"an example is made of {self.reach:,} rows, but the input has {self.rows:,} in a row"
                if self.rows < self.reach
                else f"an example is made of {self.reach:,} rows, but nowhere in the input do so many belong together",
                place=place,
                help="give at least as many rows, in order",
            )
