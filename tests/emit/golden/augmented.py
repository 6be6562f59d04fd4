"""Digits shifted, noisy and mixed: training sees each of them changed, evaluation as it is.

Compiled from augmented.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # augmented.dl:3
    """The fields of `digits`."""
    image = columns["images"] / np.float32(16)  # [8, 8, 1]  augmented.dl:4
    digit = columns["target"]  # class[10]  augmented.dl:3
    return {"image": image, "digit": digit}


def each(values, x):
    """One value for each example, with axes of 1 for all of x's others."""
    return values.reshape(-1, *[1] * (x.ndim - 1))


def random_window(key, x, padding, size):
    """Each example with its axes but the last padded with 0 on both sides, then cut to `size` at a place of its own."""
    padded = jnp.pad(x, [(0, 0), *((width, width) for width in padding), (0, 0)])
    keys = jax.random.split(key, len(size))
    rooms = [whole - part + 1 for whole, part in zip(padded.shape[1:-1], size, strict=True)]
    starts = [jax.random.randint(key, x.shape[:1], 0, room) for key, room in zip(keys, rooms, strict=True)]

    def cut(example, *start):
        return jax.lax.dynamic_slice(example, (*start, 0), (*size, example.shape[-1]))

    return jax.vmap(cut)(padded, *starts)


def random_rectangle(key, x, area, ratio):
    """For each image a rectangle within it, of a share of its area and a ratio of height to width: top, left, sides."""
    height, width = x.shape[1:3]
    keys = jax.random.split(key, 4)
    share = jax.random.uniform(keys[0], x.shape[:1], minval=area[0], maxval=area[1]) * height * width
    sides = jnp.exp(jax.random.uniform(keys[1], x.shape[:1], minval=math.log(ratio[0]), maxval=math.log(ratio[1])))
    rows = jnp.clip(jnp.round(jnp.sqrt(share * sides)), 1, height)
    columns = jnp.clip(jnp.round(jnp.sqrt(share / sides)), 1, width)
    top = jnp.floor(jax.random.uniform(keys[2], x.shape[:1]) * (height - rows + 1))
    left = jnp.floor(jax.random.uniform(keys[3], x.shape[:1]) * (width - columns + 1))
    return top, left, rows, columns


def covered(x, top, left, rows, columns):
    """Which pixels of each image lie in its rectangle: [batch, height, width, 1]."""
    y, across = jnp.arange(x.shape[1])[:, None, None], jnp.arange(x.shape[2])[:, None]
    top, left, rows, columns = (each(side, x) for side in (top, left, rows, columns))
    return (top <= y) & (y < top + rows) & (left <= across) & (across < left + columns)


def random_erase(key, x, p, area, ratio, value):
    """A rectangle of each image replaced by a value, with probability p (Zhong et al., 2020)."""
    chance, place = jax.random.split(key)
    erased = each(jax.random.bernoulli(chance, p, x.shape[:1]), x)
    return jnp.where(erased & covered(x, *random_rectangle(place, x, area, ratio)), jnp.asarray(value, x.dtype), x)


def mixup(x, share):
    """Each example in its share, and the next one of the batch in the rest."""
    share = each(share, x)
    return share * x + (1 - share) * jnp.roll(x, -1, axis=0)


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


class Net(nnx.Module):  # augmented.dl:8
    """image: [8, 8, 1] -> [10]; 5,210 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 8, kernel_size=(3, 3), rngs=rngs)  # augmented.dl:8
        self.dense1 = nnx.Linear(512, 10, rngs=rngs)

    def __call__(self, image):
        x = self.conv1(image)  # [8, 8, 8]  augmented.dl:8
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 512))  # [512]
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


def train_loss(models, batch, rngs=None, training=False):  # augmented.dl:12
    """cross_entropy(Net(mixup(view, share)), mixup(one_hot(digit), share)), averaged over the batch."""
    batch_size = len(batch["image"])
    x = random_window(rngs(), batch["image"], padding=(1, 1), size=(8, 8))  # [8, 8, 1]  augmented.dl:11
    x = random_erase(rngs(), x, p=0.3, area=(0.02, 0.33), ratio=(0.3, 3.3), value=0.0)
    view = x + 0.05 * jax.random.normal(rngs(), (batch_size, 8, 8, 1))
    share = jax.random.beta(rngs(), 0.4, 0.4, (batch_size,))  # []  augmented.dl:10
    x = models.Net(mixup(view, share))  # [10]  augmented.dl:12
    return jnp.mean(optax.softmax_cross_entropy(x, mixup(jax.nn.one_hot(batch["digit"], 10), share)))


def train_optimizer(steps):  # augmented.dl:12
    """adam(1e-3), over `steps` steps."""
    return optax.adam(0.001)


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
        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
        state, losses = step(state, data, rows[0])
        return state, losses[None]

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # augmented.dl:14
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["image"])  # [10]
    return [(x, batch["digit"])]


EXPERIMENT = {
    "name": "augmented",
    "title": "Digits shifted, noisy and mixed: training sees each of them changed, evaluation as it is.",
    "spec": "augmented.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 5210}},
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
            "splits": [{"parts": {"validation": 0.1}, "seed": 0}],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 1,
            "batch": 64,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss],
            "titles": ["cross_entropy(Net(mixup(view, share)), mixup(one_hot(digit), share))"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
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
                    "title": "classification(Net(image), digit)",
                    "line": 14,
                    "inputs": [
                        {"title": "Net(image)", "shape": (10,), "kind": "real"},
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
