"""Compiled from train_watched.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # train_watched.dl:1
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    features = fit.standardize("iris.features", columns["features"])  # [4]  train_watched.dl:2
    target = columns["target"]  # class[3]  train_watched.dl:1
    return {"features": features, "target": target}


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


def averaged(average, models, decay, steps, accumulate=1):
    """The moving average after so many steps, of which `accumulate` make an update: it keeps `decay` of itself.

    In the first updates it keeps less, as it would long stay near the first weights otherwise.
    """
    updates, rest = jnp.divmod(steps, accumulate)
    decay = jnp.where(rest == 0, jnp.minimum(decay, updates / (9 + updates)), 1.0)
    return jax.tree.map(lambda old, new: old + (1 - decay) * (new - old), average, models)


class Net(nnx.Module):  # train_watched.dl:6
    """x: [4] -> [3]; 67 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # train_watched.dl:6
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]  train_watched.dl:6
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
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


def train_loss(models, batch, rngs=None, training=False):  # train_watched.dl:9
    """cross_entropy(Net(features), target), averaged over the batch."""
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def train_optimizer(steps):  # train_watched.dl:9
    """adam(1e-2), over `steps` steps, of which 4 make one update with the mean of their gradients."""
    return optax.MultiSteps(optax.adam(0.01), 4)


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

        models = {"weights": weights, "statistics": statistics}
        average = averaged(state["average"], models, 0.999, state["step"] + 1, accumulate=4)

        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state,),
            "average": average,
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def train_measures(models, batch):  # train_watched.dl:8
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["features"])  # [3]  train_watched.dl:10
    return [(x, batch["target"]), (x, batch["target"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
