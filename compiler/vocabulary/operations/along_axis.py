"""What words that work along one axis, each of its lines by itself, have in common."""

from collections.abc import Sequence
from typing import ClassVar

from compiler.python.target import Expr
from compiler.types import Dimension, Kind, Tensor, size
from compiler.vocabulary.at import At
from compiler.vocabulary.axes import position
from compiler.vocabulary.base import EACH, MASKED, arg
from compiler.vocabulary.speech import Operation


class AlongAxis(Operation, abstract=True):
    """A word that works along one axis; `moves` says whether values are only moved, so that they keep their meaning."""

    axis: int = arg("the axis", -1)
    chapter = "Reductions"
    takes: ClassVar[tuple[tuple[str, ...], ...]] = (("real", "int"),)
    gives: ClassVar[Kind | None] = None
    moves: ClassVar[bool] = False
    ragged: ClassVar[str] = MASKED
    """What it does where that axis is ragged."""

    def infer(self, *inputs: Tensor) -> Tensor:
        self.verify_kinds(inputs)
        (x,) = inputs
        spot = position(self.axis, x, self.name)
        shape = None if x.shape is None else (*x.shape[:spot], self.length(x.shape[spot]), *x.shape[spot + 1 :])
        return x.reshaped(shape) if self.moves else Tensor(shape, self.gives or x.kind)  # type: ignore[arg-type]

    def length(self, length: Dimension) -> Dimension:
        """The axis's new size."""
        return length

    def operations(self, inputs: Sequence[Tensor], result: Tensor) -> Dimension:
        """One for each value of the result; none where values are only moved."""
        return 0 if self.moves else size(result.shape or ())

    def along(self, inputs: Sequence[Tensor], input: int, axis: int) -> str:
        return self.ragged if axis == position(self.axis, inputs[input], self.name) else EACH

    def spot(self, at: At) -> int:
        """The batched array's axis, from the front."""
        return position(self.axis, at.inputs[0], self.name) + 1

    def lengths(self, at: At) -> tuple[tuple[int, Expr], ...]:
        """That axis with the examples' lengths along it, where they differ."""
        return at.ragged((self.spot(at),))
