"""Fixture programs, and runs of them in this process."""

import functools
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.descriptor.line_map import checksum_of
from compiler.emit.files import ProgramFiles
from runtime.run_folder.folder import Extras, Options
from runtime.train.run import execute
from tests.runtime.specs import PROGRAMS, program

os.environ.setdefault("JAX_PLATFORMS", "cpu")


Run = Callable[..., Path]


def with_change(files: ProgramFiles, change: tuple[str, str]) -> ProgramFiles:
    """A program as if it had been emitted so: its lines stay where they are."""
    assert change[0] in files.text
    assert files.lines is not None
    text = files.text.replace(*change)
    return replace(files, text=text, lines=replace(files.lines, program=checksum_of(text)))


def perform(name: str, folder: Path, change: tuple[str, str] = ("", ""), **options: object) -> Path:
    """Run a fixture's program in `folder`, perhaps with a part of it or of its spec changed."""
    spec = (PROGRAMS / f"{name}.dl").read_text(encoding="utf-8")
    files = program(spec.replace(*change) if change[0] else spec, f"{name}.dl")
    if change[0] not in spec:
        files = with_change(files, change)
    return execute(None, Options(out=folder, **options), Extras(files))  # type: ignore[arg-type]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run(name, folder, change=(old, new), **options)`: a run in a folder of this test."""
    return lambda name, folder="run", change=("", ""), **options: perform(name, tmp_path / folder, change, **options)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`whole(name, **options)`: a run that was never disturbed, made once in a session; to be read only."""

    @functools.cache
    def whole(name: str, **options: object) -> Path:
        return perform(name, tmp_path_factory.mktemp(name) / "run", **options)  # type: ignore[arg-type]

    return whole


@pytest.fixture
def copied(whole: Run, tmp_path: Path) -> Run:
    """`copied(name, **options)`: such a run in this test's folder "run"."""
    return lambda name, **options: shutil.copytree(whole(name, **options), tmp_path / "run")
