"""`dlc report`: the report of a run, built anew from what it left; without its data, from the predictions it kept."""

from dataclasses import replace

import numpy as np

from runtime.again import artifacts
from runtime.again.open_run import StoredRun
from runtime.again.reevaluate import evaluate_run
from runtime.errors import RunError
from runtime.evaluate.measures import measure
from runtime.evaluate.results import EvaluationResult, ItemResult, RunResult
from runtime.evaluate.units import in_units
from runtime.run_folder import environment, history, report, storage
from runtime.run_folder.manifest import PREDICTIONS


def rebuilt(run: StoredRun) -> RunResult:
    """The run's result.

    Everything is computed anew where the data are as they were.  Else the measures follow from the predictions that the
    run kept, and what shows examples is left out.

    Raises:
        RunError: neither the data nor predictions are there.
    """
    surroundings = environment.read(run.folder)
    try:
        found = evaluate_run(run) if run.descriptor.evaluations else bare(run, ())
        if any(evaluation.which == "other" for evaluation in found.evaluations):
            raise RunError("the data have changed since")
    except RunError as missing:
        kept = from_predictions(run)
        if kept is None:
            raise
        reason = f"{missing.message}: the figures are those of the predictions that the run kept, without examples"
        found = bare(run, (*run.notes, reason), kept)
    told = surroundings.get("notes")
    notes = tuple(map(str, told)) if isinstance(told, list) else ()
    return replace(found, environment=surroundings or {**found.environment, "notes": []}, notes=(*notes, *found.notes))


def bare(run: StoredRun, notes: tuple[str, ...], evaluations: tuple[EvaluationResult, ...] = ()) -> RunResult:
    try:
        experiment = run.counted
    except RunError:  # there are no weights that could be counted
        experiment = run.descriptor
    return RunResult(
        experiment=experiment,
        evaluations=evaluations,
        history=history.read(run.folder),
        diagram_svg=artifacts.diagram(run),
        summary_text=artifacts.summary(run),
        spec_text=run.experiment.source.text,
        notes=notes,
    )


def from_predictions(run: StoredRun) -> tuple[EvaluationResult, ...] | None:
    """The evaluations' measures of the predictions kept; None where there are none."""
    arrays = storage.arrays_of(run.folder, PREDICTIONS)
    if arrays is None:
        return None
    trained = report.read(run.folder).measured_in_training()
    found = []
    for number, entry in enumerate(run.descriptor.evaluations):
        items = []
        for place, item in enumerate(entry.items):
            kept = [arrays.get(f"{number}/{place}/{k}") for k in range(len(item.inputs))]
            given = tuple(array for array in kept if array is not None)
            if item.namespace != "show" and len(given) == len(kept):
                result = in_units(item, given, measure(item, given), run.fit(entry.data))
                items.append(ItemResult(item, given, result, trained.get((number, place))))
        rows = arrays.get(f"{number}/rows", np.zeros(0, np.int64))
        found.append(EvaluationResult(entry, tuple(items), rows))
    return tuple(found)
