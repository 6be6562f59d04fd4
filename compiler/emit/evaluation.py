"""`evaluate`: the function that computes what its measures and pictures are about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compiler import ir
from compiler.emit.expressions import Body, Wanted
from compiler.emit.locations import place_of
from compiler.emit.slots import hush_comments
from compiler.emit.steps import Outside, mean_of_each, parameters, with_batch_size
from compiler.python.statements import Define, Note, Return
from compiler.python.target import FALSE, Expr, Items, call
from compiler.types import Tensor
from dsl.spans import Span

DOC = "The values that each measure and picture is about, in the order of the evaluation's items."


@dataclass(frozen=True)
class Judging(Outside):
    """The scene of `evaluate`, where everything is in inference mode."""

    training: Expr = FALSE


def outputs_of(
    items: Sequence[ir.ReportItem], data: ir.DataSet, span: Span, title: str, models: Sequence[ir.Module]
) -> Define:
    """The function of an `evaluate`, or of the measures in a `train`."""
    values = list(dict.fromkeys(value for item in items for value in item.inputs))
    body = Body(Judging(models))
    named = {value for item in items if item.word.role == "loss" for value in item.inputs if is_ragged(value)}
    wanted = [Wanted(value, "losses" if value in named else None, is_per_example(value)) for value in values]
    results = dict(zip(values, body.compute(wanted), strict=True))
    rows = [Items(tuple(handed_over(item, results, body))) for item in items]
    statements, final = body.statements(rows)
    statements = hush_comments([*statements, Return(Items(final, "[]"), Note())], "")
    statements = with_batch_size(statements, data)
    return Define(title, tuple(parameters(models, statements)), DOC, tuple(statements), Note(place=place_of(span)))


def handed_over(item: ir.ReportItem, results: Mapping[ir.Value, Expr], body: Body) -> Iterator[Expr]:
    """What a measure gets: its values, and where these are ragged the examples' lengths; of a loss one number each."""
    for value in item.inputs:
        yield averaged(value, item, results[value], body)
    ragged = ragged_type(item)
    if ragged is not None:
        yield body.lengths(ragged)[0][1]


def ragged_type(item: ir.ReportItem) -> Tensor | None:
    """The first of the types that are handed over whose first axis is ragged."""
    return next((type for type in described(item) if type.ragged_axes()), None)


def is_ragged(value: ir.Value) -> bool:
    return isinstance(value.type, Tensor) and bool(value.type.ragged_axes())


def averaged(value: ir.Value, item: ir.ReportItem, computed: Expr, body: Body) -> Expr:
    """The values themselves, but of a loss the mean of each example's."""
    rank = value.type.rank if isinstance(value.type, Tensor) else None
    if item.word.role != "loss" or not rank:
        return computed
    if isinstance(value.type, Tensor) and is_ragged(value):
        return mean_of_each(value.type, computed, body)
    return call("jnp.mean", computed, axis=tuple(range(1, rank + 1)))


def is_per_example(value: ir.Value) -> bool:
    """Whether there is one for each example; weights are the same for all, and are shown as they are."""
    return not any(isinstance(node, ir.Parameter) for node in ir.walk(value))


def described(item: ir.ReportItem) -> Sequence[Tensor]:
    """The types of what is handed over for an item."""
    types = [value.type for value in item.inputs if isinstance(value.type, Tensor)]
    return [Tensor(()) for _ in types] if item.word.role == "loss" else types
