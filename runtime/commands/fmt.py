"""`dlc fmt`."""

import sys
from pathlib import Path

import click

from runtime.commands.compiled import show
from runtime.commands.options import COMMAND_WRONG, SPEC_WRONG, specs_argument, stop, write


@click.command()
@specs_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 where a file is not formatted.")
def command(files: tuple[Path, ...], only_check: bool) -> None:
    """Format specs in place."""
    from dsl.format import format_tree
    from dsl.parser import parse
    from runtime.spec_files import read_source

    code = 0
    for file in files:
        try:
            source = read_source(file)
        except (OSError, ValueError) as failure:
            stop(f"cannot read {file}: {str(getattr(failure, 'strerror', None) or failure).lower()}", COMMAND_WRONG)
        tree, diagnostics = parse(source)
        if tree is None or any(diagnostic.severity == "error" for diagnostic in diagnostics):
            show(diagnostics)
            code = SPEC_WRONG
            continue
        formatted = format_tree(tree)
        if formatted == source.text:
            continue
        if only_check:
            click.echo(f"{file} is not formatted", err=True)
            code = SPEC_WRONG
        else:
            write(file, formatted.encode())
            click.echo(f"formatted {file}")
    sys.exit(code)
