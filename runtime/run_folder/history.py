"""history.jsonl: what was found at the end of each epoch, a line each."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from runtime.errors import RunError
from runtime.run_folder import storage

NAME = "history.jsonl"
NUMBER = (int, float)
FORM = {"phase": str, "epoch": NUMBER, "step": int, "loss": (*NUMBER, type(None)), "losses": [object]}
Line = dict[str, Any]
"""A line: FORM, and perhaps `validation` (`loss`, `losses`, `measures`), `best`, `seconds` and `steps_per_second`."""


def append(file: Path, line: Mapping[str, Any]) -> None:
    with file.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(line) + "\n")


def read(folder: Path) -> list[Line]:
    """The lines of a run's history, [] where there is none; a last one that a crash cut short is left out.

    Raises:
        RunError: a line is not what a run writes.
    """
    lines = []
    for number, text in enumerate((storage.text(folder, NAME) or "").splitlines(), 1):
        line = json_line(text)
        if line is None:
            break
        if wrong := storage.misfit(line, FORM):
            reason = f"`{NAME}` does not hold {wrong[1]} at `{wrong[0]}`"
            raise RunError(reason, place=f"{folder / NAME}:{number}", help=storage.DAMAGED)
        lines.append(line)
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
