"""dlc, the compiler for declarative deep learning, from Python.

    import dlc

    compiled = dlc.check("lenet.dl")          # diagnostics, and the typed experiment
    dlc.draw("lenet.dl", "lenet.svg")         # the diagram
    print(dlc.emit("lenet.dl"))               # the Flax and Optax program
    folder = dlc.run("lenet.dl")              # train, evaluate, report
    run = dlc.load_run(folder)                # its models as functions, its weights and numbers

`python -m dlc` is the command `dlc`.  This module imports dlc's packages when they are asked for, after looking
whether a file of the user's would be imported in the place of one: their names are common, and Python looks into the
folder of a program first.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from compiler import ir
    from compiler.draw import View
    from compiler.pipeline import Compiled
    from runtime.python_api import Run

__all__ = ["SpecError", "__version__", "check", "draw", "emit", "load_run", "run", "run_program"]

__version__: str

PACKAGES = ("dsl", "compiler", "runtime")
COMMAND_WRONG = 2


class SpecError(Exception):
    """A spec with errors; the message shows them all, each with its place."""


def check(spec: str | Path, *, data: Any = None, set: Mapping[str, Any] | None = None) -> "Compiled":
    """Check a spec file: its diagnostics and, where none is an error, the typed experiment.

    Args:
        spec: the `.dl` file.
        data: the folder in which sources' files are looked for, besides the spec's own and DLC_DATA; or what
            `columns(...)` reads: a data frame or a mapping of columns, or several of them by name.
        set: values of hyper-parameters that override those written.

    Raises:
        OSError, ValueError: where the file cannot be read.
    """
    _refuse_hidden_packages()
    from runtime.spec.files import compile_file

    folder, handed = _folder_or_columns(data)
    return compile_file(spec, folder, set, handed)


def _folder_or_columns(data: Any) -> tuple[Path | None, Mapping[str, Mapping[str, Any]]]:
    """The folder that `data` names, or the columns that it hands over."""
    if data is None or isinstance(data, str | Path):
        return (Path(data) if data else None), {}
    from runtime.data.sources.columns import tables_by_name

    return None, tables_by_name(data)


def _checked(spec: str | Path, data: Any, set: Mapping[str, Any] | None) -> tuple["ir.Experiment", list[str]]:
    """A spec's experiment, and the paths of the files that it imports."""
    compiled = check(spec, data=data, set=set)
    from dsl.render import human

    if compiled.experiment is None:
        raise SpecError("\n" + human(compiled.diagnostics, color=False))
    return compiled.experiment, [source.path for source in compiled.sources[1:]]


def draw(
    spec: str | Path,
    output: str | Path,
    *,
    view: "View" = "model",
    depth: int = 2,
    data: str | Path | None = None,
    set: Mapping[str, Any] | None = None,
) -> Path:
    """Draw a spec's architecture (`view` "model") or what trains what ("training"): svg, png, pdf or dot."""
    _refuse_hidden_packages()
    from compiler.draw import draw as draw_experiment
    from compiler.draw import layout

    output = Path(output)
    form = layout.form(output)
    dot = draw_experiment(_checked(spec, data, set)[0], view=view, depth=depth)
    output.write_bytes(layout.render(dot, form))
    return output


def emit(spec: str | Path, *, data: str | Path | None = None, set: Mapping[str, Any] | None = None) -> str:
    """The Flax and Optax program of a spec."""
    _refuse_hidden_packages()
    from compiler.emit import emit as emit_experiment

    return emit_experiment(_checked(spec, data, set)[0]).text


def run(
    spec: str | Path,
    *,
    out: str | Path | None = None,
    data: Any = None,
    set: Mapping[str, Any] | None = None,
    resume: bool = False,
    device: str | None = None,
    epochs: int | None = None,
    quick: bool = False,
    log: Sequence[str] = (),
) -> Path:
    """Train and evaluate a spec; returns the run folder with `report.html` and `report.json`.

    Args:
        data: a folder, or what `columns(...)` reads: a data frame or a mapping of columns, or several of them by name.

    Raises:
        SpecError: the spec is wrong.
        runtime.errors.RunError: the run failed.
    """
    _refuse_hidden_packages()
    from runtime.train.run_spec import run_spec

    folder, handed = _folder_or_columns(data)
    experiment, imports = _checked(spec, handed or folder, set)
    return run_spec(
        experiment,
        Path(spec),
        data=folder,
        handed=handed,
        out=Path(out) if out else None,
        resume=resume,
        device=device,
        epochs=epochs,
        quick=quick,
        log=log,
        command=f"dlc.run({str(spec)!r})",
        imports=imports,
    )


def load_run(folder: str | Path) -> "Run":
    """A run, loaded from its folder: `run.Net(x)`, `run.predict(frame)`, `run.weights`, `run.history`, `run.report`.

    No code in the folder is executed: its spec is checked and compiled anew.

    Raises:
        runtime.errors.RunError: the folder holds no run, or a damaged one.
    """
    _refuse_hidden_packages()
    from runtime.python_api import load

    return load(folder)


def main() -> None:
    """The command `dlc`."""
    _end_where_packages_are_hidden()
    from runtime.cli import main

    main(prog_name="dlc")


def run_program(file: str) -> NoReturn:
    """What `python program.py` does: train and evaluate the emitted program `file`, as its arguments say."""
    _end_where_packages_are_hidden()
    from runtime.main import main

    main(file)


def _end_where_packages_are_hidden() -> None:
    try:
        _refuse_hidden_packages()
    except ImportError as hidden:
        print(f"error: {hidden}", file=sys.stderr)
        sys.exit(COMMAND_WRONG)


def __getattr__(name: str) -> str:
    """`dlc.__version__`, read when it is asked for."""
    if name != "__version__":
        raise AttributeError(f"module 'dlc' has no attribute {name!r}")
    _refuse_hidden_packages()
    from compiler.version import VERSION

    return VERSION


def _refuse_hidden_packages() -> None:
    """Look whether `import runtime` gives dlc's own package, which lies beside this module, and so for the others.

    Raises:
        ImportError: it would give another one; the message names its file.
    """
    for package in PACKAGES:
        found = find_spec(package)
        own = os.path.join(os.path.dirname(os.path.abspath(__file__)), package, "__init__.py")
        if found is None or found.origin is None or os.path.realpath(found.origin) == os.path.realpath(own):
            continue
        raise ImportError(
            f"Python finds another `{package}` before dlc's own package of that name\n"
            f"  --> {found.origin}\n"
            "  help: give that file another name, or work in a folder without it",
            name=package,
            path=found.origin,
        )


if __name__ == "__main__":
    main()
