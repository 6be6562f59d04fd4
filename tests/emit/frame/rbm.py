"""A restricted Boltzmann machine learns by one-step contrastive divergence (Hinton, 2002).

Compiled from rbm.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
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


class RBM(nnx.Module):  # rbm.dl:5
    """1,104 weights."""

    def __init__(self, rngs):
        self.w = nnx.Param(nnx.initializers.normal(stddev=0.01)(rngs.params(), (64, 16)))  # rbm.dl:6
        self.b = nnx.Param(jnp.zeros((64,)))  # rbm.dl:7
        self.c = nnx.Param(jnp.zeros((16,)))  # rbm.dl:8
        self.rngs = rngs.fork()

    def hidden(self, v):  # rbm.dl:9
        """v: [64] -> [16]."""
        return jax.nn.sigmoid(v @ self.w + self.c)  # [16]  rbm.dl:9

    def visible(self, h):  # rbm.dl:10
        """h: [16] -> [64]."""
        return jax.nn.sigmoid(h @ jnp.transpose(self.w[...]) + self.b)  # [64]  rbm.dl:10

    def free_energy(self, v):  # rbm.dl:11
        """v: [64] -> []."""
        return -jnp.sum(v * self.b, axis=-1) - jnp.sum(jax.nn.softplus(v @ self.w + self.c), axis=-1)  # []  rbm.dl:11

    def gibbs(self, v):  # rbm.dl:12
        """v: [64] -> [64]."""
        x = self.hidden(v)  # [16]  rbm.dl:12
        x = self.visible(jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32))  # [64]
        return jnp.asarray(jax.random.bernoulli(self.rngs(), x), jnp.float32)


def train_loss(model, batch):  # rbm.dl:17
    """RBM.free_energy(v) - RBM.free_energy(fantasy), averaged over the batch."""
    x = model.free_energy(batch["v"])  # []
    y = model.gibbs(batch["v"])  # [64]  rbm.dl:16
    fantasy = jax.lax.stop_gradient(y)
    y = model.free_energy(fantasy)  # []  rbm.dl:17
    return jnp.mean(x - y)


def train_optimizer(model, steps):  # rbm.dl:17
    """sgd(0.05), over `steps` steps."""
    return nnx.Optimizer(model, optax.sgd(0.05), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):  # rbm.dl:20
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = model.hidden(batch["v"])  # [16]  rbm.dl:21
    x = model.visible(x)  # [64]
    return [(jnp.mean(jnp.square(x - batch["v"]), axis=-1),), (batch["v"], x)]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
