"""Runs with what they left, matched measure by measure and example by example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from compiler import ir
from compiler.descriptor import ReportItem
from compiler.emit.descriptor import report_item
from compiler.ir.count import weights_of
from runtime.again.compare.paired_tests import Test, bootstrap, holm, mcnemar
from runtime.again.open_run import StoredRun, open_run
from runtime.evaluate.measures import measure
from runtime.evaluate.measures.class_predictions import judge
from runtime.evaluate.results import Headline
from runtime.run_folder import environment, history, storage
from runtime.run_folder import report as reports
from runtime.run_folder.manifest import PREDICTIONS

FEWEST = 5


@dataclass(frozen=True)
class Entry:
    """A run among those compared; `label` is what it is called."""

    label: str
    run: StoredRun

    @cached_property
    def report(self) -> reports.Report:
        return reports.read(self.run.folder)

    @cached_property
    def history(self) -> list[history.Line]:
        return history.read(self.run.folder)

    @cached_property
    def seconds(self) -> float | None:
        """How long the run took."""
        found = environment.read(self.run.folder).get("seconds")
        total = found.get("total") if isinstance(found, dict) else None
        return float(total) if isinstance(total, int | float) else None

    @cached_property
    def weights(self) -> int:
        counts = [weights_of(module) for module in self.run.experiment.models]
        return sum(count for count in counts if isinstance(count, int))

    @cached_property
    def hypers(self) -> dict[str, Any]:
        return dict(self.run.experiment.hypers)

    @cached_property
    def predictions(self) -> "Mapping[str, np.ndarray]":
        return storage.arrays_of(self.run.folder, PREDICTIONS) or {}

    @cached_property
    def measured(self) -> "dict[tuple[str, str, str], Measured]":
        """What was measured, by (data, measure, label)."""
        found: dict[tuple[str, str, str], Measured] = {}
        evaluations = zip(self.run.experiment.evaluations, self.report.evaluations, strict=False)
        for number, (evaluation, entry) in enumerate(evaluations):
            for place, (item, reported) in enumerate(zip(evaluation.items, entry.items, strict=False)):
                headline = reported.headline
                if headline is not None:
                    label = value_text(item.inputs[1]) if len(item.inputs) == 2 else item.title
                    measured = Measured(number, place, report_item(item), headline, entry.rows, entry.on)
                    found.setdefault((evaluation.data.name, item.word.name, label), measured)
        return found


def value_text(value: ir.Value) -> str:
    """A value as the spec names it."""
    return value.name if isinstance(value, ir.Column) else value.span.text


@dataclass(frozen=True)
class Measured:
    """A measure of a run: its place, its entry as in the program, its headline, and the rows of which split."""

    evaluation: int
    item: int
    described: ReportItem
    headline: Headline
    rows: int
    on: str


@dataclass(frozen=True)
class Pair:
    """One run against another by one measure; `test` is None where they have too few examples in common."""

    title: str
    first: Entry
    second: Entry
    headline: Headline
    common: int
    test: Test | None

    @property
    def better(self) -> Entry | None:
        """The run that is really better; None where chance explains the difference."""
        if self.test is None or not self.test.real or self.test.difference == 0:
            return None
        up = (self.test.difference > 0) == (self.headline.better == "higher")
        return self.first if up else self.second


@dataclass(frozen=True)
class Comparison:
    """Everything that `dlc compare` tells: `measures` are the keys that all or some of the runs have."""

    entries: tuple[Entry, ...]
    measures: tuple[tuple[str, str, str], ...]
    pairs: tuple[Pair, ...]


def compare(folders: Sequence[Path]) -> Comparison:
    """The runs, and for each measure the best of them against every other.  Raises `RunError`."""
    names = [folder.resolve().name for folder in folders]
    entries = tuple(
        Entry(name if names.count(name) == 1 else str(folder), open_run(folder))
        for name, folder in zip(names, folders, strict=True)
    )
    measures = tuple(dict.fromkeys(key for entry in entries for key in entry.measured))
    return Comparison(entries, measures, tuple(pair for key in measures for pair in pairs(key, entries)))


def pairs(key: tuple[str, str, str], entries: Sequence[Entry]) -> list[Pair]:
    having = [entry for entry in entries if key in entry.measured]
    names = {entry.measured[key].headline.name for entry in having}
    if len(having) < 2 or len(names) > 1:
        return []
    sign = -1 if having[0].measured[key].headline.better == "lower" else 1
    best = max(having, key=lambda entry: sign * entry.measured[key].headline.value)
    found = [pair(key, best, other) for other in having if other is not best]
    tested = [one.test.p for one in found if one.test is not None]
    corrected = iter(holm(tested))
    return [one if one.test is None else replace(one, test=replace(one.test, p=next(corrected))) for one in found]


def pair(key: tuple[str, str, str], first: Entry, second: Entry) -> Pair:
    a, b = first.measured[key], second.measured[key]
    ours, theirs = common(key[0], first, a, second, b)
    test = None
    if len(ours) >= FEWEST:
        test = paired_test(a, arrays(first, a, ours), b, arrays(second, b, theirs))
    return Pair(a.described.title, first, second, a.headline, len(ours), test)


def common(data: str, first: Entry, a: Measured, second: Entry, b: Measured) -> tuple[np.ndarray, np.ndarray]:
    """Where in the two runs' predictions the examples stand that both have predicted."""
    nothing = np.zeros(0, np.int64)
    if any(f"{one.evaluation}/{one.item}/0" not in entry.predictions for entry, one in ((first, a), (second, b))):
        return nothing, nothing
    source = [entry.run.data.get(data, {}).get("fingerprint") for entry in (first, second)]
    # Of the same files an example is its row; else it is the same where all its fields are.
    what = "rows" if source[0] == source[1] else "examples"
    ids = [entry.predictions[f"{one.evaluation}/{what}"] for entry, one in ((first, a), (second, b))]
    _, ours, theirs = np.intersect1d(ids[0], ids[1], return_indices=True)
    return ours, theirs


def arrays(entry: Entry, measured: Measured, rows: np.ndarray) -> tuple[np.ndarray, ...]:
    place = f"{measured.evaluation}/{measured.item}"
    found = [entry.predictions[f"{place}/{k}"] for k in range(len(measured.described.inputs))]
    return tuple(array[rows] for array in found)


def paired_test(a: Measured, ours: tuple[np.ndarray, ...], b: Measured, theirs: tuple[np.ndarray, ...]) -> Test | None:
    """McNemar's test of shares of right decisions, a paired bootstrap of any other measure."""
    name = a.headline.name
    if name == "accuracy":
        first, second = judge(a.described, ours[0], ours[1]), judge(b.described, theirs[0], theirs[1])
        if first.positions == second.positions == 1:
            return mcnemar(first.labels == first.decisions, second.labels == second.decisions)

    def difference(rows: np.ndarray) -> float:
        values = []
        for measured, found in ((a, ours), (b, theirs)):
            result = measure(measured.described, tuple(array[rows] for array in found), intervals=False)
            values.append(result.values.get(name))
        return np.nan if None in values else float(values[0] - values[1])  # type: ignore[operator]

    return bootstrap(difference, len(ours[0]))
