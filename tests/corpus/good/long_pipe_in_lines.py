"""Compiled from long_pipe_in_lines.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def avg_pool(x, window):
    """The mean of each window; the windows stand side by side and fill every axis."""
    return windows(x, window).mean(axis=tuple(range(2, 2 * len(window) + 1, 2)))


def windows(x, window):
    """Each axis between the first and the last, [n], as [n / k, k]: pooling so is faster than by sliding windows."""
    shape = x.shape[:1]
    for length, width in zip(x.shape[1:-1], window, strict=True):
        shape += (length // width, width)
    return x.reshape(*shape, x.shape[-1])


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


class Net(nnx.Module):  # long_pipe_in_lines.dl:1
    """image: [28, 28, 1] -> [10]; 61,706 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 6, kernel_size=(5, 5), rngs=rngs)  # long_pipe_in_lines.dl:3
        self.conv2 = nnx.Conv(6, 16, kernel_size=(5, 5), padding="VALID", rngs=rngs)  # long_pipe_in_lines.dl:4
        self.dense1 = nnx.Linear(400, 120, rngs=rngs)  # long_pipe_in_lines.dl:6
        self.dense2 = nnx.Linear(120, 84, rngs=rngs)  # long_pipe_in_lines.dl:7
        self.dense3 = nnx.Linear(84, 10, rngs=rngs)  # long_pipe_in_lines.dl:8

    def __call__(self, image):
        x = self.conv1(image)  # [28, 28, 6]  long_pipe_in_lines.dl:3
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [14, 14, 6]
        x = self.conv2(x)  # [10, 10, 16]  long_pipe_in_lines.dl:4
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [5, 5, 16]
        x = jnp.reshape(x, (-1, 400))  # [400]  long_pipe_in_lines.dl:5
        x = self.dense1(x)  # [120]  long_pipe_in_lines.dl:6
        x = jnp.tanh(x)
        x = self.dense2(x)  # [84]  long_pipe_in_lines.dl:7
        x = jnp.tanh(x)
        return self.dense3(x)  # [10]  long_pipe_in_lines.dl:8


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


EXPERIMENT = {
    "name": "long_pipe_in_lines",
    "title": "",
    "spec": "long_pipe_in_lines.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 61706}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
