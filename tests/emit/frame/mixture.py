"""What the other programs here leave out, a little of each.

Compiled from mixture.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def patients(columns, fit):  # mixture.dl:5
    """The fields of `patients`; what is fitted is fitted on the training split only."""
    x = fit.select_best("patients.best", columns["features"], lambda: columns["target"], k=4)  # [4]  mixture.dl:6
    best = fit.standardize("patients.best2", x)
    progression = columns["target"] / 346  # []  mixture.dl:7
    return {"best": best, "progression": progression}


def digits(columns, fit):  # mixture.dl:10
    """The fields of `digits`."""
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  mixture.dl:11
    digit = columns["target"]  # class[10]  mixture.dl:10
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


class Layers(nnx.Module):  # mixture.dl:21
    """x: [16] -> [16]; no weights."""

    def __call__(self, x):
        return jax.nn.relu(x)  # mixture.dl:21


class Scale(nnx.Module):  # mixture.dl:15
    """x: [16] -> [16]; 16 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((16,)))  # mixture.dl:16

    def __call__(self, x):
        return jax.nn.relu(x * self.w)  # mixture.dl:17


class Scale2(nnx.Module):  # mixture.dl:15
    """x: [8] -> [8]; 8 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((8,)))  # mixture.dl:16

    def __call__(self, x):
        return x * self.w  # mixture.dl:17


class Level(nnx.Module):  # mixture.dl:20
    """x: [4] -> [8]; 240 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # mixture.dl:21
        self.layers1 = nnx.List([Layers() for _ in range(3)])
        self.scale1 = Scale()
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.scale2 = Scale2()

    def __call__(self, x):
        x = self.dense1(x)  # [16]  mixture.dl:21
        for layer in self.layers1:
            x = layer(x)
        x = self.scale1(x)
        x = self.dense2(x)  # [8]
        return self.scale2(x)


class Guess(nnx.Module):  # mixture.dl:23
    """level: [8] -> []; 9 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 1, rngs=rngs)  # mixture.dl:23

    def __call__(self, level):
        x = self.dense1(level)  # [1]  mixture.dl:23
        x = jnp.squeeze(x, axis=1)  # []
        return jax.nn.sigmoid(x)


class Reader(nnx.Module):  # mixture.dl:24
    """image: [8, 8, 1] -> [10]; 170 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)  # mixture.dl:25

    def __call__(self, image):
        x = jnp.concatenate([image, image, image], axis=-1)  # [8, 8, 3]  mixture.dl:25
        x = x @ jnp.array([[0.299], [0.587], [0.114]], jnp.float32)  # [8, 8, 1]
        x = x[:, 2:6, 2:6]  # [4, 4, 1]
        x = jnp.reshape(x, (-1, 16))  # [16]
        return self.dense1(x)  # [10]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Level = Level(rngs)
        self.Guess = Guess(rngs)
        self.Reader = Reader(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case ["Level", "scale1", "w"]:
                return np.full(leaf.shape, 1.0, leaf.dtype)
            case ["Level", "scale2", "w"]:
                return np.full(leaf.shape, 0.5, leaf.dtype)
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # mixture.dl:29
    """mse(Guess(Level(best)), progression) + mean(real(uniform_int(6, shape = [2]))), averaged over the batch."""
    batch_size = len(batch["best"])
    x = models.Level(batch["best"])  # [8]
    x = models.Guess(x)  # []
    y = jnp.asarray(jax.random.randint(rngs(), (batch_size, 2), 0, 6), jnp.float32)  # [2]
    return jnp.mean(jnp.square(x - batch["progression"]) + jnp.mean(y, axis=-1))


def train_optimizer(steps):  # mixture.dl:29
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

        part, rest = nnx.split_state(weights, lambda path, _: path[0] in ("Level", "Guess"), ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss(models, batch, nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(part)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
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


def train2_loss(models, batch, rngs=None, training=False):  # mixture.dl:31
    """cross_entropy(Reader(image), digit), averaged over the batch."""
    x = models.Reader(batch["image"])  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train2_optimizer(steps):  # mixture.dl:31
    """sgd(0.1), over `steps` steps."""
    return optax.sgd(0.1)


def train2_steps(graph, optimizers):
    """The compiled step of `train2`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Reader", ...)

        def objective(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train2_loss(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss, statistics), gradient = jax.value_and_grad(objective, has_aux=True)(part)
        update, optimizer_state = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)
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


def evaluate(models, batch):  # mixture.dl:33
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Level(batch["best"])  # [8]
    x = models.Guess(x)  # []
    return [(x, batch["progression"])]


def evaluate2(models, batch):  # mixture.dl:34
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]
    return [(x, batch["digit"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
