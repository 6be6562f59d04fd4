"""The values that an `evaluate` is about, over a whole split, as arrays on the host."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from compiler.descriptor import ArrayType, Evaluation
from runtime.device.placement import Placed
from runtime.program import apply

TRAINING_ROWS = 10_000  # enough to tell overfitting: the interval of an accuracy is then below one percent


@dataclass(frozen=True)
class Evaluator:
    """One `evaluate`, compiled once for each size of batch.

    Attributes:
        outputs: the program's function of it.
        graph: the models' graph.
        placed: its data set.
        seed: of what it draws at random.
    """

    evaluation: Evaluation
    outputs: Callable[..., Any]
    graph: Any
    placed: Placed
    seed: int

    @cached_property
    def compiled(self) -> Callable[..., Any]:
        import jax
        from flax import nnx

        def outputs(weights: Any, statistics: Any, data: Mapping[str, Any], rows: Any, number: Any) -> Any:
            batch = self.placed.batch(data, rows)
            models = nnx.merge(self.graph, weights, statistics)
            key = jax.random.fold_in(jax.random.key(self.seed), number)
            return apply(self.outputs, models, batch, key)

        return jax.jit(outputs)

    def batch(self, weights: Any, statistics: Any, rows: np.ndarray, number: int = 0) -> list[tuple[Any, ...]]:
        """Each item's arrays for these rows, on the device."""
        data, places = self.placed.gather(rows)
        return list(self.compiled(weights, statistics, data, places, np.int32(number)))

    def rows(self, weights: Any, statistics: Any, rows: np.ndarray, size: int) -> list[tuple[np.ndarray, ...]]:
        """Each item's arrays for these rows, rows first; a value without a batch axis (a weight) as it is.

        All batches have `size` rows, so there is one compilation: the last one is filled up with its first row and cut.
        """
        size = max(1, min(size, len(rows)))
        parts = []
        for first in range(0, len(rows), size):
            part = rows[first : first + size]
            filled = np.concatenate([part, np.repeat(part[:1], size - len(part))])
            parts.append(self.batch(weights, statistics, filled, first // size))
        return [
            tuple(
                join([part[place][k] for part in parts], given.type, len(rows)) for k, given in enumerate(item.inputs)
            )
            for place, item in enumerate(self.evaluation.items)
        ]


def join(parts: Sequence[Any], type: ArrayType, rows: int) -> np.ndarray:
    """The batches of one value in a row, cut to `rows`."""
    if np.ndim(parts[0]) == len(type.sizes):
        return np.asarray(parts[0])
    return np.concatenate([np.asarray(part) for part in parts])[:rows]


def training_rows(evaluator: Evaluator, most: int) -> np.ndarray | None:
    """Rows of the training split to compare with, which shows overfitting; None where there is no sense in it."""
    splits = evaluator.placed.dataset.splits
    if evaluator.evaluation.on in ("train", "all") or not len(splits.get("train", ())):
        return None
    return sample(splits["train"], most)


def sample(rows: np.ndarray, most: int) -> np.ndarray:
    """At most `most` of the rows, the same ones each time, in order."""
    if len(rows) <= most:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, most, replace=False))


@dataclass
class Tracer:
    """Follows one training example through the iterations for a `show trace(input, prediction, label)`.

    `taken` are (iteration, the three arrays on the device).
    """

    evaluator: Evaluator
    place: int
    row: np.ndarray
    taken: list[tuple[int, tuple[Any, ...]]]

    def __call__(self, iteration: int, weights: Any, statistics: Any) -> None:
        self.taken.append((iteration, self.evaluator.batch(weights, statistics, self.row)[self.place]))

    def table(self, losses: Mapping[int, float | None]) -> list[dict[str, Any]]:
        """The lecture's table, a row an iteration; `losses` by step, counted from 0."""
        return [
            {
                "iteration": iteration,
                **{
                    name: np.asarray(value)[0].tolist()
                    for name, value in zip(("input", "prediction", "label"), values, strict=True)
                },
                "loss": losses.get(iteration - 1),
            }
            for iteration, values in self.taken
        ]
