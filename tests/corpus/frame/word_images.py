"""Compiled from word_images.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def d(columns, fit):
    """The fields of `d`."""
    x = columns["pixels"] / 255  # [...]
    image = np.asarray(jax.image.resize(x, (np.shape(x)[0],), "linear"))  # [14, 14, 1]
    digit = columns["labels"]  # class[10]
    return {"image": image, "digit": digit}


class Net(nnx.Module):
    """image: [14, 14, 1] -> [10]; 650 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(64, 10, rngs=rngs)

    def __call__(self, image):
        x = jnp.concatenate([image, image, image], axis=-1)  # [14, 14, 3]
        x = x @ jnp.array([[0.299], [0.587], [0.114]], jnp.float32)  # [14, 14, 1]
        x = x[:, 1:13, 1:13]  # [12, 12, 1]
        x = x[:, 2:10, 2:10]  # [8, 8, 1]
        x = jnp.reshape(x, (-1, 64))  # [64]
        return self.dense1(x)  # [10]


def train_loss(model, batch):
    """cross_entropy(Net(image), digit), averaged over the batch."""
    x = model(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()


def train_optimizer(model, steps):
    """sgd(0.1), over `steps` steps."""
    return nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
