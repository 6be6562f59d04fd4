"""`data`: the function that computes a data set's fields from its source's columns."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from compiler import ir
from compiler.emit.expressions import Body, Wanted
from compiler.emit.locations import place_of
from compiler.emit.slots import hush_comments
from compiler.ir.prediction import same
from compiler.python.identifiers import unique
from compiler.python.statements import Assign, Define, Note, Return
from compiler.python.target import FALSE, RNGS, Expr, Literal, Mapping, Subscript, call, name
from compiler.python.trees import names, nodes
from compiler.types import Tensor, Type
from compiler.types.dimensions import Dimension, Size, replaced, sizes
from compiler.vocabulary.base import Word
from compiler.vocabulary.speech import Feature


@dataclass(frozen=True)
class InData:
    """The scene of a data body: columns of the source, as NumPy arrays with the rows first."""

    numpy: str = "np"
    half: bool = False
    padded: bool = False
    rngs: Expr = RNGS
    training: Expr = FALSE

    def column(self, value: ir.Column) -> Expr:
        return Subscript(name("columns"), (Literal(value.name),))

    def weight(self, value: ir.Parameter) -> Expr:
        raise TypeError(f"{value.site.name}: a data set has no weights")

    def layer(self, layer: ir.Layer) -> Expr:
        raise TypeError(f"{layer.name}: a data set has no weights")

    def invoked(self, value: ir.Invoke) -> Expr:
        raise TypeError(f"{value.module.name}: a data set uses no model")

    def length(self, size: Size) -> Expr:
        raise TypeError(f"{size.name}: a data body computes nothing along a ragged axis")

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        return {}


def narrowed(data: ir.DataSet, names: Collection[str]) -> ir.DataSet:
    """The data set with some of its fields."""
    return replace(data, fields=tuple(field for field in data.fields if field.name in names))


def fields_of(data: ir.DataSet, title: str, keys: dict[int, str]) -> Define:
    """(columns, fit) -> fields; `fit` holds what is learned from the training split, under `keys`."""
    body = Body(InData(), keys=keys)
    results = body.compute([Wanted(field.value, field.name, True, base_type(field)) for field in data.fields])
    statements, values = body.statements(results)
    fields = Mapping(tuple((field.name, value) for field, value in zip(data.fields, values, strict=True)))
    statements = hush_comments(statements, "")
    if names([*statements, Return(fields)])["batch_size"]:
        read = [node for node in nodes(statements) if isinstance(node, Subscript) and node.value == name("columns")]
        column = read[0] if read else call("next", call("iter", call("columns.values")))
        statements.insert(0, Assign("batch_size", call("len", column)))
    doc = f"The fields of `{data.name}`" + (", of which windows are examples" if windowed(data) else "")
    doc += "; what is fitted is fitted on the training split only." if keys else "."
    return Define(title, ("columns", "fit"), doc, (*statements, Return(fields)), Note(place=place_of(data.span)))


def base_type(field: ir.DataField) -> Type:
    """What is computed of one row."""
    shape = field.type.shape
    return field.type if field.window is None or shape is None else field.type.reshaped(shape[1:])


def windowed(data: ir.DataSet) -> bool:
    return any(field.window is not None for field in data.fields)


def ragged_fields(data: ir.DataSet) -> dict[str, str]:
    """The fields whose examples differ in length, each with the name of that length: equal names are equal lengths."""
    return {field.name: str((field.type.shape or ())[0]) for field in data.fields if field.type.ragged_axes()}


def shortest(spec: ir.Experiment) -> dict[str, int]:
    """The fields of which an example must have more than one place, for something to be left where ends are cut off."""
    losses = [objective.loss for phase in spec.phases for objective in phase.objectives]
    watched = [item for phase in spec.phases for item in phase.measures]
    judged = [item for evaluation in spec.evaluations for item in evaluation.items]
    pending = [*losses, *(value for item in (*watched, *judged) for value in item.inputs)]
    seen: set[int] = set()
    needed: dict[str, int] = {}
    while pending:
        for value in ir.walk(pending.pop()):
            if isinstance(value, ir.Invoke) and id(value.function) not in seen:
                seen.add(id(value.function))
                pending.append(value.function.result)
            for dimension in (value.type.shape or ()) if isinstance(value.type, Tensor) else ():
                for size in sizes(dimension):
                    if size.most is not None and (least := fewest(dimension, size)) > 1:
                        needed[size.owner] = max(least, needed.get(size.owner, 0))
    return needed


def fewest(dimension: Dimension, size: Size) -> int:
    """The least number of places that leaves at least one on an axis computed from it."""
    left = (n for n in range(1, size.most or 1) if replaced(dimension, lambda other, n=n: n) >= 1)  # type: ignore[misc]
    return next(left, size.most or 1)


def fitted_keys(data: ir.DataSet) -> dict[int, str]:
    """For each fitted word, by its value's identity, the name under which what it learns is kept: `iris.features`.

    Where a field of several columns has several, those of a single one are told apart by it: `adult.x.education`.
    What is computed alike has one name, that of the first.
    """
    keys: dict[int, str] = {}
    known: list[ir.Apply] = []
    for field in data.fields:
        columns = columns_of(field.value)
        fitted = [value for value in ir.walk(field.value) if isinstance(value, ir.Apply) and is_fitted(value.word)]
        for value in fitted:
            if id(value) in keys:
                continue
            like = next((other for other in known if same(other, value)), None)
            known.append(value)
            if like is not None:
                keys[id(value)] = keys[id(like)]
            else:
                read = columns_of(*value.inputs)
                told_apart = len(fitted) > 1 and len(read) == 1 and len(columns) > 1
                column = f".{next(iter(read))}" if told_apart else ""
                keys[id(value)] = unique(f"{data.name}.{field.name}{column}", set(keys.values()))
    return keys


def columns_of(*values: ir.Value) -> set[str]:
    return {node.name for node in ir.walk(*values) if isinstance(node, ir.Column)}


def is_fitted(word: Word) -> bool:
    return isinstance(word, Feature) and word.fitted
