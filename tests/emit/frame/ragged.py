"""Sequences of different lengths: what fills the short ones up never reaches a result.

Compiled from ragged.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import optax
from flax import nnx


def notes(columns, fit):
    """The fields of `notes`."""
    steps_ = columns["steps"]  # int[t <= 6]
    kind = columns["kind"]  # class[2]
    return {"steps": steps_, "kind": kind}


def places(x, length, axis=1):
    """Which places along an axis belong to the example: the others fill it up to the longest that there may be."""
    return beside(jnp.arange(x.shape[axis]) < length[:, None], x, axis)


def beside(values, x, axis):
    """Values for each place of an axis, [batch, places], with axes of 1 where the array has others."""
    return values.reshape(-1, *[1] * (axis - 1), values.shape[-1], *[1] * (x.ndim - axis - 1))


def chosen(x, index, axis=1):
    """The places of each example along an axis that `index` names, int32 [batch, places]."""
    return jnp.take_along_axis(x, beside(index, x, axis), axis=axis, mode="clip")


def filled(x, length, axis=1):
    """The examples padded with their own last place, so that padding holds no value that the example does not."""
    return chosen(x, jnp.minimum(jnp.arange(x.shape[axis]), length[:, None] - 1), axis)


def stacked(count, module, *arguments, rngs, **options):
    """That many copies of a module as one, each weight with the copies along a new first axis."""

    @nnx.split_rngs(splits=count)
    @nnx.vmap(in_axes=0, out_axes=0)
    def build(rngs):
        return module(*arguments, rngs=rngs, **options)

    return build(rngs)


def repeat(layers, x, *others, **lengths):
    """Stacked layers one after another, compiled once: each on what the one before gave."""

    @nnx.scan(in_axes=(0, nnx.Carry), out_axes=nnx.Carry)
    def run(layer, x):
        return layer(x, *others, **lengths)

    return run(layers, x)


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


class Scored(nnx.Module):
    """x: [t <= 6, 16] -> [t <= 6, 16]; 17 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 1, rngs=rngs)

    def __call__(self, x, t_length):
        y = self.dense1(x)  # [t <= 6, 1]
        weight = filled(jax.nn.softmax(y, axis=1, where=places(y, t_length)), t_length)
        return x * weight  # [t <= 6, 16]


class Layers(nnx.Module):
    """x: [t <= 6, 16] -> [t <= 6, 16]; 289 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)
        self.scored1 = Scored(rngs)

    def __call__(self, x, t_length):
        x = self.dense1(x)
        x = jnp.tanh(x)
        return self.scored1(x, t_length=t_length)


class Reader(nnx.Module):
    """steps: int[t <= 6] -> [2]; 2,868 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, 16, rngs=rngs)
        self.batch_norm1 = nnx.BatchNorm(16, rngs=rngs)
        self.scored1 = Scored(rngs)
        self.layers1 = stacked(9, Layers, rngs=rngs)
        self.dense2 = nnx.Linear(16, 2, rngs=rngs)

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]
        x = self.dense1(x)  # [t <= 6, 16]
        x = self.batch_norm1(x, mask=places(x, t_length))
        x = jax.nn.relu(x)
        x = self.scored1(x, t_length=t_length)
        x = repeat(self.layers1, x, t_length=t_length)
        x = jnp.sum(x, axis=1, where=places(x, t_length))  # [16]
        return self.dense2(x)  # [2]


class Next(nnx.Module):
    """steps: int[t <= 6] -> [t <= 6, 5]; 85 weights."""

    def __init__(self, rngs):
        self.embed1 = nnx.Embed(5, 8, rngs=rngs)
        self.dense1 = nnx.Linear(8, 5, rngs=rngs)

    def __call__(self, steps_, t_length):
        x = self.embed1(steps_)  # [t <= 6, 8]
        y = x + jnp.max(x, axis=1, where=places(x, t_length), initial=-jnp.inf)[:, None]
        return self.dense1(y)  # [t <= 6, 5]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Reader = Reader(rngs)
        self.Next = Next(rngs)


def train_loss_reader(models, batch):
    """cross_entropy(Reader(steps), kind), averaged over the batch."""
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["kind"]).mean()


def train_optimizer_reader(models, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Reader",)))


def train_loss_next(models, batch):
    """cross_entropy(Next(steps), steps), averaged over the batch."""
    x = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]
    loss = optax.softmax_cross_entropy_with_integer_labels(x, batch["steps"])
    return jnp.mean(loss, axis=1, where=places(loss, batch["steps.length"])).mean()


def train_optimizer_next(models, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Next",)))


@nnx.jit
def train_step(models, optimizers, batch):
    loss1 = descend(train_loss_reader, models, [optimizers[0]], batch)
    loss2 = descend(train_loss_next, models, [optimizers[1]], batch)
    return (loss1, loss2)


def evaluate(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["steps"], t_length=batch["steps.length"])  # [2]
    y = models.Next(batch["steps"], t_length=batch["steps.length"])  # [t <= 6, 5]
    losses = optax.softmax_cross_entropy_with_integer_labels(y, batch["steps"])  # [t <= 6]
    return [
        (x, batch["kind"]),
        (jnp.mean(losses, axis=1, where=places(losses, batch["steps.length"])),),
        (y, batch["steps"], batch["steps.length"]),
    ]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
