"""What the runtime does with the functions of an emitted program: loading, calling, and naming the spec's line."""

import inspect
import linecache
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from compiler.descriptor import Experiment, Function, beside
from compiler.emit.files import ProgramFiles
from runtime.device import out_of_memory
from runtime.errors import RunError
from runtime.run_folder import storage

LONGEST = 500  # characters of a fault: JAX prints whole programs
BUILD = "build both anew: dlc build SPEC -o {}"


@dataclass(frozen=True)
class Program:
    """A program that was loaded from `file`: its descriptor, and the functions that this names."""

    experiment: Experiment
    functions: Mapping[Function, Callable[..., Any]]
    file: Path

    def __getitem__(self, name: Function) -> Callable[..., Any]:
        return self.functions[name]


def files_of(file: Path) -> ProgramFiles:
    """A program, and the descriptor beside it, which may come from anywhere.

    Raises:
        RunError: there is no descriptor, or it is damaged.
    """
    experiment = storage.record_of(file.parent, beside(file), Experiment)
    if experiment is None:
        reason = f"the program's descriptor `{beside(file)}` is not beside it"
        raise RunError(reason, place=str(file), help=BUILD.format(file.name))
    return ProgramFiles(file.read_text(encoding="utf-8"), experiment)


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
    try:
        # Not through the import system, which would leave a __pycache__ in the run folder.
        exec(compile(text, str(file), "exec"), module.__dict__)
    except Exception as error:
        raise explain(error, file) or RunError(f"the program cannot be imported: {error}", place=str(file)) from error
    functions = {name: module.__dict__.get(name) for name in files.experiment.functions()}
    for name, function in functions.items():
        if not callable(function):
            reason = f"`{beside(file)}` names the function `{name}`, which the program has not"
            raise RunError(reason, place=str(file), help=BUILD.format(file.name))
    return Program(files.experiment, {name: found for name, found in functions.items() if callable(found)}, file)


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


def place_of(error: BaseException, file: str | Path) -> str | None:
    """The spec's line that a fault in the program `file` comes from: "lenet.dl:11"; None for other faults.

    A line of a program names its spec's line in the comment behind it; where it has none, the closest above does.
    """
    path = str(Path(file).resolve())
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if str(Path(frame.filename).resolve()) == path
    ]
    if not frames:
        return None
    lines = linecache.getlines(frames[-1].filename)
    for frame in reversed(frames):
        if place := spec_place(lines, frame.lineno or 0):
            return place
    for line in reversed(lines[: frames[-1].lineno]):
        if found := re.search(r"#.*?(\S+\.dl:\d+)\s*$", line):
            return found.group(1)
    return None


def spec_place(lines: Sequence[str], line: int) -> str | None:
    """The spec's line that a program's line, counted from 1, stands for; None in a function that stands for none."""
    for text in reversed(lines[:line]):
        if found := re.search(r"#.*?(\S+\.dl:\d+)\s*$", text):
            return found.group(1)
        if text.startswith(("def ", "class ")):
            return None
    return None


def explain(error: Exception, file: str | Path) -> RunError | None:
    """A fault in the program as a message with the spec's line; None when it isn't the program's."""
    place = place_of(error, file)
    text = str(error).strip()
    if reason := out_of_memory.exhaustion(error):
        return RunError(reason, place=place, help=out_of_memory.SMALLER)
    said = f"{type(error).__name__}: {' '.join(text.split(chr(10) * 2)[0].split())}"[:LONGEST]
    if place is not None:
        return RunError(said, place=place)
    if type(error).__name__ == "JaxRuntimeError":  # of the device, in a step that had been compiled
        return RunError(f"the device failed: {said}", help=f"memory may have run out: {out_of_memory.SMALLER}")
    return None
