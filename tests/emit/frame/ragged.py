"""Sequences of different lengths: what fills the short ones up never reaches a result.

Compiled from ragged.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def notes(columns, fit):  # ragged.dl:3
    """The fields of `notes`."""
    steps_ = columns["steps"]  # int[t <= 6]
    kind = columns["kind"]  # class[2]
    return {"steps": steps_, "kind": kind}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


def chosen(x, index, axis=1):
    """The places of each example along an axis that `index` names, int32 [batch, places]."""
    return jnp.take_along_axis(x, beside(index, x, axis), axis=axis, mode="clip")


def filled(x, length, axis=1):
    """The examples padded with their own last place, so that padding holds no value that the example does not."""
    return chosen(x, jnp.minimum(jnp.arange(x.shape[axis]), length[:, None] - 1), axis)


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


class Scored(nnx.Module):  # ragged.dl:11
    """x: [t <= 6, 16] -> [t <= 6, 16]; 17 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 1, rngs=rngs)  # ragged.dl:12

    def __call__(self, x, t_length):
        y = self.dense1(x)  # [t <= 6, 1]  ragged.dl:12
        weight = filled(jax.nn.softmax(y, axis=1, where=places(y, t_length)), t_length)
        return x * weight  # [t <= 6, 16]  ragged.dl:13


class Layers(nnx.Module):  # ragged.dl:17
    """x: [t <= 6, 16] -> [t <= 6, 16]; 289 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)  # ragged.dl:17
        self.scored1 = Scored(rngs)

    def __call__(self, x, t_length):
        x = self.dense1(x)  # ragged.dl:17
        x = jnp.tanh(x)
        return self.scored1(x, t_length=t_length)


class Reader(nnx.Module):  # ragged.dl:16
    """steps: int[t <= 6] -> [2]; 2,868 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged.dl:17
        self.dense1 = nnx.Linear(8, 16, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(16, rngs=rngs)
        self.scored1 = Scored(rngs)
        self.layers1 = stacked(9, Layers, rngs=rngs)
        self.dense2 = nnx.Linear(16, 2, rngs=rngs)  # ragged.dl:18

    def __call__(self, steps_, t_length, training=False):
        x = self.embed1(steps_)  # [t <= 6, 8]  ragged.dl:17
        x = self.dense1(x)  # [t <= 6, 16]
        x = self.batch_norm1(x, use_running_average=not training, mask=places(x, t_length))
        x = jax.nn.relu(x)
        x = self.scored1(x, t_length=t_length)
        x = repeat(self.layers1, x, t_length=t_length)
        x = jnp.sum(x, axis=1, where=places(x, t_length))  # [16]  ragged.dl:18
        return self.dense2(x)  # [2]


class Next(nnx.Module):  # ragged.dl:21
    """steps: int[t <= 6] -> [t <= 6, 5]; 85 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)  # ragged.dl:22
        self.dense1 = nnx.Linear(8, 5, rngs=rngs)  # ragged.dl:23

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]  ragged.dl:22
        y = x + jnp.max(x, axis=1, where=places(x, t_length), initial=-jnp.inf)[:, None]  # ragged.dl:23
        return self.dense1(y)  # [t <= 6, 5]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Reader = Reader(rngs)
        self.Next = Next(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case ["Reader", "layers1", *_, "kernel"]:
                return np.stack([lecun_normal(generator, leaf.shape[1:]) for _ in range(leaf.shape[0])])
            case [*_, "embedding"]:
                return normal(generator, leaf.shape, std=leaf.shape[-1] ** -0.5)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss_reader(models, batch, rngs=None, training=False):  # ragged.dl:27
    """cross_entropy(Reader(steps), kind), averaged over the batch."""
    x = models.Reader(batch["steps"], t_length=batch["steps.length"], training=training)  # [2]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]))


def train_optimizer_reader(steps):  # ragged.dl:27
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


def train_loss_next(models, batch, rngs=None, training=False):  # ragged.dl:28
    """cross_entropy(Next(steps), steps), averaged over the batch."""
    x = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]
    loss = optax.softmax_cross_entropy_with_integer_labels(x, batch["steps"])
    return jnp.mean(jnp.mean(loss, axis=1, where=places(loss, batch["steps.length"])))


def train_optimizer_next(steps):  # ragged.dl:28
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

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Reader", ...)

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_reader(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Next", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_next(models, batch, training=True)
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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # ragged.dl:31
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]  ragged.dl:32
    y = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]  ragged.dl:33
    losses = optax.softmax_cross_entropy_with_integer_labels(y, batch["steps"])  # [t <= 6]
    return [
        (x, batch["kind"]),
        (jnp.mean(losses, axis=1, where=places(losses, batch["steps.length"])),),
        (y, batch["steps"], batch["steps.length"]),
    ]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
