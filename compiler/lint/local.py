"""What is allowed but probably not meant, seen where a word meets its tensors or a loss is minimized."""

from collections.abc import Iterator, Sequence

from compiler import ir
from compiler.problems import Problem, shapes, warnings
from compiler.types import Tensor, size
from compiler.vocabulary.base import Word
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span


def of_application(
    word: Word, tensors: Sequence[ir.Value], result: Tensor, span: Span, chain: tuple[Label, ...]
) -> Iterator[Diagnostic]:
    """What is to be doubted about a word applied to tensors, where `chain` led.

    Raises `Problem` where a loss and a head clash.
    """
    types = [value.type for value in tensors if isinstance(value.type, Tensor)]
    if word.meaning == "probability" and types and types[0].meaning == "probability":
        yield warnings.probability_again(span, word.name, tensors[0].span)
    elif word.idempotent and _repeats(word, tensors):
        yield warnings.idle(span, f"`{word.name}` of `{word.name}` changes nothing", "leave one of them out")
    doubt = word.doubt(types)
    if doubt is not None and (not doubt.at_start or _from_data(tensors[0])):
        yield warnings.DOUBTS[doubt.warning](span, doubt.reason, doubt.help)
    if word.linear():
        yield from _of_linear(word, tensors[0], result, span, chain)
    if word.role == "loss" and tensors:
        yield from _of_loss(word, tensors[0], span, chain)


def _repeats(word: Word, tensors: Sequence[ir.Value]) -> bool:
    """Whether the first input was made by the same word with the same arguments."""
    before = tensors[0]
    return isinstance(before, ir.Apply) and type(before.word) is type(word) and before.word.config() == word.config()


def _of_linear(
    word: Word, value: ir.Value, result: Tensor, span: Span, chain: tuple[Label, ...]
) -> Iterator[Diagnostic]:
    first = _linear_before(value)
    if first is not None and not _narrow(first, result):
        yield warnings.linear_again(span, word.name, first.span, chain)
    if isinstance(value, ir.Apply) and value.word.link() == "softmax":
        yield warnings.hidden_softmax(value.span, value.word.name, span, word.name)


def _of_loss(word: Word, prediction: ir.Value, span: Span, chain: tuple[Label, ...]) -> Iterator[Diagnostic]:
    """Compare a loss with the last step of the prediction: its head."""
    last, dropped = _head(prediction)
    if dropped is not None:
        where = Label(dropped.span, "it stands here, after the last layer")
        yield warnings.dropped_output(span, dropped.word.name, where)
    if last is None or not word.link():
        return
    if last.word.doubt([item.type for item in last.inputs if isinstance(item.type, Tensor)]) is not None:
        return
    link = last.word.link()
    if link and link != word.link():
        raise Problem(shapes.head_and_loss(span, word.name, last.word.name, last.span, link, chain))
    if not link and last.word.bounds is not None:
        yield warnings.bounded_head(span, word.name, last.word.name, last.word.bounds, last.span)


def head(prediction: ir.Value) -> ir.Apply | None:
    """The step that made a prediction, behind which its values are only moved."""
    return _head(prediction)[0]


def _head(value: ir.Value) -> tuple[ir.Apply | None, ir.Apply | None]:
    """The step that made a prediction, and one before it that leaves values out by chance."""
    dropped: ir.Apply | None = None
    while True:
        match value:
            case ir.Invoke(function=function):
                value = function.result
            case ir.Pick(value=ir.Invoke(function=ir.Function(result=ir.Pack(fields=fields))), field=field):
                value = dict(fields)[field]
            case ir.Apply(word=word, inputs=(before, *others)) if not others and _kept(word, before.type, value.type):
                dropped = value if word.role == "regularisation" else dropped
                value = before
            case ir.Apply():
                return value, dropped
            case _:
                return None, dropped


def _kept(word: Word, before: object, after: object) -> bool:
    """Whether a word gives its input's values, all of them."""
    if word.role not in ("shape", "regularisation") or not (isinstance(before, Tensor) and isinstance(after, Tensor)):
        return False
    return None not in (before.shape, after.shape) and size(before.shape or ()) == size(after.shape or ())


def _from_data(value: ir.Value) -> bool:
    """Whether a value is what the data hold or a model is given, at most scaled by numbers."""
    while isinstance(value, ir.Apply):
        rest = [item for item in value.inputs if not isinstance(item, ir.Constant)]
        scaled = len(rest) == 1 and value.layer is None and value.type.shape == getattr(rest[0].type, "shape", None)
        if not scaled and value.word.role != "shape":
            return False
        value = rest[0]
    return isinstance(value, ir.Input | ir.Column)


def _linear_before(value: ir.Value) -> ir.Apply | None:
    """The linear layer that a value comes from by moving, normalising or dropping values only."""
    while isinstance(value, ir.Apply) and len(value.inputs) == 1:
        if value.word.role not in ("shape", "regularisation") and not value.word.statistics:
            break
        value = value.inputs[0]
    return value if isinstance(value, ir.Apply) and value.word.linear() else None


def _narrow(first: ir.Apply, result: Tensor) -> bool:
    """Whether a layer is a bottleneck: narrower than what it takes and what its successor gives."""
    sides = [getattr(type, "shape", None) for type in (first.inputs[0].type, first.type, result)]
    if not all(sides):
        return True
    taken, width, given = (shape[-1] for shape in sides if shape)
    known = isinstance(taken, int) and isinstance(width, int) and isinstance(given, int)
    return not known or (width < taken and width < given)


def of_minimized(loss: ir.Value) -> Iterator[Diagnostic]:
    """Losses that are subtracted, and so made as large as can be."""
    for term in subtracted_losses(loss):
        yield warnings.maximised_loss(term.span, term.word.name)


def subtracted_losses(value: ir.Value, sign: int = 1) -> list[ir.Apply]:
    """The losses of a prediction against a label that a value falls with."""
    if not isinstance(value, ir.Apply):
        return []
    if value.word.role == "loss":
        return [value] if sign < 0 and len(value.inputs) > 1 else []
    constants = [_number(item) for item in value.inputs]
    found: list[ir.Apply] = []
    for i, item in enumerate(value.inputs):
        grows = value.word.grows(i, constants)
        found += subtracted_losses(item, sign * grows) if grows else []
    return found


def _number(value: ir.Value) -> float | None:
    number = value.value if isinstance(value, ir.Constant) else None
    return float(number) if isinstance(number, int | float) else None


def of_objectives(objectives: Sequence[tuple[ir.Objective, bool]]) -> Iterator[Diagnostic]:
    """Weights that several `minimize` lines of a phase change, where one of them does not say which it changes.

    With each objective comes whether its `over` is written.
    """
    first: dict[tuple[int, bool], int] = {}
    for i, (objective, stated) in enumerate(objectives):
        changed = {id(weights.model): None for weights in objective.weights}
        # Where this one says what it changes, only those before it that do not are in doubt.
        spoken = (False,) if stated else (False, True)
        earlier = [first[model, says] for model in changed for says in spoken if (model, says) in first]
        if earlier:
            before = objectives[min(earlier)][0]
            others = {id(weights.model) for weights in before.weights}
            shared = [weights.title for weights in objective.weights if id(weights.model) in others]
            yield warnings.changed_twice(objective.span, shared, before.span)
        for model in changed:
            first.setdefault((model, stated), i)
