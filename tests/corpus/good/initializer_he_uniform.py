"""Compiled from initializer_he_uniform.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def uniform(generator, shape, low, high):
    """A uniform distribution from `low` to `high`."""
    return np.float32(low) + np.float32(high - low) * generator.random(shape, np.float32)


def fan_in(shape):
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def scaled_uniform(generator, shape, variance):
    """A uniform distribution of mean 0 and the given variance."""
    return uniform(generator, shape, -math.sqrt(3 * variance), math.sqrt(3 * variance))


def he_uniform(generator, shape):
    """A uniform distribution of variance 2 / fan-in (He et al., 2015)."""
    return scaled_uniform(generator, shape, 2 / fan_in(shape))


class Net(nnx.Module):  # initializer_he_uniform.dl:1
    """x: [4] -> [3]; 12 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((4, 3)))  # initializer_he_uniform.dl:2

    def __call__(self, x):
        return x @ self.w  # [3]  initializer_he_uniform.dl:3


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
                return he_uniform(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "initializer_he_uniform",
    "title": "",
    "spec": "initializer_he_uniform.dl",
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
