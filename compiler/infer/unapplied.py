"""What nothing applies is checked too, as far as that can be without knowing what it will be given."""

from collections.abc import Sequence

from compiler import ir
from compiler.infer import bodies
from compiler.infer.env import Context, Env
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.values import BROKEN, BlockName, ModelName, Result, Scope, is_layer
from compiler.infer.written_types import Unification, unify
from compiler.problems import Problem
from compiler.types import Kind, Tensor
from dsl import syntax


def check(models: Sequence[ModelName], env: Env) -> None:
    """Report the errors of blocks and one-line models that are never applied."""
    context = env.context
    apart = Context(context.rules, context.find, context.facts, built=context.built, length=context.length)
    blocks = [b.value for b in env.scope.names.values() if b.kind == "block" and not b.used]
    unused: list[BlockName | ModelName] = [block for block in blocks if isinstance(block, BlockName)]
    unused += [
        model for model in models if model.state.module is None and not model.state.broken and not model.state.used
    ]
    for one in unused:
        declaration = one.declaration
        builder = ModuleBuilder(declaration.name, "block", declaration.name, declaration.span)
        try:
            _body(declaration, Env(apart, Scope(one.scope), builder))
        except Problem as problem:
            apart.report(problem.diagnostic)
    for diagnostic in apart.diagnostics:
        if diagnostic.severity == "error":
            env.report(diagnostic)


def _body(declaration: syntax.Block | syntax.Model, env: Env) -> None:
    """A body whose tensors are of unknown shape, and whose settings stand for any value."""
    for parameter in declaration.parameters or ():
        value: Result = BROKEN
        if isinstance(parameter.type, syntax.TensorType):
            unknown = Tensor(None, _kind(parameter.type))
            unify([Unification(parameter.type, unknown, parameter.span)], env)
            value = ir.Input(parameter.name, unknown, parameter.span)
        env.bind(parameter.name, value, parameter.span, "parameter")
    statement = declaration.body.statements[-1] if declaration.body.statements else None
    if is_layer(declaration) and isinstance(statement, syntax.ExpressionStatement):
        env.evaluate(statement.value)
    else:
        bodies.value(declaration.body, declaration.name, None, env)


def _kind(written: syntax.TensorType) -> Kind:
    return written.kind  # type: ignore[return-value]
