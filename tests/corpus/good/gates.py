"""Compiled from gates.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def gates(columns, fit):  # gates.dl:1
    """The fields of `gates`."""
    x = columns["x"]  # int[2]
    and_ = columns["and"]  # int[]
    return {"x": x, "and": and_}


class And(nnx.Module):  # gates.dl:2
    """x: [2] -> bool[]; no weights."""

    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  gates.dl:2


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.And = And()


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


def evaluate(models, batch):  # gates.dl:3
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.And(batch["x"])  # bool[]  gates.dl:4
    return [(x, batch["and"]), (batch["x"], x)]


EXPERIMENT = {
    "name": "gates",
    "title": "",
    "spec": "gates.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"And": {"weights": 0}},
    "data": [
        {
            "name": "gates",
            "source": "rows",
            "arguments": {"x": ((0, 0), (0, 1), (1, 0), (1, 1)), "and": (0, 0, 0, 1)},
            "columns": gates,
            "fields": {"x": {"shape": (2,), "kind": "int"}, "and": {"shape": (), "kind": "int"}},
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
                    "line": 4,
                    "inputs": [
                        {"title": "And(x)", "shape": (), "kind": "bool"},
                        {"title": "and", "shape": (), "kind": "int"},
                    ],
                },
                {
                    "namespace": "show",
                    "word": "table",
                    "arguments": {"count": 20},
                    "title": "table(x, And(x))",
                    "line": 5,
                    "inputs": [
                        {"title": "x", "shape": (2,), "kind": "int"},
                        {"title": "And(x)", "shape": (), "kind": "bool"},
                    ],
                },
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
