"""Compiled from data_windows.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def series(columns, fit):  # data_windows.dl:1
    """The fields of `series`, of which windows are examples; what is fitted is fitted on the training split only."""
    past = fit.standardize("series.past", columns["y"])  # [2]  data_windows.dl:5
    next_ = np.log(columns["x"]) / 2  # []  data_windows.dl:6
    return {"past": past, "next": next_}


def series_batch(data, rows):  # data_windows.dl:1
    """The examples of `series` that begin at `rows`."""
    return {"past": data["past"][rows[:, None] + np.arange(3)], "next": data["next"][rows[:, None] + np.arange(3, 4)]}


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


class Forecaster(nnx.Module):  # data_windows.dl:8
    """x: [3, 2] -> [1]; 7 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(6, 1, rngs=rngs)  # data_windows.dl:8

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 6))  # [6]  data_windows.dl:8
        return self.dense1(x)  # [1]


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


def train_loss(models, batch, rngs=None, training=False):  # data_windows.dl:9
    """mse(Forecaster(past), next), averaged over the batch."""
    x = models.Forecaster(batch["past"])  # [1]
    return jnp.mean(jnp.mean(jnp.square(x - batch["next"]), axis=-1))


def train_optimizer(steps):  # data_windows.dl:9
    """sgd(0.1), over `steps` steps."""
    return optax.sgd(0.1)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = series_batch(data, rows)
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


def evaluate(models, batch):  # data_windows.dl:10
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Forecaster(batch["past"])  # [1]
    return [(x, batch["next"])]


EXPERIMENT = {
    "name": "data_windows",
    "title": "",
    "spec": "data_windows.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Forecaster": {"weights": 7}},
    "data": [
        {
            "name": "series",
            "source": "rows",
            "arguments": {
                "x": (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0),
                "y": ((1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (7, 8), (8, 9)),
            },
            "columns": series,
            "fields": {"past": {"shape": (3, 2), "kind": "real"}, "next": {"shape": (1,), "kind": "real"}},
            "windows": {"past": (0, 3), "next": (3, 4)},
            "stride": 2,
            "inputs": ("past",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "series",
            "on": "train",
            "epochs": 1,
            "batch": 2,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["mse(Forecaster(past), next)"],
            "optimizers": [train_optimizer],
            "trains": [("Forecaster",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "series",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "regression",
                    "arguments": {},
                    "title": "regression(Forecaster(past), next)",
                    "line": 10,
                    "inputs": [
                        {"title": "Forecaster(past)", "shape": (1,), "kind": "real"},
                        {
                            "title": "next",
                            "shape": (1,),
                            "kind": "real",
                            "undone": {"column": "x", "values": "np.exp(values * 2)"},
                        },
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
