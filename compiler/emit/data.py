"""`data`: the function that computes a data set's fields from its source's columns."""

from dataclasses import dataclass

from compiler import ir
from compiler.emit.body import Body, Wanted
from compiler.emit.names import unique
from compiler.emit.naming import hushed
from compiler.emit.places import place_of
from compiler.emit.statements import Assign, Define, Note, Return
from compiler.emit.trees import names, nodes
from compiler.target import Expr, Literal, Mapping, Subscript, call, name
from compiler.vocabulary.base import Feature


@dataclass(frozen=True)
class InData:
    """The scene of a data body: columns of the source, as NumPy arrays with the rows first."""

    numpy: str = "np"
    half: bool = False

    def column(self, value: ir.Column) -> Expr:
        return Subscript(name("columns"), (Literal(value.name),))

    def weight(self, value: ir.Parameter) -> Expr:
        raise TypeError(f"{value.site.name}: a data set has no weights")

    def layer(self, layer: ir.Layer) -> Expr:
        raise TypeError(f"{layer.name}: a data set has no weights")

    def invoked(self, value: ir.Invoke) -> Expr:
        raise TypeError(f"{value.module.name}: a data set uses no model")

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        return {}


def fields_of(data: ir.DataSet, title: str) -> Define:
    """(columns, fit) -> fields; `fit` holds what is learned from the training split."""
    keys = fitted_keys(data)
    body = Body(InData(), keys=keys)
    results = body.compute([Wanted(field.value, field.name, True, field.type) for field in data.fields])
    statements, values = body.statements(results)
    fields = Mapping(tuple((field.name, value) for field, value in zip(data.fields, values, strict=True)))
    statements = hushed(statements, "", place_of(data.span))
    if names([*statements, Return(fields)])["batch_size"]:
        read = [node for node in nodes(statements) if isinstance(node, Subscript) and node.value == name("columns")]
        column = read[0] if read else call("next", call("iter", call("columns.values")))
        statements.insert(0, Assign("batch_size", call("len", column)))
    doc = f"The fields of `{data.name}`"
    doc += "; what is fitted is fitted on the training split only." if keys else "."
    return Define(title, ("columns", "fit"), doc, (*statements, Return(fields)), Note(place=place_of(data.span)))


def fitted_keys(data: ir.DataSet) -> dict[int, str]:
    """For each fitted word, by its value's identity, the name under which what it learns is kept: `iris.features`."""
    keys: dict[int, str] = {}
    for field in data.fields:
        for value in ir.walk(field.value):
            if (
                isinstance(value, ir.Apply)
                and isinstance(value.word, Feature)
                and value.word.fitted
                and id(value) not in keys
            ):
                keys[id(value)] = unique(f"{data.name}.{field.name}", set(keys.values()))
    return keys
