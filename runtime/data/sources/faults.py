"""A file that is there and wrong ends the run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np

from compiler.schemas.errors import BadFile
from runtime.data.table import Arrays
from runtime.errors import RunError

Words = Mapping[str, tuple[str, str]]
"""By what can be wrong, what is said of it and what to do: formats, filled with what was found and what was wanted."""


def worded(words: tuple[str, str], place: str, **values: object) -> BadFile:
    reason, help = (text.format(**values) for text in words)
    return BadFile(reason, place=place, help=help)


@contextmanager
def as_run_errors() -> Iterator[None]:
    try:
        yield
    except BadFile as error:
        raise as_run_error(error) from error


def as_run_error(error: BadFile) -> RunError:
    return RunError(error.reason, place=error.place, help=error.help)


def each(names: Iterable[str], read: Callable[[str], np.ndarray]) -> tuple[Arrays, dict[str, BadFile]]:
    """The columns that can be read, and of the others why not.  Raises the first `BadFile` where none can."""
    columns: Arrays = {}
    faults: dict[str, BadFile] = {}
    for name in names:
        try:
            columns[name] = read(name)
        except BadFile as error:
            faults[name] = error
    if faults and not columns:
        raise next(iter(faults.values()))
    return columns, faults


def unread(faults: Mapping[str, BadFile]) -> tuple[dict[str, RunError], tuple[str, ...]]:
    """What is raised where a column with a fault is read, and what is stated where none is."""
    notes = (f"The column `{name}` is left out: {error.reason} ({error.place})." for name, error in faults.items())
    return {name: as_run_error(error) for name, error in faults.items()}, tuple(notes)
