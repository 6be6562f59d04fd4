"""`dlc predict`."""

import sys
from pathlib import Path
from typing import Literal

import click

from runtime.commands.options import device_option, run_argument


@click.command()
@run_argument
@click.argument("source", metavar="INPUT")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Default: standard output.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "png"]),
    help="Default: as FILE ends, else csv; png: answers that are pictures, into the folder FILE.",
)
@click.option("--model", metavar="NAME", help="The model, or its function: Net, AE.encode; default: the one evaluated.")
@click.option("--on-error", type=click.Choice(["stop", "skip"]), default="stop", show_default=True)
@device_option
def command(
    run: Path,
    source: str,
    output: Path | None,
    form: Literal["csv", "jsonl", "png"] | None,
    model: str | None,
    on_error: str,
    device: str | None,
) -> None:
    """Predict the rows of a .csv, .jsonl or .parquet, an image, a sound, a folder of such, or standard input (-)."""
    from runtime.main import exit_code

    def answer() -> None:
        from runtime.again.open_run import open_run

        opened = open_run(run)
        from runtime.again.predict.command import predict

        lines = output is not None and output.suffix.lower() in (".jsonl", ".ndjson", ".json")
        predict(
            opened,
            source,
            model=model,
            target=output,
            form=form or ("jsonl" if lines else "csv"),
            skip=on_error == "skip",
            device_name=device,
            say=lambda text: click.echo(f"note: {text}", err=True),
        )

    sys.exit(exit_code(answer))
