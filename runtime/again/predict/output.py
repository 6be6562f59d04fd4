"""Answers as CSV or JSON lines, a line an example, or as pictures; written as soon as they are there."""

import csv
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import isfinite
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np

from runtime.again.predict.answers import MOST_NAMED, Answers
from runtime.errors import RunError
from runtime.report.images import fold_pictures, image_of, is_image, scale_of

Format = Literal["csv", "jsonl", "png"]
Write = Callable[[Sequence[str | int], tuple[Answers, ...]], None]
"""Takes the names of some examples, and what each head answers to them."""
DIGITS = 7
"""Significant digits of a number that was computed in 32 bits."""


@contextmanager
def open_output(target: Path | None, form: Format, key: str) -> Iterator[Write]:
    """What writes answers into a file or folder, or to standard output, which stays open.  Raises `RunError`."""
    if form == "png":
        yield pictures(target)
    elif target is None:
        yield writer(sys.stdout, form, key)
    else:
        try:
            stream = target.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise unwritable(error, target) from error
        try:
            with stream:
                yield writer(stream, form, key)
        except OSError as error:
            raise unwritable(error, target) from error


def unwritable(error: OSError, target: Path) -> RunError:
    reason = f"the output cannot be written: {error.strerror}"
    return RunError(reason, place=str(target), help="name another file with -o")


def short_number(value: Any) -> Any:
    """A number as short as 32 bits are exact, in lists where there are several."""
    if isinstance(value, np.ndarray):
        return [short_number(entry) for entry in value] if value.ndim else short_number(value[()])
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):  # what is no finite number is none in JSON
        return float(f"{value:.{DIGITS}g}") if isfinite(value) else None
    return value


def objects(names: Sequence[str | int], key: str, answers: tuple[Answers, ...]) -> Iterator[dict[str, Any]]:
    """An object for each example."""
    for i, name in enumerate(names):
        line: dict[str, Any] = {key: name}
        for head in answers:
            line |= {output: short_number(values[i]) for output, values in head.values.items()}
            if head.probability is not None:
                line[f"{head.prefix}probability"] = short_number(head.probability[i])
            if head.probabilities is not None and len(head.names) <= MOST_NAMED:
                chances = zip(head.names, np.moveaxis(head.probabilities[i], -1, 0), strict=True)
                line[f"{head.prefix}probabilities"] = {title: short_number(chance) for title, chance in chances}
        yield line


def pictures(folder: Path | None) -> Write:
    """A function that writes each answer that is a picture into a folder, under the example's name.

    Of all, the same values are black and white: those of the first examples' range.
    """
    if folder is None:
        raise RunError("pictures are written into a folder", help="name it with -o")
    scales: dict[str, tuple[float, float]] = {}

    def write(names: Sequence[str | int], answers: tuple[Answers, ...]) -> None:
        given = {name: values for head in answers for name, values in head.values.items()}
        found = {name: values for name, values in given.items() if is_image(values.shape[1:])}
        if not found:
            listed = ", ".join(f"`{name}` {list(values.shape[1:])}" for name, values in given.items())
            raise RunError(f"no answer is a picture: {listed}", help="give --format csv or jsonl")
        for output, values in found.items():
            scale = scales.setdefault(output, scale_of(values))
            for name, picture in zip(names, fold_pictures(values, None), strict=True):
                file = folder / str(name)
                suffix = ".png" if len(found) == 1 else f"-{output}.png"
                try:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    image_of(picture, scale).save(file.with_name(file.stem + suffix), "PNG")
                except OSError as error:
                    reason = f"the output cannot be written: {error.strerror}"
                    raise RunError(reason, place=str(file), help="name another folder with -o") from error

    return write


def writer(stream: IO[str], form: Format, key: str) -> Write:
    """A function that writes some examples' answers, told by their names under `key`, and flushes them."""
    rows = csv.writer(stream, lineterminator="\n")
    began = False

    def write(names: Sequence[str | int], answers: tuple[Answers, ...]) -> None:
        nonlocal began
        lines = list(objects(names, key, answers))
        if form == "jsonl":
            stream.write("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
        else:
            flat = [flatten(line) for line in lines]
            if flat and not began:
                rows.writerow(flat[0])
            rows.writerows(line.values() for line in flat)
        began = True
        stream.flush()

    return write


def flatten(line: dict[str, Any]) -> dict[str, Any]:
    """A line of cells: a class's probability has a column of its own, `p_setosa`; lists are written as JSON."""
    cells: dict[str, Any] = {}
    for key, value in line.items():
        if isinstance(value, dict):
            prefix = key.removesuffix("probabilities")
            cells |= {f"{prefix}p_{title}": cell(chance) for title, chance in value.items()}
        else:
            cells[key] = cell(value)
    return cells


def cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else value
