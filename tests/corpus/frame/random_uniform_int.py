"""Compiled from random_uniform_int.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


class Net(nnx.Module):  # random_uniform_int.dl:1
    """least: int[] -> int[2]; no weights."""

    def __call__(self, least, rngs=None):
        batch_size = len(least)
        return jax.random.randint(rngs(), (batch_size, 2), 0, 6) + least[:, None]  # int[2]  random_uniform_int.dl:1


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


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
