"""A restricted Boltzmann machine learns by one-step contrastive divergence (Hinton, 2002).

Compiled from rbm.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def mnist(columns, fit):
    """The fields of `mnist`."""
    v = np.reshape(columns["images"] > 7, (-1, 64))  # [64]
    return {"v": v}


class RBM(nnx.Module):
    """1,104 weights."""

    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.normal(stddev=0.01)(rngs.params(), (64, 16)))
        self.b = nnx.Param(jnp.zeros((64,)))
        self.c = nnx.Param(jnp.zeros((16,)))
        self.rngs = rngs.fork()

    def hidden(self, v):
        """v: [64] -> [16]."""
        return jax.nn.sigmoid(v @ self.w + self.c)  # [16]

    def visible(self, h):
        """h: [16] -> [64]."""
        return jax.nn.sigmoid(h @ jnp.transpose(self.w[...]) + self.b)  # [64]

    def free_energy(self, v):
        """v: [64] -> []."""
        return -jnp.sum(v * self.b, axis=-1) - jnp.sum(jax.nn.softplus(v @ self.w + self.c), axis=-1)  # []

    def gibbs(self, v):
        """v: [64] -> [64]."""
        x = self.hidden(v)  # [16]
        x = self.visible(jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32))  # [64]
        return jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32)


def train_loss(model, batch):
    """RBM.free_energy(v) - RBM.free_energy(fantasy), averaged over the batch."""
    x = model.free_energy(batch["v"])  # []
    y = model.gibbs(batch["v"])  # [64]
    fantasy = jax.lax.stop_gradient(y)
    y = model.free_energy(fantasy)  # []
    return jnp.mean(x - y)


def train_optimizer(model, steps):
    """sgd(0.05), over `steps` steps."""
    return nnx.Optimizer(model, optax.sgd(0.05), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = model.hidden(batch["v"])  # [16]
    x = model.visible(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),), (batch["v"], x)]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
