"""Compiled from lenet.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def mnist(columns, fit):  # lenet.dl:1
    """The fields of `mnist`."""
    image = columns["pixels"] / 255  # [28, 28, 1]  lenet.dl:2
    digit = columns["labels"]  # class[10]  lenet.dl:3
    return {"image": image, "digit": digit}


def avg_pool(x, window):
    """The mean of each window; the windows stand side by side and fill every axis."""
    return windows(x, window).mean(axis=tuple(range(2, 2 * len(window) + 1, 2)))


def windows(x, window):
    """Each axis between the first and the last, [n], as [n / k, k]: pooling so is faster than by sliding windows."""
    shape = x.shape[:1]
    for length, width in zip(x.shape[1:-1], window, strict=True):
        shape += (length // width, width)
    return x.reshape(*shape, x.shape[-1])


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


class LeNet5(nnx.Module):  # lenet.dl:6
    """image: [28, 28, 1] -> [10]; 61,706 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 6, kernel_size=(5, 5), rngs=rngs)  # lenet.dl:8
        self.conv2 = nnx.Conv(6, 16, kernel_size=(5, 5), padding="VALID", rngs=rngs)  # lenet.dl:9
        self.dense1 = nnx.Linear(400, 120, rngs=rngs)  # lenet.dl:11
        self.dense2 = nnx.Linear(120, 84, rngs=rngs)  # lenet.dl:12
        self.dense3 = nnx.Linear(84, 10, rngs=rngs)  # lenet.dl:13

    def __call__(self, image):
        x = self.conv1(image)  # [28, 28, 6]  lenet.dl:8
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [14, 14, 6]
        x = self.conv2(x)  # [10, 10, 16]  lenet.dl:9
        x = jnp.tanh(x)
        x = avg_pool(x, (2, 2))  # [5, 5, 16]
        x = jnp.reshape(x, (-1, 400))  # [400]  lenet.dl:10
        x = self.dense1(x)  # [120]  lenet.dl:11
        x = jnp.tanh(x)
        x = self.dense2(x)  # [84]  lenet.dl:12
        x = jnp.tanh(x)
        return self.dense3(x)  # [10]  lenet.dl:13


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.LeNet5 = LeNet5(rngs)


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


def train_loss(models, batch, rngs=None, training=False):  # lenet.dl:16
    """cross_entropy(LeNet5(image), digit), averaged over the batch."""
    x = models.LeNet5(batch["image"])  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train_optimizer(steps):  # lenet.dl:17
    """sgd(cosine(0.1, warmup = 5%), momentum = 0.9), over `steps` steps."""
    return optax.sgd(
        optax.warmup_cosine_decay_schedule(0.0, 0.1, warmup_steps=round(0.05 * steps), decay_steps=steps), momentum=0.9
    )


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


def evaluate(models, batch):  # lenet.dl:19
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.LeNet5(batch["image"])  # [10]  lenet.dl:20
    return [(x, batch["digit"])]


EXPERIMENT = {
    "name": "lenet",
    "title": "",
    "spec": "lenet.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"LeNet5": {"weights": 61706}},
    "data": [
        {
            "name": "mnist",
            "source": "idx",
            "arguments": {"path": "mnist"},
            "columns": mnist,
            "fields": {
                "image": {"shape": (28, 28, 1), "kind": "real"},
                "digit": {"shape": (), "kind": "class", "classes": 10},
            },
            "inputs": ("image",),
            "splits": [{"parts": {"validation": 0.1}, "seed": 0}],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "mnist",
            "on": "train",
            "epochs": 10,
            "batch": 128,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss],
            "titles": ["cross_entropy(LeNet5(image), digit)"],
            "optimizers": [train_optimizer],
            "trains": [("LeNet5",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "mnist",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(LeNet5(image), digit)",
                    "line": 20,
                    "inputs": [
                        {"title": "LeNet5(image)", "shape": (10,), "kind": "real"},
                        {"title": "digit", "shape": (), "kind": "class", "classes": 10},
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
