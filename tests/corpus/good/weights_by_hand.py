"""Compiled from weights_by_hand.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def patients(columns, fit):  # weights_by_hand.dl:1
    """The fields of `patients`; what is fitted is fitted on the training split only."""
    x = fit.standardize("patients.x", columns["features"])  # [10]  weights_by_hand.dl:2
    y = fit.standardize("patients.y", columns["target"])  # []  weights_by_hand.dl:3
    return {"x": x, "y": y}


class Linear(nnx.Module):  # weights_by_hand.dl:5
    """x: [10] -> []; 11 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((10,)))  # weights_by_hand.dl:6
        self.b = nnx.Param(jnp.zeros(()))  # weights_by_hand.dl:7

    def __call__(self, x):
        return jnp.sum(x * self.w, axis=-1) + self.b  # []  weights_by_hand.dl:8


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Linear = Linear()


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


def train_loss(models, batch, rngs=None, training=False):  # weights_by_hand.dl:10
    """mse(Linear(x), y), averaged over the batch."""
    x = models.Linear(batch["x"])  # []
    return jnp.mean(jnp.square(x - batch["y"]))


def train_optimizer(steps):  # weights_by_hand.dl:10
    """sgd(0.01), over `steps` steps."""
    return optax.sgd(0.01)


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


def evaluate(models, batch):  # weights_by_hand.dl:11
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Linear(batch["x"])  # []
    return [(x, batch["y"])]


EXPERIMENT = {
    "name": "weights_by_hand",
    "title": "",
    "spec": "weights_by_hand.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Linear": {"weights": 11}},
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
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["mse(Linear(x), y)"],
            "optimizers": [train_optimizer],
            "trains": [("Linear",)],
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
                    "title": "regression(Linear(x), y)",
                    "line": 11,
                    "inputs": [
                        {"title": "Linear(x)", "shape": (), "kind": "real"},
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
