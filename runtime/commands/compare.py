"""`dlc compare`."""

import sys
from pathlib import Path

import click

from runtime.commands.options import COMMAND_WRONG, open_option, show_in_browser, stop, write


@click.command()
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("compare.html"), show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON; no page is written.")
@open_option
def command(runs: tuple[Path, ...], output: Path, as_json: bool, open_page: bool) -> None:
    """Set runs beside one another: which is better, and whether the difference is real."""
    if len(runs) < 2:
        stop("name at least two run folders", COMMAND_WRONG)
    from runtime.main import exit_code

    def compare() -> None:
        from runtime.again.compare import output as telling
        from runtime.again.compare.matches import compare

        found = compare(runs)
        if as_json:
            click.echo(telling.as_json(found), nl=False)
            return
        for line in telling.as_text(found):
            click.echo(line)
        write(output, telling.as_html(found).encode())
        click.echo(f"\nwrote {output}")
        show_in_browser(output, open_page)

    sys.exit(exit_code(compare))
