"""Compiled from blocks_with_arguments.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # blocks_with_arguments.dl:8
    """The fields of `digits`."""
    features = columns["features"]  # [64]
    target = columns["target"]  # class[10]
    pixel_0_0 = columns["pixel_0_0"]  # []
    pixel_0_1 = columns["pixel_0_1"]
    pixel_0_2 = columns["pixel_0_2"]
    pixel_0_3 = columns["pixel_0_3"]
    pixel_0_4 = columns["pixel_0_4"]
    pixel_0_5 = columns["pixel_0_5"]
    pixel_0_6 = columns["pixel_0_6"]
    pixel_0_7 = columns["pixel_0_7"]
    pixel_1_0 = columns["pixel_1_0"]
    pixel_1_1 = columns["pixel_1_1"]
    pixel_1_2 = columns["pixel_1_2"]
    pixel_1_3 = columns["pixel_1_3"]
    pixel_1_4 = columns["pixel_1_4"]
    pixel_1_5 = columns["pixel_1_5"]
    pixel_1_6 = columns["pixel_1_6"]
    pixel_1_7 = columns["pixel_1_7"]
    pixel_2_0 = columns["pixel_2_0"]
    pixel_2_1 = columns["pixel_2_1"]
    pixel_2_2 = columns["pixel_2_2"]
    pixel_2_3 = columns["pixel_2_3"]
    pixel_2_4 = columns["pixel_2_4"]
    pixel_2_5 = columns["pixel_2_5"]
    pixel_2_6 = columns["pixel_2_6"]
    pixel_2_7 = columns["pixel_2_7"]
    pixel_3_0 = columns["pixel_3_0"]
    pixel_3_1 = columns["pixel_3_1"]
    pixel_3_2 = columns["pixel_3_2"]
    pixel_3_3 = columns["pixel_3_3"]
    pixel_3_4 = columns["pixel_3_4"]
    pixel_3_5 = columns["pixel_3_5"]
    pixel_3_6 = columns["pixel_3_6"]
    pixel_3_7 = columns["pixel_3_7"]
    pixel_4_0 = columns["pixel_4_0"]
    pixel_4_1 = columns["pixel_4_1"]
    pixel_4_2 = columns["pixel_4_2"]
    pixel_4_3 = columns["pixel_4_3"]
    pixel_4_4 = columns["pixel_4_4"]
    pixel_4_5 = columns["pixel_4_5"]
    pixel_4_6 = columns["pixel_4_6"]
    pixel_4_7 = columns["pixel_4_7"]
    pixel_5_0 = columns["pixel_5_0"]
    pixel_5_1 = columns["pixel_5_1"]
    pixel_5_2 = columns["pixel_5_2"]
    pixel_5_3 = columns["pixel_5_3"]
    pixel_5_4 = columns["pixel_5_4"]
    pixel_5_5 = columns["pixel_5_5"]
    pixel_5_6 = columns["pixel_5_6"]
    pixel_5_7 = columns["pixel_5_7"]
    pixel_6_0 = columns["pixel_6_0"]
    pixel_6_1 = columns["pixel_6_1"]
    pixel_6_2 = columns["pixel_6_2"]
    pixel_6_3 = columns["pixel_6_3"]
    pixel_6_4 = columns["pixel_6_4"]
    pixel_6_5 = columns["pixel_6_5"]
    pixel_6_6 = columns["pixel_6_6"]
    pixel_6_7 = columns["pixel_6_7"]
    pixel_7_0 = columns["pixel_7_0"]
    pixel_7_1 = columns["pixel_7_1"]
    pixel_7_2 = columns["pixel_7_2"]
    pixel_7_3 = columns["pixel_7_3"]
    pixel_7_4 = columns["pixel_7_4"]
    pixel_7_5 = columns["pixel_7_5"]
    pixel_7_6 = columns["pixel_7_6"]
    pixel_7_7 = columns["pixel_7_7"]
    images = columns["images"]  # int[8, 8, 1]
    return {
        "features": features,
        "target": target,
        "pixel_0_0": pixel_0_0,
        "pixel_0_1": pixel_0_1,
        "pixel_0_2": pixel_0_2,
        "pixel_0_3": pixel_0_3,
        "pixel_0_4": pixel_0_4,
        "pixel_0_5": pixel_0_5,
        "pixel_0_6": pixel_0_6,
        "pixel_0_7": pixel_0_7,
        "pixel_1_0": pixel_1_0,
        "pixel_1_1": pixel_1_1,
        "pixel_1_2": pixel_1_2,
        "pixel_1_3": pixel_1_3,
        "pixel_1_4": pixel_1_4,
        "pixel_1_5": pixel_1_5,
        "pixel_1_6": pixel_1_6,
        "pixel_1_7": pixel_1_7,
        "pixel_2_0": pixel_2_0,
        "pixel_2_1": pixel_2_1,
        "pixel_2_2": pixel_2_2,
        "pixel_2_3": pixel_2_3,
        "pixel_2_4": pixel_2_4,
        "pixel_2_5": pixel_2_5,
        "pixel_2_6": pixel_2_6,
        "pixel_2_7": pixel_2_7,
        "pixel_3_0": pixel_3_0,
        "pixel_3_1": pixel_3_1,
        "pixel_3_2": pixel_3_2,
        "pixel_3_3": pixel_3_3,
        "pixel_3_4": pixel_3_4,
        "pixel_3_5": pixel_3_5,
        "pixel_3_6": pixel_3_6,
        "pixel_3_7": pixel_3_7,
        "pixel_4_0": pixel_4_0,
        "pixel_4_1": pixel_4_1,
        "pixel_4_2": pixel_4_2,
        "pixel_4_3": pixel_4_3,
        "pixel_4_4": pixel_4_4,
        "pixel_4_5": pixel_4_5,
        "pixel_4_6": pixel_4_6,
        "pixel_4_7": pixel_4_7,
        "pixel_5_0": pixel_5_0,
        "pixel_5_1": pixel_5_1,
        "pixel_5_2": pixel_5_2,
        "pixel_5_3": pixel_5_3,
        "pixel_5_4": pixel_5_4,
        "pixel_5_5": pixel_5_5,
        "pixel_5_6": pixel_5_6,
        "pixel_5_7": pixel_5_7,
        "pixel_6_0": pixel_6_0,
        "pixel_6_1": pixel_6_1,
        "pixel_6_2": pixel_6_2,
        "pixel_6_3": pixel_6_3,
        "pixel_6_4": pixel_6_4,
        "pixel_6_5": pixel_6_5,
        "pixel_6_6": pixel_6_6,
        "pixel_6_7": pixel_6_7,
        "pixel_7_0": pixel_7_0,
        "pixel_7_1": pixel_7_1,
        "pixel_7_2": pixel_7_2,
        "pixel_7_3": pixel_7_3,
        "pixel_7_4": pixel_7_4,
        "pixel_7_5": pixel_7_5,
        "pixel_7_6": pixel_7_6,
        "pixel_7_7": pixel_7_7,
        "images": images,
    }


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


class ConvNorm(nnx.Module):  # blocks_with_arguments.dl:1
    """conv_norm(x: [h, w, c], width, kernel = 3, stride = 1)."""

    def __init__(self, in_features, width, kernel, stride, padding, rngs):
        # blocks_with_arguments.dl:2
        self.conv1 = nnx.Conv(
            in_features, width, kernel_size=(kernel, kernel), strides=stride, padding=padding, use_bias=False, rngs=rngs
        )
        self.batch_norm1 = nnx.BatchNorm(width, rngs=rngs)

    def __call__(self, x, training=False):
        x = self.conv1(x)  # blocks_with_arguments.dl:2
        x = self.batch_norm1(x, use_running_average=not training)
        return jax.nn.relu(x)


class Residual(nnx.Module):  # blocks_with_arguments.dl:4
    """x: [8, 8, 8] -> [4, 4, 16]; 3,680 weights."""

    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(8, 16, kernel=1, stride=2, padding=0, rngs=rngs)  # blocks_with_arguments.dl:5
        self.conv_norm2 = ConvNorm(8, 16, kernel=3, stride=2, padding=1, rngs=rngs)  # blocks_with_arguments.dl:6
        self.conv_norm3 = ConvNorm(16, 16, kernel=3, stride=1, padding=1, rngs=rngs)

    def __call__(self, x, training=False):
        shortcut = self.conv_norm1(x, training=training)  # [4, 4, 16]  blocks_with_arguments.dl:5
        x = self.conv_norm2(x, training=training)  # blocks_with_arguments.dl:6
        x = self.conv_norm3(x, training=training)
        return shortcut + x


class Residual2(nnx.Module):  # blocks_with_arguments.dl:4
    """x: [4, 4, 16] -> [4, 4, 16]; 4,672 weights."""

    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(16, 16, kernel=3, stride=1, padding=1, rngs=rngs)  # blocks_with_arguments.dl:6
        self.conv_norm2 = ConvNorm(16, 16, kernel=3, stride=1, padding=1, rngs=rngs)

    def __call__(self, x, training=False):
        y = self.conv_norm1(x, training=training)  # blocks_with_arguments.dl:6
        y = self.conv_norm2(y, training=training)
        return x + y


class Net(nnx.Module):  # blocks_with_arguments.dl:9
    """image: [8, 8, 1] -> [10]; 17,954 weights."""

    def __init__(self, rngs):
        self.conv_norm1 = ConvNorm(1, 8, kernel=3, stride=1, padding=1, rngs=rngs)  # blocks_with_arguments.dl:10
        self.residual1 = Residual(rngs)
        self.residual2 = nnx.List([Residual2(rngs) for _ in range(3)])
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, image, training=False):
        x = self.conv_norm1(image, training=training)  # [8, 8, 8]  blocks_with_arguments.dl:10
        x = self.residual1(x, training=training)  # [4, 4, 16]
        for layer in self.residual2:
            x = layer(x, training=training)
        x = jnp.mean(x, axis=(1, 2))  # [16]
        return self.dense1(x)  # [10]


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
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # blocks_with_arguments.dl:12
    """cross_entropy(Net(images), target), averaged over the batch."""
    x = models.Net(batch["images"], training=training)  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["target"]))


def train_optimizer(steps):  # blocks_with_arguments.dl:12
    """adam(1e-3), over `steps` steps."""
    return optax.adam(0.001)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        def objective(weights):
            models = nnx.merge(graph, weights, statistics, copy=True)
            loss = train_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(weights)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], weights)
        weights = optax.apply_updates(weights, update)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state,),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # blocks_with_arguments.dl:13
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["images"])  # [10]
    return [(x, batch["target"])]


EXPERIMENT = {
    "name": "blocks_with_arguments",
    "title": "",
    "spec": "blocks_with_arguments.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 17954}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {
                "features": {"shape": (64,), "kind": "real"},
                "target": {
                    "shape": (),
                    "kind": "class",
                    "classes": 10,
                    "class_names": ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                },
                "pixel_0_0": {"shape": (), "kind": "real"},
                "pixel_0_1": {"shape": (), "kind": "real"},
                "pixel_0_2": {"shape": (), "kind": "real"},
                "pixel_0_3": {"shape": (), "kind": "real"},
                "pixel_0_4": {"shape": (), "kind": "real"},
                "pixel_0_5": {"shape": (), "kind": "real"},
                "pixel_0_6": {"shape": (), "kind": "real"},
                "pixel_0_7": {"shape": (), "kind": "real"},
                "pixel_1_0": {"shape": (), "kind": "real"},
                "pixel_1_1": {"shape": (), "kind": "real"},
                "pixel_1_2": {"shape": (), "kind": "real"},
                "pixel_1_3": {"shape": (), "kind": "real"},
                "pixel_1_4": {"shape": (), "kind": "real"},
                "pixel_1_5": {"shape": (), "kind": "real"},
                "pixel_1_6": {"shape": (), "kind": "real"},
                "pixel_1_7": {"shape": (), "kind": "real"},
                "pixel_2_0": {"shape": (), "kind": "real"},
                "pixel_2_1": {"shape": (), "kind": "real"},
                "pixel_2_2": {"shape": (), "kind": "real"},
                "pixel_2_3": {"shape": (), "kind": "real"},
                "pixel_2_4": {"shape": (), "kind": "real"},
                "pixel_2_5": {"shape": (), "kind": "real"},
                "pixel_2_6": {"shape": (), "kind": "real"},
                "pixel_2_7": {"shape": (), "kind": "real"},
                "pixel_3_0": {"shape": (), "kind": "real"},
                "pixel_3_1": {"shape": (), "kind": "real"},
                "pixel_3_2": {"shape": (), "kind": "real"},
                "pixel_3_3": {"shape": (), "kind": "real"},
                "pixel_3_4": {"shape": (), "kind": "real"},
                "pixel_3_5": {"shape": (), "kind": "real"},
                "pixel_3_6": {"shape": (), "kind": "real"},
                "pixel_3_7": {"shape": (), "kind": "real"},
                "pixel_4_0": {"shape": (), "kind": "real"},
                "pixel_4_1": {"shape": (), "kind": "real"},
                "pixel_4_2": {"shape": (), "kind": "real"},
                "pixel_4_3": {"shape": (), "kind": "real"},
                "pixel_4_4": {"shape": (), "kind": "real"},
                "pixel_4_5": {"shape": (), "kind": "real"},
                "pixel_4_6": {"shape": (), "kind": "real"},
                "pixel_4_7": {"shape": (), "kind": "real"},
                "pixel_5_0": {"shape": (), "kind": "real"},
                "pixel_5_1": {"shape": (), "kind": "real"},
                "pixel_5_2": {"shape": (), "kind": "real"},
                "pixel_5_3": {"shape": (), "kind": "real"},
                "pixel_5_4": {"shape": (), "kind": "real"},
                "pixel_5_5": {"shape": (), "kind": "real"},
                "pixel_5_6": {"shape": (), "kind": "real"},
                "pixel_5_7": {"shape": (), "kind": "real"},
                "pixel_6_0": {"shape": (), "kind": "real"},
                "pixel_6_1": {"shape": (), "kind": "real"},
                "pixel_6_2": {"shape": (), "kind": "real"},
                "pixel_6_3": {"shape": (), "kind": "real"},
                "pixel_6_4": {"shape": (), "kind": "real"},
                "pixel_6_5": {"shape": (), "kind": "real"},
                "pixel_6_6": {"shape": (), "kind": "real"},
                "pixel_6_7": {"shape": (), "kind": "real"},
                "pixel_7_0": {"shape": (), "kind": "real"},
                "pixel_7_1": {"shape": (), "kind": "real"},
                "pixel_7_2": {"shape": (), "kind": "real"},
                "pixel_7_3": {"shape": (), "kind": "real"},
                "pixel_7_4": {"shape": (), "kind": "real"},
                "pixel_7_5": {"shape": (), "kind": "real"},
                "pixel_7_6": {"shape": (), "kind": "real"},
                "pixel_7_7": {"shape": (), "kind": "real"},
                "images": {"shape": (8, 8, 1), "kind": "int"},
            },
            "inputs": ("images",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 1,
            "batch": 16,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss],
            "titles": ["cross_entropy(Net(images), target)"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "digits",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Net(images), target)",
                    "line": 13,
                    "inputs": [
                        {"title": "Net(images)", "shape": (10,), "kind": "real"},
                        {
                            "title": "target",
                            "shape": (),
                            "kind": "class",
                            "classes": 10,
                            "class_names": ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                        },
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
