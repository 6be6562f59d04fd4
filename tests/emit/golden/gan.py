"""A generative adversarial network (Goodfellow et al., 2014): two models, two losses, two optimizers.

Compiled from gan.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # gan.dl:3
    """The fields of `digits`."""
    image = columns["images"] / np.float32(8) - 1  # [8, 8, 1]
    return {"image": image}


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


class Generator(nnx.Module):  # gan.dl:5
    """z: [8] -> [8, 8, 1]; 649 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 64, rngs=rngs)  # gan.dl:6
        self.batch_norm1 = nnx.BatchNorm(4, rngs=rngs)
        self.conv_transpose1 = nnx.ConvTranspose(4, 1, kernel_size=(4, 4), strides=2, rngs=rngs)

    def __call__(self, z, training=False):
        x = self.dense1(z)  # [64]  gan.dl:6
        x = jnp.reshape(x, (-1, 4, 4, 4))  # [4, 4, 4]
        x = self.batch_norm1(x, use_running_average=not training)
        x = jax.nn.relu(x)
        x = self.conv_transpose1(x)  # [8, 8, 1]
        return jnp.tanh(x)


class Discriminator(nnx.Module):  # gan.dl:9
    """image: [8, 8, 1] -> []; 133 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(4, 4), strides=2, rngs=rngs)  # gan.dl:10
        self.dense1 = nnx.Linear(64, 1, rngs=rngs)

    def __call__(self, image, training=False, rngs=None):
        x = self.conv1(image)  # [4, 4, 4]  gan.dl:10
        x = jax.nn.leaky_relu(x, negative_slope=0.2)
        x = nnx.Dropout(0.3)(x, deterministic=not training, rngs=rngs)
        x = jnp.reshape(x, (-1, 64))  # [64]
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Generator = Generator(rngs)
        self.Discriminator = Discriminator(rngs)


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


def train_loss_discriminator(models, batch, rngs=None, training=False):  # gan.dl:15
    """binary_cross_entropy(Discriminator(image), 1) + binary_cross_entropy(Discriminator(fake), 0), averaged over the
    batch.
    """
    batch_size = len(batch["image"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]  gan.dl:14
    y = models.Discriminator(batch["image"], training=training, rngs=rngs)  # []  gan.dl:15
    fake = models.Generator(x, training=training)  # [8, 8, 1]  gan.dl:14
    x = models.Discriminator(fake, training=training, rngs=rngs)  # []  gan.dl:15
    return jnp.mean(optax.sigmoid_binary_cross_entropy(y, 1) + optax.sigmoid_binary_cross_entropy(x, 0))


def train_optimizer_discriminator(steps):  # gan.dl:16
    """adam(2e-4, b1 = 0.5), over `steps` steps."""
    return optax.adam(0.0002, b1=0.5)


def train_loss_generator(models, batch, rngs=None, training=False):  # gan.dl:17
    """binary_cross_entropy(Discriminator(fake), 1), averaged over the batch."""
    batch_size = len(batch["image"])
    x = jax.random.normal(rngs(), (batch_size, 8))  # [8]  gan.dl:14
    fake = models.Generator(x, training=training)  # [8, 8, 1]
    x = models.Discriminator(fake, training=training, rngs=rngs)  # []  gan.dl:17
    return jnp.mean(optax.sigmoid_binary_cross_entropy(x, 1))


def train_optimizer_generator(steps):  # gan.dl:18
    """adam(2e-4, b1 = 0.5), over `steps` steps."""
    return optax.adam(0.0002, b1=0.5)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        key = jax.random.fold_in(jax.random.key(0), state["step"])
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Discriminator", ...)

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_discriminator(models, batch, nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Generator", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_generator(models, batch, nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss2, statistics), gradient = jax.value_and_grad(objective2, has_aux=True)(part)
        update, optimizer_state2 = optimizers[1].update(gradient, state["optimizers"][1], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state1, optimizer_state2),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss1, loss2])

    def steps(state, data, rows):
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch, rngs=None):  # gan.dl:21
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    batch_size = len(batch["image"])
    x = models.Generator(jax.random.normal(rngs(), (batch_size, 8)))  # [8, 8, 1]
    return [(jnp.mean(jnp.square(x - batch["image"]), axis=(1, 2, 3)),)]


EXPERIMENT = {
    "name": "gan",
    "title": "A generative adversarial network (Goodfellow et al., 2014): two models, two losses, two optimizers.",
    "spec": "gan.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Generator": {"weights": 649}, "Discriminator": {"weights": 133}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {"image": {"shape": (8, 8, 1), "kind": "real"}},
            "inputs": ("image",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 25,
            "batch": 128,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss_discriminator, train_loss_generator],
            "titles": [
                "binary_cross_entropy(Discriminator(image), 1) + binary_cross_entropy(Discriminator(fake), 0)",
                "binary_cross_entropy(Discriminator(fake), 1)",
            ],
            "optimizers": [train_optimizer_discriminator, train_optimizer_generator],
            "trains": [("Discriminator",), ("Generator",)],
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
                    "namespace": "loss",
                    "word": "mse",
                    "arguments": {},
                    "title": "mse(Generator(normal([8])), image)",
                    "line": 21,
                    "inputs": [{"title": "mse(Generator(normal([8])), image)", "shape": (), "kind": "real"}],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
