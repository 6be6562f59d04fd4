"""Compiled from word_sigmoid.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


class Net(nnx.Module):  # word_sigmoid.dl:1
    """x: [4] -> [4]; no weights."""

    def __call__(self, x):
        return jax.nn.sigmoid(x)  # word_sigmoid.dl:1


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
    "name": "word_sigmoid",
    "title": "",
    "spec": "word_sigmoid.dl",
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
