"""Expressions: from the syntax tree to typed values, layers and compile-time values.

`evaluate` never raises: a mistake is reported where it stands, and `BROKEN` takes its place.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from compiler import ir
from compiler.infer import application, arguments, arithmetic, conversions, words
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    Ambiguous,
    Chain,
    DataName,
    ModelName,
    Repeated,
    Scope,
    TupleValue,
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


def evaluate(expression: syntax.Expression, env: Env, spaces: tuple[str, ...] = VALUE) -> Any:
    """What an expression is.  `spaces` are the namespaces in which a name that nothing binds is looked up."""
    try:
        value = _evaluate(expression, env, spaces)
    except Problem as problem:
        env.report(problem.diagnostic)
        value = BROKEN
    if env.context.facts is not None:
        env.context.facts.note(expression.span, value)
    return value


def _evaluate(expression: syntax.Expression, env: Env, spaces: tuple[str, ...]) -> Any:
    match expression:
        case syntax.Number(value=value) | syntax.String(value=value) | syntax.Boolean(value=value):
            return value
        case syntax.Name():
            return name(expression, env, spaces)
        case syntax.ListOf(items=items):
            return list_of(expression, [evaluate(item, env, spaces) for item in items], env)
        case syntax.TupleOf(items=items):
            values = tuple(evaluate(item, env) for item in items)
            return BROKEN if BROKEN in values else TupleValue(values, expression.span)
        case syntax.RecordOf(fields=fields):
            return record(expression, fields, env)
        case syntax.Call():
            return call(expression, env, spaces)
        case syntax.Attribute():
            return attribute(expression, env)
        case syntax.Index(value=value, items=items):
            return index(expression, evaluate(value, env), items, env)
        case syntax.Unary(operator=operator, operand=operand):
            return arithmetic.unary(expression, operator, evaluate(operand, env), env)
        case syntax.Binary():
            return binary(expression, env, spaces)
        case syntax.Pipe():
            return pipe(expression, env, spaces)
        case syntax.If(condition=condition, then=then, otherwise=otherwise):
            help = "`where(condition, a, b)` chooses for each element when the program runs"
            chosen = env.compile_time(condition, "true or false", help)
            if chosen is BROKEN:
                return BROKEN
            if not isinstance(chosen, bool):
                wanted, help = "true or false", f"compare it: `{condition.span.text} > 0`"
                raise Problem(shapes.not_a_tensor(condition.span, describe(chosen), wanted, env.chain, help))
            return evaluate(then if chosen else otherwise, env, spaces)
        case syntax.For():
            return loop(expression, env)
        case syntax.SetOf():
            raise Problem(structure.wrong_part(expression.span, "a set of choices", "a value"))


def name(expression: syntax.Name, env: Env, spaces: tuple[str, ...]) -> Any:
    binding = env.find(expression.id)
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
    if env.source is not None and env.source.columns is None:
        return ir.Column(env.source.data, expression.id, Tensor(None), expression.span)
    elsewhere = next((space for space, words in WORDS.items() if expression.id in words), None)
    if elsewhere is not None and elsewhere not in spaces and elsewhere != "section":
        wanted = "layer or value" if spaces[0] == "value" else spaces[0]
        raise Problem(names.word_misplaced(expression.span, expression.id, elsewhere, wanted))
    if env.forgiving:
        return BROKEN
    if env.source is not None and env.source.columns is not None:
        columns, words = env.source.columns, [word for space in spaces for word in WORDS[space]]
        if closest(expression.id, columns) or not closest(expression.id, words):
            raise Problem(data_problems.unknown_column(expression.span, expression.id, env.source.source, columns))
    known = chain(env.scope.visible(), (word for space in spaces for word in WORDS[space]))
    candidates = env.context.candidates(known)
    few = [word for space in spaces for word in WORDS[space]] if spaces[0] in FEW else ()
    raise Problem(names.unknown_name(expression.span, expression.id, candidates, few=few))


def list_of(expression: syntax.ListOf, items: list[Any], env: Env) -> Any:
    """A list of compile-time values, or tensors stacked along a new last axis."""
    if BROKEN in items:
        return BROKEN
    if any(isinstance(item, VALUES) for item in items):
        stack = WordLayer(WORDS["value"]["stack"](), expression.span)
        values = [
            conversions.as_tensor(item, node.span, env) for item, node in zip(items, expression.items, strict=True)
        ]
        return words.apply_word(stack, values, expression.span, env)
    return tuple(items)


def record(expression: syntax.RecordOf, fields: Sequence[syntax.Argument], env: Env) -> Any:
    values: list[tuple[str, Any]] = []
    for item in fields:
        if item.name is None:
            raise Problem(structure.wrong_part(item.span, "a value without a name", "`name = value`"))
        if item.name in dict(values):
            raise Problem(names.argument_twice(item.name_span or item.span, item.name, "the record"))
        values.append((item.name, evaluate(item.value, env)))
    if any(value is BROKEN for _, value in values):
        return BROKEN
    tensors = [
        (key, conversions.as_tensor(value, item.value.span, env))
        for (key, value), item in zip(values, fields, strict=True)
    ]
    return ir.Pack(tuple(tensors), Record(tuple((key, value.type) for key, value in tensors)), expression.span)


def call(expression: syntax.Call, env: Env, spaces: tuple[str, ...]) -> Any:
    function = called(expression.function, env, spaces)
    if function is BROKEN:
        evaluate_arguments(expression, env)
        return BROKEN
    return application.call(function, expression, env, spaces)


def called(expression: syntax.Expression, env: Env, spaces: tuple[str, ...]) -> Any:
    """What is called.  A tensor cannot be: where a column has the name of a word, `mean(x)` is the word."""
    if isinstance(expression, syntax.Name):
        binding = env.find(expression.id)
        word = lookup(expression.id, *spaces)
        if binding is not None and word is not None and isinstance(binding.value, VALUES):
            return WordName(word, expression.span)
    return evaluate(expression, env, spaces)


def evaluate_arguments(expression: syntax.Call, env: Env) -> None:
    """Look for mistakes in the arguments of what is not known: those that do not depend on what it is."""
    for item in expression.arguments:
        parts = item.value.items if isinstance(item.value, syntax.ListOf) else (item.value,)
        for part in parts:
            if not isinstance(part, syntax.Name):
                evaluate(part, env)


def attribute(expression: syntax.Attribute, env: Env) -> Any:
    value = evaluate(expression.value, env)
    span = expression.name_span
    match value:
        case _ if value is BROKEN:
            return BROKEN
        case DataName(name=owner, fields=fields):
            if expression.name not in fields:
                raise Problem(names.unknown_field(span, expression.name, f"the data set `{owner}`", fields))
            return fields[expression.name]
        case ModelName():
            return application.model_attribute(value, expression, env)
        case _ if isinstance(value, VALUES) and isinstance(value.type, Record):
            type = value.type.get(expression.name)
            if type is None:
                raise Problem(names.unknown_field(span, expression.name, "the record", dict(value.type.fields)))
            return conversions.pick(value, expression.name, type, expression.span)
    word = isinstance(value, VALUES) and expression.name in WORDS["value"]
    raise Problem(names.unknown_field(span, expression.name, describe(value), (), word))


def index(expression: syntax.Index, value: Any, items: Sequence[Any], env: Env) -> Any:
    """`x[1:3, 0]` of a tensor, `[4, 5][0]` of a list."""
    parts: list[Any] = []
    for item in items:
        if isinstance(item, syntax.Slice):
            ends = (item.start, item.stop)
            parts.append(tuple(None if end is None else env.compile_time(end, "a whole number") for end in ends))
        else:
            parts.append(env.compile_time(item, "a whole number"))
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
        raise Problem(shapes.no_answer(expression.span, f"the list has {len(value)} items", env.chain))
    tensor = conversions.as_tensor(value, expression.value.span, env)
    return words.apply_word(
        WordLayer(WORDS["value"]["slice"](items=tuple(parts)), expression.span), [tensor], expression.span, env
    )


def binary(expression: syntax.Binary, env: Env, spaces: tuple[str, ...]) -> Any:
    left = evaluate(expression.left, env, spaces)
    right = evaluate(expression.right, env, spaces)
    if left is BROKEN or right is BROKEN:
        return BROKEN
    if expression.operator == "*" and isinstance(right, LAYERS) and not isinstance(left, LAYERS):
        return repeated(left, right, expression, env)
    return arithmetic.binary(expression, left, right, env)


def repeated(count: Any, layer: Any, expression: syntax.Binary, env: Env) -> Any:
    if isinstance(count, VALUES):
        raise Problem(shapes.not_compile_time(expression.left.span, "a number of copies", env.chain))
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        wanted = "a whole number of at least 0"
        raise Problem(shapes.wrong_value(expression.left.span, "N", "N * layer", describe(count), wanted, env.chain))
    if count > MOST_COPIES:
        reason = f"{count:,} copies of a layer are more than the {MOST_COPIES:,} that dlc compiles"
        raise Problem(structure.too_large(expression.left.span, reason))
    return Repeated(count, arguments.as_layer(layer, env, expression.right.span), expression.span)


def pipe(expression: syntax.Pipe, env: Env, spaces: tuple[str, ...]) -> Any:
    """`a -> b -> c`, taken apart from the left without recursion, so that long chains are no deep ones."""
    steps: list[syntax.Expression] = []
    start: syntax.Expression = expression
    while isinstance(start, syntax.Pipe):
        steps.append(start.right)
        start = start.left
    value = evaluate(start, env, spaces)
    if spaces[0] in ("optimizer", "schedule"):
        return application.optimizer_chain(
            [(start, value), *((s, evaluate(s, env, spaces)) for s in reversed(steps))], env
        )
    for step in reversed(steps):
        layer = evaluate(step, env, spaces)
        if value is BROKEN or layer is BROKEN:
            value = BROKEN
            continue
        if isinstance(value, LAYERS):
            if not isinstance(value, Chain):
                value = Chain((arguments.as_layer(value, env, start.span),), (start,), start.span)
            layers = (*value.layers, arguments.as_layer(layer, env, step.span))
            value = Chain(layers, (*value.steps, step), expression.span)
            continue
        try:
            value = env.apply(layer, conversions.spread(value), step, piped=True)
        except Problem as problem:
            env.report(problem.diagnostic)
            value = BROKEN
        if env.context.facts is not None:
            env.context.facts.note(step.span, value)
    return value


def loop(expression: syntax.For, env: Env) -> Any:
    """`for i in 0..3 { layer }`: a chain of the layers for 0, 1 and 2."""
    start, stop = (env.compile_time(end, "a whole number") for end in (expression.start, expression.stop))
    if start is BROKEN or stop is BROKEN:
        return BROKEN
    for end, written in ((start, expression.start), (stop, expression.stop)):
        if not isinstance(end, int):
            reason = f"a `for` counts through whole numbers, not {describe(end)}"
            raise Problem(shapes.no_answer(written.span, reason, env.chain))
    layers: list[Any] = []
    for i in range(start, stop):
        env.context.count_round(expression.body.span)
        scope = Scope(env.scope)
        scope.bind(expression.name, i, None, "counter")
        layer = evaluate(expression.body, env.inside(scope))
        if layer is BROKEN:
            return BROKEN
        layers.append(arguments.as_layer(layer, env, expression.body.span))
    return Chain(tuple(layers), (expression.body,) * len(layers), expression.span)
