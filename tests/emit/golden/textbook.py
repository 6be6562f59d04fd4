"""Textbook notation

Compiled from textbook.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # textbook.dl:2
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    x = fit.standardize("iris.x", columns["features"])  # [4]  textbook.dl:3
    kind = columns["target"]  # class[3]  textbook.dl:2
    is_setosa = kind == 0  # class[2]  textbook.dl:5
    return {"x": x, "kind": kind, "is_setosa": is_setosa}


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


class Net(nnx.Module):  # textbook.dl:7
    """67 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # textbook.dl:7
        self.dense2 = nnx.Linear(8, 3, rngs=rngs)

    def logits(self, x):  # textbook.dl:7
        """x: [4] -> [3]."""
        x = self.dense1(x)  # [8]  textbook.dl:7
        x = jnp.tanh(x)
        return self.dense2(x)  # [3]

    def __call__(self, x):
        x = self.logits(x)  # [3]  textbook.dl:7
        return jax.nn.softmax(x)


class Bin(nnx.Module):  # textbook.dl:8
    """5 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)  # textbook.dl:8

    def logits(self, x):  # textbook.dl:8
        """x: [4] -> []."""
        x = self.dense1(x)  # [1]  textbook.dl:8
        return jnp.squeeze(x, axis=1)  # []

    def __call__(self, x):
        x = self.logits(x)  # []  textbook.dl:8
        return jax.nn.sigmoid(x)


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Net = Net(rngs)
        self.Bin = Bin(rngs)


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


def train_loss_net(models, batch, rngs=None, training=False):  # textbook.dl:10
    """cross_entropy(Net(x), kind), averaged over the batch."""
    x = models.Net.logits(batch["x"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def train_optimizer_net(steps):  # textbook.dl:10
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


def train_loss_bin(models, batch, rngs=None, training=False):  # textbook.dl:11
    """binary_cross_entropy(Bin(x), is_setosa), averaged over the batch."""
    x = models.Bin.logits(batch["x"])  # []
    return jnp.mean(optax.sigmoid_binary_cross_entropy(x, batch["is_setosa"]))


def train_optimizer_bin(steps):  # textbook.dl:11
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

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Net", ...)

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_net(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Bin", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_bin(models, batch, training=True)
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


def evaluate(models, batch):  # textbook.dl:13
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["x"])  # [3]
    y = models.Bin(batch["x"])  # []  textbook.dl:14
    z = models.Net.logits(batch["x"])  # [3]  textbook.dl:15
    return [
        (x, batch["kind"]),
        (y, batch["is_setosa"]),
        (optax.softmax_cross_entropy_with_integer_labels(z, batch["kind"]),),
    ]


EXPERIMENT = {
    "name": "textbook",
    "title": "Textbook notation",
    "spec": "textbook.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 67}, "Bin": {"weights": 5}},
    "data": [
        {
            "name": "iris",
            "source": "sklearn",
            "arguments": {"dataset": "iris"},
            "columns": iris,
            "fields": {
                "x": {"shape": (4,), "kind": "real"},
                "kind": {
                    "shape": (),
                    "kind": "class",
                    "classes": 3,
                    "class_names": ("setosa", "versicolor", "virginica"),
                },
                "is_setosa": {"shape": (), "kind": "class", "classes": 2, "class_names": ("no", "yes")},
            },
            "inputs": ("x",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "iris",
            "on": "train",
            "epochs": 10,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss_net, train_loss_bin],
            "titles": ["cross_entropy(Net(x), kind)", "binary_cross_entropy(Bin(x), is_setosa)"],
            "optimizers": [train_optimizer_net, train_optimizer_bin],
            "trains": [("Net",), ("Bin",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "iris",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Net(x), kind)",
                    "line": 13,
                    "inputs": [
                        {"title": "Net(x)", "shape": (3,), "kind": "real", "meaning": "probability"},
                        {
                            "title": "kind",
                            "shape": (),
                            "kind": "class",
                            "classes": 3,
                            "class_names": ("setosa", "versicolor", "virginica"),
                        },
                    ],
                },
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Bin(x), is_setosa)",
                    "line": 14,
                    "inputs": [
                        {"title": "Bin(x)", "shape": (), "kind": "real", "meaning": "probability"},
                        {
                            "title": "is_setosa",
                            "shape": (),
                            "kind": "class",
                            "classes": 2,
                            "class_names": ("no", "yes"),
                        },
                    ],
                },
                {
                    "namespace": "loss",
                    "word": "cross_entropy",
                    "arguments": {"smoothing": 0.0},
                    "title": "cross_entropy(Net(x), kind)",
                    "line": 15,
                    "inputs": [{"title": "cross_entropy(Net(x), kind)", "shape": (), "kind": "real"}],
                },
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
