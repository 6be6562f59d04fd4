"""report.json: every number of the report, as strict JSON."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

from compiler.descriptor.json import to_json
from runtime.evaluate.results import EvaluationResult, ItemResult, Result, RunResult
from runtime.report.overfitting import verdict

VERSION = 1


def as_json(run: RunResult) -> str:
    """The text of report.json.  A number that is none (NaN, infinite) is null, and `notes` names its place."""
    notes = list(run.notes)
    return (
        json.dumps(strict(contents(run), "", notes) | {"notes": notes}, indent=1, ensure_ascii=False, allow_nan=False)
        + "\n"
    )


def contents(run: RunResult) -> dict[str, Any]:
    experiment = run.experiment
    return {
        "version": VERSION,
        "name": experiment.name,
        "title": experiment.title,
        "spec": experiment.spec,
        "compiler": experiment.compiler,
        "partial": run.partial,
        "hypers": experiment.hypers,
        "models": experiment.models,
        "evaluations": [evaluation_numbers(run, evaluation) for evaluation in run.evaluations],
        "history": [to_json(line) for line in run.history],
        "data": {
            dataset.name: {
                "fingerprint": dataset.fingerprint,
                "splits": {name: len(rows) for name, rows in dataset.splits.items()},
                "notes": dataset.notes,
                "fitted": dataset.facts,
            }
            for dataset in run.datasets.values()
        },
        "environment": run.environment,
    }


def evaluation_numbers(run: RunResult, evaluation: EvaluationResult) -> dict[str, Any]:
    judged = verdict(run, evaluation)
    return {
        "data": evaluation.evaluation.data,
        "on": evaluation.evaluation.on,
        **({} if evaluation.other is None else {"other": evaluation.other}),
        "rows": evaluation.rows,
        "overfitting": {"tone": judged.tone, "sentences": [text for text, _ in judged.sentences]},
        "items": [item_numbers(item) for item in evaluation.items],
    }


def item_numbers(item: ItemResult) -> dict[str, Any]:
    told = ("title", "namespace", "word", "arguments", "line")
    described: dict[str, Any] = {key: getattr(item.item, key) for key in told}
    if item.result is not None:
        described |= result_numbers(item.result)
    if item.train is not None:
        described["train"] = {"rows": item.train.rows, "headline": item.train.headline, "values": item.train.values}
    if item.item.word == "trace":
        described["trace"] = item.trace
    return described


def result_numbers(result: Result) -> dict[str, Any]:
    """All of a result but the score of each example."""
    return {field.name: getattr(result, field.name) for field in fields(result) if field.name not in ("word", "score")}


def strict(value: Any, place: str, notes: list[str]) -> Any:
    """A value of JSON's own types."""
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Mapping):
        return {str(key): strict(entry, f"{place}.{key}" if place else str(key), notes) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [strict(entry, f"{place}[{i}]", notes) for i, entry in enumerate(value)]
    if isinstance(value, float) and not isfinite(value):
        notes.append(f"{place} is {'not a number' if value != value else 'infinite'}")
        return None
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
