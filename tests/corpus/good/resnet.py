"""Compiled from resnet.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
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


class ConvNorm(nnx.Module):  # resnet.dl:1
    """conv_norm(x: [h, w, c], width, kernel = 3, stride = 1)."""

    def __init__(self, in_features, width, kernel, stride, padding, rngs):
        # resnet.dl:2
        self.conv1 = nnx.Conv(
            in_features, width, kernel_size=(kernel, kernel), strides=stride, padding=padding, use_bias=False, rngs=rngs
        )
        self.batch_norm1 = nnx.BatchNorm(width, rngs=rngs)

    def __call__(self, x, training=False):
        x = self.conv1(x)  # resnet.dl:2
        return self.batch_norm1(x, use_running_average=not training)


class Bottleneck(nnx.Module):  # resnet.dl:4
    """bottleneck(x: [h, w, c], width, stride = 1)."""

    def __init__(self, in_features, width, stride, rngs):
        self.conv_norm1 = ConvNorm(in_features, 4 * width, kernel=1, stride=stride, padding=0, rngs=rngs)  # resnet.dl:5
        self.conv_norm2 = ConvNorm(in_features, width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:7
        self.conv_norm3 = ConvNorm(width, width, kernel=3, stride=stride, padding=1, rngs=rngs)  # resnet.dl:8
        self.conv_norm4 = ConvNorm(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:9

    def __call__(self, x, training=False):
        shortcut = self.conv_norm1(x, training=training)  # resnet.dl:5
        x = self.conv_norm2(x, training=training)  # resnet.dl:7
        x = jax.nn.relu(x)
        x = self.conv_norm3(x, training=training)  # resnet.dl:8
        x = jax.nn.relu(x)
        residue = self.conv_norm4(x, training=training)  # resnet.dl:9
        return jax.nn.relu(shortcut + residue)  # resnet.dl:10


class Bottleneck2(nnx.Module):  # resnet.dl:4
    """bottleneck(x: [h, w, c], width, stride = 1)."""

    def __init__(self, width, rngs):
        self.conv_norm1 = ConvNorm(4 * width, width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:7
        self.conv_norm2 = ConvNorm(width, width, kernel=3, stride=1, padding=1, rngs=rngs)  # resnet.dl:8
        self.conv_norm3 = ConvNorm(width, 4 * width, kernel=1, stride=1, padding=0, rngs=rngs)  # resnet.dl:9

    def __call__(self, x, training=False):
        y = self.conv_norm1(x, training=training)  # resnet.dl:7
        y = jax.nn.relu(y)
        y = self.conv_norm2(y, training=training)  # resnet.dl:8
        y = jax.nn.relu(y)
        residue = self.conv_norm3(y, training=training)  # resnet.dl:9
        return jax.nn.relu(x + residue)  # resnet.dl:10


class Stage(nnx.Module):  # resnet.dl:12
    """stage(x: [h, w, c], width, depth, stride = 2)."""

    def __init__(self, in_features, width, stride, depth, rngs):
        self.bottleneck1 = Bottleneck(in_features, width, stride=stride, rngs=rngs)  # resnet.dl:13
        self.bottleneck2 = nnx.List([Bottleneck2(width, rngs) for _ in range(depth - 1)])

    def __call__(self, x, training=False):
        x = self.bottleneck1(x, training=training)  # resnet.dl:13
        for layer in self.bottleneck2:
            x = layer(x, training=training)
        return x


class Stage2(nnx.Module):  # resnet.dl:12
    """x: [28, 28, 512] -> [14, 14, 1024]; 40,613,888 weights."""

    def __init__(self, rngs):
        self.bottleneck1 = Bottleneck(512, 256, stride=2, rngs=rngs)  # resnet.dl:13
        self.bottleneck2 = stacked(35, Bottleneck2, 256, rngs=rngs)

    def __call__(self, x, training=False):
        x = self.bottleneck1(x, training=training)  # [14, 14, 1024]  resnet.dl:13
        return repeat(self.bottleneck2, x, training=training)


class ResNet152(nnx.Module):  # resnet.dl:15
    """image: [224, 224, 3] -> [1000]; 60,192,808 weights."""

    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(3, 64, kernel=7, stride=2, padding=3, rngs=rngs)  # resnet.dl:17
        self.stage1 = Stage(64, 64, stride=1, depth=3, rngs=rngs)  # resnet.dl:18
        self.stage2 = Stage(256, 128, stride=2, depth=8, rngs=rngs)  # resnet.dl:19
        self.stage3 = Stage2(rngs)  # resnet.dl:20
        self.stage4 = Stage(1024, 512, stride=2, depth=3, rngs=rngs)  # resnet.dl:21
        self.dense1 = nnx.Linear(2048, 1000, rngs=rngs)  # resnet.dl:23

    def __call__(self, image, training=False):
        x = self.conv_norm1(image, training=training)  # [112, 112, 64]  resnet.dl:17
        x = jax.nn.relu(x)
        x = nnx.max_pool(x, (3, 3), strides=(2, 2), padding=((1, 1), (1, 1)))  # [56, 56, 64]
        x = self.stage1(x, training=training)  # [56, 56, 256]  resnet.dl:18
        x = self.stage2(x, training=training)  # [28, 28, 512]  resnet.dl:19
        x = self.stage3(x, training=training)  # [14, 14, 1024]  resnet.dl:20
        x = self.stage4(x, training=training)  # [7, 7, 2048]  resnet.dl:21
        x = jnp.mean(x, axis=(1, 2))  # [2048]  resnet.dl:22
        return self.dense1(x)  # [1000]  resnet.dl:23


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.ResNet152 = ResNet152(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case ["ResNet152", "stage3", "bottleneck2", *_, "kernel"]:
                return np.stack([lecun_normal(generator, leaf.shape[1:]) for _ in range(leaf.shape[0])])
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


EXPERIMENT = {
    "name": "resnet",
    "title": "",
    "spec": "resnet.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"ResNet152": {"weights": 60192808}},
    "data": [],
    "phases": [],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
