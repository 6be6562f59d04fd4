"""The linter and the type checker have nothing to say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def said(*command: str) -> str:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_linter_is_silent() -> None:
    assert said("ruff", "check", ".") == ""


def test_the_type_checker_is_silent() -> None:
    assert said("mypy") == ""


def test_a_fault_is_seen(tmp_path: Path) -> None:
    (tmp_path / "faulty.py").write_text("import os\n\nx: int = 'one'\n")
    assert "F401" in said("ruff", "check", str(tmp_path))
    assert "Incompatible types" in said("mypy", str(tmp_path / "faulty.py"))
