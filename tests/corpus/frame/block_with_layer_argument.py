"""Compiled from block_with_layer_argument.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
from flax import nnx


class Activated(nnx.Module):
    """x: [4] -> [8]; 40 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [8]
        return jax.nn.relu(x)


class Activated2(nnx.Module):
    """x: [8] -> [8]; 72 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)


class Activated3(nnx.Module):
    """x: [8] -> [3]; 27 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 3, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [3]


class Net(nnx.Module):
    """x: [4] -> [3]; 139 weights."""

    def __init__(self, rngs):
        self.activated1 = Activated(rngs)
        self.activated2 = Activated2(rngs)
        self.activated3 = Activated3(rngs)

    def __call__(self, x):
        x = self.activated1(x)  # [8]
        x = self.activated2(x)
        return self.activated3(x)  # [3]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
