"""Where the tests' data are: small files made here, and the real ones where there is a folder of them."""

import os
from pathlib import Path

import pytest

from compiler.schemas.paths import present
from runtime.errors import RunError

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real data sets: DLC_DATA, or `shared/data` beside the checkout."""
    folder = Path(os.environ.get("DLC_DATA", CHECKOUT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"there is no folder of data sets at {folder}")
    return folder


@pytest.fixture
def find_in():
    """`find_in(folder)` is the run's finder for that folder."""

    def finder(folder: Path):
        def find(path: str) -> Path:
            if not present(folder, path):
                raise RunError(f"{path} was not found", place=str(folder))
            return folder / path

        return find

    return finder


@pytest.fixture
def schema_find_in():
    """`schema_find_in(folder)` is the check's finder for that folder."""
    return lambda folder: lambda path: str(folder / path) if present(folder, path) else None
