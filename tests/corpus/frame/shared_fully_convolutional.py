"""Pictures of two sizes through one model, which reads sizes that it computes with off its input.

Compiled from shared_fully_convolutional.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):
    """The fields of `d`."""
    image = np.squeeze(columns["images"], axis=3)  # [8, 8]
    target = columns["target"]  # class[10]
    return {"image": image, "target": target}


class Net(nnx.Module):
    """x: [8, 8, 1] -> [10] or x: [32, 16, 1] -> [10]; 90 weights."""

    def __init__(self, rngs):
        self.conv1 = nnx.Conv(1, 4, kernel_size=(3, 3), rngs=rngs)
        self.dense1 = nnx.Linear(4, 10, rngs=rngs)

    def __call__(self, x):
        height = x.shape[1]
        width = x.shape[2]
        x = jax.image.resize(x, (jnp.shape(x)[0], height // 2, width // 2, 1), "linear")  # [4, 4, 1] or [16, 8, 1]
        x = self.conv1(x)  # [4, 4, 4] or [16, 8, 4]
        half = jnp.tanh(x)
        x = jnp.reshape(half, (-1, height * width // 4, 4))  # [16, 4] or [128, 4]
        x = jnp.mean(x, axis=1)  # [4]
        return self.dense1(x)  # [10]


def train_loss(model, batch):
    """cross_entropy(Net(small), target) + cross_entropy(Net(large), target), averaged over the batch."""
    small = jnp.expand_dims(batch["image"], axis=-1)  # [8, 8, 1]
    x = model(small)  # [10]
    large = jax.image.resize(small, (jnp.shape(small)[0], 32, 16, 1), "linear")  # [32, 16, 1]
    y = model(large)  # [10]
    x = optax.softmax_cross_entropy_with_integer_labels(x, batch["target"])  # []
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(y, batch["target"]))


def train_optimizer(model, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


def evaluate(model, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = jnp.expand_dims(batch["image"], axis=-1)  # [8, 8, 1]
    x = model(x)  # [10]
    return [(x, batch["target"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
