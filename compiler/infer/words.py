"""Words applied to tensors: the shape rule is asked, weights find their owner, and what does not fit is told."""

from collections.abc import Sequence

from compiler import ir
from compiler.infer.env import Env
from compiler.infer.values import (
    Constant,
    Result,
    WordLayer,
    describe,
    describe_origin,
    remedy,
)
from compiler.lint import local
from compiler.problems import Problem, shapes, sharing, structure, warnings
from compiler.problems import data as data_problems
from compiler.problems import splits as split_problems
from compiler.types import Formula, Tensor
from compiler.vocabulary.base import REFUSED, Misfit, Word
from compiler.vocabulary.speech import Feature, Sizing
from dsl.diagnostics import Diagnostic, Label
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


def apply_word(layer: WordLayer, inputs: Sequence[ir.Value], span: Span, env: Env, piped: bool = False) -> Result:
    """A word applied to tensors: its type rule is asked, and its weights find their owner."""
    word = layer.word
    if isinstance(word, Sizing):
        return _size(word, inputs, span, env)
    variadic = bool(word.inputs) and word.inputs[-1].endswith("*")
    if len(inputs) < len(word.inputs) - variadic or (len(inputs) > len(word.inputs) and not variadic):
        raise Problem(shapes.wrong_count(span, word.name, len(word.inputs), len(inputs), env.chain, word.inputs))
    if env.source is not None and (word.random or word.weighty or word.role == "loss"):
        reason = "chance" if word.random else "weights" if word.weighty else "loss"
        raise Problem(split_problems.not_in_data(span, word.name, reason))
    types: list[Tensor] = []
    for value in inputs:
        if not isinstance(value.type, Tensor):
            what, wanted = f"a record {value.type}", f"a tensor for `{word.name}`"
            raise Problem(shapes.not_a_tensor(value.span, what, wanted, env.chain, remedy(value)))
        types.append(value.type)
    if isinstance(word, Feature) and env.source is None and (not word.outside or word.learns(types)):
        raise Problem(split_problems.feature_outside(span, word.name))
    try:
        # What is not known before the data are there is checked when they are.
        unknown = any(type.shape is None for type in types)
        result = Tensor(None) if unknown else word.infer(*types)
        verify_ragged(word, types, env)
    except Misfit as misfit:
        raise Problem(misfit_diagnostic(misfit, word, inputs, types, span, env)) from None
    env.report_all(local.of_application(word, inputs, result, span, env.chain))
    env.context.count(span)
    site = _site(layer, inputs[0].span, tuple(types), span, env) if word.stateful and env.builder.holds(word) else None
    applied = ir.Apply(word, tuple(inputs), result, span, layer=site, piped=piped)
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


def _size(word: Sizing, inputs: Sequence[ir.Value], span: Span, env: Env) -> Constant:
    """A size of a data set's field."""
    if len(inputs) != 1:
        raise Problem(shapes.wrong_count(span, word.name, 1, len(inputs), env.chain, word.inputs))
    (field,) = inputs
    if not isinstance(field, ir.Column) or env.source is not None:
        help = f"name a field with its data set: `{word.name}(plays.tokens)`"
        raise Problem(shapes.not_a_tensor(span, describe(field), "a field of a data set", env.chain, help))
    try:
        word.infer(field.type)
    except Misfit as misfit:
        raise Problem(misfit_diagnostic(misfit, word, inputs, [field.type], span, env)) from None
    return Constant(word.size(field.type, field.data, field.name))


def _symbolic(word: Word) -> bool:
    """Whether an argument is a size that is not known before the data are there."""
    settings = word.config().values()
    items = [item for value in settings for item in (value if isinstance(value, tuple) else (value,))]
    return any(isinstance(item, Formula) for item in items)


def _site(layer: WordLayer, made: Span, types: tuple[Tensor, ...], span: Span, env: Env) -> ir.Layer:
    """The layer that a word with weights has become; its input was made at `made`."""
    built, retrace, word = env.context.built, env.builder.retrace, layer.word
    site = built.layers.get(layer)
    if site is None or (not word.weighty and site not in env.builder.members):
        site = built.layers[layer] = env.builder.layer(word, types, layer.span, built.names.get(layer))
        if retrace is not None:
            retrace.verify_layer(site, word, types, made, env.chain)
    elif site not in env.builder.members:
        raise Problem(structure.not_compiled(span, "a layer shared between two blocks (make it a model to share it)"))
    elif retrace is not None and id(site) not in retrace.met:
        retrace.met.add(id(site))  # a layer that was made outside of the body
        retrace.verify_layer(site, word, types, made, env.chain)
    elif [t.shape for t in site.inputs] != [t.shape for t in types]:
        now, before = (", ".join(map(str, side)) for side in (types, site.inputs))
        if word.weight_shapes(types) != word.weight_shapes(site.inputs):
            raise Problem(sharing.shared_differs(span, word.name, now, site.span, before, env.chain))
    elif word.statistics:
        env.report(warnings.statistics_shared(span, word.name, site.span))
    return site


def misfit_diagnostic(
    misfit: Misfit, word: Word, inputs: Sequence[ir.Value], types: Sequence[Tensor], span: Span, env: Env
) -> Diagnostic:
    """The diagnostic of a word that does not fit: with the place where the tensor at fault comes from."""
    others: tuple[Label, ...] = ()
    both = misfit.what == "shape" or misfit.input is None
    for i in range(len(inputs)) if both else (misfit.input or 0,):
        made = _origin(inputs[i])
        if not made.span.text or (
            made.span.source is span.source and span.start == made.span.start < made.span.end == span.end
        ):
            continue
        others = (*others, Label(made.span, describe_origin(made)))
    if misfit.what == "kind":
        help = misfit.help
        if misfit.input is not None:
            help = _swap_remedy(word, types) or help or _other_kind(word, misfit.input, types[misfit.input].kind)
        return shapes.kinds(span, misfit.reason, others, help, env.chain)
    if misfit.what == "meaning":
        return shapes.meanings(span, misfit.reason, others, misfit.help, env.chain)
    if misfit.what == "value":
        return shapes.no_answer(span, misfit.reason, env.chain, misfit.help)
    return shapes.shapes(span, misfit.reason, others, misfit.help, env.chain)


def _origin(value: ir.Value) -> ir.Value:
    """The step that made a value, inside of the model where that is written in the same file."""
    made = value
    while isinstance(made, ir.Invoke):
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


def _swap_remedy(word: Word, types: Sequence[Tensor]) -> str | None:
    """The remedy where two inputs fit the other way round."""
    if len(types) != 2 or types[0] == types[1]:
        return None
    try:
        word.infer(types[1], types[0])
    except Misfit:
        return None
    first, second = word.inputs[:2]
    return f"the other way round: `{word.name}({first}, {second})`"
