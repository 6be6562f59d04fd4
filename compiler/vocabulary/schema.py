"""What a source says of its data before the examples are read."""

from collections.abc import Callable, Mapping
from dataclasses import field

from compiler.types import Tensor
from dsl.immutable import immutable


@immutable
class Schema:
    """What a source brings: its columns' types, its own splits, and the number of rows where known.

    `parts` names the columns that stand side by side in a column of vectors; `ranges` holds the least and the largest
    value of columns of numbers, as far as they have been looked at. `instead` are columns that can be read
    instead of the others, where a row is something else then. `seen` tells of columns what the first rows hold.
    """

    columns: Mapping[str, Tensor]
    splits: tuple[str, ...] = ()
    rows: int | None = None
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    instead: Mapping[str, Tensor] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> Mapping[str, Tensor]:
        """All columns that can be named."""
        return {**self.columns, **self.instead}


Finder = Callable[[str], "str | None"]
"""Turns a source's path into a file's, or None where it is not found."""
