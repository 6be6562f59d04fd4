"""One artificial neuron learns degrees Fahrenheit from degrees Celsius: y = 1.8 x + 32.

Compiled from neuron.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def temperatures(columns, fit):  # neuron.dl:3
    """The fields of `temperatures`."""
    celsius = columns["celsius"]  # []  neuron.dl:4
    fahrenheit = columns["fahrenheit"]  # neuron.dl:5
    return {"celsius": celsius, "fahrenheit": fahrenheit}


class Neuron(nnx.Module):  # neuron.dl:8
    """x: [] -> []; 2 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # neuron.dl:9
        self.b = nnx.Param(jnp.zeros(()))  # neuron.dl:10

    def __call__(self, x):
        return x * self.w + self.b  # neuron.dl:11


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Neuron = Neuron()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)

    def draw(path, leaf):
        return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # neuron.dl:15
    """mse(Neuron(celsius), fahrenheit), averaged over the batch."""
    x = models.Neuron(batch["celsius"])  # []
    return jnp.mean(jnp.square(x - batch["fahrenheit"]))


def train_optimizer(steps):  # neuron.dl:15
    """sgd(1e-3), over `steps` steps."""
    return optax.sgd(0.001)


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


def evaluate(models, batch):  # neuron.dl:18
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Neuron(batch["celsius"])  # []  neuron.dl:19
    return [
        (x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
    ]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
