"""Run a fixture program in a process of its own, with a checkpoint at every epoch: `run_program.py NAME [options]`."""

import sys
from pathlib import Path

from runtime import checkpoint, programs
from runtime.main import main

checkpoint.SAVE_EVERY = 0.0
file = Path(__file__).with_name("programs") / f"{sys.argv[1]}.py"
main(programs.load(file), str(file), sys.argv[2:])
