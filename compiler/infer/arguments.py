"""Which argument is which: one binder for words, blocks, models and `def`s, and one for sections."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from types import UnionType
from typing import Union, get_args, get_origin

from compiler import ir
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    BlockLayer,
    BlockName,
    Broken,
    Constant,
    DataName,
    Layer,
    Result,
    Scope,
    TupleValue,
    WordLayer,
    WordName,
    describe,
    is_layer,
    spell_value,
)
from compiler.problems import Problem, names, other_libraries, shapes, structure, warnings
from compiler.problems.catalogue import closest
from compiler.vocabulary.base import REQUIRED, Argument, ArgumentValue, Word, lookup
from dsl import syntax
from dsl.immutable import immutable
from dsl.spans import Span


@immutable
class Signature:
    """What may be given to a word, block, model or `def`.

    `tensors` are the names of its inputs, one that stands for any number ending in `*`; `settings` are the compile-time
    arguments, with their declarations where it is a word's.  `order` is that of both.
    """

    owner: str
    tensors: tuple[str, ...]
    settings: Mapping[str, Argument | None]
    order: tuple[str, ...]
    word: type[Word] | None = None
    block: BlockName | None = None

    @cached_property
    def takes_unnamed(self) -> bool:
        """Whether it takes tensors that have no names."""
        return bool(self.tensors) and self.tensors[-1].endswith("*")

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The tensors that can be given by their names."""
        return tuple(name.rstrip("*") for name in self.tensors if name != "*")

    @property
    def open(self) -> bool:
        """Whether it takes settings of any name."""
        return self.word is not None and self.word.open_arguments

    def leading(self, positional: Sequence[syntax.Argument], env: Env) -> list[Result]:
        """What stands where the tensors do, if tensors are given; of a block without names up to what is none."""
        count = len(positional) if self.takes_unnamed else min(len(self.inputs), len(positional))
        keys, found = list(self.settings), list[Result]()
        for i, item in enumerate(positional[:count]):
            key = keys[i] if i < len(keys) else ""
            column = may_be_column(item.value, env)
            found.append(evaluate_argument(item.value, env, self.settings.get(key), key, self.owner, column))
            if self.block is not None and self.takes_unnamed and not isinstance(found[-1], VALUES):
                break
        return found

    def applied(self, leading: Sequence[Result], named: Sequence[syntax.Argument]) -> bool:
        """Whether tensors are given: where there are no settings, a number can only be one."""
        if [value for value in leading if isinstance(value, VALUES)]:
            return True
        if [item for item in named if item.name in self.inputs]:
            return True
        if self.block is not None:
            return False
        alone = not self.settings and bool(leading) and not isinstance(leading[0], LAYERS)
        return alone or not self.tensors or self.word is None or self.word.namespace in ("measure", "show")

    def free(self, leading: Sequence[Result]) -> list[Result]:
        """The tensors that have no names."""
        if not self.takes_unnamed:
            return []
        return [value for value in leading if self.block is None or isinstance(value, VALUES)]


@immutable
class Bound:
    """The arguments of a call; `tensors` is None where it makes a layer that is still without them."""

    tensors: tuple[ir.Value, ...] | None
    settings: dict[str, Result]

    def config(self) -> dict[str, ArgumentValue]:
        """The settings of a word, which are constants all."""
        return {key: value.value for key, value in self.settings.items() if isinstance(value, Constant)}


SIGNATURES: dict[type[Word], Signature] = {}


def word_signature(word: type[Word]) -> Signature:
    if word in SIGNATURES:
        return SIGNATURES[word]
    order = *(name.rstrip("*") for name in word.inputs), *word.arguments
    SIGNATURES[word] = Signature(word.name, word.inputs, word.arguments, order, word=word)
    return SIGNATURES[word]


def block_signature(block: BlockName) -> Signature:
    parameters = block.declaration.parameters or ()
    tensors = tuple(parameter.name for parameter in parameters if parameter.type is not None)
    settings = {parameter.name: None for parameter in parameters if parameter.type is None}
    tensors = ("*",) if is_layer(block.declaration) else tensors
    order = tuple(parameter.name for parameter in parameters)
    return Signature(block.declaration.name, tensors, settings, order, block=block)


def function_signature(owner: str) -> Signature:
    """That of a model or `def`, which takes tensors and no names."""
    return Signature(owner, ("*",), {}, ())


def bind(signature: Signature, expression: syntax.Call, env: Env) -> Bound | Broken:
    """Which argument of a call is which; broken where one is wrong, which has been reported.

    Raises `Problem` where they are too many, or one is missing.
    """
    positional = [item for item in expression.arguments if item.name is None]
    named = [item for item in expression.arguments if item.name is not None]
    leading = signature.leading(positional, env)
    applied = signature.applied(leading, named)
    if [value for value in leading if isinstance(value, Broken)]:
        for item in (*positional[len(leading) :], *(n for n in named if not isinstance(n.value, syntax.Name))):
            env.evaluate(item.value)
        return BROKEN
    free = signature.free(leading) if applied else []
    settings = list(signature.settings)
    order = signature.order if applied and not signature.takes_unnamed else settings
    known = settings if signature.word is not None else order
    evaluated = {id(item): value for item, value in zip(positional, leading, strict=False)}
    _verify_number(signature, positional[len(free) :], order, evaluated, env)
    pairs = [*zip(order, positional[len(free) :], strict=False), *((item.name or "", item) for item in named)]
    given: dict[str, Result] = {}
    spans: dict[str, Span] = {}
    sound = True
    for key, item in pairs:
        span, argument = item.name_span or item.span, signature.settings.get(key)
        if key in given:
            env.report(names.argument_twice(span, key, signature.owner))
            sound = False
            continue
        if key not in signature.inputs and key not in signature.settings and not signature.open:
            env.report(names.unknown_argument(span, key, signature.owner, known))
            foreign = any(other_libraries.argument(key, known, signature.owner))
            if not isinstance(item.value, syntax.Name) and not foreign:
                env.evaluate(item.value)
            sound = False
            continue
        value = evaluated.get(id(item)) or evaluate_argument(item.value, env, argument, key, signature.owner)
        if key not in signature.inputs:
            by_place = item.name is None and (key != settings[0] or (argument is not None and not argument.required))
            settled = settle(value, key, signature.owner, argument, item.value, env, settings if by_place else ())
            if isinstance(settled, Broken) and not isinstance(value, Broken) and item.name is None:
                return BROKEN  # the values after it may stand one place too far as well
            value = settled
            if signature.open and not isinstance(value, Constant | Broken):
                wanted = "a number, a text or a list of them"
                env.report(shapes.wrong_value(item.value.span, key, signature.owner, describe(value), wanted))
                value = BROKEN
        given[key], spans[key] = value, item.value.span
        sound = sound and not isinstance(value, Broken)
    if not sound:
        return BROKEN
    config = {key: value for key, value in given.items() if key not in signature.inputs}
    if signature.word is not None:
        verify_complete(signature.word, config, expression.span)
    elif signature.block is not None:
        config = block_defaults(signature.block, config, expression.span, env)
    if not applied:
        return Bound(None, config)
    tensors = [*zip(free, (item.value.span for item in positional), strict=False)]
    tensors += [(given[name], spans[name]) for name in signature.inputs if name in given]
    if signature.block is not None and len(tensors) < len(signature.inputs):
        inputs, count = signature.inputs, len(tensors)
        raise Problem(shapes.wrong_count(expression.span, signature.owner, len(inputs), count, env.chain, inputs))
    word = signature.word is not None
    return Bound(tuple(env.as_tensor(value, span if word else expression.span) for value, span in tensors), config)


def _verify_number(
    signature: Signature,
    positional: Sequence[syntax.Argument],
    order: Sequence[str],
    evaluated: Mapping[int, Result],
    env: Env,
) -> None:
    """Raise `Problem` where more arguments are given without their names than there are."""
    if len(positional) <= len(order):
        return
    extra = positional[len(order)]
    value = evaluated.get(id(extra))
    if isinstance(value, LAYERS) and signature.word is not None:
        wanted = f"a tensor for `{signature.owner}`"
        help = f"layers follow one another by `->`: `{extra.span.text} -> {signature.owner}`"
        raise Problem(shapes.not_a_tensor(extra.span, describe(value), wanted, env.chain, help))
    raise Problem(names.too_many_arguments(extra.span, signature.owner, signature.order if signature.word else order))


def may_be_column(expression: syntax.Expression, env: Env) -> bool:
    """Whether a name that nothing binds may be a column of a source whose columns are not known."""
    return isinstance(expression, syntax.Name) and env.source is not None and env.source.columns is None


def evaluate_argument(
    expression: syntax.Expression, env: Env, argument: Argument | None, key: str, owner: str, column: bool = False
) -> Result:
    """An argument's value; a bare name that nothing binds may be one of its choices, else, with `column`, a column."""
    if argument is None:
        return env.evaluate(expression)
    spaces = (*namespaces(argument.type), "value")
    if isinstance(expression, syntax.Name) and env.find(expression.id) is None:
        if argument.choices and expression.id in argument.choices:
            return Constant(expression.id)
        if expression.id == "none":
            return Constant(None)
        if argument.choices and not column and lookup(expression.id, *spaces) is None and not env.forgiving:
            wanted, shown = f"one of {', '.join(argument.choices)}", f"`{expression.id}`"
            guess = closest(expression.id, argument.choices)
            env.report(shapes.wrong_value(expression.span, key, owner, shown, wanted, env.chain, guess))
            return BROKEN
    if argument.bare and isinstance(expression, syntax.ListOf):
        items = tuple(
            syntax.String(item.id, span=item.span)
            if isinstance(item, syntax.Name) and env.find(item.id) is None
            else item
            for item in expression.items
        )
        expression = syntax.ListOf(items, span=expression.span)
    return env.evaluate(expression, spaces)


@cache
def namespaces(annotation: object) -> tuple[str, ...]:
    """The namespaces of the words that an argument may be."""
    if get_origin(annotation) in (UnionType, Union, tuple):
        return tuple(space for option in get_args(annotation) for space in namespaces(option))
    return (annotation.namespace,) if isinstance(annotation, type) and issubclass(annotation, Word) else ()


def settle(
    value: Result,
    key: str,
    owner: str,
    argument: Argument | None,
    expression: syntax.Expression,
    env: Env,
    order: Sequence[str] = (),
) -> Result:
    """An argument's value, checked against its declaration; `order` is that of all where it tells the name."""
    span = expression.span
    if isinstance(value, Broken):
        return value
    if isinstance(value, VALUES):
        env.report(shapes.not_compile_time(span, f"`{key}` of `{owner}`", env.chain))
        return BROKEN
    if argument is None:
        return value
    if isinstance(value, WordName) and value.word.namespace != "value":
        value = Constant(with_defaults(value))
    constant = value.value if isinstance(value, Constant) else value
    wanted = argument.refuse(constant)
    if wanted is not None:
        shown = describe(value) if isinstance(value, (*LAYERS, TupleValue)) else spell_value(value)
        guess = None
        if isinstance(constant, str):
            quoted = isinstance(expression, syntax.String)
            bare = isinstance(expression, syntax.Name) and env.find(expression.id) is None
            shown = constant if bare else f'"{constant}"'
            guess = closest(constant, argument.choices) if argument.choices else None
            guess = f'"{guess}"' if guess and quoted else guess
            guess = constant.strip() if quoted and _is_number(constant, argument) else guess
        help = f"a list stands in square brackets: `[{span.text[1:-1]}]`" if isinstance(value, TupleValue) else None
        env.report(shapes.wrong_value(span, key, owner, shown, wanted, env.chain, guess, order, help))
        return BROKEN
    doubt = argument.unusual(constant)
    if doubt is not None:
        env.report(warnings.unusual_value(span, key, owner, spell_value(value), doubt, argument.hint, env.chain))
    return value


def _is_number(text: str, argument: Argument) -> bool:
    """Whether a text is a number that the argument takes."""
    try:
        number = float(text)
    except ValueError:
        return False
    return argument.refuse(int(number) if number.is_integer() and "." not in text else number) is None


def verify_complete(word: type[Word], given: Collection[str], span: Span) -> None:
    for key, argument in word.arguments.items():
        if argument.default is REQUIRED and key not in given:
            raise Problem(names.missing_argument(span, key, word.name, argument.doc))


def with_defaults(name: WordName) -> Word:
    """The word that a bare name stands for.  Raises `Problem` where an argument has no default."""
    verify_complete(name.word, (), name.span)
    return name.word()


def block_defaults(block: BlockName, given: Mapping[str, Result], span: Span, env: Env) -> dict[str, Result]:
    """A block's compile-time arguments, those not given at their defaults."""
    config: dict[str, Result] = {}
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


def as_layer(value: Layer, env: Env, used: Span | None = None) -> Layer:
    """A bare name as a layer with all arguments at their defaults; `used` is where it stands."""
    match value:
        case WordName(word=word, span=span):
            if word.namespace != "value":
                raise Problem(names.word_misplaced(span, word.name, word.namespace, "layer"))
            return WordLayer(with_defaults(value), span)
        case BlockName(declaration=declaration):
            span = used or declaration.name_span
            return BlockLayer(value, block_defaults(value, {}, span, env), span)
        case _:
            return value


# --- sections --------------------------------------------------------------------------------------


def named_arguments(
    given: Sequence[syntax.Argument], owner: str, help: Callable[[str], str], wanted: str = "`name = value`"
) -> Iterator[tuple[str, syntax.Argument]]:
    """The arguments of a section, which all have names.  Raises `Problem` where one has none, or one of another's."""
    seen: set[str] = set()
    for item in given:
        if item.name is None:
            raise Problem(structure.wrong_part(item.span, "a value without a name", wanted, help(item.span.text)))
        if item.name in seen:
            raise Problem(names.argument_twice(item.name_span or item.span, item.name, owner))
        seen.add(item.name)
        yield item.name, item


def bind_section(word: type[Word], given: Sequence[syntax.Argument], span: Span, env: Env) -> Word | None:
    """`train(...)` or `evaluate(...)`; bare names stand for splits, and a data set for its name."""
    config: dict[str, ArgumentValue] = {}
    sound = True
    first = next(iter(word.arguments))
    for key, item in named_arguments(given, word.name, lambda text: f"name it: `{word.name}({first} = {text})`"):
        argument = word.arguments.get(key)
        if argument is None:
            env.report(names.unknown_argument(item.name_span or item.span, key, word.name, word.arguments))
            sound = False
            continue
        text = isinstance(item.value, syntax.Name) and argument.takes_text
        value = Constant(item.value.span.text) if text else env.evaluate(item.value)
        value = Constant(value.name) if isinstance(value, DataName) else value
        settled = settle(value, key, word.name, argument, item.value, env)
        if not isinstance(settled, Constant | Broken):
            env.report(shapes.wrong_value(item.value.span, key, word.name, describe(settled), "a data set"))
        sound = sound and isinstance(settled, Constant)
        config[key] = settled.value if isinstance(settled, Constant) else None
    if not sound:
        return None
    verify_complete(word, config, span)
    return word(**config)
