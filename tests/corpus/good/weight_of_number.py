"""Compiled from weight_of_number.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


class Line(nnx.Module):  # weight_of_number.dl:1
    """x: [] -> []; 2 weights."""

    def __init__(self):
        self.slope = nnx.Param(jnp.zeros(()))  # weight_of_number.dl:2
        self.offset = nnx.Param(jnp.zeros(()))  # weight_of_number.dl:3

    def __call__(self, x):
        return self.slope * x + self.offset  # weight_of_number.dl:4


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Line = Line()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "offset"]:
                return np.full(leaf.shape, 1.5, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "weight_of_number",
    "title": "",
    "spec": "weight_of_number.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Line": {"weights": 2}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
