"""Models: their bodies, checked once for each shape that they are applied to, and what applying one comes to."""

from collections.abc import Sequence
from typing import Any

from compiler import ir
from compiler.infer import bodies, conversions
from compiler.infer.env import Env
from compiler.infer.instances import CALL, any_length, batch_axis, entered, inputs_for, unnamed
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.specialise import function_at
from compiler.infer.values import BROKEN, LocalFunction, ModelName, Scope, shape_of
from compiler.infer.written_types import declared
from compiler.problems import Problem, names, shapes, structure
from dsl import syntax
from dsl.diagnostics import Label
from dsl.spans import Span


def ensure(model: ModelName, env: Env) -> None:
    """Check a model's body as soon as its header tells all input shapes; other forms wait for their first input."""
    if model.module is not None or model.broken:
        return
    declaration = model.declaration
    inner = env.inside(Scope(model.scope), model.builder)
    if declaration.parameters is None:
        if not declaration.body.braces:
            return
        model.active = True
        complete = bodies.functions(declaration, inner)
    else:
        for parameter in declaration.parameters:
            if parameter.type is None:
                help = "a model's parameters are tensors, `x: [28, 28, 1]`; settings are a `hyper` or a `let`"
                what = f"`{parameter.name}` without a shape"
                raise Problem(structure.wrong_part(parameter.span, what, "`name: shape`", help))
        types = [declared(p.type, inner) for p in declaration.parameters if p.type is not None]
        if any(type is None for type in types):
            return
        model.active = True
        stand_ins = [
            ir.Input(p.name, type, p.span)  # type: ignore[arg-type]
            for p, type in zip(declaration.parameters, types, strict=True)
        ]
        complete = _first(model, stand_ins, inner, declaration.name_span, env)
    model.active = False
    model.broken = not complete
    model.module = model.builder.finish() if complete else None


def _first(model: ModelName, tensors: Sequence[Any], inner: Env, span: Span, env: Env) -> bool:
    """Check the body for the inputs that it is first given; whether it is right."""
    inputs, result = _body(model, tensors, inner, span, env)
    if result is BROKEN:
        return False
    model.builder.functions.append(ir.Function(CALL, inputs, result, model.declaration.span))
    return True


def _body(
    model: ModelName, tensors: Sequence[Any], inner: Env, span: Span, env: Env
) -> tuple[tuple[ir.Input, ...], Any]:
    """The inputs and value of a model's body, for tensors of these types."""
    declaration = model.declaration
    if declaration.parameters is None:
        parameters = tuple(unnamed(i, declaration.name_span) for i in range(len(tensors)))
        inputs = entered(parameters, tensors, inner)
        return inputs, bodies.layer_value(declaration.body, inputs, inner)
    inputs_for(declaration.parameters, tensors, model.name, inner, span, env)
    inputs = entered(declaration.parameters, tensors, inner)
    return inputs, bodies.value(declaration.body, model.name, declaration.result, inner)


def _inside(model: ModelName, builder: ModuleBuilder, span: Span, env: Env) -> Env:
    return env.inside(Scope(model.scope), builder, Label(span, f"`{model.name}`"))


def apply_model(model: ModelName, function: str, values: Sequence[Any], expression: syntax.Expression, env: Env) -> Any:
    span = expression.span
    model.used = True
    if model.active:
        raise Problem(names.recursive(span, model.name))
    ensure(model, env)
    if model.broken:
        return BROKEN
    if model.module is None:
        tensors = [conversions.as_tensor(value, span, env) for value in values]
        model.active = True
        try:
            complete = _first(model, tensors, _inside(model, model.builder, span, env), span, env)
        finally:
            model.active = False
        model.broken = not complete
        if not complete:
            return BROKEN
        model.module = model.builder.finish()
        model.first_use = span
    if function not in [f.name for f in model.module.functions]:
        known = [f.name for f in model.module.functions]
        raise Problem(names.no_function_of_its_own(span, model.name, known))
    target, tensors = _called(model, model.module, function, values, span, env)
    if target is BROKEN:
        return BROKEN
    member = _reference(model.module, span, env) if env.builder.kind != "free" else None
    env.context.count(span)
    return ir.Invoke(model.module, target, tuple(tensors), target.result.type, span, member=member)


def _called(
    model: ModelName, module: ir.Module, name: str, values: Sequence[Any], span: Span, env: Env
) -> tuple[Any, list[Any]]:
    """The function of a model that takes these values, and the values as its inputs."""
    function = module.function(name)
    owner = model.name if name == CALL else f"{model.name}.{name}"
    first = model.first_use
    if first is None or name != CALL:
        parameters = (model.declaration.parameters or ()) if name == CALL else ()
        return function, _function_inputs(owner, function, values, span, env, parameters)
    if len(values) != len(function.inputs):
        raise Problem(shapes.wrong_count(span, owner, len(function.inputs), len(values), env.chain))
    tensors = [conversions.as_tensor(value, span, env) for value in values]

    def check(builder: ModuleBuilder) -> tuple[tuple[ir.Input, ...], Any]:
        model.active = True
        try:
            return _body(model, tensors, _inside(model, builder, span, env), span, env)
        finally:
            model.active = False

    return function_at(module, tensors, owner, first, span, check, env), tensors


def _function_inputs(
    owner: str,
    function: ir.Function,
    values: Sequence[Any],
    span: Span,
    env: Env,
    parameters: Sequence[syntax.Parameter] = (),
) -> list[Any]:
    """Values for a function whose parameters state their types."""
    types = {parameter.name: parameter.type for parameter in parameters}
    if len(values) != len(function.inputs):
        taken = [entry.name for entry in function.inputs]
        raise Problem(shapes.wrong_count(span, owner, len(function.inputs), len(values), env.chain, taken))
    tensors = [conversions.as_tensor(value, span, env) for value in values]
    for entry, tensor in zip(function.inputs, tensors, strict=True):
        fits = shape_of(entry.type) == shape_of(tensor.type) or shape_of(tensor.type) is None
        if not fits or not _kinds_agree(entry.type, tensor.type):
            given = str(tensor.type)
            raise Problem(
                shapes.input_differs(
                    span,
                    owner,
                    entry.name,
                    given,
                    entry.span,
                    str(entry.type),
                    env.chain,
                    batch_axis(entry.type, tensor.type) or any_length(types.get(entry.name), entry.type, tensor.type),
                )
            )
    return tensors


def _kinds_agree(wanted: Any, given: Any) -> bool:
    wanted_kind, given_kind = getattr(wanted, "kind", None), getattr(given, "kind", None)
    return wanted_kind == given_kind or (wanted_kind == "real" and given_kind in ("int", "bool"))


def _reference(module: ir.Module, span: Span, env: Env) -> ir.Reference:
    if env.builder.retrace is not None:
        return env.builder.retrace.reference(module, span)
    key = (id(env.builder), id(module))
    if key not in env.context.references:
        name = env.builder.attribute(module.name, numbered=False)
        env.context.references[key] = ir.Reference(name, module, span)
        env.builder.add(env.context.references[key])
    return env.context.references[key]


def apply_local(local: LocalFunction, values: Sequence[Any], expression: syntax.Expression, env: Env) -> Any:
    """A `def` called by another function of its model: computed in place, on the same weights."""
    function = next(f for f in local.builder.functions if f.name == local.name)
    tensors = _function_inputs(local.name, function, values, expression.span, env)
    env.context.count(expression.span)
    # The model itself is still being built; what is called is one function of it, on the weights around the call.
    module = ir.Module(local.builder.name, "model", "", (), (function,), local.span)
    return ir.Invoke(module, function, tuple(tensors), function.result.type, expression.span)
