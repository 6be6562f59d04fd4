"""Examples written out in the spec."""

from collections.abc import Sequence
from typing import Any

from compiler.schemas.numbers import ranges
from compiler.types import Kind, Tensor
from compiler.types.dimensions import sized
from compiler.vocabulary.base import Finder, Misfit, Schema, use
from compiler.vocabulary.speech import Source


class Rows(Source):
    """Examples written out: each argument is a column, a list with one entry for each example.

    Numbers, truth values and texts may be entries, and lists of them that are all of one size. Lists of numbers may
    differ in length, which makes the column ragged (`x: [t <= 9]`).
    """

    open_arguments = True
    formula = "rows(x = [[0, 0], [0, 1]], y = [0, 1])"
    examples = (use(x=((0, 0), (0, 1)), y=(0, 1)),)

    def verify(self) -> None:
        if not self.extra:
            help = "rows(x = [[0, 0], [0, 1]], y = [0, 1])"
            raise Misfit("rows needs at least one column", what="value", help=help)
        counts = {name: len(column) for name, column in self.extra.items() if isinstance(column, tuple)}
        for name, column in self.extra.items():
            if not isinstance(column, tuple):
                raise Misfit(f"the column {name} must be a list of examples", what="value", argument=name)
            if not column:
                raise Misfit(f"the column {name} is empty", what="value", argument=name)
            column_type(name, column)
        first = next(iter(counts))
        for name, count in counts.items():
            if count != counts[first]:
                reason = f"the column {name} has {count} examples, but {first} has {counts[first]}"
                raise Misfit(reason, what="value", argument=name, help="each column has one entry for each example")

    def schema(self, find: Finder) -> Schema:
        self.verify()
        columns = {name: column for name, column in self.extra.items() if isinstance(column, tuple)}
        types = {name: column_type(name, column) for name, column in columns.items()}
        return Schema(types, rows=len(next(iter(columns.values()))), ranges=ranges(columns))


def column_type(name: str, column: Sequence[Any]) -> Tensor:
    """The type of one entry of a literal column: ragged where lists of numbers differ in length.

    Raises `Misfit` where the entries differ otherwise, in shape or kind.
    """
    shape, kinds = entry_shape(column[0]), set()
    shapes = [entry_shape(entry) for entry in column]
    if len({found[0] for found in shapes if found}) > 1 and len({found and found[1:] for found in shapes}) == 1:
        kinds = {kind for entry in column for kind in leaf_kinds(entry)}
        if None not in shapes and kinds <= {"real", "int"}:
            longest = max(found[0] for found in shapes if found)
            kind: Kind = "real" if "real" in kinds else "int"
            return Tensor((sized(name, longest, name), *(shape or (0,))[1:]), kind)
    if shape is None:
        reason = f"the column {name} begins with {in_words(shape)}"
        raise Misfit(reason, what="value", argument=name, help="all rows of a list are of one size")
    for i, entry in enumerate(column, 1):
        if entry_shape(entry) != shape:
            reason = (
                f"the column {name} begins with {in_words(shape)}, but its entry {i} is {in_words(entry_shape(entry))}"
            )
            raise Misfit(reason, what="value", argument=name, help="all entries of a column are of one shape")
        kinds |= leaf_kinds(entry)
    if kinds <= {"real", "int"}:
        return Tensor(shape, "real" if "real" in kinds else "int")
    if len(kinds) > 1 or "unknown" in kinds:
        raise Misfit(
            f"the column {name} mixes different kinds of entries", what="value", argument=name, help="use one kind"
        )
    return Tensor(shape, "bool" if "bool" in kinds else "text")


def entry_shape(entry: object) -> tuple[int, ...] | None:
    """An entry's shape; None where it is ragged or has an empty axis."""
    if not isinstance(entry, tuple | list):
        return ()
    shapes = {entry_shape(item) for item in entry}
    inner = shapes.pop() if len(shapes) == 1 else None
    return None if inner is None else (len(entry), *inner)


def in_words(shape: tuple[int, ...] | None) -> str:
    if shape is None:
        return "a ragged or empty list"
    return "a list of " + " x ".join(map(str, shape)) if shape else "a single value"


def leaf_kinds(entry: object) -> set[str]:
    if isinstance(entry, tuple | list):
        return set().union(*map(leaf_kinds, entry))
    kinds = {bool: "bool", int: "int", float: "real", str: "text"}
    return {kinds.get(type(entry), "unknown")}
