"""Where every word's arrays start: as in Flax's own layer, as Flax initialises it."""

from typing import Any

import numpy as np
import pytest
from flax import nnx
from word_evaluation import PROGRAM, site

from compiler.emit.starts import described
from compiler.python.printer import text
from compiler.standalone import distributions
from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, Example, Word

EXAMPLES = [
    pytest.param(word(**example.config), example, id=f"{word.name}-{i}")
    for word in WORDS["value"].values()
    for i, example in enumerate(word.examples)
    if example.result is not None and word(**example.config).weighty
]


@pytest.mark.parametrize(("word", "example"), EXAMPLES)
def test_arrays_start_as_in_flaxs_layer(word: Word, example: Example) -> None:
    verify_starts(word, example.inputs)


def verify_starts(word: Word, inputs: tuple[Tensor, ...]) -> None:
    """Raise AssertionError where an array's mean, deviation, largest value or right angles are not those of Flax's."""
    at = site(word, inputs, word.infer(*inputs), (True,))
    layer = eval(text(word.build(at)), {**PROGRAM, "rngs": nnx.Rngs(0)})
    built = {path: np.asarray(leaf[...]) for path, leaf in nnx.to_flat_state(nnx.state(layer, nnx.Not(nnx.RngState)))}
    generator = np.random.default_rng(1)
    for key in (*word.weight_shapes(inputs), *word.statistic_shapes(inputs)):
        theirs = built[word.array_path(key)]
        name, arguments = described(word.array_start(key))
        ours = getattr(distributions, name)(generator, theirs.shape, **dict(arguments))
        if theirs.std() == 0 or ours.std() == 0:
            np.testing.assert_allclose(ours, theirs, rtol=1e-6, err_msg=key)
            continue
        noise = 6 / np.sqrt(theirs.size)  # six deviations of what so many draws estimate
        assert abs(ours.mean() - theirs.mean()) <= 2 * noise * max(ours.std(), theirs.std()), key
        if theirs.size >= 64:  # fewer say little of it
            assert abs(ours.std() / theirs.std() - 1) <= noise, key
            assert abs(np.abs(ours).max() / np.abs(theirs).max() - 1) <= 0.5, key
        if name == "orthogonal":
            np.testing.assert_allclose(gram(ours), gram(theirs), atol=1e-4, err_msg=key)


def gram(kernel: Any) -> Any:
    """The products of a kernel's columns, or of its rows where these are fewer."""
    matrix = kernel.reshape(-1, kernel.shape[-1])
    return matrix.T @ matrix if matrix.shape[0] >= matrix.shape[1] else matrix @ matrix.T


@pytest.mark.parametrize(("key", "wrong"), [("kernel", WORDS["initializer"]["he_normal"]()), ("bias", 0.1)])
def test_a_wrong_declaration_is_found(key: str, wrong: Any) -> None:
    word = WORDS["value"]["dense"](width=128)
    right = word.array_start
    word.__dict__["array_start"] = lambda array: wrong if array == key else right(array)
    with pytest.raises(AssertionError, match=key):
        verify_starts(word, (Tensor((784,)),))
