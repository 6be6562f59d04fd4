"""Options and fixtures that all tests share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the golden files anew; read the difference.")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Whole folders are run by as many processes as there are cores, a file or a single test by this one.

    Each process that computes with JAX needs up to 3 GiB, so there are at most four.
    """
    if any(not Path(argument).is_dir() for argument in config.args):
        return 0
    config.option.dist = "worksteal"
    return min(4, os.cpu_count() or 1)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is compiled is kept for the session, in subprocesses too, and never found from an earlier one."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compares a text with its golden file."""

    def compare(found: str, file: Path) -> None:
        if request.config.getoption("--update-golden"):
            file.write_bytes(found.encode())
        assert found == file.read_bytes().decode()

    return compare
