"""Bodies: the statements of a block, model or function, and its value."""

from collections.abc import Sequence
from typing import Any

from compiler import ir
from compiler.infer import application, expressions
from compiler.infer.env import Place
from compiler.infer.gradient_flow import sites_read
from compiler.infer.scope import Scope
from compiler.infer.values import BROKEN, LAYERS, VALUES, LocalFunction, Several, WordName, describe, remedy
from compiler.infer.written_types import Met, compare, declared, shown
from compiler.problems import Problem, names, shapes, structure, warnings
from compiler.types import Tensor
from compiler.vocabulary.base import Word
from dsl import syntax


def value(body: syntax.Body, owner: str, result: syntax.Type | None, place: Place) -> Any:
    """A body's value, compared with the declared result."""
    found: Any = BROKEN
    last: syntax.Statement | None = None
    for statement in body.statements:
        last = statement
        try:
            match statement:
                case syntax.Let():
                    expressions.letting(statement, place)
                case syntax.Weight():
                    weight(statement, place)
                case syntax.ExpressionStatement(value=expression):
                    found = expressions.evaluate(expression, place)
        except Problem as problem:
            place.report(problem.diagnostic)
            _bind_broken(statement, place)
    if not isinstance(last, syntax.ExpressionStatement):
        place.report(structure.no_value(body.span, owner))
        return BROKEN
    warn_unused(place)
    if found is BROKEN:
        return BROKEN
    if isinstance(found, (Several, *LAYERS)):
        wanted = f"the value of `{owner}`"
        place.report(shapes.not_a_tensor(last.span, describe(found), wanted, place.chain, remedy(found)))
        return BROKEN
    try:
        found = application.as_tensor(found, last.span, place)
    except Problem as problem:
        place.report(problem.diagnostic)
        return BROKEN
    mismatch = compare([Met(result, found.type, last.span)], place) if result is not None else None
    if result is not None and mismatch is not None:
        help = _remedy(result, found.type, place)
        given, wanted = str(found.type), shown(result, place)
        reason, others = mismatch.reason, mismatch.others
        place.report(
            shapes.result_differs(last.span, owner, given, result.span, wanted, place.chain, help, reason, others)
        )
        return BROKEN
    return found


def _remedy(written: syntax.Type, given: Any, place: Place) -> str | None:
    """What to do where an axis of 1, or the axes of an image or sequence, are still there."""
    wanted = declared(written, place)
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


def layer_value(body: syntax.Body, inputs: Sequence[Any], place: Place) -> Any:
    """The value of `= layer`: the layer, newly made, applied to the inputs."""
    statement = body.statements[-1]
    assert isinstance(statement, syntax.ExpressionStatement)
    try:
        layer = expressions.evaluate(statement.value, place)
        if layer is BROKEN:
            return BROKEN
        if isinstance(layer, VALUES) or not isinstance(layer, LAYERS):
            raise Problem(shapes.not_a_tensor(statement.span, describe(layer), "a layer", place.chain))
        layer = application.as_layer(layer, place) if isinstance(layer, WordName) else layer
        return application.apply(layer, tuple(inputs), statement.value, place)
    except Problem as problem:
        place.report(problem.diagnostic)
        return BROKEN


def weight(statement: syntax.Weight, place: Place) -> None:
    """`weight w: [n] = initializer`: a trainable tensor of the model."""
    if place.builder.kind == "free":
        raise Problem(structure.weights_outside(statement.span, statement.name))
    taken = place.scope.names.get(statement.name)
    if taken is not None:
        raise Problem(names.name_taken(statement.name_span, statement.name, taken.span))
    type = declared(statement.type, place)
    if not isinstance(type, Tensor) or type.kind != "real":
        wanted = "a real tensor of known shape"
        help = "weights are real, and their sizes known: `weight w: [4, 3] = he_normal`"
        raise Problem(structure.wrong_part(statement.type.span, f"`{statement.type.span.text}`", wanted, help))
    initial = expressions.evaluate(statement.value, place, ("initializer", "value"))
    if isinstance(initial, WordName) and initial.word.namespace == "initializer":
        initial = initial.word()
    if initial is BROKEN:
        place.scope.bind(statement.name, BROKEN, statement.name_span, "weight")
        return
    numeric = isinstance(initial, int | float) and not isinstance(initial, bool)
    if not numeric and not (isinstance(initial, Word) and initial.namespace == "initializer"):
        wanted, help = "a number or an initializer", "such as `0`, `normal(0.1)` or `he_normal`"
        raise Problem(structure.wrong_part(statement.value.span, describe(initial), wanted, help))
    again = place.builder.again
    if again is not None:
        site = again.member(ir.WeightSite, statement.span, statement.name)
        again.verify_weight(site, type, place.chain)
    else:
        name = place.builder.attribute(statement.name, numbered=False)
        site = ir.WeightSite(name, type, float(initial) if numeric else initial, statement.span)
        place.builder.add(site)
    place.scope.bind(statement.name, ir.Parameter(site, type, statement.name_span), statement.name_span, "weight")


def functions(declaration: syntax.Model, place: Place) -> bool:
    """A model of weights and several functions; whether all are right."""
    complete = True
    for statement in declaration.body.statements:
        try:
            match statement:
                case syntax.Weight():
                    weight(statement, place)
                    complete = complete and place.scope.names[statement.name].value is not BROKEN
                case syntax.Let():
                    expressions.letting(statement, place)
                case syntax.Def():
                    complete = _function(statement, place) and complete
                case syntax.ExpressionStatement():
                    what = "a value of its own (a model without parameters holds weights and `def`s)"
                    raise Problem(structure.wrong_part(statement.span, what, "`weight` or `def`"))
        except Problem as problem:
            place.report(problem.diagnostic)
            _bind_broken(statement, place)
            complete = False
    warn_unused(place)
    return complete


def _function(statement: syntax.Def, place: Place) -> bool:
    taken = place.scope.names.get(statement.name)
    if taken is not None:
        raise Problem(names.name_taken(statement.name_span, statement.name, taken.span))
    inner = place.inside(Scope(place.scope))
    inputs = []
    for parameter in statement.parameters:
        type = declared(parameter.type, inner) if parameter.type is not None else None
        if type is None:
            help = "a `def` is checked where it is written, for one shape: give every size as a number"
            what = "a parameter without a known shape"
            raise Problem(structure.wrong_part(parameter.span, what, "`name: shape`", help))
        entry = ir.Input(parameter.name, type, parameter.span)
        inner.scope.bind(parameter.name, entry, parameter.span, "parameter")
        inputs.append(entry)
    result = value(statement.body, statement.name, statement.result, inner)
    if result is BROKEN:
        place.scope.bind(statement.name, BROKEN, statement.name_span, "function")
        return False
    place.builder.functions.append(ir.Function(statement.name, tuple(inputs), result, statement.span))
    local = LocalFunction(place.builder, statement.name, statement.name_span)
    place.scope.bind(statement.name, local, statement.name_span, "function")
    return True


def _bind_broken(statement: syntax.Statement, place: Place) -> None:
    """Keep the name of a wrong `weight` or `def` from being called unknown as well."""
    name = getattr(statement, "name", None)
    if name and name not in place.scope.names:
        place.scope.bind(name, BROKEN, None, "broken")


def warn_unused(place: Place) -> None:
    for name, binding in place.scope.unused("let"):
        if binding.span is not None:
            place.report(warnings.unused(binding.span, "let", name))
            if isinstance(binding.value, VALUES):
                place.context.idle.update(sites_read(binding.value))
