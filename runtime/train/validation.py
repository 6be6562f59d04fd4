"""Looks at the validation split while a phase trains, and the weights that were best there."""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from compiler.descriptor import Function, Phase, ReportItem
from runtime.device.placement import Placed, forward_batch, shape
from runtime.errors import RunError
from runtime.evaluate.evaluator import join
from runtime.program import Program, apply

Models = dict[str, Any]
"""Weights and running statistics, under "weights" and "statistics"."""


@dataclass
class Compiling:
    """A function compiled in the background for each number of rows that it is called with.

    `compile_for` gives the compiled function for a number.  Only shapes are needed for it, so data may still be on
    their way to the device.
    """

    compile_for: Callable[[int], Any]
    later: ThreadPoolExecutor
    compiled: dict[int, Future[Any]] = field(default_factory=dict)

    def start(self, counts: Sequence[int]) -> None:
        for count in counts:
            if count not in self.compiled:
                self.compiled[count] = self.later.submit(self.compile_for, count)

    def __getitem__(self, count: int) -> Any:
        self.start([count])
        return self.compiled[count].result()


@dataclass(frozen=True)
class Look:
    """What the validation split gave, perhaps still being computed.

    `parts` are (examples, losses [objectives], the arrays of each measure) of each batch; `items` the measures' entries
    in the descriptor, and `names` what they go by.
    """

    parts: Sequence[tuple[int, Any, Any]] = ()
    items: Sequence[ReportItem] = ()
    names: Sequence[str] = ()

    def is_ready(self) -> bool:
        return all(losses.is_ready() for _, losses, _ in self.parts)

    def losses(self) -> np.ndarray:
        """The mean of each objective's loss over the split."""
        counts = [count for count, _, _ in self.parts]
        return np.average([np.asarray(losses, np.float64) for _, losses, _ in self.parts], axis=0, weights=counts)

    def measures(self) -> dict[str, Any]:
        """The headline of each measure; None where it is undefined."""
        from runtime.evaluate.measures import measure

        rows = sum(count for count, _, _ in self.parts)
        found = {}
        for place, (title, item) in enumerate(zip(self.names, self.items, strict=True)):
            arrays = tuple(
                join([outputs[place][k] for _, _, outputs in self.parts], given.type, rows)
                for k, given in enumerate(item.inputs)
            )
            found[title] = measure(item, arrays, intervals=False).headline
        return found


class Validation:
    """Losses and measures of a phase on the validation split, in inference mode, in batches equal but for the last."""

    def __init__(
        self,
        phase: Phase,
        program: Program,
        placed: Placed,
        graph: Any,
        models: Models,
        later: ThreadPoolExecutor,
        most: int | None = None,
    ) -> None:
        """`models` are looked at for their shapes only; `most` bounds the examples.

        Raises:
            RunError: something is judged on the split, and it is empty.
        """
        import jax

        rows = placed.dataset.splits.get("validation", np.zeros(0, np.int32))[:most]
        if phase.on == "validation":
            rows = rows[:0]
        if not len(rows) and (phase.best is not None or phase.watch is not None):
            raise RunError(
                f"phase `{phase.name}` has no examples to validate on: the validation split is empty",
                help="give it a larger share, such as `split validation = 10%`",
            )
        size = forward_batch(phase.batch)
        self.placed, self.watch = placed, phase.watch
        self.parts = [rows[first : first + size] for first in range(0, len(rows), size)]
        shapes = jax.eval_shape(lambda models: models, models)
        jitted = jax.jit(judging(phase, program, placed, graph))

        def compile_for(count: int) -> Any:
            return jitted.lower(shapes, placed.shapes(count), shape((count,), np.int32)).compile()

        self.compiling = Compiling(compile_for, later)
        self.compiling.start(list(dict.fromkeys(map(len, self.parts))))

    def __call__(self, models: Models) -> Look:
        parts = [(len(rows), *self.compiling[len(rows)](models, *self.placed.gather(rows))) for rows in self.parts]
        return Look(parts) if self.watch is None else Look(parts, self.watch.items, self.watch.names)


def judging(phase: Phase, program: Program, placed: Placed, graph: Any) -> Callable[..., Any]:
    """(models, data, rows) -> (losses [objectives], the arrays of each measure)."""
    import jax
    import jax.numpy as jnp
    from flax import nnx

    def judge(models: Models, data: Mapping[str, Any], rows: Any) -> Any:
        batch = placed.batch(data, rows)
        merged = nnx.merge(graph, models["weights"], models["statistics"])
        key = jax.random.key(phase.seed)

        def value(function: Function) -> Any:
            return apply(program[function], merged, batch, key)

        losses = jnp.stack([value(objective.loss) for objective in phase.objectives])
        return losses, [] if phase.watch is None else value(phase.watch.function)

    return judge


@dataclass
class Best:
    """The weights that were best on the validation split.

    Attributes:
        by: "loss", or the name of the measure that decides.
        patience: the epochs without a better one after which the phase ends; None: it does not.
        value: the best value, `epoch` and `step` when it was reached; None as long as there is none.
        models: the weights and statistics of that step, on the device.
    """

    by: str
    patience: float | None = None
    value: float | None = None
    epoch: float = 0
    step: int = 0
    models: Models | None = None

    def judge(self, loss: float | None, measures: Mapping[str, Any], epoch: float, step: int) -> bool:
        """Whether this look is the best so far; it is taken down as such.  A value that is undefined never is."""
        headline = measures.get(self.by)
        value, sign = (loss, 1) if self.by == "loss" else (getattr(headline, "value", None), sign_of(headline))
        if value is None or not math.isfinite(value) or (self.value is not None and sign * value >= sign * self.value):
            return False
        self.value, self.epoch, self.step = float(value), epoch, step
        return True

    def keep(self, models: Models) -> None:
        import jax
        import jax.numpy as jnp

        copy = jax.jit(lambda models: jax.tree.map(jnp.copy, models))  # the step uses their memory again
        self.models = copy(models)

    def restore(self, facts: Mapping[str, Any], models: Models) -> None:
        self.value, self.epoch, self.step, self.models = facts["value"], facts["epoch"], facts["step"], models

    def exhausted(self, epoch: float) -> bool:
        """Whether patience is over."""
        return self.patience is not None and self.value is not None and epoch - self.epoch >= self.patience

    def facts(self) -> dict[str, Any]:
        """What a checkpoint keeps beside the models."""
        return {"value": self.value, "epoch": self.epoch, "step": self.step}


def sign_of(headline: Any) -> int:
    return -1 if getattr(headline, "better", "lower") == "higher" else 1
