"""Which argument is which: tensors and compile-time values of words, blocks and models."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

from compiler.infer import conversions
from compiler.infer.env import Env, spell_value
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    BlockLayer,
    BlockName,
    Scope,
    TupleValue,
    WordLayer,
    WordName,
    describe,
    is_layer,
)
from compiler.problems import Problem, names, other_libraries, shapes, warnings
from compiler.problems.catalogue import closest
from compiler.vocabulary.base import REQUIRED, Argument, Word, lookup
from dsl import syntax
from dsl.spans import Span


def for_word(word: type[Word], expression: syntax.Call, env: Env) -> Any:
    """(tensors, config) of a call of a word; tensors is None where the call is a layer still without them."""
    positional = [item for item in expression.arguments if item.name is None]
    named = [item for item in expression.arguments if item.name is not None]
    keys = list(word.arguments)
    variadic = bool(word.inputs) and word.inputs[-1].endswith("*")
    count = len(positional) if variadic else min(len(word.inputs), len(positional))
    values = [
        _value(item.value, env, word, keys[i] if i < len(keys) else None, may_be_column(item.value, env))
        for i, item in enumerate(positional[:count])
    ]
    input_names = {name.rstrip("*") for name in word.inputs}
    by_name = {item.name: item for item in named if item.name in input_names and item.name not in word.arguments}
    applied = not word.inputs or bool(by_name) or any(isinstance(value, VALUES) for value in values)
    applied = applied or (bool(positional) and not keys and not isinstance(values[0], LAYERS))
    if word.namespace in ("measure", "show"):
        applied = True
    if any(value is BROKEN for value in values):
        for item in [*positional[count:], *(item for item in named if not isinstance(item.value, syntax.Name))]:
            env.evaluate(item.value)
        return BROKEN
    tensors: list[Any] | None = None
    rest = positional
    if applied and word.inputs:
        tensors = [conversions.as_tensor(v, i.value.span, env) for v, i in zip(values, positional, strict=False)]
        for key in word.inputs[len(tensors) :]:
            if key in by_name:
                item = by_name[key]
                value = env.evaluate(item.value)
                tensors.append(BROKEN if value is BROKEN else conversions.as_tensor(value, item.value.span, env))
        rest = positional[count:]
    elif applied:
        tensors = []
    given = (
        {} if applied and word.inputs else {id(item): value for item, value in zip(positional, values, strict=False)}
    )
    named = [item for item in named if item.name not in by_name]
    config = _word_config(word, rest, named, given, expression, env)
    if config is BROKEN or (tensors is not None and any(tensor is BROKEN for tensor in tensors)):
        return BROKEN
    return tensors, config


def _word_config(
    word: type[Word],
    positional: Sequence[syntax.Argument],
    named: Sequence[syntax.Argument],
    given: Mapping[int, Any],
    expression: syntax.Call,
    env: Env,
) -> Any:
    keys = list(word.arguments)
    config: dict[str, Any] = {}
    broken = False
    if len(positional) > len(keys):
        extra = positional[len(keys)]
        if isinstance(given.get(id(extra)), LAYERS):
            what, wanted = describe(given[id(extra)]), f"a tensor for `{word.name}`"
            help = f"layers follow one another by `->`: `{extra.span.text} -> {word.name}`"
            raise Problem(shapes.not_a_tensor(extra.span, what, wanted, env.chain, help))
        raise Problem(names.too_many_arguments(extra.span, word.name, [i.rstrip("*") for i in word.inputs] + keys))
    pairs = [(key, item) for key, item in zip(keys, positional, strict=False)]
    pairs += [(item.name or "", item) for item in named]
    for key, item in pairs:
        argument = word.arguments.get(key)
        span = item.name_span or item.span
        if argument is None and not getattr(word, "open_arguments", False):
            env.report(names.unknown_argument(span, key, word.name, keys))
            if not isinstance(item.value, syntax.Name) and not any(other_libraries.argument(key, keys, word.name)):
                env.evaluate(item.value)
            broken = True
            continue
        if key in config:
            env.report(names.argument_twice(span, key, word.name))
            broken = True
            continue
        value = given[id(item)] if id(item) in given else _value(item.value, env, word, key)
        by_place = item.name is None and (key != keys[0] or word.arguments[key].default is not REQUIRED)
        settled = _settled(value, key, word.name, argument, item.value, env, keys if by_place else ())
        if settled is BROKEN and value is not BROKEN and item.name is None:
            return BROKEN  # the values after it may stand one place too far as well
        config[key] = settled
        broken = broken or settled is BROKEN
    if broken:
        return BROKEN
    verify_complete(word, config, expression.span)
    return config


def may_be_column(expression: syntax.Expression, env: Env) -> bool:
    """Whether a name that nothing binds may be a column of a source whose columns are not known."""
    return isinstance(expression, syntax.Name) and env.source is not None and env.source.columns is None


def _value(expression: syntax.Expression, env: Env, word: type[Word], key: str | None, column: bool = False) -> Any:
    """An argument's value; a bare name that nothing binds may be one of its choices, else, with `column`, a column."""
    argument = word.arguments.get(key) if key is not None else None
    if argument is not None and isinstance(expression, syntax.Name) and env.find(expression.id) is None:
        if argument.choices and expression.id in argument.choices:
            return expression.id
        if expression.id == "none":
            return None
        spaces = (*namespaces(argument.type), "value")
        if argument.choices and not column and lookup(expression.id, *spaces) is None and not env.forgiving:
            wanted = f"one of {', '.join(argument.choices)}"
            guess = closest(expression.id, argument.choices)
            env.report(
                shapes.wrong_value(
                    expression.span, key or "", word.name, f"`{expression.id}`", wanted, env.chain, guess
                )
            )
            return BROKEN
    if argument is not None and argument.bare and isinstance(expression, syntax.ListOf):
        items = tuple(
            syntax.String(item.id, span=item.span)
            if isinstance(item, syntax.Name) and env.find(item.id) is None
            else item
            for item in expression.items
        )
        expression = syntax.ListOf(items, span=expression.span)
    spaces = namespaces(argument.type) if argument is not None else ()
    return env.evaluate(expression, (*spaces, "value"))


@cache
def namespaces(annotation: Any) -> tuple[str, ...]:
    """The namespaces of the words that an argument may be."""
    if get_origin(annotation) in (UnionType, Union, tuple):
        return tuple(space for option in get_args(annotation) for space in namespaces(option))
    return (annotation.namespace,) if isinstance(annotation, type) and issubclass(annotation, Word) else ()


def _settled(
    value: Any,
    key: str,
    owner: str,
    argument: Argument | None,
    expression: syntax.Expression,
    env: Env,
    order: Sequence[str],
) -> Any:
    """An argument's value, checked against its declaration; `order` is that of all where it tells the name."""
    span = expression.span
    if value is BROKEN:
        return value
    if isinstance(value, VALUES):
        env.report(shapes.not_compile_time(span, f"`{key}` of `{owner}`", env.chain))
        return BROKEN
    if isinstance(value, WordName) and value.word.namespace != "value":
        verify_complete(value.word, {}, value.span)
        value = value.word()
    if argument is None:
        return value
    wanted = argument.refuse(value)
    if wanted is not None:
        shown = f'"{value}"' if isinstance(value, str) else spell_value(value)
        shown = describe(value) if isinstance(value, (*LAYERS, TupleValue)) else shown
        guess = closest(value, argument.choices) if isinstance(value, str) and argument.choices else None
        guess = f'"{guess}"' if guess and isinstance(expression, syntax.String) else guess
        if isinstance(value, str) and isinstance(expression, syntax.String) and _as_number(value, argument):
            guess = value.strip()
        help = f"a list stands in square brackets: `[{span.text[1:-1]}]`" if isinstance(value, TupleValue) else None
        env.report(shapes.wrong_value(span, key, owner, shown, wanted, env.chain, guess, order, help))
        return BROKEN
    doubt = argument.unusual(value)
    if doubt is not None:
        env.report(warnings.unusual_value(span, key, owner, spell_value(value), doubt, argument.hint, env.chain))
    return value


def _as_number(text: str, argument: Argument) -> bool:
    """Whether a text is a number that the argument takes."""
    try:
        number = float(text)
    except ValueError:
        return False
    return argument.refuse(int(number) if number.is_integer() and "." not in text else number) is None


def verify_complete(word: type[Word], config: Mapping[str, Any], span: Span) -> None:
    for key, argument in word.arguments.items():
        if argument.default is REQUIRED and key not in config:
            raise Problem(names.missing_argument(span, key, word.name, argument.doc))


def for_block(block: BlockName, expression: syntax.Call, env: Env) -> Any:
    """(tensors, config) of a call of a block; tensors is None where the call is a layer still without them."""
    declaration = block.declaration
    parameters = declaration.parameters or ()
    positional = [item for item in expression.arguments if item.name is None]
    tensors = [p.name for p in parameters if p.type is not None]
    settings = [p.name for p in parameters if p.type is None]
    values: dict[str, Any] = {}
    unnamed: list[Any] = []
    first = env.evaluate(positional[0].value) if positional else None
    while is_layer(declaration) and isinstance(first, VALUES):
        unnamed.append(first)
        positional = positional[1:]
        first = env.evaluate(positional[0].value) if positional else None
    applied = isinstance(first, VALUES)
    order = [p.name for p in parameters] if applied else settings
    if len(positional) > len(order):
        raise Problem(names.too_many_arguments(positional[len(order)].span, declaration.name, order))
    for i, (name, item) in enumerate(zip(order, positional, strict=False)):
        values[name] = first if i == 0 else env.evaluate(item.value)
    for item in expression.arguments:
        if item.name is None:
            continue
        span = item.name_span or item.span
        if item.name not in tensors and item.name not in settings:
            raise Problem(names.unknown_argument(span, item.name, declaration.name, order))
        if item.name in values:
            raise Problem(names.argument_twice(span, item.name, declaration.name))
        values[item.name] = env.evaluate(item.value)
        applied = applied or item.name in tensors
    if any(value is BROKEN for value in values.values()):
        return BROKEN
    for name in settings:
        if isinstance(values.get(name), VALUES):
            raise Problem(shapes.not_compile_time(expression.span, f"`{name}` of `{declaration.name}`", env.chain))
    config = block_defaults(block, {k: v for k, v in values.items() if k in settings}, expression.span, env)
    if not applied:
        return unnamed or None, config
    missing = [name for name in tensors if name not in values]
    if missing:
        given_count = len(tensors) - len(missing)
        raise Problem(
            shapes.wrong_count(expression.span, declaration.name, len(tensors), given_count, env.chain, tensors)
        )
    return [values[name] for name in tensors], config


def block_defaults(block: BlockName, given: Mapping[str, Any], span: Span, env: Env) -> dict[str, Any]:
    """A block's compile-time arguments, those not given at their defaults."""
    config: dict[str, Any] = {}
    inner = env.inside(Scope(block.scope))
    for parameter in block.declaration.parameters or ():
        if parameter.type is not None:
            continue
        if parameter.name in given:
            config[parameter.name] = given[parameter.name]
        elif parameter.default is None:
            raise Problem(names.missing_argument(span, parameter.name, block.declaration.name, ""))
        else:
            for key, value in config.items():
                if inner.find(key) is None:
                    inner.bind(key, value, None, "parameter")
            config[parameter.name] = inner.evaluate(parameter.default)
    return config


def tensors_only(expression: syntax.Call, env: Env, owner: str) -> Any:
    """The tensors of a call that takes nothing else."""
    for item in expression.arguments:
        if item.name is not None:
            raise Problem(
                names.unknown_argument(item.name_span or item.span, item.name, expression.function.span.text, ())
            )
    values = [env.evaluate(item.value) for item in expression.arguments]
    return BROKEN if any(value is BROKEN for value in values) else values


def as_layer(value: Any, env: Env, used: Span | None = None) -> Any:
    """A bare name as a layer with all arguments at their defaults; `used` is where it stands."""
    match value:
        case WordName(word=word, span=span):
            if word.namespace != "value":
                raise Problem(names.word_misplaced(span, word.name, word.namespace, "layer"))
            verify_complete(word, {}, span)
            return WordLayer(word(), span)
        case BlockName(declaration=declaration):
            span = used or declaration.name_span
            return BlockLayer(value, block_defaults(value, {}, span, env), span)
    return value
