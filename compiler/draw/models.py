"""The model view: what each model computes, a node a step, a cluster a block."""

from dataclasses import dataclass, field

from compiler.draw import columns, labels, style
from compiler.draw.expressions import PLACE, Formula, mention
from compiler.draw.forms import Forms
from compiler.draw.picture import Child, Cluster, Edge, Node, Picture
from compiler.ir import (
    Apply,
    Column,
    Constant,
    Function,
    Input,
    Invoke,
    Layer,
    Module,
    Pack,
    Parameter,
    Part,
    Pick,
    Reference,
    Stack,
    Value,
    WeightSite,
    walk,
)
from compiler.ir.count import layer_weights, scale, weights_of
from compiler.types import Tensor, Type

MOST_NODES = 300
"""A picture of more nodes than this is drawn less deep, and a model of more steps without its middle."""


def picture(title: str, models: tuple[Module, ...], depth: int) -> Picture:
    """The models side by side, blocks opened `depth` levels deep, or less deep where the picture would be too large."""
    while True:
        sketches = tuple(_Sketch(module, depth).draw() for module in models)
        if depth <= 0 or sum(len(sketch.ids) for sketch in sketches) <= MOST_NODES:
            for sketch in sketches:
                sketch.tie({other.module for other in sketches})
            parts = (columns.elide_middle(sketch.cluster(), sketch.edges, MOST_NODES) for sketch in sketches)
            return columns.arrange(title, tuple(parts))
        depth -= 1


@dataclass(frozen=True, slots=True)
class _Outlet:
    """Where a value comes out of the picture; `label` is what an arrow from there says, `shape` its shape."""

    node: str
    type: Type
    label: str = ""
    shape: str = ""


_Result = _Outlet | dict[str, "_Result"]


@dataclass
class _Sketch:
    """A model's picture as it grows.  `open` is the list of children of the cluster being filled."""

    module: Module
    depth: int
    open: list[Child] = field(default_factory=list)
    top: list[Child] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    first: dict[int, str] = field(default_factory=dict)
    sites: dict[int, str] = field(default_factory=dict)
    references: list[tuple[str, Invoke]] = field(default_factory=list)
    forms: Forms = field(default_factory=Forms)

    def draw(self) -> "_Sketch":
        self.open = self.top
        drawn = self.forms.drawn(self.module)
        for function in drawn:
            if len(drawn) > 1 or function.name != "__call__":
                self.open = []
                again = sum(one.name == function.name for one in drawn) > 1
                names = ", ".join(f"{one.name}: {one.type}" if again else one.name for one in function.inputs)
                called = self.module.name if function.name == "__call__" else function.name
                title = f"{called}({names})"
                id_ = self._unique(f"{self.module.name}.{function.name}")
                self._whole(function, id_)
                self.top.append(Cluster(id_, title, look="function", children=tuple(self.open)))
                self.open = self.top
            else:
                self._whole(function, self.module.name)
        return self

    def tie(self, drawn: set[Module]) -> None:
        """Dashed lines from other models' nodes in this one to their own pictures, as far as they are drawn."""
        for node, value in self.references:
            if value.module in drawn and value.function.inputs:
                several = len(value.module.names) > 1 or value.function.name != "__call__"
                path = f"{value.module.name}.{value.function.name}" if several else value.module.name
                target = f"{path}/{value.function.inputs[0].name}"
                self.edges.append(Edge(node, target, look="same", free=True, head_cluster=value.module.name))

    def cluster(self) -> Cluster:
        note = labels.count_text(weights_of(self.module), "weight")
        return Cluster(self.module.name, self.module.name, note, look="model", children=tuple(self.top))

    # --- functions ---

    def _whole(self, function: Function, path: str) -> None:
        """A function with nodes for its inputs and outputs."""
        bound: dict[int, _Result] = {}
        for entry in function.inputs:
            tip, shape = f"{entry.name}: {self.forms.type(entry)}", self.forms.shape(entry)
            id_ = self._node(f"{path}/{entry.name}", entry.name, look="input", value=entry, tip=tip)
            bound[id(entry)] = _Outlet(id_, entry.type, shape, shape)
        self._outputs(self._function(function, bound, path, self.module, 0), "", path)

    def _outputs(self, result: _Result, name: str, path: str) -> None:
        if isinstance(result, dict):
            for key, item in result.items():
                self._outputs(item, key, path)
            return
        meaning = result.type.meaning if isinstance(result.type, Tensor) else "value"
        notes = (meaning.replace("_", " "),) if meaning != "value" else ()
        id_ = self._node(f"{path}/{name or 'output'}", name or "output", notes, "output", tip=str(result.type))
        self._arrow(result, id_, label=result.shape or labels.shape(result.type))

    def _function(self, function: Function, bound: dict[int, _Result], path: str, owner: Module, level: int) -> _Result:
        """The function's steps; `bound` holds its inputs' values."""
        made = dict(bound)
        written = self.forms.formulas(function)
        for value in walk(function.result):
            match value:
                case Input():
                    pass
                case Apply() if id(value) in written:
                    made[id(value)] = self._formula(value, written[id(value)], made, path)
                case Apply() if value.layer is not None or value.piped:
                    made[id(value)] = self._step(value, made, path)
                case Invoke():
                    made[id(value)] = self._invoke(value, made, path, level)
                case Pack(fields=fields):
                    made[id(value)] = {key: self._result(item, made, path) for key, item in fields}
                case Pick():
                    made[id(value)] = self._pick(value, made, path)
                case Apply() | Constant() | Parameter() | Column():
                    pass
        return self._result(function.result, made, path)

    def _result(self, value: Value, made: dict[int, _Result], path: str) -> _Result:
        """Where a value comes out; a constant or weight that stands alone gets its node now."""
        if id(value) not in made:
            if isinstance(value, Parameter):
                made[id(value)] = _Outlet(self._weight(value), value.type)
            else:
                id_ = self._node(f"{path}/constant", mention(value), look="operation", value=value)
                made[id(value)] = _Outlet(id_, value.type)
        return made[id(value)]

    # --- steps ---

    def _step(self, value: Apply, made: dict[int, _Result], path: str) -> _Result:
        word = value.word
        title = self.forms.caption(value)
        look = style.look_of(word.role)
        notes: tuple[str, ...] = ()
        again = ""
        if value.layer is not None:
            again = self.first.get(id(value.layer), "")
            weights = layer_weights(value.layer)
            if again:
                notes = ("same weights",) if weights != 0 else ()
            elif weights != 0:
                notes = (labels.count_text(weights, "weight"),)
        name = value.layer.name if value.layer is not None else word.name
        id_ = self._node(f"{path}/{name}", title, notes, look, value, labels.word_text(word))
        self._remember(value.layer, id_, again)
        for operand in value.inputs:
            self._arrow(self._result(operand, made, path), id_)
        return self._outlet(id_, value, value.inputs)

    def _formula(self, value: Apply, formula: Formula, made: dict[int, _Result], path: str) -> _Result:
        if formula.alone:
            symbolic = formula.alone == value.word.symbol
            look = "symbol" if symbolic and len(formula.alone) <= 2 else style.look_of(value.word.role)
            title = formula.alone
        else:
            look, title = style.look_of("operation"), formula.text
        id_ = self._node(f"{path}/{value.name or value.word.name}", title, (), look, value, value.span.text)
        for source in dict.fromkeys(formula.sources):
            result = self._result(source, made, path)
            name = None if formula.alone or isinstance(source, Input | Parameter) else mention(source)
            label = f"{name}: {self.forms.shape(source)}" if name and name != PLACE else ""
            self._arrow(result, id_, look="weight" if isinstance(source, Parameter) else "value", label=label)
        return self._outlet(id_, value, tuple(formula.sources))

    def _pick(self, value: Pick, made: dict[int, _Result], path: str) -> _Result:
        whole = self._result(value.value, made, path)
        if isinstance(whole, dict):
            return whole[value.field]
        shape = self.forms.shape(value)
        return _Outlet(whole.node, value.type, f"{value.field} {shape}".rstrip(), shape)

    def _outlet(self, id_: str, value: Value, inputs: tuple[Value, ...]) -> _Outlet:
        """The value's outlet; an arrow says its shape where that is news."""
        shape = self.forms.shape(value)
        before = [self.forms.shape(operand) for operand in inputs if not isinstance(operand, Parameter)]
        return _Outlet(id_, value.type, "" if before and set(before) == {shape} else shape, shape)

    # --- modules in modules ---

    def _invoke(self, value: Invoke, made: dict[int, _Result], path: str, level: int) -> _Result:
        member, module = value.member, value.module
        inputs = [self._result(operand, made, path) for operand in value.inputs]
        again = self.first.get(id(member), "") if member is not None else ""
        inner = f"{path}/{member.name if member is not None else value.function.name}"
        opened = isinstance(member, Part | Stack) and not again and level < self.depth
        single = _only_step(module, value.function) if isinstance(member, Stack) else None
        if opened and single is None:
            return self._opened(value, inputs, inner, level)
        title, notes, look = self._closed(value, single, again)
        id_ = self._node(inner, title, notes, look, value, module.title or module.name)
        self._remember(member, id_, again)
        if isinstance(member, Reference) and not again:
            self.references.append((id_, value))
        for result in inputs:
            self._arrow(result, id_)
        return self._outlet(id_, value, value.inputs)

    def _closed(self, value: Invoke, single: Apply | None, again: str) -> tuple[str, tuple[str, ...], str]:
        """What stands on the one node of a module that is not opened."""
        member, module = value.member, value.module
        title, arguments = labels.heading(module.title or module.name)
        if single is not None:
            title, arguments = self.forms.caption(single), ""
        first = (arguments,) if arguments else ()
        if again:
            return title, (*first, "same weights"), "reference"
        match member:
            case Stack(count=count):
                weights = weights_of(module)
                notes = (*first, labels.count_text(scale(count, weights), "weight"))
                look = style.look_of(single.word.role) if single is not None else "block"
                return f"{count} × {title}", notes, look
            case Part():
                return title, (*first, labels.count_text(weights_of(module), "weight")), "block"
        if value.function.name != "__call__" and module is not self.module and module.members:
            title = f"{module.name}.{value.function.name}"
        elif value.function.name != "__call__":
            title = value.function.name
        return title, (), "reference"

    def _opened(self, value: Invoke, inputs: list[_Result], path: str, level: int) -> _Result:
        member, module = value.member, value.module
        outer, self.open = self.open, []
        id_ = self._unique(path)
        bound = {id(entry): result for entry, result in zip(value.function.inputs, inputs, strict=True)}
        result = self._function(value.function, bound, id_, module, level + 1)
        children, self.open = self.open, outer
        if not children:
            return result
        stack = isinstance(member, Stack)
        badge = f"× {member.count}" if isinstance(member, Stack) else ""
        title, arguments = labels.heading(module.title) if module.kind != "copy" else ("", "")
        weights = labels.count_text(weights_of(module), "weight") + (" each" if stack else "")
        note = f"{arguments}   {weights}".strip()
        self.open.append(Cluster(id_, title, note, badge, "stack" if stack else "block", tuple(children)))
        self._remember(member, _first_node(children), "")
        return result

    # --- nodes and arrows ---

    def _unique(self, wanted: str) -> str:
        id_, count = wanted, 1
        while id_ in self.ids:
            count += 1
            id_ = f"{wanted}:{count}".replace(":", "#")
        self.ids.add(id_)
        return id_

    def _node(
        self,
        wanted: str,
        title: str,
        notes: tuple[str, ...] = (),
        look: str = "operation",
        value: object = None,
        tip: str = "",
    ) -> str:
        id_ = self._unique(wanted)
        self.open.append(Node(id_, title, notes, look, labels.tooltip(tip or title, value)))
        return id_

    def _weight(self, value: Parameter) -> str:
        """The node of a hand-written weight, which all its uses share."""
        if id(value.site) not in self.sites:
            id_ = self._unique(f"{self.module.name}/{value.site.name}")
            self.sites[id(value.site)] = id_
            tip = labels.tooltip(f"weight {value.site.name}: {value.type}", value.site)
            shape = labels.shape(value.type) if value.type.shape else "weight"
            node = Node(id_, value.site.name, (shape,), "weight", tip)
            (self.top if len(self.module.names) > 1 else self.open).append(node)
        return self.sites[id(value.site)]

    def _remember(self, owner: Layer | WeightSite | Part | Stack | Reference | None, id_: str, again: str) -> None:
        """Note where weights are first drawn; later uses are tied to it by a dashed line."""
        if owner is None:
            return
        if again:
            self.edges.append(Edge(again, id_, look="same", free=True))
        else:
            self.first[id(owner)] = id_

    def _arrow(self, result: _Result, head: str, look: str = "value", label: str = "") -> None:
        if isinstance(result, dict):
            for key, item in result.items():
                self._arrow(item, head, look, key)
            return
        said = label or result.label
        key = f"{result.node} {said}"
        if key in self.said:
            said = ""
        elif look == "value":
            self.said.add(key)
        self.edges.append(Edge(result.node, head, "" if look == "weight" else said, look))


def _first_node(children: list[Child]) -> str:
    child = children[0]
    while isinstance(child, Cluster):
        child = child.children[0]
    return child.id


def _only_step(module: Module, function: Function) -> Apply | None:
    """The one layer that a copy consists of, as in `2 * lstm(64)`."""
    result = function.result
    if module.kind != "copy" or not isinstance(result, Apply):
        return None
    return result if all(isinstance(operand, Input) for operand in result.inputs) else None
