"""`dlc draw`."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from runtime.commands.compiled import check_spec
from runtime.commands.options import COMMAND_WRONG, data_option, set_option, spec_argument, stop, write

if TYPE_CHECKING:
    from compiler.draw import View


@click.command()
@spec_argument
@data_option
@set_option
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="x.svg, x.png, x.pdf or x.dot; default: FILE.svg here."
)
@click.option("--view", type=click.Choice(["model", "training"]), default="model", show_default=True)
@click.option("--depth", type=click.IntRange(0), default=2, show_default=True, help="Blocks shown inside blocks.")
@click.option("--model", "model", help="Draw this model only.")
def command(
    file: Path,
    data: Path | None,
    settings: tuple[str, ...],
    output: Path | None,
    view: str,
    depth: int,
    model: str | None,
) -> None:
    """Draw the architecture, or (`--view training`) what trains what."""
    experiment = check_spec(file, data, settings)
    from compiler.draw import draw, layout

    if model is not None and model not in [module.name for module in experiment.models]:
        has = ", ".join(module.name for module in experiment.models) or "none"
        stop(f"there is no model `{model}` in {file} (it has {has})", COMMAND_WRONG)
    output = output or Path(f"{file.stem}.svg")
    try:
        form = layout.form(output)
    except ValueError as failure:
        stop(f"cannot draw `{output}`: {failure}", COMMAND_WRONG)
    dot = draw(experiment, view=cast("View", view), depth=depth, model=model)
    picture = layout.render(dot, form)
    write(output, picture)
    click.echo(f"wrote {output}")
