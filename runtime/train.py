"""One training phase: the compiled step, called until the phase's steps are done."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

import numpy as np

from runtime import batches
from runtime.batches import Plan
from runtime.checkpoint import Checkpoints
from runtime.errors import Interrupted
from runtime.history import History
from runtime.placement import Placed, forward_batch
from runtime.programs import apply, part


Validate = Callable[[Mapping[str, Any]], list[tuple[int, Any]]]  # state -> (examples, losses [objectives]) a batch


@dataclass
class Training:
    """A phase about to be run.

    Attributes:
        phase: its entry in EXPERIMENT["phases"].
        number: its place there; `before`: the steps of the phases before it.
        plan: its batches.
        graph: the models' graph.
        placed: its data set.
        traces: functions (iteration, weights, statistics) -> None to be called before the update of an iteration.
        trace_at: those iterations, counted from 1.
        validated: the most validation examples looked at; None for all.
        compiled: the step for each number of steps a call.
    """

    phase: Mapping[str, Any]
    number: int
    before: int
    plan: Plan
    graph: Any
    placed: Placed
    traces: Sequence[Callable[[int, Any, Any], None]] = ()
    trace_at: frozenset[int] = frozenset()
    validated: int | None = None
    compiled: dict[int, Future[Any]] = field(default_factory=dict)

    @property
    def split(self) -> np.ndarray:
        return self.placed.dataset.splits[self.phase["on"]]


def trace_iterations(steps: int) -> frozenset[int]:
    """1, 2, 3, 5, 10, 20, 30, 50, 100, ... and the last of `steps` iterations."""
    points = {digit * 10**power for power in range(len(str(steps))) for digit in (1, 2, 3, 5)}
    return frozenset({point for point in points if point <= steps} | {steps})


def begin(training: Training, weights: Any, statistics: Any, pool: ThreadPoolExecutor) -> tuple[dict[str, Any], Validate]:
    """The phase's first state, on the device, and its validation; its steps are being compiled when this returns.

    Only shapes are needed to compile, so the data may still be on its way to the device.  A fault in the program
    shows here.
    """
    import jax

    phase, plan = training.phase, training.plan
    optimizers = [make(plan.steps) for make in phase["optimizers"]]

    def first_states(weights: Any) -> tuple[Any, ...]:
        parts = [part(weights, names) for names in phase["trains"]]
        return tuple(optimizer.init(own) for optimizer, own in zip(optimizers, parts, strict=True))

    state = {
        "weights": weights,
        "statistics": statistics,
        "optimizers": jax.eval_shape(first_states, weights),
        "step": np.zeros((), np.int32),
    }
    steps = phase["steps"](training.graph, optimizers)
    largest = batches.chunk_size(plan, phase["fused"])
    for count in sorted({largest, 1}, reverse=True):
        data = training.placed.shapes(count * plan.batch)
        rows = jax.ShapeDtypeStruct((count, plan.batch), np.int32)
        training.compiled[count] = pool.submit(lambda *shapes: steps.lower(*shapes).compile(), state, data, rows)
    validate = validator(training, state, pool)
    # one compiled function: an optimizer's own `init` would compile one for each shape
    state["optimizers"] = jax.jit(first_states)(weights)
    return dict(jax.device_put(state)), validate


def validator(training: Training, state: Any, pool: ThreadPoolExecutor) -> Validate:
    """The validation losses of a state; being compiled when this returns.

    Its batches are equal but for the last, so there are at most two sizes to compile.
    """
    import jax
    import jax.numpy as jnp
    from flax import nnx

    rows = training.placed.dataset.splits.get("validation", np.zeros(0, np.int32))[: training.validated]
    if training.phase["on"] == "validation" or not len(rows):
        return lambda state: []
    size = forward_batch(training.plan.batch)
    parts = [rows[first : first + size] for first in range(0, len(rows), size)]

    def losses(weights: Any, statistics: Any, data: Mapping[str, Any], rows: Any) -> Any:
        batch = {name: column[rows] for name, column in data.items()}
        models = nnx.merge(training.graph, weights, statistics)
        key = jax.random.key(training.plan.seed)
        return jnp.stack([apply(loss, models, batch, key, training=False) for loss in training.phase["losses"]])

    def compile_for(count: int) -> Any:
        shapes = training.placed.shapes(count), jax.ShapeDtypeStruct((count,), np.int32)
        return jax.jit(losses).lower(state["weights"], state["statistics"], *shapes).compile()

    compiled = {count: pool.submit(compile_for, count) for count in sorted({len(rows) for rows in parts}, reverse=True)}

    def validate(state: Mapping[str, Any]) -> list[tuple[int, Any]]:
        def one(rows: np.ndarray) -> Any:
            call = compiled[len(rows)].result()
            return call(state["weights"], state["statistics"], *training.placed.gather(rows))

        return [(len(rows), one(rows)) for rows in parts]

    return validate


def feed(training: Training, calls: Iterable[tuple[int, int]]) -> Iterator[batches.Batch]:
    placed = training.placed
    if placed.resident:
        return batches.on_device(placed.on_device, training.split, training.plan, calls)
    return batches.from_host(dict(placed.fields), training.split, training.plan, calls)


def run(
    training: Training,
    state: dict[str, Any],
    done: int,
    validate: Validate,
    history: History,
    checkpoints: Checkpoints,
    facts: Callable[[], Mapping[str, Any]],
) -> dict[str, Any]:
    """Train from step `done` to the phase's end and give back its last state.

    Raises:
        RunError: a loss is not finite, or a checkpoint cannot be written.
        Interrupted: the user pressed Ctrl-C; the state is saved.
    """
    plan, ends = training.plan, training.plan.epoch_ends
    traced = {iteration - 1 for iteration in training.trace_at}
    calls = batches.chunks(plan, max(training.compiled), ends.keys() | traced, done)

    def save(step: int) -> None:
        history.read(wait=True)  # raises if a loss is not finite: such a state is not worth keeping
        rest = [losses.tolist() for losses in history.epoch_losses]
        about = {"phase": training.number, "step": step, "steps": plan.steps, "epoch_losses": rest, **facts()}
        checkpoints.save(training.before + step, state, about)

    with interruptible() as interrupted, closing(feed(training, calls)) as fed:  # type: ignore[type-var]
        step = done
        for first, count, data, rows in fed:
            if first in traced:
                for trace in training.traces:
                    trace(first + 1, state["weights"], state["statistics"])
            state, losses = training.compiled[count].result()(state, data, rows)
            if step == done:
                checkpoints.prepare()
            step = first + count
            history.add(first, losses)
            if step in ends:
                history.end_epoch(ends[step], step, validate(state))
                if step == plan.steps or checkpoints.due():
                    save(step)
            if interrupted.is_set() and step < plan.steps:
                save(step)
                checkpoints.wait()
                raise Interrupted(
                    f"interrupted in phase `{training.phase['name']}` after step {step:,} of {plan.steps:,}",
                    help="the state is saved: continue with --resume",
                )
    return state


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An event that Ctrl-C (or a request to end) sets, so that the step under way is finished; a second one ends at once."""
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    asked = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in asked}

    def handle(number: int, frame: FrameType | None) -> None:
        event.set()
        for one in asked:
            signal.signal(one, before[one])

    for number in asked:
        signal.signal(number, handle)
    try:
        yield event
    finally:
        for number in asked:
            signal.signal(number, before[number])
