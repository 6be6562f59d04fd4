"""A file that is there and wrong ends the run."""

from collections.abc import Iterator
from contextlib import contextmanager

from compiler.schemas.faults import BadFile
from runtime.errors import RunError


@contextmanager
def as_run_errors() -> Iterator[None]:
    try:
        yield
    except BadFile as error:
        raise RunError(error.reason, place=error.place, help=error.help) from error
