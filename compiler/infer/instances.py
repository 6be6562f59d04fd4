"""Instances: what a block, a model or `N * layer` becomes when its inputs are known."""

from collections.abc import Sequence
from typing import Any

from compiler import ir
from compiler.infer import application, bodies
from compiler.infer.builder import DEEPEST, ENDLESS, Builder, Place, named
from compiler.infer.scope import Scope
from compiler.infer.values import (
    BROKEN,
    VALUES,
    BlockLayer,
    LocalFunction,
    ModelName,
    Repeated,
    is_layer,
)
from compiler.infer.written_types import Met, compare, declared, shown
from compiler.problems import Problem, names, shapes, structure
from dsl import syntax
from dsl.diagnostics import Label
from dsl.spans import Span

CALL = "__call__"


def inputs_for(
    parameters: Sequence[syntax.Parameter], values: Sequence[Any], owner: str, inner: Place, span: Span, outer: Place
) -> list[Any]:
    """The values as tensors, each compared with its parameter's type; names of dimensions are bound on the way."""
    if len(parameters) != len(values):
        raise Problem(shapes.wrong_count(span, owner, len(parameters), len(values), outer.chain))
    tensors = [value if isinstance(value, VALUES) else application.as_tensor(value, span, outer) for value in values]
    typed = [parameter.type for parameter in parameters if parameter.type is not None]
    pairs = [Met(written, tensor.type, tensor.span) for written, tensor in zip(typed, tensors, strict=True)]
    mismatch = compare(pairs, inner)
    if mismatch is not None:
        parameter, tensor = parameters[mismatch.index], tensors[mismatch.index]
        wanted, given = shown(typed[mismatch.index], inner), str(tensor.type)
        written = typed[mismatch.index]
        help = batch_axis(declared(written, inner), tensor.type) or one_too_many(written, tensor.type)
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


def one_too_many(written: syntax.Type, given: Any) -> str | None:
    """The same where the written axes have names, so that only their number tells."""
    shape = getattr(given, "shape", None)
    names = written.dimensions if isinstance(written, syntax.TensorType) else None
    if shape is None or not names or len(names) != len(shape) + 1:
        return None
    return "a shape is one example's: the batch axis is never written, and the channels stand last"


def _entered(parameters: Sequence[syntax.Parameter], tensors: Sequence[Any], inner: Place) -> tuple[ir.Input, ...]:
    """New inputs of the tensors' types, bound to the parameters' names."""
    inputs = []
    for parameter, tensor in zip(parameters, tensors, strict=True):
        entry = ir.Input(parameter.name, tensor.type, parameter.span)
        inner.scope.bind(parameter.name, entry, parameter.span, "parameter")
        inputs.append(entry)
    return tuple(inputs)


def apply_block(layer: BlockLayer, values: Sequence[Any], expression: syntax.Expression, place: Place) -> Any:
    """A block met by its tensors: a module of its own inside a model, its plain operations elsewhere."""
    span = expression.span
    if any(value is BROKEN for value in [*values, *layer.config.values()]):
        return BROKEN
    if place.builder.kind == "free":
        return _block_body(layer, values, span, place, place.builder)[1]
    tensors = [application.as_tensor(v, span, place) if not isinstance(v, VALUES) else v for v in values]
    if layer.module is None:
        layer.module = block_module(layer, tensors, span, place)
        if layer.module is None:
            return BROKEN
        name = place.builder.attribute(layer.name or layer.block.declaration.name, layer.name is None)
        layer.part = ir.Part(name, layer.module, span)
        place.builder.add(layer.part)
    elif layer.part not in place.builder.members:
        raise Problem(shapes.not_a_tensor(span, "a block of another block", "a block of this one", place.chain))
    function = layer.module.function()
    _verify_same(layer.block.declaration.name, function, tensors, layer.span, span, place)
    return ir.Invoke(layer.module, function, tuple(tensors), function.result.type, span, member=layer.part)


def _verify_same(
    owner: str, function: ir.Function, tensors: Sequence[Any], first: Span, span: Span, place: Place
) -> None:
    before, now = [i.type for i in function.inputs], [t.type for t in tensors]
    if [_shape(t) for t in before] != [_shape(t) for t in now]:
        described = (", ".join(map(str, side)) for side in (now, before))
        now_text, before_text = described
        raise Problem(shapes.shared_differs(span, owner, now_text, first, before_text, place.chain))


def _shape(type: Any) -> Any:
    return getattr(type, "shape", type)


def block_module(layer: BlockLayer, tensors: Sequence[Any], span: Span, place: Place) -> "ir.Module | None":
    """The module of a block for tensors of these types; None where its body is wrong."""
    declaration = layer.block.declaration
    config = tuple(layer.config.items())
    arguments = named(config)
    builder = Builder(
        declaration.name, "block", f"{declaration.name}({arguments})" if arguments else declaration.name, span, config
    )
    inputs, result = _block_body(layer, tensors, span, place, builder)
    if result is BROKEN:
        return None
    builder.functions.append(ir.Function(CALL, inputs, result, declaration.span))
    return builder.finish()


def _block_body(
    layer: BlockLayer, values: Sequence[Any], span: Span, place: Place, builder: Builder
) -> tuple[tuple[ir.Input, ...], Any]:
    name, caller = layer.block.declaration.name, Label(span, f"`{layer.block.declaration.name}`")
    place.context.count(span)
    if place.depth > DEEPEST:
        raise place.context.endless(names.recursive(span, name))
    inner = place.inside(Scope(layer.block.scope), builder, caller)
    try:
        return _inside(layer, values, span, place, inner)
    except RecursionError:
        if sum(led.text == caller.text for led in place.chain) < ENDLESS:
            raise  # not this block, but what stands in it is nested too deeply
        raise place.context.endless(names.recursive(span, name)) from None


def _inside(
    layer: BlockLayer, values: Sequence[Any], span: Span, place: Place, inner: Place
) -> tuple[tuple[ir.Input, ...], Any]:
    declaration = layer.block.declaration
    for key, value in layer.config.items():
        inner.scope.bind(key, value, None, "parameter")
    own_module = inner.builder is not place.builder
    if is_layer(declaration):
        tensors = [application.as_tensor(value, span, place) for value in values]
        parameters = tuple(_unnamed(i, declaration.name_span) for i in range(len(tensors)))
        inputs = _entered(parameters, tensors, inner) if own_module else ()
        return inputs, bodies.layer_value(declaration.body, inputs or tensors, inner)
    parameters = tuple(p for p in declaration.parameters or () if p.type is not None)
    tensors = inputs_for(parameters, values, declaration.name, inner, span, place)
    if own_module:
        inputs = _entered(parameters, tensors, inner)
    else:
        inputs = ()
        for parameter, tensor in zip(parameters, tensors, strict=True):
            inner.scope.bind(parameter.name, tensor, parameter.span, "parameter")
    return inputs, bodies.value(declaration.body, declaration.name, declaration.result, inner)


def _unnamed(i: int, span: Span) -> syntax.Parameter:
    return syntax.Parameter("x" if i == 0 else f"x{i + 1}", None, None, name_span=span, span=span)


def apply_repeated(layer: Repeated, values: Sequence[Any], expression: syntax.Expression, place: Place) -> Any:
    """`N * layer`: the layer is checked once, and must give back the type that it takes."""
    span = expression.span
    if len(values) != 1:
        raise Problem(shapes.wrong_count(span, "N * layer", 1, len(values), place.chain))
    tensor = application.as_tensor(values[0], span, place)
    if layer.count == 0:
        return tensor
    if layer.count == 1 or place.builder.kind == "free":
        for _ in range(layer.count):
            tensor = application.apply(layer.layer, (tensor,), expression, place)
        return tensor
    if layer.site is None:
        module = _copied(layer, tensor, expression, place)
        if module is None:
            return BROKEN
        base = layer.layer.block.declaration.name if isinstance(layer.layer, BlockLayer) else "layers"
        layer.site = ir.Stack(
            place.builder.attribute(layer.name or base, layer.name is None), layer.count, module, span
        )
        place.builder.add(layer.site)
    function = layer.site.module.function()
    _verify_same("N * layer", function, [tensor], layer.span, span, place)
    result = function.result.type
    if _shape(result) != _shape(tensor.type):
        raise Problem(shapes.not_repeatable(layer.span, str(tensor.type), str(result), place.chain))
    if getattr(result, "kind", None) != getattr(tensor.type, "kind", None):
        real = getattr(result, "kind", None) == "real"
        help = "make numbers real in front of it: `x -> real -> 3 * layer`" if real else None
        raise Problem(shapes.not_repeatable(layer.span, str(tensor.type), str(result), place.chain, help))
    place.context.count(span)
    return ir.Invoke(layer.site.module, function, (tensor,), result, span, member=layer.site)


def _copied(layer: Repeated, tensor: Any, expression: syntax.Expression, place: Place) -> "ir.Module | None":
    if isinstance(layer.layer, BlockLayer):
        return block_module(layer.layer, [tensor], layer.layer.span, place)
    builder = Builder("layers", "copy", "", layer.span)
    inner = place.inside(Scope(place.scope), builder, Label(layer.span, "what `*` repeats"))
    entry = ir.Input("x", tensor.type, layer.span)
    result = application.apply(layer.layer, (entry,), expression, inner)
    if result is BROKEN:
        return None
    builder.functions.append(ir.Function(CALL, (entry,), result, layer.span))
    return builder.finish()


def ensure(model: ModelName, place: Place) -> None:
    """Check a model's body as soon as its header tells all input shapes; other forms wait for their first input."""
    if model.module is not None or model.broken:
        return
    declaration = model.declaration
    inner = place.inside(Scope(model.scope), model.builder)
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
        complete = _model_body(model, stand_ins, inner, declaration.name_span, place)
    model.active = False
    model.broken = not complete
    model.module = model.builder.finish() if complete else None


def _model_body(model: ModelName, tensors: Sequence[Any], inner: Place, span: Span, place: Place) -> bool:
    declaration = model.declaration
    if declaration.parameters is None:
        parameters = tuple(_unnamed(i, declaration.name_span) for i in range(len(tensors)))
        inputs = _entered(parameters, tensors, inner)
        result = bodies.layer_value(declaration.body, inputs, inner)
    else:
        inputs_for(declaration.parameters, tensors, model.name, inner, span, place)
        inputs = _entered(declaration.parameters, tensors, inner)
        result = bodies.value(declaration.body, model.name, declaration.result, inner)
    if result is BROKEN:
        return False
    model.builder.functions.append(ir.Function(CALL, inputs, result, declaration.span))
    return True


def apply_model(
    model: ModelName, function: str, values: Sequence[Any], expression: syntax.Expression, place: Place
) -> Any:
    span = expression.span
    model.used = True
    if model.active:
        raise Problem(names.recursive(span, model.name))
    ensure(model, place)
    if model.broken:
        return BROKEN
    if model.module is None:
        model.active = True
        tensors = [application.as_tensor(value, span, place) for value in values]
        inner = place.inside(Scope(model.scope), model.builder, Label(span, f"`{model.name}`"))
        complete = _model_body(model, tensors, inner, span, place)
        model.active, model.broken = False, not complete
        if not complete:
            return BROKEN
        model.module = model.builder.finish()
        model.first_use = span
    if function not in [f.name for f in model.module.functions]:
        known = [f.name for f in model.module.functions]
        raise Problem(names.no_function_of_its_own(span, model.name, known))
    target = model.module.function(function)
    tensors = _model_inputs(model, target, values, span, place)
    member = _reference(model.module, span, place) if place.builder.kind != "free" else None
    place.context.count(span)
    return ir.Invoke(model.module, target, tuple(tensors), target.result.type, span, member=member)


def _model_inputs(
    model: ModelName, function: ir.Function, values: Sequence[Any], span: Span, place: Place
) -> list[Any]:
    """The inputs of a model's function, compared with the types it was checked for."""
    owner = model.name if function.name == CALL else f"{model.name}.{function.name}"
    if len(values) != len(function.inputs):
        raise Problem(shapes.wrong_count(span, owner, len(function.inputs), len(values), place.chain))
    if model.declaration.parameters is None and function.name == CALL:
        tensors = [application.as_tensor(value, span, place) for value in values]
        _verify_same(owner, function, tensors, model.first_use or model.span, span, place)
        return tensors
    return _function_inputs(owner, function, values, span, place)


def _function_inputs(owner: str, function: ir.Function, values: Sequence[Any], span: Span, place: Place) -> list[Any]:
    """Values for a function whose parameters state their types."""
    if len(values) != len(function.inputs):
        taken = [entry.name for entry in function.inputs]
        raise Problem(shapes.wrong_count(span, owner, len(function.inputs), len(values), place.chain, taken))
    tensors = [application.as_tensor(value, span, place) for value in values]
    for entry, tensor in zip(function.inputs, tensors, strict=True):
        fits = _shape(entry.type) == _shape(tensor.type) or _shape(tensor.type) is None
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
                    place.chain,
                    batch_axis(entry.type, tensor.type),
                )
            )
    return tensors


def _kinds_agree(wanted: Any, given: Any) -> bool:
    wanted_kind, given_kind = getattr(wanted, "kind", None), getattr(given, "kind", None)
    return wanted_kind == given_kind or (wanted_kind == "real" and given_kind in ("int", "bool"))


def _reference(module: ir.Module, span: Span, place: Place) -> ir.Reference:
    key = (id(place.builder), id(module))
    if key not in place.context.references:
        name = place.builder.attribute(module.name, numbered=False)
        place.context.references[key] = ir.Reference(name, module, span)
        place.builder.add(place.context.references[key])
    return place.context.references[key]


def apply_local(local: LocalFunction, values: Sequence[Any], expression: syntax.Expression, place: Place) -> Any:
    """A `def` called by another function of its model: computed in place, on the same weights."""
    function = next(f for f in local.builder.functions if f.name == local.name)
    tensors = _function_inputs(local.name, function, values, expression.span, place)
    place.context.count(expression.span)
    # The model itself is still being built; what is called is one function of it, on the weights around the call.
    module = ir.Module(local.builder.name, "model", "", (), (function,), local.span)
    return ir.Invoke(module, function, tuple(tensors), function.result.type, expression.span)
