"""How many colours there are is known once the training split has been seen.

Compiled from data_width_of_categories.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import optax
from flax import nnx


def d(columns, fit):
    """The fields of `d`; what is fitted is fitted on the training split only."""
    colour = fit.one_hot("d.colour", columns["colour"])  # [width_of(d.colour)]
    words = fit.tokens("d.words", columns["text"])  # int[t <= 4]
    y = columns["y"]  # class[2]
    return {"colour": colour, "words": words, "y": y}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


class Widened(nnx.Module):
    """x: [width_of(d.colour)] -> [2 * width_of(d.colour)]; 2 * width_of(d.colour) ** 2 + 2 * width_of(d.colour)
    weights.
    """

    def __init__(self, rngs, sizes):
        self.dense1 = nnx.Linear(sizes["d.colour.shape[0]"], 2 * sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [2 * width_of(d.colour)]
        return jax.nn.relu(x)


class Net(nnx.Module):
    """x: [width_of(d.colour)] -> [width_of(d.colour)]; 4 * width_of(d.colour) ** 2 + 3 * width_of(d.colour) weights."""

    def __init__(self, rngs, sizes):
        self.d_colour_shape_0 = sizes["d.colour.shape[0]"]
        self.widened1 = Widened(rngs, sizes=sizes)
        self.dense1 = nnx.Linear(2 * sizes["d.colour.shape[0]"], sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, x):
        x = self.widened1(x / jnp.sqrt(self.d_colour_shape_0))  # [2 * width_of(d.colour)]
        return self.dense1(x)  # [width_of(d.colour)]


class Reader(nnx.Module):
    """words: int[t <= 4] -> [width_of(d.colour)]; 8 * vocabulary(d.words) + 9 * width_of(d.colour) weights."""

    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["d.words"], 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, sizes["d.colour.shape[0]"], rngs=rngs)

    def __call__(self, words, t_length):
        x = self.embed1(words)  # [t <= 4, 8]
        x = jnp.mean(x, axis=1, where=places(x, t_length))  # [8]
        return self.dense1(x)  # [width_of(d.colour)]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs, sizes):
        self.d_colour_shape_0 = sizes["d.colour.shape[0]"]
        self.d_words = sizes["d.words"]
        self.Net = Net(rngs, sizes=sizes)
        self.Reader = Reader(rngs, sizes=sizes)


def train_loss(models, batch, rngs):
    """mse(Net(colour + noise), colour) + mse(Reader(words), colour) + mean(last) / width_of(d.colour), averaged over
    the batch.
    """
    batch_size = len(batch["colour"])
    noise = jax.random.normal(rngs(), (batch_size, models.d_colour_shape_0))  # [width_of(d.colour)]
    x = models.Net(batch["colour"] + noise)
    y = models.Reader(batch["words"], t_length=batch["words.length"])
    x = jnp.mean(jnp.square(x - batch["colour"]), axis=-1)  # []
    # int[]
    z = jnp.max(
        batch["words"], axis=-1, where=places(batch["words"], batch["words.length"]), initial=jnp.iinfo(jnp.int32).min
    )
    last = jax.nn.one_hot(z, models.d_words)  # [vocabulary(d.words)]
    x = x + jnp.mean(jnp.square(y - batch["colour"]), axis=-1)  # []
    return jnp.mean(x + jnp.mean(last, axis=-1) / models.d_colour_shape_0)


def train_optimizer(models, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)


@nnx.jit
def train_step(models, optimizer, batch, rngs):
    loss, gradient = nnx.value_and_grad(train_loss)(models, batch, rngs)
    optimizer.update(models, gradient)
    return loss


def evaluate(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["colour"])  # [width_of(d.colour)]
    y = models.Reader(batch["words"], t_length=batch["words.length"])
    return [(x, batch["colour"]), (y / models.d_colour_shape_0, batch["colour"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
