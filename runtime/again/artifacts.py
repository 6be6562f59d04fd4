"""What else a run left, verified: its history, its numbers, its predictions; and its pictures, drawn anew."""

import json
from collections.abc import Mapping
from typing import Any

from runtime.again.open_run import StoredRun
from runtime.errors import RunError
from runtime.evaluate.results import Result
from runtime.run_folder import storage
from runtime.run_folder.folder import HISTORY

NUMBER = (int, float)
LINE_FORM = {"phase": str, "epoch": NUMBER, "step": int, "loss": (*NUMBER, type(None)), "losses": [object]}
REPORT_FORM = {
    "name": str,
    "evaluations": [
        {"data": str, "on": str, "rows": int, "items": [{"title": str, "namespace": str, "word": str}]},
    ],
    "environment": {str: object},
}
TRACE_FORM = {"iteration": int, "input": object, "prediction": object, "label": object, "loss": (*NUMBER, type(None))}
TRAIN_FORM = {"rows": int, "values": {str: (*NUMBER, type(None))}}


def history(run: StoredRun) -> list[dict[str, Any]]:
    """The lines of history.jsonl; a last one that a crash cut short is left out."""
    text = storage.text(run.folder, HISTORY) or ""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            break
        if wrong := storage.misfit(value, LINE_FORM):
            raise RunError(
                f"`{HISTORY}` does not hold {wrong[1]} at `{wrong[0]}`",
                place=f"{run.folder / HISTORY}:{number}",
                help=storage.DAMAGED,
            )
        lines.append(value)
    return lines


def numbers(run: StoredRun) -> dict[str, Any] | None:
    """report.json; None where the run ended before it."""
    found: dict[str, Any] | None = storage.json_of(run.folder, "report.json", REPORT_FORM)
    return found


def surroundings(run: StoredRun) -> dict[str, Any]:
    """environment.json; {} where the run ended before it."""
    return storage.json_of(run.folder, "environment.json", {str: object}) or {}


def measured_in_training(run: StoredRun) -> Mapping[tuple[int, int], Result]:
    """By (evaluation, item), what the run measured on its training split."""
    found = {}
    for number, evaluation in enumerate((numbers(run) or {}).get("evaluations", ())):
        for place, item in enumerate(evaluation["items"]):
            train = item.get("train")
            if train is not None and storage.misfit(train, TRAIN_FORM) is None:
                found[number, place] = Result(item["word"], train["rows"], None, train["values"])
    return found


def traces(run: StoredRun, number: int) -> Mapping[int, list[Mapping[str, Any]]]:
    """By item of an evaluation, what each `show trace` followed in training."""
    evaluations = (numbers(run) or {}).get("evaluations", ())
    items = evaluations[number]["items"] if number < len(evaluations) else ()
    return {
        place: item["trace"]
        for place, item in enumerate(items)
        if "trace" in item and storage.misfit(item["trace"], [TRACE_FORM]) is None
    }


def diagram(run: StoredRun) -> str | None:
    """The models' diagram.  The file in the folder is not used: a picture may hold a script."""
    from compiler.draw import draw, layout

    return layout.render(draw(run.experiment), "svg").decode() if run.experiment.models else None


def summary(run: StoredRun) -> str:
    from compiler import summarise
    from runtime.train.run_spec import SUMMARY_WIDTH

    return summarise.text(summarise.summarise(run.experiment), SUMMARY_WIDTH)
