"""Which examples each step sees, in which order, and how they get to the device.

A phase reads a stream: one seeded permutation of its split after another.  The stream is cut into full batches
across the epochs' borders, so every example is used exactly once an epoch.  Everything is a function of the step
alone: a resumed run goes on with the very batches that it would have had.
"""

import queue
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import ceil
from typing import Any, Protocol

import numpy as np

from runtime.errors import RunError

RECORDED_EPOCHS = 200  # a curve needs no more points, and a phase of tiny epochs should not stop at each


@dataclass(frozen=True)
class Plan:
    """The steps of a phase: `steps` batches of `batch` examples out of `examples`, `epochs` times over.

    Validation is looked at every `look_every` steps; None: at the end of every epoch, `each_epoch` of them or, in a
    phase of many, some.
    """

    examples: int
    batch: int
    epochs: int
    steps: int
    seed: int
    notes: tuple[str, ...] = ()
    look_every: int | None = None
    each_epoch: bool = False

    @cached_property
    def looks(self) -> dict[int, float]:
        """The number of steps done at each line of the history -> the epochs done by then."""
        if self.look_every is not None:
            steps = range(self.look_every, self.steps, self.look_every)
            return {step: self.epochs_at(step) for step in steps} | {self.steps: self.epochs_at(self.steps)}
        stride = 1 if self.each_epoch else ceil(self.epochs / RECORDED_EPOCHS)
        recorded = [epoch for epoch in range(1, self.epochs) if epoch % stride == 0]
        ends: dict[int, float] = {epoch * self.examples // self.batch: epoch for epoch in recorded}
        return {step: epoch for step, epoch in ends.items() if step < self.steps} | {self.steps: self.epochs}

    def epochs_at(self, step: int) -> float:
        """The epochs done after so many steps, to a hundredth."""
        return self.epochs if step == self.steps else round(step * self.batch / self.examples, 2)


def plan(
    examples: int,
    batch: int,
    epochs: int,
    seed: int,
    *,
    most_steps: int | None = None,
    name: str = "",
    accumulate: int = 1,
    look_every: int | None = None,
    each_epoch: bool = False,
) -> Plan:
    """The plan of a phase over `examples` examples; a batch never exceeds them.

    Batches go on across the ends of epochs, so none is smaller than the others; what is left after the last is too
    little for one more (for one more update, where each takes `accumulate` batches).

    Raises:
        RunError: there is no example, or too few for a single update.
    """
    if not examples:
        raise RunError(f"phase `{name}` has no examples to train on", help="give its split a larger share of the data")
    notes: tuple[str, ...] = ()
    if examples < batch:
        notes = (f"phase `{name}`: only {examples:,} examples, so a batch holds {examples:,} instead of {batch:,}",)
        batch = examples
    steps = epochs * examples // batch // accumulate * accumulate
    if not steps:
        raise RunError(
            f"phase `{name}` has {epochs * examples // batch} batches in all, too few for one update of {accumulate}",
            help="accumulate fewer, train for more epochs, or make the batch smaller",
        )
    if most_steps and most_steps < steps:
        steps = max(accumulate, most_steps // accumulate * accumulate)
        epochs = ceil(steps * batch / examples)
    return Plan(examples, batch, epochs, steps, seed, notes, look_every, each_epoch)


@lru_cache(maxsize=4)
def permutation(examples: int, seed: int, epoch: int) -> np.ndarray:
    """The order of the examples in one epoch, counted from 0: int32 [examples]."""
    return np.random.default_rng([seed, epoch]).permutation(examples).astype(np.int32)


def positions(plan: Plan, first: int, count: int) -> np.ndarray:
    """The examples of `count` steps from step `first` (counted from 0): places in the split, int32 [count, batch]."""
    start, stop = first * plan.batch, (first + count) * plan.batch
    parts = []
    while start < stop:
        epoch, offset = divmod(start, plan.examples)
        part = permutation(plan.examples, plan.seed, epoch)[offset : offset + stop - start]
        parts.append(part)
        start += len(part)
    return np.concatenate(parts).reshape(count, plan.batch)


def chunk_size(plan: Plan, fused: int) -> int:
    """How many steps one call makes: at most `fused`, such that few single steps are left at an epoch's end."""
    ends = sorted(plan.looks)
    steps = max(1, min(plan.steps, ends[0]))
    return max(1, steps // ceil(steps / max(1, fused)))


def chunks(plan: Plan, size: int, stops: Iterable[int], start: int = 0) -> Iterator[tuple[int, int]]:
    """(first step, number of steps) of each call from step `start` on; the number is `size` or 1.

    Calls end at every step of `stops` and at the plan's end.  They depend on the step alone, never on `start`: a scan
    of k steps and k single ones may round differently, and a resumed run must not.
    """
    ends = sorted({stop for stop in stops if 0 < stop < plan.steps} | {plan.steps})
    where = bisect_right(ends, start)
    step = ends[where - 1] if where else 0
    for end in ends[where:]:
        while step < end:
            count = size if end - step >= size else 1
            if step >= start:
                yield step, count
            step += count


class Gathers(Protocol):
    """A data set that gives (data, rows into it) for some of its examples."""

    def gather(self, rows: np.ndarray) -> tuple[dict[str, Any], np.ndarray]: ...


Batch = tuple[int, int, dict[str, Any], np.ndarray]  # first step, number of steps, data, rows [steps, batch]


def on_device(data: dict[str, Any], split: np.ndarray, plan: Plan, calls: Iterable[tuple[int, int]]) -> Iterator[Batch]:
    """Rows into the data that live on the device."""
    split = split.astype(np.int32)
    for first, count in calls:
        yield first, count, data, split[positions(plan, first, count)]


def from_host(placed: Gathers, split: np.ndarray, plan: Plan, calls: Iterable[tuple[int, int]]) -> Iterator[Batch]:
    """Batches gathered on the host by a thread that is two calls ahead, for data that the device cannot hold."""
    import jax

    ready: queue.Queue[Batch | BaseException | None] = queue.Queue(maxsize=2)
    closed = threading.Event()

    def put(item: Batch | BaseException | None) -> None:
        while not closed.is_set():
            try:
                return ready.put(item, timeout=0.1)
            except queue.Full:
                continue

    def gather() -> None:
        try:
            for first, count in calls:
                rows = split[positions(plan, first, count)].reshape(-1)
                data, places = placed.gather(rows)
                put((first, count, jax.device_put(data), places.reshape(count, plan.batch)))
                if closed.is_set():
                    return
            put(None)
        except BaseException as error:  # the training loop raises it
            put(error)

    thread = threading.Thread(target=gather, name="batches", daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        closed.set()
        thread.join()
