"""`dlc build`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runtime.commands.compiled import check_spec
from runtime.commands.options import COMMAND_WRONG, SPEC_WRONG, data_option, set_option, spec_argument, stop, write

if TYPE_CHECKING:
    from compiler import ir


@click.command()
@spec_argument
@data_option
@set_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the program here instead of printing it.")
@click.option("--standalone", is_flag=True, help="Write a program that needs no dlc: one file that does it all.")
def command(file: Path, data: Path | None, settings: tuple[str, ...], output: Path | None, standalone: bool) -> None:
    """Print the Flax and Optax program that `dlc run` runs.

    Written with -o it can be run by itself, `python program.py`: what the runtime must know of it is written beside it.
    With --standalone it reads, splits, trains, evaluates and saves by itself, where no dlc is installed.
    """
    experiment = check_spec(file, data, settings)
    texts = alone(experiment, file) if standalone else None
    if texts is None:
        from compiler.emit import emit

        files = emit(experiment)
        texts = files.by_name(output.name) if output is not None else {"": files.text}
    if output is None:
        click.echo(texts[""], nl=False)
        return
    places = {output.with_name(name) if name else output: text for name, text in texts.items()}
    if output.exists() and not output.is_file():  # a device or a pipe, which has nothing beside it
        places = {output: next(iter(texts.values()))}
    for place in places:
        verify_free(place, file, output)
    for place, text in places.items():
        write(place, text.encode())
        click.echo(f"wrote {place}")


def verify_free(place: Path, spec: Path, output: Path) -> None:
    """End the command where writing would cost the user a file that is none of a program's."""
    if place.exists() and place.samefile(spec):
        stop(f"{place} is the spec itself: choose another name for the program", COMMAND_WRONG)
    if place == output or not place.is_file():
        return
    try:
        held = json.loads(place.read_bytes())
    except (OSError, ValueError):
        held = None
    if not (isinstance(held, dict) and held.keys() & {"compiler", "program"}):
        stop(
            f"{place}, which belongs beside the program, is a file of something else\n"
            f"  help: move it, or choose another name than {output.name}",
            COMMAND_WRONG,
        )


def alone(experiment: "ir.Experiment", file: Path) -> dict[str, str]:
    """The program of its own; ends the command where a spec has what no such program does."""
    from compiler.emit.standalone import refusals, standalone

    refused = refusals(experiment)
    if refused:
        listed = "\n".join(f"  {one.what}\n   --> {one.span.source.path}:{one.span.line}" for one in refused)
        stop(
            f"{file} cannot be written as a program of its own, which does not do\n{listed}\n"
            "  help: leave --standalone out; the program then runs where dlc is installed",
            SPEC_WRONG,
        )
    return {"": standalone(experiment)}
