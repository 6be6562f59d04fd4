"""Compiled from word_max_pool.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


def max_pool(x, window):
    """The largest value of each window; the windows stand side by side and fill every axis."""
    return windows(x, window).max(axis=tuple(range(2, 2 * len(window) + 1, 2)))


def windows(x, window):
    """Each axis between the first and the last, [n], as [n / k, k]: pooling so is faster than by sliding windows."""
    shape = x.shape[:1]
    for length, width in zip(x.shape[1:-1], window, strict=True):
        shape += (length // width, width)
    return x.reshape(*shape, x.shape[-1])


class Net(nnx.Module):  # word_max_pool.dl:1
    """x: [8, 8, 3] -> [4, 4, 3]; no weights."""

    def __call__(self, x):
        return max_pool(x, (2, 2))  # [4, 4, 3]  word_max_pool.dl:1


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
    "name": "word_max_pool",
    "title": "",
    "spec": "word_max_pool.dl",
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
