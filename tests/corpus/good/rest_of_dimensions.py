"""`...` fits any number of axes.

Compiled from rest_of_dimensions.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


class Scaled(nnx.Module):  # rest_of_dimensions.dl:2
    """scaled(x: [..., c])."""

    def __call__(self, x):
        return x / jnp.sqrt(4)  # rest_of_dimensions.dl:2


class Net(nnx.Module):  # rest_of_dimensions.dl:3
    """x: [8, 8, 4], y: [4] -> [8, 8, 4]; no weights."""

    def __init__(self):
        self.scaled1 = Scaled()  # rest_of_dimensions.dl:3
        self.scaled2 = Scaled()

    def __call__(self, x, y):
        x = self.scaled1(x)  # rest_of_dimensions.dl:3
        y = self.scaled2(y)  # [4]
        return x + y[:, None, None]  # [8, 8, 4]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Net = Net()


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


EXPERIMENT = {
    "name": "rest_of_dimensions",
    "title": "`...` fits any number of axes.",
    "spec": "rest_of_dimensions.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 0}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
