"""Every example of every word: its type, its complaint, and its emission run on the real libraries."""

from functools import cache
from itertools import product
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import nnx
from word_evaluation import BATCH, array, drawn, emitted, evaluate, layer, quickly

from compiler.manual import complaint
from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, Example, Word
from compiler.vocabulary.helpers.general import helpers
from compiler.vocabulary.layers.pooling import AdaptivePool, Pool
from compiler.vocabulary.speech import Feature, Initializer, Loss, Optimizer, Schedule, Sizing, Source

ALL = [(space, word) for space, words in WORDS.items() for word in words.values()]
EXAMPLES = [
    pytest.param(word, example, id=f"{space}-{word.name}-{i}")
    for space, word in ALL
    if not issubclass(word, Source)
    for i, example in enumerate(word.examples)
]
VALUES = [word for word in WORDS["value"].values() if not issubclass(word, Feature | Sizing)]
GOOD = [
    pytest.param(word, example, id=f"{word.name}-{i}")
    for word in VALUES
    for i, example in enumerate(word.examples)
    if example.result is not None
]


def pairs(first: type[Word]) -> list[Any]:
    return [
        pytest.param(word, example, id=f"{word.name}-{i}")
        for words in WORDS.values()
        for word in words.values()
        if issubclass(word, first)
        for i, example in enumerate(word.examples)
        if example.error is None
    ]


@pytest.mark.parametrize(("word", "example"), EXAMPLES)
def test_example_has_its_type_or_its_complaint(word: type[Word], example: Example) -> None:
    refused = complaint(word, example)
    if example.error is not None:
        assert refused is not None, "accepted"
        assert example.error in refused
    else:
        assert refused is None
        if example.result is not None:
            assert word(**example.config).infer(*example.inputs) == example.result


@pytest.mark.parametrize("word", [pytest.param(word, id=f"{space}-{word.name}") for space, word in ALL])
def test_declaration_is_complete(word: type[Word]) -> None:
    assert word.__doc__, "no docstring"
    assert "docstring" not in word.__doc__
    first = word.__doc__.strip().splitlines()[0]
    assert first[0].isupper() or first[0].isdigit() or first.startswith("e ")
    assert first.rstrip()[-1] in ".:,", first
    assert word.chapter
    assert word.examples or word.namespace == "section", "no example"
    assert set(word.helpers) <= set(helpers())
    for key, argument in word.arguments.items():
        assert argument.doc, key
        assert argument.required or argument.refuse(argument.default) is None, f"{key}'s own default is refused"


@pytest.mark.parametrize(
    ("word", "key"),
    [
        pytest.param(word, key, id=f"{space}-{word.name}-{key}")
        for space, word in ALL
        if space != "section"
        for key in word.arguments
    ],
)
def test_an_example_moves_the_argument_off_its_default(word: type[Word], key: str) -> None:
    accepted = [example.config for example in word.examples if example.error is None]
    default = word.arguments[key].default
    assert any(key in config and config[key] != default for config in accepted)


@pytest.mark.parametrize("word", [pytest.param(word, id=f"{space}-{word.name}") for space, word in ALL])
def test_formula_is_the_word_s_own(word: type[Word]) -> None:
    """What another word computes is not what this one does."""
    others = [kind for kind in word.__mro__[1:] if "formula" in vars(kind) and vars(kind)["formula"]]
    assert "formula" in vars(word) or not any("name" in vars(kind) for kind in others)


def outcome(kind: str) -> type:
    return {"real": np.floating, "bool": np.bool_}.get(kind, np.integer)


def forms(inputs: tuple[Tensor, ...], word: Word) -> list[tuple[bool, ...]]:
    """Which inputs have the batch axis: all, or with weights among them; at least one where there are any."""
    if word.stateful or len(inputs) < 2:
        return [(True,) * len(inputs)]
    return [flags for flags in product((True, False), repeat=len(inputs)) if any(flags)]


@pytest.mark.parametrize(("word", "example"), GOOD)
def test_emission_gives_the_inferred_shape_and_kind(word: type[Word], example: Example) -> None:
    if any(tensor.kind == "text" for tensor in example.inputs):
        pytest.skip("texts have no JAX arrays")
    instance = word(**example.config)
    result = instance.infer(*example.inputs)
    assert result.shape is not None
    for batched in forms(example.inputs, instance):
        arrays = tuple(
            array(tensor, i, flag) for i, (tensor, flag) in enumerate(zip(example.inputs, batched, strict=True))
        )
        for training in (False, True) if instance.modal else (False,):
            given = jax.eval_shape(
                lambda *xs, batched=batched, training=training: evaluate(
                    instance, example.inputs, xs, batched, training=training
                ),
                *arrays,
            )
            assert given.shape == (BATCH, *result.shape), batched
            assert np.issubdtype(given.dtype, outcome(result.kind)), given.dtype


PURE = [
    param
    for param in GOOD
    if not param.values[0].random
    and not param.values[0].mixes
    and not param.values[0](**param.values[1].config).stateful
]


def values_of(word: Word, inputs: tuple[Tensor, ...], numpy: str, *arrays: Any) -> tuple[Any, Any]:
    """The batch's values, and those of its second example alone, given without a batch axis."""
    several, single = (True,) * len(inputs), (False,) * len(inputs)
    alone = evaluate(word, inputs, tuple(x[1] for x in arrays), single, numpy)
    return evaluate(word, inputs, arrays, several, numpy), alone


@cache
def by_jax(chapter: str) -> dict[tuple[str, int], tuple[Any, Any]]:
    """The values of every pure example of a chapter, by its word and identity: compiled at once, which is quicker."""

    pure = {
        (word.name, id(example)): (word(**example.config), example)
        for word, example in (param.values for param in PURE)
        if word.chapter == chapter and not any(tensor.kind == "text" for tensor in example.inputs)
    }

    def everything(arrays: dict[tuple[str, int], list[Any]]) -> dict[tuple[str, int], tuple[Any, Any]]:
        return {key: values_of(word, example.inputs, "jnp", *arrays[key]) for key, (word, example) in pure.items()}

    return quickly(everything)({key: arrays_of(example) for key, (_, example) in pure.items()})


def arrays_of(example: Example) -> list[Any]:
    return [array(tensor, i) for i, tensor in enumerate(example.inputs)]


@pytest.mark.parametrize(("word", "example"), PURE)
def test_each_example_is_computed_alone_and_the_same_by_numpy(word: type[Word], example: Example) -> None:
    """The batch's second row is what the second example gives by itself: no word mixes examples.

    A data body, which NumPy computes, gives the same values (losses and pooling are not written there).
    """
    instance, arrays = word(**example.config), arrays_of(example)
    if (word.name, id(example)) in by_jax(word.chapter):
        together, alone = by_jax(word.chapter)[word.name, id(example)]
    else:
        together, alone = values_of(instance, example.inputs, "np", *arrays)
    np.testing.assert_allclose(together[1], alone, rtol=2e-5, atol=1e-6)
    if not issubclass(word, Loss | Pool | AdaptivePool):
        with np.errstate(divide="ignore"):
            host = evaluate(instance, example.inputs, tuple(arrays), (True,) * len(arrays), "np")
        assert isinstance(host, np.ndarray | np.generic)
        np.testing.assert_allclose(host, together, rtol=2e-5, atol=1e-6)


BY_ELEMENT = [
    param
    for param in PURE
    if param.values[0](**param.values[1].config).elementwise()
    and len({tensor.rank for tensor in param.values[1].inputs}) == 1
    and not any(tensor.kind == "text" for tensor in param.values[1].inputs)
]


@pytest.mark.parametrize(("word", "example"), BY_ELEMENT)
def test_a_word_by_element_carries_further_axes_along(word: type[Word], example: Example) -> None:
    """What makes `word(windows(x))` the windows of `word(x)`."""
    instance, further = word(**example.config), 3
    wide = tuple(tensor.reshaped((further, *(tensor.shape or ()))) for tensor in example.inputs)
    arrays = tuple(array(tensor, i) for i, tensor in enumerate(wide))
    flat = tuple(x.reshape(-1, *x.shape[2:]) for x in arrays)
    batched = (True,) * len(arrays)
    together = evaluate(instance, wide, arrays, batched, "np")
    alone = evaluate(instance, example.inputs, flat, batched, "np")
    np.testing.assert_array_equal(together, np.reshape(alone, together.shape))


@pytest.mark.parametrize(
    ("word", "example"), [param for param in GOOD if param.values[0](**param.values[1].config).stateful]
)
def test_weights_are_those_declared(word: type[Word], example: Example) -> None:
    instance = word(**example.config)
    _, weights, _, statistics = nnx.split(layer(instance, example.inputs), nnx.Param, nnx.RngState, ...)
    assert shapes(weights) == {instance.array_path(k): v for k, v in instance.weight_shapes(example.inputs).items()}
    assert shapes(statistics) == {
        instance.array_path(k): v for k, v in instance.statistic_shapes(example.inputs).items()
    }


def shapes(state: Any) -> dict[tuple[Any, ...], tuple[int, ...]]:
    return {path: tuple(leaf.shape) for path, leaf in nnx.to_flat_state(state)}


@pytest.mark.parametrize(("word", "example"), pairs(Optimizer))
def test_optimizer_takes_steps(word: type[Word], example: Example) -> None:
    optimizer = emitted(word(**example.config))
    weights = {"w": jnp.full((2, 3), 0.5), "b": jnp.ones(3)}
    gradient = jax.tree.map(lambda w: 0.1 * w + 0.01 * jnp.arange(3), weights)

    def two_steps() -> Any:
        _, state = optimizer.update(gradient, optimizer.init(weights), weights)
        return optimizer.update(gradient, state, weights)[0]

    update = quickly(two_steps)()
    for old, new in zip(jax.tree.leaves(weights), jax.tree.leaves(update), strict=True):
        assert new.shape == old.shape
        assert jnp.isfinite(new).all()


PEAKS = ("peak", "value", "init_value", "peak_value", "end_value")


@pytest.mark.parametrize(("word", "example"), pairs(Schedule))
@pytest.mark.parametrize("steps", [1, 7, 1000])
def test_schedule_is_finite_and_stays_below_its_peak(word: type[Word], example: Example, steps: int) -> None:
    schedule = emitted(word(**example.config), steps)
    parts = example.config.get("schedules", (word(**example.config),))
    peak = max(
        np.max(value) for part in parts for key, value in part.config().items() if key in PEAKS and value is not None
    )
    rates = np.array([schedule(step) for step in np.unique(np.linspace(0, steps, 9, dtype=int))])
    assert np.isfinite(rates).all()
    assert (rates >= -1e-8).all()
    assert rates.max() <= peak * (1 + 1e-6)


@pytest.mark.parametrize(("word", "example"), pairs(Initializer))
@pytest.mark.parametrize("shape", [(), (5,), (4, 6), (3, 3, 2, 8)])
def test_initializer_draws_the_shape(word: type[Word], example: Example, shape: tuple[int, ...]) -> None:
    values = drawn(word(**example.config), shape)
    assert np.shape(values) == shape
    assert values.dtype == np.float32
