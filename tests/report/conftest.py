"""The gallery's runs, made once."""

import pytest
import report_gallery

from runtime.evaluate.results import RunResult


@pytest.fixture(scope="session")
def gallery() -> dict[str, RunResult]:
    """Every run of the gallery by name."""
    return {name: make() for name, make in report_gallery.GALLERY.items()}
