"""Compiled from block_with_layer_argument.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
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


class Activated(nnx.Module):  # block_with_layer_argument.dl:1
    """x: [4] -> [8]; 40 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)  # block_with_layer_argument.dl:1

    def __call__(self, x):
        x = self.dense1(x)  # [8]  block_with_layer_argument.dl:1
        return jax.nn.relu(x)


class Activated2(nnx.Module):  # block_with_layer_argument.dl:1
    """x: [8] -> [8]; 72 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)  # block_with_layer_argument.dl:1

    def __call__(self, x):
        x = self.dense1(x)  # block_with_layer_argument.dl:1
        return jnp.tanh(x)


class Activated3(nnx.Module):  # block_with_layer_argument.dl:1
    """x: [8] -> [3]; 27 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)  # block_with_layer_argument.dl:1

    def __call__(self, x):
        return self.dense1(x)  # [3]  block_with_layer_argument.dl:1


class Net(nnx.Module):  # block_with_layer_argument.dl:2
    """x: [4] -> [3]; 139 weights."""

    def __init__(self, rngs):
        self.activated1 = Activated(rngs)  # block_with_layer_argument.dl:2
        self.activated2 = Activated2(rngs)
        self.activated3 = Activated3(rngs)

    def __call__(self, x):
        x = self.activated1(x)  # [8]  block_with_layer_argument.dl:2
        x = self.activated2(x)
        return self.activated3(x)  # [3]


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
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
