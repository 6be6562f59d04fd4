"""How many colours there are is known once the training split has been seen.

Compiled from data_width_of_categories.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # data_width_of_categories.dl:2
    """The fields of `d`; what is fitted is fitted on the training split only."""
    colour = fit.one_hot("d.colour", columns["colour"])  # [width_of(d.colour)]  data_width_of_categories.dl:7
    words = fit.tokens("d.words", columns["text"])  # int[t <= 4]  data_width_of_categories.dl:8
    y = columns["y"]  # class[2]  data_width_of_categories.dl:2
    return {"colour": colour, "words": words, "y": y}


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


class Widened(nnx.Module):  # data_width_of_categories.dl:12
    """x: [width_of(d.colour)] -> [2 * width_of(d.colour)]; 2 * width_of(d.colour) ** 2 + 2 * width_of(d.colour)
    weights.
    """

    def __init__(self, rngs, sizes):
        # data_width_of_categories.dl:12
        self.dense1 = nnx.Linear(sizes["d.colour.shape[0]"], 2 * sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [2 * width_of(d.colour)]  data_width_of_categories.dl:12
        return jax.nn.relu(x)


class Net(nnx.Module):  # data_width_of_categories.dl:14
    """x: [width_of(d.colour)] -> [width_of(d.colour)]; 4 * width_of(d.colour) ** 2 + 3 * width_of(d.colour) weights."""

    def __init__(self, rngs, sizes):
        self.d_colour_shape_0 = sizes["d.colour.shape[0]"]
        self.widened1 = Widened(rngs, sizes=sizes)  # data_width_of_categories.dl:14
        self.dense1 = nnx.Linear(2 * sizes["d.colour.shape[0]"], sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        # [2 * width_of(d.colour)]  data_width_of_categories.dl:14
        x = self.widened1(x / jnp.sqrt(self.d_colour_shape_0))
        return self.dense1(x)  # [width_of(d.colour)]


class Reader(nnx.Module):  # data_width_of_categories.dl:15
    """words: int[t <= 4] -> [width_of(d.colour)]; 8 * vocabulary(d.words) + 9 * width_of(d.colour) weights."""

    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 8, rngs=rngs)  # data_width_of_categories.dl:15
        self.dense1 = nnx.Linear(8, sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, words, t_length):
        x = self.embed1(words)  # [t <= 4, 8]  data_width_of_categories.dl:15
        x = jnp.mean(x, axis=1, where=places(x, t_length))  # [8]
        return self.dense1(x)  # [width_of(d.colour)]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs, sizes):
        self.d_colour_shape_0 = sizes["d.colour.shape[0]"]
        self.d_words = sizes["d.words"]
        self.Net = Net(rngs, sizes=sizes)
        self.Reader = Reader(rngs, sizes=sizes)


def initialise(seed, sizes):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0), sizes))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case [*_, "embedding"]:
                return normal(generator, leaf.shape, std=leaf.shape[-1] ** -0.5)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # data_width_of_categories.dl:20
    """mse(Net(colour + noise), colour) + mse(Reader(words), colour) + mean(last) / width_of(d.colour), averaged over
    the batch.
    """
    batch_size = len(batch["colour"])
    # [width_of(d.colour)]  data_width_of_categories.dl:18
    noise = jax.random.normal(rngs(), (batch_size, models.d_colour_shape_0))
    x = models.Net(batch["colour"] + noise)  # data_width_of_categories.dl:20
    y = models.Reader(batch["words"], t_length=batch["words.length"])
    x = jnp.mean(jnp.square(x - batch["colour"]), axis=-1)  # []
    # int[]  data_width_of_categories.dl:19
    z = jnp.max(
        batch["words"], axis=-1, where=places(batch["words"], batch["words.length"]), initial=jnp.iinfo(jnp.int32).min
    )
    last = jax.nn.one_hot(z, models.d_words)  # [vocabulary(d.words)]
    x = x + jnp.mean(jnp.square(y - batch["colour"]), axis=-1)  # []  data_width_of_categories.dl:20
    return jnp.mean(x + jnp.mean(last, axis=-1) / models.d_colour_shape_0)


def train_optimizer(steps):  # data_width_of_categories.dl:21
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


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


def evaluate(models, batch):  # data_width_of_categories.dl:24
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["colour"])  # [width_of(d.colour)]  data_width_of_categories.dl:25
    y = models.Reader(batch["words"], t_length=batch["words.length"])  # data_width_of_categories.dl:26
    return [(x, batch["colour"]), (y / models.d_colour_shape_0, batch["colour"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
