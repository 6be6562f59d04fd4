"""The latent loss of a variational autoencoder.

Compiled from loss_kl_normal.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # loss_kl_normal.dl:2
    """The fields of `digits`."""
    x = columns["features"] / 16  # [64]
    return {"x": x}


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


class Encoder(nnx.Module):  # loss_kl_normal.dl:3
    """x: [64] -> (mean: [2], log_var: [2]); 2,212 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)  # loss_kl_normal.dl:4
        self.dense2 = nnx.Linear(32, 2, rngs=rngs)  # loss_kl_normal.dl:5
        self.dense3 = nnx.Linear(32, 2, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [32]  loss_kl_normal.dl:4
        h = jax.nn.relu(x)
        x = self.dense2(h)  # [2]  loss_kl_normal.dl:5
        y = self.dense3(h)
        return {"mean": x, "log_var": y}  # (mean: [2], log_var: [2])


class Decoder(nnx.Module):  # loss_kl_normal.dl:7
    """2,208 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(2, 32, rngs=rngs)  # loss_kl_normal.dl:7
        self.dense2 = nnx.Linear(32, 64, rngs=rngs)

    def logits(self, z):  # loss_kl_normal.dl:7
        """z: [2] -> [64]."""
        x = self.dense1(z)  # [32]  loss_kl_normal.dl:7
        x = jax.nn.relu(x)
        return self.dense2(x)  # [64]

    def __call__(self, z):
        x = self.logits(z)  # [64]  loss_kl_normal.dl:7
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


def train_loss(models, batch, rngs=None, training=False):  # loss_kl_normal.dl:11
    """sum(binary_cross_entropy(Decoder(z), x)) + kl_normal(mean, log_var), averaged over the batch."""
    x = models.Encoder(batch["x"])  # (mean: [2], log_var: [2])  loss_kl_normal.dl:9
    mean = x["mean"]  # [2]
    log_var = x["log_var"]
    z = mean + jnp.exp(log_var / 2) * jax.random.normal(rngs(), jnp.shape(mean))  # loss_kl_normal.dl:10
    x = models.Decoder.logits(z)  # [64]  loss_kl_normal.dl:11
    x = jnp.sum(optax.sigmoid_binary_cross_entropy(x, batch["x"]), axis=-1)  # []
    return jnp.mean(x + -0.5 * jnp.sum(1 + log_var - jnp.square(mean) - jnp.exp(log_var), axis=-1))


def train_optimizer(steps):  # loss_kl_normal.dl:11
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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # loss_kl_normal.dl:13
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Encoder(batch["x"])  # (mean: [2], log_var: [2])
    x = models.Decoder(x["mean"])  # [64]
    return [(batch["x"], x)]


EXPERIMENT = {
    "name": "loss_kl_normal",
    "title": "The latent loss of a variational autoencoder.",
    "spec": "loss_kl_normal.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Encoder": {"weights": 2212}, "Decoder": {"weights": 2208}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {"x": {"shape": (64,), "kind": "real"}},
            "inputs": ("x",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 1,
            "batch": 32,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["sum(binary_cross_entropy(Decoder(z), x)) + kl_normal(mean, log_var)"],
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
                    "namespace": "show",
                    "word": "images",
                    "arguments": {"size": (8, 8), "count": 16},
                    "title": "images(x, Decoder(Encoder(x).mean), size = [8, 8])",
                    "line": 13,
                    "inputs": [
                        {"title": "x", "shape": (64,), "kind": "real"},
                        {"title": "Decoder(Encoder(x).mean)", "shape": (64,), "kind": "real", "meaning": "probability"},
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
