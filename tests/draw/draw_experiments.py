"""Specs of these tests, compiled."""

from functools import cache
from pathlib import Path

from compiler.ir import Experiment
from compiler.pipeline import compile_text
from dsl.spans import Source

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in (HERE / "specs").glob("*.dl")))


def compiled(text: str, name: str = "spec.dl") -> Experiment:
    result = compile_text(Source(name, text))
    assert result.experiment is not None, [diagnostic.message for diagnostic in result.diagnostics]
    return result.experiment


@cache
def experiment(name: str) -> Experiment:
    path = HERE / "specs" / f"{name}.dl"
    return compiled(path.read_text(), path.name)
