"""Fixture programs, and runs of them in this process."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.run import run_text
from runtime.run_folder import Extras, Options

os.environ.setdefault("JAX_PLATFORMS", "cpu")
PROGRAMS = Path(__file__).with_name("programs")


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled steps are kept for the session only, and never found from an earlier one."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


Run = Callable[..., Path]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """`run(name, folder, change=(old, new), **options)` runs a fixture program, perhaps with a part of it changed."""

    def run(name: str, folder: str = "run", change: tuple[str, str] = ("", ""), **options: object) -> Path:
        text = (PROGRAMS / f"{name}.py").read_text(encoding="utf-8")
        assert change[0] in text
        program = text.replace(*change) if change[0] else text
        return run_text(name, Options(out=tmp_path / folder, **options), Extras(program))  # type: ignore[arg-type]

    return run
