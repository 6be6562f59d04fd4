"""What the runtime does with the functions of an emitted program: loading, calling, and naming the spec's line."""

import inspect
import linecache
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from compiler.descriptor import Experiment, Function, beside
from compiler.descriptor.line_map import LineMap, map_beside
from compiler.emit.files import ProgramFiles
from runtime.device import out_of_memory
from runtime.errors import RunError
from runtime.run_folder import storage

LONGEST = 500  # characters of a fault: JAX prints whole programs
BUILD = "build both anew: dlc build SPEC -o {}"


@dataclass(frozen=True)
class Program:
    """A program that was loaded from `file`: its descriptor, the functions that this names, and what its lines mean."""

    experiment: Experiment
    functions: Mapping[Function, Callable[..., Any]]
    file: Path
    lines: LineMap | None = None

    def __getitem__(self, name: Function) -> Callable[..., Any]:
        return self.functions[name]


def files_of(file: Path) -> ProgramFiles:
    """A program, and the descriptor and the map beside it, which may come from anywhere.

    A map is not needed, and that of another text, such as the program's before it was changed by hand, says nothing.

    Raises:
        RunError: there is no descriptor, or one of both is damaged.
    """
    experiment = storage.record_of(file.parent, beside(file), Experiment)
    if experiment is None:
        reason = f"the program's descriptor `{beside(file)}` is not beside it"
        raise RunError(reason, place=str(file), help=BUILD.format(file.name))
    text, lines = file.read_text(encoding="utf-8"), storage.record_of(file.parent, map_beside(file), LineMap)
    return ProgramFiles(text, experiment, lines if lines is not None and lines.fits(text) else None)


def load(files: ProgramFiles, file: Path) -> Program:
    """A program, as if it stood in `file`.

    Raises:
        RunError: it cannot be imported, or lacks a function that its descriptor names.
    """
    text = files.text
    module = ModuleType(f"dlc_program_{file.stem}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    # Tracebacks and the places in messages follow this text, whatever the file holds.
    linecache.cache[str(file)] = (len(text), None, text.splitlines(keepends=True), str(file))
    program = Program(files.experiment, {}, file, files.lines)
    try:
        # Not through the import system, which would leave a __pycache__ in the run folder.
        exec(compile(text, str(file), "exec"), module.__dict__)
    except Exception as error:
        raise explain(error, program) or RunError(
            f"the program cannot be imported: {error}", place=str(file)
        ) from error
    functions = {name: module.__dict__.get(name) for name in files.experiment.functions()}
    for name, function in functions.items():
        if not callable(function):
            reason = f"`{beside(file)}` names the function `{name}`, which the program has not"
            raise RunError(reason, place=str(file), help=BUILD.format(file.name))
    return replace(program, functions={name: found for name, found in functions.items() if callable(found)})


def evaluated(expression: str, names: Mapping[str, Any]) -> Any:
    """The value of an expression that dlc has emitted."""
    return eval(compile(expression, "<expression>", "eval"), {"__builtins__": {}, **names})


def argument(models: Any) -> Any:
    """What the program's functions take: all models, or the only one."""
    return next(iter(models.values())) if isinstance(models, dict) else models


def apply(function: Callable[..., Any], models: Any, batch: Mapping[str, Any], key: Any) -> Any:
    """`function(models, batch)` in inference mode; what it and its models draw at random is all from the key.

    Layers compute in full precision, whatever they were trained in.
    """
    import jax
    from flax import nnx

    models = argument(models)
    models.eval(dtype=None)
    streams = [node for _, node in nnx.iter_graph(models) if isinstance(node, nnx.RngStream)]
    for number, stream in enumerate(streams, 1):
        own = jax.random.fold_in(key, number)
        stream.key.set_value(jax.random.split(own, stream.key.shape) if stream.key.shape else own)
        stream.count.set_value(jax.numpy.zeros(stream.key.shape, np.uint32))
    asked = inspect.signature(function).parameters
    extra = {"rngs": nnx.Rngs(key), "training": False}
    return function(models, batch, **{name: value for name, value in extra.items() if name in asked})


def place_of(error: BaseException, program: Program) -> str | None:
    """Where in the spec a fault in the program comes from: "lenet.dl:11"; None for other faults.

    A line that stands for nothing of the spec is told by the closest above.  Where nobody knows what the lines stand
    for, as in a program that was changed by hand, the place is the program's own: "lenet.py:52".
    """
    path = str(program.file.resolve())
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in reversed(frames) if str(Path(frame.filename).resolve()) == path]
    if not lines:
        return None
    if program.lines is None:
        return f"{program.file.name}:{lines[0]}"
    return next(filter(None, map(program.lines.place, lines)), None) or program.lines.closest(lines[0])


def explain(error: Exception, program: Program) -> RunError | None:
    """A fault in the program as a message with the spec's line; None when it isn't the program's."""
    place = place_of(error, program)
    text = str(error).strip()
    if reason := out_of_memory.exhaustion(error):
        return RunError(reason, place=place, help=out_of_memory.SMALLER)
    said = f"{type(error).__name__}: {' '.join(text.split(chr(10) * 2)[0].split())}"[:LONGEST]
    if place is not None:
        return RunError(said, place=place)
    if type(error).__name__ == "JaxRuntimeError":  # of the device, in a step that had been compiled
        return RunError(f"the device failed: {said}", help=f"memory may have run out: {out_of_memory.SMALLER}")
    return None
