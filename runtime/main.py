"""What `python program.py` does: the program's own small command line."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from compiler.descriptor import Experiment
from runtime.errors import Interrupted, RunError
from runtime.run_folder.folder import Extras, Options

FAILED, INTERRUPTED = 3, 130


def main(file: str, arguments: Sequence[str] | None = None) -> NoReturn:
    """Train and evaluate the program `file`; ends the process: 0 done, 2 the command is wrong, 3 the run failed."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(exit_code(lambda: run_program(file, given)))


def run_program(file: str, given: Sequence[str]) -> None:
    """Run a program, with the descriptor beside it, as `given` asks for.  Raises `RunError`."""
    from runtime.program import files_of

    if not isinstance(file, str):  # `main(EXPERIMENT, __file__)` was an earlier program's last line
        raise RunError("an earlier dlc wrote this program", help="build it anew: dlc build SPEC -o program.py")
    program = Path(file)
    files = files_of(program)
    asked = parser(files.experiment).parse_args(given)
    specs = (program.with_name(name) for name in (files.experiment.spec, "spec.dl"))
    spec = next((path for path in specs if path.is_file()), None)
    options = Options(
        out=asked.out,
        data=asked.data,
        resume=asked.resume,
        device=asked.device,
        epochs=asked.epochs,
        quick=asked.quick,
        log=tuple(asked.log),
        command=shlex.join(["python", file, *given]),
        spec_folder=program.parent,
    )
    extras = Extras(files, spec.read_text(encoding="utf-8") if spec else None)
    from runtime.train.run import execute

    execute(program, options, extras)


def exit_code(run: Callable[[], object]) -> int:
    """Call `run()`; errors go to stderr in words, and the code says how it ended."""
    try:
        run()
    except Interrupted as error:
        print(f"dlc: {error}", file=sys.stderr)
        return INTERRUPTED
    except RunError as error:
        print(f"error: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("dlc: interrupted; what was saved can be continued with --resume", file=sys.stderr)
        sys.stdout.flush()
        os._exit(INTERRUPTED)  # threads that load or compile are not waited for
    return 0


def parser(experiment: Experiment) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=experiment.title)
    made.add_argument("--out", type=Path, metavar="DIR", help="the run folder; default: runs/NAME-TIME")
    made.add_argument("--data", type=Path, metavar="DIR", help="where the data are (or DLC_DATA)")
    made.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    made.add_argument("--epochs", type=positive, metavar="N", help="override every phase's number of epochs")
    made.add_argument("--quick", action="store_true", help="a few steps of everything, to see that it runs")
    made.add_argument("--log", action="append", default=[], choices=("tensorboard",), help="write the history so too")
    made.add_argument("--device", choices=("cpu", "gpu", "tpu"), help="default: the best that JAX finds")
    return made


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value
