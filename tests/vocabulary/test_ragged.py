"""Along a ragged axis every word gives each example what it gives it alone, whatever stands in the padding."""

from typing import Any

import numpy as np
import pytest
from flax import nnx
from word_evaluation import PROGRAM, aligned, array, evaluate

from compiler.dimensions import evaluated, sized
from compiler.emit.carried import OWN
from compiler.emit.places import at_of
from compiler.emit.printer import text
from compiler.target import Name, computed
from compiler.types import Tensor
from compiler.vocabulary.base import MASKED, REFUSED, WORDS, Example, Misfit, Word
from compiler.vocabulary.speech import Feature, Sizing

exec(OWN["places"], PROGRAM)
T = "t"


def ragged(example: Example) -> tuple[Tensor, ...]:
    """The example's inputs with their first axis ragged, where they have the first input's axes."""
    first = example.inputs[0].shape or ()

    def changed(tensor: Tensor) -> Tensor:
        shape = tensor.shape or ()
        same = bool(shape) and shape[0] == first[0] and len(shape) >= len(first) - 1
        return tensor.reshaped((sized(T, int(str(shape[0]))), *shape[1:])) if same else tensor

    return tuple(map(changed, example.inputs))


def answers(word: Word, inputs: tuple[Tensor, ...]) -> list[str]:
    """What the word says of the ragged axes; nothing where their size being unknown is an error of its own."""
    try:
        word.infer(*inputs)
    except Misfit:
        return []
    return [word.along(inputs, i, axis) for i, tensor in enumerate(inputs) for axis in tensor.ragged_axes()]


CASES = [
    pytest.param(word, example, id=f"{word.name}-{i}")
    for word in WORDS["value"].values()
    if not issubclass(word, Feature | Sizing) and not word.random and word.inputs
    for i, example in enumerate(word.examples)
    if example.result is not None and example.inputs[0].shape and (example.inputs[0].shape[0] or 0) > 1
]
KEPT = [
    param
    for param in CASES
    if (said := answers(param.values[0](**param.values[1].config), ragged(param.values[1]))) and REFUSED not in said
]


def padded(word: Word, inputs: tuple[Tensor, ...], arrays: list[Any], lengths: Any) -> Any:
    """The word applied to padded arrays as an emitted program applies it."""
    result = word.infer(*inputs)
    along = [
        tuple((axis + 1, computed((tensor.shape or ())[axis], lambda size: Name(size.name))) for axis in ragged_axes)
        for tensor in inputs
        for ragged_axes in [tensor.ragged_axes()]
    ]
    layer = Name("layer") if word.stateful else None
    at = at_of(word, inputs, result, (True,) * len(inputs), "jnp", layer, lengths=tuple(along))
    names: list[Any] = [Name(f"x{i}") for i in range(len(inputs))]
    if word.aligned:
        rank = len(result.shape or ())
        names = [aligned(name, tensor, True, rank) for name, tensor in zip(names, inputs, strict=True)]
    scope = {**PROGRAM, **{f"x{i}": x for i, x in enumerate(arrays)}, "training": False, T: lengths}
    if word.stateful:
        scope["rngs"] = nnx.Rngs(0)
        scope["layer"] = eval(text(word.build(at)), scope)
    return np.asarray(eval(text(word.apply(at, *names)), scope))


def filled_up(arrays: list[Any], inputs: tuple[Tensor, ...], lengths: Any, seed: int) -> list[Any]:
    """The arrays with other values in their padding."""
    found = []
    for i, (tensor, values) in enumerate(zip(inputs, arrays, strict=True)):
        other = array(tensor.padded(), seed + i)
        beyond = np.arange(values.shape[1])[None] >= lengths[:, None] if tensor.ragged_axes() else None
        found.append(
            values
            if beyond is None
            else np.where(beyond.reshape(*beyond.shape, *[1] * (values.ndim - 2)), other, values)
        )
    return found


@pytest.mark.parametrize(("word", "example"), KEPT)
def test_padding_never_leaks(word: type[Word], example: Example) -> None:
    instance, inputs = word(**example.config), ragged(example)
    arrays = [array(tensor, i) for i, tensor in enumerate(example.inputs)]
    longest = arrays[0].shape[1]
    lengths = np.array([max(2, longest - 2) if longest > 2 else 1, longest], np.int32)
    found = [padded(instance, inputs, filled_up(arrays, inputs, lengths, seed), lengths) for seed in (10, 20)]
    result = instance.infer(*inputs)
    for row, length in enumerate(lengths):
        cut = tuple(slice(evaluated(n, {T: int(length)})) for n in result.shape or ())
        first, second = (values[row][cut] for values in found)
        np.testing.assert_array_equal(first, second, err_msg="the padding leaks")
        own = tuple(
            tensor.reshaped(tuple(evaluated(n, {T: int(length)}) for n in tensor.shape or ())) for tensor in inputs
        )
        alone = [
            values[row : row + 1, : length if tensor.ragged_axes() else None]
            if values.ndim > 1
            else values[row : row + 1]
            for tensor, values in zip(inputs, arrays, strict=True)
        ]
        by_itself = evaluate(instance, own, tuple(alone), (True,) * len(alone))[0]
        np.testing.assert_allclose(first, by_itself, rtol=1e-5, atol=1e-6)


def test_words_of_every_sort_are_tried() -> None:
    said = {answer for p in KEPT for answer in answers(p.values[0](**p.values[1].config), ragged(p.values[1]))}
    assert MASKED in said
    assert {"sum", "mean", "max", "softmax", "batch_norm", "mse", "dense", "slice"} <= {p.values[0].name for p in KEPT}
