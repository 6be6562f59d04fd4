"""A classifier that stops early, averages its weights and accumulates gradients.

Compiled from watched.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # watched.dl:3
    """The fields of `digits`."""
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  watched.dl:4
    digit = columns["target"]  # class[10]  watched.dl:3
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


class Reader(nnx.Module):  # watched.dl:9
    """image: [8, 8, 1] -> [10]; 2,474 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 32, rngs=rngs)  # watched.dl:10
        self.batch_norm1 = nnx.BatchNorm(32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 10, rngs=rngs)

    def __call__(self, image, training=False):
        x = jnp.reshape(image, (-1, 64))  # [64]  watched.dl:10
        x = self.dense1(x)  # [32]
        x = self.batch_norm1(x, use_running_average=not training)
        x = jax.nn.relu(x)
        return self.dense2(x)  # [10]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
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
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # watched.dl:14
    """cross_entropy(Reader(image), digit), averaged over the batch."""
    x = models.Reader(batch["image"], training=training)  # [10]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]))


def train_optimizer(steps):  # watched.dl:14
    """adam(cosine(2e-3)), over `steps` steps, of which 2 make one update with the mean of their gradients."""
    return optax.MultiSteps(optax.adam(optax.cosine_decay_schedule(0.002, decay_steps=steps // 2)), 2)


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

        models = {"weights": weights, "statistics": statistics}
        average = averaged(state["average"], models, 0.99, state["step"] + 1, accumulate=2)

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


def train_measures(models, batch):  # watched.dl:13
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]  watched.dl:15
    return [(x, batch["digit"])]


def evaluate(models, batch):  # watched.dl:18
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]  watched.dl:19
    return [(x, batch["digit"])]


EXPERIMENT = {
    "name": "watched",
    "title": "A classifier that stops early, averages its weights and accumulates gradients.",
    "spec": "watched.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Reader": {"weights": 2474}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {
                "image": {"shape": (8, 8, 1), "kind": "real"},
                "digit": {
                    "shape": (),
                    "kind": "class",
                    "classes": 10,
                    "class_names": ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                },
            },
            "inputs": ("image",),
            "splits": [{"parts": {"validation": 0.1, "test": 0.2}, "seed": 0}],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 30,
            "batch": 32,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["cross_entropy(Reader(image), digit)"],
            "optimizers": [train_optimizer],
            "trains": [("Reader",)],
            "steps": train_steps,
            "accumulate": 2,
            "ema": 0.99,
            "stop_early": 3,
            "best": "accuracy",
            "measures": train_measures,
            "names": ["accuracy"],
            "items": [
                {
                    "namespace": "measure",
                    "word": "accuracy",
                    "arguments": {},
                    "title": "accuracy(Reader(image), digit)",
                    "line": 15,
                    "inputs": [
                        {"title": "Reader(image)", "shape": (10,), "kind": "real"},
                        {
                            "title": "digit",
                            "shape": (),
                            "kind": "class",
                            "classes": 10,
                            "class_names": ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                        },
                    ],
                }
            ],
        }
    ],
    "evaluations": [
        {
            "data": "digits",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Reader(image), digit)",
                    "line": 19,
                    "inputs": [
                        {"title": "Reader(image)", "shape": (10,), "kind": "real"},
                        {
                            "title": "digit",
                            "shape": (),
                            "kind": "class",
                            "classes": 10,
                            "class_names": ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                        },
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
