"""The IR's specification: what the checker and the passes give obeys it, and a broken experiment does not."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compiler import ir
from compiler.ir.rewrite import Rewriter
from compiler.ir.verify import RULES, InvalidIR, faults, verify
from compiler.pipeline import compile_text
from compiler.simplify import PASSES
from compiler.types import Record, Tensor, Window
from compiler.types.dimensions import sized
from compiler.vocabulary.base import WORDS
from dsl.spans import Source

ROOT = Path(__file__).parents[2]
FOLDERS = ("tests/corpus/good", "tests/draw/specs", "tests/emit/golden", "specs")
SPECS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.dl"))

SPEC = """
data notes = rows(x = [[1, 2, 3], [4, 5], [6]], y = [0.5, 1.5, 2.5], z = [[1, 2], [3, 4], [5, 6]]) {
  x: [t <= 9]
  y: []
  z: [2]
}
data series = rows(v = [1, 2, 3, 4, 5, 6]) { past: [2] = windows(v, 2) }

block unit(x: [n], width) { x -> dense(width) -> relu }
model Encoder(x: [2]) {
  weight w: [2] = normal(0.1)
  x * w -> unit(3) -> 2 * unit(3) -> dense(2)
}
model Net(x: [2]) {
  let code = x -> Encoder
  (value = code -> dense(1) -> squeeze, code = code)
}
model Weighed {
  weight g: [2] = 1
  def scaled(x: [2]) { x * g }
  def twice(x: [2]) { scaled(scaled(x)) }
}
train(epochs = 1, batch = 2) {
  minimize squared_error(Net(z).value + mean(x, axis = 0), y) over Net, Encoder using adam(1e-3)
  minimize mean(Weighed.twice(z) * 2) using sgd(0.1)
}
evaluate { mae(Net(z).value, y) }
"""


def experiment(text: str = SPEC) -> ir.Experiment:
    compiled = compile_text(Source("spec.dl", text))
    assert compiled.experiment is not None, [one.message for one in compiled.diagnostics]
    return compiled.experiment


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_what_the_checker_and_every_pass_give_is_valid(path: Path) -> None:
    found = compile_text(Source(path.name, path.read_text(encoding="utf-8"))).experiment
    if found is None:  # its data are not at hand
        return
    verify(found)
    for run in PASSES:
        found = run(found)
        verify(found)


# --- each rule is broken ---------------------------------------------------------------------------


class Mutation(Rewriter):
    """Changes the values of which `change` makes others."""

    def __init__(self, change: Callable[[ir.Value], ir.Value]):
        super().__init__()
        self._change = change

    def change(self, value: ir.Value) -> ir.Value:
        return self._change(value)


def values(kind: type, change: Callable[[Any], ir.Value]) -> Callable[[ir.Experiment], ir.Experiment]:
    """Every value of a kind, changed."""
    return lambda whole: Mutation(lambda value: change(value) if isinstance(value, kind) else value).experiment(whole)


def words(name: str, change: Callable[[ir.Apply], ir.Value]) -> Callable[[ir.Experiment], ir.Experiment]:
    """Every application of a word, changed."""
    return values(ir.Apply, lambda value: change(value) if value.word.name == name else value)


def model(index: int, **parts: Any) -> Callable[[ir.Experiment], ir.Experiment]:
    """One model with other parts; a function is given the old ones."""

    def change(whole: ir.Experiment) -> ir.Experiment:
        old = whole.models[index]
        new = replace(old, **{key: part(getattr(old, key)) for key, part in parts.items()})
        return replace(whole, models=(*whole.models[:index], new, *whole.models[index + 1 :]))

    return change


def member(kind: type, **parts: Any) -> Callable[[tuple[ir.Member, ...]], tuple[ir.Member, ...]]:
    """The members, those of a kind with other parts."""
    return lambda members: tuple(replace(one, **parts) if isinstance(one, kind) else one for one in members)  # type: ignore[type-var]


def field(name: str, **parts: Any) -> Callable[[ir.Experiment], ir.Experiment]:
    """The fields of a name with other parts."""

    def change(data: ir.DataSet) -> ir.DataSet:
        return replace(data, fields=tuple(replace(f, **parts) if f.name == name else f for f in data.fields))

    return lambda whole: replace(whole, data=tuple(map(change, whole.data)))


def phase(**parts: Any) -> Callable[[ir.Experiment], ir.Experiment]:
    return lambda whole: replace(whole, phases=tuple(replace(one, **parts) for one in whole.phases))


def objective(change: Callable[[ir.Objective], ir.Objective]) -> Callable[[ir.Experiment], ir.Experiment]:
    return lambda whole: phase(objectives=tuple(map(change, whole.phases[0].objectives)))(whole)


def update(**parts: Any) -> Callable[[ir.Experiment], ir.Experiment]:
    return objective(lambda one: replace(one, updates=tuple(replace(each, **parts) for each in one.updates)))


def items(change: Callable[[ir.ReportItem], ir.ReportItem]) -> Callable[[ir.Experiment], ir.Experiment]:
    return lambda whole: replace(
        whole,
        evaluations=tuple(replace(one, items=tuple(map(change, one.items))) for one in whole.evaluations),
    )


def column(value: ir.Apply) -> ir.Column:
    return ir.Column("notes", "z", Tensor((2,)), value.span)


def text(value: ir.Value) -> ir.Constant:
    return ir.Constant("a", TEXT, value.span)


def record_for_loss(one: ir.Objective) -> ir.Objective:
    return replace(one, loss=next((v for v in ir.walk(one.loss) if isinstance(v.type, Record)), one.loss))


NOWHERE = ir.Module("Nowhere", "model", "", (), (), experiment().models[0].span)
TEXT = Tensor((), "text")
MUTATIONS: Sequence[tuple[str, str, Callable[[ir.Experiment], ir.Experiment]]] = [
    ("result", "another shape", words("relu", lambda v: replace(v, type=Tensor((7,))))),
    ("result", "another kind", words("relu", lambda v: replace(v, type=Tensor((3,), "int")))),
    (
        "result",
        "a kind it does not take",
        words("relu", lambda v: replace(v, inputs=(text(v),))),
    ),
    ("count", "an input too many", words("relu", lambda v: replace(v, inputs=v.inputs * 2))),
    ("count", "an input missing", words("multiply", lambda v: replace(v, inputs=v.inputs[:1]))),
    ("ragged", "out of nowhere", words("relu", lambda v: replace(v, type=Tensor((sized("t", 9, "x"),))))),
    ("constant", "another kind", values(ir.Constant, lambda v: replace(v, type=Tensor((), "bool")))),
    ("constant", "another shape", values(ir.Constant, lambda v: replace(v, value=(1, 2)))),
    ("record", "a field that is none", values(ir.Pick, lambda v: replace(v, field="other"))),
    ("record", "another type", values(ir.Pack, lambda v: replace(v, type=Record(v.type.fields[:1])))),
    ("call", "another result", values(ir.Invoke, lambda v: replace(v, type=Tensor((9,))))),
    ("call", "an input missing", values(ir.Invoke, lambda v: replace(v, inputs=()))),
    ("call", "another input", values(ir.Invoke, lambda v: replace(v, inputs=(ir.Constant(1, Tensor(()), v.span),)))),
    ("bound", "an input of no function", words("relu", lambda v: ir.Input("x", v.type, v.span))),
    ("callee", "another module", values(ir.Invoke, lambda v: replace(v, module=NOWHERE))),
    ("callee", "another function", values(ir.Invoke, lambda v: replace(v, function=replace(v.function)))),
    ("callee", "another member", values(ir.Invoke, lambda v: replace(v, member=v.member and replace(v.member)))),
    ("layer", "without its layer", words("dense", lambda v: replace(v, layer=None))),
    ("layer", "of another module", words("dense", lambda v: replace(v, layer=replace(v.layer)))),
    ("layer", "other arguments", words("dense", lambda v: replace(v, word=type(v.word)(width=8)))),
    ("weight", "another type", values(ir.Parameter, lambda v: replace(v, type=Tensor((3,))))),
    ("weight", "of no module", values(ir.Parameter, lambda v: replace(v, site=replace(v.site)))),
    ("weight", "no initializer", model(0, members=member(ir.WeightSite, initial=WORDS["value"]["relu"]()))),
    ("weight", "whole numbers", model(0, members=member(ir.WeightSite, type=Tensor((2,), "int")))),
    ("owner", "a member of two modules", lambda e: model(1, members=lambda own: (*own, e.models[0].members[0]))(e)),
    ("owner", "two of a name", model(0, members=lambda own: (*own, replace(own[0])))),
    ("kind", "a block for a model", model(0, kind=lambda _: "block")),
    ("kind", "listed twice", lambda e: replace(e, models=(*e.models, e.models[0]))),
    ("kind", "no copy", model(0, members=member(ir.Stack, count=0))),
    ("reference", "to no model", model(1, members=member(ir.Reference, module=NOWHERE))),
    ("function", "twice", model(0, functions=lambda own: (*own, replace(own[0])))),
    ("column", "no field", values(ir.Column, lambda v: replace(v, name="other"))),
    ("column", "another type", values(ir.Column, lambda v: replace(v, type=Tensor((5,))))),
    ("column", "another data set's", values(ir.Column, lambda v: replace(v, data="other"))),
    ("column", "in a model", words("relu", column)),
    ("field", "another rank", field("y", type=Tensor((3,)))),
    ("field", "another kind", field("z", type=TEXT)),
    ("field", "another's length", field("x", type=Tensor((sized("t", 9, "other"),)))),
    ("field", "without its window", field("past", window=None)),
    ("window", "of no rows", field("past", window=Window(0))),
    ("phase", "no epoch", phase(epochs=0)),
    ("phase", "no such part", phase(on="other")),
    ("phase", "what is not measured", phase(best="accuracy")),
    ("phase", "data of another experiment", lambda e: phase(data=replace(e.phases[0].data))(e)),
    ("loss", "a record", objective(record_for_loss)),
    ("update", "no optimizer", update(optimizer=WORDS["value"]["relu"]())),
    ("update", "of no weights", update(weights=())),
    ("update", "not reached", lambda e: update(weights=(ir.Weights(NOWHERE, (), e.models[0].span),))(e)),
    ("update", "no such part", lambda e: update(weights=(ir.Weights(e.models[0], ("other",), e.models[0].span),))(e)),
    ("update", "changed twice", objective(lambda one: replace(one, updates=one.updates * 2))),
    ("measure", "of one value", items(lambda one: replace(one, inputs=one.inputs[:1]))),
    ("measure", "an operation", items(lambda one: replace(one, word=WORDS["value"]["add"]()))),
    ("measure", "of another shape", items(lambda one: replace(one, inputs=(one.inputs[0], column(one.inputs[0]))))),
]


def test_the_experiment_that_is_broken_below_is_valid() -> None:
    found = experiment()
    verify(found)
    for run in PASSES:
        found = run(found)
        verify(found)


@pytest.mark.parametrize(
    ("rule", "change"),
    [(rule, change) for rule, _, change in MUTATIONS],
    ids=[f"{rule}: {what}" for rule, what, _ in MUTATIONS],
)
def test_a_broken_experiment_is_seen(rule: str, change: Callable[[ir.Experiment], ir.Experiment]) -> None:
    broken = change(experiment())
    found = {fault.rule for fault in faults(broken)}
    assert rule in found
    with pytest.raises(InvalidIR, match=rule):
        verify(broken)


def test_every_rule_is_broken_once() -> None:
    assert {rule for rule, _, _ in MUTATIONS} == set(RULES)
