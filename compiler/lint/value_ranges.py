"""What the source knows of its values, followed to where it matters: ids to their tables, labels to the head.

Known are the least and the largest values among the rows that were looked at, and the number of rows.  What they
contradict is certainly wrong; what they do not is for the run to find out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compiler import ir
from compiler.lint import local
from compiler.problems import values
from compiler.schemas import HELD_OUT
from compiler.types import Tensor
from compiler.vocabulary.base import Schema
from dsl.diagnostics import Diagnostic
from dsl.spans import Span

Range = tuple[float, float]
Step = tuple[object, ...]
ORDINARY = (-1, 0, 0.5, 1, 2)
"""Numbers that are met everywhere: the same one twice says nothing."""


def check(
    data: Mapping[str, ir.DataSet],
    phases: Sequence[ir.Phase],
    evaluations: Sequence[ir.Evaluation],
    schemas: Mapping[str, Schema],
) -> Iterator[Diagnostic]:
    flow = _Flow(data, schemas)
    losses = [objective.loss for phase in phases for objective in phase.objectives]
    judged = [item for phase in phases for item in phase.measures]
    judged += [item for evaluation in evaluations for item in evaluation.items]
    flow.enter(*losses, *(value for item in judged for value in item.inputs))
    for value in flow.met:
        if isinstance(value, ir.Apply):
            yield from _ids(value, flow)
            yield from _head(value, flow)
            yield from _scaled_again(value, flow)
    for one in (one for item in data.values() for one in item.fields):
        for value in ir.walk(one.value):
            given = value.inputs[0] if isinstance(value, ir.Apply) and value.inputs else None
            if isinstance(value, ir.Apply) and given is not None and getattr(given.type, "kind", None) == "int":
                found = flow.range_of(given)
                if found is not None:
                    yield from _verify_ids(value, found, given.span, one.name)


def too_large_a_batch(batch: int, on: str, data: ir.DataSet, schema: Schema | None) -> int | None:
    """How many examples there are to train on at most, where that is less than a batch."""
    windowed = any(one.window is not None for one in data.fields)
    if schema is None or schema.rows is None or on != "train" or windowed:
        return None
    parts = data.parts
    shares = [part for part in parts.values() if isinstance(part, float)]
    held_out = sum(shares) + (0.0 if "test" in parts or "test" in data.own_splits else HELD_OUT)
    examples = schema.rows if data.own_splits else round(schema.rows * (1 - held_out))
    return examples if 0 < examples < batch else None


@dataclass
class _Flow:
    """Every value that is computed; `given` are those that a function's input stands for, by its identity."""

    data: Mapping[str, ir.DataSet]
    schemas: Mapping[str, Schema]
    met: list[ir.Value] = field(default_factory=list)
    given: dict[int, list[ir.Value]] = field(default_factory=dict)
    told: dict[int, Step] = field(default_factory=dict)
    """What was said of a field's scaling, which may have several steps."""

    def enter(self, *roots: ir.Value) -> None:
        pending, seen = list(roots), set[int]()
        while pending:
            for value in ir.walk(pending.pop()):
                if id(value) in seen:
                    continue
                seen.add(id(value))
                self.met.append(value)
                if isinstance(value, ir.Invoke):
                    for entry, operand in zip(value.function.inputs, value.inputs, strict=True):
                        self.given.setdefault(id(entry), []).append(operand)
                    if id(value.function) not in seen:
                        seen.add(id(value.function))
                        pending.append(value.function.result)

    def fields(self, value: ir.Value, scaled: bool = False) -> Iterator[ir.DataField]:
        """The fields whose elements a value holds: moved or cut, and with `scaled` computed with by numbers."""
        pending, seen = [value], set[int]()
        while pending:
            value = pending.pop()
            if id(value) in seen:
                continue
            seen.add(id(value))
            match value:
                case ir.Input():
                    pending += self.given.get(id(value), ())
                case ir.Column(data=owner, name=name) if owner in self.data:
                    yield from (one for one in self.data[owner].fields if one.name == name)
                case ir.Apply(word=word, inputs=(first, *others)) if word.role == "shape" and not others:
                    pending.append(first)
                case ir.Apply() if scaled and (before := _before(value)) is not None:
                    pending.append(before)

    def range_of(self, value: ir.Value) -> Range | None:
        """The least and the largest value of what a data set computes, where the source knows those of its columns."""
        match value:
            case ir.Column(data=owner, name=name):
                schema = self.schemas.get(owner)
                return schema.ranges.get(name) if schema is not None else None
            case ir.Apply(word=word, inputs=(first, *others)) if word.role == "shape" and not others:
                return self.range_of(first)
            case ir.Apply(word=word, inputs=(left, right)) if word.symbol in ("+", "-", "*", "/"):
                ends = self._ends(left), self._ends(right)
                if None in ends or (word.symbol == "/" and not (isinstance(right, ir.Constant) and right.value)):
                    return None
                every = [_computed(word.symbol, a, b) for a in ends[0] or () for b in ends[1] or ()]
                return min(every), max(every)
        return None

    def _ends(self, value: ir.Value) -> Range | None:
        number = _number(value)
        return (number, number) if number is not None else self.range_of(value)


def _computed(symbol: str, a: float, b: float) -> float:
    return {"+": a + b, "-": a - b, "*": a * b}[symbol] if symbol != "/" else a / b


def _number(value: ir.Value) -> float | None:
    number = value.value if isinstance(value, ir.Constant) else None
    return float(number) if isinstance(number, int | float) and not isinstance(number, bool) else None


def _before(value: ir.Apply) -> ir.Value | None:
    """What a step computes with numbers alone, or by a word of one input that has nothing to learn."""
    rest = [operand for operand in value.inputs if _number(operand) is None]
    arithmetic = value.word.symbol in ("+", "-", "*", "/") or (len(value.inputs) == 1 and value.word.elementwise())
    return rest[0] if len(rest) == 1 and value.layer is None and arithmetic else None


def _ids(value: ir.Apply, flow: _Flow) -> Iterator[Diagnostic]:
    """Ids beyond the table that they are looked up in."""
    if value.word.ids is None or not value.inputs:
        return
    for one in flow.fields(value.inputs[0]):
        known = flow.range_of(one.value) if one.type.kind == "int" else None
        if known is not None:
            yield from _verify_ids(value, known, one.span, one.name)


def _verify_ids(value: ir.Apply, known: Range, told: Span, name: str) -> Iterator[Diagnostic]:
    count = getattr(value.word, value.word.ids) if value.word.ids is not None else None
    if isinstance(count, int) and (known[0] < 0 or known[1] >= count):
        yield values.ids_beyond(value.span, value.word.name, count, told, name, *map(int, known))


def _head(loss: ir.Apply, flow: _Flow) -> Iterator[Diagnostic]:
    """A label that the prediction's last step can never reach."""
    if loss.word.role != "loss" or len(loss.inputs) != 2:
        return
    prediction, label = loss.inputs
    head = local.head(prediction)
    if head is None or head.word.bounds is None:
        return
    low, high = head.word.bounds
    for one in flow.fields(label):
        known = flow.range_of(one.value) if isinstance(one.type, Tensor) and one.type.kind in ("real", "int") else None
        if known is not None and (known[0] < low or known[1] > high):
            yield values.out_of_reach(head.span, head.word.name, (low, high), one.span, one.name, known)


def _scaled_again(value: ir.Apply, flow: _Flow) -> Iterator[Diagnostic]:
    """The same scaling in the body of `data` and behind it."""
    step = _step(value)
    before = _before(value)
    if step is None or before is None:
        return
    for one in flow.fields(before, scaled=True):
        inner: ir.Value | None = one.value
        while isinstance(inner, ir.Apply):
            if _step(inner) == step and flow.told.setdefault(id(one), step) == step:
                yield values.scaled_again(value.span, _shown(value), inner.span, one.name)
                return
            shaping = inner.word.role == "shape" and len(inner.inputs) == 1
            inner = inner.inputs[0] if shaping else _before(inner)


def _step(value: ir.Apply) -> Step | None:
    """What two steps that scale alike have in common: the operator with its number, or a word that is done once."""
    numbers = [_number(operand) for operand in value.inputs]
    known = [number for number in numbers if number is not None]
    if len(value.inputs) == 2 and len(known) == 1 and value.word.symbol in ("-", "*", "/"):
        return None if known[0] in ORDINARY else (value.word.symbol, tuple(numbers))
    return None


def _shown(value: ir.Apply) -> str:
    number = next(number for number in map(_number, value.inputs) if number is not None)
    return f"{value.word.symbol} {number:g}"
