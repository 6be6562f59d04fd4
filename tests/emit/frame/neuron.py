"""One artificial neuron learns degrees Fahrenheit from degrees Celsius: y = 1.8 x + 32.

Compiled from neuron.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front, and the spec's line.
"""

import jax.numpy as jnp
import optax
from flax import nnx


def temperatures(columns, fit):  # neuron.dl:3
    """The fields of `temperatures`."""
    celsius = columns["celsius"]  # []  neuron.dl:4
    fahrenheit = columns["fahrenheit"]  # neuron.dl:5
    return {"celsius": celsius, "fahrenheit": fahrenheit}


class Neuron(nnx.Module):  # neuron.dl:8
    """x: [] -> []; 2 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))  # neuron.dl:9
        self.b = nnx.Param(jnp.zeros(()))  # neuron.dl:10

    def __call__(self, x):
        return x * self.w + self.b  # neuron.dl:11


def train_loss(model, batch):  # neuron.dl:15
    """mse(Neuron(celsius), fahrenheit), averaged over the batch."""
    x = model(batch["celsius"])  # []
    return jnp.square(x - batch["fahrenheit"]).mean()


def train_optimizer(model, steps):  # neuron.dl:15
    """sgd(1e-3), over `steps` steps."""
    return nnx.Optimizer(model, optax.sgd(0.001), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):  # neuron.dl:18
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = model(batch["celsius"])  # []  neuron.dl:19
    return [
        (x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
    ]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
