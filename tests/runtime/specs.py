"""Runs of specs, given as texts, in this process."""

from pathlib import Path

from compiler.emit import emit
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime.run_folder.folder import Extras, Options
from runtime.train.run import run_text


def program(text: str, name: str = "spec.dl") -> str:
    compiled = compile_text(Source(name, text))
    assert compiled.experiment is not None, compiled.diagnostics
    return emit(compiled.experiment)


def run_spec(text: str, folder: Path, **options: object) -> Path:
    """The run folder of a spec."""
    return run_text("spec", Options(out=folder, **options), Extras(program(text), text))  # type: ignore[arg-type]
