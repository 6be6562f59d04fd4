"""A deep stack is scanned.

Compiled from deep.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # deep.dl:3
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    x = fit.standardize("iris.x", columns["features"])  # [4]  deep.dl:4
    kind = columns["target"]  # class[3]  deep.dl:3
    return {"x": x, "kind": kind}


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


def half(tree):
    """The real arrays of a tree in bfloat16."""
    return jax.tree.map(lambda x: x.astype(jnp.bfloat16) if jnp.issubdtype(x.dtype, jnp.floating) else x, tree)


class Res(nnx.Module):  # deep.dl:7
    """x: [16] -> [16]; 1,168 weights."""

    def __init__(self, rate, rngs):
        self.rate = rate
        self.layer_norm1 = nnx.LayerNorm(16, rngs=rngs)  # deep.dl:8
        self.dense1 = nnx.Linear(16, 32, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(32, rngs=rngs)
        self.dense2 = nnx.Linear(32, 16, rngs=rngs)

    def __call__(self, x, training=False, rngs=None):
        y = self.layer_norm1(x)  # deep.dl:8
        y = self.dense1(y)  # [32]
        y = jax.nn.gelu(y)
        y = jnp.asarray(self.batch_norm1(y, use_running_average=not training), jnp.result_type(y))
        y = self.dense2(y)  # [16]
        y = nnx.Dropout(self.rate)(y, deterministic=not training, rngs=rngs)
        return x + y


class Layers(nnx.Module):  # deep.dl:10
    """x: [16] -> [16]; 272 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)  # deep.dl:10

    def __call__(self, x):
        x = self.dense1(x)  # deep.dl:10
        return jnp.tanh(x)


class Deep(nnx.Module):  # deep.dl:10
    """x: [4] -> [3]; 18,195 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)  # deep.dl:10
        self.res1 = stacked(12, Res, 0.1, rngs=rngs)
        self.layers1 = nnx.List([Layers(rngs) for _ in range(2)])
        self.res2 = nnx.List([Res(0.2, rngs) for _ in range(3)])
        self.dense2 = nnx.Linear(16, 3, rngs=rngs)

    def __call__(self, x, training=False, rngs=None):
        x = self.dense1(x)  # [16]  deep.dl:10
        x = repeat(self.res1, x, training=training, rngs=rngs)
        for layer in self.layers1:
            x = layer(x)
        for layer in self.res2:
            x = layer(x, training=training, rngs=rngs)
        return self.dense2(x)  # [3]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Deep = Deep(rngs)


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case ["Deep", "res1", *_, "kernel"]:
                return np.stack([lecun_normal(generator, leaf.shape[1:]) for _ in range(leaf.shape[0])])
            case [*_, "kernel"]:
                return lecun_normal(generator, leaf.shape)
            case [*_, "scale" | "var"]:
                return np.ones(leaf.shape, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # deep.dl:12
    """cross_entropy(Deep(x), kind), averaged over the batch."""
    x = models.Deep(batch["x"], training=training, rngs=rngs)  # [3]
    return jnp.mean(optax.softmax_cross_entropy_with_integer_labels(jnp.float32(x), batch["kind"]), dtype=jnp.float32)


def train_optimizer(steps):  # deep.dl:12
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
            models = nnx.merge(graph, half(weights), statistics, copy=True)
            loss = train_loss(models, half(batch), nnx.Rngs(key), training=True)
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


def evaluate(models, batch):  # deep.dl:14
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Deep(batch["x"])  # [3]
    return [(x, batch["kind"])]


EXPERIMENT = {
    "name": "deep",
    "title": "A deep stack is scanned.",
    "spec": "deep.dl",
    "compiler": "0.1.0",
    "hypers": {"width": 16},
    "initialise": initialise,
    "models": {"Deep": {"weights": 18195}},
    "data": [
        {
            "name": "iris",
            "source": "sklearn",
            "arguments": {"dataset": "iris"},
            "columns": iris,
            "fields": {
                "x": {"shape": (4,), "kind": "real"},
                "kind": {
                    "shape": (),
                    "kind": "class",
                    "classes": 3,
                    "class_names": ("setosa", "versicolor", "virginica"),
                },
            },
            "inputs": ("x",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "iris",
            "on": "train",
            "epochs": 10,
            "batch": 16,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["cross_entropy(Deep(x), kind)"],
            "optimizers": [train_optimizer],
            "trains": [("Deep",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [
        {
            "data": "iris",
            "on": "test",
            "outputs": evaluate,
            "items": [
                {
                    "namespace": "measure",
                    "word": "classification",
                    "arguments": {"top": 1},
                    "title": "classification(Deep(x), kind)",
                    "line": 14,
                    "inputs": [
                        {"title": "Deep(x)", "shape": (3,), "kind": "real"},
                        {
                            "title": "kind",
                            "shape": (),
                            "kind": "class",
                            "classes": 3,
                            "class_names": ("setosa", "versicolor", "virginica"),
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
