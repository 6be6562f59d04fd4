"""Small programs, one idea each: good ones have nothing to report, bad ones report what stands beside them."""

from pathlib import Path

import pytest

from compiler.pipeline import compile_text
from dsl.render import human
from dsl.spans import Source

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good").glob("*.dl"))
BAD = sorted((HERE / "bad").glob("*.dl"))


def checked(path: Path) -> tuple[bool, str]:
    """Whether the program compiles, and what is reported about it."""
    compiled = compile_text(Source(path.name, path.read_text()))
    return compiled.experiment is not None, human(compiled.diagnostics, color=False)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good(path: Path) -> None:
    compiles, report = checked(path)
    assert report == ""
    assert compiles


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad(path: Path, request: pytest.FixtureRequest) -> None:
    _, report = checked(path)
    golden = path.with_suffix(".txt")
    if request.config.getoption("--update-golden"):
        golden.write_text(report + "\n")
    assert report
    assert report + "\n" == golden.read_text()
