"""report.json, as far as other commands read it: what was measured, and on how many rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runtime.evaluate.results import Headline, Interval, Result
from runtime.run_folder import storage

NAME = "report.json"
NUMBER = (int, float)
FORM = {
    "name": str,
    "evaluations": [
        {"data": str, "on": str, "rows": int, "items": [{"title": str, "namespace": str, "word": str}]},
    ],
    "environment": {str: object},
}
HEADLINE_FORM = {"name": str, "title": str, "value": float, "better": str, "form": str, "interval": object}
INTERVAL_FORM = {"low": float, "high": float, "method": str}
TRACE_FORM = {"iteration": int, "input": object, "prediction": object, "label": object, "loss": (*NUMBER, type(None))}
TRAIN_FORM = {"rows": int, "values": {str: (*NUMBER, type(None))}}


@dataclass(frozen=True)
class Item:
    """A measure or a picture: its headline, what it was on the training split, and what `show trace` followed."""

    title: str
    headline: Headline | None
    train: Result | None
    trace: list[Mapping[str, Any]] | None


@dataclass(frozen=True)
class Evaluation:
    """What was found on `rows` examples of the split `on`."""

    on: str
    rows: int
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Report:
    """The evaluations in the spec's order; `values` is all that the file holds."""

    evaluations: tuple[Evaluation, ...] = ()
    values: Mapping[str, Any] | None = None

    def measured_in_training(self) -> Mapping[tuple[int, int], Result]:
        """By (evaluation, item), what the run measured on its training split."""
        return {
            (number, place): item.train
            for number, evaluation in enumerate(self.evaluations)
            for place, item in enumerate(evaluation.items)
            if item.train is not None
        }

    def traces(self, number: int) -> Mapping[int, list[Mapping[str, Any]]]:
        """By item of an evaluation, what each `show trace` followed in training."""
        items = self.evaluations[number].items if number < len(self.evaluations) else ()
        return {place: item.trace for place, item in enumerate(items) if item.trace is not None}


def read(folder: Path) -> Report:
    """A run's report; an empty one where the run ended before it.  Raises `RunError` where it is damaged."""
    values = storage.json_of(folder, NAME, FORM)
    if values is None:
        return Report()
    found = [
        Evaluation(entry["on"], entry["rows"], tuple(map(item_of, entry["items"]))) for entry in values["evaluations"]
    ]
    return Report(tuple(found), values)


def item_of(item: Mapping[str, Any]) -> Item:
    """An item; what of it is not there, or damaged, is None."""
    train: Any = item.get("train")
    trace: Any = item.get("trace")
    return Item(
        item["title"],
        headline_of(item.get("headline")),
        None if storage.misfit(train, TRAIN_FORM) else Result(item["word"], train["rows"], None, train["values"]),
        None if storage.misfit(trace, [TRACE_FORM]) else trace,
    )


def headline_of(value: Any) -> Headline | None:
    if storage.misfit(value, HEADLINE_FORM):
        return None
    found = value["interval"]
    interval = None if storage.misfit(found, INTERVAL_FORM) else Interval(found["low"], found["high"], found["method"])
    return Headline(value["name"], value["title"], value["value"], interval, value["better"], value["form"])
