"""The folder that a run leaves: named, claimed, and filled with what the run was made from."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from compiler.emit.files import ProgramFiles
from compiler.schemas.in_memory import Finding
from compiler.schemas.paths import present
from runtime.data.folders import data_folders
from runtime.errors import RunError
from runtime.run_folder import history
from runtime.run_folder.storage import replaced, text

CHECKPOINTS = "checkpoints"


@dataclass(frozen=True, slots=True)
class Options:
    """How to run.

    Attributes:
        out: the run folder; None: `runs/NAME-TIME` in the current folder.
        data: a folder to look for data in.
        resume: go on from the last checkpoint in `out` (None: in the newest run of this name).
        device: "cpu", "gpu" or "tpu"; None: JAX decides.
        epochs: instead of every phase's own number.
        quick: a few steps of everything.
        command: what the user typed, for environment.json.
        spec_folder: where the spec lies; its data are looked for there first.
        log: further forms in which the history is written: "tensorboard".
        handed: columns handed over from Python, by the names under which `columns(...)` asks for them.
    """

    out: Path | None = None
    data: Path | None = None
    resume: bool = False
    device: str | None = None
    epochs: int | None = None
    quick: bool = False
    command: str = ""
    spec_folder: Path = Path()
    log: tuple[str, ...] = ()
    handed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extras:
    """What the run was made from: `imports` are the other spec files by their relative paths, `kept` is run.json."""

    program: ProgramFiles
    spec: str | None = None
    imports: Mapping[str, str] = field(default_factory=dict)
    diagram_svg: str | None = None
    summary: str | None = None
    kept: Mapping[str, Any] | None = None


def claim(name: str, options: Options, extras: Extras) -> Path:
    """The run's folder, created and holding `extras`.

    Raises:
        RunError: it cannot be written, holds another run, or there is no run to resume.
    """
    folder = resumed(name, options, extras) if options.resume else created(name, options)
    try:
        # What a run that is resumed holds is not touched before it is known that it can go on with these data.
        fill(folder, extras, anew=not options.resume)
    except OSError as error:
        reason = error.strerror or str(error)
        help = "give another --out"
        if options.resume:
            help = "make it writable, or copy it to where there is room and name the copy with --out"
        raise RunError(f"cannot write: {reason}", place=str(folder), help=help) from error
    return folder


def fill(folder: Path, extras: Extras, anew: bool = True) -> None:
    """Write what the run was made from; without `anew` only those files that are missing."""
    files = {**extras.program.by_name(), "spec.dl": extras.spec, "diagram.svg": extras.diagram_svg}
    files |= {"summary.txt": extras.summary} | {inside(path): text for path, text in extras.imports.items()}
    files["run.json"] = None if extras.kept is None else json.dumps(extras.kept, indent=1, ensure_ascii=False) + "\n"
    for path, content in files.items():
        if content is not None and (anew or not (folder / path).exists()):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            replaced(folder / path, content.encode())


def created(name: str, options: Options) -> Path:
    """A new folder."""
    folder = options.out or Path("runs") / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"
    number = 1
    while True:
        try:
            folder.mkdir(parents=True, exist_ok=options.out is not None)
            break
        except FileExistsError as error:
            if options.out is not None:
                raise RunError("the run folder is a file", place=str(folder), help="give another --out") from error
            number += 1  # two runs in one second
            folder = folder.with_name(f"{folder.name.removesuffix(f'-{number - 1}')}-{number}")
        except OSError as error:
            reason = error.strerror or str(error)
            help = "give another --out"
            raise RunError(f"cannot create the run folder: {reason}", place=str(folder), help=help) from error
    if any((folder / name).exists() for name in ("program.py", history.NAME, CHECKPOINTS)):
        raise RunError(
            "the folder already holds a run", place=str(folder), help="continue it with --resume, or give another --out"
        )
    return folder


def resumed(name: str, options: Options, extras: Extras) -> Path:
    """The folder of the run to go on with."""
    folder = options.out
    if folder is None:
        runs = [path.parent for path in Path("runs").glob(f"{name}-*/program.py")]
        if not runs:
            help = "name its folder with --out, or start one without --resume"
            raise RunError(f"there is no run of `{name}` to resume in `runs`", help=help)
        folder = max(runs, key=lambda run: (run / "program.py").stat().st_mtime)
    program = folder / "program.py"
    if not program.exists():
        raise RunError("there is no run to resume", place=str(folder), help="start one: leave --resume out")
    if any(text(folder, name) != wanted for name, wanted in extras.program.without_lines().by_name().items()):
        raise RunError(
            "the program has changed since this run began, so its checkpoints no longer fit",
            place=str(folder),
            help="undo the change (the run's own spec is in its folder), or start a new run without --resume",
        )
    return folder


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder for this process alone: the lock is the operating system's, so that a killed process leaves none.

    Raises:
        RunError: another process is at work in it.
    """
    try:
        import fcntl
    except ImportError:  # not on this operating system
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunError(
                "another process is at work in this run folder",
                place=str(folder),
                help="wait for its end, or give another --out",
            ) from error
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(handle)


def inside(path: str) -> str:
    """A relative path that stays in the run folder: `../../b.dl` becomes `imports/up/up/b.dl`."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    outside = not parts or ".." in parts or PurePosixPath(*parts).is_absolute()
    below = ["up" if part == ".." else part for part in parts if part not in ("/", ".")]
    return str(PurePosixPath("imports", *below)) if outside else str(PurePosixPath(*parts))


def finder(options: Options, environment: Mapping[str, str], began: Path | None = None) -> Callable[[str], Path]:
    """A function that gives the path of a source's file, in the first of the data folders that has it.

    Relative folders are looked for from here, then from `began`, the folder in which they were typed.
    """
    folders = data_folders(options.spec_folder, options.data, environment)
    if began is not None:
        typed = (options.spec_folder, *(() if options.data is None else (options.data,)))
        known = {folder.resolve() for folder in folders}
        folders += tuple(began / folder for folder in typed if (began / folder).resolve() not in known)

    def find(wanted: str) -> Path:
        from compiler.schemas.registry import remedy

        for folder in folders:
            if present(folder, wanted):
                return folder / wanted
        places = ", ".join(f"`{folder}`" for folder in dict.fromkeys(folders))
        known = remedy(wanted)
        help = "put it beside the spec, or name the folder that holds it with --data DIR or DLC_DATA"
        raise RunError(f"`{wanted}` was not found in {places}", help=f"{known}; or {help}" if known else help)

    return Finding(find, options.handed) if options.handed else find
