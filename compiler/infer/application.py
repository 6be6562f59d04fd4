"""Application: what happens when a word, block or model meets its arguments and tensors."""

from collections.abc import Sequence

from compiler import ir
from compiler.infer import arguments, instances, models, words
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    BlockLayer,
    BlockName,
    Broken,
    Chain,
    Constant,
    Layer,
    LocalFunction,
    ModelFunction,
    ModelName,
    Repeated,
    Result,
    TupleValue,
    WordLayer,
    WordName,
    describe,
)
from compiler.problems import Problem, names, structure
from compiler.vocabulary.base import WORDS, Word
from dsl import syntax


def call(function: Result, expression: syntax.Call, env: Env) -> Result:
    """`function(arguments)`."""
    match function:
        case WordName(word=word):
            bound = arguments.bind(arguments.word_signature(word), expression, env)
            if isinstance(bound, Broken):
                return bound
            made = word(**bound.config())
            words.verify(made, expression.span, env)
            if word.namespace in ("optimizer", "schedule", "initializer", "section", "source", "range"):
                return Constant(made)
            applied = WordLayer(made, expression.span)
            if bound.tensors is not None:
                return words.apply_word(applied, bound.tensors, expression.span, env)
            layer: Layer = applied
        case BlockName():
            bound = arguments.bind(arguments.block_signature(function), expression, env)
            if isinstance(bound, Broken):
                return bound
            layer = BlockLayer(function, bound.settings, expression.span)
        case _ if isinstance(function, LAYERS):
            bound = arguments.bind(arguments.function_signature(expression.function.span.text), expression, env)
            if isinstance(bound, Broken):
                return bound
            layer = function
        case _:
            what = describe(function)
            raise Problem(structure.wrong_part(expression.function.span, what, "a layer, block or model"))
    return layer if bound.tensors is None else apply(layer, bound.tensors, expression, env)


def apply(
    layer: Result, inputs: Sequence[Result], expression: syntax.Expression, env: Env, piped: bool = False
) -> Result:
    """A layer applied to its tensors."""
    span = expression.span
    if any(isinstance(value, Broken) for value in inputs):
        return BROKEN
    match layer:
        case WordName(word=word) if word.namespace == "value":
            return apply(arguments.as_layer(layer, env), inputs, expression, env, piped)
        case WordLayer():
            return words.apply_word(layer, [env.as_tensor(value, span) for value in inputs], span, env, piped)
        case Chain(layers=layers, steps=steps):
            value: Result = TupleValue(tuple(inputs), span) if len(inputs) != 1 else inputs[0]
            for part, step in zip(layers, steps, strict=True):
                value = apply(part, value.items if isinstance(value, TupleValue) else (value,), step, env, piped=True)
            return value
        case Repeated():
            return instances.apply_repeated(layer, inputs, expression, env)
        case BlockName():
            return apply(arguments.as_layer(layer, env, span), inputs, expression, env, piped)
        case BlockLayer():
            return instances.apply_block(layer, [env.as_tensor(value, span) for value in inputs], span, env)
        case ModelName():
            return models.apply_model(layer, "__call__", inputs, span, env)
        case ModelFunction(model=model, name=function):
            return models.apply_model(model, function, inputs, span, env)
        case LocalFunction():
            return models.apply_local(layer, inputs, span, env)
        case _:
            raise Problem(structure.wrong_part(span, describe(layer), "a layer"))


def model_attribute(model: ModelName, expression: syntax.Attribute, env: Env) -> Result:
    """`RBM.hidden`, a function, or `RBM.w`, a weight."""
    models.ensure(model, env)
    if model.state.broken:
        return BROKEN
    if model.state.module is None:
        raise Problem(names.unknown_field(expression.name_span, expression.name, f"the model `{model.name}`", ()))
    model.state.used = True
    weights = {site.name: site for site in model.state.module.members if isinstance(site, ir.WeightSite)}
    if expression.name in weights:
        site = weights[expression.name]
        return ir.Parameter(site, site.type, expression.span, owner=model.state.module)
    functions = [function.name for function in model.state.module.functions]
    if expression.name in functions:
        return ModelFunction(model, expression.name)
    known = [*weights, *(name for name in functions if name != "__call__")]
    raise Problem(names.unknown_field(expression.name_span, expression.name, f"the model `{model.name}`", known))


def optimizer_chain(parts: Sequence[tuple[syntax.Expression, Result]]) -> Result:
    """`clip_by_global_norm(1.0) -> adam(1e-3)`: gradient transformations one after another."""
    chained: list[Word] = []
    for expression, part in parts:
        if isinstance(part, Broken):
            return part
        chained.append(as_optimizer(part, expression))
    return Constant(WORDS["optimizer"]["chain"](parts=tuple(chained)))


def as_optimizer(value: Result, expression: syntax.Expression) -> Word:
    """The optimizer that an expression is.  Raises `Problem` where it is none, or misses an argument."""
    word = arguments.with_defaults(value) if isinstance(value, WordName) else None
    word = value.value if isinstance(value, Constant) and isinstance(value.value, Word) else word
    if word is None or word.namespace != "optimizer":
        raise Problem(structure.not_an_optimizer(expression.span, describe(value)))
    return word
