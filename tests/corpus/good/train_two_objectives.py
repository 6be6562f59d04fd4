"""Two `minimize` lines: two steps a batch, in the order written.

Compiled from train_two_objectives.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # train_two_objectives.dl:2
    """The fields of `iris`."""
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


class A(nnx.Module):  # train_two_objectives.dl:3
    """x: [4] -> [3]; 15 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # train_two_objectives.dl:3

    def __call__(self, x):
        return self.dense1(x)  # [3]  train_two_objectives.dl:3


class B(nnx.Module):  # train_two_objectives.dl:4
    """x: [4] -> [3]; 15 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)  # train_two_objectives.dl:4

    def __call__(self, x):
        return self.dense1(x)  # [3]  train_two_objectives.dl:4


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.A = A(rngs)
        self.B = B(rngs)


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


def train_loss_a(models, batch, rngs=None, training=False):  # train_two_objectives.dl:6
    """cross_entropy(A(features), target), averaged over the batch."""
    x = models.A(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def train_optimizer_a(steps):  # train_two_objectives.dl:6
    """sgd(0.1), over `steps` steps."""
    return optax.sgd(0.1)


def train_loss_b(models, batch, rngs=None, training=False):  # train_two_objectives.dl:7
    """cross_entropy(B(features), target), averaged over the batch."""
    x = models.B(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def train_optimizer_b(steps):  # train_two_objectives.dl:7
    """adam(1e-3), over `steps` steps."""
    return optax.adam(0.001)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "A", ...)

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_a(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "B", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_b(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss2, statistics), gradient = jax.value_and_grad(objective2, has_aux=True)(part)
        update, optimizer_state2 = optimizers[1].update(gradient, state["optimizers"][1], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state1, optimizer_state2),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss1, loss2])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


EXPERIMENT = {
    "name": "train_two_objectives",
    "title": "Two `minimize` lines: two steps a batch, in the order written.",
    "spec": "train_two_objectives.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"A": {"weights": 15}, "B": {"weights": 15}},
    "data": [
        {
            "name": "iris",
            "source": "sklearn",
            "arguments": {"dataset": "iris"},
            "columns": iris,
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
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "iris",
            "on": "train",
            "epochs": 1,
            "batch": 8,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss_a, train_loss_b],
            "titles": ["cross_entropy(A(features), target)", "cross_entropy(B(features), target)"],
            "optimizers": [train_optimizer_a, train_optimizer_b],
            "trains": [("A",), ("B",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
