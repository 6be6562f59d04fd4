"""Training and evaluation, as plain loops."""

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

from compiler.standalone.fields import gather

Fields = Mapping[str, np.ndarray]
Function = Callable[..., Any]


def command_line() -> argparse.Namespace:
    """What the command line says."""
    folder, file = Path(os.environ.get("DLC_DATA", ".")), Path("weights.npz")
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", metavar="DIR", type=Path, default=folder, help="where the data are (or DLC_DATA)")
    parser.add_argument("--epochs", metavar="N", type=int, help="train for so many epochs")
    parser.add_argument("--weights", metavar="FILE", type=Path, default=file, help="save the weights here")
    return parser.parse_args()


def first_values(build: Function, seed: int, draws: Mapping[str, Function]) -> nnx.Module:
    """A model whose arrays start as `draws` says, by their paths, and the others at 0.

    They are drawn by NumPy in the order of their paths: Flax's own initialisers, of the same distributions, would be
    compiled one by one.  With `build()` in place of all this, the model starts as Flax starts it.
    """
    generator = np.random.default_rng(seed)

    def draw(path: tuple[Any, ...], leaf: Any) -> jax.Array:
        if jnp.issubdtype(leaf.dtype, jax.dtypes.prng_key):
            bits = jax.eval_shape(jax.random.key_data, leaf)
            return jax.random.wrap_key_data(generator.integers(2**32, size=bits.shape, dtype=bits.dtype))
        name = "/".join(str(getattr(part, "key", part)) for part in path if not str(part).endswith("value"))
        return jnp.asarray(draws[name](generator, leaf.shape) if name in draws else np.zeros(leaf.shape, leaf.dtype))

    graph, weights, others = nnx.split(nnx.eval_shape(build), nnx.Param, ...)
    fill = jax.tree_util.tree_map_with_path
    return nnx.merge(graph, fill(draw, weights), fill(draw, others))


def stacked_values(draw: Function, axes: int) -> Function:
    """What draws copies along so many axes in front of an array's own."""

    def copies(generator: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        drawn = [draw(generator, shape[axes:]) for _ in range(int(np.prod(shape[:axes])))]
        return np.reshape(drawn, shape)

    return copies


def batches(rows: np.ndarray, size: int, epochs: int, seed: int) -> np.ndarray:
    """The rows of each step, [steps, size]: one shuffled epoch after another, cut across their borders."""
    orders = [np.random.default_rng([seed, epoch]).permutation(len(rows)) for epoch in range(epochs)]
    stream = rows[np.concatenate(orders)]
    return stream[: len(stream) // size * size].reshape(-1, size)


def train(
    model: nnx.Module,
    step: Function,
    losses: Sequence[Function],
    optimizers: Sequence[Function],
    fields: Fields,
    splits: Fields,
    epochs: int,
    batch: int,
    seed: int,
    best: bool = False,
    patience: float = np.inf,
) -> None:
    """Train a model in place: a step a batch, a line an epoch.

    With `best`, it ends with the weights of the epoch whose loss on the validation split was the smallest; training
    ends once so many epochs, `patience`, have brought no smaller one.
    """
    rows = splits["train"]
    size = min(batch, len(rows))
    steps = batches(rows, size, epochs, seed)
    made = tuple(optimizer(model, len(steps)) for optimizer in optimizers)
    validate = [in_inference(loss, model) for loss in losses] if "validation" in splits else []
    done, smallest, reached, kept = 0, np.inf, 0, None
    for epoch in range(1, epochs + 1):
        end = epoch * len(rows) // size
        total = 0.0
        for chosen in steps[done:end]:
            total += float(np.sum(step(model, made[0] if len(made) == 1 else made, gather(fields, chosen))))
        line, done = f"epoch {epoch}: loss {total / (end - done):.5g}", end
        if validate:
            held_out = sum(mean(loss, fields, splits["validation"]) for loss in validate)
            line += f", validation {held_out:.5g}"
            if best and held_out < smallest:
                smallest, reached, kept = held_out, epoch, jax.tree.map(jnp.copy, nnx.state(model))
        print(line, flush=True)
        if epoch - reached >= patience:
            break
    if kept is not None:
        nnx.update(model, kept)


def in_inference(function: Function, model: nnx.Module) -> Function:
    """`function(model, batch)` of a batch, compiled, where dropout and the like are as in inference."""
    graph = nnx.graphdef(model)

    @jax.jit
    def apply(state: nnx.State, batch: Fields) -> Any:
        model = nnx.merge(graph, state)
        model.eval()
        return function(model, batch)

    return lambda batch: apply(nnx.state(model), batch)


def vocabulary(fit: Any, key: str, values: np.ndarray) -> int:
    """How many different values a field has, of which a feature may know more than are there."""
    return int(fit.sizes.get(key) or values.max() + 1)


def parts(rows: np.ndarray, size: int = 1000) -> Iterator[np.ndarray]:
    """Rows in pieces of one size, but for the last."""
    yield from (rows[first : first + size] for first in range(0, len(rows), size))


def mean(function: Function, fields: Fields, rows: np.ndarray) -> float:
    """The mean over rows of what a function gives of each batch."""
    return sum(float(function(gather(fields, part))) * len(part) for part in parts(rows)) / len(rows)


def outputs(function: Function, model: nnx.Module, fields: Fields, rows: np.ndarray) -> list[list[np.ndarray]]:
    """What an evaluation is about, all rows together: for each measure its arrays, rows first."""
    apply = in_inference(function, model)
    found = [apply(gather(fields, part)) for part in parts(rows)]
    return [[np.concatenate(arrays) for arrays in zip(*of, strict=True)] for of in zip(*found, strict=True)]


def show(title: str, figures: Mapping[str, float]) -> None:
    """Print the figures of a measure."""
    print(title, *(f"  {name} {value:.4f}" for name, value in figures.items()), sep="\n", flush=True)


def save(file: Path, model: nnx.Module) -> None:
    """Write the weights and running statistics, by their paths: `numpy.load` reads them."""
    state = nnx.to_flat_state(nnx.state(model, nnx.Not(nnx.RngState)))
    np.savez(file, **{"/".join(map(str, path)): np.asarray(value[...]) for path, value in state})
    print(f"wrote {file}")
