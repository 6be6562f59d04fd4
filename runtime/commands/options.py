"""What commands share: arguments and options, and how they end and write."""

import sys
from pathlib import Path
from typing import NoReturn

import click

SPEC_WRONG, COMMAND_WRONG = 1, 2

spec_argument = click.argument("file", type=click.Path(path_type=Path))
specs_argument = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
run_argument = click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False))
device_option = click.option(
    "--device", type=click.Choice(["cpu", "gpu", "tpu"]), help="Default: the best that JAX finds."
)
open_option = click.option("--open", "open_page", is_flag=True, help="Open the page in the browser.")
data_option = click.option(
    "--data", metavar="DIR", type=click.Path(path_type=Path), help="Where the data are (or DLC_DATA)."
)
set_option = click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set a hyper-parameter.")


def stop(message: str, code: int) -> NoReturn:
    """End with a message on standard error."""
    click.echo(f"dlc: {message}", err=True)
    sys.exit(code)


def show_in_browser(page: Path, wanted: bool) -> None:
    """Show a page in the browser, where that was asked for."""
    if wanted:
        click.launch(str(page))


def write(path: Path, content: bytes) -> None:
    """Write a file that the command was asked for; ends the command where it cannot."""
    try:
        path.write_bytes(content)
    except OSError as failure:
        stop(f"cannot write {path}: {(failure.strerror or str(failure)).lower()}", COMMAND_WRONG)
