"""From a checked experiment to its program, run folder and report."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from compiler import ir, summarise
from compiler.draw import draw, layout
from compiler.emit import emit
from runtime.run_folder.folder import Extras, Options, finder, inside
from runtime.run_folder.manifest import kept_of
from runtime.spec.files import read_source

SUMMARY_WIDTH = 100


def run_spec(
    experiment: ir.Experiment,
    spec: Path,
    *,
    data: Path | None = None,
    out: Path | None = None,
    resume: bool = False,
    device: str | None = None,
    epochs: int | None = None,
    quick: bool = False,
    log: Sequence[str] = (),
    command: str = "",
    imports: Sequence[str] = (),
    handed: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Emit an experiment's program and run it; returns the run folder.  Raises RunError where the run fails."""
    options = Options(out, data, resume, device, epochs, quick, command, spec.parent, tuple(log), handed or {})
    find = finder(options, os.environ)
    for dataset in experiment.data:
        for path in dataset.source.paths():
            find(path)  # missing data are told before the imports, seconds long, that the run begins with
    picture = layout.render(draw(experiment), "svg").decode() if experiment.models else None
    texts = {os.path.relpath(path, spec.parent): read_source(path).text for path in imports}
    extras = Extras(
        emit(experiment),
        experiment.source.text,
        texts,
        picture,
        summarise.text(summarise.summarise(experiment), SUMMARY_WIDTH),
        kept_of(experiment, {path: inside(path) for path in texts}, options).to_json(),
    )
    from runtime.train.run import execute

    return execute(None, options, extras)
