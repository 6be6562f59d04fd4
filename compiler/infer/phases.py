"""Phases and evaluations: which data they use, what they minimize, what they report."""

from collections.abc import Sequence
from dataclasses import field

from compiler import ir
from compiler.infer import application, bodies, expressions
from compiler.infer.arguments import bind_section
from compiler.infer.bodies import warn_unused
from compiler.infer.data import split_names
from compiler.infer.env import Env
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.objectives import minimize
from compiler.infer.values import (
    BROKEN,
    VALUES,
    Ambiguous,
    Broken,
    DataName,
    Scope,
    WordName,
    describe,
)
from compiler.ir.training import measure_names, parts_of_training
from compiler.lint import local, value_ranges
from compiler.problems import Problem, structure, training, warnings
from compiler.problems import data as data_problems
from compiler.problems import values as values_problems
from compiler.vocabulary.base import WORDS, Word
from compiler.vocabulary.sections import Evaluate, Train
from dsl import syntax
from dsl.immutable import mutable
from dsl.spans import Span

JUDGED = "measures are such as `accuracy(prediction, label)`; `show table(...)` shows values"


@mutable
class Sets:
    """The data sets by name, and the names their fields go by."""

    sets: dict[str, ir.DataSet] = field(default_factory=dict)
    names: dict[str, DataName] = field(default_factory=dict)


def scope_of_fields(env: Env, sets: Sets, chosen: str | None) -> Scope:
    """A scope in which every field of the data sets has its bare name, unless two share it."""
    scope = Scope(env.scope)
    owners: dict[str, list[str]] = {}
    for owner, data in sets.names.items():
        if chosen in (None, owner):
            for key in data.fields:
                owners.setdefault(key, []).append(owner)
    for key, having in owners.items():
        only = sets.names[having[0]].fields[key]
        scope.bind(key, only if len(having) == 1 else Ambiguous(tuple(having)), None, "field")
    return scope


def _data(
    values: Sequence[ir.Value], made: Train | Evaluate, statement: syntax.Statement, what: str, sets: Sets
) -> ir.DataSet | None:
    """The one data set whose fields the values use."""
    used = dict.fromkeys(value.data for value in ir.walk(*values) if isinstance(value, ir.Column))
    if made.data is not None:
        used = dict.fromkeys([*used, made.data])
    if len(used) > 1:
        raise Problem(structure.several_data(statement.span, what, tuple(used)))
    if not used and len(sets.sets) == 1:
        used = dict.fromkeys(sets.sets)
    if not used:
        raise Problem(structure.no_data(statement.span, what))
    return sets.sets.get(next(iter(used)))


def _verify_split(on: str, data: ir.DataSet, statement: syntax.Train | syntax.Evaluate) -> None:
    splits = split_names(data)
    if on not in splits:
        span = _argument_span(statement, "on")
        raise Problem(data_problems.unknown_split(span, on, data.name, splits))


def _argument_span(statement: syntax.Train | syntax.Evaluate, name: str) -> Span:
    """Where the value of an argument stands; the whole statement where it is not given."""
    return next((item.value.span for item in statement.arguments if item.name == name), statement.span)


def _enter(name: str, statement: syntax.Train | syntax.Evaluate, env: Env, sets: Sets) -> tuple[Word | None, Env]:
    """The arguments of a section, and the environment in it, where the fields of the data have their bare names."""
    made = bind_section(WORDS["section"][name], statement.arguments, statement.span, env)
    chosen = made.data if isinstance(made, Train | Evaluate) else None
    scope = scope_of_fields(env, sets, chosen)
    if made is None and any(item.name == "data" for item in statement.arguments):
        for key in {key for data in sets.names.values() for key in data.fields}:
            scope.bind(key, BROKEN, None, "field")
    return made, env.inside(scope, ModuleBuilder(name, "free", name, statement.span))


def train(statement: syntax.Train, env: Env, sets: Sets, index: int) -> ir.Phase | None:
    made, inner = _enter("train", statement, env, sets)
    objectives: list[ir.Objective] = []
    measures: list[ir.ReportItem] = []
    broken = made is None
    for item in statement.body:
        try:
            match item:
                case syntax.Let():
                    bodies.bind_let(item, inner)
                case syntax.ExpressionStatement(value=expression):
                    found = _item(expression, inner, ("measure", "value"), "a measure")
                    broken = broken or found is None
                    measures += [found] if found is not None else []
                case syntax.Minimize():
                    objective = minimize(item, inner)
                    broken = broken or objective is None
                    objectives += [objective] if objective is not None else []
        except Problem as problem:
            env.report(problem.diagnostic)
            broken = True
    warn_unused(inner)
    if not broken:
        stated = [bool(item.parts[0].weights) for item in statement.body if isinstance(item, syntax.Minimize)]
        env.report_all(local.of_objectives(list(zip(objectives, stated, strict=True))))
    if not objectives and not broken:
        help = "write `minimize LOSS using OPTIMIZER` in it"
        raise Problem(structure.wrong_part(statement.span, "a phase without `minimize`", "a loss to minimize", help))
    if broken or not isinstance(made, Train):
        return None
    values = [value for item in measures for value in item.inputs]
    data = _data([*(o.loss for o in objectives), *values], made, statement, "train", sets)
    if data is None:
        return None
    _verify_split(made.on, data, statement)
    _verify_validated(made, data, statement, measures)
    examples = value_ranges.too_large_a_batch(made.batch, made.on, data, env.context.known.get(data.name))
    if examples is not None:
        span = _argument_span(statement, "batch")
        env.report(values_problems.batch_too_large(span, made.batch, examples, data.name))
    name = statement.name or ("train" if index == 0 else f"train{index + 1}")
    return ir.Phase(
        name,
        data,
        made.on,
        made.epochs,
        made.batch,
        made.seed,
        made.precision,
        tuple(objectives),
        statement.span,
        tuple(measures),
        made.accumulate,
        made.ema,
        made.stop_early,
        made.best or ("loss" if made.stop_early else None),
        made.validate_every,
    )


def _verify_validated(
    made: Train, data: ir.DataSet, statement: syntax.Train, measures: Sequence[ir.ReportItem]
) -> None:
    """What looks at the validation split needs one that is not learned from; `best` needs a measure of the body."""
    spans = {argument.name: argument.span for argument in statement.arguments}
    asking = [(f"`{key}`", spans[key]) for key in ("stop_early", "best", "validate_every") if key in spans]
    asking += [(f"the measure `{item.word.name}`", item.span) for item in measures]
    for what, span in asking[:1]:
        if "validation" not in split_names(data):
            raise Problem(training.no_validation(span, what, data.name))
        if made.on == "validation":
            raise Problem(training.learned_validation(span, what))
    judged = ["loss", *measure_names(measures)]
    if made.best is not None and made.best not in judged:
        span = _argument_span(statement, "best")
        again = any(item.word.name == made.best for item in measures)
        raise Problem(training.unknown_measure(span, made.best, judged, again))


def evaluate(statement: syntax.Evaluate, env: Env, sets: Sets, phases: Sequence[ir.Phase]) -> ir.Evaluation | None:
    made, inner = _enter("evaluate", statement, env, sets)
    items: list[ir.ReportItem] = []
    broken = made is None
    for item in statement.body:
        try:
            match item:
                case syntax.Let():
                    bodies.bind_let(item, inner)
                case syntax.ExpressionStatement(value=expression):
                    found = _item(expression, inner, ("measure", "value"), "a measure")
                case syntax.Show(call=expression):
                    found = _item(expression, inner, ("show",), "a picture")
            if not isinstance(item, syntax.Let):
                broken = broken or found is None
                items += [found] if found is not None else []
        except Problem as problem:
            env.report(problem.diagnostic)
            broken = True
    warn_unused(inner)
    if broken or not isinstance(made, Evaluate):
        return None
    data = _data([value for item in items for value in item.inputs], made, statement, "evaluate", sets)
    if data is None:
        return None
    stated = any(argument.name == "on" for argument in statement.arguments)
    on = made.on if stated or "test" in split_names(data) else "all"
    _verify_split(on, data, statement)
    inside = parts_of_training(data, phases)
    same = {on, "all", *(inside if on == "train" else ()), *(("train",) if on in inside else ())}
    seen = [phase for phase in phases if phase.data is data and (phase.on in same or on == "all")]
    if seen:
        span = _argument_span(statement, "on")
        unusual = next((phase.span for phase in seen if phase.on != "train"), None)
        env.report(warnings.evaluated_on_training(span, on, unusual))
    return ir.Evaluation(data, on, tuple(items), statement.span)


def _item(expression: syntax.Expression, env: Env, spaces: tuple[str, ...], wanted: str) -> ir.ReportItem | None:
    """A measure or picture: a word with the values that it is about.  A loss is a measure too: its mean."""
    if not isinstance(expression, syntax.Call):
        value = env.evaluate(expression, spaces)
        if isinstance(value, Broken):
            return None
        help = f"write `{value.word.name}(...)`" if isinstance(value, WordName) else JUDGED
        raise Problem(structure.wrong_part(expression.span, describe(value), f"{wanted} of values", help))
    function = expressions.evaluate_callee(expression.function, env, spaces)
    if isinstance(function, Broken):
        expressions.evaluate_arguments(expression, env)
        return None
    value = application.call(function, expression, env)
    if isinstance(value, Broken):
        return None
    title = " ".join(expression.span.text.split())
    if isinstance(value, ir.Apply) and value.word.namespace in spaces and value.word.role in ("measure", "show"):
        return ir.ReportItem(value.word, value.inputs, title, expression.span)
    if isinstance(value, ir.Apply) and value.word.role == "loss":
        return ir.ReportItem(value.word, (value,), title, expression.span)
    what = f"`{title}`, a value without a judgement" if isinstance(value, VALUES) else describe(value)
    raise Problem(structure.wrong_part(expression.span, what, wanted, JUDGED))
