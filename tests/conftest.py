"""Options and fixtures that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="Write the golden files anew; read the difference.")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str | bytes, Path], None]:
    """Compares a text or picture with its golden file."""

    def compare(found: str | bytes, file: Path) -> None:
        data = found.encode() if isinstance(found, str) else found
        if request.config.getoption("--update-golden"):
            file.write_bytes(data)
        kept = file.read_bytes()
        assert found == (kept.decode() if isinstance(found, str) else kept)

    return compare
