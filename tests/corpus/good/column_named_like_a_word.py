"""A column called `mean`: what is called is the word.

Compiled from column_named_like_a_word.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # column_named_like_a_word.dl:2
    """The fields of `d`."""
    mean = columns["mean"]  # []
    y = columns["y"]
    return {"mean": mean, "y": y}


class Line(nnx.Module):  # column_named_like_a_word.dl:3
    """x: [] -> []; 1 weight."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # column_named_like_a_word.dl:4

    def __call__(self, x):
        return self.w * x  # column_named_like_a_word.dl:5


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Line = Line()


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


def train_loss(models, batch, rngs=None, training=False):  # column_named_like_a_word.dl:7
    """mean(square(Line(mean) - y)), averaged over the batch."""
    x = models.Line(batch["mean"])  # []
    return jnp.mean(jnp.mean(jnp.square(x - batch["y"]), axis=()))


def train_optimizer(steps):  # column_named_like_a_word.dl:7
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


EXPERIMENT = {
    "name": "column_named_like_a_word",
    "title": "A column called `mean`: what is called is the word.",
    "spec": "column_named_like_a_word.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Line": {"weights": 1}},
    "data": [
        {
            "name": "d",
            "source": "rows",
            "arguments": {"mean": (1.0, 2.0, 3.0), "y": (1.0, 2.0, 3.0)},
            "columns": d,
            "fields": {"mean": {"shape": (), "kind": "real"}, "y": {"shape": (), "kind": "real"}},
            "inputs": ("mean",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "d",
            "on": "train",
            "epochs": 1,
            "batch": 2,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["mean(square(Line(mean) - y))"],
            "optimizers": [train_optimizer],
            "trains": [("Line",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
