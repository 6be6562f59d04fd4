"""A file of blocks and models alone, such as others import.

Compiled from no_training_no_data.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import numpy as np
from flax import nnx


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


EXPERIMENT = {
    "name": "no_training_no_data",
    "title": "A file of blocks and models alone, such as others import.",
    "spec": "no_training_no_data.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
