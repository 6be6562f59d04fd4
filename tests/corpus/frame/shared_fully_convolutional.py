"""Pictures of two sizes through one model, which reads sizes that it computes with off its input.

Compiled from shared_fully_convolutional.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # shared_fully_convolutional.dl:2
    """The fields of `d`."""
    image = np.squeeze(columns["images"], axis=3)  # [8, 8]  shared_fully_convolutional.dl:3
    target = columns["target"]  # class[10]  shared_fully_convolutional.dl:2
    return {"image": image, "target": target}


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


class Net(nnx.Module):  # shared_fully_convolutional.dl:7
    """x: [8, 8, 1] -> [10] or x: [32, 16, 1] -> [10]; 90 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3), rngs=rngs)  # shared_fully_convolutional.dl:8
        self.dense1 = nnx.Linear(4, 10, rngs=rngs)  # shared_fully_convolutional.dl:9

    def __call__(self, x):
        height = x.shape[1]
        width = x.shape[2]
        # [4, 4, 1] or [16, 8, 1]  shared_fully_convolutional.dl:8
        x = jax.image.resize(x, (jnp.shape(x)[0], height // 2, width // 2, 1), "linear")
        x = self.conv1(x)  # [4, 4, 4] or [16, 8, 4]
        half_ = jnp.tanh(x)
        x = jnp.reshape(half_, (-1, height * width // 4, 4))  # [16, 4] or [128, 4]  shared_fully_convolutional.dl:9
        x = jnp.mean(x, axis=1)  # [4]
        return self.dense1(x)  # [10]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Net = Net(rngs)


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


def train_loss(models, batch, rngs=None, training=False):  # shared_fully_convolutional.dl:15
    """cross_entropy(Net(small), target) + cross_entropy(Net(large), target), averaged over the batch."""
    small = jnp.expand_dims(batch["image"], axis=-1)  # [8, 8, 1]  shared_fully_convolutional.dl:13
    x = models.Net(small)  # [10]  shared_fully_convolutional.dl:15
    # [32, 16, 1]  shared_fully_convolutional.dl:14
    large = jax.image.resize(small, (jnp.shape(small)[0], 32, 16, 1), "linear")
    y = models.Net(large)  # [10]  shared_fully_convolutional.dl:15
    x = optax.softmax_cross_entropy_with_integer_labels(x, batch["target"])  # []
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(y, batch["target"]))


def train_optimizer(steps):  # shared_fully_convolutional.dl:15
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
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # shared_fully_convolutional.dl:18
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = jnp.expand_dims(batch["image"], axis=-1)  # [8, 8, 1]
    x = models.Net(x)  # [10]
    return [(x, batch["target"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
