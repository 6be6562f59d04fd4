"""Compiled from ragged_windows.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import optax
from flax import nnx


def notes(columns, fit):
    """The fields of `notes`."""
    steps_ = columns["steps"]  # int[t <= 16]
    kind = columns["kind"]  # class[2]
    return {"steps": steps_, "kind": kind}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


def only(x, length, value=0, axis=1):
    """The examples with a value in place of their padding."""
    return jnp.where(places(x, length, axis), x, value)


def chosen(x, index, axis=1):
    """The places of each example along an axis that `index` names, int32 [batch, places]."""
    return jnp.take_along_axis(x, beside(index, x, axis), axis=axis, mode="clip")


def filled(x, length, axis=1):
    """The examples padded with their own last place, so that padding holds no value that the example does not."""
    return chosen(x, jnp.minimum(jnp.arange(x.shape[axis]), length[:, None] - 1), axis)


def flipped(x, length, axis=1):
    """Each example in the opposite order."""
    return chosen(x, jnp.maximum(length[:, None] - 1 - jnp.arange(x.shape[axis]), 0), axis)


def strided(x, length, stride, reach, ahead, axis=1):
    """The examples between zeros, each where the windows of a strided `same` convolution fall on it as on it alone.

    How many zeros `same` puts in front depends on the length; the windows that begin in the first `ahead` places
    see nothing of the example.
    """

    def front(n):
        return jnp.maximum((-(-n // stride) - 1) * stride + reach - n, 0) // 2

    place = jnp.arange(x.shape[axis] + ahead) - (ahead + front(length) - front(x.shape[axis]))[:, None]
    inside = (place >= 0) & (place < length[:, None])
    return jnp.where(beside(inside, x, axis), chosen(x, jnp.maximum(place, 0), axis), 0)


class Reader(nnx.Module):
    """steps: int[t <= 16] -> [2]; 650 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.conv1 = nnx.Conv(8, 8, kernel_size=(5,), rngs=rngs)
        self.conv2 = nnx.Conv(8, 8, kernel_size=(4,), strides=2, rngs=rngs)
        self.dense1 = nnx.Linear(8, 2, rngs=rngs)

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 16, 8]
        x = filled(self.conv1(only(x, t_length)), t_length)
        x = jax.nn.relu(x)
        # [(t + 1) // 2, 8]
        x = filled(
            nnx.max_pool(only(x, t_length, -jnp.inf), (3,), strides=(2,), padding=((1, 1),)), (1 + t_length) // 2
        )
        # [(t + 3) // 4, 8]
        x = filled(self.conv2(strided(x, (1 + t_length) // 2, 2, 4, 2))[:, 1:], (3 + t_length) // 4)
        x = flipped(x, (3 + t_length) // 4)
        x = jnp.mean(x, axis=(1,), where=places(x, (3 + t_length) // 4))  # [8]
        return self.dense1(x)  # [2]


def train_loss(model, batch):
    """cross_entropy(Reader(steps), kind), averaged over the batch."""
    x = model(batch["steps"], t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()


def train_optimizer(model, steps):
    """adam(1e-2), over `steps` steps."""
    return nnx.Optimizer(model, optax.adam(0.01), wrt=nnx.Param)


@nnx.jit
def train_step(model, optimizer, batch):
    loss, gradient = nnx.value_and_grad(train_loss)(model, batch)
    optimizer.update(model, gradient)
    return loss


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
