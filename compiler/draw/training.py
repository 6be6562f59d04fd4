"""The training view: data, models, losses, optimizers and measures, and what trains what."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from compiler.draw import labels, style
from compiler.draw.picture import Child, Cluster, Edge, Node, Picture, Row, Table
from compiler.ir import (
    Apply,
    Column,
    Constant,
    DataField,
    DataSet,
    Evaluation,
    Experiment,
    Input,
    Invoke,
    Module,
    Objective,
    Pack,
    Parameter,
    Phase,
    Pick,
    Reference,
    Split,
    Update,
    Value,
    operands,
    walk,
)
from compiler.ir.count import weights_of

WIDEST = 50
"""A loss is broken into lines of about so many characters."""
MOST_FIELDS = 14
"""A data set of more fields is shown with those in use."""
FITTED = "fitted on train"


def picture(experiment: Experiment) -> Picture:
    """The experiment from left to right, from the data to the measures."""
    scene = _Scene(experiment)
    for data in experiment.data:
        scene.children.append(_table(data, scene.columns(data)))
    for module in experiment.models:
        scene.model(module)
    phases = [scene.phase(phase) for phase in experiment.phases]
    evaluations = [scene.evaluation(evaluation, i) for i, evaluation in enumerate(experiment.evaluations, 1)]
    ends = [f"loss/{phase.name}/{i}" for phase in experiment.phases for i in range(1, len(phase.objectives) + 1)]
    ends += [table.id for table in evaluations]
    order = [Edge(before, after, look="invisible", level=True) for before, after in pairwise(ends)]
    children = (*scene.children, *phases, *evaluations)
    edges = (*_merged(scene.edges), *order)
    return Picture(f"{experiment.name} training", "LR", children, edges, (tuple(ends),) if order else (), gap=0.4)


def _merged(edges: list[Edge]) -> list[Edge]:
    """Edges between the same ends as one that bears all their labels."""
    together: dict[Edge, list[str]] = {}
    for edge in edges:
        together.setdefault(replace(edge, label=""), []).append(edge.label)
    return [replace(edge, label=", ".join(filter(None, names))) for edge, names in together.items()]


def _table(data: DataSet, used: set[str]) -> Table:
    """A data set's fields; of very many, those in use."""
    shown = data.fields
    if len(shown) > MOST_FIELDS:
        shown = tuple(entry for entry in shown if entry.name in used)[:MOST_FIELDS] or shown[:MOST_FIELDS]
    rows = [
        Row(entry.name, entry.name, labels.shape(entry.type), _origin(entry), FITTED if _fitted(entry) else "")
        for entry in shown
    ]
    if len(shown) < len(data.fields):
        rows.append(Row("others", "…", f"{len(data.fields) - len(shown)} more"))
    source, tip = labels.word_text(data.source), labels.tooltip(data.name, data)
    return Table(f"data/{data.name}", data.name, source, tuple(rows), _splits(data), tooltip=tip)


def _origin(entry: DataField) -> str:
    """How a field is computed from its source's columns; nothing where it is one of them."""
    text = labels.line(entry.value.span.text)
    return "" if text == entry.name or isinstance(entry.value, Column) else labels.shorten(f"= {text}")


def _fitted(entry: DataField) -> bool:
    """Whether a field learns from the training split."""
    return any(isinstance(value, Apply) and getattr(value.word, "fitted", False) for value in walk(entry.value))


def _splits(data: DataSet) -> str:
    own = [name for name in data.own_splits if name not in data.parts]
    stated = [text for split in data.splits for text in _stated(split)]
    return f"splits: {', '.join([*own, *stated])}" if own or data.parts else ""


def _stated(split: Split) -> list[str]:
    """`validation 10 %`, `by time`: one `split`'s parts, and how they are chosen."""
    if split.on is not None:
        return [f"{name} where {split.on} is {_values(part)}" for name, part in split.parts]
    shares = [f"{name} {100 * part:.4g} %" for name, part in split.parts if isinstance(part, float)]
    how = [f"by {split.order or split.by}"] if split.by else []
    return [*shares, *how, *([f"stratified by {split.stratify}"] if split.stratify else [])]


def _values(part: object) -> str:
    return " or ".join(map(str, part)) if isinstance(part, tuple) else str(part)


@dataclass
class _Scene:
    """The picture as it grows.  `made` holds the node of each value, `alike` those of equal steps."""

    experiment: Experiment
    children: list[Child] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    made: dict[int, str] = field(default_factory=dict)
    alike: dict[tuple[str, tuple[tuple[str, str], ...]], str] = field(default_factory=dict)
    joined: set[tuple[str, str, str, str]] = field(default_factory=set)

    # --- models ---

    def model(self, module: Module) -> None:
        """A node for a model, or a cluster with a node for each function."""
        note = labels.count_text(weights_of(module), "weight")
        tip = labels.tooltip(f"model {module.name}", module)
        names = module.names
        if len(names) == 1:
            self.children.append(Node(self._place(module, names[0]), module.name, (note,), "model", tip))
        else:
            called = self._used(module)
            used = [name for name in names if name in called] or names
            nodes = tuple(Node(self._place(module, name), name, (), "model", tip) for name in used)
            self.children.append(Cluster(f"model/{module.name}", module.name, note, children=nodes))
        for member in module.members:
            if isinstance(member, Reference):
                inside = self._place(member.module, member.module.functions[0].name)
                self.edges.append(Edge(inside, self._place(module, module.functions[0].name), "used inside", "same"))

    def _values(self) -> Iterator[Value]:
        """Everything that phases and evaluations compute."""
        roots = [objective.loss for phase in self.experiment.phases for objective in phase.objectives]
        items = [item for phase in self.experiment.phases for item in phase.measures]
        items += [item for evaluation in self.experiment.evaluations for item in evaluation.items]
        roots += [value for item in items for value in item.inputs]
        return walk(*roots)

    def columns(self, data: DataSet) -> set[str]:
        """The fields of a data set that are in use."""
        return {value.name for value in self._values() if isinstance(value, Column) and value.data == data.name}

    def _used(self, module: Module) -> set[str]:
        """The functions of a model that phases and evaluations call."""
        return {value.function.name for value in self._values() if isinstance(value, Invoke) and value.module is module}

    def _place(self, module: Module, function: str) -> str:
        several = len(module.names) > 1
        return f"model/{module.name}.{function}" if several else f"model/{module.name}"

    # --- learning and judging ---

    def phase(self, phase: Phase) -> Cluster:
        nodes: list[Child] = []
        for i, objective in enumerate(phase.objectives, 1):
            nodes += self._objective(objective, f"{phase.name}/{i}")
        epochs = "1 epoch" if phase.epochs == 1 else f"{phase.epochs:,} epochs"
        note = f"{epochs}, batches of {phase.batch:,}"
        note += f" × {phase.accumulate:,}" if phase.accumulate > 1 else ""
        note += f", on {phase.on}" if phase.on != "train" else ""
        note += f", {phase.precision}" if phase.precision != "f32" else ""
        note += f", best {phase.best}" if phase.best else ""
        return Cluster(f"phase/{phase.name}", phase.name, note, look="phase", children=tuple(nodes))

    def _objective(self, objective: Objective, path: str) -> list[Child]:
        loss = f"loss/{path}"
        text = labels.line(objective.loss.span.text)
        self._feed(loss, (objective.loss,), "value", root=True)
        nodes: list[Child] = [Node(loss, labels.break_lines(text, WIDEST), (), "loss", labels.tooltip(text, objective))]
        for i, update in enumerate(objective.updates, 1):
            optimizer = f"optimizer/{path}" if len(objective.updates) == 1 else f"optimizer/{path}.{i}"
            self.edges.append(Edge(loss, optimizer, look="gradient", weight=4))
            nodes.append(self._optimizer(update, optimizer))
        return nodes

    def _optimizer(self, update: Update, id_: str) -> Node:
        """An optimizer, with arrows to the models whose weights it changes."""
        for module in dict.fromkeys(weights.model for weights in update.weights):
            frame = f"model/{module.name}" if len(module.names) > 1 else ""
            for target in self._targets(module):
                self.edges.append(Edge(id_, target, look="trains", free=True, head_cluster=frame))
        trained = labels.shorten(", ".join(weights.title for weights in update.weights))
        using = labels.break_lines(labels.word_text(update.optimizer), WIDEST // 2)
        return Node(id_, using, (f"trains {trained}",), "optimizer")

    def _targets(self, module: Module) -> list[str]:
        """Where arrows to a model end: at its node, or at the first one of its cluster."""
        names = module.names
        called = self._used(module)
        return [self._place(module, name) for name in [name for name in names if name in called] or names][:1]

    def evaluation(self, evaluation: Evaluation, number: int) -> Table:
        id_ = f"evaluation/{number}"
        rows = []
        for i, item in enumerate(evaluation.items, 1):
            name = f"show {item.word.name}" if item.word.role == "show" else item.word.name
            written = item.title.removeprefix("show ").removeprefix(item.word.name)
            inside = written[1:-1] if written.startswith("(") and written.endswith(")") else written
            rows.append(Row(str(i), name, labels.shorten(inside, WIDEST)))
            self._feed(id_, item.inputs, "judged", root=True)
        tip = labels.tooltip("evaluate", evaluation)
        return Table(id_, "evaluate", f"on {evaluation.on}", tuple(rows), look="measure", tooltip=tip)

    # --- values ---

    def _feed(self, head: str, values: tuple[Value, ...], look: str, root: bool = False) -> None:
        """Arrows into a node, from everything that values are computed from."""
        for value in values:
            for source in _sources(value) if root else (value,):
                self._join(source, head, look)

    def _join(self, source: Value, head: str, look: str) -> None:
        if isinstance(source, Constant | Input):
            return
        tail, port, label = self._node(source), "", ""
        if isinstance(source, Column):
            port = source.name
        elif isinstance(source, Invoke | Pick):
            label = source.name or (source.field if isinstance(source, Pick) else "")
        elif isinstance(source, Parameter):
            label = source.site.name
        key = (tail, head, port, label)
        if tail != head and key not in self.joined:
            self.joined.add(key)
            self.edges.append(Edge(tail, head, label, look, port=port))

    def _node(self, value: Value) -> str:
        if id(value) in self.made:
            return self.made[id(value)]
        match value:
            case Column(data=data):
                id_ = f"data/{data}"
            case Parameter(owner=owner) if owner is not None:
                id_ = self._place(owner, owner.functions[0].name)
            case Pick(value=whole):
                id_ = self._node(whole)
            case Invoke(module=module, function=function, inputs=inputs):
                id_ = self._place(module, function.name)
                self._feed(id_, inputs, "value")
            case Apply():
                id_ = self._step(value)
            case _:
                id_ = self._pack(value)
        self.made[id(value)] = id_
        return id_

    def _step(self, value: Apply) -> str:
        """A computed value, such as an augmented image; a chain of pipes is one node."""
        chain: list[str] = []
        start: Value = value
        while isinstance(start, Apply) and len(start.inputs) == 1 and start.piped and not (chain and start.name):
            chain.append(labels.caption(start.word, start.inputs[0].type))
            start = start.inputs[0]
        text = " → ".join(reversed(chain)) if chain else labels.line(value.span.text)
        sources = (start,) if chain else tuple(_sources(value, inside=True))
        nodes = [(self._node(source), _key(source)) for source in sources if not isinstance(source, Constant)]
        key = (f"{value.name} = {text}", tuple(nodes))
        if key in self.alike:
            return self.alike[key]
        id_ = f"value/{len(self.alike) + 1}"
        self.alike[key] = id_
        look = style.look_of(value.word.role)
        title = labels.break_lines(text, WIDEST)
        self.children.append(Node(id_, value.name, (title,), look) if value.name else Node(id_, title, (), look))
        for source in sources:
            self._join(source, id_, "value")
        return id_

    def _pack(self, value: Value) -> str:
        id_ = f"value/{len(self.alike) + 1}"
        self.alike[id_, ()] = id_
        self.children.append(Node(id_, "record", (), "operation"))
        self._feed(id_, operands(value), "value")
        return id_


def _key(source: Value) -> str:
    return source.name if isinstance(source, Column) else ""


def _sources(value: Value, inside: bool = False) -> Iterator[Value]:
    """What a formula speaks of: columns, models' results, named and piped values.  `inside` looks past the value."""
    pending, seen = [(value, inside)], set()
    while pending:
        current, past = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        hidden = isinstance(current, Apply) and current.name is None and not current.piped
        if past or hidden or isinstance(current, Pack):
            pending.extend((operand, False) for operand in reversed(operands(current)))
        elif not isinstance(current, Constant):
            yield current
