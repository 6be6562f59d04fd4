"""Small programs, one idea each: good ones have nothing to report, bad ones report what stands beside them.

Beside a good program stand its typed IR (`.ir`) and what its emitted program has of it alone (`.py`), beside a bad one
its report (`.txt`).
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from compiler import ir
from compiler.emit import emit
from compiler.ir.show import show
from compiler.pipeline import Compiled, compile_text
from dsl.format import format_tree
from dsl.parser import parse
from dsl.render import human
from dsl.spans import Source
from tests.emit.frame import specified

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.dl"))
BAD = sorted((HERE / "bad").glob("*.dl"))
LIBRARIES = ("# Keras: ", "# PyTorch: ", "# Flax: ")

each_good = pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
each_bad = pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)


def source_of(path: Path) -> Source:
    return Source(path.name, path.read_text(encoding="utf-8"))


def checked(path: Path) -> tuple[Compiled, str]:
    """What a program compiles to, and what is reported about it."""
    compiled = compile_text(source_of(path))
    return compiled, human(compiled.diagnostics, color=False)


def experiment_of(path: Path) -> ir.Experiment:
    compiled, report = checked(path)
    assert report == ""
    assert compiled.experiment is not None
    return compiled.experiment


Compare = Callable[[str, Path], None]


@each_good
def test_types(path: Path, golden: Compare) -> None:
    golden(show(experiment_of(path)), path.with_suffix(".ir"))


@each_good
def test_canonical(path: Path) -> None:
    source = source_of(path)
    file, _ = parse(source)
    assert file is not None
    assert format_tree(file) == source.text


@each_good
def test_emitted_program(path: Path, golden: Compare) -> None:
    """The program is Python, and the same whenever it is emitted."""
    experiment = experiment_of(path)
    program = emit(experiment).text
    compile(program, f"{path.stem}.py", "exec")
    assert emit(experiment_of(path)).text == program
    golden(specified(experiment), path.with_suffix(".py"))


@each_bad
def test_report(path: Path, golden: Compare) -> None:
    _, report = checked(path)
    assert report
    golden(report + "\n", path.with_suffix(".txt"))


@each_bad
def test_fixes(path: Path) -> None:
    """A fix removes its finding, and brings no syntax error with it."""
    compiled, _ = checked(path)
    for diagnostic in compiled.diagnostics:
        if diagnostic.fix is None:
            continue
        text = diagnostic.span.source.text
        for edit in sorted(diagnostic.edits, key=lambda edit: -edit.span.start):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        mended = compile_text(Source(path.name, text))
        assert (diagnostic.code, diagnostic.message) not in [(d.code, d.message) for d in mended.diagnostics]
        assert {d.code for d in mended.diagnostics if d.code.startswith("E00")} <= {
            d.code for d in compiled.diagnostics
        }


def test_golden_files_have_programs() -> None:
    golden = [*(HERE / "bad").glob("*.txt"), *(HERE / "good").glob("*.ir"), *(HERE / "good").glob("*.py")]
    assert [path.name for path in golden if not path.with_suffix(".dl").exists()] == []


def test_size() -> None:
    """At least 300 of each kind, and 40 that are mistakes or habits of people who come from another library."""
    assert min(len(GOOD), len(BAD)) >= 300
    from_elsewhere = [path for path in (*GOOD, *BAD) if path.read_text(encoding="utf-8").startswith(LIBRARIES)]
    assert len(from_elsewhere) >= 40
