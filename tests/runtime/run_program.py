"""Run a fixture program in a process of its own: `run_program.py NAME [options]`.

Every epoch ends with a checkpoint that is on disk before the next one begins, so there is time to end the process.
"""

import sys
from pathlib import Path
from typing import Any

from runtime import program
from runtime.main import main
from runtime.run_folder import checkpoint
from runtime.run_folder.checkpoint import Checkpoints

save = Checkpoints.save


def save_and_wait(checkpoints: Checkpoints, *arguments: Any) -> None:
    save(checkpoints, *arguments)
    checkpoints.wait()


checkpoint.SAVE_EVERY = 0.0
checkpoint.LEAST_BETWEEN = 0
Checkpoints.save = save_and_wait  # type: ignore[method-assign]
file = Path(__file__).with_name("programs") / f"{sys.argv[1]}.py"
main(program.load(file), str(file), sys.argv[2:])
