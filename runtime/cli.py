"""The command `dlc`.  A command's module is imported when the command is called: checking imports no JAX."""

import errno
import os
import sys
from importlib import import_module
from typing import Any

import click

from compiler.version import VERSION

COMMANDS = (
    "run",
    "evaluate",
    "predict",
    "report",
    "compare",
    "check",
    "explain",
    "data",
    "draw",
    "build",
    "summary",
    "fmt",
    "lsp",
)
"""In the order of `dlc --help`; each is `command` in the module of its name in `runtime/commands/`."""

OUTPUT_WRONG = 2
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Errors of writing.  The files that a command writes are named in their errors, or told of by the command."""


class Commands(click.Group):
    """The group of all commands, each loaded by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"runtime.commands.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, which ends quietly where nobody reads the output any more; a full one is told of."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                if not sys.stdout.closed:  # the language server closes it
                    sys.stdout.flush()
        except OSError as error:
            if error.filename is not None or error.errno not in FULL:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is flushed again at the end
            reason = os.strerror(error.errno).lower()
            print(f"error: standard output cannot be written: {reason}", file=sys.stderr)
            raise click.exceptions.Exit(OUTPUT_WRONG) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a guess at what a misspelled command was meant to be."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from compiler.problems.catalogue import closest

            guess = closest(args[0], COMMANDS) if args else None
            if guess is None or "Did you mean" in error.message:
                raise
            raise click.UsageError(f"{error.message.rstrip('.')}. Did you mean `{guess}`?", ctx) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="dlc")
def main() -> None:
    """The compiler for declarative deep learning: check, draw, build and run `.dl` specs."""


if __name__ == "__main__":
    main(prog_name="dlc")
