"""What the report shows of a measure of classes: the confusion matrix, each class's rates, ROC and precision-recall."""

import numpy as np

from runtime.evaluate.results import Result
from runtime.report import figures
from runtime.report.blocks import Block, Cell, Confusion, Picture, Row, Table
from runtime.report.images import heat
from runtime.report.wording import area, plural, share

MOST_CELLS = 24  # classes up to which the matrix is written out
MOST_ROWS = 200  # of the table of classes: of more, those found least
MOST_CONFUSIONS = 10
TINTS = {"right": (38, 124, 88), "wrong": (196, 74, 48)}


def errors(result: Result) -> tuple[Block, ...]:
    return (*confusion(result), *class_table(result), *rank_curves(result))


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
