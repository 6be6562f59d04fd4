"""Two players: each `minimize` names whose weights it moves.

Compiled from train_gan.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # train_gan.dl:2
    """The fields of `digits`."""
    x = columns["features"] / 8 - 1  # [64]
    return {"x": x}


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


class G(nnx.Module):  # train_gan.dl:3
    """z: [8] -> [64]; 2,400 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 32, rngs=rngs)  # train_gan.dl:3
        self.dense2 = nnx.Linear(32, 64, rngs=rngs)

    def __call__(self, z):
        x = self.dense1(z)  # [32]  train_gan.dl:3
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [64]
        return jnp.tanh(x)


class D(nnx.Module):  # train_gan.dl:4
    """x: [64] -> []; 2,113 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)  # train_gan.dl:4
        self.dense2 = nnx.Linear(32, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]  train_gan.dl:4
        x = jax.nn.leaky_relu(x, negative_slope=0.2)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.G = G(rngs)
        self.D = D(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss_d(models, batch, rngs=None, training=False):  # train_gan.dl:7
    """binary_cross_entropy(D(x), 1) + binary_cross_entropy(D(fake), 0), averaged over the batch."""
    batch_size = len(batch["x"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]  train_gan.dl:6
    y = models.D(batch["x"])  # []  train_gan.dl:7
    fake = models.G(x)  # [64]  train_gan.dl:6
    x = models.D(fake)  # []  train_gan.dl:7
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))


def train_optimizer_d(steps):  # train_gan.dl:7
    """adam(2e-4, b1 = 0.5), over `steps` steps."""
    return optax.adam(0.0002, b1=0.5)


def train_loss_g(models, batch, rngs=None, training=False):  # train_gan.dl:8
    """binary_cross_entropy(D(fake), 1), averaged over the batch."""
    batch_size = len(batch["x"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]  train_gan.dl:6
    fake = models.G(x)  # [64]
    x = models.D(fake)  # []  train_gan.dl:7
    return jnp.mean(optax.sigmoid_binary_cross_entropy(x, 1))  # train_gan.dl:8


def train_optimizer_g(steps):  # train_gan.dl:8
    """adam(2e-4, b1 = 0.5), over `steps` steps."""
    return optax.adam(0.0002, b1=0.5)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        key = jax.random.fold_in(jax.random.key(0), state["step"])
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "D", ...)

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_d(models, batch, nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "G", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_g(models, batch, nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss2, statistics), gradient = jax.value_and_grad(objective2, has_aux=True)(part)
        update, optimizer_state2 = optimizers[1].update(gradient, state["optimizers"][1], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state1, optimizer_state2),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss1, loss2])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
