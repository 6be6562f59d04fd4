"""A week's oil temperature (ETTh1) tells the next day's.

Compiled from forecast.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def oil(columns, fit):  # forecast.dl:3
    """The fields of `oil`, of which windows are examples; what is fitted is fitted on the training split only."""
    history = fit.standardize("oil.history", np.stack([columns["HULL"], columns["OT"]], axis=-1))  # [2]  forecast.dl:4
    future = fit.standardize("oil.future", columns["OT"])  # []  forecast.dl:5
    return {"history": history, "future": future}


def oil_batch(data, rows):  # forecast.dl:3
    """The examples of `oil` that begin at `rows`."""
    return {
        "history": data["history"][rows[:, None] + np.arange(168)],
        "future": data["future"][rows[:, None] + np.arange(168, 192)],
    }


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


class Forecaster(nnx.Module):  # forecast.dl:8
    """x: [168, 2] -> [24]; 8,088 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(336, 24, rngs=rngs)  # forecast.dl:8

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 336))  # [336]  forecast.dl:8
        return self.dense1(x)  # [24]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Forecaster = Forecaster(rngs)


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


def train_loss(models, batch, rngs=None, training=False):  # forecast.dl:9
    """mse(Forecaster(history), future), averaged over the batch."""
    x = models.Forecaster(batch["history"])  # [24]
    return jnp.mean(jnp.mean(jnp.square(x - batch["future"]), axis=-1))


def train_optimizer(steps):  # forecast.dl:9
    """adam(1e-3), over `steps` steps."""
    return optax.adam(0.001)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = oil_batch(data, rows)
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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # forecast.dl:10
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Forecaster(batch["history"])  # [24]
    return [(x, batch["future"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
