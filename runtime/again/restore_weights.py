"""The weights and statistics of a finished or ended run, read from its checkpoints and verified before they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from compiler.descriptor import Experiment
from runtime.data.sizes import Types, initialised
from runtime.errors import RunError
from runtime.program import Program
from runtime.run_folder.checkpoint import Saved, Shapes, flatten, read_newest, restore
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
        """Every weight and statistic by its path, `LeNet5/conv1/kernel`; the state of random draws is neither."""
        from flax import nnx

        statistics = nnx.filter_state(self.statistics, nnx.Not(nnx.RngState))
        flat = {**flatten(self.weights), **flatten(statistics)}
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
    saved = read(folder / CHECKPOINTS, flatten(tree))
    tree = restore(tree, saved.arrays)
    notes = (*saved.passed_over, *unfinished(program.experiment, saved.facts))
    return Models(graph, tree["weights"], tree["statistics"], notes)


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


def read(folder: Path, wanted: Mapping[str, Any]) -> Saved:
    """The wanted arrays of the newest checkpoint that can be read.  Shapes are verified first."""
    prefix = ""

    def choose(folder: Path, shapes: Shapes, facts: Mapping[str, Any]) -> list[str]:
        nonlocal prefix
        if any(not isinstance(facts.get(key), int) for key in ("phase", "step", "steps")):
            raise ValueError("the checkpoint does not say how far training was")
        prefix = next(one for one in CHOSEN if any(path.startswith(f"{one}weights/") for path in shapes) or not one)
        starts = tuple(prefix + part for part in ("weights/", "statistics/"))
        own = {path.removeprefix(prefix): shape for path, shape in shapes.items() if path.startswith(starts)}
        verify_same(own, {path: tuple(np.shape(leaf)) for path, leaf in wanted.items()}, folder)
        return [prefix + path for path in wanted]

    def unreadable(error: Exception) -> RunError:
        said = str(error).strip().splitlines() or [type(error).__name__]
        reason = f"no checkpoint can be read: {said[0][:300]}"
        return RunError(reason, place=str(folder), help="run the spec again")

    saved = read_newest(
        folder, choose, lambda number, _: f"checkpoint {number:,} is damaged: an earlier one is used", unreadable
    )
    if saved is None:
        help = "let it train for some seconds more: `dlc run --resume`"
        raise RunError("the run has no checkpoint: it ended before the first was written", place=str(folder), help=help)
    for path, array in saved.arrays.items():
        if np.issubdtype(array.dtype, np.floating) and not np.isfinite(array).all():
            reason = f"`{path}` holds what is no finite number: no run saves such weights"
            raise RunError(reason, place=str(folder / str(saved.number)), help="bring back what was trained")
    return replace(saved, arrays={path.removeprefix(prefix): array for path, array in saved.arrays.items()})


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
