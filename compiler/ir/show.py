"""The typed IR as text, one line a value: what tests compare, and what tells what the checker made of a spec.

    model Net
      .dense1 = dense(width = 8): kernel [4, 8], bias [8]
      __call__(x: [4]) -> [8]
        %1 [8] = .dense1(x)
        %2 [8] = relu(%1)
        = %2

A value is computed once and numbered in the order of computation; inputs, columns and weights go by their names.
"""

from collections.abc import Iterable, Iterator

from compiler import ir
from compiler.types import Formula, Type
from compiler.vocabulary.base import Word


def show(experiment: ir.Experiment) -> str:
    """Every data set, module, phase and evaluation of an experiment."""
    blocks = [f"hyper {name} = {value!r}" for name, value in experiment.hypers]
    for data in experiment.data:
        blocks.append("\n".join(_data(data)))
    for module in experiment.models:
        blocks.append("\n".join(_module(module, 0)))
    for phase in experiment.phases:
        blocks.append("\n".join(_phase(phase)))
    for evaluation in experiment.evaluations:
        blocks.append("\n".join(_evaluation(evaluation)))
    return "\n".join(blocks) + "\n"


def _data(data: ir.DataSet) -> Iterator[str]:
    splits = "".join(map(_split, data.splits))
    yield f"data {data.name} = {_word(data.source)}{splits}"
    for field in data.fields:
        lines = _Lines()
        result = lines.name(field.value)
        yield from (f"    {line}" for line in lines.lines)
        window = f" in {field.window}" if field.window is not None else ""
        yield f"  {field.name}: {field.type} = {result}{window}"


def _split(split: ir.Split) -> str:
    parts = "".join(f" {name}={part:g}" if isinstance(part, float) else f" {name}={part}" for name, part in split.parts)
    how = (("stratify", split.stratify), ("by", split.by), ("order", split.order), ("on", split.on))
    return parts + "".join(f" {key}={value}" for key, value in how if value is not None)


def _module(module: ir.Module, depth: int) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}{module.kind} {module.title or module.name}"
    for member in module.members:
        yield from _member(member, depth + 1)
    for function in module.functions:
        inputs = ", ".join(f"{entry.name}: {type_text(entry.type)}" for entry in function.inputs)
        yield f"{indent}  {function.name}({inputs}) -> {type_text(function.result.type)}"
        lines = _Lines()
        result = lines.name(function.result)
        yield from (f"{indent}    {line}" for line in lines.lines)
        yield f"{indent}    = {result}"


def _member(member: ir.Member, depth: int) -> Iterator[str]:
    indent = "  " * depth
    match member:
        case ir.Layer(name=name, word=word, inputs=inputs):
            shapes = {**word.weight_shapes(inputs), **word.statistic_shapes(inputs)}
            arrays = ", ".join(f"{key} [{', '.join(map(str, shape))}]" for key, shape in shapes.items())
            yield f"{indent}.{name} = {_word(word)}: {arrays}"
        case ir.WeightSite(name=name, type=type, initial=initial):
            yield f"{indent}.{name}: {type} = {_word(initial) if isinstance(initial, Word) else initial}"
        case ir.Part(name=name, module=module):
            yield f"{indent}.{name} ="
            yield from _module(module, depth + 1)
        case ir.Stack(name=name, count=count, module=module):
            yield f"{indent}.{name} = {count} *"
            yield from _module(module, depth + 1)
        case ir.Reference(name=name, module=module):
            yield f"{indent}.{name} = model {module.name}"


def _phase(phase: ir.Phase) -> Iterator[str]:
    settings = f"on={phase.on} epochs={phase.epochs} batch={phase.batch} seed={phase.seed} {phase.precision}"
    given: dict[str, object] = {"accumulate": phase.accumulate if phase.accumulate > 1 else None, "ema": phase.ema}
    given |= {"stop_early": phase.stop_early, "best": phase.best, "validate_every": phase.validate_every}
    settings += "".join(f" {key}={value}" for key, value in given.items() if value is not None)
    yield f"train {phase.name} with {phase.data.name}: {settings}"
    for objective in phase.objectives:
        lines = _Lines()
        result = lines.name(objective.loss)
        yield from (f"    {line}" for line in lines.lines)
        parts = [
            f"{', '.join(weights.title for weights in update.weights)} using {_word(update.optimizer)}"
            for update in objective.updates
        ]
        yield f"  minimize {result} over {', '.join(parts)}"
    yield from _judged(phase.measures)


def _evaluation(evaluation: ir.Evaluation) -> Iterator[str]:
    yield f"evaluate with {evaluation.data.name}: on={evaluation.on}"
    yield from _judged(evaluation.items)


def _judged(items: Iterable[ir.ReportItem]) -> Iterator[str]:
    lines = _Lines()
    for item in items:
        inputs = ", ".join(lines.name(value) for value in item.inputs)
        yield from (f"    {line}" for line in lines.lines)
        lines.lines.clear()
        yield f"  {_word(item.word)}: {inputs}"


class _Lines:
    """The values of one computation, numbered as they are met."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: dict[int, str] = {}
        self._count = 0

    def name(self, root: ir.Value) -> str:
        for value in ir.walk(root):
            if id(value) not in self._names:
                self._names[id(value)] = self._named(value)
        return self._names[id(root)]

    def _named(self, value: ir.Value) -> str:
        match value:
            case ir.Input(name=name) | ir.Column(name=name):
                return name
            case ir.Constant(value=constant):
                return repr(constant) if not isinstance(constant, tuple) else repr(list(constant))
            case ir.Parameter(site=site, owner=model):
                return f"{model.name}.{site.name}" if model is not None else site.name
            case ir.Apply(word=word, layer=layer):
                text = f"{f'.{layer.name}' if layer is not None else _word(word)}({self._inputs(value)})"
            case ir.Invoke(module=module, function=function, member=member):
                owner = f".{member.name}" if member is not None else module.name
                part = "" if function.name == "__call__" else f".{function.name}"
                text = f"{owner}{part}({self._inputs(value)})"
            case ir.Pack(fields=fields):
                text = "(" + ", ".join(f"{key} = {self._names[id(item)]}" for key, item in fields) + ")"
            case ir.Pick(value=whole, field=field):
                text = f"{self._names[id(whole)]}.{field}"
        self._count += 1
        number = f"%{self._count}"
        self.lines.append(f"{number} {type_text(value.type)} = {text}")
        return number

    def _inputs(self, value: ir.Value) -> str:
        return ", ".join(self._names[id(operand)] for operand in ir.operands(value))


def type_text(type: Type) -> str:
    """A type with its meaning where it has one: `[3] probability`."""
    meaning = getattr(type, "meaning", "value")
    return f"{type}" if meaning == "value" else f"{type} {meaning}"


def _word(word: Word) -> str:
    given = {**word.given(), **word.extra}
    arguments = ", ".join(f"{key} = {_setting(value)}" for key, value in given.items())
    return f"{word.name}({arguments})" if arguments else word.name


def _setting(value: object) -> str:
    if isinstance(value, Word):
        return _word(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_items(value)) + "]"
    return str(value) if isinstance(value, Formula) else repr(value)


def _items(values: Iterable[object]) -> Iterator[str]:
    return (_setting(value) for value in values)
