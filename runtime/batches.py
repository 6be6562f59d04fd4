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
from functools import lru_cache
from math import ceil
from typing import Any, Protocol

import numpy as np

from runtime.errors import RunError

RECORDED_EPOCHS = 200  # a curve needs no more points, and a phase of tiny epochs should not stop at each


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a phase: `steps` batches of `batch` examples out of `examples`, `epochs` times over."""

    examples: int
    batch: int
    epochs: int
    steps: int
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def epoch_ends(self) -> dict[int, int]:
        """The number of steps done at the end of each epoch that is recorded -> that epoch, counted from 1."""
        stride = ceil(self.epochs / RECORDED_EPOCHS)
        recorded = [epoch for epoch in range(1, self.epochs) if epoch % stride == 0]
        ends = {epoch * self.examples // self.batch: epoch for epoch in recorded}
        return {step: epoch for step, epoch in ends.items() if step < self.steps} | {self.steps: self.epochs}


def plan(examples: int, batch: int, epochs: int, seed: int, *, most_steps: int | None = None, name: str = "") -> Plan:
    """The plan of a phase over `examples` examples; a batch never exceeds them.

    Raises:
        RunError: there is no example.
    """
    if not examples:
        raise RunError(f"phase `{name}` has no examples to train on", help="give its split a larger share of the data")
    notes: tuple[str, ...] = ()
    if examples < batch:
        notes = (f"phase `{name}`: only {examples:,} examples, so a batch holds {examples:,} instead of {batch:,}",)
        batch = examples
    steps = epochs * examples // batch
    if most_steps and most_steps < steps:
        steps = most_steps
        epochs = ceil(steps * batch / examples)
    return Plan(examples, batch, epochs, steps, seed, notes)


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
    ends = sorted(plan.epoch_ends)
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
