"""One training phase: the compiled step, called until the phase's steps are done."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from types import FrameType
from typing import Any

import numpy as np

from runtime import batches
from runtime.batches import Plan
from runtime.checkpoint import Checkpoints
from runtime.errors import Interrupted
from runtime.history import History
from runtime.placement import Placed, forward_batch, shape
from runtime.programs import apply, part


@dataclass
class Training:
    """A phase about to be run.

    Attributes:
        phase: its entry in EXPERIMENT["phases"].
        number: its place there; `before`: the steps of the phases before it; `done`: its own steps made already.
        plan: its batches.
        graph: the models' graph.
        placed: its data set.
        later: does one thing after the other in the background.
        traces: functions (iteration, weights, statistics) -> None to be called before the update of an iteration.
        trace_at: those iterations, counted from 1.
        validated: the most validation examples looked at; None for all.
    """

    phase: Mapping[str, Any]
    number: int
    before: int
    done: int
    plan: Plan
    graph: Any
    placed: Placed
    later: ThreadPoolExecutor
    traces: Sequence[Callable[[int, Any, Any], None]] = ()
    trace_at: frozenset[int] = frozenset()
    validated: int | None = None

    @property
    def split(self) -> np.ndarray:
        return self.placed.dataset.splits[self.phase["on"]]

    @property
    def size(self) -> int:
        return batches.chunk_size(self.plan, self.phase["fused"])

    def calls(self) -> Iterator[tuple[int, int]]:
        """(first step, number of steps) of the calls to come: they end where an epoch does, and before a trace."""
        traced = {iteration - 1 for iteration in self.trace_at}
        return batches.chunks(self.plan, self.size, self.plan.epoch_ends.keys() | traced, self.done)


def trace_iterations(steps: int) -> frozenset[int]:
    """1, 2, 3, 5, 10, 20, 30, 50, 100, ... and the last of `steps` iterations."""
    points = {digit * 10**power for power in range(len(str(steps))) for digit in (1, 2, 3, 5)}
    return frozenset({point for point in points if point <= steps} | {steps})


@dataclass
class Compiling:
    """A function compiled in the background for each number of rows that it is called with.

    `compile_for` gives the compiled function for a number.  Only shapes are needed for it, so data may still be on
    their way to the device.
    """

    compile_for: Callable[[int], Any]
    later: ThreadPoolExecutor
    compiled: dict[int, Future[Any]] = field(default_factory=dict)

    def start(self, counts: Iterable[int]) -> None:
        for count in counts:
            if count not in self.compiled:
                self.compiled[count] = self.later.submit(self.compile_for, count)

    def __getitem__(self, count: int) -> Any:
        self.start([count])
        return self.compiled[count].result()


def begin(training: Training, weights: Any, statistics: Any) -> tuple[dict[str, Any], Compiling]:
    """The phase's first state, on the device, and its step, which is being compiled for the first call."""
    import jax

    phase, plan = training.phase, training.plan
    optimizers = [make(plan.steps) for make in phase["optimizers"]]

    def first_states(weights: Any) -> tuple[Any, ...]:
        parts = [part(weights, names) for names in phase["trains"]]
        return tuple(optimizer.init(own) for optimizer, own in zip(optimizers, parts, strict=True))

    shapes = {
        "weights": weights,
        "statistics": statistics,
        "optimizers": jax.eval_shape(first_states, weights),
        "step": np.zeros((), np.int32),
    }
    steps = phase["steps"](training.graph, optimizers)

    def compile_for(count: int) -> Any:
        data = training.placed.shapes(count * plan.batch)
        return steps.lower(shapes, data, shape((count, plan.batch), np.int32)).compile()

    compiling = Compiling(compile_for, training.later)
    compiling.start(count for _, count in islice(training.calls(), 1))
    # one compiled function: an optimizer's own `init` would compile one for each shape
    state = {**shapes, "optimizers": jax.jit(first_states)(weights)}
    return dict(jax.device_put(state)), compiling


class Validation:
    """The losses of a phase on the validation split, in batches that are equal but for the last."""

    def __init__(self, training: Training, state: Mapping[str, Any]) -> None:
        import jax

        rows = training.placed.dataset.splits.get("validation", np.zeros(0, np.int32))[: training.validated]
        if training.phase["on"] == "validation":
            rows = rows[:0]
        size = forward_batch(training.plan.batch)
        self.placed = training.placed
        self.parts = [rows[first : first + size] for first in range(0, len(rows), size)]
        shapes = jax.eval_shape(lambda *models: models, state["weights"], state["statistics"])
        jitted = jax.jit(validation_losses(training))

        def compile_for(count: int) -> Any:
            data = training.placed.shapes(count), shape((count,), np.int32)
            return jitted.lower(*shapes, *data).compile()

        self.compiling = Compiling(compile_for, training.later)
        self.compiling.start(dict.fromkeys(map(len, self.parts)))

    def __call__(self, state: Mapping[str, Any]) -> list[tuple[int, Any]]:
        """(examples, losses [objectives], still on the device) of each batch."""
        return [
            (len(rows), self.compiling[len(rows)](state["weights"], state["statistics"], *self.placed.gather(rows)))
            for rows in self.parts
        ]


def validation_losses(training: Training) -> Callable[..., Any]:
    """(weights, statistics, data, rows) -> losses [objectives] in inference mode."""
    import jax
    import jax.numpy as jnp
    from flax import nnx

    def losses(weights: Any, statistics: Any, data: Mapping[str, Any], rows: Any) -> Any:
        batch = training.placed.batch(data, rows)
        models = nnx.merge(training.graph, weights, statistics)
        key = jax.random.key(training.plan.seed)
        return jnp.stack([apply(loss, models, batch, key, training=False) for loss in training.phase["losses"]])

    return losses


def feed(training: Training) -> Iterator[batches.Batch]:
    placed = training.placed
    if placed.resident:
        return batches.on_device(placed.on_device, training.split, training.plan, training.calls())
    return batches.from_host(placed, training.split, training.plan, training.calls())


def run(
    training: Training,
    state: dict[str, Any],
    compiled: Compiling,
    history: History,
    checkpoints: Checkpoints,
    facts: Callable[[], Mapping[str, Any]],
    after_first: Callable[[], None],
) -> dict[str, Any]:
    """Train from step `training.done` to the phase's end and give back its last state.

    `facts` are saved in each checkpoint beside the place in the phase; `after_first` is called once the first step is
    on its way.

    Raises:
        RunError: a loss is not finite, or a checkpoint cannot be written.
        Interrupted: the user pressed Ctrl-C; the state is saved.
    """
    plan, ends = training.plan, training.plan.epoch_ends
    validate: Validation | None = None

    def save(step: int) -> None:
        history.read(wait=True)  # raises if a loss is not finite: such a state is not worth keeping
        rest = [losses.tolist() for losses in history.epoch_losses]
        about = {"phase": training.number, "step": step, "steps": plan.steps, "epoch_losses": rest, **facts()}
        checkpoints.save(training.before + step, state, about)

    with interruptible() as interrupted, closing(feed(training)) as fed:  # type: ignore[type-var]
        step = training.done
        for first, count, data, rows in fed:
            if first + 1 in training.trace_at:
                for trace in training.traces:
                    trace(first + 1, state["weights"], state["statistics"])
            state, losses = compiled[count](state, data, rows)
            step = first + count
            history.add(first, losses)
            if validate is None:  # what is needed later is compiled while the first steps run
                compiled.start({training.size, 1} if plan.steps > count else ())
                validate = Validation(training, state)
                after_first()
            if step in ends:
                history.end_epoch(ends[step], step, validate(state))
                if step == plan.steps or checkpoints.due():
                    save(step)
            if interrupted.is_set():
                break
        if interrupted.is_set():
            save(step)
            checkpoints.wait()
            raise Interrupted(
                f"interrupted in phase `{training.phase['name']}` after step {step:,} of {plan.steps:,}",
                help="the state is saved: continue with --resume",
            )
    return state


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """An event that Ctrl-C or SIGTERM sets, so that the step under way is finished; a second one ends at once."""
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
