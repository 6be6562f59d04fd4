"""One encoder for two ragged fields of different bounds, and for sequences of one length.

Compiled from shared_ragged_fields.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax.numpy as jnp
import optax
from flax import nnx


def d(columns, fit):
    """The fields of `d`."""
    question = columns["question"]  # int[q <= 4]
    answer = columns["answer"]  # int[a <= 6]
    title = columns["title"]  # int[2]
    y = columns["y"]  # class[2]
    return {"question": question, "answer": answer, "title": title, "y": y}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


class Encoder(nnx.Module):
    """x: int[q <= 4] -> [4] or x: int[a <= 6] -> [4] or x: int[2] -> [4]; 52 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(4, 6, rngs=rngs)
        self.dense1 = nnx.Linear(6, 4, rngs=rngs)

    def __call__(self, x, q_length):
        x = self.embed1(x)  # [q <= 4, 6] or [a <= 6, 6]
        x = jnp.mean(x, axis=1, where=places(x, q_length))  # [6]
        x = self.dense1(x)  # [4]
        return jnp.tanh(x)

    def call_2(self, x):
        """x: int[2] -> [4]."""
        x = self.embed1(x)  # [2, 6]
        x = jnp.mean(x, axis=1)  # [6]
        x = self.dense1(x)  # [4]
        return jnp.tanh(x)


class Head(nnx.Module):
    """a: [4], b: [4], c: [4] -> [2]; 26 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(12, 2, rngs=rngs)

    def __call__(self, a, b, c):
        return self.dense1(jnp.concatenate([a, b, c], axis=-1))  # [2]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Encoder = Encoder(rngs)
        self.Head = Head(rngs)


def train_loss(models, batch):
    """cross_entropy(Head(Encoder(question), Encoder(answer), Encoder(title)), y), averaged over the batch."""
    x = models.Encoder(batch["question"], q_length=batch["question.length"])  # [4]
    y = models.Encoder(batch["answer"], q_length=batch["answer.length"])
    z = models.Encoder.call_2(batch["title"])
    x = models.Head(x, y, z)  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["y"]).mean()


def train_optimizer(models, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.01), wrt=nnx.Param)


@nnx.jit
def train_step(models, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(models, batch)
    optimizer.update(models, gradient)
    return loss


def evaluate(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Encoder(batch["question"], q_length=batch["question.length"])  # [4]
    y = models.Encoder(batch["answer"], q_length=batch["answer.length"])
    z = models.Encoder.call_2(batch["title"])
    x = models.Head(x, y, z)  # [2]
    return [(x, batch["y"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
