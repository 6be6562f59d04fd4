"""A run, loaded from its folder.  No code in the folder is executed: its spec is checked and compiled anew.

Whatever a run folder holds is untrusted input.  `open_run` imports no JAX; `StoredRun.program` runs the program
that dlc has just compiled, and `models` puts the trained weights into it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compiler import ir
from compiler.descriptor import DESCRIPTOR, PROGRAM, ArrayType, Experiment
from compiler.emit import emit
from compiler.emit.files import ProgramFiles
from compiler.pipeline import compile_text
from compiler.schemas.in_memory import Finding
from compiler.version import VERSION
from dsl.render import human
from dsl.spans import Source
from runtime.data.sizes import count_weights
from runtime.errors import RunError
from runtime.program import Program, load
from runtime.run_folder import manifest as kept
from runtime.run_folder import storage
from runtime.run_folder.folder import Options, finder
from runtime.run_folder.manifest import Kept
from runtime.spec.files import import_path

if TYPE_CHECKING:
    from runtime.again.restore_weights import Models
    from runtime.data.features import Fit

Handed = Mapping[str, Mapping[str, Any]]
"""Columns handed over from Python, by the name that the spec calls the table."""
MADE_BY = "name the folder that `dlc run` made, such as runs/iris-20260131-120000"
AGAIN = "run its spec again with `dlc run`"


@dataclass(frozen=True)
class StoredRun:
    """What a run left.

    Attributes:
        folder: the run's.
        kept: run.json.
        experiment: the spec in the folder, checked anew.
        files: the program that it compiles to today, and its descriptor.
        data: data.json: of each data set its fingerprint, types and what was fitted; {} where the run ended before.
        notes: what must be said of it: another version of dlc, a changed program.
    """

    folder: Path
    kept: Kept
    experiment: ir.Experiment
    files: ProgramFiles
    data: Mapping[str, Any]
    notes: tuple[str, ...]

    @property
    def place(self) -> str:
        return str(self.folder)

    @property
    def descriptor(self) -> Experiment:
        """What the runtime must know of the program."""
        return self.files.experiment

    @cached_property
    def program(self) -> Program:
        """The program, loaded."""
        return load(self.files, self.folder / PROGRAM)

    @cached_property
    def models(self) -> "Models":
        """The models with the weights that the run's last checkpoint holds; raises `RunError`."""
        from runtime.again.restore_weights import restored

        return restored(self.program, self.folder, self.types)

    @cached_property
    def counted(self) -> Experiment:
        """The descriptor with the numbers of the models' weights, which may hang on the data; raises `RunError`."""
        if all(isinstance(model.weights, int) for model in self.descriptor.models.values()):
            return self.descriptor
        return count_weights(self.descriptor, self.models.weights)

    def fit(self, data: str) -> "Fit":
        """What a data set's features learned from the training split."""
        from runtime.data.features import Fit

        told = self.told(data)
        return Fit.from_json(told["fitted"], told["facts"])

    def told(self, data: str) -> Mapping[str, Any]:
        """What data.json says of a data set."""
        if data not in self.data:
            raise RunError(
                f"the run ended before it had read its data `{data}`, so nothing was fitted",
                place=self.place,
                help=AGAIN,
            )
        entry: Mapping[str, Any] = self.data[data]
        return entry

    def types(self, data: str) -> dict[str, ArrayType]:
        """The types of a data set's fields, with what only the data could tell: the classes and their names."""
        told = self.told(data)["types"]
        types = {}
        for name, type in self.descriptor.data_set(data).fields.items():
            seen = told.get(name, {})
            open = seen.get("shape") and not all(isinstance(size, int) for size in type.shape or ())
            types[name] = replace(
                type,
                shape=tuple(seen["shape"]) if open else type.shape,
                classes=seen.get("classes") or type.classes,
                class_names=tuple(seen.get("class_names") or type.class_names),
            )
        return types


def open_run(folder: str | Path) -> StoredRun:
    """A run's folder, verified.

    Raises:
        RunError: it is none, or a part of it is missing, damaged or made by a newer dlc.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise RunError("there is no such run folder", place=str(folder), help=MADE_BY)
    version = storage.json_of(folder, kept.RUN, {"version": int})
    if version is not None and version["version"] > kept.VERSION:
        raise RunError("this run was made by a newer dlc", place=str(folder), help="update dlc, or " + AGAIN)
    found = storage.json_of(folder, kept.RUN, kept.RUN_FORM)
    if found is None:
        raise RunError(no_run(folder), place=str(folder), help=MADE_BY)
    about = Kept.from_json(found)
    experiment = compiled(folder, about)
    files = emit(experiment)
    data = storage.json_of(folder, kept.DATA, kept.DATA_FORM) or {}
    return StoredRun(folder, about, experiment, files, data, notes(folder, about, files))


def no_run(folder: Path) -> str:
    """Why a folder is no run's, in a sentence."""
    if (folder / "program.py").exists():
        return f"this run has no `{kept.RUN}`: an older dlc made it, or `python program.py`"
    return f"this is no run folder: it has no `{kept.RUN}`"


def compiled(folder: Path, about: Kept) -> ir.Experiment:
    """The run's spec, checked by this dlc against the columns that the run saw."""
    text = storage.text(folder, "spec.dl")
    if text is None:
        raise RunError("the run has no `spec.dl`", place=str(folder), help=AGAIN)

    def read(path: str, importer: Source) -> Source:
        key = import_path(path, importer)
        file = about.imports.get(key)
        found = None if file is None else storage.text(folder, file)
        if found is None:
            raise ValueError("the run folder does not hold it")
        return Source(key, found)

    result = compile_text(Source(Path(about.spec).name, text), read, None, about.hypers, schemas=about.schemas)
    if result.experiment is None:
        errors = [one for one in result.diagnostics if one.severity == "error"]
        said = human(errors[:1], color=False).strip()
        raise RunError(
            f"the run's spec is wrong for this dlc ({VERSION}; it was trained with {about.compiler}):\n{said}",
            place=str(folder / "spec.dl"),
            help=f"use dlc {about.compiler}, or {AGAIN}" if about.compiler != VERSION else DAMAGED_SPEC,
        )
    return result.experiment


DAMAGED_SPEC = "it was changed after the run began: bring back what was trained"


def notes(folder: Path, about: Kept, files: ProgramFiles) -> tuple[str, ...]:
    """What must be said where the program is not the one that was trained."""
    texts = files.without_lines().by_name()
    trained = {name: found for name in texts if (found := storage.text(folder, name)) is not None}
    if PROGRAM not in trained or trained == texts:
        return ()
    if DESCRIPTOR not in trained:
        return (
            "an earlier dlc trained this run, from another program than its spec compiles to now: results may differ",
        )
    if about.compiler != VERSION:
        return (
            f"dlc {VERSION} compiles this run's spec to another program than dlc {about.compiler} did, which trained "
            "it: results may differ",
        )
    return (
        "the run's spec.dl does not compile to its program.py: one of them was changed after training; "
        "what spec.dl says is used",
    )


def find_data(run: StoredRun, other: Path | Handed | None) -> Any:
    """Finds the files of a run's sources, or carries columns handed over in their place.

    A file or folder `other` is looked into first, and is itself the source's where it does not hold it; without it
    the files are looked for where the run found them: beside the spec, in its `--data`, in DLC_DATA.
    """
    if other is None:
        data = None if run.kept.data is None else Path(run.kept.data)
        began = Path(run.kept.began) if run.kept.began else None
        return finder(Options(data=data, spec_folder=Path(run.kept.spec_folder)), os.environ, began)
    if not isinstance(other, Path):
        return Finding(finder(Options(spec_folder=Path(run.kept.spec_folder)), os.environ), other)
    if not other.exists():
        raise RunError("there are no such data", place=str(other), help="name a file or a folder that is there")

    def find(wanted: str) -> Path:
        within = other / wanted
        return within if other.is_dir() and within.exists() else other

    return find
