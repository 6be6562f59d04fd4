"""Ctrl-C and SIGTERM: the first ends a run cleanly, the second at once."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import FrameType

SAID = b"\ninterrupted: the state is being saved; press Ctrl-C again to end at once\n"


class Interruption:
    """Whether the user asked for the end of a run.

    Within `patience` the first signal is only noted, in `asked`, and the code there ends when it can.  Elsewhere, and
    with the second one, KeyboardInterrupt is raised.
    """

    def __init__(self) -> None:
        self.asked = False
        self.patient = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        if self.asked or not self.patient:
            self.asked = True
            raise KeyboardInterrupt
        self.asked = True
        os.write(2, SAID)

    @contextmanager
    def patience(self) -> Iterator[None]:
        self.patient = True
        try:
            yield
        finally:
            self.patient = False


@contextmanager
def listening() -> Iterator[Interruption]:
    """An interruption that the signals reach; only a process's main thread can be told of them."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption
        return
    before = {number: signal.signal(number, interruption.handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def workers(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that are waited for at the end, unless the user wants to end at once."""
    pool = ThreadPoolExecutor(count)
    at_once = False
    try:
        yield pool
    except KeyboardInterrupt:
        at_once = True
        raise
    finally:
        pool.shutdown(wait=not at_once, cancel_futures=at_once)
