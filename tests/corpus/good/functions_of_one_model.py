"""Compiled from functions_of_one_model.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # functions_of_one_model.dl:1
    """The fields of `digits`."""
    v = columns["features"] / 16  # [64]
    return {"v": v}


def normal(generator, shape, std):
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


class Tied(nnx.Module):  # functions_of_one_model.dl:2
    """1,104 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((64, 16)))  # functions_of_one_model.dl:3
        self.b = nnx.Param(jnp.zeros((16,)))  # functions_of_one_model.dl:4
        self.c = nnx.Param(jnp.zeros((64,)))  # functions_of_one_model.dl:5

    def encode(self, v):  # functions_of_one_model.dl:6
        """v: [64] -> [16]."""
        return jax.nn.sigmoid(v @ self.w + self.b)  # [16]  functions_of_one_model.dl:6

    def decode(self, h):  # functions_of_one_model.dl:7
        """h: [16] -> [64]."""
        return h @ jnp.transpose(self.w[...]) + self.c  # [64]  functions_of_one_model.dl:7

    def again(self, v):  # functions_of_one_model.dl:8
        """v: [64] -> [64]."""
        x = self.encode(v)  # [16]  functions_of_one_model.dl:8
        return self.decode(x)  # [64]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Tied = Tied()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "w"]:
                return normal(generator, leaf.shape, std=0.1)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # functions_of_one_model.dl:10
    """mse(Tied.again(v), v), averaged over the batch."""
    x = models.Tied.again(batch["v"])  # [64]
    return jnp.mean(jnp.mean(jnp.square(x - batch["v"]), axis=-1))


def train_optimizer(steps):  # functions_of_one_model.dl:10
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


def evaluate(models, batch):  # functions_of_one_model.dl:11
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Tied.encode(batch["v"])  # [16]
    x = models.Tied.decode(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),)]


EXPERIMENT = {
    "name": "functions_of_one_model",
    "title": "",
    "spec": "functions_of_one_model.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Tied": {"weights": 1104}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {"v": {"shape": (64,), "kind": "real"}},
            "inputs": ("v",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 1,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["mse(Tied.again(v), v)"],
            "optimizers": [train_optimizer],
            "trains": [("Tied",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "digits",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "loss",
                    "word": "mse",
                    "arguments": {},
                    "title": "mse(Tied.decode(Tied.encode(v)), v)",
                    "line": 11,
                    "inputs": [{"title": "mse(Tied.decode(Tied.encode(v)), v)", "shape": (), "kind": "real"}],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
