"""Compiled from vocabulary.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def flowers(columns, fit):  # vocabulary.dl:1
    """The fields of `flowers`."""
    features = columns["features"]  # [4]
    target = columns["target"]  # class[3]
    sepal_length = columns["sepal_length"]  # []
    sepal_width = columns["sepal_width"]
    petal_length = columns["petal_length"]
    petal_width = columns["petal_width"]
    return {
        "features": features,
        "target": target,
        "sepal_length": sepal_length,
        "sepal_width": sepal_width,
        "petal_length": petal_length,
        "petal_width": petal_width,
    }


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


class Next(nnx.Module):  # vocabulary.dl:5
    """tokens: int[2] -> [2, vocabulary(plays.tokens)]; 17 * vocabulary(plays.tokens) weights."""

    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["plays.tokens"], 8, rngs=rngs)  # vocabulary.dl:6
        self.dense1 = nnx.Linear(8, sizes["plays.tokens"], rngs=rngs)

    def __call__(self, tokens):
        x = self.embed1(tokens)  # [2, 8]  vocabulary.dl:6
        return self.dense1(x)  # [2, vocabulary(plays.tokens)]


class Kind(nnx.Module):  # vocabulary.dl:9
    """x: [4] -> [3]; 51 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 6, rngs=rngs)  # vocabulary.dl:9
        self.dense2 = nnx.Linear(6, 3, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [6]  vocabulary.dl:9
        x = jax.nn.relu(x)
        return self.dense2(x)  # [3]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs, sizes):
        self.Next = Next(rngs, sizes=sizes)
        self.Kind = Kind(rngs)


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


def words_loss(models, batch, rngs=None, training=False):  # vocabulary.dl:11
    """cross_entropy(Next(tokens[:-1]), tokens[1:]), averaged over the batch."""
    x = models.Next(batch["tokens"][:, :-1])  # [2, vocabulary(plays.tokens)]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["tokens"][:, 1:]))


def words_optimizer(steps):  # vocabulary.dl:11
    """adam(1e-2), over `steps` steps."""
    return optax.adam(0.01)


def words_steps(graph, optimizers):
    """The compiled step of `words`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Next", ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = words_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(part)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
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


def kinds_loss(models, batch, rngs=None, training=False):  # vocabulary.dl:14
    """cross_entropy(Kind(flowers.features), flowers.target), averaged over the batch."""
    x = models.Kind(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def kinds_optimizer(steps):  # vocabulary.dl:14
    """adam(1e-2), over `steps` steps."""
    return optax.adam(0.01)


def kinds_steps(graph, optimizers):
    """The compiled step of `kinds`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Kind", ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = kinds_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(part)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
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


def evaluate(models, batch):  # vocabulary.dl:17
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Kind(batch["features"])  # [3]
    return [(x, batch["target"])]


EXPERIMENT = {
    "name": "vocabulary",
    "title": "",
    "spec": "vocabulary.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Next": {"weights": "17 * vocabulary(plays.tokens)"}, "Kind": {"weights": 51}},
    "data": [
        {
            "name": "flowers",
            "source": "sklearn",
            "arguments": {"dataset": "iris"},
            "columns": flowers,
            "fields": {
                "features": {"shape": (4,), "kind": "real"},
                "target": {
                    "shape": (),
                    "kind": "class",
                    "classes": 3,
                    "class_names": ("setosa", "versicolor", "virginica"),
                },
                "sepal_length": {"shape": (), "kind": "real"},
                "sepal_width": {"shape": (), "kind": "real"},
                "petal_length": {"shape": (), "kind": "real"},
                "petal_width": {"shape": (), "kind": "real"},
            },
            "inputs": ("features",),
            "splits": [],
        },
        {
            "name": "plays",
            "source": "rows",
            "arguments": {"tokens": ((0, 1, 2), (1, 2, 3))},
            "columns": plays,
            "fields": {"tokens": {"shape": (3,), "kind": "int"}},
            "sizes": {"tokens": "plays.tokens"},
            "inputs": ("tokens",),
            "splits": [],
        },
    ],
    "phases": [
        {
            "name": "words",
            "data": "plays",
            "on": "train",
            "epochs": 2,
            "batch": 2,
            "seed": 0,
            "fused": 50,
            "losses": [words_loss],
            "titles": ["cross_entropy(Next(tokens[:-1]), tokens[1:])"],
            "optimizers": [words_optimizer],
            "trains": [("Next",)],
            "steps": words_steps,
        },
        {
            "name": "kinds",
            "data": "flowers",
            "on": "train",
            "epochs": 2,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [kinds_loss],
            "titles": ["cross_entropy(Kind(flowers.features), flowers.target)"],
            "optimizers": [kinds_optimizer],
            "trains": [("Kind",)],
            "steps": kinds_steps,
        },
    ],
    "evaluations": [
        {
            "data": "flowers",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Kind(flowers.features), flowers.target)",
                    "line": 17,
                    "inputs": [
                        {"title": "Kind(flowers.features)", "shape": (3,), "kind": "real"},
                        {
                            "title": "target",
                            "shape": (),
                            "kind": "class",
                            "classes": 3,
                            "class_names": ("setosa", "versicolor", "virginica"),
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
