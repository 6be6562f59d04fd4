"""A week's oil temperature (ETTh1) tells the next day's.

Compiled from forecast.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def oil(columns, fit):
    """The fields of `oil`, of which windows are examples; what is fitted is fitted on the training split only."""
    history = fit.standardize("oil.history", np.stack([columns["HULL"], columns["OT"]], axis=-1))  # [2]
    future = fit.standardize("oil.future", columns["OT"])  # []
    return {"history": history, "future": future}


class Forecaster(nnx.Module):
    """x: [168, 2] -> [24]; 8,088 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(336, 24, rngs=rngs)

    def __call__(self, x):
        x = jnp.reshape(x, (-1, 336))  # [336]
        return self.dense1(x)  # [24]


def train_loss(model, batch):
    """mse(Forecaster(history), future), averaged over the batch."""
    x = model(batch["history"])  # [24]
    return jnp.mean(jnp.square(x - batch["future"]), axis=-1).mean()


def train_optimizer(model, steps):
    """adam(1e-3), over `steps` steps."""
    return nnx.Optimizer(model, optax.adam(0.001), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = model(batch["history"])  # [24]
    return [(x, batch["future"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
