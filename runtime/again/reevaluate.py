"""`dlc evaluate`: a run's measures anew, on its own data to the same figures, or on others."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from compiler import ir
from compiler.descriptor import Split
from compiler.ir.prediction import find_question
from runtime import program
from runtime.again.artifacts import diagram, summary
from runtime.again.open_run import Handed, StoredRun, find_data
from runtime.data.dataset import dataset_of, load, without_column
from runtime.data.leakage import fingerprints
from runtime.data.table import Dataset, Table
from runtime.device import device, placement
from runtime.errors import RunError
from runtime.evaluate.evaluate import judged
from runtime.evaluate.evaluator import Evaluator
from runtime.evaluate.results import EvaluationResult, RunResult
from runtime.run_folder import environment, history, report, storage
from runtime.run_folder.manifest import SEEN

OTHER = (Split({"test": 0.0}),)
"""How other data are split where nobody asks for a split: not at all."""


@dataclass(frozen=True)
class Chosen:
    """A data set to evaluate on; `same` as the run's own, `notes` on what it is."""

    dataset: Dataset
    on: str
    same: bool
    notes: tuple[str, ...]


def evaluate_run(
    run: StoredRun,
    *,
    data: Path | Handed | None = None,
    on: str | None = None,
    command: str = "",
    device_name: str | None = None,
) -> RunResult:
    """Every `evaluate` of a run, anew.

    Args:
        data: a file or folder of other data, or columns handed over; None: those that the run was trained on.
        on: the split; None: the one that the spec names, or all of other data.

    Raises:
        RunError: the data are not there or not of the kind that the run was trained on; there is nothing to measure.
    """
    began, started = time.perf_counter(), time.strftime("%Y-%m-%dT%H:%M:%S%z")
    device.choose(device_name)
    device.keep_compiled_steps()
    try:
        models, experiment = run.models, run.counted
        if not experiment.evaluations:
            help = "add one, such as evaluate { classification(Net(x), y) }, and run it again"
            raise RunError("the spec has no `evaluate`, so there is nothing to measure", place=run.place, help=help)
        found: dict[str, Chosen] = {}
        evaluations = []
        reported = report.read(run.folder)
        trained = reported.measured_in_training()
        for number, entry in enumerate(experiment.evaluations):
            name = entry.data
            if name not in found:
                found[name] = chosen(run, name, entry.on, data, on)
            placed = placement.place(found[name].dataset, device.memory_for_data())
            same = found[name].same
            asked_on = found[name].on if data or not same else on or entry.on
            other = str(data) if isinstance(data, Path) else found[name].dataset.name
            outputs = run.program[entry.outputs]
            evaluator = Evaluator(replace(entry, on=asked_on), outputs, models.graph, placed, experiment.seed + number)
            quick = run.kept.quick and same
            result = judged(
                evaluator,
                models.weights,
                models.statistics,
                experiment,
                compare=same,
                quick=quick,
                traces=reported.traces(number),
            )
            evaluations.append(result if same else compared(replace(result, other=other), trained, number))
    except Exception as error:
        known = program.explain(error, run.program) if not isinstance(error, RunError) else None
        raise known or error from None if known else error
    notes = [*run.notes, *models.notes, *(note for one in found.values() for note in one.notes)]
    notes += [note for evaluation in evaluations for note in trained_on(run, evaluation, found)]
    about = environment.describe(
        experiment,
        command=command,
        fingerprints={name: one.dataset.fingerprint for name, one in found.items()},
        started=started,
    )
    about |= {"run": str(run.folder), "notes": notes, "seconds": {"total": round(time.perf_counter() - began, 3)}}
    return RunResult(
        experiment=experiment,
        evaluations=tuple(evaluations),
        history=history.read(run.folder),
        environment=about,
        datasets={name: one.dataset for name, one in found.items()},
        diagram_svg=diagram(run),
        summary_text=summary(run),
        spec_text=run.experiment.source.text,
        notes=tuple(notes),
    )


def chosen(run: StoredRun, name: str, wanted: str, data: Path | Handed | None, on: str | None) -> Chosen:
    """A data set, read and checked against what the run was trained on, with the fitted features applied."""
    described = run.descriptor.data_set(name)
    table = load(described.source, described.arguments, find_data(run, data))
    verify_columns(run, name, table)
    told = run.told(name)
    same = table.fingerprint == told["fingerprint"]
    described, function = replace(described, fields=run.types(name)), run.program[described.columns]
    if same:
        return Chosen(dataset_of(described, function, table, run.fit(name)), on or wanted, True, ())
    if on is None:
        on = wanted if wanted in table.splits else "all"
        if on == "all":
            described = replace(described, splits=OTHER)
    try:
        dataset = dataset_of(described, function, table, run.fit(name), own=False)
    except RunError as fault:
        notes = (*fault.notes, "other data must be such as the run's spec declares them: the run itself stays as it is")
        raise RunError(fault.message, place=fault.place, help=fault.help, notes=notes) from fault
    note = f"these data ({table.origin}) are not those that the run was trained on"
    if data is None:
        note = f"the data ({table.origin}) have changed since the run was trained on them"
    return Chosen(dataset, on, False, (f"{note}: {table.rows:,} rows, where it had {told['rows']:,}",))


def verify_columns(run: StoredRun, name: str, table: Table) -> None:
    """Raise `RunError` where the columns that the fields read are missing or of another kind or shape."""
    data = next(data for data in run.experiment.data if data.name == name)
    read = {value.name for value in ir.walk(*(field.value for field in data.fields)) if isinstance(value, ir.Column)}
    for column, type in run.kept.schemas[name].columns.items():
        if column not in read:
            continue
        if column not in table.columns:
            question = find_question(run.experiment)
            label = question is not None and question.data.name == name and column not in question.columns()
            if label and column not in table.unread:
                raise RunError(
                    f"these data have no labels: there is no column `{column}`",
                    place=table.origin,
                    help=f"without labels nothing can be measured; `dlc predict {run.folder} ...` answers such data",
                )
            raise without_column(column, table)
        values = table.columns[column]
        text, shape = values.dtype.kind in "OU", values.shape[1:]
        if text != (type.kind == "text") and type.shape is not None and not (text and type.kind == "class"):
            held, wanted = ("texts", "numbers") if text else ("numbers", "texts")
            row = next((i for i, value in enumerate(values) if not is_number(value)), 0) if text else 0
            raise RunError(
                f"the column `{column}` holds {held}, such as `{values[row]}`, where the run was trained on {wanted}",
                place=table.place(row),
                help="bring the column to the form that it had in training",
            )
        known = type.shape is not None and all(isinstance(size, int) for size in type.shape)
        if known and values.dtype != object and shape != type.shape:
            raise RunError(
                f"the column `{column}` holds {list(shape)} for each example, where the run was trained on "
                f"{list(type.shape or ())}",
                place=table.place(0),
                help="bring the examples to the size that they had in training",
            )


def is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def compared(result: EvaluationResult, trained: Mapping[tuple[int, int], Any], number: int) -> EvaluationResult:
    """The evaluation with the measures of the training examples that the run itself had taken."""
    items = tuple(
        replace(item, train=trained.get((number, place))) if item.result else item
        for place, item in enumerate(result.items)
    )
    return replace(result, items=items)


def trained_on(run: StoredRun, evaluation: EvaluationResult, found: Mapping[str, Chosen]) -> Sequence[str]:
    """A warning where other data hold examples that the run was trained on."""
    name = evaluation.evaluation.data
    known = (storage.arrays_of(run.folder, SEEN) or {}).get(name)
    if found[name].same or known is None:
        return ()
    here = fingerprints(found[name].dataset, evaluation.row_numbers)
    count = int(np.isin(here, known).sum())
    if not count:
        return ()
    return (
        f"{count:,} of the {evaluation.rows:,} examples of `{name}` are examples that the run was trained on: being "
        "right on them proves nothing",
    )


def report_folder(run: StoredRun, out: Path | None) -> Path:
    """A new folder for the report: `out`, or one beside the run's own report."""
    folder = out or run.folder / f"evaluation-{time.strftime('%Y%m%d-%H%M%S')}"
    number = 1
    while out is None and folder.exists():
        number += 1
        folder = folder.with_name(f"{folder.name.split('_')[0]}_{number}")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        reason = f"cannot create the report's folder: {error.strerror}"
        raise RunError(reason, place=str(folder), help="name another with --out") from error
    return folder
