"""Compiled from model_taking_a_record_apart.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


class Pair(nnx.Module):  # model_taking_a_record_apart.dl:1
    """x: [4] -> (a: [2], b: [2]); no weights."""

    def __call__(self, x):
        return {"a": x[:, :2], "b": x[:, 2:]}  # (a: [2], b: [2])  model_taking_a_record_apart.dl:1


class Net(nnx.Module):  # model_taking_a_record_apart.dl:2
    """x: [4] -> [2]; no weights."""

    def __call__(self, x, pair):
        x = pair(x)  # (a: [2], b: [2])  model_taking_a_record_apart.dl:3
        a = x["a"]  # [2]
        b = x["b"]
        return a + b  # model_taking_a_record_apart.dl:4


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Pair = Pair()
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
    "name": "model_taking_a_record_apart",
    "title": "",
    "spec": "model_taking_a_record_apart.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Pair": {"weights": 0}, "Net": {"weights": 0}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
