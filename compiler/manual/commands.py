"""The page of the commands: what each says of itself when asked for help.

Nothing here imports the command line, which stands above the compiler: it is asked in a process of its own.
"""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def helps() -> dict[str, str]:
    """The help text of each command, by its name, in the order of `dlc --help`."""
    asked = subprocess.run(
        [sys.executable, "-m", "runtime.commands.helps"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found: dict[str, str] = json.loads(asked.stdout)
    return found


def page() -> str:
    lines = ["# The commands", "", "What `dlc COMMAND --help` says.", "", "| command | |", "|---|---|"]
    for name, text in helps().items():
        lines.append(f"| [`dlc {name}`](#{name}) | {first_sentence(text)} |")
    for name, text in helps().items():
        lines += ["", f'<a id="{name}"></a>', f"## `dlc {name}`", "", "```", text.rstrip(), "```"]
    return "\n".join(lines) + "\n"


def first_sentence(text: str) -> str:
    """What stands behind `Usage: ...`, up to the first full stop."""
    body = " ".join(text.partition("\n\n")[2].split())
    return body.partition(". ")[0].rstrip(".") + "."
