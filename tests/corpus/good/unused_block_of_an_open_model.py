"""A block that nothing uses applies a model that something else has given its shape.

Compiled from unused_block_of_an_open_model.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # unused_block_of_an_open_model.dl:2
    """The fields of `d`."""
    words = columns["words"]  # int[3]
    good = columns["good"]  # class[2]
    return {"words": words, "good": good}


def normal(generator, shape, std):
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


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


class Net(nnx.Module):  # unused_block_of_an_open_model.dl:7
    """words: int[3] -> [2]; 58 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # unused_block_of_an_open_model.dl:7
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, words):
        x = self.embed1(words)  # [3, 8]  unused_block_of_an_open_model.dl:7
        x = jnp.mean(x, axis=1)  # [8]
        return self.dense1(x)  # [2]


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
            case [*_, "embedding"]:
                return normal(generator, leaf.shape, std=leaf.shape[-1] ** -0.5)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # unused_block_of_an_open_model.dl:11
    """cross_entropy(Net(words), good), averaged over the batch."""
    x = models.Net(batch["words"])  # [2]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["good"]))


def train_optimizer(steps):  # unused_block_of_an_open_model.dl:11
    """adam(0.01), over `steps` steps."""
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


def evaluate(models, batch):  # unused_block_of_an_open_model.dl:13
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["words"])  # [2]
    return [(x, batch["good"])]


EXPERIMENT = {
    "name": "unused_block_of_an_open_model",
    "title": "A block that nothing uses applies a model that something else has given its shape.",
    "spec": "unused_block_of_an_open_model.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 58}},
    "data": [
        {
            "name": "d",
            "source": "rows",
            "arguments": {"words": ((1, 2, 3), (2, 4, 1), (3, 3, 2)), "good": (0, 1, 1)},
            "columns": d,
            "fields": {"words": {"shape": (3,), "kind": "int"}, "good": {"shape": (), "kind": "class", "classes": 2}},
            "inputs": ("words",),
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
            "titles": ["cross_entropy(Net(words), good)"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "d",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Net(words), good)",
                    "line": 13,
                    "inputs": [
                        {"title": "Net(words)", "shape": (2,), "kind": "real"},
                        {"title": "good", "shape": (), "kind": "class", "classes": 2},
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
