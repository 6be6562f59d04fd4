"""Application: what happens when a word, block or model meets its arguments and tensors."""

from collections.abc import Sequence
from typing import Any

from compiler import ir
from compiler.infer import arguments, conversions, instances, models, words
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    BlockLayer,
    BlockName,
    Chain,
    LocalFunction,
    ModelFunction,
    ModelName,
    Repeated,
    TupleValue,
    WordLayer,
    WordName,
    describe,
)
from compiler.problems import Problem, names, structure
from compiler.vocabulary.base import WORDS, Word
from dsl import syntax


def call(function: Any, expression: syntax.Call, env: Env, spaces: tuple[str, ...]) -> Any:
    """`function(arguments)`."""
    match function:
        case WordName(word=word):
            bound = arguments.for_word(word, expression, env)
            if bound is BROKEN:
                return BROKEN
            tensors, config = bound
            made = word(**config)
            words.verify(made, expression.span, env)
            if word.namespace in ("optimizer", "schedule", "initializer", "section", "source", "range"):
                return made
            layer = WordLayer(made, expression.span)
            return layer if tensors is None else words.apply_word(layer, tensors, expression.span, env)
        case BlockName():
            bound = arguments.for_block(function, expression, env)
            if bound is BROKEN:
                return BROKEN
            inputs, config = bound
            block = BlockLayer(function, config, expression.span)
            return block if inputs is None else apply(block, inputs, expression, env)
        case _ if isinstance(function, LAYERS):
            inputs = arguments.tensors_only(expression, env, describe(function))
            return BROKEN if inputs is BROKEN else apply(function, inputs, expression, env)
    raise Problem(structure.wrong_part(expression.function.span, describe(function), "a layer, block or model"))


def apply(layer: Any, inputs: Sequence[Any], expression: syntax.Expression, env: Env, piped: bool = False) -> Any:
    """A layer applied to its tensors."""
    if any(value is BROKEN for value in inputs):
        return BROKEN
    span = expression.span
    match layer:
        case WordName(word=word) if word.namespace == "value":
            return apply(arguments.as_layer(layer, env), inputs, expression, env, piped)
        case WordLayer():
            tensors = [conversions.as_tensor(value, span, env) for value in inputs]
            return words.apply_word(layer, tensors, span, env, piped)
        case Chain(layers=layers, steps=steps):
            value: Any = TupleValue(tuple(inputs), span) if len(inputs) != 1 else inputs[0]
            for part, step in zip(layers, steps, strict=True):
                value = apply(part, conversions.spread(value), step, env, piped=True)
            return value
        case Repeated():
            return instances.apply_repeated(layer, inputs, expression, env)
        case BlockName():
            return apply(arguments.as_layer(layer, env, span), inputs, expression, env, piped)
        case BlockLayer():
            return instances.apply_block(layer, inputs, expression, env)
        case ModelName():
            return models.apply_model(layer, "__call__", inputs, expression, env)
        case ModelFunction(model=model, name=function):
            return models.apply_model(model, function, inputs, expression, env)
        case LocalFunction():
            return models.apply_local(layer, inputs, expression, env)
    raise Problem(structure.wrong_part(span, describe(layer), "a layer"))


def model_attribute(model: ModelName, expression: syntax.Attribute, env: Env) -> Any:
    """`RBM.hidden`, a function, or `RBM.w`, a weight."""
    models.ensure(model, env)
    if model.broken:
        return BROKEN
    if model.module is None:
        raise Problem(names.unknown_field(expression.name_span, expression.name, f"the model `{model.name}`", ()))
    model.used = True
    weights = {site.name: site for site in model.module.members if isinstance(site, ir.WeightSite)}
    if expression.name in weights:
        site = weights[expression.name]
        return ir.Parameter(site, site.type, expression.span, owner=model.module)
    functions = [function.name for function in model.module.functions]
    if expression.name in functions:
        return ModelFunction(model, expression.name)
    known = [*weights, *(name for name in functions if name != "__call__")]
    raise Problem(names.unknown_field(expression.name_span, expression.name, f"the model `{model.name}`", known))


def optimizer_chain(parts: Sequence[tuple[syntax.Expression, Any]], env: Env) -> Any:
    """`clip_by_global_norm(1.0) -> adam(1e-3)`: gradient transformations one after another."""
    words: list[Word] = []
    for expression, part in parts:
        if part is BROKEN:
            return BROKEN
        if isinstance(part, WordName):
            arguments.verify_complete(part.word, {}, part.span)
            part = part.word()
        if not isinstance(part, Word) or part.namespace != "optimizer":
            raise Problem(structure.not_an_optimizer(expression.span, describe(part)))
        words.append(part)
    return WORDS["optimizer"]["chain"](parts=tuple(words))
