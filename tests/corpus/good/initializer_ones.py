"""Compiled from initializer_ones.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def ones(generator, shape):
    """All 1."""
    return np.ones(shape, np.float32)


class Net(nnx.Module):  # initializer_ones.dl:1
    """x: [4] -> [3]; 12 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((4, 3)))  # initializer_ones.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_ones.dl:3


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
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "w"]:
                return ones(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "initializer_ones",
    "title": "",
    "spec": "initializer_ones.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 12}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
