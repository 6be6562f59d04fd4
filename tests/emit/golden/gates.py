"""A McCulloch-Pitts neuron (1943): fixed weights and a threshold compute logic. Nothing is learned.

Compiled from gates.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def gates(columns, fit):  # gates.dl:3
    """The fields of `gates`."""
    x = columns["x"]  # int[2]
    and_ = columns["and"]  # int[]
    or_ = columns["or"]
    return {"x": x, "and": and_, "or": or_}


class And(nnx.Module):  # gates.dl:9
    """x: [2] -> bool[]; no weights."""

    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  gates.dl:9


class Or(nnx.Module):  # gates.dl:10
    """x: [2] -> bool[]; no weights."""

    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 0.5 >= 0  # bool[]  gates.dl:10


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.And = And()
        self.Or = Or()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)

    def draw(path, leaf):
        return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def evaluate(models, batch):  # gates.dl:12
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.And(batch["x"])  # bool[]  gates.dl:13
    y = models.Or(batch["x"])  # gates.dl:14
    return [(x, batch["and"]), (y, batch["or"]), (batch["x"], x, y)]


EXPERIMENT = {
    "name": "gates",
    "title": "A McCulloch-Pitts neuron (1943): fixed weights and a threshold compute logic. Nothing is learned.",
    "spec": "gates.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"And": {"weights": 0}, "Or": {"weights": 0}},
    "data": [
        {
            "name": "gates",
            "source": "rows",
            "arguments": {"x": ((0, 0), (0, 1), (1, 0), (1, 1)), "and": (0, 0, 0, 1), "or": (0, 1, 1, 1)},
            "columns": gates,
            "fields": {
                "x": {"shape": (2,), "kind": "int"},
                "and": {"shape": (), "kind": "int"},
                "or": {"shape": (), "kind": "int"},
            },
            "inputs": ("x",),
            "splits": [{"parts": {"test": 0.0}, "seed": 0}],
        }
    ],
    "phases": [],
    "evaluations": [
        {
            "data": "gates",
            "on": "all",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "accuracy",
                    "arguments": {},
                    "title": "accuracy(And(x), and)",
                    "line": 13,
                    "inputs": [
                        {"title": "And(x)", "shape": (), "kind": "bool"},
                        {"title": "and", "shape": (), "kind": "int"},
                    ],
                },
                {
                    "namespace": "measure",
                    "word": "accuracy",
                    "arguments": {},
                    "title": "accuracy(Or(x), or)",
                    "line": 14,
                    "inputs": [
                        {"title": "Or(x)", "shape": (), "kind": "bool"},
                        {"title": "or", "shape": (), "kind": "int"},
                    ],
                },
                {
                    "namespace": "show",
                    "word": "table",
                    "arguments": {"count": 20},
                    "title": "table(x, And(x), Or(x))",
                    "line": 15,
                    "inputs": [
                        {"title": "x", "shape": (2,), "kind": "int"},
                        {"title": "And(x)", "shape": (), "kind": "bool"},
                        {"title": "Or(x)", "shape": (), "kind": "bool"},
                    ],
                },
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
