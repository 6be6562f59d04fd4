"""A convolutional reader of sequences of two lengths: no weight hangs on the length.

Compiled from shared_at_two_lengths.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):  # shared_at_two_lengths.dl:2
    """The fields of `d`."""
    short = columns["x"]  # [4]
    y = columns["y"]  # class[2]
    return {"short": short, "y": y}


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


class Unit(nnx.Module):  # shared_at_two_lengths.dl:7
    """unit(x: [t, n], width)."""

    def __init__(self, width, rngs):
        self.conv1 = nnx.Conv(6, width, kernel_size=(3,), rngs=rngs)  # shared_at_two_lengths.dl:8
        self.dense1 = nnx.Linear(width, 6, rngs=rngs)

    def __call__(self, x):
        y = self.conv1(x)  # shared_at_two_lengths.dl:8
        y = jax.nn.relu(y)
        z = self.dense1(y)  # [4, 6] or [8, 6]
        return x + z  # shared_at_two_lengths.dl:9


class Layers(nnx.Module):  # shared_at_two_lengths.dl:12
    """x: [4, 6] -> [4, 6] or x: [8, 6] -> [8, 6]; 42 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(6, 6, rngs=rngs)  # shared_at_two_lengths.dl:12

    def __call__(self, x):
        x = self.dense1(x)  # shared_at_two_lengths.dl:12
        return jax.nn.relu(x)


class Net(nnx.Module):  # shared_at_two_lengths.dl:12
    """x: [4] -> [2] or x: [8] -> [2]; 672 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(1, 6, rngs=rngs)  # shared_at_two_lengths.dl:12
        self.unit1 = Unit(4, rngs)
        self.layers1 = stacked(9, Layers, rngs=rngs)
        self.unit2 = nnx.List([Unit(3, rngs) for _ in range(2)])
        self.dense2 = nnx.Linear(6, 2, rngs=rngs)

    def __call__(self, x):
        x = jnp.expand_dims(x, axis=-1)  # [4, 1] or [8, 1]  shared_at_two_lengths.dl:12
        x = self.dense1(x)  # [4, 6] or [8, 6]
        x = self.unit1(x)
        x = repeat(self.layers1, x)
        for layer in self.unit2:
            x = layer(x)
        x = jnp.mean(x, axis=1)  # [6]
        return self.dense2(x)  # [2]


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
            case ["Net", "layers1", *_, "kernel"]:
                return np.stack([lecun_normal(generator, leaf.shape[1:]) for _ in range(leaf.shape[0])])
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # shared_at_two_lengths.dl:15
    """cross_entropy(Net(short), y) + cross_entropy(Net(concat(short, short)), y), averaged over the batch."""
    x = models.Net(batch["short"])  # [2]
    y = models.Net(jnp.concatenate([batch["short"], batch["short"]], axis=-1))
    x = optax.softmax_cross_entropy_with_integer_labels(x, batch["y"])  # []
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(y, batch["y"]))


def train_optimizer(steps):  # shared_at_two_lengths.dl:15
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


def evaluate(models, batch):  # shared_at_two_lengths.dl:18
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Net(batch["short"])  # [2]
    return [(x, batch["y"])]


EXPERIMENT = {
    "name": "shared_at_two_lengths",
    "title": "A convolutional reader of sequences of two lengths: no weight hangs on the length.",
    "spec": "shared_at_two_lengths.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Net": {"weights": 672}},
    "data": [
        {
            "name": "d",
            "source": "rows",
            "arguments": {"x": ((1.0, 2.0, 3.0, 4.0), (4.0, 3.0, 2.0, 1.0)), "y": (0, 1)},
            "columns": d,
            "fields": {"short": {"shape": (4,), "kind": "real"}, "y": {"shape": (), "kind": "class", "classes": 2}},
            "inputs": ("short",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "d",
            "on": "train",
            "epochs": 1,
            "batch": 2,
            "seed": 0,
            "fused": 1,
            "losses": [train_loss],
            "titles": ["cross_entropy(Net(short), y) + cross_entropy(Net(concat(short, short)), y)"],
            "optimizers": [train_optimizer],
            "trains": [("Net",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "d",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Net(short), y)",
                    "line": 18,
                    "inputs": [
                        {"title": "Net(short)", "shape": (2,), "kind": "real"},
                        {"title": "y", "shape": (), "kind": "class", "classes": 2},
                    ],
                }
            ],
        }
    ],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
