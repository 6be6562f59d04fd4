"""Models: their bodies, checked once for each shape that they are applied to, and what applying one comes to."""

from collections.abc import Sequence

from compiler import ir
from compiler.infer import bodies
from compiler.infer.env import Env
from compiler.infer.instances import (
    CALL,
    any_length,
    batch_axis,
    bind_inputs,
    finish_module,
    unnamed_parameters,
    verify_inputs,
)
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.specialise import Traced, specialise
from compiler.infer.values import BROKEN, Broken, LocalFunction, ModelName, Result, Scope, shape_of
from compiler.infer.written_types import declared_type
from compiler.problems import Problem, names, shapes, structure
from compiler.types import Record, Type
from dsl import syntax
from dsl.diagnostics import Label
from dsl.spans import Span


def ensure(model: ModelName, env: Env) -> None:
    """Check a model's body as soon as its header tells all input shapes; other forms wait for their first input."""
    declaration, state = model.declaration, model.state
    if state.module is not None or state.broken:
        return
    inner = env.inside(Scope(model.scope), model.builder)
    if declaration.parameters is None:
        if not declaration.body.braces:
            return
        state.active = True
        complete = bodies.functions(declaration, inner)
        state.active, state.broken = False, not complete
        state.module = model.builder.finish() if complete else None
        return
    for parameter in declaration.parameters:
        if parameter.type is None:
            help = "a model's parameters are tensors, `x: [28, 28, 1]`; settings are a `hyper` or a `let`"
            what = f"`{parameter.name}` without a shape"
            raise Problem(structure.wrong_part(parameter.span, what, "`name: shape`", help))
    stand_ins = []
    for parameter in declaration.parameters:
        type = declared_type(parameter.type, inner) if parameter.type is not None else None
        if type is None:
            return
        stand_ins.append(ir.Input(parameter.name, type, parameter.span))
    _check_first(model, stand_ins, inner, declaration.name_span, env)


def _check_first(model: ModelName, tensors: Sequence[ir.Value], inner: Env, span: Span, env: Env) -> None:
    """Check the body for the inputs that it is first given."""
    state = model.state
    state.active = True
    try:
        module = finish_module(model.builder, _body(model, tensors, inner, span, env), model.declaration.span)
    finally:
        state.active = False
    if isinstance(module, Broken):
        state.broken = True
    else:
        state.module = module


def _body(model: ModelName, tensors: Sequence[ir.Value], inner: Env, span: Span, env: Env) -> Traced:
    """The inputs and value of a model's body, for tensors of these types."""
    declaration = model.declaration
    if declaration.parameters is None:
        inputs = bind_inputs(unnamed_parameters(len(tensors), declaration.name_span), tensors, inner)
        return inputs, bodies.layer_value(declaration.body, inputs, inner)
    verify_inputs(declaration.parameters, tensors, model.name, inner, span, env)
    inputs = bind_inputs(declaration.parameters, tensors, inner)
    return inputs, bodies.value(declaration.body, model.name, declaration.result, inner)


def _inside(model: ModelName, builder: ModuleBuilder, span: Span, env: Env) -> Env:
    return env.inside(Scope(model.scope), builder, Label(span, f"`{model.name}`"))


def apply_model(model: ModelName, name: str, values: Sequence[Result], span: Span, env: Env) -> ir.Value | Broken:
    state = model.state
    state.used = True
    if state.active:
        raise Problem(names.recursive(span, model.name))
    ensure(model, env)
    if state.module is None and not state.broken:
        tensors = [env.as_tensor(value, span) for value in values]
        _check_first(model, tensors, _inside(model, model.builder, span, env), span, env)
        state.first_use = span
    module = state.module
    if module is None:
        return BROKEN
    if name not in module.names:
        known = [function.name for function in module.functions]
        raise Problem(names.no_function_of_its_own(span, model.name, known))
    function = module.function(name)
    owner = model.name if name == CALL else f"{model.name}.{name}"
    if state.first_use is None or name != CALL:
        parameters = (model.declaration.parameters or ()) if name == CALL else ()
        tensors = _function_inputs(owner, function, values, span, env, parameters)
    elif len(values) != len(function.inputs):
        raise Problem(shapes.wrong_count(span, owner, len(function.inputs), len(values), env.chain))
    else:
        tensors = [env.as_tensor(value, span) for value in values]

        def trace(builder: ModuleBuilder) -> Traced:
            state.active = True
            try:
                return _body(model, tensors, _inside(model, builder, span, env), span, env)
            finally:
                state.active = False

        found = specialise(module, tensors, owner, state.first_use, span, trace, env)
        if isinstance(found, Broken):
            return BROKEN
        function = found
    member = _reference(module, span, env) if env.builder.kind != "free" else None
    env.context.count(span)
    return ir.Invoke(module, function, tuple(tensors), function.result.type, span, member=member)


def _function_inputs(
    owner: str,
    function: ir.Function,
    values: Sequence[Result],
    span: Span,
    env: Env,
    parameters: Sequence[syntax.Parameter] = (),
) -> list[ir.Value]:
    """Values for a function whose parameters state their types."""
    types = {parameter.name: parameter.type for parameter in parameters}
    if len(values) != len(function.inputs):
        taken = [entry.name for entry in function.inputs]
        raise Problem(shapes.wrong_count(span, owner, len(function.inputs), len(values), env.chain, taken))
    tensors = [env.as_tensor(value, span) for value in values]
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


def _kinds_agree(wanted: Type, given: Type) -> bool:
    if isinstance(wanted, Record) or isinstance(given, Record):
        return isinstance(wanted, Record) and isinstance(given, Record)
    return wanted.kind == given.kind or (wanted.kind == "real" and given.kind in ("int", "bool"))


def _reference(module: ir.Module, span: Span, env: Env) -> ir.Reference:
    if env.builder.retrace is not None:
        return env.builder.retrace.reference(module, span)
    key = (id(env.builder), id(module))
    if key not in env.context.references:
        name = env.builder.attribute(module.name, numbered=False)
        env.context.references[key] = ir.Reference(name, module, span)
        env.builder.add(env.context.references[key])
    return env.context.references[key]


def apply_local(local: LocalFunction, values: Sequence[Result], span: Span, env: Env) -> ir.Value:
    """A `def` called by another function of its model: computed in place, on the same weights."""
    function = next(f for f in local.builder.functions if f.name == local.name)
    tensors = _function_inputs(local.name, function, values, span, env)
    env.context.count(span)
    # The model itself is still being built; what is called is one function of it, on the weights around the call.
    module = ir.Module(local.builder.name, "model", "", (), (function,), local.span)
    return ir.Invoke(module, function, tuple(tensors), function.result.type, span)
