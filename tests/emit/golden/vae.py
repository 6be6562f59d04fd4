"""A variational autoencoder (Kingma & Welling, 2013).

Compiled from vae.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # vae.dl:3
    """The fields of `digits`."""
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
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


class Encoder(nnx.Module):  # vae.dl:5
    """image: [8, 8, 1] -> (mean: [4], log_var: [4]); 560 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3), strides=2, rngs=rngs)  # vae.dl:6
        self.dense1 = nnx.Linear(64, 4, rngs=rngs)  # vae.dl:7
        self.dense2 = nnx.Linear(64, 4, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [4, 4, 4]  vae.dl:6
        x = jax.nn.relu(x)
        h = jnp.reshape(x, (-1, 64))  # [64]
        x = self.dense1(h)  # [4]  vae.dl:7
        y = self.dense2(h)
        return {"mean": x, "log_var": y}  # (mean: [4], log_var: [4])


class Decoder(nnx.Module):  # vae.dl:10
    """357 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 64, rngs=rngs)  # vae.dl:11
        self.conv_transpose1 = nnx.ConvTranspose(4, 1, kernel_size=(3, 3), strides=2, rngs=rngs)

    def logits(self, z):  # vae.dl:10
        """z: [4] -> [8, 8, 1]."""
        x = self.dense1(z)  # [64]  vae.dl:11
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 4, 4, 4))  # [4, 4, 4]
        return self.conv_transpose1(x)  # [8, 8, 1]

    def __call__(self, z):
        x = self.logits(z)  # [8, 8, 1]  vae.dl:11
        return jax.nn.sigmoid(x)


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Encoder = Encoder(rngs)
        self.Decoder = Decoder(rngs)


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


def train_loss(models, batch, rngs=None, training=False):  # vae.dl:17
    """sum(binary_cross_entropy(Decoder(z), image)) + kl_normal(mean, log_var), averaged over the batch."""
    x = models.Encoder(batch["image"])  # (mean: [4], log_var: [4])  vae.dl:15
    mean = x["mean"]  # [4]
    log_var = x["log_var"]
    z = mean + jnp.exp(log_var / 2) * jax.random.normal(rngs(), jnp.shape(mean))  # vae.dl:16
    x = models.Decoder.logits(z)  # [8, 8, 1]  vae.dl:17
    x = jnp.sum(optax.sigmoid_binary_cross_entropy(x, batch["image"]), axis=(1, 2, 3))  # []
    return jnp.mean(x + -0.5 * jnp.sum(1 + log_var - jnp.square(mean) - jnp.exp(log_var), axis=-1))


def train_optimizer(steps):  # vae.dl:17
    """adam(1e-3), over `steps` steps."""
    return optax.adam(0.001)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        key = jax.random.fold_in(jax.random.key(0), state["step"])
        weights, statistics = state["weights"], state["statistics"]

        def objective(weights):
            models = nnx.merge(graph, weights, statistics, copy=True)
            loss = train_loss(models, batch, nnx.Rngs(key), training=True)
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


def evaluate(models, batch):  # vae.dl:20
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Encoder(batch["image"])  # (mean: [4], log_var: [4])  vae.dl:21
    code = x["mean"]  # [4]
    x = models.Decoder(code)  # [8, 8, 1]  vae.dl:22
    return [(jnp.mean(jnp.square(x - batch["image"]), axis=(1, 2, 3)),), (batch["image"], x)]


EXPERIMENT = {
    "name": "vae",
    "title": "A variational autoencoder (Kingma & Welling, 2013).",
    "spec": "vae.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Encoder": {"weights": 560}, "Decoder": {"weights": 357}},
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
            "epochs": 20,
            "batch": 128,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss],
            "titles": ["sum(binary_cross_entropy(Decoder(z), image)) + kl_normal(mean, log_var)"],
            "optimizers": [train_optimizer],
            "trains": [("Encoder", "Decoder")],
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
                    "title": "mse(Decoder(code), image)",
                    "line": 22,
                    "inputs": [{"title": "mse(Decoder(code), image)", "shape": (), "kind": "real"}],
                },
                {
                    "namespace": "show",
                    "word": "images",
                    "arguments": {"size": None, "count": 16},
                    "title": "images(image, Decoder(code))",
                    "line": 23,
                    "inputs": [
                        {"title": "image", "shape": (8, 8, 1), "kind": "real"},
                        {"title": "Decoder(code)", "shape": (8, 8, 1), "kind": "real", "meaning": "probability"},
                    ],
                },
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
