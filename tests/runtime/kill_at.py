"""Run a fixture program that ends by SIGKILL at a chosen moment: `kill_at.py MOMENT NAME [options]`.

Moments: `checkpoint` (while the second one is being written), `phase` (between two phases), `report` (while
report.html is being written), `end` (when all is done but the final checkpoint is perhaps not on disk).
"""

import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from orbax.checkpoint import CheckpointManager

from runtime.main import main
from runtime.report import page as report
from runtime.run_folder import checkpoint
from runtime.train import phase, run
from tests.runtime.specs import write_program


def die(*ignored: object, **also: object) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


save, trained = CheckpointManager.save, []


def save_and_die(self: CheckpointManager, *arguments: Any, **named: Any) -> Any:
    trained.append(1)
    if len(trained) == 2:
        threading.Timer(0.004, die).start()
    return save(self, *arguments, **named)


def half(path: Path, content: bytes) -> None:
    path.with_name(path.name + ".part").write_bytes(content[: len(content) // 2])
    die()


def second_phase(running: Any, number: int) -> None:
    if number == 1:
        die()
    learn(running, number)


checkpoint.SAVE_EVERY = 0.0
learn = phase.train_phase
moment, name, *options = sys.argv[1:]
match moment:
    case "checkpoint":
        CheckpointManager.save = save_and_die
    case "phase":
        run.train_phase = second_phase  # type: ignore[attr-defined]
    case "report":
        report.replaced = half  # type: ignore[attr-defined]
    case "end":
        run.evaluate = die  # type: ignore[assignment]
with tempfile.TemporaryDirectory() as folder:
    main(str(write_program(name, Path(folder))), options)
