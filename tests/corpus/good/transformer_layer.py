"""Compiled from transformer_layer.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx


def normal(generator, shape, std):
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


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


class SelfAttention(nnx.Module):  # transformer_layer.dl:1
    """x: [16, 32] -> [16, 32]; 1,056 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(32, 8, use_bias=False, rngs=rngs)  # transformer_layer.dl:2
        self.dense2 = nnx.Linear(32, 8, use_bias=False, rngs=rngs)  # transformer_layer.dl:3
        self.dense3 = nnx.Linear(32, 8, use_bias=False, rngs=rngs)  # transformer_layer.dl:4
        self.dense4 = nnx.Linear(8, 32, rngs=rngs)  # transformer_layer.dl:5

    def __call__(self, x):
        q = self.dense1(x)  # [16, 8]  transformer_layer.dl:2
        k = self.dense2(x)  # transformer_layer.dl:3
        v = self.dense3(x)  # transformer_layer.dl:4
        # [16, 32]  transformer_layer.dl:5
        return self.dense4(jax.nn.softmax(q @ jnp.transpose(k, (0, 2, 1)) / jnp.sqrt(8)) @ v)


class Layer(nnx.Module):  # transformer_layer.dl:7
    """x: [16, 32] -> [16, 32]; 9,536 weights."""

    def __init__(self, rngs):
        self.layer_norm1 = nnx.LayerNorm(32, rngs=rngs)  # transformer_layer.dl:8
        self.self_attention1 = SelfAttention(rngs)
        self.layer_norm2 = nnx.LayerNorm(32, rngs=rngs)  # transformer_layer.dl:9
        self.dense1 = nnx.Linear(32, 128, rngs=rngs)
        self.dense2 = nnx.Linear(128, 32, rngs=rngs)

    def __call__(self, x):
        z = self.layer_norm1(x)  # transformer_layer.dl:8
        z = self.self_attention1(z)
        y = x + z
        x = self.layer_norm2(y)  # transformer_layer.dl:9
        x = self.dense1(x)  # [16, 128]
        x = jax.nn.gelu(x)
        x = self.dense2(x)  # [16, 32]
        return y + x


class Reader(nnx.Module):  # transformer_layer.dl:11
    """words: int[16] -> [2]; 70,210 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(1000, 32, rngs=rngs)  # transformer_layer.dl:11
        self.layer1 = nnx.List([Layer(rngs) for _ in range(4)])
        self.dense1 = nnx.Linear(32, 2, rngs=rngs)

    def __call__(self, words):
        x = self.embed1(words)  # [16, 32]  transformer_layer.dl:11
        for layer in self.layer1:
            x = layer(x)
        x = jnp.mean(x, axis=1)  # [32]
        return self.dense1(x)  # [2]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Reader = Reader(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "embedding"]:
                return normal(generator, leaf.shape, std=leaf.shape[-1] ** -0.5)
            case [*_, "scale"]:
                return np.ones(leaf.shape, leaf.dtype)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "transformer_layer",
    "title": "",
    "spec": "transformer_layer.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Reader": {"weights": 70210}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
