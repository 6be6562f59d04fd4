"""Compiled from ragged_windows.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def notes(columns, fit):  # ragged_windows.dl:1
    """The fields of `notes`."""
    steps_ = columns["steps"]  # int[t <= 16]
    kind = columns["kind"]  # class[2]
    return {"steps": steps_, "kind": kind}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


def only(x, length, value=0, axis=1):
    """The examples with a value in place of their padding."""
    return jnp.where(places(x, length, axis), x, value)


def chosen(x, index, axis=1):
    """The places of each example along an axis that `index` names, int32 [batch, places]."""
    return jnp.take_along_axis(x, beside(index, x, axis), axis=axis, mode="clip")


def filled(x, length, axis=1):
    """The examples padded with their own last place, so that padding holds no value that the example does not."""
    return chosen(x, jnp.minimum(jnp.arange(x.shape[axis]), length[:, None] - 1), axis)


def flipped(x, length, axis=1):
    """Each example in the opposite order."""
    return chosen(x, jnp.maximum(length[:, None] - 1 - jnp.arange(x.shape[axis]), 0), axis)


def strided(x, length, stride, reach, ahead, axis=1):
    """The examples between zeros, each where the windows of a strided `same` convolution fall on it as on it alone.

    How many zeros `same` puts in front depends on the length; the windows that begin in the first `ahead` places
    see nothing of the example.
    """

    def front(n):
        return jnp.maximum((-(-n // stride) - 1) * stride + reach - n, 0) // 2

    place = jnp.arange(x.shape[axis] + ahead) - (ahead + front(length) - front(x.shape[axis]))[:, None]
    inside = (place >= 0) & (place < length[:, None])
    return jnp.where(beside(inside, x, axis), chosen(x, jnp.maximum(place, 0), axis), 0)


def normal(generator, shape, std):
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


def truncated_normal(generator, shape, std):
    """A normal distribution of mean 0, cut off at two standard deviations; `std` is that of the uncut one."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return np.float32(std) * draws


def fan_in(shape):
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def scaled_normal(generator, shape, variance):
    """A normal distribution of mean 0 and the given variance, cut off at two standard deviations of the uncut one."""
    # 0.8796 is the standard deviation of a standard normal distribution cut off at 2.
    return truncated_normal(generator, shape, math.sqrt(variance) / 0.87962566103423978)


def lecun_normal(generator, shape):
    """A cut normal distribution of variance 1 / fan-in (LeCun et al., 1998)."""
    return scaled_normal(generator, shape, 1 / fan_in(shape))


class Reader(nnx.Module):  # ragged_windows.dl:6
    """steps: int[t <= 16] -> [2]; 650 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged_windows.dl:8
        self.conv1 = nnx.Conv(8, 8, kernel_size=(5,), rngs=rngs)  # ragged_windows.dl:9
        self.conv2 = nnx.Conv(8, 8, kernel_size=(4,), strides=2, rngs=rngs)  # ragged_windows.dl:12
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)  # ragged_windows.dl:15

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 16, 8]  ragged_windows.dl:8
        x = filled(self.conv1(only(x, t_length)), t_length)  # ragged_windows.dl:9
        x = jax.nn.relu(x)  # ragged_windows.dl:10
        # [(t + 1) // 2, 8]  ragged_windows.dl:11
        x = filled(
            nnx.max_pool(only(x, t_length, -jnp.inf), (3,), strides=(2,), padding=((1, 1),)), (1 + t_length) // 2
        )
        # [(t + 3) // 4, 8]  ragged_windows.dl:12
        x = filled(self.conv2(strided(x, (1 + t_length) // 2, 2, 4, 2))[:, 1:], (3 + t_length) // 4)
        x = flipped(x, (3 + t_length) // 4)  # ragged_windows.dl:13
        x = jnp.mean(x, axis=(1,), where=places(x, (3 + t_length) // 4))  # [8]  ragged_windows.dl:14
        return self.dense1(x)  # [2]  ragged_windows.dl:15


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Reader = Reader(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "embedding"]:
                return normal(generator, leaf.shape, std=leaf.shape[-1] ** -0.5)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # ragged_windows.dl:18
    """cross_entropy(Reader(steps), kind), averaged over the batch."""
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def train_optimizer(steps):  # ragged_windows.dl:18
    """adam(1e-2), over `steps` steps."""
    return optax.adam(0.01)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        def objective(weights):
            models = nnx.merge(graph, weights, statistics, copy=True)
            loss = train_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(weights)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], weights)
        weights = optax.apply_updates(weights, update)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state,),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
