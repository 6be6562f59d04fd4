"""How large the vocabulary is, only the data tell: a next-token model of three-token sentences.

Compiled from vocabulary.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def plays(columns, fit):  # vocabulary.dl:3
    """The fields of `plays`."""
    tokens = columns["tokens"]  # int[3]
    return {"tokens": tokens}


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


class Scores(nnx.Module):  # vocabulary.dl:9
    """x: [2, 8] -> [2, vocabulary(plays.tokens)]; 17 * vocabulary(plays.tokens) + 144 weights."""

    def __init__(self, rngs, sizes):
        self.dense1 = nnx.Linear(8, 16, rngs=rngs)  # vocabulary.dl:9
        self.dense2 = nnx.Linear(16, sizes["plays.tokens"], rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [2, 16]  vocabulary.dl:9
        x = jax.nn.relu(x)
        return self.dense2(x)  # [2, vocabulary(plays.tokens)]


class Net(nnx.Module):  # vocabulary.dl:11
    """tokens: int[2] -> [2, vocabulary(plays.tokens)]; 26 * vocabulary(plays.tokens) + 144 weights."""

    def __init__(self, rngs, sizes):
        self.prior = nnx.Param(jnp.zeros((sizes["plays.tokens"],)))  # vocabulary.dl:12
        self.embed1 = nnx.Embed(sizes["plays.tokens"], 8, rngs=rngs)  # vocabulary.dl:13
        self.scores1 = Scores(rngs, sizes=sizes)

    def __call__(self, tokens):
        x = self.embed1(tokens)  # [2, 8]  vocabulary.dl:13
        x = self.scores1(x)  # [2, vocabulary(plays.tokens)]
        return x + self.prior


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


def train_loss(models, batch, rngs=None, training=False):  # vocabulary.dl:17
    """cross_entropy(Net(tokens[:-1]), tokens[1:]), averaged over the batch."""
    x = models.Net(batch["tokens"][:, :-1])  # [2, vocabulary(plays.tokens)]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["tokens"][:, 1:]))


def train_optimizer(steps):  # vocabulary.dl:17
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


def evaluate(models, batch):  # vocabulary.dl:20
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["tokens"][:, :-1])  # [2, vocabulary(plays.tokens)]
    return [(jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["tokens"][:, 1:]), axis=(1,)),)]


EXPERIMENT = {
    "name": "vocabulary",
    "title": "How large the vocabulary is, only the data tell: a next-token model of three-token sentences.",
    "spec": "vocabulary.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": "26 * vocabulary(plays.tokens) + 144"}},
    "data": [
        {
            "name": "plays",
            "source": "rows",
            "arguments": {
                "tokens": ((0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 0), (4, 0, 1), (0, 2, 4), (1, 3, 0), (2, 4, 1))
            },
            "columns": plays,
            "fields": {"tokens": {"shape": (3,), "kind": "int"}},
            "sizes": {"tokens": "plays.tokens"},
            "inputs": ("tokens",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "plays",
            "on": "train",
            "epochs": 20,
            "batch": 4,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["cross_entropy(Net(tokens[:-1]), tokens[1:])"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "plays",
            "on": "all",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "loss",
                    "word": "cross_entropy",
                    "arguments": {"smoothing": 0.0},
                    "title": "cross_entropy(Net(tokens[:-1]), tokens[1:])",
                    "line": 20,
                    "inputs": [{"title": "cross_entropy(Net(tokens[:-1]), tokens[1:])", "shape": (), "kind": "real"}],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
