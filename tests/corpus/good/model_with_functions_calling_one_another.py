"""Compiled from model_with_functions_calling_one_another.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


class Code(nnx.Module):  # model_with_functions_calling_one_another.dl:1
    """4 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((4,)))  # model_with_functions_calling_one_another.dl:2

    def once(self, x):  # model_with_functions_calling_one_another.dl:3
        """x: [4] -> [4]."""
        return x * self.w  # model_with_functions_calling_one_another.dl:3

    def twice(self, x):  # model_with_functions_calling_one_another.dl:4
        """x: [4] -> [4]."""
        x = self.once(x)  # model_with_functions_calling_one_another.dl:4
        return self.once(x)

    def thrice(self, x):  # model_with_functions_calling_one_another.dl:5
        """x: [4] -> [4]."""
        y = self.twice(x)  # model_with_functions_calling_one_another.dl:6
        return self.once(y)  # model_with_functions_calling_one_another.dl:7


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Code = Code()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "w"]:
                return np.full(leaf.shape, 0.5, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "model_with_functions_calling_one_another",
    "title": "",
    "spec": "model_with_functions_calling_one_another.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Code": {"weights": 4}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
