"""The weights and statistics of a finished or ended run, read from its checkpoints and verified before they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from compiler.descriptor import Experiment
from runtime.data.sizes import Types, initialised
from runtime.errors import RunError
from runtime.program import Program
from runtime.run_folder.checkpoint import flatten, quieten, restore, verified
from runtime.run_folder.folder import CHECKPOINTS


@dataclass(frozen=True)
class Models:
    """All models of a program: their graph, weights and other state.

    `notes` says where the weights are from, where that is not the end of training.
    """

    graph: Any
    weights: Any
    statistics: Any
    notes: tuple[str, ...] = ()

    def by_path(self) -> dict[str, np.ndarray]:
        """Every weight and statistic by its path, `LeNet5/conv1/kernel`."""
        flat = {**flatten(self.weights), **flatten(self.statistics)}
        return {path: np.asarray(array) for path, array in flat.items()}


def restored(program: Program, folder: Path, types: Callable[[str], Types]) -> Models:
    """A program's models with the weights of the run's last checkpoint that can be read.

    `types` gives a data set's types, with what only the data could tell.

    Raises:
        RunError: there is none, or it holds another model's weights.
    """
    graph, weights, statistics = initialised(program, types)
    if not program.experiment.phases:
        return Models(graph, weights, statistics, ())
    tree = {"weights": weights, "statistics": statistics}
    arrays, facts, damaged = read(folder / CHECKPOINTS, flatten(tree))
    tree = restore(tree, arrays)
    return Models(graph, tree["weights"], tree["statistics"], (*damaged, *unfinished(program.experiment, facts)))


CHOSEN = ("best/", "average/", "")
"""Where a checkpoint keeps what is to be evaluated: the best weights so far, the moving average, or the weights."""


def unfinished(experiment: Experiment, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What must be said of a checkpoint that is not the end of training."""
    phases = experiment.phases
    number, step, steps = facts["phase"], facts["step"], facts["steps"]
    if number == len(phases) - 1 and facts.get("ended"):
        return ()
    if not 0 <= number < len(phases):
        raise RunError("the checkpoint names a phase that the spec has not")
    rest = len(phases) - number - 1
    after = f", with {rest} more phase{'s' if rest > 1 else ''} to come" if rest else ""
    where = f"step {step:,} of {steps:,} in phase `{phases[number].name}`{after}"
    if isinstance(best := facts.get("best"), dict) and isinstance(best.get("step"), int):
        return (f"this run was not finished: these are its best weights, of step {best['step']:,}, as of {where}",)
    return (f"this run was not finished: these are the weights of its last checkpoint, {where}",)


def read(folder: Path, wanted: Mapping[str, Any]) -> tuple[dict[str, np.ndarray], dict[str, Any], tuple[str, ...]]:
    """The wanted arrays of the newest checkpoint that can be read, its facts, and which newer ones are damaged.

    Shapes are verified first.
    """
    numbers = sorted((int(entry.name) for entry in entries(folder) if entry.name.isdigit()), reverse=True)
    if not numbers:
        help = "let it train for some seconds more: `dlc run --resume`"
        raise RunError("the run has no checkpoint: it ended before the first was written", place=str(folder), help=help)
    failed: Exception | None = None
    damaged: list[str] = []
    for number in numbers:
        try:
            return *read_one(folder / str(number), wanted), tuple(damaged)
        except RunError:
            raise
        except Exception as error:  # a damaged one raises whatever its store does
            failed = failed or error
            damaged.append(f"checkpoint {number:,} is damaged: an earlier one is used")
    said = str(failed).strip().splitlines() or [type(failed).__name__]
    raise RunError(f"no checkpoint can be read: {said[0][:300]}", place=str(folder), help="run the spec again")


def entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def read_one(folder: Path, wanted: Mapping[str, Any]) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    import json

    import jax
    from orbax import checkpoint

    quieten()
    facts = dict(json.loads((folder / "facts" / "metadata").read_text(encoding="utf-8")))
    if any(not isinstance(facts.get(key), int) for key in ("phase", "step", "steps")):
        raise ValueError("the checkpoint does not say how far training was")
    handler = checkpoint.PyTreeCheckpointHandler()
    found = handler.metadata((folder / "state").resolve())
    shapes = {path: tuple(array.shape) for path, array in getattr(found, "tree", found).items()}
    parts = ("weights/", "statistics/")
    prefix = next(
        prefix for prefix in CHOSEN if any(path.startswith(prefix + parts[0]) for path in shapes) or not prefix
    )
    starts = tuple(prefix + part for part in parts)
    own = {path.removeprefix(prefix): shape for path, shape in shapes.items() if path.startswith(starts)}
    verify_same(own, {path: tuple(np.shape(leaf)) for path, leaf in wanted.items()}, folder)
    if not wanted:
        return {}, facts
    target = {
        prefix + path: jax.ShapeDtypeStruct(np.shape(leaf), leaf.dtype)  # type: ignore[no-untyped-call]
        for path, leaf in wanted.items()
    }
    arguments = checkpoint.args.PyTreeRestore(
        item=target,
        restore_args={path: checkpoint.RestoreArgs(restore_type=np.ndarray) for path in target},
        partial_restore=True,
    )
    arrays = handler.restore((folder / "state").resolve(), args=arguments)
    facts = verified(arrays, facts)
    for path, array in arrays.items():
        if np.issubdtype(array.dtype, np.floating) and not np.isfinite(array).all():
            reason = f"`{path}` holds what is no finite number: no run saves such weights"
            raise RunError(reason, place=str(folder), help="bring back what was trained")
    return {path.removeprefix(prefix): np.asarray(array) for path, array in arrays.items()}, facts


def verify_same(found: Mapping[str, Any], wanted: Mapping[str, Any], folder: Path) -> None:
    """Raise `RunError` where a checkpoint's arrays are not the program's."""
    differing = sorted(path for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path))
    if differing:
        path = differing[0]
        raise RunError(
            f"the checkpoint does not fit the run's spec: `{path}` is {found.get(path, 'missing')} there and "
            f"{wanted.get(path, 'not wanted')} in the spec",
            place=str(folder),
            help="spec.dl or the checkpoint was changed after training: bring back what was trained",
        )
