"""Names that Python knows otherwise, and axes of all kinds.

Compiled from names.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx


def iris(columns, fit):
    """The fields of `iris`; what is fitted is fitted on the training split only."""
    lambda_ = fit.standardize("iris.lambda", columns["features"])  # [4]
    class_ = columns["target"]  # class[3]
    len_ = np.sum(columns["features"], axis=-1) / 2  # []
    return {"lambda": lambda_, "class": class_, "len": len_}


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


class Models_(nnx.Module):
    """lambda: [4], len: [] -> (def: [3], None: []); 18 weights."""

    def __init__(self, rngs):
        self.global_ = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (4, 3)))
        self.scale = nnx.Param(jnp.full((3,), 0.5))
        self.kernel = nnx.Param(jnp.zeros((3,)))

    def __call__(self, lambda_, len_):
        jnp_ = lambda_ @ self.global_  # [3]
        x = jnp_ * self.scale + len_[:, None]
        import_ = x + self.kernel
        y = import_ + jnp.mean(lambda_, axis=-1)[:, None]
        return {"def": y, "None": jnp.sum(import_**2, axis=-1) - len_}  # (def: [3], None: [])


class Other(nnx.Module):
    """x: [4] -> []; 1 weight."""

    def __init__(self):
        self.w = nnx.Param(jnp.ones(()))

    def __call__(self, x):
        y = x * self.w
        z = y + self.w
        x = jnp.mean(z - jnp.mean(z, axis=-1)[:, None], axis=-1)  # []
        x4 = jnp.sum(z * y, axis=-1) + jnp.max(y, axis=-1) * jnp.min(z, axis=-1)
        return x4 - x / (1 + jnp.exp(-jnp.sum(z, axis=-1)))


class Models(nnx.Module):
    """Every model of the experiment."""

    def __init__(self, rngs):
        self.Models = Models_(rngs)
        self.Other = Other()


def train_loss_models(models, batch):
    """cross_entropy(out.def, class) + 0.01 * square(out.None) + 0.1 * sum(square(Models.global)), averaged over the
    batch.
    """
    out = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])
    x = optax.softmax_cross_entropy_with_integer_labels(out["def"], batch["class"])  # []
    y = 0.1 * jnp.sum(jnp.square(models.Models.global_[...]))
    return jnp.mean(x + 0.01 * jnp.square(out["None"]) + y)


def train_optimizer_models(models, steps):
    """adam(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.adam(0.01), wrt=within(("Models",)))


def train_loss_other(models, batch):
    """mse(Other(lambda), 1.5), averaged over the batch."""
    x = models.Other(batch["lambda"])  # []
    return jnp.square(x - 1.5).mean()


def train_optimizer_other(models, steps):
    """sgd(0.01), over `steps` steps."""
    return nnx.Optimizer(models, optax.sgd(0.01), wrt=within(("Other",)))


@nnx.jit
def train_step(models, optimizers, batch):
    loss1 = descend(train_loss_models, models, [optimizers[0]], batch)
    loss2 = descend(train_loss_other, models, [optimizers[1]], batch)
    return (loss1, loss2)


def evaluate(models, batch):
    """The values that each measure and picture is about, in the order of the evaluation's items."""
    x = models.Models(batch["lambda"], batch["len"])  # (def: [3], None: [])
    return [(x["def"], batch["class"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
