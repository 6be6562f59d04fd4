"""history.jsonl: what was found at the end of each epoch, a line each."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compiler.descriptor.json import Misfit, from_json, to_json
from runtime.run_folder import storage

NAME = "history.jsonl"


@dataclass(frozen=True)
class Validation:
    """What was found on the validation split, None where it is no number: the losses' sum, each, and the measures."""

    loss: float | None
    losses: tuple[float | None, ...] = ()
    measures: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """The end of an epoch, or of a part of one.

    Attributes:
        epoch: the epochs of the phase done by then, `step` the steps.
        loss: the sum of `losses`, the objectives' means over the steps since the line before.
        validation: None where there is no such split.
        best: whether this is the best so far; None where the last weights are kept.
        seconds: the time since the line before.
    """

    phase: str
    epoch: float
    step: int
    loss: float | None
    losses: tuple[float | None, ...]
    validation: Validation | None = None
    best: bool | None = None
    seconds: float | None = None
    steps_per_second: float | None = None

    @property
    def validation_loss(self) -> float | None:
        """None where there is no such split, or the loss is infinite."""
        return None if self.validation is None else self.validation.loss


def append(file: Path, line: Line) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(to_json(line)) + "\n")


def read(folder: Path) -> list[Line]:
    """The lines of a run's history, [] where there is none; a last one that a crash cut short is left out.

    Raises:
        RunError: a line is not what a run writes.
    """
    lines: list[Line] = []
    for number, text in enumerate((storage.text(folder, NAME) or "").splitlines(), 1):
        value = json_line(text)
        if value is None:
            break
        try:
            lines.append(from_json(Line, value))
        except Misfit as misfit:
            raise storage.misfitting(folder, NAME, misfit.where, misfit.wanted, f":{number}") from None
    return lines


def json_line(text: "str | bytes") -> Any:
    """What a line holds; None where it is no JSON: what a crash leaves of one, perhaps zeros of the disk's."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def cut(folder: Path, phases: Iterable[str], phase: str, step: int) -> None:
    """Drop the lines after `step` of `phase`: a resumed run writes them again.

    A line that a crash cut short is dropped too: it is always later than the checkpoint.
    """
    file = folder / NAME
    if not file.exists():
        return
    order = list(phases)
    kept = []
    for text in file.read_bytes().splitlines():
        line = json_line(text)
        if storage.misfit(line, {"phase": str, "step": int}) or line["phase"] not in order:
            break
        if (order.index(line["phase"]), line["step"]) <= (order.index(phase), step):
            kept.append(text + b"\n")
    storage.replaced(file, b"".join(kept))
