"""Keras: a relu on the output of a regression gives no negative number; here there is none.

Compiled from keras_regression_without_activation.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def patients(columns, fit):  # keras_regression_without_activation.dl:2
    """The fields of `patients`; what is fitted is fitted on the training split only."""
    x = columns["features"]  # [10]
    y = fit.standardize("patients.y", columns["target"])  # []  keras_regression_without_activation.dl:4
    return {"x": x, "y": y}


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


class Net(nnx.Module):  # keras_regression_without_activation.dl:6
    """x: [10] -> []; 193 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 16, rngs=rngs)  # keras_regression_without_activation.dl:6
        self.dense2 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  keras_regression_without_activation.dl:6
        x = jax.nn.relu(x)
        x = self.dense2(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []


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


def train_loss(models, batch, rngs=None, training=False):  # keras_regression_without_activation.dl:7
    """mse(Net(x), y), averaged over the batch."""
    x = models.Net(batch["x"])  # []
    return jnp.mean(jnp.square(x - batch["y"]))


def train_optimizer(steps):  # keras_regression_without_activation.dl:7
    """sgd(0.1), over `steps` steps."""
    return optax.sgd(0.1)


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


def evaluate(models, batch):  # keras_regression_without_activation.dl:8
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["x"])  # []
    return [(x, batch["y"])]


EXPERIMENT = {
    "name": "keras_regression_without_activation",
    "title": "Keras: a relu on the output of a regression gives no negative number; here there is none.",
    "spec": "keras_regression_without_activation.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 193}},
    "data": [
        {
            "name": "patients",
            "source": "sklearn",
            "arguments": {"dataset": "diabetes"},
            "columns": patients,
            "fields": {"x": {"shape": (10,), "kind": "real"}, "y": {"shape": (), "kind": "real"}},
            "inputs": ("x",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "patients",
            "on": "train",
            "epochs": 1,
            "batch": 8,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["mse(Net(x), y)"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "patients",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "regression",
                    "arguments": {},
                    "title": "regression(Net(x), y)",
                    "line": 8,
                    "inputs": [
                        {"title": "Net(x)", "shape": (), "kind": "real"},
                        {
                            "title": "y",
                            "shape": (),
                            "kind": "real",
                            "undone": {"column": "target", "values": 'fit.undo_standardize("patients.y", values)'},
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
