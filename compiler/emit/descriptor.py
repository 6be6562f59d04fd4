"""The descriptor of an emitted program: what the runtime must know of it, said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compiler import descriptor, ir
from compiler.descriptor import Function
from compiler.emit import inverse, steps
from compiler.emit.data import ragged_fields, shortest
from compiler.emit.evaluation import described, ragged_type
from compiler.emit.starts import starts
from compiler.ir.count import weights_of
from compiler.ir.training import measure_names, parts_of_training
from compiler.types import Tensor
from compiler.types.dimensions import Dimension
from compiler.vocabulary.base import Word


def describe(
    spec: ir.Experiment,
    version: str,
    data: Mapping[str, str],
    model: str,
    called: Sequence[steps.Names],
    evaluations: Sequence[str],
    sizes: Sequence[str],
    keys: Mapping[str, Mapping[int, str]],
) -> descriptor.Experiment:
    """The descriptor; `data`, `called` and `evaluations` are the names of the program's functions.

    `sizes` are those that models are built with and only the data tell: "plays.tokens" is the number of that field's
    values, "houses.place.shape[0]" the length of an axis.  `keys` are the names under which what is learned is kept, by
    data set.
    """
    return descriptor.Experiment(
        name=spec.name,
        title=spec.title,
        spec=file_of(spec),
        compiler=version,
        model=Function(model),
        starts=tuple(starts(spec.models)),
        hypers={key: plain_value(value) for key, value in spec.hypers},
        models={model.name: descriptor.Model(size(weights_of(model))) for model in spec.models},
        data=tuple(data_set(item, data[item.name], spec, sizes, keys[item.name]) for item in spec.data),
        phases=tuple(map(phase, spec.phases, called)),
        evaluations=tuple(
            descriptor.Evaluation(
                item.data.name,
                item.on,
                Function(function),
                tuple(report_item(one, way_back(one, item.data, keys[item.data.name])) for one in item.items),
            )
            for item, function in zip(spec.evaluations, evaluations, strict=True)
        ),
    )


def file_of(spec: ir.Experiment) -> str:
    return spec.source.path.replace("\\", "/").rsplit("/", 1)[-1]


def size(found: Dimension) -> descriptor.Size:
    return found if isinstance(found, int) else str(found)


def plain_value(value: object) -> descriptor.Value:
    """A compile-time value; words go by their names."""
    if isinstance(value, tuple | list):
        return tuple(map(plain_value, value))
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Word):
        return value.name
    raise TypeError(f"a descriptor cannot hold {value!r}")


def array_type(tensor: Tensor, meaning: bool = False) -> descriptor.ArrayType:
    """A type as the runtime reads it; a ragged axis is as long as its arrays are."""
    tensor = tensor.padded()
    return descriptor.ArrayType(
        None if tensor.shape is None else tuple(map(size, tensor.shape)),
        tensor.kind,
        tensor.meaning if meaning else "value",
        None if tensor.classes is None else size(tensor.classes),
        tensor.class_names,
    )


def data_set(
    data: ir.DataSet, function: str, spec: ir.Experiment, sizes: Sequence[str], keys: Mapping[int, str]
) -> descriptor.DataSet:
    within = parts_of_training(data, spec.phases)
    source = data.source
    asked = {field.name: key_of(field, data, keys) for field in data.fields if f"{data.name}.{field.name}" in sizes}
    asked |= {
        size.removeprefix(f"{data.name}."): field.name
        for field in data.fields
        for size in sizes
        if size.startswith(f"{data.name}.{field.name}.shape[")
    }
    windows = {field.name: field.window for field in data.fields if field.window is not None}
    ragged = ragged_fields(data)
    return descriptor.DataSet(
        name=data.name,
        source=source.name,
        columns=Function(function),
        fields={field.name: array_type(field.type) for field in data.fields},
        arguments={key: plain_value(value) for key, value in {**source.given(), **source.extra}.items()},
        splits=tuple(split(item, within) for item in data.splits),
        inputs=inputs_of(data, spec),
        windows={key: (window.after, window.after + window.length) for key, window in windows.items()},
        stride=next((window.stride for window in windows.values()), 1),
        sizes=asked,
        ragged=ragged,
        shortest={name: count for name, count in shortest(spec).items() if name in ragged},
    )


def key_of(field: ir.DataField, data: ir.DataSet, keys: Mapping[int, str]) -> str:
    """The name under which what tells a field's size is kept, which fields of equal values share."""
    fitted = [keys[id(value)] for value in ir.walk(field.value) if id(value) in keys]
    return fitted[-1] if fitted else f"{data.name}.{field.name}"


def inputs_of(data: ir.DataSet, spec: ir.Experiment) -> tuple[str, ...]:
    """The fields that models are given: two examples that agree in them are the same to every model."""
    losses = [objective.loss for phase in spec.phases for objective in phase.objectives]
    judged = [value for evaluation in spec.evaluations for item in evaluation.items for value in item.inputs]
    given = [value for node in ir.walk(*losses, *judged) if isinstance(node, ir.Invoke) for value in node.inputs]
    read = {node.name for node in ir.walk(*given) if isinstance(node, ir.Column) and node.data == data.name}
    return tuple(field.name for field in data.fields if field.name in read)


def split(item: ir.Split, within: Sequence[str]) -> descriptor.Split:
    """What is said of a split; parts `within` the training split are named."""
    return descriptor.Split(
        parts={name: part if isinstance(part, float) else split_part(part) for name, part in item.parts},
        seed=item.seed,
        by=item.by,
        order=item.order,
        stratify=item.stratify,
        on=item.on,
        within=tuple(name for name, _ in item.parts if name in within),
    )


def split_part(part: float | tuple[object, ...]) -> float | tuple[descriptor.Value, ...]:
    return tuple(map(plain_value, part)) if isinstance(part, tuple) else part


def phase(item: ir.Phase, called: steps.Names) -> descriptor.Phase:
    updates = zip(steps.updates_of(item), called.optimizers, strict=True)
    watch = None
    if called.measures is not None:
        items = tuple(report_item(one) for one in item.measures)
        watch = descriptor.Watch(Function(called.measures), measure_names(item.measures), items)
    return descriptor.Phase(
        name=item.name,
        data=item.data.name,
        on=item.on,
        epochs=item.epochs,
        batch=item.batch,
        seed=item.seed,
        fused=steps.fused(item),
        objectives=tuple(
            descriptor.Objective(Function(function), steps.title_of(objective.loss))
            for objective, function in zip(item.objectives, called.losses, strict=True)
        ),
        optimizers=tuple(
            descriptor.Optimizer(Function(function), steps.trained(update)) for update, function in updates
        ),
        step=Function(called.step),
        accumulate=item.accumulate,
        ema=item.ema,
        stop_early=item.stop_early,
        best=item.best,
        validate_every=item.validate_every,
        watch=watch,
    )


def way_back(item: ir.ReportItem, data: ir.DataSet, keys: Mapping[int, str]) -> descriptor.WayBack | None:
    """How the numbers of a measure are brought back to their column's units; None where nothing does."""
    types = described(item)
    if item.word.role != "measure" or len(types) != 2 or types[1].kind != "real" or ragged_type(item) is not None:
        return None
    found = inverse.of_prediction(item.inputs[0], item.inputs[1], data, keys)
    return None if found is None else descriptor.WayBack(found.column, found.expression)


def report_item(item: ir.ReportItem, back: descriptor.WayBack | None = None) -> descriptor.ReportItem:
    """What is measured or shown; `back` is the way back to the units of the label's column."""
    loss = item.word.role == "loss"
    titles = [item.title] if loss else [steps.title_of(value) for value in item.inputs]
    inputs = [
        descriptor.Input(title, array_type(type, True)) for title, type in zip(titles, described(item), strict=True)
    ]
    ragged = ragged_type(item) is not None
    if ragged:
        inputs.append(descriptor.Input("length", descriptor.ArrayType((), "int")))
    first, *rest = inputs
    return descriptor.ReportItem(
        namespace="loss" if loss else "show" if item.word.namespace == "show" else "measure",
        word=item.word.name,
        title=item.title,
        line=item.span.line,
        inputs=(first, *(replace(one, undone=back) for one in rest)),
        arguments={key: plain_value(value) for key, value in item.word.config().items()},
        ragged=ragged,
    )
