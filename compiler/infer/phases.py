"""Phases and evaluations: which data they use, what they minimize, what they report."""

from collections.abc import Sequence
from dataclasses import field
from typing import Any

from compiler import ir
from compiler.infer import application, arguments, bodies, expressions, words
from compiler.infer.bodies import warn_unused
from compiler.infer.data import split_names
from compiler.infer.env import Env, spell_value
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.objectives import minimize
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    Ambiguous,
    DataName,
    Scope,
    WordLayer,
    WordName,
    describe,
)
from compiler.ir.training import measure_names, parts_of_training
from compiler.lint import local, value_ranges
from compiler.problems import Problem, names, shapes, structure, training, warnings
from compiler.problems import data as data_problems
from compiler.problems import values as values_problems
from compiler.problems.catalogue import closest
from compiler.vocabulary.base import WORDS, Word
from dsl import syntax
from dsl.immutable import mutable

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


def section(name: str, given: Sequence[syntax.Argument], env: Env, statement: Any) -> Word | None:
    """The arguments of `train(...)` or `evaluate(...)`; bare names stand for splits and data sets."""
    word = WORDS["section"][name]
    config: dict[str, Any] = {}
    right = True
    for item in given:
        key, span = item.name, item.name_span or item.span
        if key is None:
            help = f"name it: `{name}({next(iter(word.arguments))} = {item.span.text})`"
            raise Problem(structure.wrong_part(item.span, "a value without a name", "`name = value`", help))
        argument = word.arguments.get(key)
        if argument is None:
            env.report(names.unknown_argument(span, key, name, word.arguments))
            right = False
            continue
        if key in config:
            raise Problem(names.argument_twice(span, key, name))
        if isinstance(item.value, syntax.Name) and argument.takes_text:
            value: Any = item.value.id
        else:
            value = env.evaluate(item.value)
        wanted = argument.refuse(value) if value is not BROKEN else None
        if wanted is not None:
            shown = describe(value) if isinstance(value, LAYERS + VALUES) else spell_value(value)
            guess = closest(value, argument.choices) if isinstance(value, str) and argument.choices else None
            env.report(shapes.wrong_value(item.value.span, key, name, shown, wanted, guess=guess))
        right = right and value is not BROKEN and wanted is None
        config[key] = value
    if not right:
        return None
    arguments.verify_complete(word, config, statement.span)
    return word(**config)


def _value_of(made: Word | None, key: str, default: Any) -> Any:
    return getattr(made, key) if made is not None else default


def _data(values: Sequence[Any], made: Word | None, statement: Any, what: str, sets: Sets) -> ir.DataSet | None:
    """The one data set whose fields the values use."""
    used = dict.fromkeys(value.data for value in ir.walk(*values) if isinstance(value, ir.Column))
    chosen = _value_of(made, "data", None)
    if isinstance(chosen, DataName):
        used = dict.fromkeys([*used, chosen.name])
    if len(used) > 1:
        raise Problem(structure.several_data(statement.span, what, tuple(used)))
    if not used and len(sets.sets) == 1:
        used = dict.fromkeys(sets.sets)
    if not used:
        raise Problem(structure.no_data(statement.span, what))
    return sets.sets.get(next(iter(used)))


def _verify_split(on: str, data: ir.DataSet, given: Sequence[syntax.Argument], statement: Any) -> None:
    splits = split_names(data)
    if on not in splits:
        span = next((item.value.span for item in given if item.name == "on"), statement.span)
        raise Problem(data_problems.unknown_split(span, on, data.name, splits))


def _entered(name: str, statement: syntax.Train | syntax.Evaluate, env: Env, sets: Sets) -> tuple[Word | None, Env]:
    """The arguments of a section, and the place inside it, where the fields of the data have their bare names."""
    made = section(name, statement.arguments, env, statement)
    chosen = _value_of(made, "data", None)
    scope = scope_of_fields(env, sets, chosen.name if isinstance(chosen, DataName) else None)
    if made is None and any(item.name == "data" for item in statement.arguments):
        for key in {key for data in sets.names.values() for key in data.fields}:
            scope.bind(key, BROKEN, None, "field")
    return made, env.inside(scope, ModuleBuilder(name, "free", name, statement.span))


def train(statement: syntax.Train, env: Env, sets: Sets, index: int) -> ir.Phase | None:
    made, inner = _entered("train", statement, env, sets)
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
    if broken or made is None:
        return None
    config: Any = made
    values = [value for item in measures for value in item.inputs]
    data = _data([*(o.loss for o in objectives), *values], made, statement, "train", sets)
    if data is None:
        return None
    _verify_split(config.on, data, statement.arguments, statement)
    _verify_validated(config, data, statement, measures)
    examples = value_ranges.too_large_a_batch(config.batch, config.on, data, env.context.known.get(data.name))
    if examples is not None:
        span = next((a.value.span for a in statement.arguments if a.name == "batch"), statement.span)
        env.report(values_problems.batch_too_large(span, config.batch, examples, data.name))
    name = statement.name or ("train" if index == 0 else f"train{index + 1}")
    return ir.Phase(
        name,
        data,
        config.on,
        config.epochs,
        config.batch,
        config.seed,
        config.precision,
        tuple(objectives),
        statement.span,
        tuple(measures),
        config.accumulate,
        config.ema,
        config.stop_early,
        config.best or ("loss" if config.stop_early else None),
        config.validate_every,
    )


def _verify_validated(
    config: Any, data: ir.DataSet, statement: syntax.Train, measures: Sequence[ir.ReportItem]
) -> None:
    """What looks at the validation split needs one that is not learned from; `best` needs a measure of the body."""
    spans = {argument.name: argument.span for argument in statement.arguments}
    asking = [(f"`{key}`", spans[key]) for key in ("stop_early", "best", "validate_every") if key in spans]
    asking += [(f"the measure `{item.word.name}`", item.span) for item in measures]
    for what, span in asking[:1]:
        if "validation" not in split_names(data):
            raise Problem(training.no_validation(span, what, data.name))
        if config.on == "validation":
            raise Problem(training.learned_validation(span, what))
    judged = ["loss", *measure_names(measures)]
    if config.best is not None and config.best not in judged:
        span = next(argument.value.span for argument in statement.arguments if argument.name == "best")
        again = any(item.word.name == config.best for item in measures)
        raise Problem(training.unknown_measure(span, config.best, judged, again))


def evaluate(statement: syntax.Evaluate, env: Env, sets: Sets, phases: Sequence[ir.Phase]) -> ir.Evaluation | None:
    made, inner = _entered("evaluate", statement, env, sets)
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
    if broken or made is None:
        return None
    config: Any = made
    data = _data([value for item in items for value in item.inputs], made, statement, "evaluate", sets)
    if data is None:
        return None
    stated = any(argument.name == "on" for argument in statement.arguments)
    on = config.on if stated or "test" in split_names(data) else "all"
    _verify_split(on, data, statement.arguments, statement)
    inside = parts_of_training(data, phases)
    same = {on, "all", *(inside if on == "train" else ()), *(("train",) if on in inside else ())}
    seen = [phase for phase in phases if phase.data is data and (phase.on in same or on == "all")]
    if seen:
        span = next((a.value.span for a in statement.arguments if a.name == "on"), statement.span)
        unusual = next((phase.span for phase in seen if phase.on != "train"), None)
        env.report(warnings.evaluated_on_training(span, on, unusual))
    return ir.Evaluation(data, on, tuple(items), statement.span)


def _item(expression: syntax.Expression, env: Env, spaces: tuple[str, ...], wanted: str) -> ir.ReportItem | None:
    """A measure or picture: a word with the values that it is about.  A loss is a measure too: its mean."""
    if not isinstance(expression, syntax.Call):
        value = env.evaluate(expression, spaces)
        if value is BROKEN:
            return None
        help = f"write `{value.word.name}(...)`" if isinstance(value, WordName) else JUDGED
        raise Problem(structure.wrong_part(expression.span, describe(value), f"{wanted} of values", help))
    function = expressions.called(expression.function, env, spaces)
    if function is BROKEN:
        expressions.evaluate_arguments(expression, env)
        return None
    title = " ".join(expression.span.text.split())
    if (
        isinstance(function, WordName)
        and function.word.namespace in spaces
        and function.word.role in ("measure", "show")
    ):
        bound = arguments.for_word(function.word, expression, env)
        if bound is BROKEN:
            return None
        tensors, config = bound
        made = function.word(**config)
        words.verify(made, expression.span, env)
        applied = words.apply_word(WordLayer(made, expression.span), tensors, expression.span, env)
        return None if applied is BROKEN else ir.ReportItem(made, applied.inputs, title, expression.span)
    value = application.call(function, expression, env, spaces)
    if value is BROKEN:
        return None
    if isinstance(value, ir.Apply) and value.word.role == "loss":
        return ir.ReportItem(value.word, (value,), title, expression.span)
    what = f"`{title}`, a value without a judgement" if isinstance(value, VALUES) else describe(value)
    raise Problem(structure.wrong_part(expression.span, what, wanted, JUDGED))
