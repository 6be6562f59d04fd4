"""Compiled from data_tokens_ragged.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # data_tokens_ragged.dl:1
    """The fields of `d`; what is fitted is fitted on the training split only."""
    x = fit.lower(columns["text"])  # text  data_tokens_ragged.dl:5
    words = fit.tokens("d.words", x, size=20, longest=4)  # int[t <= 4]
    good = columns["good"]  # class[2]  data_tokens_ragged.dl:6
    return {"words": words, "good": good}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


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


class Net(nnx.Module):  # data_tokens_ragged.dl:8
    """words: int[t <= 4] -> [2]; 3 * vocabulary(d.words) + 8 weights."""

    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 3, rngs=rngs)  # data_tokens_ragged.dl:8
        self.dense1 = nnx.Linear(3, 2, rngs=rngs)

    def __call__(self, words, t_length):
        x = self.embed1(words)  # [t <= 4, 3]  data_tokens_ragged.dl:8
        x = jnp.mean(x, axis=1, where=places(x, t_length))  # [3]
        return self.dense1(x)  # [2]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs, sizes):
        self.Net = Net(rngs, sizes=sizes)


def initialise(seed, sizes):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0), sizes))
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


def train_loss(models, batch, rngs=None, training=False):  # data_tokens_ragged.dl:9
    """cross_entropy(Net(words), good), averaged over the batch."""
    x = models.Net(batch["words"], t_length=batch["words.length"])  # [2]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["good"]))


def train_optimizer(steps):  # data_tokens_ragged.dl:9
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
    "name": "data_tokens_ragged",
    "title": "",
    "spec": "data_tokens_ragged.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": "3 * vocabulary(d.words) + 8"}},
    "data": [
        {
            "name": "d",
            "source": "rows",
            "arguments": {
                "text": ("good film", "a bad film", "bad, bad", "so good", "good good good", "a film"),
                "good": (1, 0, 0, 1, 1, 0),
            },
            "columns": d,
            "fields": {"words": {"shape": (4,), "kind": "int"}, "good": {"shape": (), "kind": "class", "classes": 2}},
            "sizes": {"words": "d.words"},
            "ragged": {"words": "t"},
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
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
