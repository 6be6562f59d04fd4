"""Sizes and positions of axes, where a word computes them itself."""

from collections.abc import Sequence
from typing import Any

from compiler.types import Dimension, Tensor
from compiler.types.dimensions import quotient
from compiler.vocabulary.arguments import Misfit


def position(axis: int, tensor: Tensor, word: str, argument: str = "axis", extra: int = 0) -> int:
    """An axis counted from the front, of a tensor with `extra` more axes; raises `Misfit` where there is none such."""
    if tensor.shape is None:
        return axis
    rank = len(tensor.shape) + extra
    if rank == 0:
        help = "it is one number for each example, and the batch axis is not counted: leave this out"
        raise Misfit(f"{word} takes a tensor of at least 1 axis, but here is {tensor}", input=0, help=help)
    if not -rank <= axis < rank:
        reason = f"there is no axis {axis} in {tensor}: they are {-rank} to {rank - 1}"
        help = "the axes are one example's: the batch axis is not among them"
        raise Misfit(reason, what="value", argument=argument, help=help)
    return axis % rank


def windows(length: Dimension, window: int, stride: int, padding: int, dilation: int = 1) -> Dimension:
    """How often a window fits on an axis padded on both sides: floor((n + 2 p - d (k - 1) - 1) / s) + 1.

    At most 0 where the window is larger than the padded axis.
    """
    reach = dilation * (window - 1) + 1
    return quotient(length + 2 * padding - reach + stride, stride)


def spread(value: int | tuple[int, ...], rank: int, word: str, argument: str) -> tuple[int, ...]:
    """One number for each of `rank` axes, from one for all or a list of them."""
    if isinstance(value, int):
        return (value,) * rank
    if len(value) != rank:
        axes = "1 axis" if rank == 1 else f"{rank} axes"
        reason = f"{argument} has {len(value)} numbers, but {word} takes one for each of the {axes} before the channels"
        help = "give one number for all; an image without an axis for channels gets one by `-> expand`"
        raise Misfit(reason, what="value", argument=argument, help=help)
    return value


def match_axes(rule: Sequence[str], tensor: Tensor, input: int, word: str, bound: dict[str, Any]) -> None:
    """Bind an input's axes to a rule's names; raises `Misfit` where they do not fit."""
    shape = tensor.shape
    assert shape is not None
    open_ended = "..." in rule
    named = len(rule) - open_ended
    if len(shape) < named or (len(shape) > named and not open_ended):
        wanted = f"at least {named}" if open_ended else str(named)
        axes = "axis" if named == 1 else "axes"
        help = "`-> expand` makes a number a vector of one" if not shape else None
        raise Misfit(f"{word} takes {wanted} {axes} ({' '.join(rule)}), but here is {tensor}", input=input, help=help)
    spread = len(shape) - named
    position = 0
    for token in rule:
        value: Any = shape[position : position + spread] if token == "..." else shape[position]
        position += spread if token == "..." else 1
        if token.isdigit():
            if value != int(token):
                raise Misfit(f"{word} takes {token} here, but the axis is {value} in {tensor}", input=input)
        elif token != "_" and bound.setdefault(token, value) != value:
            raise Misfit(f"{word} takes equal sizes for {token}, but they are {bound[token]} and {value}", input=input)
