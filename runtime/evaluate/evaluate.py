"""One `evaluate`, from weights to measures: at a run's end, and anew of a run that was loaded."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from compiler.descriptor import Experiment
from runtime.device.placement import Placed, forward_batch
from runtime.errors import RunError
from runtime.evaluate.evaluator import TRAINING_ROWS, Evaluator, sample, training_rows
from runtime.evaluate.results import EvaluationResult, ItemResult

QUICK_ROWS = 2000


def judged(
    evaluator: Evaluator,
    weights: Any,
    statistics: Any,
    experiment: Experiment,
    *,
    rows: np.ndarray | None = None,
    compare: bool = True,
    quick: bool = False,
    traces: Mapping[int, Sequence[Mapping[str, Any]]] | None = None,
) -> EvaluationResult:
    """The values and measures of an `evaluate`, and its first measure on the training split too where `compare`.

    Args:
        experiment: the program's descriptor; the size of the batches follows from it.
        rows: the examples to look at; None: those of the split that it names.
        quick: look at some of them only.
        traces: by item, what a `show trace` followed in training.
    """
    from runtime.data.features import Fit
    from runtime.evaluate.measures import measure
    from runtime.evaluate.units import in_units

    if rows is None:
        rows = rows_of(evaluator.placed, evaluator.evaluation.on)
    if quick:
        rows = sample(rows, QUICK_ROWS)
    size = forward_batch(experiment.largest_batch)
    arrays = evaluator.rows(weights, statistics, rows, size)
    seen = training_rows(evaluator, QUICK_ROWS if quick else TRAINING_ROWS) if compare and experiment.phases else None
    trained = None if seen is None else evaluator.rows(weights, statistics, seen, size)
    dataset = evaluator.placed.dataset
    fit = Fit.from_json(dataset.fitted, dataset.facts)
    items: list[ItemResult] = []
    for number, item in enumerate(evaluator.evaluation.items):
        if item.namespace == "show":
            items.append(ItemResult(item, arrays[number], trace=tuple((traces or {}).get(number, ()))))
            continue
        first = not any(one.result for one in items)
        items.append(
            ItemResult(
                item,
                arrays[number],
                result=in_units(item, arrays[number], measure(item, arrays[number]), fit),
                train=measure(item, trained[number]) if trained is not None and first else None,
            )
        )
    return EvaluationResult(evaluator.evaluation, tuple(items), rows)


def rows_of(placed: Placed, on: str) -> np.ndarray:
    """The rows of a split, or of "all"."""
    splits = placed.dataset.splits
    if on == "all":
        return np.unique(np.concatenate(list(splits.values())))
    if on not in splits:
        has = ", ".join(splits)
        raise RunError(f"`{placed.dataset.name}` has no split `{on}` to evaluate on (it has {has})")
    return splits[on]


def told(evaluations: Sequence[EvaluationResult]) -> list[str]:
    """Each headline in a line, as the terminal shows it."""
    from runtime.report.wording import THIN, headline_value

    lines = []
    for evaluation in evaluations:
        for item in evaluation.items:
            headline = item.result.headline if item.result else None
            if headline is not None:
                interval = headline.interval
                ends = (headline_value(headline, end) for end in (interval.low, interval.high)) if interval else ()
                spread = f" ({interval.level:.0%} interval {' to '.join(ends)})" if interval else ""
                on = evaluation.which
                rows = f"all {evaluation.rows:,} rows" if on == "all" else f"{evaluation.rows:,} {on} rows"
                line = f"{headline.title}: {headline_value(headline)}{spread}, {item.item.title}, {rows}"
                lines.append(line.replace(THIN, ""))
    return lines
