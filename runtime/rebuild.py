"""`dlc report`: the report of a run, built anew from what it left; without its data, from the predictions it kept."""

from dataclasses import replace

import numpy as np

from runtime import left, stored
from runtime.anew import evaluate_run
from runtime.errors import RunError
from runtime.kept import PREDICTIONS
from runtime.load import StoredRun
from runtime.measures import measure
from runtime.results import EvaluationResult, ItemResult, RunResult
from runtime.units import in_units


def rebuilt(run: StoredRun) -> RunResult:
    """The run's result.

    Everything is computed anew where the data are as they were.  Else the measures follow from the predictions that the
    run kept, and what shows examples is left out.

    Raises:
        RunError: neither the data nor predictions are there.
    """
    surroundings = left.surroundings(run)
    try:
        found = evaluate_run(run) if run.described["evaluations"] else bare(run, ())
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
    return RunResult(
        experiment=run.described,
        evaluations=evaluations,
        history=left.history(run),
        diagram_svg=left.diagram(run),
        summary_text=left.summary(run),
        spec_text=run.experiment.source.text,
        notes=notes,
    )


def from_predictions(run: StoredRun) -> tuple[EvaluationResult, ...] | None:
    """The evaluations' measures of the predictions kept; None where there are none."""
    arrays = stored.arrays_of(run.folder, PREDICTIONS)
    if arrays is None:
        return None
    trained = left.measured_in_training(run)
    found = []
    for number, entry in enumerate(run.described["evaluations"]):
        items = []
        for place, item in enumerate(entry["items"]):
            kept = [arrays.get(f"{number}/{place}/{k}") for k in range(len(item["inputs"]))]
            given = tuple(array for array in kept if array is not None)
            if item["namespace"] != "show" and len(given) == len(kept):
                result = in_units(item, given, measure(item, given), run.fit(entry["data"]))
                items.append(ItemResult(item, given, result, trained.get((number, place))))
        rows = arrays.get(f"{number}/rows", np.zeros(0, np.int64))
        found.append(EvaluationResult(entry, tuple(items), rows))
    return tuple(found)
