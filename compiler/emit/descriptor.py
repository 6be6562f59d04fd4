"""EXPERIMENT: what the runtime reads of an emitted program."""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingOf

from compiler import ir
from compiler.emit import inverse, steps
from compiler.emit.data import ragged_fields, shortest
from compiler.emit.evaluation import described, ragged_type
from compiler.ir.count import weights_of
from compiler.ir.training import measure_names, parts_of_training
from compiler.python.target import Expr, Items, Literal, Mapping, name
from compiler.types import Tensor
from compiler.vocabulary.base import Word


def experiment(
    spec: ir.Experiment,
    version: str,
    data: MappingOf[str, str],
    called: Sequence[steps.Names],
    evaluations: Sequence[str],
    sizes: Sequence[str],
    keys: MappingOf[str, MappingOf[int, str]],
) -> Expr:
    """The descriptor; `data`, `called` and `evaluations` are the names of the program's functions.

    `sizes` are those that models are built with and only the data tell: "plays.tokens" is the number of that field's
    values, "houses.place.shape[0]" the length of an axis.  `keys` are the names under which what is learned is kept, by
    data set.
    """
    return record(
        name=Literal(spec.name),
        title=Literal(spec.title),
        spec=Literal(file_of(spec)),
        compiler=Literal(version),
        hypers=Mapping(tuple((key, plain(value)) for key, value in spec.hypers)),
        initialise=name("initialise"),
        models=Mapping(tuple((model.name, record(weights=count_of(model))) for model in spec.models)),
        data=listed(data_set(item, data[item.name], spec, sizes, keys[item.name]) for item in spec.data),
        phases=listed(map(phase, spec.phases, called)),
        evaluations=listed(
            evaluation(item, function, keys[item.data.name])
            for item, function in zip(spec.evaluations, evaluations, strict=True)
        ),
    )


def file_of(spec: ir.Experiment) -> str:
    return spec.source.path.replace("\\", "/").rsplit("/", 1)[-1]


def record(**items: Expr) -> Mapping:
    return Mapping(tuple(items.items()))


def listed(items: Iterable[Expr]) -> Items:
    return Items(tuple(items), "[]")


def count_of(module: ir.Module) -> Expr:
    weights = weights_of(module)
    return Literal(weights if isinstance(weights, int) else str(weights))


def plain(value: object) -> Expr:
    """A compile-time value as a Python constant; words go by their names."""
    return Literal(value.name if isinstance(value, Word) else value)


def type_of(tensor: Tensor, meaning: bool = False) -> tuple[tuple[str, Expr], ...]:
    """A type as the runtime reads it; a ragged axis is as long as its arrays are.

    What is so of most types goes without saying: no classes, no names for them, the meaning `value`.
    """
    tensor = tensor.padded()
    shape = (
        None if tensor.shape is None else tuple(size if isinstance(size, int) else str(size) for size in tensor.shape)
    )
    classes = tensor.classes if tensor.classes is None or isinstance(tensor.classes, int) else str(tensor.classes)
    return (
        ("shape", Literal(shape)),
        ("kind", Literal(tensor.kind)),
        *((("meaning", Literal(tensor.meaning)),) if meaning and tensor.meaning != "value" else ()),
        *((("classes", Literal(classes)),) if classes is not None else ()),
        *((("class_names", Literal(tensor.class_names)),) if tensor.class_names else ()),
    )


def data_set(
    data: ir.DataSet, function: str, spec: ir.Experiment, sizes: Sequence[str], keys: MappingOf[int, str]
) -> Expr:
    within = parts_of_training(data, spec.phases)
    source = data.source
    asked = {field.name: key_of(field, data, keys) for field in data.fields if f"{data.name}.{field.name}" in sizes}
    asked |= {
        size.removeprefix(f"{data.name}."): field.name
        for field in data.fields
        for size in sizes
        if size.startswith(f"{data.name}.{field.name}.shape[")
    }
    return record(
        name=Literal(data.name),
        source=Literal(source.name),
        arguments=Mapping(tuple((key, plain(value)) for key, value in {**source.given(), **source.extra}.items())),
        columns=name(function),
        fields=Mapping(tuple((field.name, Mapping(type_of(field.type))) for field in data.fields)),
        **windows_of(data),
        **({"sizes": Literal(asked)} if asked else {}),
        **ragged_of(data, spec),
        inputs=Literal(inputs_of(data, spec)),
        splits=listed(split(item, within) for item in data.splits),
    )


def key_of(field: ir.DataField, data: ir.DataSet, keys: MappingOf[int, str]) -> str:
    """The name under which what tells a field's size is kept, which fields of equal values share."""
    fitted = [keys[id(value)] for value in ir.walk(field.value) if id(value) in keys]
    return fitted[-1] if fitted else f"{data.name}.{field.name}"


def ragged_of(data: ir.DataSet, spec: ir.Experiment) -> dict[str, Expr]:
    """The fields whose examples differ in length, and how long these must be at least, where that is more than 1."""
    ragged = ragged_fields(data)
    least = {name: count for name, count in shortest(spec).items() if name in ragged}
    return {
        **({"ragged": Literal(ragged)} if ragged else {}),
        **({"shortest": Literal(least)} if least else {}),
    }


def inputs_of(data: ir.DataSet, spec: ir.Experiment) -> tuple[str, ...]:
    """The fields that models are given: two examples that agree in them are the same to every model."""
    losses = [objective.loss for phase in spec.phases for objective in phase.objectives]
    judged = [value for evaluation in spec.evaluations for item in evaluation.items for value in item.inputs]
    given = [value for node in ir.walk(*losses, *judged) if isinstance(node, ir.Invoke) for value in node.inputs]
    read = {node.name for node in ir.walk(*given) if isinstance(node, ir.Column) and node.data == data.name}
    return tuple(field.name for field in data.fields if field.name in read)


def split(item: ir.Split, within: Sequence[str]) -> Expr:
    """What is said of a split; parts `within` the training split are named."""
    inside = tuple(name for name, _ in item.parts if name in within)
    how = {key: getattr(item, key) for key in ("by", "order", "stratify", "on")}
    given = {key: value for key, value in how.items() if value is not None}
    given |= {"within": inside} if inside else {}
    return record(
        parts=Literal(dict(item.parts)),
        **{key: Literal(value) for key, value in given.items()},
        seed=Literal(item.seed),
    )


def windows_of(data: ir.DataSet) -> dict[str, Expr]:
    """By field, which rows make an example, from its start on; and how far the starts are apart."""
    found = {field.name: field.window for field in data.fields if field.window is not None}
    if not found:
        return {}
    spans = {key: (window.after, window.after + window.length) for key, window in found.items()}
    return {"windows": Literal(spans), "stride": Literal(next(iter(found.values())).stride)}


def phase(item: ir.Phase, called: steps.Names) -> Expr:
    return record(
        name=Literal(item.name),
        data=Literal(item.data.name),
        on=Literal(item.on),
        epochs=Literal(item.epochs),
        batch=Literal(item.batch),
        seed=Literal(item.seed),
        fused=Literal(steps.fused(item)),
        losses=listed(map(name, called.losses)),
        titles=Literal([steps.title_of(objective.loss) for objective in item.objectives]),
        optimizers=listed(map(name, called.optimizers)),
        trains=Literal([steps.trained(update) for update in steps.updates_of(item)]),
        steps=name(called.steps),
        **watched(item, called),
    )


def watched(item: ir.Phase, called: steps.Names) -> dict[str, Expr]:
    """What a phase does besides its steps, where it does."""
    settings: dict[str, object] = {"accumulate": item.accumulate if item.accumulate > 1 else None, "ema": item.ema}
    settings |= {"stop_early": item.stop_early, "best": item.best, "validate_every": item.validate_every}
    given: dict[str, Expr] = {key: Literal(value) for key, value in settings.items() if value is not None}
    if called.measures is None:
        return given
    names = Literal(list(measure_names(item.measures)))
    return {
        **given,
        "measures": name(called.measures),
        "names": names,
        "items": listed(report_item(one) for one in item.measures),
    }


def evaluation(item: ir.Evaluation, function: str, keys: MappingOf[int, str]) -> Expr:
    return record(
        data=Literal(item.data.name),
        on=Literal(item.on),
        outputs=name(function),
        items=listed(report_item(one, undone(one, item.data, keys)) for one in item.items),
    )


def undone(item: ir.ReportItem, data: ir.DataSet, keys: MappingOf[int, str]) -> inverse.Undoing | None:
    """How the numbers of a measure are brought back to their column's units; None where nothing does."""
    types = described(item)
    if item.word.role != "measure" or len(types) != 2 or types[1].kind != "real" or ragged_type(item) is not None:
        return None
    return inverse.of_prediction(item.inputs[0], item.inputs[1], data, keys)


def report_item(item: ir.ReportItem, way: inverse.Undoing | None = None) -> Expr:
    """What is measured or shown; `way` is the way back to the units of the label's column."""
    loss = item.word.role == "loss"
    titles = [item.title] if loss else [steps.title_of(value) for value in item.inputs]
    types = list(described(item))
    ragged = ragged_type(item) is not None
    if ragged:
        titles, types = [*titles, "length"], [*types, Tensor((), "int")]
    back = Literal({"column": way.column, "values": way.expression}) if way is not None else None
    return record(
        namespace=Literal("loss" if loss else item.word.namespace),
        word=Literal(item.word.name),
        arguments=Mapping(tuple((key, plain(value)) for key, value in item.word.config().items())),
        title=Literal(item.title),
        line=Literal(item.span.line),
        **({"ragged": Literal(True)} if ragged else {}),
        inputs=listed(
            [
                Mapping((("title", Literal(title)), *type_of(type, True), *((("undone", back),) if back and i else ())))
                for i, (title, type) in enumerate(zip(titles, types, strict=True))
            ]
        ),
    )
