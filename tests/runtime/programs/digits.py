"""A small network with dropout and batch norm reads 8 x 8 digits; several steps a call.

Compiled from digits.dl by dlc 0.1.0.  `python digits.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # digits.dl:3
    """The fields of `digits`; what is fitted is fitted on the training split only."""
    pixels = columns["features"] / np.float32(16)  # [64]  digits.dl:4
    digit = columns["target"]  # class[10]  digits.dl:5
    return {"pixels": pixels, "digit": digit}


class Net(nnx.Module):  # digits.dl:8
    """pixels: [64] -> [10]; 2,474 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)  # digits.dl:9
        self.batch_norm1 = nnx.BatchNorm(32, rngs=rngs)  # digits.dl:9
        self.dropout1 = nnx.Dropout(0.1)  # digits.dl:9
        self.dense2 = nnx.Linear(32, 10, rngs=rngs)  # digits.dl:10

    def __call__(self, pixels, rngs=None, training=False):
        x = self.dense1(pixels)  # [32]  digits.dl:9
        x = self.batch_norm1(x, use_running_average=not training)
        x = jax.nn.relu(x)
        x = self.dropout1(x, deterministic=not training, rngs=rngs)
        x = self.dense2(x)  # [10]  digits.dl:10
        return x


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Net = Net(rngs)


def lecun_normal(generator, shape, fan_in):
    """A normal distribution of variance 1 / fan-in, cut off at two standard deviations (LeCun et al., 1998)."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return draws / np.float32(0.87962566103423978 * math.sqrt(fan_in))  # the cut leaves 0.88 of the deviation


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics)."""
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match path[-2].key:
            case "kernel":
                return lecun_normal(generator, leaf.shape, math.prod(leaf.shape[:-1]))
            case "scale" | "var":
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    draw_all = jax.tree_util.tree_map_with_path
    return graph, draw_all(draw, weights), draw_all(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # digits.dl:14
    """cross_entropy(Net(pixels), digit), averaged over the batch."""
    x = models.Net(batch["pixels"], rngs=rngs, training=training)  # [10]  digits.dl:14
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train_optimizer(steps):  # digits.dl:14
    """adam(0.01)."""
    return optax.adam(0.01)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` are the fields on the device, `rows` [k, batch] the examples of k batches in a row, `losses` [k, 1].
    The old state's memory is reused.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        key = jax.random.fold_in(jax.random.key(0), state["step"])
        weights, statistics, optimizer_states = state["weights"], state["statistics"], list(state["optimizers"])

        def objective(weights):
            models = nnx.merge(graph, weights, statistics, copy=True)
            loss = train_loss(models, batch, rngs=nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(weights)
        update, optimizer_states[0] = optimizers[0].update(gradient, optimizer_states[0], weights)
        weights = optax.apply_updates(weights, update)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": tuple(optimizer_states),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # digits.dl:17
    """The values that each measure and picture is about, in the order of EXPERIMENT["evaluations"]."""
    x = models.Net(batch["pixels"])  # [10]  digits.dl:18
    return [(x, batch["digit"]), (batch["pixels"], x, batch["digit"])]


DIGIT = {
    "title": "digit",
    "shape": (),
    "kind": "class",
    "meaning": "value",
    "classes": 10,
    "class_names": (),
}
LOGITS = {
    "title": "Net(pixels)",
    "shape": (10,),
    "kind": "real",
    "meaning": "logits",
    "classes": None,
    "class_names": (),
}
PIXELS = {
    "title": "pixels",
    "shape": (64,),
    "kind": "real",
    "meaning": "value",
    "classes": None,
    "class_names": (),
}

EXPERIMENT = {
    "name": "digits",
    "title": "A small network with dropout and batch norm reads 8 x 8 digits; several steps a call.",
    "spec": "digits.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 2474}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {
                "pixels": {"shape": (64,), "kind": "real", "classes": None, "class_names": ()},
                "digit": {"shape": (), "kind": "class", "classes": 10, "class_names": ()},
            },
            "splits": [{"parts": {"validation": 0.1, "test": 0.2}, "seed": 0}],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 6,
            "batch": 64,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["cross_entropy(Net(pixels), digit)"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "digits",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Net(pixels), digit)",
                    "line": 18,
                    "inputs": [LOGITS, DIGIT],
                },
                {
                    "namespace": "show",
                    "word": "trace",
                    "arguments": {},
                    "title": "trace(pixels, Net(pixels), digit)",
                    "line": 19,
                    "inputs": [PIXELS, LOGITS, DIGIT],
                },
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
