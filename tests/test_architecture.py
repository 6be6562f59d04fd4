"""What the architecture promises of the code itself; each promise is shown to be breakable."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "jax", "flax", "optax", "orbax", "sklearn", "scipy", "matplotlib", "rich"}
FORBIDDEN = {
    "dsl": {"compiler", "runtime"} | HEAVY,
    "compiler": {"runtime"} | HEAVY,
}
LONGEST = 420


def imported(text: str) -> Iterator[str]:
    """The top-level packages that a module imports anywhere in its text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def wrong_imports(package: str, text: str) -> set[str]:
    return set(imported(text)) & FORBIDDEN[package]


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_run_downwards(package: str) -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in (ROOT / package).rglob("*.py")
        if (found := wrong_imports(package, path.read_text()))
    }
    assert wrong == {}


def test_a_wrong_import_is_seen() -> None:
    assert wrong_imports("dsl", "def f():\n    from compiler.ir import Apply\n") == {"compiler"}
    assert wrong_imports("compiler", "import numpy as np\n") == {"numpy"}


@pytest.mark.parametrize("package", ["dsl", "compiler", "runtime"])
def test_modules_stay_readable(package: str) -> None:
    """Under 400 lines, with a little room for one that has a single purpose and is nearly there."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in ("dsl", "compiler", "runtime")
        for path in (ROOT / package).rglob("*.py")
        if ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []
