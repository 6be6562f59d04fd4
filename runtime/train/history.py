"""The losses of a phase, read from the device without making it wait, and the lines of history.jsonl."""

import math
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from runtime.errors import NotFinite
from runtime.run_folder import history
from runtime.run_folder.history import Line, Validation
from runtime.train.progress import Progress
from runtime.train.validation import Best, Look

SHOW_EVERY = 0.5  # seconds
AHEAD = 16  # calls that may wait for the device; more would only make Ctrl-C slow


@dataclass(slots=True)
class Calls:
    """The losses [k, objectives] of the steps from `first` on, perhaps still being computed."""

    first: int
    losses: Any


@dataclass(slots=True)
class Looked:
    """The end of an epoch, or of a part of one, `steps` after the one before."""

    epoch: float
    step: int
    steps: int
    look: Look


@dataclass
class History:
    """Collects the losses of one phase.

    Attributes:
        file: history.jsonl.
        phase: the phase's name.
        progress: who is told.
        listeners: who else is told each line.
        best: what judges the looks at the validation split; None where the last weights are kept.
        sums: the losses [objectives] since the last line, added up, of `counted` steps.
        steps: the steps made since the last line.
        measured: the time at which the last line was found to be done; the first begins with its first call, compiled.
        improved: whether the last line's look was the best so far.
        wanted: the steps (counted from 0) whose loss a trace asks for -> its summed loss, once it is known.
    """

    file: Path
    phase: str
    progress: Progress
    best: Best | None = None
    listeners: Sequence[Callable[[Line], None]] = ()
    sums: np.ndarray | float = 0.0
    counted: int = 0
    wanted: dict[int, float | None] = field(default_factory=dict)
    queue: deque[Calls | Looked] = field(default_factory=deque)
    last_shown: float = 0.0
    steps: int = 0
    measured: float = 0.0
    improved: bool = False

    def add(self, first: int, losses: Any) -> None:
        """The losses [k, objectives] of a call; never waits for them, except for those of some calls ago."""
        self.measured = self.measured or time.perf_counter()
        self.queue.append(Calls(first, losses))
        self.steps += len(losses)
        if len(self.queue) > AHEAD:
            earlier = self.queue[-AHEAD]
            if isinstance(earlier, Calls):
                earlier.losses.block_until_ready()
        if time.perf_counter() - self.last_shown > SHOW_EVERY:
            self.read(wait=False)

    def look(self, epoch: float, step: int, look: Look) -> None:
        self.queue.append(Looked(epoch, step, self.steps, look))
        self.steps = 0

    def facts(self) -> dict[str, Any]:
        """What a checkpoint keeps of the line that is not written yet; nothing may be waiting."""
        return {"sums": np.asarray(self.sums).tolist(), "counted": self.counted}

    def resume(self, facts: Mapping[str, Any]) -> None:
        self.sums, self.counted = np.asarray(facts["sums"]), facts["counted"]

    def read(self, *, wait: bool) -> None:
        """Take in what the device has finished, or everything with `wait`.

        Raises:
            NotFinite: a loss is infinite or not a number.
        """
        latest: tuple[int, float] | None = None
        ended: list[tuple[Looked, np.ndarray]] = []
        while self.queue and (wait or is_ready(self.queue[0])):
            match self.queue.popleft():
                case Calls(first, losses):
                    values = np.asarray(losses, np.float64)
                    self.check(first, values)
                    self.sums, self.counted = self.sums + values.sum(axis=0), self.counted + len(values)
                    for step in range(first, first + len(values)) if self.wanted else ():
                        if step in self.wanted:
                            self.wanted[step] = float(values[step - first].sum())
                    latest = first + len(values), float(values[-1].sum())
                case Looked() as end:
                    ended.append((end, np.asarray(self.sums / self.counted)))
                    self.sums, self.counted = 0.0, 0
                    latest = None
        self.last_shown = time.perf_counter()
        if ended:  # several may have ended since the last look: each has its share of the time
            seconds = (self.last_shown - self.measured) / sum(end.steps for end, _ in ended)
            self.measured = self.last_shown
            for end, losses in ended:
                self.write(end, losses, seconds * end.steps)
        if latest:
            self.progress.advance(*latest)

    def check(self, first: int, values: np.ndarray) -> None:
        finite = np.isfinite(values).all(axis=1)
        if not finite.all():
            step = first + int(np.argmin(finite)) + 1
            value = values[step - first - 1].sum()
            kind = "infinite" if np.isinf(value) else "not a number"
            raise NotFinite(f"the loss of phase `{self.phase}` became {kind} at step {step:,}", step)

    def write(self, end: Looked, losses: np.ndarray, seconds: float) -> None:
        """One line of history.jsonl.  Losses are means over the steps since the line before, `loss` is their sum."""
        validation, best = None, None
        if end.look.parts:
            means, headlines = end.look.losses(), end.look.measures()
            measures = {name: finite(headline.value) if headline else None for name, headline in headlines.items()}
            validation = Validation(finite(means.sum()), tuple(map(finite, means)), measures)
            if self.best is not None:
                best = self.improved = self.best.judge(validation.loss, headlines, end.epoch, end.step)
        line = Line(
            self.phase,
            end.epoch,
            end.step,
            float(losses.sum()),
            tuple(losses.tolist()),
            validation,
            best,
            round(seconds, 4),
            round(end.steps / max(seconds, 1e-9), 1),
        )
        history.append(self.file, line)
        for listen in self.listeners:
            listen(line)
        self.progress.epoch(line)


def finite(value: float) -> float | None:
    """JSON knows no infinity and no NaN."""
    return float(value) if math.isfinite(value) else None


def is_ready(entry: Calls | Looked) -> bool:
    return bool(entry.losses.is_ready() if isinstance(entry, Calls) else entry.look.is_ready())
