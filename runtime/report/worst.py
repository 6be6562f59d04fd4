"""The examples that a model gets most wrong, shown as what they are: images, rows or text."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from runtime.data.features.texts import spell
from runtime.evaluate.results import EvaluationResult, ItemResult
from runtime.report.blocks import Block, Card, Cards, Cell, Table
from runtime.report.images import fold_pictures, is_image, png, scale_of
from runtime.report.wording import number, share, value_text

if TYPE_CHECKING:
    from runtime.data.table import Dataset

COUNT = 12
MOST_TEXT = 280
TITLE = "The worst examples"


def worst_examples(item: ItemResult, evaluation: EvaluationResult, dataset: "Dataset | None") -> Block | None:
    """The examples of the largest score; of classes only those that are wrong.  None where there is none to show."""
    result = item.result
    if result is None or result.score is None or dataset is None or len(result.score) != evaluation.rows:
        return None
    order = np.argsort(-result.score, kind="stable")[:COUNT]
    if result.confusion is not None:
        order = order[result.score[order] >= 1]
    if not len(order):
        return None
    fields = input_fields(item, dataset)
    rows = evaluation.row_numbers[order]
    said = comments(item, order)
    pictured = [name for name in fields if is_image(dataset.types[name].sizes, dataset.types[name].kind)]
    texts = [name for name in fields if is_text(dataset, name)]
    if pictured or texts:
        scales = {name: scale_of(dataset.values(name, rows)) for name in pictured}
        cards = tuple(
            Card(
                images=tuple(
                    (png(fold_pictures(dataset.values(name, rows[i : i + 1]), None)[0], scales[name]), name)
                    for name in pictured
                ),
                text=" · ".join(shorten(text_of(dataset, name, row)) for name in texts),
                lines=tuple(f"{what} {text}" for what, text in comment.items()),
            )
            for i, (row, comment) in enumerate(zip(rows, said, strict=True))
        )
        return Cards(TITLE, cards, "Largest error first.")
    head = ["row", *said[0], *fields]  # what was said comes first: many fields are wider than a screen
    table = tuple(
        (Cell(f"{row + 1:,}"), *map(Cell, comment.values()), *(cell(dataset, name, row) for name in fields))
        for row, comment in zip(rows, said, strict=True)
    )
    return Table(
        head,
        table,
        (True, *[True] * len(said[0]), *(numeric(dataset, name) for name in fields)),
        TITLE,
        "Largest error first.",
    )


def is_text(dataset: "Dataset", name: str) -> bool:
    """Whether a field is a text, or the tokens of one."""
    type = dataset.types[name]
    return (type.kind == "text" and not type.shape) or "vocabulary" in dataset.learned(name)


def text_of(dataset: "Dataset", name: str, row: int) -> str:
    value, learned = dataset.example(name, row), dataset.learned(name)
    return spell(value, learned) if "vocabulary" in learned else str(value)


def input_fields(item: ItemResult, dataset: "Dataset") -> list[str]:
    """The fields that the prediction is computed from: those that its text names; else all but the label."""
    words = [set(re.findall(r"\w+", one.title)) for one in item.item.inputs]
    named = [name for name in dataset.fields if name in words[0]]
    return named or [name for name in dataset.fields if name not in words[-1]]


def comments(item: ItemResult, places: np.ndarray) -> list[dict[str, str]]:
    """What is said of each example: its label, its prediction, how sure that was or how far off."""
    from runtime.evaluate.measures.class_predictions import judge

    result, inputs = item.result, item.item.inputs
    assert result is not None
    assert result.score is not None
    if item.item.namespace == "loss":
        return [{"loss": number(float(result.score[place]))} for place in places]
    prediction, label = item.arrays[0][places], item.arrays[1][places]
    if result.confusion is not None and label.ndim > 1:
        return [{"surprise": number(float(result.score[place]))} for place in places]
    if result.confusion is not None:
        judged = judge(item.item, prediction, label)
        return [
            {
                "label": result.class_names[judged.labels[i]],
                "predicted": result.class_names[judged.decisions[i]],
                **({} if judged.surprise is None else {"p(label)": share(float(np.exp(-judged.surprise[i])))}),
            }
            for i in range(len(places))
        ]
    return [
        {
            "label": value_text(label[i], inputs[1].type),
            "predicted": value_text(prediction[i], inputs[0].type),
            "error": number(float(result.score[place])),
        }
        for i, place in enumerate(places)
    ]


def cell(dataset: "Dataset", name: str, row: int) -> Cell:
    type = replace(dataset.types[name], class_names=names_of(dataset, name))
    return Cell(shorten(value_text(dataset.example(name, row), type)))


def names_of(dataset: "Dataset", name: str) -> tuple[str, ...]:
    """The names of a field's classes: the data's own, or what a `category` learned; () where they have none."""
    type, categories = dataset.types[name], dataset.learned(name).get("categories", ())
    if type.kind != "class" or type.class_names or type.classes != len(categories) + 1:
        return type.class_names
    return ("–", *map(str, categories))  # index 0 is that of what is missing or was not seen in training


def numeric(dataset: "Dataset", name: str) -> bool:
    type = dataset.types[name]
    return not type.shape and dataset.fields[name].dtype.kind in "fiu" and not names_of(dataset, name)


def shorten(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[: MOST_TEXT - 1] + "…"


def worst_item(items: Iterable[ItemResult]) -> ItemResult | None:
    """The item whose worst examples are shown: the first family, else the first measure."""
    scored = [item for item in items if item.result is not None and item.result.score is not None]
    families = [item for item in scored if item.item.word in ("classification", "regression")]
    return next(iter(families or scored), None)
