"""The summary: layers with their shapes, weights and operations, and the memory that training takes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compiler.draw import labels
from compiler.ir import (
    Apply,
    Experiment,
    Function,
    Invoke,
    Layer,
    Module,
    Objective,
    Parameter,
    Part,
    Phase,
    Reference,
    Stack,
    count,
    walk,
)
from compiler.types import Dimension
from compiler.vocabulary.speech import Optimizer

FLOAT = 4
"""Bytes of an f32: weights and optimizer state are kept in it."""
ACTIVATION_BYTES = {"bf16": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """A step of a model: a layer, operation or weight; `rows` are the steps inside a block.

    `word` is the language's, or "weight", "def", "block", "stack", "model"; `does` says it with its arguments.
    `weights` counts each weight where it first appears; `operations` are floating-point ones for one example.
    """

    name: str
    word: str
    does: str
    shape: str
    weights: Dimension
    operations: Dimension
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """`operations` are those of the model's value, or of its largest function where it has no value of its own."""

    name: str
    weights: Dimension
    operations: Dimension
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PhaseMemory:
    """Bytes: `optimizer` its state and what else is kept for each weight (accumulated gradients, average, best),
    `activations` at most those that a batch leaves for the gradient.
    """

    name: str
    batch: int
    optimizer: Dimension
    activations: Dimension


@dataclass(frozen=True, slots=True)
class Summary:
    """`weight_bytes` is what all models' weights take."""

    models: tuple[ModelSummary, ...]
    weight_bytes: Dimension
    phases: tuple[PhaseMemory, ...]


def summarise(experiment: Experiment) -> Summary:
    """Every model's steps, and what training takes; exact where all dimensions are known, symbolic elsewhere."""
    models = tuple(_model(module) for module in experiment.models)
    weights = count.total(model.weights for model in models)
    return Summary(models, count.scale(FLOAT, weights), tuple(_memory(phase) for phase in experiment.phases))


# --- models --------------------------------------------------------------------------------------


def _model(module: Module) -> ModelSummary:
    counted: set[object] = set()
    first, *others = module.functions
    if len(module.names) == 1:
        rows = (*_rows(first, counted), *(_form(function, counted) for function in others))
    else:
        rows = tuple(_function(function, counted) for function in module.functions)
    return ModelSummary(module.name, count.weights_of(module), _operations(module), rows)


def _operations(module: Module) -> Dimension:
    own = [function for function in module.functions if function.name == "__call__"] or module.functions
    each = [count.operations_of(function) for function in own]
    known = [operations for operations in each if isinstance(operations, int)]
    return each[0] if len(each) == 1 else max(known) if len(known) == len(each) and each else count.UNKNOWN


def _function(function: Function, counted: set[object]) -> Row:
    names = ", ".join(entry.name for entry in function.inputs)
    rows = _rows(function, counted)
    weights, operations = count.total(row.weights for row in rows), count.operations_of(function)
    return Row(f"{function.name}({names})", "def", "def", str(function.result.type), weights, operations, rows)


def _form(function: Function, counted: set[object]) -> Row:
    """The model applied to inputs of another shape."""
    inputs = ", ".join(f"{entry.name}: {entry.type}" for entry in function.inputs)
    rows, operations = _rows(function, counted), count.operations_of(function)
    return Row(inputs, "model", "the same weights", str(function.result.type), 0, operations, rows)


def _rows(function: Function, counted: set[object]) -> tuple[Row, ...]:
    """A row a step; `counted` holds the weights that have had theirs."""
    rows: list[Row] = []
    for value in walk(function.result):
        match value:
            case Apply(word=word, layer=layer):
                name = layer.name if layer is not None else value.name or word.name
                does = labels.caption(word, *(operand.type for operand in value.inputs))
                again = layer is not None and layer in counted
                weights = _once(layer, counted)
                does += " (same weights)" if again and layer is not None and count.layer_weights(layer) != 0 else ""
                rows.append(Row(name, word.name, does, str(value.type), weights, count.apply_operations(value)))
            case Parameter(site=site) if site not in counted:
                counted.add(site)
                rows.append(Row(site.name, "weight", "weight", str(site.type), count.elements(site.type), 0))
            case Invoke():
                rows.append(_invoked(value, counted))
            case _:
                pass
    return tuple(rows)


def _invoked(value: Invoke, counted: set[object]) -> Row:
    member, module, shape = value.member, value.module, str(value.type)
    operations = count.operations_of(value.function)
    title = module.title or module.name
    match member:
        case None:
            return Row(value.function.name, "def", f"{module.name}.{value.function.name}", shape, 0, operations)
        case Reference():
            return Row(member.name, "model", "the model's own weights", shape, 0, operations)
        case Stack():
            word, operations = "stack", count.scale(member.count, operations)
            title = f"{member.count} × {module.title or 'these'}"
        case Part():
            word = "block"
    if member in counted:
        return Row(member.name, word, f"{title} (same weights)", shape, 0, operations)
    counted.add(member)
    return Row(member.name, word, title, shape, count.member_weights(member), operations, _rows(value.function, set()))


def _once(layer: Layer | None, counted: set[object]) -> Dimension:
    if layer is None or layer in counted:
        return 0
    counted.add(layer)
    return count.layer_weights(layer)


# --- memory --------------------------------------------------------------------------------------


def _state(objective: Objective) -> Dimension:
    """The bytes of its optimizers' state."""
    return count.total(
        count.scale(update.optimizer.kept() * FLOAT, count.total(map(count.part_weights, update.weights)))
        for update in objective.updates
        if isinstance(update.optimizer, Optimizer)
    )


def _memory(phase: Phase) -> PhaseMemory:
    # Accumulated gradients, the moving average and the best weights are a number more for each weight.
    copies = (phase.accumulate > 1) + (phase.ema is not None) + (phase.best is not None)
    trained = count.total(
        count.part_weights(weights) for objective in phase.objectives for weights in objective.weights
    )
    state = count.total([*map(_state, phase.objectives), count.scale(copies * FLOAT, trained)])
    each = [count.activations_of(objective.loss) for objective in phase.objectives]
    known = [activations for activations in each if isinstance(activations, int)]
    # One objective's gradient is finished before the next one's begins.
    largest: Dimension = max(known) if known and len(known) == len(each) else count.UNKNOWN
    bytes_each = ACTIVATION_BYTES.get(phase.precision, FLOAT)
    return PhaseMemory(phase.name, phase.batch, state, count.scale(phase.batch * bytes_each, largest))


# --- as text and JSON ----------------------------------------------------------------------------


def as_json(summary: Summary) -> dict[str, Any]:
    """The models by name: weights, operations, and a flat list of layers whose names are paths.

    Numbers that depend on data not yet seen are texts.
    """
    return {
        "models": {
            model.name: {
                "weights": _plain(model.weights),
                "operations": _plain(model.operations),
                "layers": [
                    {
                        "name": path,
                        "word": row.word,
                        "text": row.does,
                        "shape": row.shape,
                        "weights": _plain(row.weights),
                        "operations": _plain(row.operations),
                    }
                    for path, row in _paths(model.rows, "")
                ],
            }
            for model in summary.models
        }
    }


def _paths(rows: tuple[Row, ...], before: str) -> Iterator[tuple[str, Row]]:
    for row in rows:
        yield before + row.name, row
        yield from _paths(row.rows, f"{before}{row.name}.")


def _plain(value: Dimension) -> int | str:
    return value if isinstance(value, int) else str(value)


HEADINGS = ("name", "does", "output", "weights", "operations")
NARROWEST = 12
GAP = "  "


def text(summary: Summary, width: int = 100) -> str:
    """The summary as a plain table no wider than `width`, as far as its numbers allow."""
    parts = [_table(model, width) for model in summary.models]
    memory = [f"Weights take {amount(summary.weight_bytes, 'B')} (f32)."]
    memory += [
        f"{phase.name}: optimizer state {amount(phase.optimizer, 'B')}, "
        f"activations of a batch of {phase.batch:,} at most {amount(phase.activations, 'B')}."
        for phase in summary.phases
    ]
    return "\n\n".join([*parts, "\n".join(memory)]) + "\n"


def _table(model: ModelSummary, width: int) -> str:
    lines = [HEADINGS, *_lines(model.rows, 0)]
    closing = (model.name, "", "", _number(model.weights), amount(model.operations))
    widths = [max(len(line[i]) for line in [*lines, closing]) for i in range(len(HEADINGS))]
    for column in (1, 0, 2):
        excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
        widths[column] = max(min(widths[column], NARROWEST), widths[column] - max(excess, 0))
    ruler = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    body = [_line(line, widths) for line in lines[1:]]
    return "\n".join([ruler, _line(HEADINGS, widths), ruler, *body, ruler, _line(closing, widths)])


def _lines(rows: tuple[Row, ...], depth: int) -> Iterator[tuple[str, ...]]:
    for row in rows:
        weights = _number(row.weights) if row.weights != 0 else ""
        operations = amount(row.operations) if row.operations != 0 else ""
        yield "  " * depth + row.name, row.does, row.shape, weights, operations
        yield from _lines(row.rows, depth + 1)


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    """Texts to the left, numbers to the right."""
    padded = []
    for i, (cell, size) in enumerate(zip(cells, widths, strict=True)):
        cell = cell if len(cell) <= size else cell[: size - 1] + "…"
        padded.append(cell.ljust(size) if i < 3 else cell.rjust(size))
    return GAP.join(padded).rstrip()


def _number(value: Dimension) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def amount(value: Dimension, unit: str = "") -> str:
    """A number of three digits with its decimal prefix: 423520 is "424 k"; small ones are exact."""
    if not isinstance(value, int):
        shown = f"({value})" if unit and " " in str(value) else str(value)
        return f"{shown} {unit}".rstrip()
    if value < 1000:
        return f"{value} {unit}".rstrip()
    power = min(int(math.log10(value)) // 3, 6)
    digits = f"{value / 1000**power:.3g}"
    if float(digits) >= 1000 and power < 6:
        power, digits = power + 1, "1"
    return f"{float(digits):g} {'kMGTPE'[power - 1]}{unit}"
