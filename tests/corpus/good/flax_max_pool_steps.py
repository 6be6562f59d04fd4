"""Flax: max_pool(x, (2, 2)) moves by 1 unless told; here windows stand side by side.

Compiled from flax_max_pool_steps.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
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


class Net(nnx.Module):  # flax_max_pool_steps.dl:2
    """x: [8, 8, 3] -> [48]; no weights."""

    def __call__(self, x):
        x = max_pool(x, (2, 2))  # [4, 4, 3]  flax_max_pool_steps.dl:2
        return jnp.reshape(x, (-1, 48))  # [48]


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
    "name": "flax_max_pool_steps",
    "title": "Flax: max_pool(x, (2, 2)) moves by 1 unless told; here windows stand side by side.",
    "spec": "flax_max_pool_steps.dl",
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
