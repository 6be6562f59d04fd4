"""A whole file: its declarations in the order of what needs what, then its phases."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compiler import ir
from compiler.infer import application, bodies, data, expressions, hypers, phases, unapplied
from compiler.infer import models as model_bodies
from compiler.infer.attach_specialisations import attach_specialisations
from compiler.infer.env import Context, Env, Rules
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.type_table import TypeTable
from compiler.infer.values import BROKEN, BlockName, Constant, ModelName, Scope
from compiler.lint import gradients, unused, value_ranges, whole
from compiler.problems import Problem, names, warnings
from compiler.problems.merging import merge_equal
from compiler.resolve import Resolved
from compiler.vocabulary.base import ArgumentValue, Finder, Schema
from dsl import syntax
from dsl.diagnostics import Diagnostic
from dsl.immutable import immutable
from dsl.spans import Source, Span


@immutable
class Inferred:
    """`experiment` is None where an error stands in the way; `schemas` are those of the data sets, as far as known."""

    experiment: ir.Experiment | None
    diagnostics: tuple[Diagnostic, ...]
    schemas: Mapping[str, Schema]


def infer(
    resolved: Resolved,
    source: Source,
    hypers: Mapping[str, ArgumentValue],
    find: Finder,
    title: str,
    facts: TypeTable | None = None,
    schemas: Mapping[str, Schema] | None = None,
) -> Inferred:
    """The typed experiment that the statements say.  `hypers` are values that override those written.

    A statement with a syntax error is left out; its name counts as known, so that what uses it is no second error.
    """
    statements = [statement for statement in resolved.statements if id(statement) not in resolved.faulty]
    length = sum(len(source.text) for source in resolved.sources)
    context = Context(Rules(expressions.evaluate, application.apply), find, facts, schemas or {}, length=length)
    env = Env(context, Scope(), ModuleBuilder("", "free", "", Span(source, 0, 0)))
    sets = phases.Sets()
    models: list[ModelName] = []
    set_hypers: list[tuple[str, ArgumentValue]] = []
    for statement in resolved.statements:
        if id(statement) in resolved.faulty:
            _bind_broken(statement, env)
            continue
        try:
            _declare(statement, env, sets, models, set_hypers, hypers)
        except Problem as problem:
            context.report(problem.diagnostic)
            _bind_broken(statement, env)
    for model in models:
        try:
            model_bodies.ensure(model, env)
        except Problem as problem:
            context.report(problem.diagnostic)
            model.state.broken = True
    trained, evaluations = _sections(resolved, statements, env, sets)
    unapplied.check(models, env)
    env.report_all(unused.parameters([one for one in statements if one.span.source is source]))
    if not any(diagnostic.severity == "error" for diagnostic in context.diagnostics):
        env.report_all(value_ranges.check(sets.sets, trained, evaluations, context.known))
    if any(diagnostic.severity == "error" for diagnostic in (*resolved.diagnostics, *context.diagnostics)):
        said = tuple(diagnostic for diagnostic in context.diagnostics if diagnostic.code not in warnings.UNSURE)
        return Inferred(None, merge_equal(said), context.known)
    _warn(models, trained, evaluations, env, source)
    modules = tuple(model.state.module for model in models if model.state.module is not None)
    env.report_all(whole.check(modules, trained, evaluations))
    name = source.path.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".dl")
    experiment = ir.Experiment(
        name, title, tuple(sets.sets.values()), modules, trained, evaluations, tuple(set_hypers), source
    )
    if any(context.variants.values()):
        experiment = attach_specialisations(experiment, context.variants, models)
    return Inferred(experiment, merge_equal(context.diagnostics), context.known)


def _verify_free(name: str, span: Span, env: Env) -> None:
    taken = env.scope.names.get(name)
    if taken is not None:
        raise Problem(names.name_taken(span, name, taken.span))


def _declare(
    statement: syntax.Statement,
    env: Env,
    sets: phases.Sets,
    models: list[ModelName],
    set_hypers: list[tuple[str, ArgumentValue]],
    overrides: Mapping[str, ArgumentValue],
) -> None:
    match statement:
        case syntax.Hyper(name=name, name_span=span):
            _verify_free(name, span, env)
            value = hypers.value(statement, env, overrides)
            env.bind(name, value, span, "hyper")
            set_hypers.append((name, value.value if isinstance(value, Constant) else None))
        case syntax.Let():
            bodies.bind_let(statement, env)
        case syntax.Data(name=name, name_span=span):
            _verify_free(name, span, env)
            dataset, known = data.check(statement, env)
            env.bind(name, known or BROKEN, span, "data")
            if dataset is not None and known is not None:
                sets.sets[name], sets.names[name] = dataset, known
        case syntax.Block(name=name, name_span=span):
            _verify_free(name, span, env)
            env.bind(name, BlockName(statement, env.scope), span, "block")
        case syntax.Model(name=name, name_span=span):
            _verify_free(name, span, env)
            model = ModelName(name, statement, ModuleBuilder(name, "model", name, statement.span), env.scope, span)
            env.bind(name, model, span, "model")
            models.append(model)
        case syntax.Train() | syntax.Evaluate():
            pass


def _bind_broken(statement: syntax.Statement, env: Env) -> None:
    """Keep a name whose declaration is wrong from being called unknown as well."""
    targets = statement.targets if isinstance(statement, syntax.Let) else (statement,)
    for name in (getattr(target, "name", None) for target in targets):
        if name and name not in env.scope.names:
            env.bind(name, BROKEN, None, "broken")


def _sections(
    resolved: Resolved, statements: Sequence[syntax.Statement], env: Env, sets: phases.Sets
) -> tuple[tuple[ir.Phase, ...], tuple[ir.Evaluation, ...]]:
    broken = sum(isinstance(statement, syntax.Data) for statement in resolved.statements) > len(sets.sets)
    env = replace(env, forgiving=broken)
    trained: list[ir.Phase] = []
    evaluations: list[ir.Evaluation] = []
    for statement in statements:
        if isinstance(statement, syntax.Train):
            try:
                phase = phases.train(statement, env, sets, len(trained))
                trained += [phase] if phase is not None else []
            except Problem as problem:
                env.report(problem.diagnostic)
    if not any(isinstance(statement, syntax.Train) for statement in resolved.statements):
        sets.sets |= {name: data.without_splits(dataset) for name, dataset in sets.sets.items()}
    for statement in statements:
        if isinstance(statement, syntax.Evaluate):
            try:
                evaluation = phases.evaluate(statement, env, sets, trained)
                evaluations += [evaluation] if evaluation is not None else []
            except Problem as problem:
                env.report(problem.diagnostic)
    return tuple(trained), tuple(evaluations)


def _warn(
    models: Sequence[ModelName],
    trained: Sequence[ir.Phase],
    evaluations: Sequence[ir.Evaluation],
    env: Env,
    source: Source,
) -> None:
    """What is allowed but probably not meant; said only where no error could be its reason."""
    in_use = {phase.data.name for phase in trained} | {evaluation.data.name for evaluation in evaluations}
    for kind in ("hyper", "let", "data"):
        for name, binding in env.scope.unused(kind):
            own = binding.span is not None and binding.span.source is source
            if binding.span is not None and own and not (kind == "data" and name in in_use):
                env.report(warnings.unused_name(binding.span, kind, name))
    training = gradients.Training([one for phase in trained for one in phase.objectives], env.context.idle)
    for model in models:
        module, used = model.state.module, model.state.used
        if module is not None:
            env.report_all(gradients.of_model(module, model.span, used, training))
        elif not used and model.span.source is source:
            env.report(warnings.unused_name(model.span, "model", model.name))
