"""Functions of one module for inputs of several shapes: one method where the same code serves all, else one for each.

The same code serves them where it differs in numbers only, and these follow from the lengths of the inputs' axes: the
method then reads them off the arrays that it is given.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from compiler import ir
from compiler.problems.wording import either
from compiler.python.identifiers import unique
from compiler.python.statements import Assign, Define, Note
from compiler.python.target import Expr, Literal, Prefix, Subscript, name, operator
from compiler.python.trees import names
from compiler.types import Dimension, Tensor

AXES = (("length",), ("height", "width"), ("height", "width", "depth"))
"""What axes are called whose lengths a method reads off its input, by how many there are."""

LARGEST_DIVISOR = 1024
"""A length is divided by the strides and windows that it has passed, hardly by more."""


class _Different(Exception):
    """The trees differ in more than numbers that the inputs' lengths tell."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """An axis of an input with its length in each application; `read` is how the program comes to it."""

    title: str
    read: Expr
    lengths: tuple[Dimension, ...]


@dataclass(slots=True)
class _Lengths:
    """The axes whose lengths differ, and those of them that are asked for."""

    axes: tuple[_Axis, ...]
    used: dict[str, Expr] = field(default_factory=dict)

    def expression(self, values: tuple[object, ...]) -> Expr:
        """A number that is another in each application, computed from the lengths.  Raises `_Different`."""
        if not all(type(value) is int for value in values):
            raise _Different
        for chosen, found in self._candidates(values):
            self.used |= {axis.title: axis.read for axis in chosen}
            return found
        raise _Different

    def _candidates(self, values: tuple[Any, ...]) -> Iterator[tuple[tuple[_Axis, ...], Expr]]:
        for count in range(1, len(self.axes) + 1):
            for chosen in combinations(self.axes, count):
                product: Expr = name(chosen[0].title)
                lengths = list(chosen[0].lengths)
                for axis in chosen[1:]:
                    product = operator("*", product, name(axis.title))
                    lengths = [a * b for a, b in zip(lengths, axis.lengths, strict=True)]
                found = _from(product, lengths, values)
                if found is not None:
                    yield chosen, found


def _from(length: Expr, lengths: Sequence[Any], values: Sequence[int]) -> Expr | None:
    """The values computed from the lengths, in the same way for all; None where there is none."""
    if not all(isinstance(one, int) and one > 0 for one in lengths):
        return None
    pairs = list(zip(lengths, values, strict=True))
    if all(value == one for one, value in pairs):
        return length
    ratio = Fraction(values[0], lengths[0])
    if ratio > 0 and all(value == ratio * one for one, value in pairs):
        scaled = operator("*", ratio.numerator, length) if ratio.numerator > 1 else length
        return operator("//", scaled, ratio.denominator) if ratio.denominator > 1 else scaled
    for divisor in range(2, min(max(lengths), LARGEST_DIVISOR) + 1):
        if all(value == one // divisor for one, value in pairs):
            return operator("//", length, divisor)
        if all(value == -(-one // divisor) for one, value in pairs):
            return Prefix("-", operator("//", Prefix("-", length), divisor))
    difference = values[0] - lengths[0]
    if all(value - one == difference for one, value in pairs):
        return operator("+" if difference > 0 else "-", length, abs(difference))
    return None


def unify(drafts: Sequence[Define], functions: Sequence[ir.Function]) -> Define | None:
    """One method for all that the drafts do, each for its function; None where they need one each.

    The drafts' parameters are the functions' inputs first, behind `self`.
    """
    first = drafts[0]
    if len(drafts) == 1:
        return first
    if any(draft.parameters != first.parameters for draft in drafts):
        return None
    lengths = _Lengths(tuple(_axes(first, functions)))
    try:
        body = _one(tuple(draft.body for draft in drafts), lengths.expression)
    except _Different:
        return None
    read = tuple(Assign(title, value) for title, value in lengths.used.items())
    doc = either(draft.doc.removesuffix(".") for draft in drafts)
    return replace(first, doc=f"{doc}." if doc else "", body=(*read, *body))


def _axes(draft: Define, functions: Sequence[ir.Function]) -> Iterator[_Axis]:
    taken = {*draft.parameters, *names(draft), *(a.target for a in draft.body if isinstance(a, Assign))}
    for i, entries in enumerate(zip(*(function.inputs for function in functions), strict=True)):
        types = [entry.type.padded() for entry in entries if isinstance(entry.type, Tensor)]
        ranks = {type.rank for type in types}
        if len(types) < len(functions) or len(ranks) > 1:
            continue
        columns = list(zip(*(type.shape or () for type in types), strict=True))
        differing = [axis for axis, column in enumerate(columns) if len(set(column)) > 1]
        titles = AXES[min(len(differing), len(AXES)) - 1] if differing else ()
        for number, axis in enumerate(differing):
            title = unique(titles[number] if number < len(titles) else f"size{number + 1}", taken)
            taken.add(title)
            shape = name(f"{draft.parameters[1 + i]}.shape")
            yield _Axis(title, Subscript(shape, (Literal(axis + 1),)), columns[axis])


def _one(trees: Sequence[Any], differing: Callable[[tuple[object, ...]], Expr]) -> Any:
    """The tree that all are; `differing` says what stands for numbers in which they differ."""
    first = trees[0]
    if any(type(tree) is not type(first) for tree in trees):
        raise _Different
    match first:
        case Literal():
            values = tuple(tree.value for tree in trees)
            return first if all(repr(value) == repr(first.value) for value in values) else differing(values)
        case Note():
            return replace(first, shape=either(tree.shape for tree in trees))
        case tuple():
            if len({len(tree) for tree in trees}) > 1:
                raise _Different
            return tuple(_one(parts, differing) for parts in zip(*trees, strict=True))
        case _ if is_dataclass(first):
            parts = {f.name: _one([getattr(tree, f.name) for tree in trees], differing) for f in fields(first)}
            return replace(first, **parts)  # type: ignore[type-var]
    if any(tree != first for tree in trees):
        raise _Different
    return first
