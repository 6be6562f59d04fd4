"""Words applied to tensors: the shape rule is asked, weights find their owner, and what does not fit is told."""

from collections.abc import Sequence
from typing import Any

from compiler import ir
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    VALUES,
    WordLayer,
    describe,
    remedy,
    seen,
)
from compiler.lint import local
from compiler.problems import Problem, shapes, sharing, structure, warnings
from compiler.problems import data as data_problems
from compiler.problems import splits as split_problems
from compiler.types import Formula, Tensor
from compiler.vocabulary.base import REFUSED, Misfit, Word
from compiler.vocabulary.speech import Feature, Sizing
from dsl.diagnostics import Label
from dsl.spans import Span


def verify(word: Word, span: Span, env: Env) -> None:
    if _symbolic(word):
        return
    try:
        word.verify()
    except Misfit as misfit:
        if word.namespace == "source":
            raise Problem(data_problems.source_wrong(span, misfit.reason, misfit.help)) from None
        raise Problem(shapes.no_answer(span, misfit.reason, env.chain, misfit.help)) from None


def apply_word(layer: WordLayer, tensors: Sequence[Any], span: Span, env: Env, piped: bool = False) -> Any:
    """A word applied to tensors: its type rule is asked, and its weights find their owner."""
    if any(value is BROKEN for value in tensors):
        return BROKEN
    word = layer.word
    if isinstance(word, Sizing):
        return _size(word, tensors, span, env)
    variadic = bool(word.inputs) and word.inputs[-1].endswith("*")
    if len(tensors) < len(word.inputs) - variadic or (len(tensors) > len(word.inputs) and not variadic):
        raise Problem(shapes.wrong_count(span, word.name, len(word.inputs), len(tensors), env.chain, word.inputs))
    if env.source is not None and (word.random or word.stateful or word.role == "loss"):
        reason = "chance" if word.random else "weights" if word.stateful else "loss"
        raise Problem(split_problems.not_in_data(span, word.name, reason))
    types = tuple(value.type for value in tensors)
    for value, type in zip(tensors, types, strict=True):
        if not isinstance(type, Tensor):
            wanted = f"a tensor for `{word.name}`"
            raise Problem(shapes.not_a_tensor(value.span, f"a record {type}", wanted, env.chain, remedy(value)))
    if isinstance(word, Feature) and env.source is None and (not word.outside or word.learns(types)):
        raise Problem(split_problems.feature_outside(span, word.name))
    try:
        # What is not known before the data are there is checked when they are.
        unknown = any(type.shape is None for type in types)
        result = Tensor(None) if unknown else word.infer(*types)
        verify_ragged(word, types, env)
    except Misfit as misfit:
        raise Problem(misfitting(misfit, word, tensors, span, env)) from None
    env.report_all(local.of_application(word, tensors, result, span, env.chain))
    env.context.count(span)
    site = _site(layer, tensors, span, env) if word.stateful else None
    applied = ir.Apply(word, tuple(tensors), result, span, layer=site, piped=piped)
    if env.context.facts is not None:
        env.context.facts.note(layer.span, applied)
    return applied


def verify_ragged(word: Word, types: Sequence[Tensor], env: Env) -> None:
    """Raise `Misfit` where a word does not work along a ragged axis of what it is given."""
    for i, type in enumerate(types):
        for axis in type.ragged_axes():
            if env.source is not None and word.role != "feature":
                reason = f"in the body of `data`, {word.name} takes no ragged axis, but here is {type}"
                raise Misfit(reason, input=i, help="declare the field as it is, and compute with it in a model")
            if word.along(types, i, axis) == REFUSED:
                length = (type.shape or ())[axis]
                reason = f"{word.name} does not work along a ragged axis: `{length}` of {type} differs between examples"
                raise Misfit(reason, input=i, help=word.instead or RAGGED)


RAGGED = (
    "take the axis together first, such as by `mean(axis = 0)` or `global_avg_pool`, or give all examples one length"
)


def _size(word: Sizing, tensors: Sequence[Any], span: Span, env: Env) -> Any:
    """A size of a data set's field."""
    if len(tensors) != 1:
        raise Problem(shapes.wrong_count(span, word.name, 1, len(tensors), env.chain, word.inputs))
    (field,) = tensors
    if not isinstance(field, ir.Column) or env.source is not None:
        help = f"name a field with its data set: `{word.name}(plays.tokens)`"
        raise Problem(shapes.not_a_tensor(span, describe(field), "a field of a data set", env.chain, help))
    try:
        word.infer(field.type)
    except Misfit as misfit:
        raise Problem(misfitting(misfit, word, tensors, span, env)) from None
    return word.size(field.type, field.data, field.name)


def _symbolic(word: Word) -> bool:
    """Whether an argument is a size that is not known before the data are there."""
    settings = word.config().values()
    items = [item for value in settings for item in (value if isinstance(value, tuple) else (value,))]
    return any(isinstance(item, Formula) for item in items)


def _site(layer: WordLayer, tensors: Sequence[Any], span: Span, env: Env) -> ir.Layer:
    types, retrace = tuple(value.type for value in tensors), env.builder.retrace
    if layer.site is None:
        layer.site = env.builder.layer(layer.word, types, layer.span, layer.name)
        if retrace is not None:
            retrace.verify_layer(layer.site, layer.word, tensors, env.chain)
    elif layer.site not in env.builder.members:
        raise Problem(structure.not_compiled(span, "a layer shared between two blocks (make it a model to share it)"))
    elif retrace is not None and id(layer.site) not in retrace.met:
        retrace.met.add(id(layer.site))  # a layer that was made outside of the body
        retrace.verify_layer(layer.site, layer.word, tensors, env.chain)
    elif [t.shape for t in layer.site.inputs] != [t.shape for t in types]:
        now, before = (", ".join(map(str, side)) for side in (types, layer.site.inputs))
        if layer.word.weight_shapes(types) != layer.word.weight_shapes(layer.site.inputs):
            raise Problem(sharing.shared_differs(span, layer.word.name, now, layer.site.span, before, env.chain))
    elif layer.word.statistics:
        env.report(warnings.statistics_shared(span, layer.word.name, layer.site.span))
    return layer.site


def misfitting(misfit: Misfit, word: Word, tensors: Sequence[Any], span: Span, env: Env) -> Any:
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
        return shapes.kinds(span, misfit.reason, others, help, env.chain)
    if misfit.what == "meaning":
        return shapes.meanings(span, misfit.reason, others, misfit.help, env.chain)
    if misfit.what == "value":
        return shapes.no_answer(span, misfit.reason, env.chain, misfit.help)
    return shapes.shapes(span, misfit.reason, others, misfit.help, env.chain)


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
