"""Records in, answers out: in batches, in constant memory, and without waiting for a batch that does not fill."""

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TypeVar

from runtime.again.predict.records import Record
from runtime.errors import RunError

IDLE = 0.05  # seconds after which the records at hand are answered, though the batch is not full
Item = Record | RunError
"""What a reader gives: a record, or what is wrong with one."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Ended:
    """The end of the records, or what ended them."""

    error: BaseException | None = None


def batches(records: Iterator[Item], size: int) -> Iterator[list[Item]]:
    """As many records at a time as fill a batch."""
    while batch := list(islice(records, size)):
        yield batch


def live(records: Iterator[Item], size: int, idle: float = IDLE) -> Iterator[list[Item]]:
    """As `batches`, of records that arrive one by one: what is at hand is given on once no more come for a while."""
    ready: queue.Queue[Item | Ended] = queue.Queue(maxsize=4 * size)

    def read() -> None:
        try:
            for item in records:
                ready.put(item)
            ready.put(Ended())
        except BaseException as error:  # the answering side raises it, after what came before
            ready.put(Ended(error))

    threading.Thread(target=read, name="records", daemon=True).start()
    batch: list[Item] = []
    while True:
        try:
            item = ready.get(timeout=idle) if batch else ready.get()
        except queue.Empty:
            yield batch
            batch = []
            continue
        if not isinstance(item, Ended):
            batch.append(item)
            if len(batch) < size:
                continue
        if batch:
            yield batch
            batch = []
        if isinstance(item, Ended):
            if item.error is not None:
                raise item.error
            return


def sift(
    items: Sequence[Item], compute: Callable[[Sequence[Record]], Result]
) -> Iterator[tuple[Sequence[Record], Result] | RunError]:
    """`compute` of the records that it takes, in order, and the fault of each that it does not take.

    A whole batch is tried first: records are halved only where there is a fault among them.
    """
    for faulty, group in groupby(items, lambda item: isinstance(item, RunError)):
        if faulty:
            yield from (item for item in group if isinstance(item, RunError))
        else:
            yield from halve([item for item in group if isinstance(item, Record)], compute)


def halve(
    records: Sequence[Record], compute: Callable[[Sequence[Record]], Result]
) -> Iterator[tuple[Sequence[Record], Result] | RunError]:
    try:
        yield records, compute(records)
        return
    except RunError as error:
        if len(records) == 1:
            yield error
            return
    middle = len(records) // 2
    yield from halve(records[:middle], compute)
    yield from halve(records[middle:], compute)
