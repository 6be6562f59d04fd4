"""The error with which a run ends: said in one sentence, with its place and its remedy, without a traceback."""


class RunError(Exception):
    """A run cannot go on; the command prints it and ends with exit code 3.

    Args:
        message: what is wrong, in one sentence.
        place: where: "lenet.dl:11", a file, or a record in it; None when there is no such place.
        help: what to do about it; None when the message says it.
    """

    def __init__(self, message: str, *, place: str | None = None, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.help = help

    def __str__(self) -> str:
        lines = [self.message]
        if self.place:
            lines.append(f"  --> {self.place}")
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


class Interrupted(RunError):
    """The user ended the run (Ctrl-C); the command's exit code is 130, as a shell expects it."""
