"""One loss, two optimizers: each changes the parts of models that it is given; the rest stays as it is.

Compiled from parts.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def digits(columns, fit):
    """The fields of `digits`."""
    image = columns["images"] / np.float32(16)  # [8, 8, 1]
    digit = columns["target"]  # class[10]
    return {"image": image, "digit": digit}


def descend(loss, models, optimizers, *given):
    """A step of each optimizer down the gradient of a loss, on the weights that it trains."""
    trained = nnx.DiffState(0, nnx.Any(*(optimizer.wrt for optimizer in optimizers)))
    value, gradient = nnx.value_and_grad(loss, argnums=trained)(models, *given)
    for optimizer in optimizers:
        optimizer.update(models, gradient)
    return value


def within(*parts):
    """The weights of some parts of models, by the paths that lead to them."""
    return nnx.All(nnx.Param, lambda path, _: any(path[: len(part)] == part for part in parts))


class Body(nnx.Module):
    """x: [8, 8, 1] -> [256]; 552 weights."""

    def __init__(self, rngs):
        self.first = nnx.Conv(1, 4, kernel_size=(3, 3), rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(256, rngs=rngs)

    def __call__(self, x):
        x = self.first(x)  # [8, 8, 4]
        x = jax.nn.relu(x)
        x = jnp.reshape(x, (-1, 256))  # [256]
        return self.batch_norm1(x)


class Backbone(nnx.Module):
    """image: [8, 8, 1] -> [16]; 4,664 weights."""

    def __init__(self, rngs):
        self.trunk = Body(rngs)
        self.head = nnx.Linear(256, 16, rngs=rngs)

    def __call__(self, image):
        x = self.trunk(image)  # [256]
        x = jax.nn.relu(x)
        x = self.head(x)  # [16]
        return jax.nn.relu(x)


class Head(nnx.Module):
    """x: [16] -> [10]; 170 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x)  # [10]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Backbone = Backbone(rngs)
        self.Head = Head(rngs)


def train_loss(models, batch):
    """cross_entropy(Head(Backbone(image)), digit), averaged over the batch."""
    x = models.Backbone(batch["image"])  # [16]
    x = models.Head(x)  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()


def train_optimizer_head_head(models, steps):
    """adam(1e-3), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.001), wrt=within(("Head",), ("Backbone", "head")))


def train_optimizer_first(models, steps):
    """clip_by_global_norm(1.0) -> sgd(0.1), over `steps` steps."""
    return nnx.Optimizer(
        models, optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1)), wrt=within(("Backbone", "trunk", "first"))
    )


@nnx.jit
def train_step(models, optimizers, batch):
    loss = descend(train_loss, models, optimizers, batch)
    return loss


def evaluate(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Backbone(batch["image"])  # [16]
    x = models.Head(x)  # [10]
    return [(x, batch["digit"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
