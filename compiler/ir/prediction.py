"""What a trained experiment predicts of new data, and the experiment that computes nothing else.

What is predicted are the values that an `evaluate` judges, or a loss where nothing is judged: `Net(features)` of
`classification(Net(features), species)`.  A value's label says what it means: classes with their names, or numbers.
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
class Head:
    """One value that is predicted.

    Attributes:
        value: the prediction.
        label: what it was judged or trained by; None where nothing says.
        link: what makes probabilities of it: "softmax", "sigmoid", or "" where it is none or is one already.
        name: which tells it from the others; "" where it is the only one.
    """

    value: ir.Value
    label: ir.Value | None
    link: str
    name: str = ""

    @property
    def title(self) -> str:
        """`Net(features)`."""
        return self.value.span.text

    def outputs(self) -> tuple[tuple[str, ir.Value], ...]:
        """The prediction's values by name; that of one which is no record is ""."""
        return tuple(parts("", self.value))


@immutable
class Question:
    """What is predicted.

    Attributes:
        data: the data set whose fields it is computed from.
        heads: the predictions, in the order in which they are judged.
    """

    data: ir.DataSet
    heads: tuple[Head, ...]

    def fields(self) -> tuple[ir.DataField, ...]:
        """The fields of the data set that the predictions are computed from, in order."""
        read = fields_read(*(head.value for head in self.heads))
        return tuple(field for field in self.data.fields if field.name in read)

    def columns(self) -> frozenset[str]:
        """The source's columns that these fields are computed from, once all is fitted."""
        return frozenset(value.name for value in columns_of_new_data(*(field.value for field in self.fields())))


def fields_read(*roots: ir.Value) -> frozenset[str]:
    return frozenset(value.name for root in roots for value in ir.walk(root) if isinstance(value, ir.Column))


def parts(name: str, value: ir.Value) -> Iterator[tuple[str, ir.Value]]:
    if not isinstance(value.type, Record):
        yield name, value
        return
    for field, type in value.type.fields:
        yield from parts(f"{name}.{field}" if name else field, ir.Pick(value, field, type, value.span))


def judged_heads(experiment: ir.Experiment) -> Iterator[tuple[ir.DataSet, Head]]:
    """Everything that is judged, in order."""
    losses = [pair for _, root in trained_losses(experiment) for pair in pairs(root)]
    for evaluation in experiment.evaluations:
        for item in evaluation.items:
            if item.word.role == "measure" and len(item.inputs) == 2:
                value, label = item.inputs
                link = next((link for other, _, link in losses if same(other, value)), None)
                yield (
                    evaluation.data,
                    Head(value, label, guess_link(value, label) if link is None else link_of(value, link)),
                )


def learned_heads(experiment: ir.Experiment) -> Iterator[tuple[ir.DataSet, Head]]:
    """Everything that is trained by a loss, in order."""
    for data, root in trained_losses(experiment):
        for value, label, link in pairs(root):
            yield data, Head(value, label, link_of(value, link))


def calls(experiment: ir.Experiment) -> Iterator[tuple[ir.DataSet, Head]]:
    """Whatever else a model is asked."""
    for data, root in (*shown_values(experiment), *trained_losses(experiment)):
        for value in ir.walk(root):
            if isinstance(value, ir.Invoke):
                yield data, Head(value, None, "")


def trained_losses(experiment: ir.Experiment) -> list[tuple[ir.DataSet, ir.Value]]:
    return [(phase.data, objective.loss) for phase in experiment.phases for objective in phase.objectives]


def shown_values(experiment: ir.Experiment) -> list[tuple[ir.DataSet, ir.Value]]:
    evaluations = experiment.evaluations
    return [(one.data, value) for one in evaluations for item in one.items for value in item.inputs]


def pairs(loss: ir.Value) -> Iterator[tuple[ir.Value, ir.Value, str]]:
    """The predictions in a loss, with their labels and what makes probabilities of them."""
    for value in ir.walk(loss):
        if isinstance(value, ir.Apply) and value.word.role == "loss" and len(value.inputs) == 2:
            yield value.inputs[0], value.inputs[1], value.word.link()


def link_of(value: ir.Value, link: str) -> str:
    """What makes probabilities of a prediction; nothing where its meaning says that it is one."""
    return link if isinstance(value.type, Tensor) and value.type.meaning in ("value", "logits") else ""


def guess_link(value: ir.Value, label: ir.Value) -> str:
    """As `link_of`, of a prediction of classes that was trained by no known loss: what measures take it for."""
    types = value.type, label.type
    if not all(isinstance(type, Tensor) for type in types) or types[1].kind not in ("class", "bool"):  # type: ignore[union-attr]
        return ""
    return link_of(value, "softmax" if (types[0].rank or 0) > (types[1].rank or 0) else "sigmoid")  # type: ignore[union-attr]


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


def find_question(experiment: ir.Experiment, model: str | None = None) -> Question | None:
    """The question that predictions answer; with `model`, "Net" or "AE.encode", the first that asks that function.

    Without it, all is answered that is judged on the first one's data set, or learned where nothing is judged.
    """
    chapters = [
        [one for one in found(experiment) if fields_read(one[1].value)]
        for found in (judged_heads, learned_heads, calls)
    ]
    if model is not None:
        for data, head in (one for chapter in chapters for one in chapter):
            if isinstance(head.value, ir.Invoke) and invoked_name(head.value) == model:
                known = [other for chapter in chapters[:2] for of, other in chapter if of is data]
                return Question(data, name_heads(data, told_apart(head, known)))
        return None
    for chapter, several in zip(chapters, (True, True, False), strict=True):
        if chapter:
            data = chapter[0][0]
            heads = [head for of, head in chapter if of is data]
            return Question(data, name_heads(data, beside(heads) if several else heads[:1]))
    return None


def beside(heads: list[Head]) -> list[Head]:
    """The first head and all that can be answered beside it: other values, of new data that hold no label."""
    first, *rest = heads
    given = fields_read(first.value)
    labels = {name for head in heads if head.label is not None for name in fields_read(head.label)} - given
    chosen = [first]
    for head in rest:
        if head.label is None or not fields_read(head.label) or fields_read(head.value) & labels:
            continue
        if not any(same(head.value, other.value) for other in chosen):
            chosen.append(head)
    return chosen


def told_apart(head: Head, known: list[Head]) -> list[Head]:
    """A record's fields, each with the label by which it was judged or trained; what is no record as it is."""
    if not isinstance(head.value.type, Record):
        return [head]
    return [
        next((one for one in known if same(one.value, value)), Head(value, None, "", name))
        for name, value in head.outputs()
    ]


def name_heads(data: ir.DataSet, heads: list[Head]) -> tuple[Head, ...]:
    """Heads with names, where there are several: a record's field, the model, else the label."""
    if len(heads) == 1:
        return tuple(heads)
    found: list[Head] = []
    for head in heads:
        label = head.label.name if isinstance(head.label, ir.Column) else ""
        own = head.name or name_of(head.value) or label or "prediction"
        taken = {one.name for one in found}
        wanted = (own, f"{own}_{label}" if label else own, *(f"{own}_{number}" for number in range(2, len(heads) + 2)))
        found.append(replace(head, name=next(name for name in wanted if name not in taken)))
    return tuple(found)


def name_of(value: ir.Value) -> str:
    """What the author calls a prediction: the field or model that its numbers are of; "" where they are of several."""
    while isinstance(value, ir.Apply):
        read = [one for one in value.inputs if fields_read(one)]
        if len(read) != 1:
            return ""
        value = read[0]
    match value:
        case ir.Pick():
            within = name_of(value.value) if isinstance(value.value, ir.Pick) else ""
            return f"{within}.{value.field}" if within else value.field
        case ir.Invoke():
            return invoked_name(value)
    return ""


def invoked_name(value: ir.Invoke) -> str:
    function = value.function.name
    return value.module.name if function == "__call__" else f"{value.module.name}.{function}"


def functions(experiment: ir.Experiment) -> tuple[str, ...]:
    """Everything that `find_question` knows by name."""
    found = (head.value for chapter in (judged_heads, learned_heads, calls) for _, head in chapter(experiment))
    names = (invoked_name(value) for value in found if isinstance(value, ir.Invoke) and fields_read(value))
    return tuple(dict.fromkeys(names))


def narrow_experiment(experiment: ir.Experiment, question: Question) -> ir.Experiment:
    """The experiment with one evaluation in place of its own, an item for each of the predictions' outputs."""
    items = tuple(
        ir.ReportItem(Predicted(), (value,), head.title, head.value.span)
        for head in question.heads
        for _, value in head.outputs()
    )
    evaluation = ir.Evaluation(question.data, "all", items, question.heads[0].value.span)
    return replace(experiment, evaluations=(evaluation,))


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
