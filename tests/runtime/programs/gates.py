"""A McCulloch-Pitts neuron (1943): fixed weights and a threshold compute logic.  Nothing is learned.

Compiled from gates.dl by dlc 0.1.0.  `python gates.py` evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax.numpy as jnp
from flax import nnx


def gates(columns, fit):  # gates.dl:3
    """The fields of `gates`; what is fitted is fitted on the training split only."""
    return {"x": columns["x"], "and": columns["and"]}


class And(nnx.Module):  # gates.dl:9
    """x: [2] -> []; 0 weights."""

    def __init__(self, rngs):
        pass

    def __call__(self, x):
        return jnp.sum(x, -1) - 1.5 >= 0  # []  gates.dl:9


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.And = And(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics)."""
    return nnx.split(nnx.eval_shape(lambda: Models(nnx.Rngs(0))), nnx.Param, ...)


def evaluate(models, batch):  # gates.dl:12
    """The values that each measure and picture is about, in the order of EXPERIMENT["evaluations"]."""
    x = models.And(batch["x"])  # []  gates.dl:13
    return [(x, batch["and"])]


BOOL = {"shape": (), "kind": "bool", "meaning": "value", "classes": None, "class_names": ()}

EXPERIMENT = {
    "name": "gates",
    "title": "A McCulloch-Pitts neuron (1943): fixed weights and a threshold compute logic.  Nothing is learned.",
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
            "fields": {
                "x": {"shape": (2,), "kind": "real", "classes": None, "class_names": ()},
                "and": {"shape": (), "kind": "bool", "classes": None, "class_names": ()},
            },
            "splits": [],
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
                    "inputs": [{"title": "And(x)", **BOOL}, {"title": "and", **BOOL}],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
