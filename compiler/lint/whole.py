"""What is allowed but probably not meant, and shows only in a whole experiment."""

from collections.abc import Iterator, Sequence

from compiler import ir
from compiler.lint import local
from compiler.problems import warnings
from compiler.problems.catalogue import list_names
from compiler.types import Tensor
from compiler.vocabulary.speech import Feature
from dsl.diagnostics import Diagnostic, Label


def check(
    models: Sequence[ir.Module], phases: Sequence[ir.Phase], evaluations: Sequence[ir.Evaluation]
) -> Iterator[Diagnostic]:
    for module in models:
        yield from _equal_units(module)
    for phase in phases:
        yield from _label_among_inputs(phase)
        yield from _no_adversary(phase)
    yield from _thresholds(phases, evaluations)


def _losses(value: ir.Value) -> Iterator[ir.Apply]:
    """The losses of a prediction against a label that a value is computed from."""
    for item in ir.walk(value):
        if isinstance(item, ir.Apply) and item.word.role == "loss" and len(item.inputs) == 2:
            yield item


def _equal_units(module: ir.Module) -> Iterator[Diagnostic]:
    """Two matrices that start constant: all units between them stay equal."""
    sites = [member for member in module.members if isinstance(member, ir.WeightSite)]
    flat = [site for site in sites if len(site.type.shape or ()) > 1 and isinstance(site.initial, float)]
    if len(flat) > 1:
        yield warnings.units_equal(flat[0].span, flat[0].name, Label(flat[1].span, "and this one as well"))


def _label_among_inputs(phase: ir.Phase) -> Iterator[Diagnostic]:
    """A single number or class that is predicted from itself, beside other columns."""
    fields = {field.name: field for field in phase.data.fields}
    for loss in (loss for objective in phase.objectives for loss in _losses(objective.loss)):
        prediction, label = loss.inputs
        if not isinstance(label, ir.Column) or label.type.shape != () or label.name not in fields:
            continue
        told = _columns(fields[label.name])
        for item in ir.walk(prediction):
            field = fields.get(item.name) if isinstance(item, ir.Column) else None
            if field is not None and field.window is None and told and told < _columns(field):
                where = Label(field.span, f"`{field.name}` holds {list_names(sorted(told))}")
                yield warnings.label_among_inputs(loss.span, label.name, where)


def _columns(field: ir.DataField) -> frozenset[str]:
    """The source's columns that a field holds; a label that only tells a feature what to choose is none of them."""
    pending, found = [field.value], set()
    while pending:
        value = pending.pop()
        if isinstance(value, ir.Column):
            found.add(value.name)
        chosen = isinstance(value, ir.Apply) and isinstance(value.word, Feature)
        pending += ir.operands(value)[:1] if chosen else ir.operands(value)
    return frozenset(found)


def _no_adversary(phase: ir.Phase) -> Iterator[Diagnostic]:
    """Two models that minimize the same loss of the same judgement: neither deceives the other."""
    seen: dict[tuple[object, ...], tuple[ir.Apply, set[int]]] = {}
    for objective in phase.objectives:
        changed = {id(weights.model) for weights in objective.weights}
        against = {id(loss) for loss in local.subtracted_losses(objective.loss)}
        for loss in (loss for loss in _losses(objective.loss) if id(loss) not in against):
            prediction, label = loss.inputs
            if not (isinstance(prediction, ir.Invoke) and isinstance(label, ir.Constant)):
                continue
            judged = tuple(id(_through(value)) for value in prediction.inputs)
            key = (type(loss.word), id(prediction.function), label.value, judged)
            before, weights = seen.setdefault(key, (loss, changed))
            if not weights & changed:
                yield warnings.no_adversary(loss.span, before.span)


def _through(value: ir.Value) -> ir.Value:
    """A value before what only keeps the gradient from it."""
    while isinstance(value, ir.Apply) and not value.word.differentiable and len(value.inputs) == 1:
        if value.type != value.inputs[0].type:
            break
        value = value.inputs[0]
    return value


def _thresholds(phases: Sequence[ir.Phase], evaluations: Sequence[ir.Evaluation]) -> Iterator[Diagnostic]:
    """Scores compared with a number between 0 and 1, as if they were probabilities."""
    losses = [loss for phase in phases for objective in phase.objectives for loss in _losses(objective.loss)]
    heads = [loss.inputs[0] for loss in losses if loss.word.link() == "sigmoid"]
    scores = {id(head.function) for head in heads if isinstance(head, ir.Invoke) and _scores(head)}
    for evaluation in evaluations:
        for value in ir.walk(*(value for item in evaluation.items for value in item.inputs)):
            if not (isinstance(value, ir.Apply) and value.word.gives == "bool" and len(value.inputs) == 2):
                continue
            numbers = [item.value for item in value.inputs if isinstance(item, ir.Constant)]
            compared = [item for item in value.inputs if isinstance(item, ir.Invoke) and id(item.function) in scores]
            if compared and any(isinstance(number, float) and 0 < number < 1 for number in numbers):
                yield warnings.threshold(value.span, compared[0].module.name)


def _scores(head: ir.Invoke) -> bool:
    return isinstance(head.type, Tensor) and head.type.meaning in ("value", "logits")
