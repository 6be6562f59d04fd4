"""The typed IR's executable specification: what holds of every experiment, after checking and after every pass.

It runs in tests, between all passes.  A pass that breaks a rule is wrong, whatever the program does that comes of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from compiler import ir
from compiler.ir.gradient_flow import held_sites, reached_sites
from compiler.ir.training import measure_names
from compiler.types import Dimension, Record, Tensor, Type
from compiler.types.dimensions import Size, sizes
from compiler.vocabulary.base import REFUSED, Misfit, Word, same_setting
from compiler.vocabulary.speech import Feature
from dsl.immutable import immutable, mutable

RULES: Mapping[str, str] = {
    "result": "a value's type is what its word's shape rule makes of its inputs",
    "count": "a word is applied to as many tensors as it takes",
    "ragged": "a ragged axis comes from an operand, and its word works along it",
    "constant": "a constant is of the shape and kind that its numbers have",
    "record": "a record's type lists its values, and a field is taken from a record that has it",
    "call": "a function is called with inputs of its types, and gives its result's",
    "bound": "an input is one of the function that reads it",
    "callee": "what is called is a function of the module, and the module one that is in sight",
    "layer": "a word has a layer where it has weights, a member of the module, of the same settings and array shapes",
    "weight": "a weight is real, of known shape, starts as a number or an initializer, and is read from its owner",
    "owner": "a member and a part's module are owned once, and a module's members have names of their own",
    "kind": "a model is listed once under its name, a part is a block, a stack repeats a block or a copy",
    "reference": "a reference is to a model of the experiment",
    "function": "functions of one name differ in the types of their inputs",
    "column": "a column is a field of the data set at hand, or in its body a column of its source, with its type",
    "field": "a field is of the type of its value, and its ragged axis one of the data set",
    "window": "a window has a length and a stride of at least 1",
    "phase": "a phase has epochs, batches and a data set of the experiment, and learns from a part that there is",
    "loss": "a loss is a tensor of real numbers",
    "update": "an update's weights are in a model, changed by one optimizer, and reached by the loss",
    "measure": "a report item is a measure, picture or loss of values that it can judge",
}


@immutable
class Fault:
    """A rule that does not hold, where, and what stands there."""

    rule: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} ({self.rule}: {RULES[self.rule]})"


class InvalidIR(Exception):
    """An experiment that is none: a pass, or the checker, is at fault."""

    def __init__(self, faults: Sequence[Fault]):
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def verify(experiment: ir.Experiment) -> None:
    """Raise `InvalidIR` with everything that is wrong with an experiment."""
    found = list(faults(experiment))
    if found:
        raise InvalidIR(found)


def faults(experiment: ir.Experiment) -> Iterator[Fault]:
    found = [*_models(experiment)]
    for data in experiment.data:
        found += _data_set(data, experiment)
    for model in experiment.models:
        found += _module(model, f"model {model.name}", experiment)
    for phase in experiment.phases:
        found += _phase(phase, experiment)
    for i, evaluation in enumerate(experiment.evaluations, 1):
        found += _evaluation(evaluation, f"evaluate {i}", experiment)
    yield from found
    if not found:  # gradients can be followed
        yield from (fault for phase in experiment.phases for fault in _updates(phase, experiment))


# --- modules ---------------------------------------------------------------------------------------


def _models(experiment: ir.Experiment) -> Iterator[Fault]:
    """Who owns what, over the whole experiment."""
    names = Counter(model.name for model in experiment.models)
    yield from (Fault("kind", f"model {name}", "listed twice") for name, count in names.items() if count > 1)
    members: Counter[ir.Member] = Counter()
    modules: Counter[ir.Module] = Counter(experiment.models)
    pending = list(experiment.models)
    for module in pending:
        attributes = Counter(member.name for member in module.members)
        twice = [name for name, count in attributes.items() if count > 1]
        yield from (Fault("owner", module.name, f"two members `{name}`") for name in twice)
        for member in module.members:
            members[member] += 1
            if isinstance(member, ir.Part | ir.Stack):
                modules[member.module] += 1
                pending += [member.module] if modules[member.module] == 1 else []
    yield from (Fault("owner", "the experiment", f"member `{m.name}` owned twice") for m, n in members.items() if n > 1)
    yield from (Fault("owner", "the experiment", f"module {m.name} owned twice") for m, n in modules.items() if n > 1)


def _module(module: ir.Module, where: str, experiment: ir.Experiment) -> Iterator[Fault]:
    top = any(module is model for model in experiment.models)
    if (module.kind == "model") != top:
        yield Fault("kind", where, f"a {module.kind} where {'a model' if top else 'a part'} stands")
    for member in module.members:
        here = f"{where}.{member.name}"
        match member:
            case ir.WeightSite(type=type, initial=initial):
                started = isinstance(initial, float) or (
                    isinstance(initial, Word) and initial.namespace == "initializer"
                )
                if type.kind != "real" or type.shape is None or not started:
                    yield Fault("weight", here, f"{type} = {initial}")
            case ir.Part(module=inner) | ir.Stack(module=inner):
                kinds = ("block", "copy") if isinstance(member, ir.Stack) else ("block",)
                if inner.kind not in kinds or (isinstance(member, ir.Stack) and member.count < 1):
                    yield Fault("kind", here, f"made of a {inner.kind}")
                yield from _module(inner, here, experiment)
            case ir.Reference(module=other):
                if not any(other is model for model in experiment.models):
                    yield Fault("reference", here, f"`{other.name}` is no model of the experiment")
            case ir.Layer(word=word):
                if not word.stateful:
                    yield Fault("layer", here, f"`{word.name}` has no weights")
    signatures: list[tuple[str, tuple[Type, ...]]] = []
    for function in module.functions:
        types = (function.name, tuple(entry.type for entry in function.inputs))
        if types in signatures:
            yield Fault("function", where, f"two functions `{function.name}` of the same inputs")
        signatures.append(types)
        yield from _Scope(f"{where}.{function.name}", experiment, module, function.inputs).faults(function.result)


# --- values ----------------------------------------------------------------------------------------


@mutable
class _Scope:
    """Where values are computed: in a function of a module, or of the fields of a data set, or of its columns."""

    where: str
    experiment: ir.Experiment
    module: ir.Module | None = None
    inputs: tuple[ir.Input, ...] = ()
    columns: Mapping[str, Tensor] | None = None
    data: str = ""
    in_body: bool = False
    _seen: set[int] = field(default_factory=set)

    def faults(self, *roots: ir.Value) -> Iterator[Fault]:
        for value in ir.walk(*roots):
            if id(value) not in self._seen:
                self._seen.add(id(value))
                for rule, what in self._value(value):
                    yield Fault(rule, f"{self.where} at `{value.span.text[:40]}`", what)

    def _value(self, value: ir.Value) -> Iterator[tuple[str, str]]:
        match value:
            case ir.Input(name=name):
                if not any(value is entry for entry in self.inputs):
                    yield "bound", f"`{name}` is no input of this function"
            case ir.Column(data=data, name=name, type=type):
                if self.columns is None or data != self.data or (not self.in_body and self.columns.get(name) != type):
                    yield "column", f"`{data}.{name}` of type {type}"
            case ir.Constant(value=constant, type=type):
                if not _is_constant(constant, type.shape, type.kind):
                    yield "constant", f"{constant!r} of type {type}"
            case ir.Parameter(site=site, type=type, owner=owner):
                holder = self.module if owner is None else owner
                known = owner is None or _among(owner, self.experiment.models)
                if holder is None or not _among(site, holder.members) or site.type != type or not known:
                    yield "weight", f"`{site.name}` of type {type}"
            case ir.Pack(fields=fields, type=record):
                if record != Record(tuple((key, item.type) for key, item in fields)):
                    yield "record", f"a record of type {record}"
            case ir.Pick(value=whole, field=key, type=picked):
                if not isinstance(whole.type, Record) or whole.type.get(key) != picked:
                    yield "record", f"`.{key}` of {whole.type} as {picked}"
            case ir.Apply():
                yield from self._apply(value)
            case ir.Invoke():
                yield from self._invoke(value)

    def _apply(self, value: ir.Apply) -> Iterator[tuple[str, str]]:
        word = value.word
        types = [operand.type for operand in value.inputs if isinstance(operand.type, Tensor)]
        yield from _count_faults(word, value.inputs)
        if len(types) < len(value.inputs):
            yield "result", f"{word.name} of a record"
            return
        unknown = any(type.shape is None for type in types)
        try:
            inferred = Tensor(None) if unknown else word.infer(*types)
        except (Misfit, IndexError, KeyError, ValueError) as misfit:
            yield "result", f"{word.name} does not take {', '.join(map(str, types))}: {misfit}"
            return
        # What is computed otherwise, without overflow, keeps the meaning of what was written.
        if (value.type.shape, value.type.kind) != (inferred.shape, inferred.kind):
            yield "result", f"{word.name} of {', '.join(map(str, types))} is {inferred}, not {value.type}"
        yield from self._layer(value, types, unknown)
        given = {size for type in types for dimension in type.shape or () for size in sizes(dimension)}
        ragged = {size for dimension in value.type.shape or () for size in _ragged(dimension)}
        if not ragged <= given:
            yield "ragged", f"{word.name} of {', '.join(map(str, types))} is {value.type}"
        for i, type in enumerate(types):
            if any(word.along(types, i, axis) == REFUSED for axis in type.ragged_axes()):
                yield "ragged", f"{word.name} works on no ragged axis of {type}"

    def _layer(self, value: ir.Apply, types: list[Tensor], unknown: bool) -> Iterator[tuple[str, str]]:
        word, layer = value.word, value.layer
        if (layer is not None) != word.stateful:
            yield "layer", f"{word.name} {'with' if layer is not None else 'without'} a layer"
        elif layer is not None:
            if self.module is None or not _among(layer, self.module.members):
                yield "layer", f"`{layer.name}` is no member of the module"
            if not same_setting(layer.word, word):
                yield "layer", f"`{layer.name}` has other arguments than {word.name}"
            if not unknown and all(type.shape is not None for type in layer.inputs):
                built, used = (
                    (word.weight_shapes(tensors), word.statistic_shapes(tensors)) for tensors in (layer.inputs, types)
                )
                if built != used:
                    yield "layer", f"the arrays of `{layer.name}` are {built}, not {used}"

    def _invoke(self, value: ir.Invoke) -> Iterator[tuple[str, str]]:
        module, function, member = value.module, value.function, value.member
        if member is not None:
            if self.module is None or not _among(member, self.module.members) or member.module is not module:
                yield "callee", f"`{member.name}` is no member that holds {module.name}"
            callable_here = module.functions
        elif self.module is not None:  # another function of the module itself, on the weights around the call
            callable_here = self.module.functions
        else:
            callable_here = module.functions
            if not _among(module, self.experiment.models):
                yield "callee", f"{module.name} is no model of the experiment"
        if not _among(function, callable_here):
            yield "callee", f"`{function.name}` is no function of {module.name}"
        if len(function.inputs) != len(value.inputs):
            yield "call", f"{module.name}.{function.name} of {len(value.inputs)} inputs"
        for entry, operand in zip(function.inputs, value.inputs, strict=False):
            if not _takes(entry.type, operand.type):
                yield "call", f"`{entry.name}` of {module.name} is {entry.type}, not {operand.type}"
        # Copies behind the first take what one gives, whose meaning may be another.
        result = function.result.type
        if not (_takes(result, value.type) and _takes(value.type, result)):
            yield "call", f"{module.name}.{function.name} gives {result}, not {value.type}"


def _among(one: object, others: Iterable[object]) -> bool:
    return any(one is other for other in others)


def _count_faults(word: Word, inputs: Sequence[ir.Value]) -> Iterator[tuple[str, str]]:
    variadic = bool(word.inputs) and word.inputs[-1].endswith("*")
    least_count, most_count = len(word.inputs) - variadic, None if variadic else len(word.inputs)
    if len(inputs) < least_count or (most_count is not None and len(inputs) > most_count):
        yield "count", f"{word.name} of {len(inputs)} tensors"


def _is_constant(value: object, shape: tuple[object, ...] | None, kind: str) -> bool:
    """Whether a value is a number of the kind, or lists of them nested in the shape."""
    if shape is None:
        return False
    if shape:
        return (
            isinstance(value, tuple) and len(value) == shape[0] and all(_is_constant(v, shape[1:], kind) for v in value)
        )
    if kind in ("bool", "text"):
        return isinstance(value, bool if kind == "bool" else str)
    return not isinstance(value, bool | str | tuple) and (kind == "real" or not isinstance(value, float))


def _takes(wanted: Type, given: Type) -> bool:
    """Whether an input of a type may be given a value of another; meanings may differ, sizes may be unknown yet."""
    match wanted, given:
        case (Tensor(shape=None), _) | (_, Tensor(shape=None)):
            return True
        case Tensor(), Tensor():
            kinds = wanted.kind == given.kind or (wanted.kind == "real" and given.kind in ("int", "bool"))
            return kinds and wanted.shape == given.shape
        case Record(fields=own), Record(fields=others):
            pairs = zip(own, others, strict=False)
            return len(own) == len(others) and all(a == b and _takes(one, other) for (a, one), (b, other) in pairs)
        case _:
            return False


def _ragged(dimension: Dimension) -> Iterator[Size]:
    return (size for size in sizes(dimension) if size.most is not None)


# --- data, phases, evaluations ---------------------------------------------------------------------


def _data_set(data: ir.DataSet, experiment: ir.Experiment) -> Iterator[Fault]:
    names = Counter(one.name for one in data.fields)
    yield from (Fault("field", f"data {data.name}", f"two fields `{name}`") for name, n in names.items() if n > 1)
    for one in data.fields:
        where = f"data {data.name}.{one.name}"
        yield from _Scope(where, experiment, columns={}, data=data.name, in_body=True).faults(one.value)
        if one.window is not None and (one.window.length < 1 or one.window.stride < 1):
            yield Fault("window", where, f"{one.window}")
        if not _field_fits(one):
            yield Fault("field", where, f"{one.type} of a value {one.value.type}, window {one.window}")
        if any(size.owner not in names for dimension in one.type.shape or () for size in _ragged(dimension)):
            yield Fault("field", where, f"{one.type}, whose length is no field's of the data set")


def _field_fits(one: ir.DataField) -> bool:
    """Whether a field can be of the type of its value; texts and whole numbers become classes."""
    given = one.value.type
    if not isinstance(given, Tensor) or given.shape is None:
        return isinstance(given, Tensor)
    axes = len(given.shape)
    if one.window is not None:
        uneven = isinstance(one.value, ir.Apply) and isinstance(one.value.word, Feature) and one.value.word.uneven
        axes = 1 if uneven else axes + 1
    kinds = {
        "class": ("class", "int", "bool", "text"),
        "real": ("real", "int", "bool"),
        "int": ("int", "bool", "class"),
    }
    return one.type.rank == axes and given.kind in kinds.get(one.type.kind, (one.type.kind,))


def _fields(data: ir.DataSet) -> dict[str, Tensor]:
    return {one.name: one.type for one in data.fields}


def _part_faults(data: ir.DataSet, on: str, where: str, experiment: ir.Experiment) -> Iterator[Fault]:
    if not _among(data, experiment.data):
        yield Fault("phase", where, f"the data set {data.name} is not the experiment's")
    if on not in {*data.parts, *data.own_splits, "train", "test", "all"}:
        yield Fault("phase", where, f"there is no part `{on}` of {data.name}")


def _phase(phase: ir.Phase, experiment: ir.Experiment) -> Iterator[Fault]:
    where = f"train {phase.name}"
    yield from _part_faults(phase.data, phase.on, where, experiment)
    if min(phase.epochs, phase.batch, phase.accumulate) < 1 or not phase.objectives:
        yield Fault("phase", where, f"epochs {phase.epochs}, batch {phase.batch}, {len(phase.objectives)} objectives")
    if phase.best is not None and phase.best not in ("loss", *measure_names(phase.measures)):
        yield Fault("phase", where, f"best goes by `{phase.best}`, which is not measured")
    scope = _Scope(where, experiment, columns=_fields(phase.data), data=phase.data.name)
    for objective in phase.objectives:
        yield from scope.faults(objective.loss)
        if not isinstance(objective.loss.type, Tensor) or objective.loss.type.kind != "real":
            yield Fault("loss", where, f"a loss of type {objective.loss.type}")
    yield from _item_faults(phase.measures, scope)


def _updates(phase: ir.Phase, experiment: ir.Experiment) -> Iterator[Fault]:
    where = f"train {phase.name}"
    for objective in phase.objectives:
        reached, changed = reached_sites(objective.loss), Counter[int]()
        for update in objective.updates:
            if update.optimizer.namespace != "optimizer" or not update.weights:
                yield Fault("update", where, f"{len(update.weights)} weights by `{update.optimizer.name}`")
            for weights in update.weights:
                try:
                    weights.part()
                except StopIteration:
                    yield Fault("update", where, f"there is no part `{weights.title}`")
                    continue
                sites = {id(site) for site, _ in held_sites(weights)}
                changed.update(sites)
                if not _among(weights.model, experiment.models) or not sites & reached:
                    yield Fault("update", where, f"the loss does not reach `{weights.title}`")
        if any(count > 1 for count in changed.values()):
            yield Fault("update", where, "weights are changed by two optimizers")


def _evaluation(evaluation: ir.Evaluation, where: str, experiment: ir.Experiment) -> Iterator[Fault]:
    yield from _part_faults(evaluation.data, evaluation.on, where, experiment)
    data = evaluation.data
    yield from _item_faults(evaluation.items, _Scope(where, experiment, columns=_fields(data), data=data.name))


def _item_faults(items: Sequence[ir.ReportItem], scope: _Scope) -> Iterator[Fault]:
    for item in items:
        yield from scope.faults(*item.inputs)
        where, word = f"{scope.where} {item.title[:40]}", item.word
        if word.role == "loss":  # its own value is what is judged
            if len(item.inputs) != 1:
                yield Fault("measure", where, f"the mean of {len(item.inputs)} values")
            continue
        types = [value.type for value in item.inputs if isinstance(value.type, Tensor)]
        if word.role not in ("measure", "show") or len(types) < len(item.inputs) or [*_count_faults(word, item.inputs)]:
            yield Fault("measure", where, f"`{word.name}` of {', '.join(str(value.type) for value in item.inputs)}")
        elif all(type.shape is not None for type in types):
            try:
                word.infer(*types)
            except Misfit as misfit:
                yield Fault("measure", where, f"{misfit}")
