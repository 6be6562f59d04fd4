"""Compiled from two_phases.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # two_phases.dl:1
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    x = fit.standardize("iris.x", columns["features"])  # [4]  two_phases.dl:2
    kind = columns["target"]  # class[3]  two_phases.dl:1
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


class Encoder(nnx.Module):  # two_phases.dl:5
    """x: [4] -> [8]; 40 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # two_phases.dl:5

    def __call__(self, x):
        x = self.dense1(x)  # [8]  two_phases.dl:5
        return jnp.tanh(x)


class Decoder(nnx.Module):  # two_phases.dl:6
    """x: [8] -> [4]; 36 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 4, rngs=rngs)  # two_phases.dl:6

    def __call__(self, x):
        return self.dense1(x)  # [4]  two_phases.dl:6


class Head(nnx.Module):  # two_phases.dl:7
    """x: [8] -> [3]; 27 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # two_phases.dl:7

    def __call__(self, x):
        return self.dense1(x)  # [3]  two_phases.dl:7


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Encoder = Encoder(rngs)
        self.Decoder = Decoder(rngs)
        self.Head = Head(rngs)


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


def pretrain_loss(models, batch, rngs=None, training=False):  # two_phases.dl:8
    """mse(Decoder(Encoder(x)), x), averaged over the batch."""
    x = models.Encoder(batch["x"])  # [8]
    x = models.Decoder(x)  # [4]
    return jnp.mean(jnp.mean(jnp.square(x - batch["x"]), axis=-1))


def pretrain_optimizer(steps):  # two_phases.dl:8
    """adam(1e-2), over `steps` steps."""
    return optax.adam(0.01)


def pretrain_steps(graph, optimizers):
    """The compiled step of `pretrain`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] in ("Encoder", "Decoder"), ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = pretrain_loss(models, batch, training=True)
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


def probe_loss(models, batch, rngs=None, training=False):  # two_phases.dl:9
    """cross_entropy(Head(Encoder(x)), kind), averaged over the batch."""
    x = models.Encoder(batch["x"])  # [8]
    x = models.Head(x)  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def probe_optimizer(steps):  # two_phases.dl:9
    """adam(1e-2), over `steps` steps."""
    return optax.adam(0.01)


def probe_steps(graph, optimizers):
    """The compiled step of `probe`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Head", ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = probe_loss(models, batch, training=True)
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


def evaluate(models, batch):  # two_phases.dl:10
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Encoder(batch["x"])  # [8]
    x = models.Head(x)  # [3]
    return [(x, batch["kind"])]


EXPERIMENT = {
    "name": "two_phases",
    "title": "",
    "spec": "two_phases.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Encoder": {"weights": 40}, "Decoder": {"weights": 36}, "Head": {"weights": 27}},
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
            "epochs": 1,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [pretrain_loss],
            "titles": ["mse(Decoder(Encoder(x)), x)"],
            "optimizers": [pretrain_optimizer],
            "trains": [("Encoder", "Decoder")],
            "steps": pretrain_steps,
        },
        {
            "name": "probe",
            "data": "iris",
            "on": "train",
            "epochs": 1,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [probe_loss],
            "titles": ["cross_entropy(Head(Encoder(x)), kind)"],
            "optimizers": [probe_optimizer],
            "trains": [("Head",)],
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
                    "word": "accuracy",
                    "arguments": {},
                    "title": "accuracy(Head(Encoder(x)), kind)",
                    "line": 10,
                    "inputs": [
                        {"title": "Head(Encoder(x))", "shape": (3,), "kind": "real"},
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
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
