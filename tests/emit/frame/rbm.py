"""A restricted Boltzmann machine learns by one-step contrastive divergence (Hinton, 2002).

Compiled from rbm.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def mnist(columns, fit):  # rbm.dl:3
    """The fields of `mnist`."""
    v = np.reshape(columns["images"] > 7, (-1, 64))  # [64]
    return {"v": v}


def normal(generator, shape, std):
    """A normal distribution of mean 0."""
    return np.float32(std) * generator.standard_normal(shape, np.float32)


class RBM(nnx.Module):  # rbm.dl:5
    """1,104 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((64, 16)))  # rbm.dl:6
        self.b = nnx.Param(jnp.zeros((64,)))  # rbm.dl:7
        self.c = nnx.Param(jnp.zeros((16,)))  # rbm.dl:8

    def hidden(self, v):  # rbm.dl:9
        """v: [64] -> [16]."""
        return jax.nn.sigmoid(v @ self.w + self.c)  # [16]  rbm.dl:9

    def visible(self, h):  # rbm.dl:10
        """h: [16] -> [64]."""
        return jax.nn.sigmoid(h @ jnp.transpose(self.w[...]) + self.b)  # [64]  rbm.dl:10

    def free_energy(self, v):  # rbm.dl:11
        """v: [64] -> []."""
        return -jnp.sum(v * self.b, axis=-1) - jnp.sum(jax.nn.softplus(v @ self.w + self.c), axis=-1)  # []  rbm.dl:11

    def gibbs(self, v, rngs=None):  # rbm.dl:12
        """v: [64] -> [64]."""
        x = self.hidden(v)  # [16]  rbm.dl:12
        x = self.visible(jnp.asarray(jax.random.bernoulli(rngs(), x), jnp.float32))  # [64]
        return jnp.asarray(jax.random.bernoulli(rngs(), x), jnp.float32)


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.RBM = RBM()


def initialise(seed):
    """The graph of all models, their weights, and their other state (running statistics).

    Drawn on the host: the layers' own initialisers, of the same distributions, would be compiled one by one.
    """
    models = nnx.eval_shape(lambda: Models(nnx.Rngs(0)))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    generator = np.random.default_rng(seed)

    def draw(path, leaf):
        match [key.key for key in path[:-1]]:
            case [*_, "w"]:
                return normal(generator, leaf.shape, std=0.01)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # rbm.dl:17
    """RBM.free_energy(v) - RBM.free_energy(fantasy), averaged over the batch."""
    x = models.RBM.free_energy(batch["v"])  # []
    y = models.RBM.gibbs(batch["v"], rngs=rngs)  # [64]  rbm.dl:16
    fantasy = jax.lax.stop_gradient(y)
    y = models.RBM.free_energy(fantasy)  # []  rbm.dl:17
    return jnp.mean(x - y)


def train_optimizer(steps):  # rbm.dl:17
    """sgd(0.05), over `steps` steps."""
    return optax.sgd(0.05)


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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


def evaluate(models, batch):  # rbm.dl:20
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.RBM.hidden(batch["v"])  # [16]  rbm.dl:21
    x = models.RBM.visible(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),), (batch["v"], x)]


if __name__ == "__main__":
    from runtime.main import main

    main(__file__)
