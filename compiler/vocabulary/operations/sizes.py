"""Sizes that only the data tell: known by name while compiling, by number once the features are fitted."""

from compiler.types import Dimension, Tensor
from compiler.vocabulary.base import bad, ok
from compiler.vocabulary.speech import Sizing


class WidthOf(Sizing):
    """How long the last axis of a field is: of `[_]`, which only the data tell, as of any other.

    It stands where a size does: `dense(width_of(houses.place))`.
    """

    takes = (("real", "int", "bool"),)
    axes = "... n -> "
    formula = "width_of(data.field)"
    examples = (ok([5], Tensor((), "int")), ok(Tensor((3, 4), "int"), Tensor((), "int")), bad([], "at least 1 axis"))

    def size(self, field: Tensor, data: str, name: str) -> Dimension:
        return (field.shape or (1,))[-1]


class Vocabulary(Sizing):
    """How many different values a field has: the tokens that were learned from the training split, or the classes.

    It stands where a size does: `embed(vocabulary(plays.tokens), 64)`, `-> [t, vocabulary(plays.tokens)]`. Of whole
    numbers of which nothing was learned it is one more than the largest.
    """

    takes = (("int", "class"),)
    formula = "vocabulary(data.field)"
    examples = (
        ok(Tensor((5,), "int"), Tensor((), "int")),
        ok(Tensor((), "class", classes=3), Tensor((), "int")),
        bad([], "takes int or class"),
        bad(Tensor((), "text"), "takes int or class"),
    )
