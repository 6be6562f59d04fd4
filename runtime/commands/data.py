"""`dlc data`: known data sets, and what is in a file."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from runtime.commands.options import COMMAND_WRONG, SPEC_WRONG, data_option, stop

if TYPE_CHECKING:
    from compiler.schemas.registry import Known

RUN_FAILED = 3


@click.group()
def command() -> None:
    """List, get and describe data sets."""


@command.command("list")
@data_option
def list_(data: Path | None) -> None:
    """The well-known data sets by name; + marks those that are here."""
    from compiler.schemas.registry import registry
    from runtime.data.folders import data_folders

    folders = data_folders(Path(), data, os.environ)
    width = max(map(len, registry()))
    for known in registry().values():
        here = known.files and any(all((folder / file.path).exists() for file in known.files) for folder in folders)
        click.echo(f"{'+' if here else ' '} {known.name:{width}}  {known.title}")
    click.echo("\n`dlc data get NAME` fetches one, `dlc data describe NAME` tells more.")


@command.command()
@click.argument("name")
@data_option
def get(name: str, data: Path | None) -> None:
    """Fetch a well-known data set into --data, DLC_DATA or the cache; checksums are verified."""
    from runtime.data.fetch import fetch
    from runtime.data.folders import cache_of_data
    from runtime.errors import RunError

    known = known_by(name)
    folder = data or Path(os.environ.get("DLC_DATA") or cache_of_data(os.environ))
    try:
        files = fetch(known, folder, lambda text: click.echo(text, err=True))
    except RunError as error:
        click.echo(f"dlc: {error}", err=True)
        raise SystemExit(RUN_FAILED) from None
    click.echo(f"{known.name} is in {folder} ({len(files)} file{'s' if len(files) > 1 else ''}; {known.licence})")
    click.echo(f"data d = {known.source}")


@command.command()
@click.argument("what")
@data_option
def describe(what: str, data: Path | None) -> None:
    """Describe a known data set by NAME, a file or folder by its path, or a source such as 'csv("x.csv")'."""
    from compiler.schemas.registry import registry
    from runtime.commands.describe import describe_source, source_of
    from runtime.errors import RunError

    known = registry().get(what)
    if known is not None:
        click.echo(f"{known.name}: {known.title}\nlicence: {known.licence}\nread by: {known.source}")
        for file in known.files:
            click.echo(f"  {file.path}  {file.bytes:,} bytes  {file.checksum}\n    {file.address}")
        if known.by_hand:
            click.echo(f"to get it: {known.by_hand}")
        source = known.source
    else:
        try:
            source = source_of(what)
        except ValueError as error:
            stop(str(error), COMMAND_WRONG)
    try:
        text, diagnostics = describe_source(source, data)
    except RunError as error:
        if known is not None and "was not found" in error.message:
            click.echo("it is not here yet")
            return
        click.echo(f"dlc: {error}", err=True)
        raise SystemExit(RUN_FAILED) from None
    if diagnostics:
        click.echo(diagnostics, err=True)
        raise SystemExit(SPEC_WRONG)
    click.echo(("\n" if known is not None else f"{source}\n") + text)


def known_by(name: str) -> "Known":
    from compiler.schemas.registry import registry

    if name not in registry():
        from difflib import get_close_matches

        close = get_close_matches(name, registry(), 1)
        guess = f"; did you mean {close[0]}?" if close else ""
        stop(f"there is no known data set `{name}`{guess} (`dlc data list` shows all)", COMMAND_WRONG)
    return registry()[name]
