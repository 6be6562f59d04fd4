"""The types of values: shape, kind and meaning.  A shape is one example's; the batch axis is never in it."""

from dataclasses import replace
from math import prod
from typing import Literal

from compiler.types.dimensions import Dimension as Dimension
from compiler.types.dimensions import Formula as Formula
from compiler.types.dimensions import padded, ragged, shown
from dsl.immutable import immutable

Kind = Literal["real", "int", "bool", "class", "text", "boxes"]
Meaning = Literal["value", "logits", "probability", "log_probability"]


Shape = tuple[Dimension, ...]


@immutable
class Tensor:
    """A tensor's type.

    `shape` is None where the rank is not known (a column of data not yet seen).  `classes` counts
    the classes of a `class[n]`, whose elements are integers in 0..n; it is None where unknown.
    """

    shape: Shape | None
    kind: Kind = "real"
    meaning: Meaning = "value"
    classes: Dimension | None = None
    class_names: tuple[str, ...] = ()

    @property
    def rank(self) -> int | None:
        return None if self.shape is None else len(self.shape)

    def reshaped(self, shape: Shape | None) -> "Tensor":
        return replace(self, shape=shape)

    def ragged_axes(self) -> tuple[int, ...]:
        """The axes that are of another length in each example."""
        return tuple(i for i, dimension in enumerate(self.shape or ()) if ragged(dimension))

    def padded(self) -> "Tensor":
        """The type of the array that holds it: each ragged axis as long as the longest example there may be."""
        return self.reshaped(tuple(map(padded, self.shape))) if self.ragged_axes() and self.shape else self

    def __str__(self) -> str:
        shape = "..." if self.shape is None else ", ".join(map(shown, self.shape))
        match self.kind:
            case "real":
                return f"[{shape}]"
            case "text":
                return "text" if not self.shape else f"text[{shape}]"
            case "class":
                head = f"class[{'?' if self.classes is None else self.classes}]"
                return head if self.shape == () else f"{head} x [{shape}]"
            case _:
                return f"{self.kind}[{shape}]"


@immutable
class Record:
    """The type of several named values."""

    fields: tuple[tuple[str, "Type"], ...]

    def get(self, name: str) -> "Type | None":
        return dict(self.fields).get(name)

    def __str__(self) -> str:
        return "(" + ", ".join(f"{name}: {type}" for name, type in self.fields) + ")"


Type = Tensor | Record


@immutable
class Window:
    """Which rows of a source make one example: `length` of them, from `after` rows behind its start.

    The starts are `stride` rows apart.
    """

    length: int
    after: int = 0
    stride: int = 1


def size(shape: Shape) -> Dimension:
    """The number of elements; a formula as soon as one dimension is one."""
    return prod(shape)


def broadcast(a: Shape, b: Shape) -> Shape | None:
    """The shape of an element-wise operation, by NumPy's rule; None where the shapes do not fit."""
    result: list[Dimension] = []
    for i in range(1, max(len(a), len(b)) + 1):
        left = a[-i] if i <= len(a) else 1
        right = b[-i] if i <= len(b) else 1
        if left != right and 1 not in (left, right):
            return None
        result.append(right if left == 1 else left)
    return tuple(reversed(result))
