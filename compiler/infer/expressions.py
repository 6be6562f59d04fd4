"""Expressions: from the syntax tree to typed values, layers and compile-time values.

`evaluate` never raises: a mistake is reported where it stands, and `BROKEN` takes its place.
"""

from collections.abc import Sequence
from itertools import chain

from compiler import ir
from compiler.infer import application, arguments, arithmetic, words
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    Ambiguous,
    Broken,
    Chain,
    Constant,
    DataName,
    Layer,
    ListValue,
    ModelName,
    Repeated,
    Result,
    Scope,
    TupleValue,
    WordLayer,
    WordName,
    all_sound,
    describe,
    field_of,
)
from compiler.problems import Problem, names, shapes, structure
from compiler.problems import data as data_problems
from compiler.problems.catalogue import closest
from compiler.types import Formula, Record, Tensor
from compiler.vocabulary.base import WORDS, ArgumentValue, lookup
from dsl import syntax
from dsl.spans import Span

FEW = ("source", "show")
MOST_COPIES = 100_000


def evaluate(expression: syntax.Expression, env: Env, spaces: tuple[str, ...]) -> Result:
    """What an expression is.  `spaces` are the namespaces in which a name that nothing binds is looked up."""
    try:
        value = _evaluate(expression, env, spaces)
    except Problem as problem:
        env.report(problem.diagnostic)
        value = BROKEN
    if env.context.facts is not None:
        env.context.facts.note(expression.span, value)
    return value


def _evaluate(expression: syntax.Expression, env: Env, spaces: tuple[str, ...]) -> Result:
    match expression:
        case syntax.Number(value=value) | syntax.String(value=value) | syntax.Boolean(value=value):
            return Constant(value)
        case syntax.Name():
            return name(expression, env, spaces)
        case syntax.ListOf(items=items):
            return list_of(expression, [evaluate(item, env, spaces) for item in items], env)
        case syntax.TupleOf(items=items):
            values = all_sound([env.evaluate(item) for item in items])
            return BROKEN if values is None else TupleValue(tuple(values), expression.span)
        case syntax.RecordOf(fields=fields):
            return record(expression, fields, env)
        case syntax.Call():
            function = evaluate_callee(expression.function, env, spaces)
            if isinstance(function, Broken):
                evaluate_arguments(expression, env)
                return BROKEN
            return application.call(function, expression, env)
        case syntax.Attribute():
            return attribute(expression, env)
        case syntax.Index(value=value, items=items):
            return index(expression, env.evaluate(value), items, env)
        case syntax.Unary(operator=operator, operand=operand):
            return arithmetic.unary(expression, operator, env.evaluate(operand), env)
        case syntax.Binary():
            return binary(expression, env, spaces)
        case syntax.Pipe():
            return pipe(expression, env, spaces)
        case syntax.If(condition=condition, then=then, otherwise=otherwise):
            help = "`where(condition, a, b)` chooses for each element when the program runs"
            match env.compile_time(condition, "true or false", help):
                case Broken():
                    return BROKEN
                case Constant(value=bool() as chosen):
                    return evaluate(then if chosen else otherwise, env, spaces)
                case other:
                    wanted, help = "true or false", f"compare it: `{condition.span.text} > 0`"
                    raise Problem(shapes.not_a_tensor(condition.span, describe(other), wanted, env.chain, help))
        case syntax.For():
            return loop(expression, env)
        case syntax.SetOf():
            raise Problem(structure.wrong_part(expression.span, "a set of choices", "a value"))


def name(expression: syntax.Name, env: Env, spaces: tuple[str, ...]) -> Result:
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
        return Constant(None)
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


def list_of(expression: syntax.ListOf, items: list[Result], env: Env) -> Result:
    """A list of compile-time values, or tensors stacked along a new last axis."""
    sound = all_sound(items)
    if sound is None:
        return BROKEN
    if any(isinstance(item, VALUES) for item in sound):
        stack = WordLayer(WORDS["value"]["stack"](), expression.span)
        nodes = zip(sound, expression.items, strict=True)
        return words.apply_word(stack, [env.as_tensor(item, node.span) for item, node in nodes], expression.span, env)
    constants = [item.value for item in sound if isinstance(item, Constant)]
    return Constant(tuple(constants)) if len(constants) == len(sound) else ListValue(tuple(sound))


def record(expression: syntax.RecordOf, fields: Sequence[syntax.Argument], env: Env) -> Result:
    values: dict[str, Result] = {}
    for item in fields:
        if item.name is None:
            raise Problem(structure.wrong_part(item.span, "a value without a name", "`name = value`"))
        if item.name in values:
            raise Problem(names.argument_twice(item.name_span or item.span, item.name, "the record"))
        values[item.name] = env.evaluate(item.value)
    sound = all_sound([*values.values()])
    if sound is None:
        return BROKEN
    tensors = [env.as_tensor(value, item.value.span) for value, item in zip(sound, fields, strict=True)]
    typed = tuple((key, value.type) for key, value in zip(values, tensors, strict=True))
    return ir.Pack(tuple(zip(values, tensors, strict=True)), Record(typed), expression.span)


def evaluate_callee(expression: syntax.Expression, env: Env, spaces: tuple[str, ...]) -> Result:
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
                env.evaluate(part)


def attribute(expression: syntax.Attribute, env: Env) -> Result:
    value = env.evaluate(expression.value)
    span = expression.name_span
    match value:
        case Broken():
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
            return field_of(value, expression.name, type, expression.span)
    word = isinstance(value, VALUES) and expression.name in WORDS["value"]
    raise Problem(names.unknown_field(span, expression.name, describe(value), (), word))


def index(
    expression: syntax.Index, value: Result, items: Sequence[syntax.Expression | syntax.Slice], env: Env
) -> Result:
    """`x[1:3, 0]` of a tensor, `[4, 5][0]` of a list."""
    parts: list[ArgumentValue] = []
    ends: list[Result] = []
    for item in items:
        own = (item.start, item.stop) if isinstance(item, syntax.Slice) else (item,)
        found = [Constant(None) if end is None else env.compile_time(end, "a whole number") for end in own]
        sizes = tuple(end.value if isinstance(end, Constant) else None for end in found)
        parts.append(sizes if isinstance(item, syntax.Slice) else sizes[0])
        ends += found
    if isinstance(value, Broken) or all_sound(ends) is None:
        return BROKEN
    unseen = isinstance(value, VALUES) and isinstance(value.type, Tensor) and value.type.shape is None
    for end in ends:
        match end:
            case Constant(value=Formula()) if unseen:
                continue  # of what nothing is given to, no size is known
            case Constant(value=None):
                continue
            case Constant(value=int() as number) if not isinstance(number, bool):
                continue
        raise Problem(structure.wrong_part(expression.span, describe(end), "a whole number"))
    listed: Sequence[Result] | None = value.items if isinstance(value, ListValue) else None
    if isinstance(value, Constant) and isinstance(value.value, tuple):
        listed = [Constant(item) for item in value.value]
    if listed is not None:
        match parts:
            case [int() as i] if -len(listed) <= i < len(listed):
                return listed[i]
        raise Problem(shapes.no_answer(expression.span, f"the list has {len(listed)} items", env.chain))
    tensor = env.as_tensor(value, expression.value.span)
    layer = WordLayer(WORDS["value"]["slice"](items=tuple(parts)), expression.span)
    return words.apply_word(layer, [tensor], expression.span, env)


def binary(expression: syntax.Binary, env: Env, spaces: tuple[str, ...]) -> Result:
    left = evaluate(expression.left, env, spaces)
    right = evaluate(expression.right, env, spaces)
    if isinstance(left, Broken) or isinstance(right, Broken):
        return BROKEN
    if expression.operator == "*" and isinstance(right, LAYERS) and not isinstance(left, LAYERS):
        return repeat_layer(left, right, expression, env)
    return arithmetic.binary(expression, left, right, env)


def repeat_layer(count: Result, layer: Layer, expression: syntax.Binary, env: Env) -> Repeated:
    if isinstance(count, VALUES):
        raise Problem(shapes.not_compile_time(expression.left.span, "a number of copies", env.chain))
    number = count.value if isinstance(count, Constant) else None
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        wanted = "a whole number of at least 0"
        raise Problem(shapes.wrong_value(expression.left.span, "N", "N * layer", describe(count), wanted, env.chain))
    if number > MOST_COPIES:
        reason = f"{number:,} copies of a layer are more than the {MOST_COPIES:,} that dlc compiles"
        raise Problem(structure.too_large(expression.left.span, reason))
    return Repeated(number, arguments.as_layer(layer, env, expression.right.span), expression.span)


def pipe(expression: syntax.Pipe, env: Env, spaces: tuple[str, ...]) -> Result:
    """`a -> b -> c`, taken apart from the left without recursion, so that long chains are no deep ones."""
    steps: list[syntax.Expression] = []
    start: syntax.Expression = expression
    while isinstance(start, syntax.Pipe):
        steps.append(start.right)
        start = start.left
    value = evaluate(start, env, spaces)
    if spaces[0] in ("optimizer", "schedule"):
        parts = [(start, value), *((step, evaluate(step, env, spaces)) for step in reversed(steps))]
        return application.optimizer_chain(parts)
    for step in reversed(steps):
        layer = evaluate(step, env, spaces)
        if isinstance(value, Broken) or isinstance(layer, Broken):
            value = BROKEN
            continue
        if isinstance(value, LAYERS):
            if not isinstance(value, Chain):
                value = Chain((layer_of(value, start.span, env),), (start,), start.span)
            layers = (*value.layers, layer_of(layer, step.span, env))
            value = Chain(layers, (*value.steps, step), expression.span)
            continue
        try:
            inputs = value.items if isinstance(value, TupleValue) else (value,)
            value = application.apply(layer, inputs, step, env, piped=True)
        except Problem as problem:
            env.report(problem.diagnostic)
            value = BROKEN
        if env.context.facts is not None:
            env.context.facts.note(step.span, value)
    return value


def loop(expression: syntax.For, env: Env) -> Result:
    """`for i in 0..3 { layer }`: a chain of the layers for 0, 1 and 2."""
    ends = [env.compile_time(end, "a whole number") for end in (expression.start, expression.stop)]
    if all_sound(ends) is None:
        return BROKEN
    numbers = []
    for end, written in zip(ends, (expression.start, expression.stop), strict=True):
        if not isinstance(end, Constant) or not isinstance(end.value, int):
            reason = f"a `for` counts through whole numbers, not {describe(end)}"
            raise Problem(shapes.no_answer(written.span, reason, env.chain))
        numbers.append(end.value)
    layers: list[Layer] = []
    for i in range(*numbers):
        env.context.count_round(expression.body.span)
        scope = Scope(env.scope)
        scope.bind(expression.name, Constant(i), None, "counter")
        layer = env.inside(scope).evaluate(expression.body)
        if isinstance(layer, Broken):
            return BROKEN
        layers.append(layer_of(layer, expression.body.span, env))
    return Chain(tuple(layers), (expression.body,) * len(layers), expression.span)


def layer_of(value: Result, span: Span, env: Env) -> Layer:
    """A layer that stands at a place.  Raises `Problem` where something else does."""
    if not isinstance(value, LAYERS):
        raise Problem(structure.wrong_part(span, describe(value), "a layer"))
    return arguments.as_layer(value, env, span)
