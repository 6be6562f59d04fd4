"""PyTorch: a module with methods.

Compiled from pytorch_module_with_functions.dl by dlc 0.1.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import math

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):  # pytorch_module_with_functions.dl:2
    """The fields of `digits`."""
    x = columns["features"] / 16  # [64]
    return {"x": x}


def truncated_normal(generator, shape, std):
    """A normal distribution of mean 0, cut off at two standard deviations; `std` is that of the uncut one."""
    draws = generator.standard_normal(shape, np.float32)
    while (outside := np.abs(draws) > 2).any():
        draws[outside] = generator.standard_normal(int(outside.sum()), np.float32)
    return np.float32(std) * draws


def fan_in(shape):
    """How many inputs reach one unit: every axis but the last."""
    return math.prod(shape[:-1]) or 1


def fan_out(shape):
    """How many units one input reaches: every axis but the last but one."""
    return math.prod(shape) // shape[-2] if len(shape) > 1 else math.prod(shape)


def scaled_normal(generator, shape, variance):
    """A normal distribution of mean 0 and the given variance, cut off at two standard deviations of the uncut one."""
    # 0.8796 is the standard deviation of a standard normal distribution cut off at 2.
    return truncated_normal(generator, shape, math.sqrt(variance) / 0.87962566103423978)


def glorot_normal(generator, shape):
    """A cut normal distribution of variance 2 / (fan-in + fan-out) (Glorot & Bengio, 2010)."""
    return scaled_normal(generator, shape, 2 / (fan_in(shape) + fan_out(shape)))


class Code(nnx.Module):  # pytorch_module_with_functions.dl:3
    """512 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros((64, 8)))  # pytorch_module_with_functions.dl:4

    def encode(self, x):  # pytorch_module_with_functions.dl:5
        """x: [64] -> [8]."""
        return jnp.tanh(x @ self.w)  # [8]  pytorch_module_with_functions.dl:5

    def decode(self, h):  # pytorch_module_with_functions.dl:6
        """h: [8] -> [64]."""
        return h @ jnp.transpose(self.w[...])  # [64]  pytorch_module_with_functions.dl:6


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Code = Code()


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
                return glorot_normal(generator, leaf.shape)
            case _:
                return np.zeros(leaf.shape, leaf.dtype)

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def train_loss(models, batch, rngs=None, training=False):  # pytorch_module_with_functions.dl:8
    """mse(Code.decode(Code.encode(x)), x), averaged over the batch."""
    x = models.Code.encode(batch["x"])  # [8]
    x = models.Code.decode(x)  # [64]
    return jnp.mean(jnp.mean(jnp.square(x - batch["x"]), axis=-1))


def train_optimizer(steps):  # pytorch_module_with_functions.dl:8
    """sgd(0.1), over `steps` steps."""
    return optax.sgd(0.1)


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
        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)

    return jax.jit(steps, donate_argnums=0)


EXPERIMENT = {
    "name": "pytorch_module_with_functions",
    "title": "PyTorch: a module with methods.",
    "spec": "pytorch_module_with_functions.dl",
    "compiler": "0.1.0",
    "hypers": {},
    "initialise": initialise,
    "models": {"Code": {"weights": 512}},
    "data": [
        {
            "name": "digits",
            "source": "sklearn",
            "arguments": {"dataset": "digits"},
            "columns": digits,
            "fields": {"x": {"shape": (64,), "kind": "real"}},
            "inputs": ("x",),
            "splits": [],
        }
    ],
    "phases": [
        {
            "name": "train",
            "data": "digits",
            "on": "train",
            "epochs": 1,
            "batch": 8,
            "seed": 0,
            "fused": 50,
            "losses": [train_loss],
            "titles": ["mse(Code.decode(Code.encode(x)), x)"],
            "optimizers": [train_optimizer],
            "trains": [("Code",)],
            "steps": train_steps,
        }
    ],
    "evaluations": [],
}

if __name__ == "__main__":
    from runtime.main import main

    main(EXPERIMENT, __file__)
