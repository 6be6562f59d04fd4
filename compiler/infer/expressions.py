"""Expressions: from the syntax tree to typed values, layers and compile-time values.

`evaluate` never raises: a mistake is reported where it stands, and `BROKEN` takes its place.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from compiler import ir
from compiler.infer import application, arithmetic
from compiler.infer.env import Place
from compiler.infer.scope import Scope
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    Ambiguous,
    BlockLayer,
    BlockName,
    Chain,
    DataName,
    ModelName,
    Repeated,
    Several,
    WordLayer,
    WordName,
    describe,
)
from compiler.problems import Problem, names, shapes, structure
from compiler.problems import data as data_problems
from compiler.problems.catalogue import closest
from compiler.types import Formula, Record, Tensor
from compiler.vocabulary.base import WORDS, lookup
from dsl import syntax

VALUE = ("value",)
FEW = ("source", "show")
MOST_COPIES = 100_000


def evaluate(expression: syntax.Expression, place: Place, spaces: tuple[str, ...] = VALUE) -> Any:
    """What an expression is.  `spaces` are the namespaces in which a name that nothing binds is looked up."""
    try:
        value = _evaluate(expression, place, spaces)
    except Problem as problem:
        place.report(problem.diagnostic)
        value = BROKEN
    if place.context.facts is not None:
        place.context.facts.note(expression.span, value)
    return value


def _evaluate(expression: syntax.Expression, place: Place, spaces: tuple[str, ...]) -> Any:
    match expression:
        case syntax.Number(value=value) | syntax.String(value=value) | syntax.Boolean(value=value):
            return value
        case syntax.Name():
            return name(expression, place, spaces)
        case syntax.ListOf(items=items):
            return list_of(expression, [evaluate(item, place, spaces) for item in items], place)
        case syntax.TupleOf(items=items):
            values = tuple(evaluate(item, place) for item in items)
            return BROKEN if BROKEN in values else Several(values, expression.span)
        case syntax.RecordOf(fields=fields):
            return record(expression, fields, place)
        case syntax.Call():
            return call(expression, place, spaces)
        case syntax.Attribute():
            return attribute(expression, place)
        case syntax.Index(value=value, items=items):
            return index(expression, evaluate(value, place), items, place)
        case syntax.Unary(operator=operator, operand=operand):
            return arithmetic.unary(expression, operator, evaluate(operand, place), place)
        case syntax.Binary():
            return binary(expression, place, spaces)
        case syntax.Pipe():
            return pipe(expression, place, spaces)
        case syntax.If(condition=condition, then=then, otherwise=otherwise):
            help = "`where(condition, a, b)` chooses for each element when the program runs"
            chosen = compile_time(condition, place, "true or false", help)
            if chosen is BROKEN:
                return BROKEN
            if not isinstance(chosen, bool):
                wanted, help = "true or false", f"compare it: `{condition.span.text} > 0`"
                raise Problem(shapes.not_a_tensor(condition.span, describe(chosen), wanted, place.chain, help))
            return evaluate(then if chosen else otherwise, place, spaces)
        case syntax.For():
            return loop(expression, place)
        case syntax.SetOf():
            raise Problem(structure.wrong_part(expression.span, "a set of choices", "a value"))


def compile_time(expression: syntax.Expression, place: Place, wanted: str = "a number", help: str | None = None) -> Any:
    """The value of an expression that must not depend on a tensor."""
    value = evaluate(expression, place)
    if isinstance(value, VALUES):
        place.report(shapes.not_compile_time(expression.span, wanted, place.chain, help))
        return BROKEN
    if isinstance(value, LAYERS):
        place.report(shapes.not_a_tensor(expression.span, describe(value), wanted, place.chain))
        return BROKEN
    return value


def name(expression: syntax.Name, place: Place, spaces: tuple[str, ...]) -> Any:
    binding = place.scope.find(expression.id)
    if binding is not None:
        binding.used = True
        if isinstance(binding.value, Ambiguous):
            raise Problem(names.ambiguous_field(expression.span, expression.id, binding.value.owners))
        return binding.value
    word = lookup(expression.id, *spaces)
    if word is not None:
        return WordName(word, expression.span)
    if expression.id == "none":
        return None
    if place.source is not None and place.source.columns is None:
        return ir.Column(place.source.data, expression.id, Tensor(None), expression.span)
    elsewhere = next((space for space, words in WORDS.items() if expression.id in words), None)
    if elsewhere is not None and elsewhere not in spaces and elsewhere != "section":
        wanted = "layer or value" if spaces[0] == "value" else spaces[0]
        raise Problem(names.word_misplaced(expression.span, expression.id, elsewhere, wanted))
    if place.forgiving:
        return BROKEN
    if place.source is not None and place.source.columns is not None:
        columns, words = place.source.columns, [word for space in spaces for word in WORDS[space]]
        if closest(expression.id, columns) or not closest(expression.id, words):
            raise Problem(data_problems.unknown_column(expression.span, expression.id, place.source.source, columns))
    known = chain(place.scope.visible(), (word for space in spaces for word in WORDS[space]))
    candidates = place.context.candidates(known)
    few = [word for space in spaces for word in WORDS[space]] if spaces[0] in FEW else ()
    raise Problem(names.unknown_name(expression.span, expression.id, candidates, few=few))


def list_of(expression: syntax.ListOf, items: list[Any], place: Place) -> Any:
    """A list of compile-time values, or tensors stacked along a new last axis."""
    if BROKEN in items:
        return BROKEN
    if any(isinstance(item, VALUES) for item in items):
        stack = WordLayer(WORDS["value"]["stack"](), expression.span)
        values = [
            application.as_tensor(item, node.span, place) for item, node in zip(items, expression.items, strict=True)
        ]
        return application.apply_word(stack, values, expression.span, place)
    return tuple(items)


def record(expression: syntax.RecordOf, fields: Sequence[syntax.Argument], place: Place) -> Any:
    values: list[tuple[str, Any]] = []
    for item in fields:
        if item.name is None:
            raise Problem(structure.wrong_part(item.span, "a value without a name", "`name = value`"))
        if item.name in dict(values):
            raise Problem(names.argument_twice(item.name_span or item.span, item.name, "the record"))
        values.append((item.name, evaluate(item.value, place)))
    if any(value is BROKEN for _, value in values):
        return BROKEN
    tensors = [
        (key, application.as_tensor(value, item.value.span, place))
        for (key, value), item in zip(values, fields, strict=True)
    ]
    return ir.Pack(tuple(tensors), Record(tuple((key, value.type) for key, value in tensors)), expression.span)


def call(expression: syntax.Call, place: Place, spaces: tuple[str, ...]) -> Any:
    function = called(expression.function, place, spaces)
    if function is BROKEN:
        evaluate_arguments(expression, place)
        return BROKEN
    return application.call(function, expression, place, spaces)


def called(expression: syntax.Expression, place: Place, spaces: tuple[str, ...]) -> Any:
    """What is called.  A tensor cannot be: where a column has the name of a word, `mean(x)` is the word."""
    if isinstance(expression, syntax.Name):
        binding = place.scope.find(expression.id)
        word = lookup(expression.id, *spaces)
        if binding is not None and word is not None and isinstance(binding.value, VALUES):
            return WordName(word, expression.span)
    return evaluate(expression, place, spaces)


def evaluate_arguments(expression: syntax.Call, place: Place) -> None:
    """Look for mistakes in the arguments of what is not known: those that do not depend on what it is."""
    for item in expression.arguments:
        parts = item.value.items if isinstance(item.value, syntax.ListOf) else (item.value,)
        for part in parts:
            if not isinstance(part, syntax.Name):
                evaluate(part, place)


def attribute(expression: syntax.Attribute, place: Place) -> Any:
    value = evaluate(expression.value, place)
    span = expression.name_span
    match value:
        case _ if value is BROKEN:
            return BROKEN
        case DataName(name=owner, fields=fields):
            if expression.name not in fields:
                raise Problem(names.unknown_field(span, expression.name, f"the data set `{owner}`", fields))
            return fields[expression.name]
        case ModelName():
            return application.model_attribute(value, expression, place)
        case _ if isinstance(value, VALUES) and isinstance(value.type, Record):
            type = value.type.get(expression.name)
            if type is None:
                raise Problem(names.unknown_field(span, expression.name, "the record", dict(value.type.fields)))
            return pick(value, expression.name, type, expression.span)
    word = isinstance(value, VALUES) and expression.name in WORDS["value"]
    raise Problem(names.unknown_field(span, expression.name, describe(value), (), word))


def pick(value: Any, field: str, type: Any, span: Any) -> Any:
    if isinstance(value, ir.Pack):
        return dict(value.fields)[field]
    return ir.Pick(value, field, type, span)


def index(expression: syntax.Index, value: Any, items: Sequence[Any], place: Place) -> Any:
    """`x[1:3, 0]` of a tensor, `[4, 5][0]` of a list."""
    parts: list[Any] = []
    for item in items:
        if isinstance(item, syntax.Slice):
            ends = (item.start, item.stop)
            parts.append(tuple(None if end is None else compile_time(end, place, "a whole number") for end in ends))
        else:
            parts.append(compile_time(item, place, "a whole number"))
    flat = [end for part in parts for end in (part if isinstance(part, tuple) else (part,))]
    if value is BROKEN or BROKEN in flat:
        return BROKEN
    unseen = isinstance(value, VALUES) and getattr(value.type, "shape", ()) is None
    for end in flat:
        if isinstance(end, Formula) and unseen:
            continue  # of what nothing is given to, no size is known
        if end is not None and (isinstance(end, bool) or not isinstance(end, int)):
            raise Problem(structure.wrong_part(expression.span, describe(end), "a whole number"))
    if isinstance(value, tuple):
        if len(parts) == 1 and isinstance(parts[0], int) and -len(value) <= parts[0] < len(value):
            return value[parts[0]]
        raise Problem(shapes.no_answer(expression.span, f"the list has {len(value)} items", place.chain))
    tensor = application.as_tensor(value, expression.value.span, place)
    return application.apply_word(
        WordLayer(WORDS["value"]["slice"](items=tuple(parts)), expression.span), [tensor], expression.span, place
    )


def binary(expression: syntax.Binary, place: Place, spaces: tuple[str, ...]) -> Any:
    left = evaluate(expression.left, place, spaces)
    right = evaluate(expression.right, place, spaces)
    if left is BROKEN or right is BROKEN:
        return BROKEN
    if expression.operator == "*" and isinstance(right, LAYERS) and not isinstance(left, LAYERS):
        return repeated(left, right, expression, place)
    return arithmetic.binary(expression, left, right, place)


def repeated(count: Any, layer: Any, expression: syntax.Binary, place: Place) -> Any:
    if isinstance(count, VALUES):
        raise Problem(shapes.not_compile_time(expression.left.span, "a number of copies", place.chain))
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        wanted = "a whole number of at least 0"
        raise Problem(shapes.wrong_value(expression.left.span, "N", "N * layer", describe(count), wanted, place.chain))
    if count > MOST_COPIES:
        reason = f"{count:,} copies of a layer are more than the {MOST_COPIES:,} that dlc compiles"
        raise Problem(structure.too_large(expression.left.span, reason))
    return Repeated(count, application.as_layer(layer, place, expression.right.span), expression.span)


def pipe(expression: syntax.Pipe, place: Place, spaces: tuple[str, ...]) -> Any:
    """`a -> b -> c`, taken apart from the left without recursion, so that long chains are no deep ones."""
    steps: list[syntax.Expression] = []
    start: syntax.Expression = expression
    while isinstance(start, syntax.Pipe):
        steps.append(start.right)
        start = start.left
    value = evaluate(start, place, spaces)
    if spaces[0] in ("optimizer", "schedule"):
        return application.optimizer_chain(
            [(start, value), *((s, evaluate(s, place, spaces)) for s in reversed(steps))], place
        )
    for step in reversed(steps):
        layer = evaluate(step, place, spaces)
        if value is BROKEN or layer is BROKEN:
            value = BROKEN
            continue
        if isinstance(value, LAYERS):
            if not isinstance(value, Chain):
                value = Chain((application.as_layer(value, place, start.span),), (start,), start.span)
            layers = (*value.layers, application.as_layer(layer, place, step.span))
            value = Chain(layers, (*value.steps, step), expression.span)
            continue
        try:
            value = application.apply(layer, application.spread(value), step, place, piped=True)
        except Problem as problem:
            place.report(problem.diagnostic)
            value = BROKEN
        if place.context.facts is not None:
            place.context.facts.note(step.span, value)
    return value


def loop(expression: syntax.For, place: Place) -> Any:
    """`for i in 0..3 { layer }`: a chain of the layers for 0, 1 and 2."""
    start, stop = (compile_time(end, place, "a whole number") for end in (expression.start, expression.stop))
    if start is BROKEN or stop is BROKEN:
        return BROKEN
    for end, written in ((start, expression.start), (stop, expression.stop)):
        if not isinstance(end, int):
            reason = f"a `for` counts through whole numbers, not {describe(end)}"
            raise Problem(shapes.no_answer(written.span, reason, place.chain))
    layers: list[Any] = []
    for i in range(start, stop):
        place.context.count_round(expression.body.span)
        scope = Scope(place.scope)
        scope.bind(expression.name, i, None, "counter")
        layer = evaluate(expression.body, place.inside(scope))
        if layer is BROKEN:
            return BROKEN
        layers.append(application.as_layer(layer, place, expression.body.span))
    return Chain(tuple(layers), (expression.body,) * len(layers), expression.span)


def letting(statement: syntax.Let, place: Place, spaces: tuple[str, ...] = VALUE) -> None:
    """Bind what a `let` names."""
    value = evaluate(statement.value, place, spaces)
    targets = statement.targets
    values: Sequence[Any] = [value]
    if len(targets) > 1:
        values = _taken_apart(value, statement, place)
    for target, item in zip(targets, values, strict=True):
        already = place.scope.names.get(target.name)
        if already is not None:
            place.report(names.name_taken(target.span, target.name, already.span))
            continue
        place.scope.bind(target.name, _called(item, target.name, place), target.span, "let")


def _taken_apart(value: Any, statement: syntax.Let, place: Place) -> Sequence[Any]:
    targets = statement.targets
    if value is BROKEN:
        return [BROKEN] * len(targets)
    if isinstance(value, Several) and len(value.items) == len(targets):
        return value.items
    if isinstance(value, VALUES) and isinstance(value.type, Record):
        fields = dict(value.type.fields)
        for target in targets:
            if target.name not in fields:
                place.report(names.unknown_field(target.span, target.name, "the record", fields))
        return [
            pick(value, t.name, fields[t.name], statement.value.span) if t.name in fields else BROKEN for t in targets
        ]
    place.report(structure.wrong_part(statement.value.span, describe(value), f"a record of {len(targets)} fields"))
    return [BROKEN] * len(targets)


def _called(value: Any, name: str, place: Place) -> Any:
    """A value under the name that `let` gives it, unless it has one already."""
    if isinstance(value, ir.Apply | ir.Invoke | ir.Pick) and value.name is None:
        return replace(value, name=name)
    if isinstance(value, WordName) and value.word.namespace == "value" and value.word.weights:
        complete = not any(argument.required for argument in value.word.arguments.values())
        value = WordLayer(value.word(), value.span) if complete else value
    if isinstance(value, BlockName) and all(p.type for p in value.declaration.parameters or ()):
        value = application.as_layer(value, place)
    if isinstance(value, WordLayer | BlockLayer | Repeated) and value.name is None:
        value.name = name
    return value
