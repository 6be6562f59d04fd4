"""The report's files: one page, and its numbers."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from runtime.errors import RunError
from runtime.evaluate.results import RunResult
from runtime.run_folder.storage import replaced

if TYPE_CHECKING:
    from runtime.report.blocks import Section


def write(run: RunResult, folder: Path) -> None:
    """Write report.html and report.json into a folder.

    Raises:
        RunError: the files cannot be written.
    """
    from runtime.report.numbers import as_json

    page, numbers = html(run), as_json(run)
    for name, text in (("report.html", page), ("report.json", numbers)):
        try:
            replaced(folder / name, text.encode())
        except OSError as error:
            raise RunError(f"the report cannot be written: {error.strerror}", place=str(folder / name)) from error


def html(run: RunResult) -> str:
    """The report as one page."""
    from runtime.report.contents import sections

    experiment = run.experiment
    title = experiment.title or experiment.name
    return page(title, experiment.spec, sections(run), f"{experiment.name} · report")


def page(title: str, kicker: str, sections: "Sequence[Section]", name: str | None = None) -> str:
    """A page that needs nothing beside it: no script, no style sheet, no picture."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("runtime.report", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    style = files("runtime.report").joinpath("report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.jinja").render(
        title=title, kicker=kicker, name=name or title, sections=sections, style=style
    )
