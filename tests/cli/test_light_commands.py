"""The light commands import nothing heavy; that this test can fail is tested too."""

import subprocess
import sys
from pathlib import Path

import pytest

from runtime.cli import COMMANDS

HEAVY = ("jax", "numpy", "flax", "optax", "orbax", "sklearn", "matplotlib", "rich")
SPEC = Path(__file__).parents[2] / "specs" / "digits.dl"

LOOK = """
import sys
sys.argv = ["dlc", *{arguments!r}]
try:
    {call}
except SystemExit as end:
    assert not end.code, end.code
found = [name for name in {heavy!r} if name in sys.modules]
print("imported:", ",".join(found), file=sys.stderr)
"""


def imported(arguments: list[str], call: str = "from runtime.cli import main; main(prog_name='dlc')") -> str:
    """The heavy packages that a command leaves imported."""
    program = LOOK.format(arguments=arguments, heavy=HEAVY, call=call)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stderr.rsplit("imported: ", 1)[1].strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", str(SPEC)],
        ["draw", str(SPEC), "-o", "{tmp}/digits.svg"],
        ["build", str(SPEC)],
        ["summary", str(SPEC)],
        ["fmt", "--check", str(SPEC)],
        ["explain", "E0203"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_light_commands_import_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert imported([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == ""


def test_a_command_loads_only_its_own_module() -> None:
    program = LOOK.format(
        arguments=["check", str(SPEC)],
        heavy=[f"runtime.commands.{name}" for name in COMMANDS],
        call="from runtime.cli import main; main(prog_name='dlc')",
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "imported: runtime.commands.check"


def test_every_command_is_listed() -> None:
    folder = Path(__file__).parents[2] / "runtime" / "commands"
    commands = {path.stem for path in folder.glob("*.py") if "\ndef command(" in path.read_text(encoding="utf-8")}
    assert sorted(COMMANDS) == sorted(commands)


def test_a_heavy_import_is_seen() -> None:
    assert imported([], call="import numpy") == "numpy"
