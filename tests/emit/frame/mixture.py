"""What the other programs here leave out, a little of each.

Compiled from mixture.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def patients(columns, fit):
    """The fields of `patients`; what is fitted is fitted on the training split only."""
    x = fit.select_best("patients.best", columns["features"], lambda: columns["target"], k=4)  # [4]
    best = fit.standardize("patients.best2", x)
    progression = columns["target"] / 346  # []
    return {"best": best, "progression": progression}


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


class Layers(nnx.Module):
    """x: [16] -> [16]; no weights."""

    def __call__(self, x):
        return jax.nn.relu(x)


class Scale(nnx.Module):
    """x: [16] -> [16]; 288 weights."""

    def __init__(self, rngs):
        self.w = nnx.Param(jnp.ones((16,)))
        self.dense1 = nnx.Linear(16, 16, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x * self.w)
        return jax.nn.relu(x)


class Scale2(nnx.Module):
    """x: [8] -> [8]; 80 weights."""

    def __init__(self, rngs):
        self.w = nnx.Param(jnp.full((8,), 0.5))
        self.dense1 = nnx.Linear(8, 8, rngs=rngs)

    def __call__(self, x):
        return self.dense1(x * self.w)


class Level(nnx.Module):
    """x: [4] -> [8]; 584 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 16, rngs=rngs)
        self.layers1 = nnx.List([Layers() for _ in range(3)])
        self.scale1 = Scale(rngs)
        self.dense2 = nnx.Linear(16, 8, rngs=rngs)
        self.scale2 = Scale2(rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [16]
        for layer in self.layers1:
            x = layer(x)
        x = self.scale1(x)
        x = self.dense2(x)  # [8]
        return self.scale2(x)


class Guess(nnx.Module):
    """x: [4] -> []; 9 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(8, 1, rngs=rngs)

    def __call__(self, x, level):
        x = level(x)  # [8]
        x = self.dense1(x)  # [1]
        x = jnp.squeeze(x, axis=1)  # []
        return jax.nn.sigmoid(x)


class Reader(nnx.Module):
    """image: [8, 8, 1] -> [10]; 170 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(16, 10, rngs=rngs)

    def __call__(self, image):
        x = jnp.concatenate([image, image, image], axis=-1)  # [8, 8, 3]
        x = x @ jnp.array([[0.299], [0.587], [0.114]], jnp.float32)  # [8, 8, 1]
        x = x[:, 1:7, 1:7]  # [6, 6, 1]
        x = x[:, 1:5, 1:5]  # [4, 4, 1]
        x = jnp.reshape(x, (-1, 16))  # [16]
        return self.dense1(x)  # [10]


class Line(nnx.Module):
    """x: [4] -> []; 5 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 1, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)  # [1]
        return jnp.squeeze(x, axis=1)  # []


class Dice(nnx.Module):
    """least: int[] -> int[2]; no weights."""

    def __init__(self, rngs):
        self.rngs = rngs.fork()

    def __call__(self, least):
        batch_size = len(least)
        return jax.random.randint(self.rngs(), (batch_size, 2), 0, 6) + least[:, None]  # int[2]


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Level = Level(rngs)
        self.Guess = Guess(rngs)
        self.Reader = Reader(rngs)
        self.Line = Line(rngs)
        self.Dice = Dice(rngs)


def train_loss_level_guess(models, batch, rngs):
    """mse(Guess(best + noise), progression), averaged over the batch."""
    batch_size = len(batch["best"])
    noise = jax.random.normal(rngs(), (batch_size, 4))  # [4]
    x = models.Guess(batch["best"] + noise, level=models.Level)  # []
    return jnp.square(x - batch["progression"]).mean()


def train_optimizer_level_guess(models, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Level",), ("Guess",)))


def train_loss_line(models, batch, rngs):
    """mse(Line(best + noise), progression / 2), averaged over the batch."""
    batch_size = len(batch["best"])
    noise = jax.random.normal(rngs(), (batch_size, 4))  # [4]
    x = models.Line(batch["best"] + noise)  # []
    return jnp.square(x - batch["progression"] / 2).mean()


def train_optimizer_line(models, steps):
    """sgd(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.sgd(0.01), wrt=within(("Line",)))


@nnx.jit
def train_step(models, optimizers, batch, rngs):
    key = rngs()
    loss1 = descend(train_loss_level_guess, models, [optimizers[0]], batch, nnx.Rngs(key))
    loss2 = descend(train_loss_line, models, [optimizers[1]], batch, nnx.Rngs(key))
    return (loss1, loss2)


def train2_loss(models, batch):
    """cross_entropy(Reader(image), digit), averaged over the batch."""
    x = models.Reader(batch["image"])  # [10]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["digit"]).mean()


def train2_optimizer(models, steps):
    """sgd(cosine(0.1, warmup = 5%, end = 1e-4)), over `steps` steps, of which 4 make one update with the mean of their
    gradients.
    """
    rate = optax.warmup_cosine_decay_schedule(
        0.0, 0.1, warmup_steps=round(0.05 * (steps // 4)), decay_steps=steps // 4, end_value=0.0001
    )
    update = optax.MultiSteps(optax.sgd(rate), 4)
    return nnx.Optimizer(models, update, wrt=within(("Reader",)))


@nnx.jit
def train2_step(models, optimizer, batch):
    loss = descend(train2_loss, models, [optimizer], batch)
    return loss


def train2_measures(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]
    return [(x, batch["digit"])]


def evaluate(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Guess(batch["best"], level=models.Level)  # []
    return [(x, batch["progression"])]


def evaluate2(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Reader(batch["image"])  # [10]
    return [(x, batch["digit"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
