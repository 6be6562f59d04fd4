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


def averaged(average, models, decay, steps, accumulate=1):
    """The moving average after so many steps, of which `accumulate` make an update: it keeps `decay` of itself.

    In the first updates it keeps less, as it would long stay near the first weights otherwise.
    """
    updates, rest = jnp.divmod(steps, accumulate)
    decay = jnp.where(rest == 0, jnp.minimum(decay, updates / (9 + updates)), 1.0)
    return jax.tree.map(lambda old, new: old + (1 - decay) * (new - old), average, models)


class Layers(nnx.Module):  # mixture.dl:22
    """x: [16] -> [16]; no weights."""

    def __call__(self, x):
        return jax.nn.relu(x)  # mixture.dl:22


class Scale(nnx.Module):  # mixture.dl:16
    """x: [16] -> [16]; 288 weights."""

    def __init__(self, rngs):
        self.w = nnx.Param(jnp.zeros((16,)))  # mixture.dl:17
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)  # mixture.dl:18

    def __call__(self, x):
        x = self.dense1(x * self.w)  # mixture.dl:18
        return jax.nn.relu(x)


class Scale2(nnx.Module):  # mixture.dl:16
    """x: [8] -> [8]; 80 weights."""

    def __init__(self, rngs):
        self.w = nnx.Param(jnp.zeros((8,)))  # mixture.dl:17
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)  # mixture.dl:18

    def __call__(self, x):
        return self.dense1(x * self.w)  # mixture.dl:18


class Level(nnx.Module):  # mixture.dl:21
    """x: [4] -> [8]; 584 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # mixture.dl:22
        self.layers1 = nnx.List([Layers() for _ in range(3)])
        self.scale1 = Scale(rngs)
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.scale2 = Scale2(rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]  mixture.dl:22
        for layer in self.layers1:
            x = layer(x)
        x = self.scale1(x)
        x = self.dense2(x)  # [8]
        return self.scale2(x)


class Guess(nnx.Module):  # mixture.dl:24
    """x: [4] -> []; 9 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 1, rngs=rngs)  # mixture.dl:24

    def __call__(self, x, level):
        x = level(x)  # [8]  mixture.dl:24
        x = self.dense1(x)  # [1]
        x = jnp.squeeze(x, axis=1)  # []
        return jax.nn.sigmoid(x)


class Reader(nnx.Module):  # mixture.dl:25
    """image: [8, 8, 1] -> [10]; 170 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)  # mixture.dl:26

    def __call__(self, image):
        x = jnp.concatenate([image, image, image], axis=-1)  # [8, 8, 3]  mixture.dl:26
        x = x @ jnp.array([[0.299], [0.587], [0.114]], jnp.float32)  # [8, 8, 1]
        x = x[:, 1:7, 1:7]  # [6, 6, 1]
        x = x[:, 1:5, 1:5]  # [4, 4, 1]
        x = jnp.reshape(x, (-1, 16))  # [16]
        return self.dense1(x)  # [10]


class Line(nnx.Module):  # mixture.dl:28
    """x: [4] -> []; 5 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)  # mixture.dl:28

    def __call__(self, x):
        x = self.dense1(x)  # [1]  mixture.dl:28
        return jnp.squeeze(x, axis=1)  # []


class Dice(nnx.Module):  # mixture.dl:29
    """least: int[] -> int[2]; no weights."""

    def __call__(self, least, rngs=None):
        batch_size = len(least)
        return jax.random.randint(rngs(), (batch_size, 2), 0, 6) + least[:, None]  # int[2]  mixture.dl:29


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Level = Level(rngs)
        self.Guess = Guess(rngs)
        self.Reader = Reader(rngs)
        self.Line = Line(rngs)
        self.Dice = Dice()


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


def train_loss_level_guess(models, batch, rngs=None, training=False):  # mixture.dl:33
    """mse(Guess(best + noise), progression), averaged over the batch."""
    batch_size = len(batch["best"])
    noise = jax.random.normal(rngs(), (batch_size, 4))  # [4]  mixture.dl:32
    x = models.Guess(batch["best"] + noise, level=models.Level)  # []  mixture.dl:33
    return jnp.mean(jnp.square(x - batch["progression"]))


def train_optimizer_level_guess(steps):  # mixture.dl:33
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


def train_loss_line(models, batch, rngs=None, training=False):  # mixture.dl:34
    """mse(Line(best + noise), progression / 2), averaged over the batch."""
    batch_size = len(batch["best"])
    noise = jax.random.normal(rngs(), (batch_size, 4))  # [4]  mixture.dl:32
    x = models.Line(batch["best"] + noise)  # []  mixture.dl:34
    return jnp.mean(jnp.square(x - batch["progression"] / 2))


def train_optimizer_line(steps):  # mixture.dl:34
    """sgd(0.01), over `steps` steps."""
    return optax.sgd(0.01)


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

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_level_guess(models, batch, nnx.Rngs(key), training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Line", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_line(models, batch, nnx.Rngs(key), training=True)
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


def train2_loss(models, batch, rngs=None, training=False):  # mixture.dl:46
    """cross_entropy(Reader(image), digit), averaged over the batch."""
    x = models.Reader(batch["image"])  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train2_optimizer(steps):  # mixture.dl:46
    """sgd(cosine(0.1, warmup = 5%, end = 1e-4)), over `steps` steps, of which 4 make one update with the mean of their
    gradients.
    """
    return optax.MultiSteps(
        optax.sgd(
            optax.warmup_cosine_decay_schedule(
                0.0, 0.1, warmup_steps=round(0.05 * (steps // 4)), decay_steps=steps // 4, end_value=0.0001
            )
        ),
        4,
    )


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

        models = {"weights": weights, "statistics": statistics}
        average = averaged(state["average"], models, 0.999, state["step"] + 1, accumulate=4)

        state = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": (optimizer_state,),
            "average": average,
            "step": state["step"] + 1,
        }
        return state, jnp.stack([loss])

    def steps(state, data, rows):
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def train2_measures(models, batch):  # mixture.dl:36
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]  mixture.dl:47
    return [(x, batch["digit"])]


def evaluate(models, batch):  # mixture.dl:50
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Guess(batch["best"], level=models.Level)  # []  mixture.dl:51
    return [(x, batch["progression"])]


def evaluate2(models, batch):  # mixture.dl:53
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]  mixture.dl:54
    return [(x, batch["digit"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
