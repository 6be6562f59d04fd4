"""Bodies: the statements of a block, model or function, and its value."""

from collections.abc import Sequence
from dataclasses import replace

from compiler import ir
from compiler.infer import arguments
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    BlockLayer,
    BlockName,
    Broken,
    Constant,
    LocalFunction,
    Repeated,
    Result,
    Scope,
    TupleValue,
    WordLayer,
    WordName,
    describe,
    field_of,
    remedy,
)
from compiler.infer.written_types import Unification, declared_type, spell_type, unify
from compiler.ir.gradient_flow import sites_read
from compiler.problems import Problem, names, shapes, structure, warnings
from compiler.types import Record, Tensor, Type
from compiler.vocabulary.base import Word
from dsl import syntax


def value(body: syntax.Body, owner: str, result: syntax.Type | None, env: Env) -> ir.Value | Broken:
    """A body's value, compared with the declared result."""
    found: Result = BROKEN
    last: syntax.Statement | None = None
    for statement in body.statements:
        last = statement
        try:
            match statement:
                case syntax.Let():
                    bind_let(statement, env)
                case syntax.Weight():
                    weight(statement, env)
                case syntax.ExpressionStatement(value=expression):
                    found = env.evaluate(expression)
        except Problem as problem:
            env.report(problem.diagnostic)
            _bind_broken(statement, env)
    if not isinstance(last, syntax.ExpressionStatement):
        env.report(structure.no_value(body.span, owner))
        return BROKEN
    warn_unused(env)
    if isinstance(found, Broken):
        return BROKEN
    if isinstance(found, (TupleValue, *LAYERS)):
        wanted = f"the value of `{owner}`"
        env.report(shapes.not_a_tensor(last.span, describe(found), wanted, env.chain, remedy(found)))
        return BROKEN
    try:
        tensor = env.as_tensor(found, last.span)
    except Problem as problem:
        env.report(problem.diagnostic)
        return BROKEN
    mismatch = unify([Unification(result, tensor.type, last.span)], env) if result is not None else None
    if result is not None and mismatch is not None:
        help = _remedy(result, tensor.type, env)
        given, wanted = str(tensor.type), spell_type(result, env)
        reason, others = mismatch.reason, mismatch.others
        env.report(shapes.result_differs(last.span, owner, given, result.span, wanted, env.chain, help, reason, others))
        return BROKEN
    return tensor


def _remedy(written: syntax.Type, given: Type, env: Env) -> str | None:
    """What to do where an axis of 1, or the axes of an image or sequence, are still there."""
    wanted = declared_type(written, env)
    if not (isinstance(wanted, Tensor) and isinstance(given, Tensor)) or wanted.shape is None or not given.shape:
        return None
    if given.shape == (*wanted.shape, 1):
        return "leave the axis of 1 out: `-> squeeze`"
    if not wanted.shape or len(given.shape) <= len(wanted.shape) or given.shape[-1] != wanted.shape[-1]:
        return None
    return (
        "a layer such as `dense` works along the last axis and keeps the axes before it; "
        "`-> flatten` or `-> global_avg_pool` in front of it takes them together (the batch axis is never written)"
    )


def layer_value(body: syntax.Body, inputs: Sequence[ir.Value], env: Env) -> ir.Value | Broken:
    """The value of `= layer`: the layer, newly made, applied to the inputs."""
    statement = body.statements[-1]
    assert isinstance(statement, syntax.ExpressionStatement)
    try:
        layer = env.evaluate(statement.value)
        if isinstance(layer, Broken):
            return BROKEN
        if not isinstance(layer, LAYERS):
            raise Problem(shapes.not_a_tensor(statement.span, describe(layer), "a layer", env.chain))
        layer = arguments.as_layer(layer, env) if isinstance(layer, WordName) else layer
        value = env.apply(layer, inputs, statement.value)
        return value if isinstance(value, Broken) else env.as_tensor(value, statement.span)
    except Problem as problem:
        env.report(problem.diagnostic)
        return BROKEN


def weight(statement: syntax.Weight, env: Env) -> None:
    """`weight w: [n] = initializer`: a trainable tensor of the model."""
    if env.builder.kind == "free":
        raise Problem(structure.weights_outside(statement.span, statement.name))
    taken = env.scope.names.get(statement.name)
    if taken is not None:
        raise Problem(names.name_taken(statement.name_span, statement.name, taken.span))
    type = declared_type(statement.type, env)
    if not isinstance(type, Tensor) or type.kind != "real":
        wanted = "a real tensor of known shape"
        help = "weights are real, and their sizes known: `weight w: [4, 3] = he_normal`"
        raise Problem(structure.wrong_part(statement.type.span, f"`{statement.type.span.text}`", wanted, help))
    value = env.evaluate(statement.value, ("initializer", "value"))
    match value:
        case Broken():
            env.bind(statement.name, BROKEN, statement.name_span, "weight")
            return
        case WordName(word=word) if word.namespace == "initializer":
            initial: float | Word = word()
        case Constant(value=int() | float() as number) if not isinstance(number, bool):
            initial = float(number)
        case Constant(value=Word() as word) if word.namespace == "initializer":
            initial = word
        case _:
            wanted, help = "a number or an initializer", "such as `0`, `normal(0.1)` or `he_normal`"
            raise Problem(structure.wrong_part(statement.value.span, describe(value), wanted, help))
    retrace = env.builder.retrace
    if retrace is not None:
        site = retrace.member(ir.WeightSite, statement.span, statement.name)
        retrace.verify_weight(site, type, env.chain)
    else:
        name = env.builder.attribute(statement.name, numbered=False)
        site = ir.WeightSite(name, type, initial, statement.span)
        env.builder.add(site)
    env.bind(statement.name, ir.Parameter(site, type, statement.name_span), statement.name_span, "weight")


def functions(declaration: syntax.Model, env: Env) -> bool:
    """A model of weights and several functions; whether all are right."""
    complete = True
    for statement in declaration.body.statements:
        try:
            match statement:
                case syntax.Weight():
                    weight(statement, env)
                    complete = complete and not isinstance(env.scope.names[statement.name].value, Broken)
                case syntax.Let():
                    bind_let(statement, env)
                case syntax.Def():
                    complete = _function(statement, env) and complete
                case syntax.ExpressionStatement():
                    what = "a value of its own (a model without parameters holds weights and `def`s)"
                    raise Problem(structure.wrong_part(statement.span, what, "`weight` or `def`"))
        except Problem as problem:
            env.report(problem.diagnostic)
            _bind_broken(statement, env)
            complete = False
    warn_unused(env)
    return complete


def _function(statement: syntax.Def, env: Env) -> bool:
    taken = env.scope.names.get(statement.name)
    if taken is not None:
        raise Problem(names.name_taken(statement.name_span, statement.name, taken.span))
    inner = env.inside(Scope(env.scope))
    inputs = []
    for parameter in statement.parameters:
        type = declared_type(parameter.type, inner) if parameter.type is not None else None
        if type is None:
            help = "a `def` is checked where it is written, for one shape: give every size as a number"
            what = "a parameter without a known shape"
            raise Problem(structure.wrong_part(parameter.span, what, "`name: shape`", help))
        entry = ir.Input(parameter.name, type, parameter.span)
        inner.bind(parameter.name, entry, parameter.span, "parameter")
        inputs.append(entry)
    result = value(statement.body, statement.name, statement.result, inner)
    if isinstance(result, Broken):
        env.bind(statement.name, BROKEN, statement.name_span, "function")
        return False
    env.builder.functions.append(ir.Function(statement.name, tuple(inputs), result, statement.span))
    local = LocalFunction(env.builder, statement.name, statement.name_span)
    env.bind(statement.name, local, statement.name_span, "function")
    return True


def _bind_broken(statement: syntax.Statement, env: Env) -> None:
    """Keep the name of a wrong `weight` or `def` from being called unknown as well."""
    name = getattr(statement, "name", None)
    if name and name not in env.scope.names:
        env.bind(name, BROKEN, None, "broken")


def warn_unused(env: Env) -> None:
    for name, binding in env.scope.unused("let"):
        if binding.span is not None:
            env.report(warnings.unused_name(binding.span, "let", name))
            if isinstance(binding.value, VALUES):
                env.context.idle.update(sites_read(binding.value))


def bind_let(statement: syntax.Let, env: Env) -> None:
    """Bind what a `let` names."""
    value = env.evaluate(statement.value)
    targets = statement.targets
    values: Sequence[Result] = [value] if len(targets) == 1 else _take_apart(value, statement, env)
    for target, item in zip(targets, values, strict=True):
        already = env.scope.names.get(target.name)
        if already is not None:
            env.report(names.name_taken(target.span, target.name, already.span))
            continue
        env.bind(target.name, _under_name(item, target.name, env), target.span, "let")


def _take_apart(value: Result, statement: syntax.Let, env: Env) -> Sequence[Result]:
    targets = statement.targets
    if isinstance(value, TupleValue) and len(value.items) == len(targets):
        return value.items
    if isinstance(value, VALUES) and isinstance(value.type, Record):
        fields = dict(value.type.fields)
        for target in targets:
            if target.name not in fields:
                env.report(names.unknown_field(target.span, target.name, "the record", fields))
        span = statement.value.span
        return [field_of(value, t.name, fields[t.name], span) if t.name in fields else BROKEN for t in targets]
    if not isinstance(value, Broken):
        wanted = f"a record of {len(targets)} fields"
        env.report(structure.wrong_part(statement.value.span, describe(value), wanted))
    return [BROKEN] * len(targets)


def _under_name(value: Result, name: str, env: Env) -> Result:
    """A value under the name that `let` gives it, unless it has one already."""
    if isinstance(value, ir.Apply | ir.Invoke | ir.Pick) and value.name is None:
        return replace(value, name=name)
    if isinstance(value, WordName) and value.word.namespace == "value" and value.word.weights:
        complete = not any(argument.required for argument in value.word.arguments.values())
        value = WordLayer(value.word(), value.span) if complete else value
    if isinstance(value, BlockName) and all(p.type for p in value.declaration.parameters or ()):
        value = arguments.as_layer(value, env)
    if isinstance(value, WordLayer | BlockLayer | Repeated):
        env.context.built.names.setdefault(value, name)
    return value
