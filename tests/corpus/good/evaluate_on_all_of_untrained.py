"""Compiled from evaluate_on_all_of_untrained.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def gates(columns, fit):  # evaluate_on_all_of_untrained.dl:1
    """The fields of `gates`."""
    x = columns["x"]  # int[2]
    y = columns["y"]  # int[]
    return {"x": x, "y": y}


class And(nnx.Module):  # evaluate_on_all_of_untrained.dl:2
    """x: [2] -> bool[]; no weights."""

    def __call__(self, x):
        return jnp.sum(x, axis=-1) - 1.5 >= 0  # bool[]  evaluate_on_all_of_untrained.dl:2


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


def evaluate(models, batch):  # evaluate_on_all_of_untrained.dl:3
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.And(batch["x"])  # bool[]
    return [(x, batch["y"])]


EXPERIMENT = {
    "name": "evaluate_on_all_of_untrained",
    "title": "",
    "spec": "evaluate_on_all_of_untrained.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"And": {"weights": 0}},
    "data": [
        {
            "name": "gates",
            "source": "rows",
            "arguments": {"x": ((0, 0), (1, 1)), "y": (0, 1)},
            "columns": gates,
            "fields": {"x": {"shape": (2,), "kind": "int"}, "y": {"shape": (), "kind": "int"}},
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
                    "title": "accuracy(And(x), y)",
                    "line": 3,
                    "inputs": [
                        {"title": "And(x)", "shape": (), "kind": "bool"},
                        {"title": "y", "shape": (), "kind": "int"},
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
