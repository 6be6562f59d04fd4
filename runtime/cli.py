"""The command `dlc`.  A command's module is imported when the command is called: checking imports no JAX."""

from importlib import import_module

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


class Commands(click.Group):
    """The group of all commands, each loaded by its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"runtime.commands.{cmd_name}").command
        return command

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
