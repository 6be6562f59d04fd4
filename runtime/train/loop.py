"""One training phase: the compiled step, called until the phase's steps are done."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import numpy as np

from compiler.descriptor import Phase
from runtime.device.placement import Placed, shape
from runtime.errors import NotFinite
from runtime.program import Program
from runtime.run_folder.checkpoint import Checkpoints
from runtime.train import batches, compiled_step
from runtime.train.batches import Plan
from runtime.train.history import History
from runtime.train.interrupt import Interruption
from runtime.train.validation import Best, Compiling, Models, Validation


@dataclass
class Training:
    """A phase about to be run.

    Attributes:
        phase: what is trained, of `program`.
        number: its place there; `before`: the steps of the phases before it; `done`: its own steps made already.
        plan: its batches.
        graph: the models' graph.
        placed: its data set.
        later: does one thing after the other in the background.
        interruption: whether the user wants to end; the state is saved then.
        best: keeps the weights that are best on the validation split; None: the last ones are kept.
        traces: functions (iteration, weights, statistics) -> None to be called before the update of an iteration.
        trace_at: those iterations, counted from 1.
        validated: the most validation examples looked at; None for all.
    """

    phase: Phase
    program: Program
    number: int
    before: int
    done: int
    plan: Plan
    graph: Any
    placed: Placed
    later: ThreadPoolExecutor
    interruption: Interruption
    best: Best | None = None
    traces: Sequence[Callable[[int, Any, Any], None]] = ()
    trace_at: frozenset[int] = frozenset()
    validated: int | None = None

    @property
    def split(self) -> np.ndarray:
        return self.placed.dataset.splits[self.phase.on]

    @property
    def size(self) -> int:
        return batches.chunk_size(self.plan, self.phase.fused)

    def calls(self) -> Iterator[tuple[int, int]]:
        """(first step, number of steps) of the calls to come: they end where an epoch does, and before a trace."""
        traced = {iteration - 1 for iteration in self.trace_at}
        return batches.chunks(self.plan, self.size, self.plan.looks.keys() | traced, self.done)


def trace_iterations(steps: int) -> frozenset[int]:
    """1, 2, 3, 5, 10, 20, 30, 50, 100, ... and the last of `steps` iterations."""
    points = {digit * 10**power for power in range(len(str(steps))) for digit in (1, 2, 3, 5)}
    return frozenset({point for point in points if point <= steps} | {steps})


def stepping(training: Training, weights: Any, statistics: Any) -> compiled_step.Begun:
    """The phase's steps, from these weights on."""
    one = training
    return compiled_step.begin(one.program, one.phase, one.graph, weights, statistics, one.plan.steps, one.placed)


def begin(training: Training, weights: Any, statistics: Any) -> tuple[dict[str, Any], Compiling]:
    """The phase's first state, on the device, and its step, which is being compiled for the first call."""
    plan, placed = training.plan, training.placed
    step, shapes, state = stepping(training, weights, statistics)
    steps = step.compiled()

    def compile_for(count: int) -> Any:
        data = placed.shapes(count * plan.batch)
        return steps.lower(shapes, data, shape((count, plan.batch), np.int32)).compile()

    compiling = Compiling(compile_for, training.later)
    compiling.start([count for _, count in islice(training.calls(), 1)])
    return state(), compiling


def feed(training: Training) -> Iterator[batches.Batch]:
    placed = training.placed
    if placed.resident:
        return batches.on_device(placed.on_device, training.split, training.plan, training.calls())
    return batches.from_host(placed, training.split, training.plan, training.calls())


def judged(state: Mapping[str, Any]) -> Models:
    """What is validated and evaluated of a state: the average where there is one."""
    models: Mapping[str, Any] = state.get("average", state)
    return {"weights": models["weights"], "statistics": models["statistics"]}


def ending(training: Training, outcome: "Outcome") -> str:
    """How a phase that keeps its best weights ended: "train: stopped after epoch 12 of 50; the weights are ..."."""
    best, epochs, phase = training.best, training.plan.epochs, training.phase
    early = outcome.epoch < epochs
    text = f"{phase.name}: {'stopped' if early else 'ended'} after epoch {outcome.epoch:g}"
    text += f" of {epochs:,}" if early else ""
    if best is None or best.value is None:
        return f"{text}; no validation was better than another, so the weights are the last ones"
    by = "validation loss" if best.by == "loss" else f"{best.by} on the validation split"
    return f"{text}; the weights are those of epoch {best.epoch:g}, the best by {by} ({best.value:.4g})"


def verify_finite(arrays: Mapping[str, np.ndarray], step: int, phase: str) -> None:
    """Raise `NotFinite` where a weight is not: such a state is not worth keeping."""
    for path, array in arrays.items():
        if path.startswith("weights/") and not np.isfinite(array.astype(np.float32, copy=False)).all():
            weight = path.removeprefix("weights/")
            raise NotFinite(f"the weight `{weight}` is not finite after step {step:,} of phase `{phase}`", step)


@dataclass(frozen=True)
class Outcome:
    """How a phase ended: with these models, after `step` steps or `epoch` epochs; `interrupted` by the user."""

    models: Models
    step: int
    epoch: float
    interrupted: bool = False


def run(
    training: Training,
    state: dict[str, Any],
    compiled: Compiling,
    history: History,
    checkpoints: Checkpoints,
    facts: Callable[[], Mapping[str, Any]],
    after_first: Callable[[], None],
) -> Outcome:
    """Train from step `training.done` to the phase's end.

    `facts` are saved in each checkpoint beside the place in the phase; `after_first` is called once the first step is
    on its way.

    Raises:
        NotFinite: a loss or a weight is not.
        RunError: a checkpoint cannot be written.
    """
    plan, looks, best = training.plan, training.plan.looks, training.best
    validate: Validation | None = None

    def save(step: int, ended: bool = False) -> None:
        history.read(wait=True)  # raises if a loss is not finite: such a state is not worth keeping
        about = {"phase": training.number, "step": step, "steps": plan.steps, "ended": ended, **history.facts()}
        tree = judged(state) if ended else state
        if best is not None and best.models is not None:
            about["best"] = best.facts()
            tree = best.models if ended else {**state, "best": best.models}
        verify = partial(verify_finite, step=step, phase=training.phase.name)
        checkpoints.save(training.before + step, tree, about | dict(facts()), verify)

    interruption = training.interruption
    with interruption.patience(), closing(feed(training)) as fed:  # type: ignore[type-var]
        step = training.done
        for first, count, data, rows in fed:
            if first + 1 in training.trace_at:
                for trace in training.traces:
                    trace(first + 1, state["weights"], state["statistics"])
            state, losses = compiled[count](state, data, rows)
            step = first + count
            history.add(first, losses)
            if validate is None:  # what is needed later is compiled while the first steps run
                compiled.start([training.size, 1] if plan.steps > count else [])
                validate = Validation(
                    training.phase,
                    training.program,
                    training.placed,
                    training.graph,
                    judged(state),
                    training.later,
                    training.validated,
                )
                after_first()
            ended = step == plan.steps
            if step in looks:
                history.look(looks[step], step, validate(judged(state)))
                if best is not None:  # the next step waits for the judgement
                    history.read(wait=True)
                    if history.improved:
                        best.keep(judged(state))
                    ended = ended or best.exhausted(looks[step])
            if ended:
                break
            if interruption.asked:
                break
            if checkpoints.due():
                save(step)
        save(step, ended)
        if interruption.asked:
            checkpoints.wait()
    models = best.models if best is not None and best.models is not None else judged(state)
    return Outcome(models, step, looks.get(step, plan.epochs_at(step)), interruption.asked)
