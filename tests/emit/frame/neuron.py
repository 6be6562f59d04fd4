"""One artificial neuron learns degrees Fahrenheit from degrees Celsius: y = 1.8 x + 32.

Compiled from neuron.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax.numpy as jnp
import optax
from flax import nnx


def temperatures(columns, fit):
    """The fields of `temperatures`."""
    celsius = columns["celsius"]  # []
    fahrenheit = columns["fahrenheit"]
    return {"celsius": celsius, "fahrenheit": fahrenheit}


class Neuron(nnx.Module):
    """x: [] -> []; 2 weights."""

    def __init__(self):
        self.w = nnx.Param(jnp.zeros(()))
        self.b = nnx.Param(jnp.zeros(()))

    def __call__(self, x):
        return x * self.w + self.b


def train_loss(model, batch):
    """mse(Neuron(celsius), fahrenheit), averaged over the batch."""
    x = model(batch["celsius"])  # []
    return jnp.square(x - batch["fahrenheit"]).mean()


def train_optimizer(model, steps):
    """sgd(1e-3), over `steps` steps."""
    return nnx.Optimizer(model, optax.sgd(0.001), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = model(batch["celsius"])  # []
    return [
        (x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
        (batch["celsius"], x, batch["fahrenheit"]),
    ]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
