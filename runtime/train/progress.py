"""What a run shows while it works: a live bar on a terminal, a few plain lines elsewhere."""

import sys
from math import ceil
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from runtime.report.wording import plural
from runtime.run_folder.history import Line

if TYPE_CHECKING:
    from rich.progress import TaskID

PLAIN_LINES = 10  # of a phase; a log is read afterwards, not watched


class Progress(Protocol):
    """A view of a run."""

    def note(self, text: str) -> None: ...

    def begin(self, phase: str, epochs: int, steps: int, done: int) -> None: ...

    def advance(self, step: int, loss: float) -> None: ...

    def epoch(self, line: Line) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def describe(line: Line, epochs: int) -> str:
    """An epoch in words: "epoch 3/10  loss 0.1234  validation 0.1301  accuracy 0.962  312 steps/s"."""
    parts = [f"epoch {line.epoch:g}/{epochs}", f"loss {line.loss:.4g}"]
    if line.validation is not None:
        if line.validation.loss is not None:
            parts.append(f"validation {line.validation.loss:.4g}")
        parts += [f"{name} {value:.3g}" for name, value in line.validation.measures.items() if value is not None]
    if line.steps_per_second:
        parts.append(f"{line.steps_per_second:.3g} steps/s")
    return "  ".join(parts)


class Plain:
    """Lines on stdout: at most about ten a phase."""

    def __init__(self) -> None:
        self.phase, self.epochs, self.next = "", 0, 0

    def note(self, text: str) -> None:
        print(text, flush=True)

    def begin(self, phase: str, epochs: int, steps: int, done: int) -> None:
        self.phase, self.epochs, self.next = phase, epochs, 1
        at = f", from step {done:,}" if done else ""
        print(f"{phase}: {plural(epochs, 'epoch')}, {plural(steps, 'step')}{at}", flush=True)

    def advance(self, step: int, loss: float) -> None:
        """Steps are not told one by one."""

    def epoch(self, line: Line) -> None:
        if line.epoch < self.next and line.epoch < self.epochs:
            return
        every = ceil(self.epochs / PLAIN_LINES)
        self.next = (int(line.epoch) // every + 1) * every
        print(f"{self.phase}: {describe(line, self.epochs)}", flush=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Live:
    """A bar that moves: phase, epoch, loss, validation loss, steps a second, time left."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self.bars = Bars(
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[state]}"),
            TimeRemainingColumn(),
        )
        self.task: TaskID | None = None
        self.epochs, self.last = 0, ""

    def note(self, text: str) -> None:
        self.bars.console.print(text, markup=False, highlight=False)

    def begin(self, phase: str, epochs: int, steps: int, done: int) -> None:
        self.epochs = epochs
        self.task = self.bars.add_task(phase, total=steps, completed=done, state="compiling")

    def advance(self, step: int, loss: float) -> None:
        assert self.task is not None
        self.bars.update(self.task, completed=step, state=f"loss {loss:.4g}  {self.last}")

    def epoch(self, line: Line) -> None:
        assert self.task is not None
        self.last = f"({describe(line, self.epochs)})"
        self.bars.update(self.task, completed=line.step, state=describe(line, self.epochs))

    def __enter__(self) -> Self:
        self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()


def watch() -> Progress:
    """The view that fits stdout."""
    return Live() if sys.stdout.isatty() else Plain()
