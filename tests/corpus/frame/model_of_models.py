"""Compiled from model_of_models.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # model_of_models.dl:1
    """The fields of `iris`."""
    features = columns["features"]  # [4]
    target = columns["target"]  # class[3]
    sepal_length = columns["sepal_length"]  # []
    sepal_width = columns["sepal_width"]
    petal_length = columns["petal_length"]
    petal_width = columns["petal_width"]
    return {
        "features": features,
        "target": target,
        "sepal_length": sepal_length,
        "sepal_width": sepal_width,
        "petal_length": petal_length,
        "petal_width": petal_width,
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


class Body(nnx.Module):  # model_of_models.dl:2
    """x: [4] -> [8]; 40 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # model_of_models.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # [8]  model_of_models.dl:2
        return jax.nn.relu(x)


class Net(nnx.Module):  # model_of_models.dl:3
    """x: [4] -> [3]; 27 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # model_of_models.dl:3

    def __call__(self, x, body):
        x = body(x)  # [8]  model_of_models.dl:3
        return self.dense1(x)  # [3]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Body = Body(rngs)
        self.Net = Net(rngs)


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


def train_loss(models, batch, rngs=None, training=False):  # model_of_models.dl:4
    """cross_entropy(Net(features), target), averaged over the batch."""
    x = models.Net(batch["features"], body=models.Body)  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def train_optimizer(steps):  # model_of_models.dl:4
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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # model_of_models.dl:5
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["features"], body=models.Body)  # [3]
    return [(x, batch["target"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
