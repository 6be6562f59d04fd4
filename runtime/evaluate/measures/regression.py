"""Measures of numbers: the family `regression`, its single numbers, and what the report shows of them."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from compiler.descriptor import ReportItem
from runtime.data.padding import places
from runtime.evaluate.measures import Family, Unmeasurable, Written, headlines
from runtime.evaluate.measures.intervals import bootstrap
from runtime.evaluate.results import ItemResult, Result
from runtime.report import figures
from runtime.report.blocks import Block, Cell, Picture, Row, Table, Text
from runtime.report.wording import area, number

MOST_OUTPUTS = 64  # rows of the table of outputs
CONSTANT = "the labels of {} are all the same: R² is undefined there"


def measure(item: ReportItem, prediction: np.ndarray, label: np.ndarray, intervals: bool = True) -> Result:
    """The family, or one number of it, as the item's word says.

    Args:
        prediction, label: float [n, ...]; more than one number an example are outputs, averaged as scikit-learn's
            `multioutput="uniform_average"` does (an output of constant labels counts in no R²).
    """
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    word = item.word
    rows = len(label)
    y, p = label.reshape(rows, -1).astype(np.float64), prediction.reshape(rows, -1).astype(np.float64)
    verify_finite(y, "labels")
    verify_finite(p, "predictions")
    varied = np.ptp(y, axis=0) > 0
    values: dict[str, float | None] = {
        "r2": float(r2_score(y[:, varied], p[:, varied])) if varied.any() else None,
        "mae": float(mean_absolute_error(y, p)),
        "rmse": float(root_mean_squared_error(y, p)),
        "mean_error": float((p - y).mean()),
        "label_mean": float(y.mean()),
        "label_deviation": float(y.std(axis=0).mean()),
    }
    notes = []
    if not varied.all():
        notes.append(
            CONSTANT.format("this split" if y.shape[1] == 1 else f"{int((~varied).sum())} of {y.shape[1]} outputs")
        )
    name = ("r2" if values["r2"] is not None else "mae") if word == "regression" else word
    value = values[name]
    if value is None:
        raise Unmeasurable(
            "R² is undefined here: the labels are all the same" if rows > 1 else "R² is undefined for one example"
        )
    wanted = [key for key in ("r2", "mae", "rmse") if values[key] is not None] if word == "regression" else [name]
    found = {key: bootstrap(rows, statistic(key, y, p, varied), columns=y.shape[1]) for key in wanted if intervals}
    known = {key: interval for key, interval in found.items() if interval is not None}
    if word != "regression":
        values = {name: value, "label_deviation": values["label_deviation"]}
    return Result(
        word,
        rows,
        headlines.of_numbers(name, value, known.get(name), values["label_deviation"], rows),
        values,
        known,
        per_output=output_rows(y, p, varied),
        score=np.sqrt(((p - y) ** 2).mean(axis=1)),
        notes=tuple(notes),
    )


def verify_finite(values: np.ndarray, what: str) -> None:
    bad = int((~np.isfinite(values)).any(axis=1).sum())
    if bad:
        raise Unmeasurable(
            f"the {what} of {bad:,} of {len(values):,} examples are not numbers (NaN or infinite): nothing is measured"
        )


def statistic(name: str, y: np.ndarray, p: np.ndarray, varied: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """A measure of resamples, from how often each example occurs in them: float [r, n] to [r]."""
    rows = len(y)
    if name == "mae":
        error = np.abs(p - y).mean(axis=1)
        return lambda counts: counts @ error / rows
    squared = (p - y) ** 2
    if name == "rmse":
        return lambda counts: np.sqrt(counts @ squared / rows).mean(axis=1)
    # Centred, so that the difference of the two sums below keeps its digits.
    centred = (y - y.mean(axis=0))[:, varied]
    squared = squared[:, varied]

    def r2(counts: np.ndarray) -> np.ndarray:
        variance = counts @ centred**2 - (counts @ centred) ** 2 / rows
        with np.errstate(divide="ignore", invalid="ignore"):
            each = np.where(variance > 0, 1 - (counts @ squared) / variance, np.nan)
        return np.asarray(each.mean(axis=1))

    return r2


def output_rows(y: np.ndarray, p: np.ndarray, varied: np.ndarray) -> tuple[dict[str, Any], ...]:
    """Each output's own numbers, where there are several."""
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    if not 1 < y.shape[1] <= MOST_OUTPUTS:
        return ()
    raw = "raw_values"
    r2 = np.full(y.shape[1], np.nan)
    if varied.any():
        r2[varied] = r2_score(y[:, varied], p[:, varied], multioutput=raw)
    mae, rmse = mean_absolute_error(y, p, multioutput=raw), root_mean_squared_error(y, p, multioutput=raw)
    return tuple(
        {"name": str(i), "r2": float(r2[i]) if varied[i] else None, "mae": float(mae[i]), "rmse": float(rmse[i])}
        for i in range(y.shape[1])
    )


def units(item: ItemResult) -> tuple[Block, ...]:
    """The errors in the units of the label's column, where the label is not that column itself."""
    result = item.result
    if result is None or result.values.get("mae_in_units") is None:
        return ()
    label = item.item.inputs[1]
    column = "" if label.undone is None else label.undone.column
    mae, rmse = number(result.values["mae_in_units"]), number(result.values["rmse_in_units"])
    return (
        Text(
            f"In the units of the data’s column “{column}”: mean absolute error {mae}, root mean squared error {rmse}. "
            f"All other errors are in the units of “{label.title}” as the spec computes it."
        ),
    )


def errors(item: ItemResult) -> tuple[Block, ...]:
    assert item.result is not None
    return (*residual_plots(item), *output_table(item.result))


def residual_plots(item: ItemResult) -> tuple[Block, ...]:
    prediction, label = (np.asarray(array, np.float64).reshape(-1) for array in places(item.item, item.arrays)[1])
    if len(label) < 2:
        return ()
    left = Picture(
        figures.predicted_over_label(label, prediction), "Predictions over labels: on the dashed line they are right."
    )
    right = Picture(figures.residuals(label, prediction), "How far off: to the left too low, to the right too high.")
    title = item.item.inputs[1].title
    said = f"Labels, predictions and errors are in the units of `{title}`, as the spec computes it from the data."
    return (Row((left, right)), Text(said, "note"))


def output_table(result: Result) -> tuple[Block, ...]:
    if not result.per_output:
        return ()
    rows = [tuple(Cell(text) for text in output_cells(row)) for row in result.per_output]
    head = ["output", "R²", "mean absolute error", "root mean squared error"]
    return (Table(head, rows, (True,) * 4, "Output by output"),)


def output_cells(row: Any) -> tuple[str, str, str, str]:
    return row["name"], area(row["r2"]), number(row["mae"]), number(row["rmse"])


NUMBERS: Sequence[Written] = (
    ("r2", "R²", area),
    ("mae", "mean absolute error", number),
    ("rmse", "root mean squared error", number),
    ("mean_error", "mean error", number),
)
FAMILY = Family(measure, lambda result: NUMBERS, remarks=units, errors=errors)
