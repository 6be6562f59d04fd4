"""Instances: what a block or `N * layer` becomes when its inputs are known."""

from collections.abc import Callable, Sequence
from typing import Any

from compiler import ir
from compiler.infer import bodies, conversions
from compiler.infer.env import DEEPEST, ENDLESS, Env, spell_arguments
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.specialise import function_at
from compiler.infer.values import (
    BROKEN,
    VALUES,
    BlockLayer,
    Repeated,
    Scope,
    is_layer,
    shape_of,
)
from compiler.infer.written_types import Unification, compare, declared, shown
from compiler.problems import Problem, names, shapes
from dsl import syntax
from dsl.diagnostics import Label
from dsl.spans import Span

CALL = "__call__"


def inputs_for(
    parameters: Sequence[syntax.Parameter], values: Sequence[Any], owner: str, inner: Env, span: Span, outer: Env
) -> list[Any]:
    """The values as tensors, each compared with its parameter's type; names of dimensions are bound on the way."""
    if len(parameters) != len(values):
        raise Problem(shapes.wrong_count(span, owner, len(parameters), len(values), outer.chain))
    tensors = [value if isinstance(value, VALUES) else conversions.as_tensor(value, span, outer) for value in values]
    typed = [parameter.type for parameter in parameters if parameter.type is not None]
    pairs = [Unification(written, tensor.type, tensor.span) for written, tensor in zip(typed, tensors, strict=True)]
    mismatch = compare(pairs, inner)
    if mismatch is not None:
        parameter, tensor = parameters[mismatch.index], tensors[mismatch.index]
        wanted, given = shown(typed[mismatch.index], inner), str(tensor.type)
        written = typed[mismatch.index]
        told = declared(written, inner)
        help = (
            batch_axis(told, tensor.type)
            or one_too_many(written, tensor.type)
            or any_length(written, told, tensor.type)
        )
        raise Problem(
            shapes.input_differs(
                span,
                owner,
                parameter.name,
                given,
                parameter.span,
                wanted,
                outer.chain,
                help,
                mismatch.reason,
                tuple(label for label in mismatch.others if not _same_place(label.span, span)),
            )
        )
    return tensors


def _same_place(one: Span, other: Span) -> bool:
    return one.source is other.source and (one.start, one.end) == (other.start, other.end)


def batch_axis(wanted: Any, given: Any) -> str | None:
    """The remedy where a shape was written with an axis in front that the data have not."""
    shape = getattr(wanted, "shape", None)
    if shape and shape[1:] == getattr(given, "shape", None):
        return "a shape is one example's: the batch axis is never written"
    return None


def any_length(written: syntax.Type | None, wanted: Any, given: Any) -> str | None:
    """What to write where only the lengths of axes in front of the last one differ, which are written as numbers."""
    shape, found = getattr(wanted, "shape", None), getattr(given, "shape", None)
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


def one_too_many(written: syntax.Type, given: Any) -> str | None:
    """The same where the written axes have names, so that only their number tells."""
    shape = getattr(given, "shape", None)
    names = written.dimensions if isinstance(written, syntax.TensorType) else None
    if shape is None or not names or len(names) != len(shape) + 1:
        return None
    return "a shape is one example's: the batch axis is never written, and the channels stand last"


def entered(parameters: Sequence[syntax.Parameter], tensors: Sequence[Any], inner: Env) -> tuple[ir.Input, ...]:
    """New inputs of the tensors' types, bound to the parameters' names."""
    inputs = []
    for parameter, tensor in zip(parameters, tensors, strict=True):
        entry = ir.Input(parameter.name, tensor.type, parameter.span)
        inner.bind(parameter.name, entry, parameter.span, "parameter")
        inputs.append(entry)
    return tuple(inputs)


def apply_block(layer: BlockLayer, values: Sequence[Any], expression: syntax.Expression, env: Env) -> Any:
    """A block met by its tensors: a module of its own inside a model, its plain operations elsewhere."""
    span = expression.span
    if any(value is BROKEN for value in [*values, *layer.config.values()]):
        return BROKEN
    if env.builder.kind == "free":
        return _block_body(layer, values, span, env, env.builder)[1]
    tensors = [conversions.as_tensor(v, span, env) if not isinstance(v, VALUES) else v for v in values]
    name, retrace = layer.block.declaration.name, env.builder.retrace
    if layer.module is None and retrace is not None:
        layer.part = retrace.member(ir.Part, span, name)
        layer.module = layer.part.module
    elif layer.module is None:
        layer.module = block_module(layer, tensors, span, env)
        if layer.module is None:
            return BROKEN
        layer.part = ir.Part(env.builder.attribute(layer.name or name, layer.name is None), layer.module, span)
        env.builder.add(layer.part)
    elif layer.part not in env.builder.members:
        raise Problem(shapes.not_a_tensor(span, "a block of another block", "a block of this one", env.chain))
    elif retrace is not None:
        retrace.met.add(id(layer.part))

    def check(builder: ModuleBuilder) -> tuple[tuple[ir.Input, ...], Any]:
        return _block_body(layer, tensors, span, env, builder)

    function = _function_at(layer.module, tensors, name, layer.span, check, span, env)
    if function is BROKEN:
        return BROKEN
    return ir.Invoke(layer.module, function, tuple(tensors), function.result.type, span, member=layer.part)


def _function_at(
    module: ir.Module,
    tensors: Sequence[Any],
    owner: str,
    first: Span,
    check: Callable[[ModuleBuilder], tuple[tuple[ir.Input, ...], Any]],
    span: Span,
    env: Env,
) -> Any:
    """The function of a part for tensors of these types; BROKEN where its body does not work at these shapes."""
    # In a body that is checked again, what a part is given beside its tensors may differ as well.
    return function_at(module, tensors, owner, first, span, check, env, known=env.builder.retrace is None)


def block_module(layer: BlockLayer, tensors: Sequence[Any], span: Span, env: Env) -> "ir.Module | None":
    """The module of a block for tensors of these types; None where its body is wrong."""
    declaration = layer.block.declaration
    config = tuple(layer.config.items())
    arguments = spell_arguments(config)
    builder = ModuleBuilder(
        declaration.name, "block", f"{declaration.name}({arguments})" if arguments else declaration.name, span, config
    )
    inputs, result = _block_body(layer, tensors, span, env, builder)
    if result is BROKEN:
        return None
    builder.functions.append(ir.Function(CALL, inputs, result, declaration.span))
    return builder.finish()


def _block_body(
    layer: BlockLayer, values: Sequence[Any], span: Span, env: Env, builder: ModuleBuilder
) -> tuple[tuple[ir.Input, ...], Any]:
    name, caller = layer.block.declaration.name, Label(span, f"`{layer.block.declaration.name}`")
    env.context.count(span)
    if env.depth > DEEPEST:
        raise env.context.endless(names.recursive(span, name))
    inner = env.inside(Scope(layer.block.scope), builder, caller)
    try:
        return _inside(layer, values, span, env, inner)
    except RecursionError:
        if sum(led.text == caller.text for led in env.chain) < ENDLESS:
            raise  # not this block, but what stands in it is nested too deeply
        raise env.context.endless(names.recursive(span, name)) from None


def _inside(
    layer: BlockLayer, values: Sequence[Any], span: Span, env: Env, inner: Env
) -> tuple[tuple[ir.Input, ...], Any]:
    declaration = layer.block.declaration
    for key, value in layer.config.items():
        inner.bind(key, value, None, "parameter")
    own_module = inner.builder is not env.builder
    if is_layer(declaration):
        tensors = [conversions.as_tensor(value, span, env) for value in values]
        parameters = tuple(unnamed(i, declaration.name_span) for i in range(len(tensors)))
        inputs = entered(parameters, tensors, inner) if own_module else ()
        return inputs, bodies.layer_value(declaration.body, inputs or tensors, inner)
    parameters = tuple(p for p in declaration.parameters or () if p.type is not None)
    tensors = inputs_for(parameters, values, declaration.name, inner, span, env)
    if own_module:
        inputs = entered(parameters, tensors, inner)
    else:
        inputs = ()
        for parameter, tensor in zip(parameters, tensors, strict=True):
            inner.bind(parameter.name, tensor, parameter.span, "parameter")
    return inputs, bodies.value(declaration.body, declaration.name, declaration.result, inner)


def unnamed(i: int, span: Span) -> syntax.Parameter:
    return syntax.Parameter("x" if i == 0 else f"x{i + 1}", None, None, name_span=span, span=span)


def apply_repeated(layer: Repeated, values: Sequence[Any], expression: syntax.Expression, env: Env) -> Any:
    """`N * layer`: the layer is checked once, and must give back the type that it takes."""
    span = expression.span
    if len(values) != 1:
        raise Problem(shapes.wrong_count(span, "N * layer", 1, len(values), env.chain))
    tensor = conversions.as_tensor(values[0], span, env)
    if layer.count == 0:
        return tensor
    if layer.count == 1 or env.builder.kind == "free":
        for _ in range(layer.count):
            tensor = env.apply(layer.layer, (tensor,), expression)
        return tensor
    retrace = env.builder.retrace
    if layer.site is None and retrace is not None:
        layer.site = retrace.member(ir.Stack, span, "the repeated layer")
        retrace.verify_count(layer.site, layer.count, env.chain)
    elif layer.site is None:
        module = _copied(layer, tensor, expression, env)
        if module is None:
            return BROKEN
        base = layer.layer.block.declaration.name if isinstance(layer.layer, BlockLayer) else "layers"
        layer.site = ir.Stack(env.builder.attribute(layer.name or base, layer.name is None), layer.count, module, span)
        env.builder.add(layer.site)
    elif retrace is not None:
        retrace.met.add(id(layer.site))

    site = layer.site
    function = _copy_at(layer, site, tensor, expression, env)
    if function is BROKEN:
        return BROKEN
    result = function.result.type
    if shape_of(result) != shape_of(tensor.type):
        raise Problem(shapes.not_repeatable(layer.span, str(tensor.type), str(result), env.chain))
    if getattr(result, "kind", None) != getattr(tensor.type, "kind", None):
        real = getattr(result, "kind", None) == "real"
        help = "make numbers real in front of it: `x -> real -> 3 * layer`" if real else None
        raise Problem(shapes.not_repeatable(layer.span, str(tensor.type), str(result), env.chain, help))
    # The copies behind the first take what one gives, which may mean something else.
    before = tensor.type
    for _ in range(min(layer.count - 1, MOST_MEANINGS)):
        if result == before:
            break
        later = _copy_at(layer, site, ir.Input("x", result, layer.span), expression, env)
        if later is BROKEN:
            return BROKEN
        before, result = result, later.result.type
    env.context.count(span)
    return ir.Invoke(site.module, function, (tensor,), result, span, member=site)


MOST_MEANINGS = 4
"""There are four meanings: copies behind these change them no more."""


def _copy_at(layer: Repeated, site: ir.Stack, tensor: Any, expression: syntax.Expression, env: Env) -> Any:
    """The function of one copy for a tensor of this type."""

    def check(builder: ModuleBuilder) -> tuple[tuple[ir.Input, ...], Any]:
        return _copy_body(layer, tensor, expression, env, builder)

    return _function_at(site.module, [tensor], "N * layer", layer.span, check, expression.span, env)


def _copied(layer: Repeated, tensor: Any, expression: syntax.Expression, env: Env) -> "ir.Module | None":
    if isinstance(layer.layer, BlockLayer):
        return block_module(layer.layer, [tensor], layer.layer.span, env)
    builder = ModuleBuilder("layers", "copy", "", layer.span)
    inputs, result = _copy_body(layer, tensor, expression, env, builder)
    if result is BROKEN:
        return None
    builder.functions.append(ir.Function(CALL, inputs, result, layer.span))
    return builder.finish()


def _copy_body(
    layer: Repeated, tensor: Any, expression: syntax.Expression, env: Env, builder: ModuleBuilder
) -> tuple[tuple[ir.Input, ...], Any]:
    """The input and value of one copy."""
    if isinstance(layer.layer, BlockLayer):
        return _block_body(layer.layer, [tensor], layer.layer.span, env, builder)
    inner = env.inside(Scope(env.scope), builder, Label(layer.span, "what `*` repeats"))
    entry = ir.Input("x", tensor.type, layer.span)
    return (entry,), inner.apply(layer.layer, (entry,), expression)
