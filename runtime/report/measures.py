"""The blocks of a measure: its headline, and where the model errs."""

from typing import Any

import numpy as np

from runtime.data.padding import places
from runtime.evaluate.results import Headline, ItemResult, Result
from runtime.report import figures
from runtime.report.blocks import Big, Block, Cell, Confusion, Picture, Row, Scale, Table, Text
from runtime.report.images import heat
from runtime.report.wording import area, headline_value, interval_text, number, plural, share

MOST_CELLS = 24  # classes up to which the matrix is written out
MOST_ROWS = 200  # of the table of classes: of more, those found least
MOST_CONFUSIONS = 10
OTHERS = {
    "classification": (
        ("accuracy", "accuracy"),
        ("auc", "area under ROC"),
        ("average_precision", "average precision"),
        ("sensitivity", "sensitivity (recall)"),
        ("specificity", "specificity"),
        ("precision", "precision"),
        ("f1", "F1"),
        ("log_loss", "log loss"),
    ),
    "regression": (
        ("r2", "R²"),
        ("mae", "mean absolute error"),
        ("rmse", "root mean squared error"),
        ("mean_error", "mean error"),
    ),
}
AS_SHARE = ("accuracy", "sensitivity", "specificity", "precision", "f1")
AS_AREA = ("auc", "average_precision", "r2")
TINTS = {"right": (38, 124, 88), "wrong": (196, 74, 48)}


def headline(item: ItemResult) -> tuple[Block, ...]:
    """The number that the item is about, or why there is none."""
    result = item.result
    assert result is not None
    if result.headline is None:
        return (Text(f"{item.item.title}: {'; '.join(result.notes)}.", "bad"),)
    found = result.headline
    big = Big(
        found.title,
        item.item.title,
        headline_value(found),
        interval_text(found),
        scale(found, result),
        found.meaning,
        found.reason,
        others(result, found),
    )
    return (big, *units(item), *(Text(sentence(note), "note") for note in result.notes))


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


def sentence(note: str) -> str:
    """A note as a sentence; its first letter may stand for itself, as in a class's name."""
    return f"Note: {note}."


def scale(found: Headline, result: Result) -> Scale | None:
    """The interval drawn between the worst and the best value there is."""
    if found.interval is None or found.name in ("mae", "rmse", "log_loss") or found.better == "lower":
        return None
    if min(found.value, found.interval.low) < 0:
        return None
    baseline, title = None, ""
    if found.name == "accuracy" and result.values.get("most_common"):
        baseline, title = result.values["most_common"], "most common label"
    elif found.name == "auc":
        baseline, title = 0.5, "chance"
    unit = found.form == "share"
    low, high = ("0 %", "100 %") if unit else ("0", "1")
    return Scale(
        100 * found.value,
        100 * found.interval.low,
        100 * min(1.0, found.interval.high),
        None if baseline is None else 100 * baseline,
        title,
        low,
        high,
    )


def others(result: Result, found: Headline) -> tuple[tuple[str, str, str], ...]:
    """The family's other numbers: (name, value, interval)."""
    names = list(OTHERS.get(result.word, ()))
    names += [(key, f"top {key.split('_')[1]} accuracy") for key in result.values if key.startswith("top_")]
    tiles = []
    for key, title in names:
        value, interval = result.values.get(key), result.intervals.get(key)
        if value is None or key == found.name:
            continue
        text = share if key in AS_SHARE or key.startswith("top_") else area if key in AS_AREA else number
        tiles.append((title, text(value), "" if interval is None else f"{text(interval.low)} to {text(interval.high)}"))
    return tuple(tiles)


def errors(item: ItemResult) -> tuple[Block, ...]:
    """Confusion matrix, rates of each class, ROC, precision and recall; residuals."""
    result = item.result
    if result is None or result.headline is None:
        return ()
    if result.confusion is not None:
        return (*confusion(result), *class_table(result), *rank_curves(result))
    if result.word in ("regression", "r2", "mae", "rmse"):
        return (*residual_plots(item), *output_table(result))
    return ()


def confusion(result: Result) -> tuple[Block, ...]:
    assert result.confusion is not None
    matrix, names = np.array(result.confusion), result.class_names
    totals = matrix.sum(axis=1)
    if len(names) > MOST_CELLS:
        picture = f'<img class="heat" alt="confusion matrix" src="{heat(matrix, TINTS)}">'
        caption = f"Confusion matrix of {len(names):,} classes: labels downwards, predictions to the right."
        return (Picture(picture, caption), *confusions(matrix, names))
    # The square root, since the rare mistakes are what one looks for.
    strength = np.sqrt(matrix / np.maximum(totals[:, None], 1))
    rows = [
        [(f"{count:,}" if count else "", round(100 * float(part))) for count, part in zip(*pair, strict=True)]
        for pair in zip(matrix, strength, strict=True)
    ]
    wrong = int(totals.sum() - np.trace(matrix))
    mistakes, all = plural(wrong, "mistake"), plural(int(totals.sum()), "prediction")
    caption = f"Each row is a label, each column a prediction: {mistakes} among {all}. {decision_text(result)}".strip()
    block = Confusion(names, rows, [f"{total:,}" for total in totals], caption)
    return (block, *(confusions(matrix, names) if len(names) > 2 else ()))


def decision_text(result: Result) -> str:
    """How the decisions were made; nothing where the model makes them itself."""
    if not result.curves:
        return ""
    if len(result.class_names) > 2:
        return "The class with the highest score is predicted."
    return (
        f"“{result.class_names[1]}” is predicted where its probability is above 50 % (a score above 0): the threshold "
        "is fixed beforehand, and no data were used to choose it."
    )


def confusions(matrix: np.ndarray, names: tuple[str, ...]) -> tuple[Block, ...]:
    """The mistakes made most often."""
    wrong = matrix * ~np.eye(len(matrix), dtype=bool)
    order = np.argsort(-wrong, axis=None, kind="stable")[:MOST_CONFUSIONS]
    pairs = [
        (int(label), int(said))
        for label, said in zip(*np.unravel_index(order, matrix.shape), strict=True)
        if wrong[label, said]
    ]
    if not pairs:
        return ()
    largest = wrong.max()
    rows = [
        (
            Cell(names[label]),
            Cell(names[said]),
            Cell(f"{wrong[label, said]:,}", bar=round(100 * float(wrong[label, said] / largest), 1)),
            Cell(share(float(wrong[label, said] / matrix[label].sum()))),
        )
        for label, said in pairs
    ]
    return (
        Table(
            ["label", "predicted", "times", "of the label"],
            rows,
            (False, False, True, True),
            "The commonest confusions",
        ),
    )


def class_table(result: Result) -> tuple[Block, ...]:
    rows = (
        sorted(result.per_class, key=lambda row: (row["sensitivity"] is None, row["sensitivity"]))
        if len(result.per_class) > MOST_ROWS
        else result.per_class
    )
    # Of two classes the headline or its tiles say it all.
    ranked = len(rows) > 2 and any(row["auc"] is not None for row in rows)
    head = ["class", "examples", "sensitivity (recall)", "95 % interval", "specificity", "precision", "F1"]
    head += ["AUC", "average precision"] if ranked else []
    cells = [
        (
            Cell(row["name"]),
            Cell(f"{row['support']:,}"),
            Cell(
                share(row["sensitivity"]),
                bar=None if row["sensitivity"] is None else round(100 * row["sensitivity"], 1),
            ),
            Cell(interval(row["sensitivity_interval"])),
            Cell(share(row["specificity"])),
            Cell(share(row["precision"])),
            Cell(share(row["f1"])),
            *((Cell(area(row["auc"])), Cell(area(row["average_precision"]))) if ranked else ()),
        )
        for row in rows[:MOST_ROWS]
    ]
    caption = (
        "Sensitivity: found among the class's own. Specificity: left alone among the others. "
        "Precision: right among those so predicted."
    )
    if len(rows) > MOST_ROWS:
        caption += f" The {MOST_ROWS} classes found least, of {len(rows):,}."
    return (Table(head, cells, (False, *[True] * (len(head) - 1)), "Class by class", caption),)


def interval(ends: tuple[float, float] | None) -> str:
    return "–" if ends is None else f"{100 * ends[0]:.1f} to {100 * ends[1]:.1f} %"


def rank_curves(result: Result) -> tuple[Block, ...]:
    pictures = []
    roc, precision_recall = result.curves.get("roc", ()), result.curves.get("precision_recall", ())
    single = len(result.class_names) == 2
    wanted = f"“{result.class_names[1]}”" if single else "the class"
    each = " of each class against all others" if len(roc or precision_recall) > 1 else ""
    if roc:
        area = " The area under it is the chance that a random one of these is ranked before a random other."
        caption = (
            f"ROC curve{'s' if len(roc) > 1 else ''}{each}: for every threshold, the share of {wanted} that is found "
            f"over the share of the others that are false alarms.{area if single else ''} The dashed line is guessing."
        )
        pictures.append(Picture(figures.roc(roc), caption))
    if precision_recall:
        support = [row["support"] for row in result.per_class]
        baseline = support[1] / sum(support) if single else None
        caption = (
            f"Precision against recall{each}: for every threshold, how often {wanted} is right when predicted, over "
            f"the share of it that is found.{' The dashed line is guessing.' if single else ''}"
        )
        pictures.append(Picture(figures.precision_recall(precision_recall, baseline), caption))
    return (Row(pictures),) if pictures else ()


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
