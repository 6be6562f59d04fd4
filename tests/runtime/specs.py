"""Runs of specs, given as texts or as fixtures, in this process."""

from pathlib import Path

from compiler.emit import emit
from compiler.emit.files import ProgramFiles
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime.run_folder.folder import Extras, Options
from runtime.train.run import execute

PROGRAMS = Path(__file__).with_name("programs")


def program(text: str, name: str = "spec.dl") -> ProgramFiles:
    compiled = compile_text(Source(name, text))
    assert compiled.experiment is not None, compiled.diagnostics
    return emit(compiled.experiment)


def write_program(name: str, folder: Path) -> Path:
    """The program of a fixture's spec, written into a folder with what belongs beside it."""
    spec = PROGRAMS / f"{name}.dl"
    for file, text in program(spec.read_text(encoding="utf-8"), spec.name).by_name(f"{name}.py").items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder / f"{name}.py"


def run_spec(text: str, folder: Path, **options: object) -> Path:
    """The run folder of a spec."""
    return execute(None, Options(out=folder, **options), Extras(program(text), text))  # type: ignore[arg-type]
