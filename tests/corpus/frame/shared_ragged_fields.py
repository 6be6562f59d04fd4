"""One encoder for two ragged fields of different bounds, and for sequences of one length.

Compiled from shared_ragged_fields.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # shared_ragged_fields.dl:2
    """The fields of `d`."""
    question = columns["question"]  # int[q <= 4]
    answer = columns["answer"]  # int[a <= 6]
    title = columns["title"]  # int[2]
    y = columns["y"]  # class[2]
    return {"question": question, "answer": answer, "title": title, "y": y}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


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


class Encoder(nnx.Module):  # shared_ragged_fields.dl:14
    """x: int[q <= 4] -> [4] or x: int[a <= 6] -> [4] or x: int[2] -> [4]; 52 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(4, 6, rngs=rngs)  # shared_ragged_fields.dl:14
        self.dense1 = nnx.Linear(6, 4, rngs=rngs)

    def __call__(self, x, q_length):
        x = self.embed1(x)  # [q <= 4, 6] or [a <= 6, 6]  shared_ragged_fields.dl:14
        x = jnp.mean(x, axis=1, where=places(x, q_length))  # [6]
        x = self.dense1(x)  # [4]
        return jnp.tanh(x)

    def call_2(self, x):  # shared_ragged_fields.dl:14
        """x: int[2] -> [4]."""
        x = self.embed1(x)  # [2, 6]  shared_ragged_fields.dl:14
        x = jnp.mean(x, axis=1)  # [6]
        x = self.dense1(x)  # [4]
        return jnp.tanh(x)


class Head(nnx.Module):  # shared_ragged_fields.dl:15
    """a: [4], b: [4], c: [4] -> [2]; 26 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(12, 2, rngs=rngs)  # shared_ragged_fields.dl:15

    def __call__(self, a, b, c):
        return self.dense1(jnp.concatenate([a, b, c], axis=-1))  # [2]  shared_ragged_fields.dl:15


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Encoder = Encoder(rngs)
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
            case [*_, "embedding"]:
                return normal(generator, leaf.shape, std=leaf.shape[-1] ** -0.5)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # shared_ragged_fields.dl:18
    """cross_entropy(Head(Encoder(question), Encoder(answer), Encoder(title)), y), averaged over the batch."""
    x = models.Encoder(batch["question"], q_length=batch["question.length"])  # [4]
    y = models.Encoder(batch["answer"], q_length=batch["answer.length"])
    z = models.Encoder.call_2(batch["title"])
    x = models.Head(x, y, z)  # [2]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["y"]))


def train_optimizer(steps):  # shared_ragged_fields.dl:18
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # shared_ragged_fields.dl:21
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Encoder(batch["question"], q_length=batch["question.length"])  # [4]
    y = models.Encoder(batch["answer"], q_length=batch["answer.length"])
    z = models.Encoder.call_2(batch["title"])
    x = models.Head(x, y, z)  # [2]
    return [(x, batch["y"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
