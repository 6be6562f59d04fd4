"""The way back from a field to the column that it is computed from, as far as its words tell it."""

from collections.abc import Mapping
from dataclasses import dataclass

from compiler import ir
from compiler.emit.locations import at_of
from compiler.python.printer import text
from compiler.python.target import Expr, Name, expr
from compiler.types import Tensor
from compiler.vocabulary.operations.shaping import Shaping

VALUES = "values"


@dataclass(frozen=True)
class Undoing:
    """`column` is the source's; `expression`, of `values`, `np` and `fit`, is NumPy that gives it from the field."""

    column: str
    expression: str


def of_prediction(value: ir.Value, label: ir.Value, data: ir.DataSet, keys: Mapping[int, str]) -> Undoing | None:
    """How a prediction is brought back to the column that its label was computed from; None where nothing does.

    The field's expression must be undone word by word, and the prediction be of the label's own shape.  `keys` are the
    names under which what is fitted is kept, by the value's identity.
    """
    if value.type != label.type:
        return None
    column = moved_from(label)
    if not isinstance(column, ir.Column):
        return None
    field = next((field for field in data.fields if field.name == column.name), None)
    if field is None or (column is not label and field.value.type != Tensor((), "real")):
        return None  # only where all of the field's numbers are computed alike may they stand elsewhere
    return undoing(field, keys)


def moved_from(value: ir.Value) -> ir.Value:
    """What a value's numbers are taken from, where they are only moved: `next` of `next[0]`."""
    while isinstance(value, ir.Apply) and isinstance(value.word, Shaping) and value.word.moves:
        value = value.inputs[0]
    return value


def undoing(field: ir.DataField, keys: Mapping[int, str]) -> Undoing | None:
    """How a field is undone; None where it is a column as it stands, or a word on the way has no way back.

    `keys` names what fitted words have learned.
    """
    way: Expr = Name(VALUES)
    value = field.value
    while isinstance(value, ir.Apply):
        inputs = [constant(one) for one in value.inputs]
        open = [i for i, one in enumerate(inputs) if one is None]
        if len(open) != 1 or not isinstance(value.type, Tensor):
            return None
        (place,) = open
        types = [one.type for one in value.inputs if isinstance(one.type, Tensor)]
        if len(types) != len(inputs) or types[place].shape != value.type.shape or types[place].kind == "text":
            return None  # what changes a shape is no function of each number
        given = [Name(VALUES) if one is None else one for one in inputs]
        batched = [one is None for one in inputs]
        at = at_of(value.word, types, value.type, batched, "np", key=keys.get(id(value), ""))
        back = value.word.undone(at, place, way, given)
        if back is None:
            return None
        way, value = back, value.inputs[place]
    if not isinstance(value, ir.Column) or value is field.value:
        return None
    return Undoing(value.name, text(way))


def constant(value: ir.Value) -> Expr | None:
    """A value that is the same for every example, as an expression."""
    return expr(value.value) if isinstance(value, ir.Constant) else None
