"""Compiled from optimizers_for_parts.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # optimizers_for_parts.dl:1
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


def within(*parts):
    """Whether a weight belongs to one of some parts of models, by the paths that lead to them."""
    return lambda path, _: any(path[: len(part)] == part for part in parts)


class Wide(nnx.Module):  # optimizers_for_parts.dl:3
    """x: [4] -> [16]; 80 weights."""

    def __init__(self, rngs):
        self.inner = nnx.Linear(4, 16, rngs=rngs)  # optimizers_for_parts.dl:4

    def __call__(self, x):
        x = self.inner(x)  # [16]  optimizers_for_parts.dl:5
        return jax.nn.relu(x)


class Layers(nnx.Module):  # optimizers_for_parts.dl:11
    """x: [16] -> [16]; 272 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)  # optimizers_for_parts.dl:11

    def __call__(self, x):
        x = self.dense1(x)  # optimizers_for_parts.dl:11
        return jax.nn.relu(x)


class Net(nnx.Module):  # optimizers_for_parts.dl:8
    """x: [4] -> [3]; 679 weights."""

    def __init__(self, rngs):
        self.scale = nnx.Param(jnp.zeros((4,)))  # optimizers_for_parts.dl:9
        self.body = Wide(rngs)  # optimizers_for_parts.dl:13
        self.deep = nnx.List([Layers(rngs) for _ in range(2)])
        self.head = nnx.Linear(16, 3, rngs=rngs)  # optimizers_for_parts.dl:12

    def __call__(self, x):
        x = self.body(x * self.scale)  # [16]  optimizers_for_parts.dl:13
        for layer in self.deep:
            x = layer(x)
        return self.head(x)  # [3]


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
            case [*_, "scale"]:
                return np.full(leaf.shape, 1.0, leaf.dtype)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # optimizers_for_parts.dl:17
    """cross_entropy(Net(features), target), averaged over the batch."""
    x = models.Net(batch["features"])  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def train_optimizer_scale_inner(steps):  # optimizers_for_parts.dl:18
    """sgd(0.01), over `steps` steps."""
    return optax.sgd(0.01)


def train_optimizer_deep(steps):  # optimizers_for_parts.dl:19
    """adam(0.001), over `steps` steps."""
    return optax.adam(0.001)


def train_optimizer_head(steps):  # optimizers_for_parts.dl:20
    """adamw(0.01), over `steps` steps."""
    return optax.adamw(0.01)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        # One part for each optimizer.
        *parts, rest = nnx.split_state(
            weights,
            within(("Net", "scale"), ("Net", "body", "inner")),
            within(("Net", "deep")),
            within(("Net", "head")),
            ...,
        )

        def objective(parts):
            models = nnx.merge(graph, *parts, rest, statistics, copy=True)
            loss = train_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradients = jax.value_and_grad(objective, has_aux=True)(parts)
        update, optimizer_state1 = optimizers[0].update(gradients[0], state["optimizers"][0], parts[0])
        parts[0] = optax.apply_updates(parts[0], update)
        update, optimizer_state2 = optimizers[1].update(gradients[1], state["optimizers"][1], parts[1])
        parts[1] = optax.apply_updates(parts[1], update)
        update, optimizer_state3 = optimizers[2].update(gradients[2], state["optimizers"][2], parts[2])
        parts[2] = optax.apply_updates(parts[2], update)
        weights = nnx.merge_state(*parts, rest)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state1, optimizer_state2, optimizer_state3),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # optimizers_for_parts.dl:23
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["features"])  # [3]
    return [(x, batch["target"])]


EXPERIMENT = {
    "name": "optimizers_for_parts",
    "title": "",
    "spec": "optimizers_for_parts.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 679}},
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
            "epochs": 10,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["cross_entropy(Net(features), target)"],
            "optimizers": [train_optimizer_scale_inner, train_optimizer_deep, train_optimizer_head],
            "trains": [("Net.scale", "Net.body.inner"), ("Net.deep",), ("Net.head",)],
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
                    "title": "classification(Net(features), target)",
                    "line": 23,
                    "inputs": [
                        {"title": "Net(features)", "shape": (3,), "kind": "real"},
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
