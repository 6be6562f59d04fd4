"""`dlc summary`."""

from pathlib import Path

import click

from runtime.commands.compiled import check_spec
from runtime.commands.options import data_option, set_option, spec_argument


@click.command()
@spec_argument
@data_option
@set_option
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(file: Path, data: Path | None, settings: tuple[str, ...], as_json: bool) -> None:
    """Layers, shapes, weights, operations and memory."""
    experiment = check_spec(file, data, settings)
    from compiler import summarise

    result = summarise.summarise(experiment)
    if as_json:
        import json

        click.echo(json.dumps(summarise.as_json(result), indent=2))
    else:
        import shutil

        click.echo(summarise.text(result, shutil.get_terminal_size((100, 24)).columns))
