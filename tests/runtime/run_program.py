"""Run a fixture program in a process of its own: `run_program.py NAME [options]`.

Every epoch ends with a checkpoint that is on disk before the next one begins, so there is time to end the process.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from runtime.main import main
from runtime.run_folder import checkpoint
from runtime.run_folder.checkpoint import Checkpoints
from tests.runtime.specs import write_program

save = Checkpoints.save


def save_and_wait(checkpoints: Checkpoints, *arguments: Any) -> None:
    save(checkpoints, *arguments)
    checkpoints.wait()


checkpoint.SAVE_EVERY = 0.0
checkpoint.LEAST_BETWEEN = 0
Checkpoints.save = save_and_wait  # type: ignore[method-assign]
with tempfile.TemporaryDirectory() as folder:
    main(str(write_program(sys.argv[1], Path(folder))), sys.argv[2:])
