"""`dlc check`."""

import sys
from pathlib import Path

import click

from runtime.commands.compiled import compiled, show
from runtime.commands.options import SPEC_WRONG, data_option, set_option, specs_argument


@click.command()
@specs_argument
@data_option
@set_option
@click.option("--json", "form", flag_value="json", help="Print the diagnostics as JSON.")
@click.option("--sarif", "form", flag_value="sarif", help="Print the diagnostics as SARIF.")
def command(files: tuple[Path, ...], data: Path | None, settings: tuple[str, ...], form: str | None) -> None:
    """Check specs: names, shapes, kinds, data; exit code 1 on errors."""
    results = [compiled(file, data, settings) for file in files]
    diagnostics = [diagnostic for result in results for diagnostic in result.diagnostics]
    errors = sum(diagnostic.severity == "error" for diagnostic in diagnostics)
    if form is None:
        show(diagnostics)
        counts = [(errors, "error"), (len(diagnostics) - errors, "warning")]
        found = ", ".join(f"{count} {what}{'s' if count > 1 else ''}" for count, what in counts if count)
        names = ", ".join(map(str, files))
        click.echo(f"{names}: {found or 'no problems found'}", err=bool(errors))
    else:
        from dsl import render

        click.echo(render.as_json(diagnostics) if form == "json" else render.as_sarif(diagnostics))
    sys.exit(SPEC_WRONG if errors else 0)
