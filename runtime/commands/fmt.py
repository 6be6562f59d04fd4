"""`dlc fmt`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from runtime.commands.compiled import show
from runtime.commands.options import COMMAND_WRONG, SPEC_WRONG, specs_argument, stop, write

STANDARD_INPUT = Path("-")


@click.command()
@specs_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 where a file is not formatted.")
@click.option(
    "--diff", "only_diff", is_flag=True, help="Print what would change, and change nothing; exit code 1 then."
)
def command(files: tuple[Path, ...], only_check: bool, only_diff: bool) -> None:
    """Format specs in place; `-` formats standard input to standard output.

    A spec with errors is left as it is; exit code 1.
    """
    code = 0
    for file in files:
        text, formatted = _formatted(file)
        changes = formatted is not None and formatted.encode() != text
        if formatted is None or (changes and (only_check or only_diff)):
            code = SPEC_WRONG
        if formatted is None:
            continue
        name = "standard input" if file == STANDARD_INPUT else str(file)
        if only_diff:
            click.echo("".join(_difference(text.decode("utf-8"), formatted, name)), nl=False)
        if only_check:
            if changes:
                click.echo(f"{name} is not formatted", err=True)
        elif only_diff:
            continue
        elif file == STANDARD_INPUT:
            sys.stdout.buffer.write(formatted.encode())
        elif changes:
            write(file, formatted.encode())
            click.echo(f"formatted {name}")
    sys.exit(code)


def _formatted(file: Path) -> tuple[bytes, str | None]:
    """A file's bytes, and its text in the one form; None where it has errors, which are shown."""
    from dsl.format import format_tree
    from dsl.parser import parse
    from runtime.spec.files import LARGEST, read_bytes, spec_of

    name = "<stdin>" if file == STANDARD_INPUT else str(file)
    try:
        piped = file == STANDARD_INPUT
        content = sys.stdin.buffer.read(LARGEST) if piped else read_bytes(file)
        source = spec_of(content, name)
    except OSError as failure:
        stop(f"cannot read {name}: {(failure.strerror or str(failure)).lower()}", COMMAND_WRONG)
    except ValueError as failure:
        stop(f"cannot read {name}: {failure}", COMMAND_WRONG)
    tree, diagnostics = parse(source)
    if tree is None or any(diagnostic.severity == "error" for diagnostic in diagnostics):
        show(diagnostics)
        return content, None
    return content, format_tree(tree)


def _difference(before: str, after: str, name: str) -> Iterator[str]:
    """A unified diff, which `patch` applies; line ends that a terminal does not show are told in it."""
    from difflib import unified_diff

    for line in unified_diff(_lines(before), _lines(after), name, f"{name} (formatted)"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines with their ends; `splitlines` would break at more than newlines."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + [rest] * bool(rest)
