"""Decisions that were taken elsewhere, judged.

Compiled from evaluation_without_model.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


def images(columns, fit):  # evaluation_without_model.dl:2
    """The fields of `images`."""
    decided = columns["decided"]  # bool[]
    truth = columns["truth"]
    return {"decided": decided, "truth": truth}


class Models(nnx.Module):
    """Every model of the experiment."""


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models())
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)

    def draw(path, leaf):
        return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def evaluate(models, batch):  # evaluation_without_model.dl:3
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    return [(batch["decided"], batch["truth"])]


EXPERIMENT = {
    "name": "evaluation_without_model",
    "title": "Decisions that were taken elsewhere, judged.",
    "spec": "evaluation_without_model.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {},
    "data": [
        {
            "name": "images",
            "source": "rows",
            "arguments": {"decided": (True, True, False), "truth": (True, False, False)},
            "columns": images,
            "fields": {"decided": {"shape": (), "kind": "bool"}, "truth": {"shape": (), "kind": "bool"}},
            "inputs": (),
            "splits": [{"parts": {"test": 0.0}, "seed": 0}],
        }
    ],
    "phases": [],
    "evaluations": [
        {
            "data": "images",
            "on": "all",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "accuracy",
                    "arguments": {},
                    "title": "accuracy(decided, truth)",
                    "line": 3,
                    "inputs": [
                        {"title": "decided", "shape": (), "kind": "bool"},
                        {"title": "truth", "shape": (), "kind": "bool"},
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
