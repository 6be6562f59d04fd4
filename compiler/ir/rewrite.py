"""Rewriting the typed IR: what does not change stays the same object, and what is shared stays shared."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from compiler import ir

Node = TypeVar("Node")


class Rewriter:
    """Rebuilds an experiment from its values up; a pass overrides `change`, and `scope` where it keeps books."""

    def __init__(self) -> None:
        self._values: dict[int, ir.Value] = {}
        self._functions: dict[int, ir.Function] = {}
        self._modules: dict[int, ir.Module] = {}
        self._members: dict[int, ir.Member] = {}
        self._kept: list[object] = []  # identities stay unique while their objects live

    def change(self, value: ir.Value) -> ir.Value:
        """What a value becomes; its operands have been rewritten."""
        return value

    def roots(self, values: Sequence[ir.Value]) -> list[ir.Value]:
        """The values of one scope: a function's body, a phase, an evaluation, a data set's fields."""
        return [self.value(value) for value in values]

    def value(self, value: ir.Value) -> ir.Value:
        for node in ir.walk(value):
            if id(node) not in self._values:
                self._kept.append(node)
                self._values[id(node)] = self.change(self._rebuilt(node))
        return self._values[id(value)]

    def _rebuilt(self, node: ir.Value) -> ir.Value:
        new = self._values
        match node:
            case ir.Apply(inputs=inputs):
                return _with(node, inputs=tuple(new[id(value)] for value in inputs))
            case ir.Invoke(inputs=inputs):
                return _with(
                    node,
                    module=self.module(node.module),
                    function=self.function(node.function),
                    member=None if node.member is None else self.member(node.member),
                    inputs=tuple(new[id(value)] for value in inputs),
                )
            case ir.Pack(fields=fields):
                return _with(node, fields=tuple((key, new[id(value)]) for key, value in fields))
            case ir.Pick(value=value):
                return _with(node, value=new[id(value)])
            case ir.Parameter(owner=ir.Module() as owner):
                return _with(node, owner=self.module(owner))
            case _:
                return node

    def function(self, function: ir.Function) -> ir.Function:
        if id(function) not in self._functions:
            self._kept.append(function)
            (result,) = self.roots([function.result])
            self._functions[id(function)] = _with(function, result=result)
        return self._functions[id(function)]

    def module(self, module: ir.Module) -> ir.Module:
        if id(module) not in self._modules:
            self._kept.append(module)
            members = tuple(map(self.member, module.members))
            functions = tuple(map(self.function, module.functions))
            self._modules[id(module)] = _with(module, members=members, functions=functions)
        return self._modules[id(module)]

    def member(self, member: ir.Member) -> ir.Member:
        if isinstance(member, ir.Layer | ir.WeightSite):
            return member
        if id(member) not in self._members:
            self._kept.append(member)
            self._members[id(member)] = _with(member, module=self.module(member.module))
        return self._members[id(member)]

    def experiment(self, experiment: ir.Experiment) -> ir.Experiment:
        models = tuple(map(self.module, experiment.models))
        data = {id(item): self._data(item) for item in experiment.data}
        phases = tuple(replace(self._phase(item), data=data[id(item.data)]) for item in experiment.phases)
        judged = map(self._evaluation, experiment.evaluations)
        evaluations = tuple(replace(item, data=data[id(item.data)]) for item in judged)
        return replace(experiment, models=models, data=tuple(data.values()), phases=phases, evaluations=evaluations)

    def _data(self, data: ir.DataSet) -> ir.DataSet:
        values = self.roots([field.value for field in data.fields])
        fields = tuple(_with(field, value=value) for field, value in zip(data.fields, values, strict=True))
        return _with(data, fields=fields)

    def _phase(self, phase: ir.Phase) -> ir.Phase:
        losses = self.roots([objective.loss for objective in phase.objectives])
        objectives = tuple(
            _with(objective, loss=loss, updates=tuple(map(self._update, objective.updates)))
            for objective, loss in zip(phase.objectives, losses, strict=True)
        )
        return _with(phase, objectives=objectives, measures=self._judged(phase.measures))

    def _update(self, update: ir.Update) -> ir.Update:
        weights = tuple(_with(weights, model=self.module(weights.model)) for weights in update.weights)
        return _with(update, weights=weights)

    def _evaluation(self, evaluation: ir.Evaluation) -> ir.Evaluation:
        return _with(evaluation, items=self._judged(evaluation.items))

    def _judged(self, items: tuple[ir.ReportItem, ...]) -> tuple[ir.ReportItem, ...]:
        """Measures and pictures, whose values are computed in inference mode."""
        values = iter(self.roots([value for item in items for value in item.inputs]))
        return tuple(_with(item, inputs=tuple(next(values) for _ in item.inputs)) for item in items)


def _with(node: Node, **parts: object) -> Node:
    """The node with new parts; the node itself where they are the old ones."""
    changed = {key: part for key, part in parts.items() if not _same(getattr(node, key), part)}
    return replace(node, **changed) if changed else node  # type: ignore[type-var]


def _same(old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new) and all(map(_same, old, new))
    return old is new or (isinstance(old, str) and old == new)
