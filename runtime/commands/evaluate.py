"""`dlc evaluate`."""

import shlex
import sys
from pathlib import Path

import click

from runtime.commands.options import device_option, run_argument


@click.command()
@run_argument
@click.option(
    "--data",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Other data: a file or folder in place of the spec's, or a folder that holds it.",
)
@click.option("--on", metavar="SPLIT", help="The split; default: the one that the spec names, of other data all.")
@click.option("--out", type=click.Path(path_type=Path), help="The report's folder; default: evaluation-TIME in RUN.")
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON.")
@device_option
def command(run: Path, data: Path | None, on: str | None, out: Path | None, as_json: bool, device: str | None) -> None:
    """Measure a run anew, on its own data or on others."""
    from runtime.main import exit_code

    def evaluate() -> None:
        from runtime.again.open_run import open_run

        opened = open_run(run)
        from runtime.again.reevaluate import evaluate_run, report_folder
        from runtime.evaluate.evaluate import told
        from runtime.report import page

        written = shlex.join(["dlc", *sys.argv[1:]])
        result = evaluate_run(opened, data=data, on=on, command=written, device_name=device)
        folder = report_folder(opened, out)
        page.write(result, folder)
        for note in result.notes:
            click.echo(f"note: {note}", err=True)
        if as_json:
            click.echo((folder / "report.json").read_text(encoding="utf-8"), nl=False)
            return
        for line in told(result.evaluations):
            click.echo(line)
        click.echo(f"report: {folder / 'report.html'}")

    sys.exit(exit_code(evaluate))
