"""Answers as CSV or JSON lines, a line an example, written as soon as they are there."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from typing import IO, Any, Literal

import numpy as np

from runtime.predict.answers import MOST_NAMED, Answers

Format = Literal["csv", "jsonl"]
FORMS: tuple[Format, ...] = ("csv", "jsonl")
DIGITS = 7
"""Significant digits of a number that was computed in 32 bits."""


def plain(value: Any) -> Any:
    """A number as short as 32 bits are exact, in lists where there are several."""
    if isinstance(value, np.ndarray):
        return [plain(entry) for entry in value] if value.ndim else plain(value[()])
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):  # what is no finite number is none in JSON
        return float(f"{value:.{DIGITS}g}") if isfinite(value) else None
    return value


def objects(names: Sequence[str | int], key: str, answers: Answers) -> Iterator[dict[str, Any]]:
    """An object for each example."""
    for i, name in enumerate(names):
        line = {key: name, **{output: plain(values[i]) for output, values in answers.values.items()}}
        if answers.probability is not None:
            line["probability"] = plain(answers.probability[i])
        if answers.probabilities is not None and len(answers.names) <= MOST_NAMED:
            chances = np.moveaxis(answers.probabilities[i], -1, 0)
            line["probabilities"] = {title: plain(chance) for title, chance in zip(answers.names, chances, strict=True)}
        yield line


def writer(stream: IO[str], form: Format, key: str) -> Callable[[Sequence[str | int], Answers], None]:
    """A function that writes some examples' answers, told by their names under `key`, and flushes them."""
    rows = csv.writer(stream, lineterminator="\n")
    began = False

    def write(names: Sequence[str | int], answers: Answers) -> None:
        nonlocal began
        lines = list(objects(names, key, answers))
        if form == "jsonl":
            stream.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        else:
            flat = [flattened(line) for line in lines]
            if flat and not began:
                rows.writerow(flat[0])
            rows.writerows(line.values() for line in flat)
        began = True
        stream.flush()

    return write


def flattened(line: dict[str, Any]) -> dict[str, Any]:
    """A line of cells: a class's probability has a column of its own, `p_setosa`; lists are written as JSON."""
    cells: dict[str, Any] = {}
    for key, value in line.items():
        if key == "probabilities":
            cells |= {f"p_{title}": cell(chance) for title, chance in value.items()}
        else:
            cells[key] = cell(value)
    return cells


def cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | bool) else value
