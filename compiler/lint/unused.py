"""What nothing uses is checked too, as far as that can be without knowing what it will be given."""

from collections import Counter
from collections.abc import Sequence

from compiler import ir
from compiler.infer import bodies, expressions
from compiler.infer.env import Builder, Context, Place
from compiler.infer.scope import Scope
from compiler.infer.values import BROKEN, BlockName, ModelName, is_layer
from compiler.infer.written_types import Met, compare
from compiler.occurrences import named
from compiler.problems import Problem, warnings
from compiler.types import Kind, Tensor
from dsl import syntax


def check(models: Sequence[ModelName], place: Place) -> None:
    """Report the errors of blocks and one-line models that are never applied."""
    apart = Context(place.context.find, facts=place.context.facts, length=place.context.length)
    blocks = [b.value for b in place.scope.names.values() if b.kind == "block" and not b.used]
    unused: list[BlockName | ModelName] = [block for block in blocks if isinstance(block, BlockName)]
    unused += [model for model in models if model.module is None and not model.broken and not model.used]
    for one in unused:
        declaration = one.declaration
        builder = Builder(declaration.name, "block", declaration.name, declaration.span)
        try:
            _body(declaration, Place(apart, Scope(one.scope), builder))
        except Problem as problem:
            apart.report(problem.diagnostic)
    for diagnostic in apart.diagnostics:
        if diagnostic.severity == "error":
            place.report(diagnostic)


def parameters(statements: Sequence[syntax.Statement], context: Context) -> None:
    """Warn of what a block, model or function is given and never reads."""
    for statement in statements:
        if isinstance(statement, syntax.Model):
            parameters(statement.body.statements, context)
        if not isinstance(statement, syntax.Block | syntax.Model | syntax.Def):
            continue
        own = statement.parameters or ()
        parts = [part for part in (*own, statement.result, statement.body) if part is not None]
        reading = {id(part): set(named(part)) for part in parts}
        counts = Counter(name for read in reading.values() for name in read)
        for parameter in own:
            if counts[parameter.name] == (parameter.name in reading[id(parameter)]):
                context.report(warnings.unused(parameter.name_span, "parameter", parameter.name))


def _body(declaration: syntax.Block | syntax.Model, place: Place) -> None:
    """A body whose tensors are of unknown shape, and whose settings stand for any value."""
    for parameter in declaration.parameters or ():
        value: object = BROKEN
        if isinstance(parameter.type, syntax.TensorType):
            unknown = Tensor(None, _kind(parameter.type))
            compare([Met(parameter.type, unknown, parameter.span)], place)
            value = ir.Input(parameter.name, unknown, parameter.span)
        place.scope.bind(parameter.name, value, parameter.span, "parameter")
    statement = declaration.body.statements[-1] if declaration.body.statements else None
    if is_layer(declaration) and isinstance(statement, syntax.ExpressionStatement):
        expressions.evaluate(statement.value, place)
    else:
        bodies.value(declaration.body, declaration.name, None, place)


def _kind(written: syntax.TensorType) -> Kind:
    return written.kind  # type: ignore[return-value]
