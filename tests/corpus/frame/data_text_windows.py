"""Compiled from data_text_windows.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def plays(columns, fit):  # data_text_windows.dl:1
    """The fields of `plays`, of which windows are examples; what is fitted is fitted on the training split only."""
    next_ = fit.tokens("plays.past", columns["text"], by="bpe", size=512)  # int[]  data_text_windows.dl:2
    return {"past": next_, "next": next_}


def plays_batch(data, rows):  # data_text_windows.dl:1
    """The examples of `plays` that begin at `rows`."""
    return {"past": data["past"][rows[:, None] + np.arange(8)], "next": data["next"][rows[:, None] + np.arange(1, 9)]}


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


class Next(nnx.Module):  # data_text_windows.dl:7
    """past: int[8] -> [8, vocabulary(plays.past)]; 33 * vocabulary(plays.past) weights."""

    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["plays.past"], 16, rngs=rngs)  # data_text_windows.dl:8
        self.dense1 = nnx.Linear(16, sizes["plays.past"], rngs=rngs)

    def __call__(self, past):
        x = self.embed1(past)  # [8, 16]  data_text_windows.dl:8
        return self.dense1(x)  # [8, vocabulary(plays.past)]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs, sizes):
        self.Next = Next(rngs, sizes=sizes)


def initialise(seed, sizes):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0), sizes))
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


def train_loss(models, batch, rngs=None, training=False):  # data_text_windows.dl:11
    """cross_entropy(Next(past), next), averaged over the batch."""
    x = models.Next(batch["past"])  # [8, vocabulary(plays.past)]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]))


def train_optimizer(steps):  # data_text_windows.dl:11
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = plays_batch(data, rows)
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


def evaluate(models, batch):  # data_text_windows.dl:13
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Next(batch["past"])  # [8, vocabulary(plays.past)]
    return [(jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]), axis=(1,)),)]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
