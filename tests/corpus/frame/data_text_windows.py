"""Compiled from data_text_windows.dl by dlc 0.2.0.  `python program.py` trains and evaluates it.
Comments give each value's shape, without the batch axis that every array has in front.
"""

import jax.numpy as jnp
import optax
from flax import nnx


def plays(columns, fit):
    """The fields of `plays`, of which windows are examples; what is fitted is fitted on the training split only."""
    next_ = fit.tokens("plays.past", columns["text"], by="bpe", size=512)  # int[]
    return {"past": next_, "next": next_}


class Next(nnx.Module):
    """past: int[8] -> [8, vocabulary(plays.past)]; 33 * vocabulary(plays.past) weights."""

    def __init__(self, rngs, sizes):
        self.embed1 = nnx.Embed(sizes["plays.past"], 16, rngs=rngs)
        self.dense1 = nnx.Linear(16, sizes["plays.past"], rngs=rngs)

    def __call__(self, past):
        x = self.embed1(past)  # [8, 16]
        return self.dense1(x)  # [8, vocabulary(plays.past)]


def train_loss(model, batch):
    """cross_entropy(Next(past), next), averaged over the batch."""
    x = model(batch["past"])  # [8, vocabulary(plays.past)]
    return optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]).mean()


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
    x = model(batch["past"])  # [8, vocabulary(plays.past)]
    return [(jnp.mean(optax.softmax_cross_entropy_with_integer_labels(x, batch["next"]), axis=(1,)),)]


if __name__ == "__main__":
    import dlc

    dlc.run_program(__file__)
