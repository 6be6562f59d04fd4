"""Models applied to inputs of several shapes: the program computes what a Flax module written by hand does."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from emitted import loaded, loss_of, started
from flax import nnx

from runtime.program import argument

GOOD = Path(__file__).parents[1] / "corpus" / "good"
GENERATOR = np.random.default_rng(0)


def linear(at: Mapping[str, Any]) -> nnx.Linear:
    layer = nnx.Linear(*at["kernel"].shape, rngs=nnx.Rngs(0))
    layer.kernel, layer.bias = nnx.Param(at["kernel"]), nnx.Param(at["bias"])
    return layer


def conv(at: Mapping[str, Any]) -> nnx.Conv:
    *size, before, after = at["kernel"].shape
    layer = nnx.Conv(before, after, tuple(size), rngs=nnx.Rngs(0))
    layer.kernel, layer.bias = nnx.Param(at["kernel"]), nnx.Param(at["bias"])
    return layer


class Reader(nnx.Module):
    """The model of `shared_at_two_lengths`."""

    def __init__(self, at: Mapping[str, Any]):
        units = [at["unit1"], *(at["unit2"][i] for i in range(2))]
        stacked = at["layers1"]["dense1"]
        self.first, self.last = linear(at["dense1"]), linear(at["dense2"])
        self.units = nnx.List([nnx.List([conv(unit["conv1"]), linear(unit["dense1"])]) for unit in units])
        self.layers = nnx.List([linear({key: leaf[i] for key, leaf in stacked.items()}) for i in range(9)])

    def __call__(self, x: jax.Array) -> jax.Array:
        x = self.first(x[..., None])
        for i, (read, back) in enumerate(self.units):
            x = x + back(nnx.relu(read(x)))
            if i == 0:
                for layer in self.layers:
                    x = nnx.relu(layer(x))
        return self.last(x.mean(axis=1))


class Convolutional(nnx.Module):
    """The model of `shared_fully_convolutional`."""

    def __init__(self, at: Mapping[str, Any]):
        self.read, self.judge = conv(at["conv1"]), linear(at["dense1"])

    def __call__(self, x: jax.Array) -> jax.Array:
        examples, height, width, channels = x.shape
        x = jax.image.resize(x, (examples, height // 2, width // 2, channels), "linear")
        return self.judge(jnp.tanh(self.read(x)).mean(axis=(1, 2)))


class Flipped(nnx.Module):
    """The model of `shared_with_method_of_its_own`, in use."""

    def __init__(self, at: Mapping[str, Any]):
        self.layers = nnx.List([linear(at["scores1"][i]["dense1"]) for i in range(2)])
        self.weight, self.judge = nnx.Param(at["order"]), linear(at["dense1"])

    def __call__(self, x: jax.Array) -> jax.Array:
        x = x[:, ::-1] if x.shape[1] > 2 else x
        for layer in self.layers:
            x = jnp.tanh(layer(x))
        return self.judge(jnp.cumsum(x * self.weight, axis=1)[:, -1])


CASES: tuple[tuple[str, Callable[[Any], nnx.Module], tuple[tuple[int, ...], ...], tuple[str, ...]], ...] = (
    ("shared_at_two_lengths", Reader, ((4,), (8,)), ("__call__", "__call__")),
    ("shared_fully_convolutional", Convolutional, ((8, 8, 1), (32, 16, 1)), ("__call__", "__call__")),
    ("shared_with_method_of_its_own", Flipped, ((1, 4), (3, 4)), ("__call__", "call_3x4")),
)


@pytest.mark.parametrize(("spec", "by_hand", "shapes", "methods"), CASES, ids=[case[0] for case in CASES])
def test_as_written_by_hand(spec: str, by_hand: Any, shapes: tuple[Any, ...], methods: tuple[str, ...]) -> None:
    graph, weights, statistics = started(loaded((GOOD / f"{spec}.dl").read_text(encoding="utf-8")))
    weights = jax.tree.map(lambda leaf: jnp.asarray(GENERATOR.normal(size=leaf.shape), jnp.float32), weights)
    model, wanted = nnx.merge(graph, weights, statistics)["Net"], by_hand(nnx.to_pure_dict(weights)["Net"])
    model.eval()
    for shape, method in zip(shapes, methods, strict=True):
        x = jnp.asarray(GENERATOR.normal(size=(5, *shape)), jnp.float32)
        np.testing.assert_allclose(getattr(model, method)(x), wanted(x), rtol=2e-4, atol=2e-4)


def test_both_shapes_train_the_same_weights() -> None:
    """The gradient of the two applications' loss is the sum of each one's own."""
    text = (GOOD / "shared_fully_convolutional.dl").read_text(encoding="utf-8")
    program = loaded(text)
    graph, weights, statistics = started(program)
    image, labels = GENERATOR.random((5, 8, 8), np.float32), np.arange(5)

    def of_hand(weights: Any) -> Any:
        net, small = Convolutional(nnx.to_pure_dict(weights)["Net"]), jnp.asarray(image)[..., None]
        scores = net(small), net(jax.image.resize(small, (5, 32, 16, 1), "linear"))
        every = -jnp.stack([jax.nn.log_softmax(one)[np.arange(5), labels] for one in scores])
        return every.sum(0).mean()

    def of_program(weights: Any) -> Any:
        models = nnx.merge(graph, weights, statistics, copy=True)
        return loss_of(program)(argument(models), {"image": image, "target": labels})

    found, wanted = jax.grad(of_program)(weights), jax.grad(of_hand)(weights)
    for one, other in zip(jax.tree.leaves(found), jax.tree.leaves(wanted), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)
        assert np.abs(one).max() > 1e-4
