"""Application: what happens when a word, block or model meets its arguments and tensors."""

from collections.abc import Sequence
from typing import Any

from compiler import ir
from compiler.infer import arguments, instances, models
from compiler.infer.env import Place
from compiler.infer.values import (
    BROKEN,
    LAYERS,
    VALUES,
    BlockLayer,
    BlockName,
    Chain,
    LocalFunction,
    ModelFunction,
    ModelName,
    Repeated,
    Several,
    WordLayer,
    WordName,
    describe,
    remedy,
    seen,
)
from compiler.lint import local
from compiler.problems import Problem, names, shapes, sharing, structure, warnings
from compiler.problems import data as data_problems
from compiler.problems import splits as split_problems
from compiler.types import Formula, Kind, Tensor
from compiler.types.dimensions import ragged
from compiler.vocabulary.base import REFUSED, WORDS, Misfit, Word
from compiler.vocabulary.speech import Feature, Sizing
from dsl import syntax
from dsl.diagnostics import Label
from dsl.spans import Span


def call(function: Any, expression: syntax.Call, place: Place, spaces: tuple[str, ...]) -> Any:
    """`function(arguments)`."""
    match function:
        case WordName(word=word):
            bound = arguments.for_word(word, expression, place)
            if bound is BROKEN:
                return BROKEN
            tensors, config = bound
            made = word(**config)
            verify(made, expression.span, place)
            if word.namespace in ("optimizer", "schedule", "initializer", "section", "source", "range"):
                return made
            layer = WordLayer(made, expression.span)
            return layer if tensors is None else apply_word(layer, tensors, expression.span, place)
        case BlockName():
            bound = arguments.for_block(function, expression, place)
            if bound is BROKEN:
                return BROKEN
            inputs, config = bound
            block = BlockLayer(function, config, expression.span)
            return block if inputs is None else apply(block, inputs, expression, place)
        case _ if isinstance(function, LAYERS):
            inputs = arguments.tensors_only(expression, place, describe(function))
            return BROKEN if inputs is BROKEN else apply(function, inputs, expression, place)
    raise Problem(structure.wrong_part(expression.function.span, describe(function), "a layer, block or model"))


def verify(word: Word, span: Span, place: Place) -> None:
    if _symbolic(word):
        return
    try:
        word.verify()
    except Misfit as misfit:
        if word.namespace == "source":
            raise Problem(data_problems.source_wrong(span, misfit.reason, misfit.help)) from None
        raise Problem(shapes.no_answer(span, misfit.reason, place.chain, misfit.help)) from None


def apply(layer: Any, inputs: Sequence[Any], expression: syntax.Expression, place: Place, piped: bool = False) -> Any:
    """A layer applied to its tensors."""
    if any(value is BROKEN for value in inputs):
        return BROKEN
    span = expression.span
    match layer:
        case WordName(word=word) if word.namespace == "value":
            return apply(as_layer(layer, place), inputs, expression, place, piped)
        case WordLayer():
            tensors = [as_tensor(value, span, place) for value in inputs]
            return apply_word(layer, tensors, span, place, piped)
        case Chain(layers=layers, steps=steps):
            value: Any = Several(tuple(inputs), span) if len(inputs) != 1 else inputs[0]
            for part, step in zip(layers, steps, strict=True):
                value = apply(part, spread(value), step, place, piped=True)
            return value
        case Repeated():
            return instances.apply_repeated(layer, inputs, expression, place)
        case BlockName():
            return apply(as_layer(layer, place, span), inputs, expression, place, piped)
        case BlockLayer():
            return instances.apply_block(layer, inputs, expression, place)
        case ModelName():
            return models.apply_model(layer, "__call__", inputs, expression, place)
        case ModelFunction(model=model, name=function):
            return models.apply_model(model, function, inputs, expression, place)
        case LocalFunction():
            return models.apply_local(layer, inputs, expression, place)
    raise Problem(structure.wrong_part(span, describe(layer), "a layer"))


def spread(value: Any) -> tuple[Any, ...]:
    return value.items if isinstance(value, Several) else (value,)


def as_layer(value: Any, place: Place, used: Span | None = None) -> Any:
    """A bare name as a layer with all arguments at their defaults; `used` is where it stands."""
    match value:
        case WordName(word=word, span=span):
            if word.namespace != "value":
                raise Problem(names.word_misplaced(span, word.name, word.namespace, "layer"))
            arguments.verify_complete(word, {}, span)
            return WordLayer(word(), span)
        case BlockName(declaration=declaration):
            span = used or declaration.name_span
            return BlockLayer(value, arguments.block_defaults(value, {}, span, place), span)
    return value


def apply_word(layer: WordLayer, tensors: Sequence[Any], span: Span, place: Place, piped: bool = False) -> Any:
    """A word applied to tensors: its type rule is asked, and its weights find their owner."""
    if any(value is BROKEN for value in tensors):
        return BROKEN
    word = layer.word
    if isinstance(word, Sizing):
        return _size(word, tensors, span, place)
    variadic = bool(word.inputs) and word.inputs[-1].endswith("*")
    if len(tensors) < len(word.inputs) - variadic or (len(tensors) > len(word.inputs) and not variadic):
        raise Problem(shapes.wrong_count(span, word.name, len(word.inputs), len(tensors), place.chain, word.inputs))
    if place.source is not None and (word.random or word.stateful or word.role == "loss"):
        reason = "chance" if word.random else "weights" if word.stateful else "loss"
        raise Problem(split_problems.not_in_data(span, word.name, reason))
    types = tuple(value.type for value in tensors)
    for value, type in zip(tensors, types, strict=True):
        if not isinstance(type, Tensor):
            wanted = f"a tensor for `{word.name}`"
            raise Problem(shapes.not_a_tensor(value.span, f"a record {type}", wanted, place.chain, remedy(value)))
    if isinstance(word, Feature) and place.source is None and (not word.outside or word.learns(types)):
        raise Problem(split_problems.feature_outside(span, word.name))
    try:
        # What is not known before the data are there is checked when they are.
        unknown = any(type.shape is None for type in types)
        result = Tensor(None) if unknown else word.infer(*types)
        verify_ragged(word, types, place)
    except Misfit as misfit:
        raise Problem(misfitting(misfit, word, tensors, span, place)) from None
    local.of_application(word, tensors, result, span, place)
    place.context.count(span)
    site = _site(layer, tensors, span, place) if word.stateful else None
    applied = ir.Apply(word, tuple(tensors), result, span, layer=site, piped=piped)
    if place.context.facts is not None:
        place.context.facts.note(layer.span, applied)
    return applied


def verify_ragged(word: Word, types: Sequence[Tensor], place: Place) -> None:
    """Raise `Misfit` where a word does not work along a ragged axis of what it is given."""
    for i, type in enumerate(types):
        for axis in type.ragged_axes():
            if place.source is not None and word.role != "feature":
                reason = f"in the body of `data`, {word.name} takes no ragged axis, but here is {type}"
                raise Misfit(reason, input=i, help="declare the field as it is, and compute with it in a model")
            if word.along(types, i, axis) == REFUSED:
                length = (type.shape or ())[axis]
                reason = f"{word.name} does not work along a ragged axis: `{length}` of {type} differs between examples"
                raise Misfit(reason, input=i, help=word.instead or RAGGED)


RAGGED = (
    "take the axis together first, such as by `mean(axis = 0)` or `global_avg_pool`, or give all examples one length"
)


def _size(word: Sizing, tensors: Sequence[Any], span: Span, place: Place) -> Any:
    """A size of a data set's field."""
    if len(tensors) != 1:
        raise Problem(shapes.wrong_count(span, word.name, 1, len(tensors), place.chain, word.inputs))
    (field,) = tensors
    if not isinstance(field, ir.Column) or place.source is not None:
        help = f"name a field with its data set: `{word.name}(plays.tokens)`"
        raise Problem(shapes.not_a_tensor(span, describe(field), "a field of a data set", place.chain, help))
    try:
        word.infer(field.type)
    except Misfit as misfit:
        raise Problem(misfitting(misfit, word, tensors, span, place)) from None
    return word.size(field.type, field.data, field.name)


def _symbolic(word: Word) -> bool:
    """Whether an argument is a size that is not known before the data are there."""
    settings = word.config().values()
    items = [item for value in settings for item in (value if isinstance(value, tuple) else (value,))]
    return any(isinstance(item, Formula) for item in items)


def _site(layer: WordLayer, tensors: Sequence[Any], span: Span, place: Place) -> ir.Layer:
    types, again = tuple(value.type for value in tensors), place.builder.again
    if layer.site is None:
        layer.site = place.builder.layer(layer.word, types, layer.span, layer.name)
        if again is not None:
            again.verify_layer(layer.site, layer.word, tensors, place.chain)
    elif layer.site not in place.builder.members:
        raise Problem(structure.not_compiled(span, "a layer shared between two blocks (make it a model to share it)"))
    elif again is not None and id(layer.site) not in again.met:
        again.met.add(id(layer.site))  # a layer that was made outside of the body
        again.verify_layer(layer.site, layer.word, tensors, place.chain)
    elif [t.shape for t in layer.site.inputs] != [t.shape for t in types]:
        now, before = (", ".join(map(str, side)) for side in (types, layer.site.inputs))
        if layer.word.weight_shapes(types) != layer.word.weight_shapes(layer.site.inputs):
            raise Problem(sharing.shared_differs(span, layer.word.name, now, layer.site.span, before, place.chain))
    elif layer.word.statistics:
        place.report(warnings.statistics_shared(span, layer.word.name, layer.site.span))
    return layer.site


def misfitting(misfit: Misfit, word: Word, tensors: Sequence[Any], span: Span, place: Place) -> Any:
    """The diagnostic of a word that does not fit: with the place where the tensor at fault comes from."""
    others: tuple[Label, ...] = ()
    both = misfit.what == "shape" or misfit.input is None
    for i in range(len(tensors)) if both else (misfit.input or 0,):
        made = _made(tensors[i])
        if not made.span.text or (
            made.span.source is span.source and span.start == made.span.start < made.span.end == span.end
        ):
            continue
        others = (*others, Label(made.span, seen(made)))
    if misfit.what == "kind":
        help = misfit.help
        if misfit.input is not None:
            help = _swapped(word, tensors) or help or _other_kind(word, misfit.input, tensors[misfit.input].type.kind)
        return shapes.kinds(span, misfit.reason, others, help, place.chain)
    if misfit.what == "meaning":
        return shapes.meanings(span, misfit.reason, others, misfit.help, place.chain)
    if misfit.what == "value":
        return shapes.no_answer(span, misfit.reason, place.chain, misfit.help)
    return shapes.shapes(span, misfit.reason, others, misfit.help, place.chain)


def _made(value: Any) -> Any:
    """The step that made a value, inside of the model where that is written in the same file."""
    made = value
    while isinstance(made, ir.Invoke) and isinstance(made.function.result, VALUES):
        made = made.function.result
    return made if made.span.source is value.span.source and not isinstance(made, ir.Input) else value


def _other_kind(word: Word, input: int, kind: str) -> str | None:
    """How a value becomes one of the kinds that a word takes."""
    takes = word.takes[min(input, len(word.takes) - 1)] if word.takes else ("real",)
    if kind in ("real", "int") and takes == ("bool",):
        return "a comparison gives true or false: `x > 0`"
    if kind == "real" and "int" in takes and "real" not in takes:
        return "`int(x)` makes whole numbers of it"
    return _AS_NUMBERS.get(kind)


_AS_NUMBERS = {
    "class": "`one_hot(x)` makes a class a vector, `embed(count, width)` a learned one",
    "text": "in the body of `data`, `name: class[n] = x` makes a text a class and `one_hot(x)` a vector",
}


def _swapped(word: Word, tensors: Sequence[Any]) -> str | None:
    """The remedy where two inputs fit the other way round."""
    if len(tensors) != 2 or tensors[0].type == tensors[1].type:
        return None
    try:
        word.infer(tensors[1].type, tensors[0].type)
    except Misfit:
        return None
    first, second = word.inputs[:2]
    return f"the other way round: `{word.name}({first}, {second})`"


def as_tensor(value: Any, span: Span, place: Place, text: bool = False) -> Any:
    """A value for a tensor's place: numbers and lists of numbers become constants."""
    if value is BROKEN or isinstance(value, VALUES):
        return value
    if isinstance(value, bool):
        return ir.Constant(value, Tensor((), "bool"), span)
    if isinstance(value, int):
        return ir.Constant(value, Tensor((), "int"), span)
    if isinstance(value, float):
        return ir.Constant(value, Tensor(()), span)
    if isinstance(value, Formula) and not ragged(value):
        return ir.Constant(value, Tensor((), "int"), span)
    if isinstance(value, str) and text:
        return ir.Constant(value, Tensor((), "text", class_names=(value,)), span)
    if isinstance(value, tuple) and value:
        items = [as_tensor(item, span, place) for item in value]
        first = items[0].type
        if all(isinstance(item, ir.Constant) and item.type.shape == first.shape for item in items):
            kind: Kind = "real" if any(item.type.kind == "real" for item in items) else first.kind
            return ir.Constant(value, Tensor((len(value), *first.shape), kind), span)
    raise Problem(shapes.not_a_tensor(span, describe(value), "a tensor or number", place.chain, remedy(value)))


def model_attribute(model: ModelName, expression: syntax.Attribute, place: Place) -> Any:
    """`RBM.hidden`, a function, or `RBM.w`, a weight."""
    models.ensure(model, place)
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


def optimizer_chain(parts: Sequence[tuple[syntax.Expression, Any]], place: Place) -> Any:
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
