"""`dlc build`."""

from pathlib import Path

import click

from runtime.commands.compiled import check_spec
from runtime.commands.options import data_option, set_option, spec_argument, write


@click.command()
@spec_argument
@data_option
@set_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the program here instead of printing it.")
def command(file: Path, data: Path | None, settings: tuple[str, ...], output: Path | None) -> None:
    """Print the Flax and Optax program that `dlc run` runs."""
    experiment = check_spec(file, data, settings)
    from compiler.emit import emit

    program = emit(experiment)
    if output is None:
        click.echo(program, nl=False)
    else:
        write(output, program.encode())
        click.echo(f"wrote {output}")
