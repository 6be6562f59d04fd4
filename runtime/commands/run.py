"""`dlc run`."""

import shlex
import sys
from pathlib import Path

import click

from runtime.commands.compiled import checked_with_sources
from runtime.commands.options import data_option, set_option, spec_argument


@click.command()
@spec_argument
@data_option
@set_option
@click.option("--out", type=click.Path(path_type=Path), help="The run folder; default: runs/NAME-TIME.")
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in --out.")
@click.option("--device", type=click.Choice(["cpu", "gpu", "tpu"]), help="Default: the best that JAX finds.")
@click.option("--epochs", type=click.IntRange(1), help="Override every phase's number of epochs.")
@click.option("--log", multiple=True, type=click.Choice(["tensorboard"]), help="Write the history in this form too.")
@click.option("--quick", is_flag=True, help="A few steps of everything, to see that it runs.")
def command(
    file: Path,
    data: Path | None,
    settings: tuple[str, ...],
    out: Path | None,
    resume: bool,
    device: str | None,
    epochs: int | None,
    log: tuple[str, ...],
    quick: bool,
) -> None:
    """Check, compile, train, evaluate, report."""
    experiment, imports = checked_with_sources(file, data, settings)
    from runtime.main import exit_code
    from runtime.train.run_spec import run_spec

    written = shlex.join(["dlc", *sys.argv[1:]])
    sys.exit(
        exit_code(
            lambda: run_spec(
                experiment,
                file,
                data=data,
                out=out,
                resume=resume,
                device=device,
                epochs=epochs,
                log=log,
                quick=quick,
                command=written,
                imports=imports,
            )
        )
    )
