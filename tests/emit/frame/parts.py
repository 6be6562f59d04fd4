"""One loss, two optimizers: each changes the parts of models that it is given; the rest stays as it is.

Compiled from parts.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # parts.dl:3
    """The fields of `digits`."""
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  parts.dl:4
    digit = columns["target"]  # class[10]  parts.dl:3
    return {"image": image, "digit": digit}


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


def within(*parts):
    """Whether a weight belongs to one of some parts of models, by the paths that lead to them."""
    return lambda path, _: any(path[: len(part)] == part for part in parts)


class Body(nnx.Module):  # parts.dl:8
    """x: [8, 8, 1] -> [256]; 552 weights."""

    def __init__(self, rngs):
        self.first = nnx.Conv(1, 4, kernel_size=(3, 3), rngs=rngs)  # parts.dl:9
        self.batch_norm1 = nnx.BatchNorm(256, rngs=rngs)  # parts.dl:10

    def __call__(self, x, training=False):
        x = self.first(x)  # [8, 8, 4]  parts.dl:10
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 256))  # [256]
        return self.batch_norm1(x, use_running_average=not training)


class Backbone(nnx.Module):  # parts.dl:13
    """image: [8, 8, 1] -> [16]; 4,664 weights."""

    def __init__(self, rngs):
        self.trunk = Body(rngs)  # parts.dl:16
        self.head = nnx.Linear(256, 16, rngs=rngs)  # parts.dl:15

    def __call__(self, image, training=False):
        x = self.trunk(image, training=training)  # [256]  parts.dl:16
        x = jax.nn.relu(x)
        x = self.head(x)  # [16]
        return jax.nn.relu(x)


class Head(nnx.Module):  # parts.dl:19
    """x: [16] -> [10]; 170 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)  # parts.dl:19

    def __call__(self, x):
        return self.dense1(x)  # [10]  parts.dl:19


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Backbone = Backbone(rngs)
        self.Head = Head(rngs)


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


def train_loss(models, batch, rngs=None, training=False):  # parts.dl:22
    """cross_entropy(Head(Backbone(image)), digit), averaged over the batch."""
    x = models.Backbone(batch["image"], training=training)  # [16]
    x = models.Head(x)  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train_optimizer_head_head(steps):  # parts.dl:23
    """adam(1e-3), over `steps` steps."""
    return optax.adam(0.001)


def train_optimizer_first(steps):  # parts.dl:24
    """clip_by_global_norm(1.0) -> sgd(0.1), over `steps` steps."""
    return optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1))


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        # One part for each optimizer.
        *parts, rest = nnx.split_state(
            weights,
            within(("Head",), ("Backbone", "head")),
            within(("Backbone", "trunk", "first")),
            ...,
        )

        def objective(parts):
            models = nnx.merge(graph, *parts, rest, statistics, copy=True)
            loss = train_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradients = jax.value_and_grad(objective, has_aux=True)(parts)
        update, optimizer_state1 = optimizers[0].update(gradients[0], state["optimizers"][0], parts[0])
        parts[0] = optax.apply_updates(parts[0], update)
        update, optimizer_state2 = optimizers[1].update(gradients[1], state["optimizers"][1], parts[1])
        parts[1] = optax.apply_updates(parts[1], update)
        weights = nnx.merge_state(*parts, rest)
        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state1, optimizer_state2),
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # parts.dl:27
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Backbone(batch["image"])  # [16]
    x = models.Head(x)  # [10]
    return [(x, batch["digit"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
