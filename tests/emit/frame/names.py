"""Names that Python knows otherwise, and axes of all kinds.

Compiled from names.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):  # names.dl:2
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    lambda_ = fit.standardize("iris.lambda", columns["features"])  # [4]  names.dl:3
    class_ = columns["target"]  # class[3]  names.dl:2
    len_ = np.sum(columns["features"], axis=-1) / 2  # []  names.dl:5
    return {"lambda": lambda_, "class": class_, "len": len_}


def normal(generator, shape, std):
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


class Models_(nnx.Module):  # names.dl:7
    """lambda: [4], len: [] -> (def: [3], None: []); 18 weights."""

    def __init__(self):
        self.global_ = nnx.Param(jnp.zeros((4, 3)))  # names.dl:8
        self.scale = nnx.Param(jnp.zeros((3,)))  # names.dl:9
        self.kernel = nnx.Param(jnp.zeros((3,)))  # names.dl:10

    def __call__(self, lambda_, len_):
        jnp_ = lambda_ @ self.global_  # [3]  names.dl:11
        x = jnp_ * self.scale + len_[:, None]  # names.dl:12
        import_ = x + self.kernel  # names.dl:13
        y = import_ + jnp.mean(lambda_, axis=-1)[:, None]  # names.dl:14
        return {"def": y, "None": jnp.sum(import_**2, axis=-1) - len_}  # (def: [3], None: [])


class Other(nnx.Module):  # names.dl:16
    """x: [4] -> []; 1 weight."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # names.dl:17

    def __call__(self, x):
        y = x * self.w  # names.dl:18
        z = y + self.w  # names.dl:19
        x = jnp.mean(z - jnp.mean(z, axis=-1)[:, None], axis=-1)  # []  names.dl:20
        x4 = jnp.sum(z * y, axis=-1) + jnp.max(y, axis=-1) * jnp.min(z, axis=-1)
        return x4 - x / (1 + jnp.exp(-jnp.sum(z, axis=-1)))


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Models = Models_()
        self.Other = Other()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "global_"]:
                return normal(generator, leaf.shape, std=0.1)
            case [*_, "scale"]:
                return np.full(leaf.shape, 0.5, leaf.dtype)
            case [*_, "kernel"]:
                return np.zeros(leaf.shape, leaf.dtype)
            case [*_, "w"]:
                return np.full(leaf.shape, 1.0, leaf.dtype)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss_models(models, batch, rngs=None, training=False):  # names.dl:23
    """cross_entropy(out.def, class) + 0.01 * square(out.None) + 0.1 * sum(square(Models.global)), averaged over the
    batch.
    """
    out = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])  names.dl:22
    x = optax.softmax_cross_entropy_with_integer_labels(out["def"], batch["class"])  # []  names.dl:23
    y = 0.1 * jnp.sum(jnp.square(models.Models.global_[...]))
    return jnp.mean(x + 0.01 * jnp.square(out["None"]) + y)


def train_optimizer_models(steps):  # names.dl:23
    """adam(0.01), over `steps` steps."""
    return optax.adam(0.01)


def train_loss_other(models, batch, rngs=None, training=False):  # names.dl:24
    """mse(Other(lambda), 1.5), averaged over the batch."""
    x = models.Other(batch["lambda"])  # []
    return jnp.mean(jnp.square(x - 1.5))


def train_optimizer_other(steps):  # names.dl:24
    """sgd(0.01), over `steps` steps."""
    return optax.sgd(0.01)


def train_steps(graph, optimizers):
    """The compiled step of `train`: (state, data, rows) -> (state, losses).

    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,
    `losses` is [k, objectives].  The old state's memory is used again.
    """

    def step(state, data, rows):
        batch = {name: column[rows] for name, column in data.items()}
        weights, statistics = state["weights"], state["statistics"]

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Models", ...)

        def objective1(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_models(models, batch, training=True)
            return loss, nnx.split(models, nnx.Param, ...)[2]

        (loss1, statistics), gradient = jax.value_and_grad(objective1, has_aux=True)(part)
        update, optimizer_state1 = optimizers[0].update(gradient, state["optimizers"][0], part)
        part = optax.apply_updates(part, update)
        weights = nnx.merge_state(part, rest)

        part, rest = nnx.split_state(weights, lambda path, _: path[0] == "Other", ...)

        def objective2(part):
            models = nnx.merge(graph, part, rest, statistics, copy=True)
            loss = train_loss_other(models, batch, training=True)
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


def evaluate(models, batch):  # names.dl:26
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])
    return [(x["def"], batch["class"])]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
