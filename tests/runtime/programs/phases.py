"""Two phases, the second with two objectives over different weights: pretraining, then fine-tuning.

Compiled from phases.dl by dlc 0.1.0.  `python phases.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def diabetes(columns, fit):  # phases.dl:3
    """The fields of `diabetes`; what is fitted is fitted on the training split only."""
    x = columns["features"] * np.float32(20)  # [10]  phases.dl:4
    y = columns["target"] / np.float32(100)  # []  phases.dl:5
    return {"x": x, "y": y}


class Encoder(nnx.Module):  # phases.dl:8
    """x: [10] -> [4]; 44 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(10, 4, rngs=rngs)  # phases.dl:8

    def __call__(self, x):
        return jnp.tanh(self.dense1(x))  # [4]  phases.dl:8


class Head(nnx.Module):  # phases.dl:9
    """x: [4] -> []; 5 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)  # phases.dl:9

    def __call__(self, x):
        return self.dense1(x)[:, 0]  # []  phases.dl:9


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Encoder = Encoder(rngs)
        self.Head = Head(rngs)


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
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    draw_all = jax.tree_util.tree_map_with_path
    return graph, draw_all(draw, weights), draw_all(draw, statistics)


def fit_loss(models, batch):  # phases.dl:12
    """squared_error(Head(Encoder(x)), y), averaged over the batch."""
    x = models.Head(models.Encoder(batch["x"]))  # []  phases.dl:12
    return jnp.mean(jnp.square(x - batch["y"]))


def tune_loss2(models, batch):  # phases.dl:17
    """absolute_error(Head(Encoder(x)), y), averaged over the batch."""
    x = models.Head(models.Encoder(batch["x"]))  # []  phases.dl:17
    return jnp.mean(jnp.abs(x - batch["y"]))


def optimizer(steps):  # phases.dl:12
    """adam(0.01)."""
    return optax.adam(0.01)


def steps_of(losses, trains):
    """The compiled step of a phase with these objectives, in order, over these models' weights."""

    def make(graph, optimizers):
        def step(state, data, rows):
            batch = {name: column[rows] for name, column in data.items()}
            weights, statistics, optimizer_states = state["weights"], state["statistics"], list(state["optimizers"])
            values = []
            for place, (loss, names) in enumerate(zip(losses, trains, strict=True)):
                own = nnx.filter_state(weights, lambda path, _, names=names: path[0] in names)

                def objective(own, loss=loss, weights=weights):
                    models = nnx.merge(graph, nnx.merge_state(weights, own), statistics, copy=True)
                    return loss(models, batch)

                value, gradient = jax.value_and_grad(objective)(own)
                update, optimizer_states[place] = optimizers[place].update(gradient, optimizer_states[place], own)
                weights = nnx.merge_state(weights, optax.apply_updates(own, update))
                values.append(value)
            state = {
                "weights": weights,
                "statistics": statistics,
                "optimizers": tuple(optimizer_states),
                "step": state["step"] + 1,
            }
            return state, jnp.stack(values)

        return jax.jit(
            lambda state, data, rows: jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows),
            donate_argnums=0,
        )

    return make


def evaluate(models, batch):  # phases.dl:20
    """The values that each measure and picture is about, in the order of EXPERIMENT["evaluations"]."""
    x = models.Head(models.Encoder(batch["x"]))  # []  phases.dl:21
    return [(x, batch["y"])]


REAL = {"shape": (), "kind": "real", "meaning": "value", "classes": None, "class_names": ()}
PHASE = {"data": "diabetes", "on": "train", "epochs": 4, "batch": 32, "seed": 0, "fused": 50}
BOTH = ("Encoder", "Head")

EXPERIMENT = {
    "name": "phases",
    "title": "Two phases, the second with two objectives over different weights: pretraining, then fine-tuning.",
    "spec": "phases.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Encoder": {"weights": 44}, "Head": {"weights": 5}},
    "data": [
        {
            "name": "diabetes",
            "source": "sklearn",
            "arguments": {"dataset": "diabetes"},
            "columns": diabetes,
            "fields": {
                "x": {"shape": (10,), "kind": "real", "classes": None, "class_names": ()},
                "y": {"shape": (), "kind": "real", "classes": None, "class_names": ()},
            },
            "splits": [{"parts": {"test": 0.2}, "seed": 0}],
        }
    ],
    "phases": [
        {
            **PHASE,
            "name": "fit",
            "losses": [fit_loss],
            "titles": ["squared_error(Head(Encoder(x)), y)"],
            "optimizers": [optimizer],
            "trains": [BOTH],
            "steps": steps_of([fit_loss], [BOTH]),
        },
        {
            **PHASE,
            "name": "tune",
            "losses": [fit_loss, tune_loss2],
            "titles": ["squared_error(Head(Encoder(x)), y)", "absolute_error(Head(Encoder(x)), y)"],
            "optimizers": [optimizer, optimizer],
            "trains": [("Encoder",), ("Head",)],
            "steps": steps_of([fit_loss, tune_loss2], [("Encoder",), ("Head",)]),
        },
    ],
    "evaluations": [
        {
            "data": "diabetes",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "regression",
                    "arguments": {},
                    "title": "regression(Head(Encoder(x)), y)",
                    "line": 21,
                    "inputs": [{"title": "Head(Encoder(x))", **REAL}, {"title": "y", **REAL}],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
