"""What a model does with longer inputs is written otherwise, on the same weights.

Compiled from shared_with_method_of_its_own.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax.numpy as jnp
import optax
from flax import nnx


def d(columns, fit):
    """The fields of `d`."""
    features = columns["features"]  # [4]
    target = columns["target"]  # class[3]
    sepal_length = columns["sepal_length"]  # []
    sepal_width = columns["sepal_width"]
    petal_length = columns["petal_length"]
    petal_width = columns["petal_width"]
    return {
        "features": features,
        "target": target,
        "sepal_length": sepal_length,
        "sepal_width": sepal_width,
        "petal_length": petal_length,
        "petal_width": petal_width,
    }


class Scores(nnx.Module):
    """x: [1, 4] -> [1, 4] or x: [3, 4] -> [3, 4]; 20 weights."""

    def __init__(self, rngs):
        self.dense1 = nnx.Linear(4, 4, rngs=rngs)

    def __call__(self, x):
        x = self.dense1(x)
        return jnp.tanh(x)


class LastOf(nnx.Module):
    """x: [1, 4] -> [4] or x: [3, 4] -> [4]; no weights."""

    def __call__(self, x):
        return x[:, -1]  # [4]


class Net(nnx.Module):
    """x: [1, 4] -> [3] or x: [3, 4] -> [3]; 59 weights."""

    def __init__(self, rngs):
        self.order = nnx.Param(nnx.initializers.normal(stddev=0.1)(rngs.params(), (4,)))
        self.scores1 = nnx.List([Scores(rngs) for _ in range(2)])
        self.last_of1 = LastOf()
        self.dense1 = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        for layer in self.scores1:
            x = layer(x)
        x = jnp.cumsum(x * self.order, axis=1)
        x = self.last_of1(x)  # [4]
        return self.dense1(x)  # [3]

    def call_3x4(self, x):
        """x: [3, 4] -> [3]."""
        z = jnp.flip(x, axis=1)
        x = z
        for layer in self.scores1:
            x = layer(x)
        x = jnp.cumsum(x * self.order, axis=1)
        x = self.last_of1(x)  # [4]
        return self.dense1(x)  # [3]


def train_loss(model, batch):
    """cross_entropy(one, target) + cross_entropy(three, target), averaged over the batch."""
    x = jnp.expand_dims(batch["features"], axis=1)  # [1, 4]
    one = model(x)  # [3]
    x = jnp.stack([batch["features"], batch["features"], batch["features"]], axis=-1)  # [4, 3]
    x = jnp.transpose(x, (0, 2, 1))  # [3, 4]
    three = model.call_3x4(x)  # [3]
    x = optax.softmax_cross_entropy_with_integer_labels(one, batch["target"])  # []
    return jnp.mean(x + optax.softmax_cross_entropy_with_integer_labels(three, batch["target"]))


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
    x = jnp.expand_dims(batch["features"], axis=1)  # [1, 4]
    x = model(x)  # [3]
    return [(x, batch["target"])]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
