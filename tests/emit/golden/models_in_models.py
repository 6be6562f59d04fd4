"""Models within models share their weights.

Compiled from models_in_models.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # models_in_models.dl:2
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    x = fit.standardize("iris.x", columns["features"])  # [4]  models_in_models.dl:3
    kind = columns["target"]  # class[3]  models_in_models.dl:2
    return {"x": x, "kind": kind}


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


class Zebra(nnx.Module):  # models_in_models.dl:6
    """x: [4] -> [8]; 56 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # models_in_models.dl:6
        self.batch_norm1 = nnx.BatchNorm(8, rngs=rngs)

    def __call__(self, x, training=False, rngs=None):
        x = self.dense1(x)  # [8]  models_in_models.dl:6
        x = self.batch_norm1(x, use_running_average=not training)
        x = jnp.tanh(x)
        return nnx.Dropout(0.1)(x, deterministic=not training, rngs=rngs)


class Apple(nnx.Module):  # models_in_models.dl:7
    """x: [4] -> [3]; 27 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # models_in_models.dl:7

    def __call__(self, x, zebra, training=False, rngs=None):
        x = zebra(x, training=training, rngs=rngs)  # [8]  models_in_models.dl:7
        return self.dense1(x)  # [3]


class Mango(nnx.Module):  # models_in_models.dl:8
    """x: [4] -> [3]; 27 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # models_in_models.dl:8

    def __call__(self, x, zebra, training=False, rngs=None):
        y = zebra(x, training=training, rngs=rngs)  # [8]  models_in_models.dl:8
        x = zebra(-x, training=training, rngs=rngs)
        return self.dense1(y + x)  # [3]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Zebra = Zebra(rngs)
        self.Apple = Apple(rngs)
        self.Mango = Mango(rngs)


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
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def pretrain_loss(models, batch, rngs=None, training=False):  # models_in_models.dl:10
    """cross_entropy(Apple(x), kind), averaged over the batch."""
    x = models.Apple(batch["x"], zebra=models.Zebra, training=training, rngs=rngs)  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def pretrain_optimizer(steps):  # models_in_models.dl:10
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


def pretrain_steps(graph, optimizers):
    """The compiled step of `pretrain`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        key = jax.random.fold_in(jax.random.key(0), state["step"])
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] in ("Zebra", "Apple"), ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = pretrain_loss(models, batch, nnx.Rngs(key), training=True)
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


def probe_loss(models, batch, rngs=None, training=False):  # models_in_models.dl:13
    """cross_entropy(Mango(x), kind), averaged over the batch."""
    x = models.Mango(batch["x"], zebra=models.Zebra, training=training, rngs=rngs)  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def probe_optimizer(steps):  # models_in_models.dl:13
    """clip_by_global_norm(1.0) -> adam(0.01), over `steps` steps."""
    return optax.chain(optax.clip_by_global_norm(1.0), optax.adam(0.01))


def probe_steps(graph, optimizers):
    """The compiled step of `probe`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        key = jax.random.fold_in(jax.random.key(3), state["step"])
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Mango", ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = probe_loss(models, batch, nnx.Rngs(key), training=True)
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


def evaluate(models, batch):  # models_in_models.dl:15
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    y = models.Mango(batch["x"], zebra=models.Zebra)  # models_in_models.dl:16
    return [(x, batch["kind"]), (y, batch["kind"])]


def evaluate2(models, batch):  # models_in_models.dl:17
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Apple(batch["x"], zebra=models.Zebra)  # [3]
    return [(x, batch["kind"])]


EXPERIMENT = {
    "name": "models_in_models",
    "title": "Models within models share their weights.",
    "spec": "models_in_models.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Zebra": {"weights": 56}, "Apple": {"weights": 27}, "Mango": {"weights": 27}},
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
            },
            "inputs": ("x",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "pretrain",
            "data": "iris",
            "on": "train",
            "epochs": 10,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [pretrain_loss],
            "titles": ["cross_entropy(Apple(x), kind)"],
            "optimizers": [pretrain_optimizer],
            "trains": [("Zebra", "Apple")],
            "steps": pretrain_steps,
        },
        {
            "name": "probe",
            "data": "iris",
            "on": "train",
            "epochs": 10,
            "batch": 16,
            "seed": 3,
            "fused": 50,
            "losses": [probe_loss],
            "titles": ["cross_entropy(Mango(x), kind)"],
            "optimizers": [probe_optimizer],
            "trains": [("Mango",)],
            "steps": probe_steps,
        },
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
                    "title": "classification(Apple(x), kind)",
                    "line": 15,
                    "inputs": [
                        {"title": "Apple(x)", "shape": (3,), "kind": "real"},
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
                    "title": "classification(Mango(x), kind)",
                    "line": 16,
                    "inputs": [
                        {"title": "Mango(x)", "shape": (3,), "kind": "real"},
                        {
                            "title": "kind",
                            "shape": (),
                            "kind": "class",
                            "classes": 3,
                            "class_names": ("setosa", "versicolor", "virginica"),
                        },
                    ],
                },
            ],
        },
        {
            "data": "iris",
            "on": "train",
            "outputs": evaluate2,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Apple(x), kind)",
                    "line": 17,
                    "inputs": [
                        {"title": "Apple(x)", "shape": (3,), "kind": "real"},
                        {
                            "title": "kind",
                            "shape": (),
                            "kind": "class",
                            "classes": 3,
                            "class_names": ("setosa", "versicolor", "virginica"),
                        },
                    ],
                }
            ],
        },
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
