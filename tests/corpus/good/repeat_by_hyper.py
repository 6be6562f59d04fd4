"""Compiled from repeat_by_hyper.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import numpy as np
from flax import nnx


def truncated_normal(generator, shape, std):
    """A normal distribution of mean 0, cut off at two standard deviations; `std` is that of the uncut one."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return np.float32(std) * draws


def fan_in(shape):
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def scaled_normal(generator, shape, variance):
    """A normal distribution of mean 0 and the given variance, cut off at two standard deviations of the uncut one."""
    # 0.8796 is the standard deviation of a standard normal distribution cut off at 2.
    return truncated_normal(generator, shape, math.sqrt(variance) / 0.87962566103423978)


def lecun_normal(generator, shape):
    """A cut normal distribution of variance 1 / fan-in (LeCun et al., 1998)."""
    return scaled_normal(generator, shape, 1 / fan_in(shape))


def stacked(count, module, *arguments, rngs, **options):
    """That many copies of a module as one, each weight with the copies along a new first axis."""

    @nnx.split_rngs(splits=count)
    @nnx.vmap(in_axes=0, out_axes=0)
    def build(rngs):
        return module(*arguments, rngs=rngs, **options)

    return build(rngs)


def repeat(layers, x, *others, rngs=None, **mode):
    """Stacked layers one after another, compiled once: each on what the one before gave."""
    graph, weights, statistics = nnx.split(layers, nnx.Param, ...)
    count = jax.tree.leaves(weights)[0].shape[0]
    keys = None if rngs is None else jax.random.split(rngs(), count)

    def run(x, layer):
        weights, statistics, key = layer
        module = nnx.merge(graph, weights, statistics, copy=True)
        draws = {} if key is None else {"rngs": nnx.Rngs(key)}
        x = module(x, *others, **draws, **mode)
        return x, nnx.split(module, nnx.Param, ...)[2]

    x, statistics = jax.lax.scan(run, x, (weights, statistics, keys))
    nnx.update(layers, statistics)
    return x


class Layers(nnx.Module):  # repeat_by_hyper.dl:2
    """x: [4] -> [4]; 20 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)  # repeat_by_hyper.dl:2

    def __call__(self, x):
        x = self.dense1(x)  # repeat_by_hyper.dl:2
        return jax.nn.relu(x)


class Net(nnx.Module):  # repeat_by_hyper.dl:2
    """x: [4] -> [4]; 240 weights."""

    def __init__(self, rngs):
        self.layers1 = stacked(12, Layers, rngs=rngs)  # repeat_by_hyper.dl:2

    def __call__(self, x):
        return repeat(self.layers1, x)  # repeat_by_hyper.dl:2


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Net = Net(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "kernel"]:
                return np.stack([lecun_normal(generator, leaf.shape[1:]) for _ in range(leaf.shape[0])])
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "repeat_by_hyper",
    "title": "",
    "spec": "repeat_by_hyper.dl",
    "compiler": "0.1.0",
    "hypers": {"depth": 12},
    "initialise": initialise,
    "models": {"Net": {"weights": 240}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
