"""Words that have a way back, by which `dlc predict` brings numbers to the units of the data."""

from collections.abc import Sequence

from compiler.python.target import Expr
from compiler.vocabulary.at import At


class Undone:
    """What every word tells of its way back; none but where it says so."""

    def undone(self, at: At, input: int, result: Expr, inputs: Sequence[Expr]) -> Expr | None:
        """The input of this place that gave `result`, the others being `inputs`; None where that cannot be told."""
        return None
