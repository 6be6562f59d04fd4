"""What a trained experiment predicts of new data, and the experiment that computes nothing else.

The prediction is the first value that an `evaluate` judges, or a loss where nothing is judged: `Net(features)` of
`classification(Net(features), species)`.  Its label says what it means: classes with their names, or numbers.
"""

from collections.abc import Iterator
from dataclasses import replace

from compiler import ir
from compiler.types import Record, Tensor
from compiler.vocabulary.speech import Show
from dsl.immutable import immutable


class Predicted(Show, abstract=True):
    """Stands in an evaluation for the values that a prediction is made of; no word of the language."""

    name = "predicted"


@immutable
class Question:
    """What is predicted.

    Attributes:
        data: the data set whose fields it is computed from.
        value: the prediction.
        label: what it was judged or trained by; None where nothing says.
        link: what makes probabilities of it: "softmax", "sigmoid", or "" where it is none or is one already.
    """

    data: ir.DataSet
    value: ir.Value
    label: ir.Value | None
    link: str

    @property
    def title(self) -> str:
        """`Net(features)`."""
        return self.value.span.text

    def fields(self) -> tuple[ir.DataField, ...]:
        """The fields of the data set that the prediction is computed from, in order."""
        read = {value.name for value in ir.walk(self.value) if isinstance(value, ir.Column)}
        return tuple(field for field in self.data.fields if field.name in read)

    def columns(self) -> frozenset[str]:
        """The source's columns that these fields are computed from, once all is fitted."""
        return frozenset(value.name for value in columns_of_new_data(*(field.value for field in self.fields())))

    def outputs(self) -> tuple[tuple[str, ir.Value], ...]:
        """The prediction's values by name; that of one which is no record is ""."""
        return tuple(parts("", self.value))


def parts(name: str, value: ir.Value) -> Iterator[tuple[str, ir.Value]]:
    if not isinstance(value.type, Record):
        yield name, value
        return
    for field, type in value.type.fields:
        yield from parts(f"{name}.{field}" if name else field, ir.Pick(value, field, type, value.span))


def questions(experiment: ir.Experiment) -> Iterator[Question]:
    """Everything that is judged, then everything that is trained by a loss, then whatever else a model is asked."""
    losses = [(data, pair) for data, root in trained(experiment) for pair in pairs(root)]
    judged = [
        (evaluation.data, item.inputs[0], item.inputs[1])
        for evaluation in experiment.evaluations
        for item in evaluation.items
        if item.word.role == "measure" and len(item.inputs) == 2
    ]
    for data, value, label in judged:
        link = next((link for _, (other, _, link) in losses if same(other, value)), None)
        yield Question(data, value, label, guessed(value, label) if link is None else linked(value, link))
    for data, (value, label, link) in losses:
        yield Question(data, value, label, linked(value, link))
    for data, root in (*shown(experiment), *trained(experiment)):
        for value in ir.walk(root):
            if isinstance(value, ir.Invoke):
                yield Question(data, value, None, "")


def trained(experiment: ir.Experiment) -> list[tuple[ir.DataSet, ir.Value]]:
    return [(phase.data, objective.loss) for phase in experiment.phases for objective in phase.objectives]


def shown(experiment: ir.Experiment) -> list[tuple[ir.DataSet, ir.Value]]:
    evaluations = experiment.evaluations
    return [(one.data, value) for one in evaluations for item in one.items for value in item.inputs]


def pairs(loss: ir.Value) -> Iterator[tuple[ir.Value, ir.Value, str]]:
    """The predictions in a loss, with their labels and what makes probabilities of them."""
    for value in ir.walk(loss):
        if isinstance(value, ir.Apply) and value.word.role == "loss" and len(value.inputs) == 2:
            yield value.inputs[0], value.inputs[1], value.word.link()


def linked(value: ir.Value, link: str) -> str:
    """What makes probabilities of a prediction; nothing where its meaning says that it is one."""
    return link if isinstance(value.type, Tensor) and value.type.meaning in ("value", "logits") else ""


def guessed(value: ir.Value, label: ir.Value) -> str:
    """As `linked`, of a prediction of classes that was trained by no known loss: what measures take it for."""
    types = value.type, label.type
    if not all(isinstance(type, Tensor) for type in types) or types[1].kind not in ("class", "bool"):  # type: ignore[union-attr]
        return ""
    return linked(value, "softmax" if (types[0].rank or 0) > (types[1].rank or 0) else "sigmoid")  # type: ignore[union-attr]


def same(a: ir.Value, b: ir.Value) -> bool:
    """Whether two values, written at two places, are computed alike."""
    match a, b:
        case ir.Column(), ir.Column():
            return (a.data, a.name) == (b.data, b.name)
        case ir.Invoke(), ir.Invoke():
            return a.module is b.module and a.function is b.function and all_same(a.inputs, b.inputs)
        case ir.Apply(layer=None), ir.Apply(layer=None):
            alike = a.word.name == b.word.name and a.word.config() == b.word.config()
            return alike and all_same(a.inputs, b.inputs)
        case ir.Pick(), ir.Pick():
            return a.field == b.field and same(a.value, b.value)
        case ir.Constant(), ir.Constant():
            return a.value == b.value
    return a is b


def all_same(some: tuple[ir.Value, ...], others: tuple[ir.Value, ...]) -> bool:
    return len(some) == len(others) and all(map(same, some, others))


def asked(experiment: ir.Experiment, model: str | None = None) -> Question | None:
    """The question that predictions answer; with `model`, "Net" or "AE.encode", the first that asks that function."""
    for question in questions(experiment):
        if not question.fields():
            continue
        if model is None:
            return question
        if isinstance(question.value, ir.Invoke) and called(question.value) == model:
            return question
    return None


def called(value: ir.Invoke) -> str:
    function = value.function.name
    return value.module.name if function == "__call__" else f"{value.module.name}.{function}"


def functions(experiment: ir.Experiment) -> tuple[str, ...]:
    """Everything that `asked` knows by name."""
    found = (question for question in questions(experiment) if question.fields())
    names = (called(one.value) for one in found if isinstance(one.value, ir.Invoke))
    return tuple(dict.fromkeys(names))


def narrowed(experiment: ir.Experiment, question: Question) -> ir.Experiment:
    """The experiment with one evaluation in place of its own, an item for each of the prediction's outputs."""
    span = question.value.span
    items = tuple(ir.ReportItem(Predicted(), (value,), question.title, span) for _, value in question.outputs())
    return replace(experiment, evaluations=(ir.Evaluation(question.data, "all", items, span),))


def columns_of_new_data(*roots: ir.Value) -> Iterator[ir.Column]:
    """The columns that the roots are computed from once all is fitted: what is read while learning is left out.

    They come in the order in which they are written.
    """
    pending, seen = list(reversed(roots)), set()
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, ir.Column):
            yield value
        first = getattr(value.word, "while_learning", None) if isinstance(value, ir.Apply) else None
        pending.extend(reversed(ir.operands(value)[:first]))
