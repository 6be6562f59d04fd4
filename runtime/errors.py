"""The error with which a run ends: said in one sentence, with its place and its remedy, without a traceback."""

from collections.abc import Sequence


class RunError(Exception):
    """A run cannot go on; the command prints it and ends with exit code 3.

    Args:
        message: what is wrong, in one sentence.
        place: where: "lenet.dl:11", a file, or a record in it; None when there is no such place.
        help: what to do about it; None when the message says it.
        notes: what else was found out.
    """

    def __init__(
        self, message: str, *, place: str | None = None, help: str | None = None, notes: Sequence[str] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.help = help
        self.notes = tuple(notes)

    def __str__(self) -> str:
        lines = [self.message]
        if self.place:
            lines.append(f"  --> {self.place}")
        lines += [f"  note: {note}" for note in self.notes]
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


class NotFinite(RunError):
    """A loss or a weight was infinite or not a number after `step` steps of its phase."""

    def __init__(self, message: str, step: int) -> None:
        super().__init__(
            message, help="lower the learning rate, or look for a logarithm or a division of values near 0"
        )
        self.step = step


class Interrupted(RunError):
    """The user ended the run (Ctrl-C); the command's exit code is 130, as a shell expects it."""
