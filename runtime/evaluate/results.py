"""What a run found out: measures, shows, history, and all else that the report tells.

The driver fills a `RunResult`; `runtime.evaluate.measures.measure` makes each `Result`; `runtime.report.page.write`
reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from compiler.descriptor import Evaluation, Experiment, ReportItem
from runtime.run_folder.history import Line

if TYPE_CHECKING:
    from runtime.data.table import Dataset


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval and the method it was found by."""

    low: float
    high: float
    method: str
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Headline:
    """The number that a measure is about.

    `name` is its key in `Result.values`, `title` its name in a sentence, `better` "higher" or "lower",
    `form` "share" (shown as a percentage) or "number", `meaning` one sentence for a reader who knows no statistics,
    `reason` why this measure was chosen, where it was.
    """

    name: str
    title: str
    value: float
    interval: Interval | None = None
    better: str = "higher"
    form: str = "number"
    meaning: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of points, such as one class's ROC; `area` is the number that sums it up."""

    title: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    area: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A measure of one split.

    Attributes:
        word: the measure's word.
        rows: the examples measured.
        headline: None where it could not be computed; `notes` says why.
        values: every number by name; None where it is undefined.
        intervals: confidence intervals of those values that have one.
        per_class: for each class name, support, sensitivity, specificity, precision, f1, auc, average_precision;
            None where undefined.
        per_output: for each output of a regression r2, mae, rmse.
        confusion: counts, [label][prediction]; None for a regression.
        class_names: the labels' names, in order.
        curves: "roc" and "precision_recall", one curve a class (a single one with two classes).
        score: for every example how wrong the prediction is, larger is worse; the worst examples follow from it.
        notes: what a reader must know: undefined values and their cause.
    """

    word: str
    rows: int
    headline: Headline | None
    values: Mapping[str, float | None] = field(default_factory=dict)
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    per_class: tuple[Mapping[str, Any], ...] = ()
    per_output: tuple[Mapping[str, Any], ...] = ()
    confusion: tuple[tuple[int, ...], ...] | None = None
    class_names: tuple[str, ...] = ()
    curves: Mapping[str, tuple[Curve, ...]] = field(default_factory=dict)
    score: np.ndarray | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One line of an `evaluate`: a measure or a show.

    Attributes:
        item: what is measured or shown.
        arrays: what the program's `evaluate` gave for it, all rows of the split, rows first.
        result: the measure; None for a show.
        train: the same measure on the training split; None where it was not taken.
        trace: for `show trace` the rows {"iteration", "input", "prediction", "label", "loss"}, in order.
    """

    item: ReportItem
    arrays: tuple[np.ndarray, ...]
    result: Result | None = None
    train: Result | None = None
    trace: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """One `evaluate`: its items, and the data set's rows that it looked at.

    `other` names data that are not the run's own, where it looked at such.
    """

    evaluation: Evaluation
    items: tuple[ItemResult, ...]
    row_numbers: np.ndarray
    other: str | None = None

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    @property
    def which(self) -> str:
        """Which examples they are, in a word: the split's name, "all", or "other" of data that are not the run's."""
        return self.evaluation.on if self.other is None else "other"


@dataclass(frozen=True, slots=True)
class RunResult:
    """A whole run.

    Attributes:
        experiment: the program's descriptor.
        evaluations: in the order written.
        history: the lines of history.jsonl; empty when nothing was trained.
        environment: what environment.json holds: versions, device, seed, data fingerprints, command, duration.
        datasets: by name.
        diagram_svg, summary_text, spec_text: None where there is none.
        notes: what the run must state, such as a batch cut to the data's size.
        partial: where the run was interrupted: "interrupted after epoch 3 of 20"; None for a whole one.
    """

    experiment: Experiment
    evaluations: tuple[EvaluationResult, ...] = ()
    history: Sequence[Line] = ()
    environment: Mapping[str, Any] = field(default_factory=dict)
    datasets: "Mapping[str, Dataset]" = field(default_factory=dict)
    diagram_svg: str | None = None
    summary_text: str | None = None
    spec_text: str | None = None
    notes: tuple[str, ...] = ()
    partial: str | None = None
