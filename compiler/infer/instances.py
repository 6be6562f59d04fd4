"""Instances: what a block or `N * layer` becomes when its inputs are known."""

from collections.abc import Callable, Sequence

from compiler import ir
from compiler.infer import bodies
from compiler.infer.env import DEEPEST, ENDLESS, Env
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.specialise import Traced, specialise
from compiler.infer.values import (
    BROKEN,
    BlockLayer,
    Broken,
    Constant,
    Repeated,
    Result,
    Scope,
    all_sound,
    is_layer,
    shape_of,
    spell_value,
)
from compiler.infer.written_types import Unification, declared_type, spell_type, unify
from compiler.problems import Problem, names, shapes
from compiler.types import Shape, Tensor, Type
from dsl import syntax
from dsl.diagnostics import Label
from dsl.spans import Span

CALL = "__call__"


def verify_inputs(
    parameters: Sequence[syntax.Parameter], tensors: Sequence[ir.Value], owner: str, inner: Env, span: Span, outer: Env
) -> None:
    """Compare tensors with their parameters' types; names of dimensions are bound on the way.

    Raises `Problem` where there are more or fewer, or one is of another type.
    """
    if len(parameters) != len(tensors):
        raise Problem(shapes.wrong_count(span, owner, len(parameters), len(tensors), outer.chain))
    typed = [parameter.type for parameter in parameters if parameter.type is not None]
    pairs = [Unification(written, tensor.type, tensor.span) for written, tensor in zip(typed, tensors, strict=True)]
    mismatch = unify(pairs, inner)
    if mismatch is None:
        return
    parameter, given, written = parameters[mismatch.index], tensors[mismatch.index].type, typed[mismatch.index]
    told = declared_type(written, inner)
    help = batch_axis(told, given) or one_too_many(written, given) or any_length(written, told, given)
    others = tuple(label for label in mismatch.others if not _same_place(label.span, span))
    wanted = spell_type(written, inner)
    raise Problem(
        shapes.input_differs(
            span,
            owner,
            parameter.name,
            str(given),
            parameter.span,
            wanted,
            outer.chain,
            help,
            mismatch.reason,
            others,
        )
    )


def _same_place(one: Span, other: Span) -> bool:
    return one.source is other.source and (one.start, one.end) == (other.start, other.end)


def _axes(type: Type | None) -> Shape:
    return type.shape or () if isinstance(type, Tensor) else ()


def batch_axis(wanted: Type | None, given: Type) -> str | None:
    """The remedy where a shape was written with an axis in front that the data have not."""
    if _axes(wanted) and isinstance(given, Tensor) and _axes(wanted)[1:] == given.shape:
        return "a shape is one example's: the batch axis is never written"
    return None


def any_length(written: syntax.Type | None, wanted: Type | None, given: Type) -> str | None:
    """What to write where only the lengths of axes in front of the last one differ, which are written as numbers."""
    shape, found = _axes(wanted), _axes(given)
    if not isinstance(written, syntax.TensorType) or not shape or not found or len(shape) != len(found):
        return None
    differing = [size != other for size, other in zip(shape, found, strict=True)]
    numbers = [isinstance(dimension, syntax.Number) for dimension in written.dimensions or ()]
    if (
        differing[-1]
        or not any(differing)
        or not all(number for number, differs in zip(numbers, differing, strict=False) if differs)
    ):
        return None
    names = iter(("t", "u", "v") if len(shape) == 2 else ("h", "w", "d"))
    axes = [next(names, "_") if differs else str(size) for size, differs in zip(shape, differing, strict=True)]
    return f"to take inputs of both lengths, name the axis: `[{', '.join(axes)}]`"


def one_too_many(written: syntax.Type, given: Type) -> str | None:
    """The same where the written axes have names, so that only their number tells."""
    shape = given.shape if isinstance(given, Tensor) else None
    names = written.dimensions if isinstance(written, syntax.TensorType) else None
    if shape is None or not names or len(names) != len(shape) + 1:
        return None
    return "a shape is one example's: the batch axis is never written, and the channels stand last"


def bind_inputs(
    parameters: Sequence[syntax.Parameter], tensors: Sequence[ir.Value], inner: Env
) -> tuple[ir.Input, ...]:
    """New inputs of the tensors' types, bound to the parameters' names."""
    inputs = []
    for parameter, tensor in zip(parameters, tensors, strict=True):
        entry = ir.Input(parameter.name, tensor.type, parameter.span)
        inner.bind(parameter.name, entry, parameter.span, "parameter")
        inputs.append(entry)
    return tuple(inputs)


def apply_block(layer: BlockLayer, tensors: Sequence[ir.Value], span: Span, env: Env) -> ir.Value | Broken:
    """A block met by its tensors: a module of its own inside a model, its plain operations elsewhere."""
    if all_sound([*layer.config.values()]) is None:
        return BROKEN
    if env.builder.kind == "free":
        return _block_body(layer, tensors, span, env, env.builder)[1]
    built, retrace, name = env.context.built, env.builder.retrace, layer.block.declaration.name
    part = built.parts.get(layer)
    if part is None and retrace is not None:
        part = built.parts[layer] = retrace.member(ir.Part, span, name)
    elif part is None:
        module = block_module(layer, tensors, span, env)
        if isinstance(module, Broken):
            return BROKEN
        called = built.names.get(layer)
        part = built.parts[layer] = ir.Part(env.builder.attribute(called or name, called is None), module, span)
        env.builder.add(part)
    elif part not in env.builder.members:
        raise Problem(shapes.not_a_tensor(span, "a block of another block", "a block of this one", env.chain))
    elif retrace is not None:
        retrace.met.add(id(part))

    def trace(builder: ModuleBuilder) -> Traced:
        return _block_body(layer, tensors, span, env, builder)

    function = _specialise_part(part.module, tensors, name, layer.span, trace, span, env)
    if isinstance(function, Broken):
        return BROKEN
    return ir.Invoke(part.module, function, tuple(tensors), function.result.type, span, member=part)


def _specialise_part(
    module: ir.Module,
    tensors: Sequence[ir.Value],
    owner: str,
    first: Span,
    trace: Callable[[ModuleBuilder], Traced],
    span: Span,
    env: Env,
) -> ir.Function | Broken:
    """The function of a part for tensors of these types; broken where its body does not work at these shapes."""
    # In a body that is checked again, what a part is given beside its tensors may differ as well.
    return specialise(module, tensors, owner, first, span, trace, env, known=env.builder.retrace is None)


def block_module(layer: BlockLayer, tensors: Sequence[ir.Value], span: Span, env: Env) -> ir.Module | Broken:
    """The module of a block for tensors of these types; broken where its body is wrong."""
    declaration = layer.block.declaration
    config = tuple((key, value.value if isinstance(value, Constant) else value) for key, value in layer.config.items())
    arguments = ", ".join(f"{name} = {spell_value(value)}" for name, value in layer.config.items())
    title = f"{declaration.name}({arguments})" if arguments else declaration.name
    builder = ModuleBuilder(declaration.name, "block", title, span, config)
    return finish_module(builder, _block_body(layer, tensors, span, env, builder), declaration.span)


def finish_module(builder: ModuleBuilder, traced: Traced, span: Span) -> ir.Module | Broken:
    """The module whose body has been checked; broken where the body is wrong."""
    inputs, result = traced
    if isinstance(result, Broken):
        return BROKEN
    builder.functions.append(ir.Function(CALL, inputs, result, span))
    return builder.finish()


def _block_body(layer: BlockLayer, tensors: Sequence[ir.Value], span: Span, env: Env, builder: ModuleBuilder) -> Traced:
    name, caller = layer.block.declaration.name, Label(span, f"`{layer.block.declaration.name}`")
    env.context.count(span)
    if env.depth > DEEPEST:
        raise env.context.endless(names.recursive(span, name))
    inner = env.inside(Scope(layer.block.scope), builder, caller)
    try:
        return _inside(layer, tensors, span, env, inner)
    except RecursionError:
        if sum(led.text == caller.text for led in env.chain) < ENDLESS:
            raise  # not this block, but what stands in it is nested too deeply
        raise env.context.endless(names.recursive(span, name)) from None


def _inside(layer: BlockLayer, tensors: Sequence[ir.Value], span: Span, env: Env, inner: Env) -> Traced:
    declaration = layer.block.declaration
    for key, value in layer.config.items():
        inner.bind(key, value, None, "parameter")
    own_module = inner.builder is not env.builder
    if is_layer(declaration):
        parameters = unnamed_parameters(len(tensors), declaration.name_span)
        inputs = bind_inputs(parameters, tensors, inner) if own_module else ()
        return inputs, bodies.layer_value(declaration.body, inputs or tensors, inner)
    parameters = tuple(p for p in declaration.parameters or () if p.type is not None)
    verify_inputs(parameters, tensors, declaration.name, inner, span, env)
    inputs = bind_inputs(parameters, tensors, inner) if own_module else ()
    if not own_module:
        for parameter, tensor in zip(parameters, tensors, strict=True):
            inner.bind(parameter.name, tensor, parameter.span, "parameter")
    return inputs, bodies.value(declaration.body, declaration.name, declaration.result, inner)


def unnamed_parameters(count: int, span: Span) -> tuple[syntax.Parameter, ...]:
    """Those of what is written `= layer`: `x`, `x2`, ..."""
    names = ("x" if i == 0 else f"x{i + 1}" for i in range(count))
    return tuple(syntax.Parameter(name, None, None, name_span=span, span=span) for name in names)


def apply_repeated(layer: Repeated, inputs: Sequence[Result], expression: syntax.Expression, env: Env) -> Result:
    """`N * layer`: the layer is checked once, and must give back the type that it takes."""
    span = expression.span
    if len(inputs) != 1:
        raise Problem(shapes.wrong_count(span, "N * layer", 1, len(inputs), env.chain))
    tensor = env.as_tensor(inputs[0], span)
    if layer.count == 1 or env.builder.kind == "free":
        value: Result = tensor
        for _ in range(layer.count):
            value = env.apply(layer.layer, (value,), expression)
        return value
    if layer.count == 0:
        return tensor
    built, retrace = env.context.built, env.builder.retrace
    site = built.stacks.get(layer)
    if site is None and retrace is not None:
        site = built.stacks[layer] = retrace.member(ir.Stack, span, "the repeated layer")
        retrace.verify_count(site, layer.count, env.chain)
    elif site is None:
        module = _copy_module(layer, tensor, expression, env)
        if isinstance(module, Broken):
            return BROKEN
        called = built.names.get(layer)
        base = layer.layer.block.declaration.name if isinstance(layer.layer, BlockLayer) else "layers"
        name = env.builder.attribute(called or base, called is None)
        site = built.stacks[layer] = ir.Stack(name, layer.count, module, span)
        env.builder.add(site)
    elif retrace is not None:
        retrace.met.add(id(site))

    function = _specialise_copy(layer, site, tensor, expression, env)
    if isinstance(function, Broken):
        return BROKEN
    result = function.result.type
    if shape_of(result) != shape_of(tensor.type):
        raise Problem(shapes.not_repeatable(layer.span, str(tensor.type), str(result), env.chain))
    if _kind(result) != _kind(tensor.type):
        help = "make numbers real in front of it: `x -> real -> 3 * layer`" if _kind(result) == "real" else None
        raise Problem(shapes.not_repeatable(layer.span, str(tensor.type), str(result), env.chain, help))
    # The copies behind the first take what one gives, which may mean something else.
    before = tensor.type
    for _ in range(min(layer.count - 1, MOST_MEANINGS)):
        if result == before:
            break
        later = _specialise_copy(layer, site, ir.Input("x", result, layer.span), expression, env)
        if isinstance(later, Broken):
            return BROKEN
        before, result = result, later.result.type
    env.context.count(span)
    return ir.Invoke(site.module, function, (tensor,), result, span, member=site)


MOST_MEANINGS = 4
"""There are four meanings: copies behind these change them no more."""


def _kind(type: Type) -> str | None:
    return type.kind if isinstance(type, Tensor) else None


def _specialise_copy(
    layer: Repeated, site: ir.Stack, tensor: ir.Value, expression: syntax.Expression, env: Env
) -> ir.Function | Broken:
    """The function of one copy for a tensor of this type."""

    def trace(builder: ModuleBuilder) -> Traced:
        return _copy_body(layer, tensor, expression, env, builder)

    return _specialise_part(site.module, [tensor], "N * layer", layer.span, trace, expression.span, env)


def _copy_module(layer: Repeated, tensor: ir.Value, expression: syntax.Expression, env: Env) -> ir.Module | Broken:
    if isinstance(layer.layer, BlockLayer):
        return block_module(layer.layer, [tensor], layer.layer.span, env)
    builder = ModuleBuilder("layers", "copy", "", layer.span)
    return finish_module(builder, _copy_body(layer, tensor, expression, env, builder), layer.span)


def _copy_body(
    layer: Repeated, tensor: ir.Value, expression: syntax.Expression, env: Env, builder: ModuleBuilder
) -> Traced:
    """The input and value of one copy."""
    if isinstance(layer.layer, BlockLayer):
        return _block_body(layer.layer, [tensor], layer.layer.span, env, builder)
    inner = env.inside(Scope(env.scope), builder, Label(layer.span, "what `*` repeats"))
    entry = ir.Input("x", tensor.type, layer.span)
    value = inner.apply(layer.layer, (entry,), expression)
    return (entry,), value if isinstance(value, Broken) else inner.as_tensor(value, expression.span)
