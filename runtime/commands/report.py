"""`dlc report`."""

import sys
from pathlib import Path

import click

from runtime.commands.options import open_option, run_argument, show_in_browser


@click.command()
@run_argument
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Default: report.html in RUN.")
@open_option
def command(run: Path, output: Path | None, open_page: bool) -> None:
    """Build a run's report anew, from what the run left."""
    from runtime.main import exit_code

    def report() -> None:
        from runtime.again.open_run import open_run
        from runtime.again.rebuild_report import rebuilt
        from runtime.report.page import html

        result = rebuilt(open_run(run))
        page = output or run / "report.html"
        from runtime.commands.options import write

        write(page, html(result).encode())
        told = result.environment.get("notes", ())
        for note in (note for note in result.notes if note not in told):
            click.echo(f"note: {note}", err=True)
        click.echo(f"wrote {page}")
        show_in_browser(page, open_page)

    sys.exit(exit_code(report))
