"""Compiled from ragged.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def notes(columns, fit):  # ragged.dl:1
    """The fields of `notes`."""
    steps_ = columns["steps"]  # int[t <= 16]
    tags = columns["tags"]
    kind = columns["kind"]  # class[2]
    return {"steps": steps_, "tags": tags, "kind": kind}


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


class Body(nnx.Module):  # ragged.dl:7
    """steps: int[t <= 16] -> [t <= 16, 8]; 112 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged.dl:7
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, steps_):
        x = self.embed1(steps_)  # [t <= 16, 8]  ragged.dl:7
        x = self.dense1(x)
        return jax.nn.relu(x)


class Tagger(nnx.Module):  # ragged.dl:9
    """steps: int[t <= 16] -> [t <= 16, 2]; 18 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)  # ragged.dl:9

    def __call__(self, steps_, body):
        x = body(steps_)  # [t <= 16, 8]  ragged.dl:9
        return self.dense1(x)  # [t <= 16, 2]


class Reader(nnx.Module):  # ragged.dl:11
    """steps: int[t <= 16] -> [2]; 18 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)  # ragged.dl:11

    def __call__(self, steps_, body, t_length):
        x = body(steps_)  # [t <= 16, 8]  ragged.dl:11
        x = jnp.mean(x, axis=(1,), where=places(x, t_length))  # [8]
        return self.dense1(x)  # [2]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Body = Body(rngs)
        self.Tagger = Tagger(rngs)
        self.Reader = Reader(rngs)


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


def tags_loss(models, batch, rngs=None, training=False):  # ragged.dl:13
    """cross_entropy(Tagger(steps), tags), averaged over the batch."""
    x = models.Tagger(batch["steps"], body=models.Body)  # [t <= 16, 2]
    loss = optax.softmax_cross_entropy_with_integer_labels(x, batch["tags"])
    return jnp.mean(jnp.mean(loss, axis=1, where=places(loss, batch["steps.length"])))


def tags_optimizer(steps):  # ragged.dl:13
    """adam(1e-2), over `steps` steps."""
    return optax.adam(0.01)


def tags_steps(graph, optimizers):
    """The compiled step of `tags`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] in ("Body", "Tagger"), ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = tags_loss(models, batch, training=True)
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


def kinds_loss(models, batch, rngs=None, training=False):  # ragged.dl:16
    """cross_entropy(Reader(steps), kind), averaged over the batch."""
    x = models.Reader(batch["steps"], body=models.Body, t_length=batch["steps.length"])  # [2]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def kinds_optimizer(steps):  # ragged.dl:16
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

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Reader", ...)

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


def evaluate(models, batch):  # ragged.dl:19
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["steps"], body=models.Body, t_length=batch["steps.length"])  # [2]  ragged.dl:20
    y = models.Tagger(batch["steps"], body=models.Body)  # [t <= 16, 2]  ragged.dl:21
    return [(x, batch["kind"]), (y, batch["tags"], batch["steps.length"])]


EXPERIMENT = {
    "name": "ragged",
    "title": "",
    "spec": "ragged.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Body": {"weights": 112}, "Tagger": {"weights": 18}, "Reader": {"weights": 18}},
    "data": [
        {
            "name": "notes",
            "source": "rows",
            "arguments": {"steps": ((1, 2, 3), (4,)), "tags": ((0, 1, 0), (1,)), "kind": (0, 1)},
            "columns": notes,
            "fields": {
                "steps": {"shape": (16,), "kind": "int"},
                "tags": {"shape": (16,), "kind": "int"},
                "kind": {"shape": (), "kind": "class", "classes": 2},
            },
            "ragged": {"steps": "t", "tags": "t"},
            "inputs": ("steps",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "tags",
            "data": "notes",
            "on": "train",
            "epochs": 2,
            "batch": 2,
            "seed": 0,
            "fused": 50,
            "losses": [tags_loss],
            "titles": ["cross_entropy(Tagger(steps), tags)"],
            "optimizers": [tags_optimizer],
            "trains": [("Body", "Tagger")],
            "steps": tags_steps,
        },
        {
            "name": "kinds",
            "data": "notes",
            "on": "train",
            "epochs": 2,
            "batch": 2,
            "seed": 0,
            "fused": 50,
            "losses": [kinds_loss],
            "titles": ["cross_entropy(Reader(steps), kind)"],
            "optimizers": [kinds_optimizer],
            "trains": [("Reader",)],
            "steps": kinds_steps,
        },
    ],
    "evaluations": [
        {
            "data": "notes",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Reader(steps), kind)",
                    "line": 20,
                    "inputs": [
                        {"title": "Reader(steps)", "shape": (2,), "kind": "real"},
                        {"title": "kind", "shape": (), "kind": "class", "classes": 2},
                    ],
                },
                {
                    "namespace": "measure",
                    "word": "accuracy",
                    "arguments": {},
                    "title": "accuracy(Tagger(steps), tags)",
                    "line": 21,
                    "ragged": True,
                    "inputs": [
                        {"title": "Tagger(steps)", "shape": (16, 2), "kind": "real"},
                        {"title": "tags", "shape": (16,), "kind": "int"},
                        {"title": "length", "shape": (), "kind": "int"},
                    ],
                },
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
