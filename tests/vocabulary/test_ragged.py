"""Along a ragged axis every word gives each example what it gives it alone, whatever stands in the padding, or refuses.

Every axis of every good example of every word is made ragged in turn.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx
from word_evaluation import PROGRAM, aligned, array, quickly

from compiler.emit.locations import at_of
from compiler.python.printer import text
from compiler.python.target import Expr, Name, computed
from compiler.types import Tensor, size
from compiler.types.dimensions import evaluated, sized
from compiler.vocabulary.base import EACH, MASKED, REFUSED, WORDS, Example, Misfit, Word
from compiler.vocabulary.speech import Feature, Sizing

T = "t"
BATCH = 3
FEW = 1000
VALUES = [word for word in WORDS["value"].values() if not issubclass(word, Feature | Sizing) and word.inputs]


def made_ragged(word: Word, inputs: tuple[Tensor, ...], input: int, axis: int) -> tuple[Tensor, ...] | None:
    """The inputs with an axis ragged, and those of others that must be as long with it; None where none are taken."""
    size = (inputs[input].shape or ())[axis]
    length = sized(T, int(str(size)))
    own = inputs[input].reshaped(tuple(length if i == axis else n for i, n in enumerate(inputs[input].shape or ())))
    choices = [[own] if i == input else [tensor, *as_long(tensor, size, length)] for i, tensor in enumerate(inputs)]
    for chosen in product(*choices):
        try:
            word.infer(*chosen)
        except Misfit:
            continue
        return chosen
    return None


def as_long(tensor: Tensor, size: Any, length: Any) -> Iterator[Tensor]:
    """A tensor with each of its axes of that size ragged, one at a time, the first one first."""
    shape = tensor.shape or ()
    for axis, own in enumerate(shape):
        if own == size:
            yield tensor.reshaped((*shape[:axis], length, *shape[axis + 1 :]))


def cases() -> Iterator[tuple[type[Word], Example, tuple[Tensor, ...], str]]:
    """Every word, example and ragged types of its inputs, with the axis in words."""
    for word in VALUES:
        for i, example in enumerate(word.examples):
            if example.result is None:
                continue
            instance = word(**example.config)
            seen: set[tuple[Tensor, ...]] = set()
            for input, tensor in enumerate(example.inputs):
                for axis, length in enumerate(tensor.shape or ()):
                    inputs = made_ragged(instance, example.inputs, input, axis) if length != 1 else None
                    if inputs is not None and inputs not in seen and not (seen and instance.elementwise()):
                        seen.add(inputs)
                        yield word, example, inputs, f"{word.name}-{i}-{input}-{axis}"


def answers(word: Word, inputs: tuple[Tensor, ...]) -> set[str]:
    """What the word says of all ragged axes."""
    return {word.along(inputs, i, axis) for i, tensor in enumerate(inputs) for axis in tensor.ragged_axes()}


ALL = [
    (word, example, inputs, name, answers(word(**example.config), inputs)) for word, example, inputs, name in cases()
]


def values_in(inputs: tuple[Tensor, ...]) -> int:
    return sum(int(str(size(tensor.padded().shape or ()))) for tensor in inputs)


def tried() -> Iterator[Any]:
    """The cases that are computed: of each word those of few values, or else the smallest."""
    works = [case for case in ALL if REFUSED not in case[4] and all(tensor.kind != "text" for tensor in case[2])]
    for word in dict.fromkeys(case[0] for case in works):
        mine = sorted((case for case in works if case[0] is word), key=lambda case: values_in(case[2]))
        few = [case for case in mine if values_in(case[2]) <= FEW]
        if word.axes.startswith("... c"):  # all axes before the channels are alike
            few = [case for case in few if case[3].endswith("-0-0") or case[1] is mine[0][1]]
        for _, example, inputs, name, _ in few or mine[:1]:
            yield pytest.param(word, example, inputs, name, id=name)


KEPT = list(tried())


def test_every_word_with_axes_says_what_it_does() -> None:
    said = {(word.name, answer) for word, _, _, _, answered in ALL for answer in answered}
    assert {answer for _, answer in said} == {EACH, MASKED, REFUSED}
    silent = {word.name for word in VALUES} - {name for name, _ in said}
    assert silent <= SILENT, "no example has an axis that may be ragged"
    works = {word.name for word, _, _, _, answered in ALL if REFUSED not in answered}
    assert works >= WORKS, WORKS - works
    assert {word.name for word in VALUES} - works == NEVER | silent


SILENT = {"perceptron", "sparsemax_loss"}
"""Of these no example has an axis that could be of another length."""
WORKS = {"conv", "max_pool", "softmax", "sort", "flip", "matmul", "einsum", "concat", "group_norm", "mse", "gather"}
NEVER = {
    *("random_flip", "random_crop", "random_shift", "random_erase", "random_rotate", "random_resized_crop"),
    *("random_contrast", "colour_jitter", "cutout", "spec_augment", "mixup"),
    *("resize", "crop", "center_crop", "flatten", "reshape", "argtop_k"),
    *("dice", "generalized_dice", "binary_dice", "info_nce", "nt_xent", "poly_loss", "generalized_kl_divergence"),
}
"""What works along no axis of its examples where lengths differ; the message says so."""


def applied(word: Word, inputs: tuple[Tensor, ...], arrays: list[Any], lengths: Any) -> Any:
    """The word applied to padded arrays as an emitted program applies it."""

    def along(tensor: Tensor) -> tuple[tuple[int, Expr], ...]:
        shape = tensor.shape or ()
        return tuple((i + 1, computed(shape[i], lambda size: Name(size.name))) for i in tensor.ragged_axes())

    result = word.infer(*inputs)
    layer = Name("layer") if word.stateful else None
    flags = (True,) * len(inputs)
    at = at_of(word, inputs, result, flags, "jnp", layer, lengths=tuple(map(along, inputs)), left=along(result))
    names: list[Any] = [Name(f"x{i}") for i in range(len(inputs))]
    if word.aligned:
        rank = len(result.shape or ())
        names = [aligned(name, tensor, True, rank) for name, tensor in zip(names, inputs, strict=True)]
    scope = {**PROGRAM, **{f"x{i}": x for i, x in enumerate(arrays)}, "batch_size": len(arrays[0])}
    scope |= {T: lengths, "rngs": nnx.Rngs(0)}
    if word.stateful:
        scope["layer"] = eval(text(word.build(at)), scope)
        scope["layer"].eval()
    return eval(text(word.apply(at, *names)), scope)


def cut(tensor: Tensor, length: int) -> tuple[slice, ...]:
    """What is an example's own of its padded array."""
    return tuple(slice(evaluated(n, {T: length})) for n in tensor.shape or ())


def padded(tensor: Tensor, whole: Any, lengths: Any, seed: int | None) -> Any:
    """Examples of these lengths in an array: padded with their own last places, or with random values."""
    values = whole.copy() if seed is None else np.concatenate([array(tensor.padded(), seed)] * 2)[:BATCH]
    for row, length in enumerate(lengths):
        own = cut(tensor, length)
        if seed is None:
            places = zip(whole.shape[1:], own, strict=True)
            kept = [np.minimum(np.arange(size), part.stop - 1) for size, part in places]
            values[row] = whole[row][np.ix_(*kept)] if kept else whole[row]
        else:
            values[(row, *own)] = whole[(row, *own)]
    return values


def lengths_of(word: Word, inputs: tuple[Tensor, ...]) -> list[int]:
    """The longest example, one that is a place shorter, and one that leaves a single place wherever it may."""
    longest = next(int(str((x.padded().shape or ())[axis])) for x in inputs for axis in x.ragged_axes())
    fits = [n for n in range(1, longest + 1) if leaves_places(word, inputs, n)]
    return [longest, max(longest - 1, fits[0]), fits[0]]


def leaves_places(word: Word, inputs: tuple[Tensor, ...], length: int) -> bool:
    """Whether an example of that length is one that the word takes by itself, and something comes out of it."""
    try:
        result = word.infer(*(x.reshaped(tuple(evaluated(n, {T: length}) for n in x.shape or ())) for x in inputs))
    except Misfit:
        return False
    return 0 not in (result.shape or ())


def whole(example: Example) -> list[Any]:
    """Three examples that fill their arrays."""
    return [np.concatenate([array(tensor, i), array(tensor, i + 9)])[:BATCH] for i, tensor in enumerate(example.inputs)]


def alone(word: Word, inputs: tuple[Tensor, ...], arrays: list[Any], lengths: Any) -> list[Any]:
    """What the word gives for each of the shorter examples by itself, in arrays of its own length."""
    results = []
    for row, length in enumerate(lengths[1:], 1):
        own = [x[row : row + 1][(slice(None), *cut(tensor, length))] for tensor, x in zip(inputs, arrays, strict=True)]
        types = tuple(x.reshaped(tuple(evaluated(n, {T: length}) for n in x.shape or ())) for x in inputs)
        results.append(applied(word, types, own, None)[0])
    return results


def kept_of(result: Tensor, lengths: Any) -> Any:
    """Which values of a padded result are the examples' own: bool [batch, ...]."""
    kept = np.zeros((BATCH, *map(int, map(str, result.padded().shape or ()))), bool)
    for row, length in enumerate(lengths):
        kept[(row, *cut(result, length))] = True
    return kept


@cache
def computed_by_jax(chapter: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Of the cases of a chapter, by name: the results with each of two paddings, gradients, results of each alone.

    All of a chapter are compiled at once, which is quicker.
    """
    mine = {p.id: p.values[:3] for p in KEPT if p.values[0].chapter == chapter}
    words = {key: word(**example.config) for key, (word, example, _) in mine.items()}
    lengths = {key: lengths_of(words[key], inputs) for key, (_, _, inputs) in mine.items()}

    def results(arrays: dict[str, list[Any]]) -> dict[str, Any]:
        return {key: applied(words[key], mine[key][2], arrays[key], jnp.asarray(lengths[key])) for key in mine}

    def gradients(arrays: dict[str, list[Any]]) -> dict[str, Any]:
        found = {}
        for key, word in words.items():
            result = word.infer(*mine[key][2])
            if not word.differentiable or result.kind != "real" or mine[key][2][0].kind != "real":
                continue
            kept = jnp.asarray(kept_of(result, lengths[key]))

            def total(x: Any, key: str = key, kept: Any = kept) -> Any:
                values = applied(words[key], mine[key][2], [x, *arrays[key][1:]], jnp.asarray(lengths[key]))
                return jnp.where(kept, jnp.sin(values), 0).sum()

            found[key] = jax.grad(total)(arrays[key][0])
        return found

    def by_themselves(arrays: dict[str, list[Any]]) -> dict[str, Any]:
        return {
            key: alone(words[key], mine[key][2], arrays[key], lengths[key]) for key in mine if not words[key].random
        }

    full = {key: whole(example) for key, (_, example, _) in mine.items()}
    given = [
        {
            key: [padded(x, w, lengths[key], seed) for x, w in zip(inputs, full[key], strict=True)]
            for key, (_, _, inputs) in mine.items()
        }
        for seed in (None, 10)
    ]
    compiled = quickly(results)
    return list(map(compiled, given)), quickly(gradients)(given[0]), quickly(by_themselves)(full)  # type: ignore


@pytest.mark.parametrize(("word", "example", "inputs", "key"), KEPT)
def test_padding_never_leaks(word: type[Word], example: Example, inputs: tuple[Tensor, ...], key: str) -> None:
    instance, found = word(**example.config), computed_by_jax(word.chapter)
    lengths, result = lengths_of(instance, inputs), instance.infer(*inputs)
    first, other = (np.asarray(values[key]) for values in found[0])
    kept = kept_of(result, lengths)
    np.testing.assert_array_equal(first[kept], other[kept], err_msg="the padding leaks")
    if np.isfinite(first[kept]).all():
        assert np.isfinite(first).all(), "the padding holds what no example holds"
    if key in found[1]:
        gradient = np.asarray(found[1][key])
        assert (gradient[~kept_of(inputs[0], lengths)] == 0).all(), "the gradient reaches the padding"
    for row, own in enumerate(found[2].get(key, ()), 1):
        np.testing.assert_allclose(first[(row, *cut(result, lengths[row]))], own, rtol=2e-5, atol=2e-6)
