"""`minimize`: the loss, and which optimizer changes which weights."""

from collections.abc import Sequence

from compiler import ir
from compiler.infer import models
from compiler.infer.application import as_optimizer
from compiler.infer.env import Env
from compiler.infer.values import Broken, ModelName, describe, remedy
from compiler.ir.gradient_flow import first_cut, held_sites, reached_modules, reached_sites
from compiler.lint import local
from compiler.problems import Problem, names, shapes, structure
from compiler.types import Tensor
from compiler.vocabulary.base import Word
from dsl import syntax
from dsl.spans import Span


def minimize(item: syntax.Minimize, env: Env) -> ir.Objective | None:
    value = env.evaluate(item.loss)
    named = [
        [_weights(expression, env, isinstance(value, Broken)) for expression in part.weights] for part in item.parts
    ]
    optimizers = [_optimizer(part.optimizer, env) for part in item.parts]
    _verify_apart([weights for part in named for weights in part if weights is not None], env)
    if isinstance(value, Broken) or any(optimizer is None for optimizer in optimizers):
        return None
    loss = env.as_tensor(value, item.loss.span)
    if not isinstance(loss.type, Tensor) or loss.type.kind != "real":
        what, wanted = f"a value of type {loss.type}", "a loss (a real number)"
        raise Problem(shapes.not_a_tensor(item.loss.span, what, wanted, env.chain, remedy(loss)))
    reached = reached_modules(loss)
    if not reached:
        cut = first_cut(loss)
        raise Problem(structure.nothing_to_train(item.loss.span, "this loss reaches no weight", *_describe_cut(cut)))
    if any(weights is None for part in named for weights in part):
        return None
    sites = reached_sites(loss)
    updates = []
    for part, found, optimizer in zip(item.parts, named, optimizers, strict=True):
        chosen = [weights for weights in found if weights is not None]
        for weights in chosen:
            if not any(id(site) in sites for site, _ in held_sites(weights)):
                reason = f"this loss reaches no weight of `{weights.title}`"
                raise Problem(structure.nothing_to_train(weights.span, reason, *_describe_cut(first_cut(loss))))
        chosen = chosen or [ir.Weights(module, (), item.span) for module in reached]
        assert optimizer is not None
        updates.append(ir.Update(tuple(chosen), optimizer, part.optimizer.span))
    if not item.parts[0].weights:  # with `over` it may be an adversary's
        env.report_all(local.of_minimized(loss))
    return ir.Objective(loss, tuple(updates), item.span)


def _describe_cut(cut: ir.Apply | None) -> tuple[Span | None, str | None, bool]:
    """What a message says of a step that lets no gradient pass: its place, its name, whether it takes a decision."""
    return (None, None, False) if cut is None else (cut.span, cut.word.symbol or cut.word.name, cut.type.kind != "real")


def _optimizer(expression: syntax.Expression, env: Env) -> Word | None:
    value = env.evaluate(expression, ("optimizer",))
    if isinstance(value, Broken):
        return None
    try:
        return as_optimizer(value, expression)
    except Problem as problem:
        env.report(problem.diagnostic)
        return None


def _weights(expression: syntax.Expression, env: Env, broken: bool) -> ir.Weights | None:
    """The weights that `A` or `B.head` names; None where that has been reported to be wrong.

    `broken` tells that the loss is wrong, so that a model may not have met its input yet.
    """
    try:
        steps: list[syntax.Attribute] = []
        start = expression
        while isinstance(start, syntax.Attribute):
            steps.append(start)
            start = start.value
        model = env.evaluate(start)
        if isinstance(model, Broken):
            return None
        if not isinstance(model, ModelName):
            raise Problem(structure.not_a_model(start.span, describe(model)))
        models.ensure(model, env)
        if model.state.broken:
            return None
        if model.state.module is None and broken:
            return None
        if model.state.module is None:
            reason = f"this loss reaches no weight of `{model.name}`"
            raise Problem(structure.nothing_to_train(expression.span, reason))
        model.state.used = True
        return ir.Weights(model.state.module, _path(model.state.module, steps[::-1]), expression.span)
    except Problem as problem:
        env.report(problem.diagnostic)
        return None


def _path(model: ir.Module, steps: Sequence[syntax.Attribute]) -> tuple[str, ...]:
    """The names of members that lead to a part; raises where there is no such part."""
    members, owner = model.members, f"the model `{model.name}`"
    for step in steps:
        known: dict[str, ir.Member] = {member.name: member for member in members}
        member = known.get(step.name)
        if member is None:
            parts = [name for name, member in known.items() if not isinstance(member, ir.Reference)]
            raise Problem(names.unknown_part(step.name_span, step.name, owner, parts))
        if isinstance(member, ir.Reference):
            raise Problem(structure.a_model_of_its_own(step.span, member.module.name))
        if isinstance(member, ir.Stack) and step is not steps[-1]:
            raise Problem(structure.copies_together(step.span, step.name, member.count))
        members, owner = ir.inside(member), f"`{step.span.text}`"
    return tuple(step.name for step in steps)


def _verify_apart(weights: Sequence[ir.Weights], env: Env) -> None:
    """Report weights that are named twice: two optimizers cannot both change them."""
    for i, one in enumerate(weights):
        for other in weights[:i]:
            length = min(len(one.path), len(other.path))
            if one.model is other.model and one.path[:length] == other.path[:length]:
                env.report(structure.weights_twice(one.span, one.title, other.span, other.title))
                break
