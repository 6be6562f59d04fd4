"""AlexNet's pooling: windows of 3 at every second place.

Compiled from word_max_pool_overlapping.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


class Net(nnx.Module):  # word_max_pool_overlapping.dl:2
    """x: [55, 55, 96] -> [27, 27, 96]; no weights."""

    def __call__(self, x):
        return nnx.max_pool(x, (3, 3), strides=(2, 2))  # [27, 27, 96]  word_max_pool_overlapping.dl:2


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
    "name": "word_max_pool_overlapping",
    "title": "AlexNet's pooling: windows of 3 at every second place.",
    "spec": "word_max_pool_overlapping.dl",
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
