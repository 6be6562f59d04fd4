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
    """Print the Flax and Optax program that `dlc run` runs.

    Written with -o it can be run by itself, `python program.py`: what the runtime must know of it is written beside it.
    """
    experiment = check_spec(file, data, settings)
    from compiler.emit import emit

    files = emit(experiment)
    if output is None:
        click.echo(files.text, nl=False)
        return
    for name, text in files.by_name(output.name).items():
        write(output.with_name(name), text.encode())
        click.echo(f"wrote {output.with_name(name)}")
