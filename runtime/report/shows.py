"""The blocks of `show trace`, `show curve`, `show table` and `show images`."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from compiler.descriptor import ArrayType
from runtime.evaluate.results import ItemResult
from runtime.report import figures
from runtime.report.blocks import Block, Card, Cards, Cell, Picture, Table, Text
from runtime.report.images import fold_pictures, is_image, png, scale_of
from runtime.report.wording import number, share, value_text

# A loss against the largest of its trace, in the lecture's words.
LOSSES = ((0.5, "very large"), (0.01, "moderately large"), (0.001, "small"), (0.0, "very small"))
SERIES = 4
TRACED = 3  # numbers of a vector in the trace, which has a row for each iteration


def show(item: ItemResult) -> tuple[Block, ...]:
    """What a `show` shows."""
    word = item.item.word
    if word not in SHOWS:
        return (Text(f"`show {word}` has no place in this report.", "note"),)
    if word != "trace":
        item = replace(item, arrays=rows_first(item))
        if any(len(array) == 0 for array in item.arrays):
            return (Text(f"{item.item.title}: the split has no rows, so there is nothing to show.", "note"),)
    return SHOWS[word](item)


def rows_first(item: ItemResult) -> tuple[np.ndarray, ...]:
    """The arrays, all with rows first: a value that no example changes, such as a weight, stands for each of them."""
    arrays = [np.asarray(array) for array in item.arrays]
    whole = [array.ndim > len(one.type.sizes) for array, one in zip(arrays, item.item.inputs, strict=True)]
    rows = next((len(array) for array, has_rows in zip(arrays, whole, strict=True) if has_rows), 1)
    return tuple(
        array if has_rows else np.broadcast_to(array, (rows, *array.shape))
        for array, has_rows in zip(arrays, whole, strict=True)
    )


def trace(item: ItemResult) -> tuple[Block, ...]:
    """The lecture's table: one training example's prediction, from iteration to iteration."""
    if not item.trace:
        return (Text(f"{item.item.title}: nothing was trained, so there are no iterations to show.", "note"),)
    kinds = [one.type for one in item.item.inputs]
    losses = [row["loss"] for row in item.trace]
    known = [abs(loss) for loss in losses if loss is not None and np.isfinite(loss)]
    largest = max(known, default=0.0)
    rows = [
        (
            Cell(f"{row['iteration']:,}"),
            traced_input(row["input"], kinds[0]),
            Cell(traced_prediction(item, row)),
            Cell(value_text(row["label"], kinds[2], TRACED)),
            Cell(number(row["loss"])),
            Cell(loss_in_words(row["loss"], largest), bar=bar(row["loss"], largest)),
        )
        for row in item.trace
    ]
    caption = (
        "One training example, before the update of each iteration; the loss is that iteration's batch's, "
        "in words against the largest here."
    )
    numeric = [True, *(not kind.shape and kind.kind != "class" for kind in kinds), True, False]
    head = ["iteration", *(one.title for one in item.item.inputs), "loss", "in words"]
    return (Table(head, rows, numeric, "How one prediction was learned", caption),)


def traced_input(value: Any, described: ArrayType) -> Cell:
    array = np.asarray(value)
    if is_image(array.shape, described.kind):
        return Cell(image=png(fold_pictures(array[None], None)[0], scale_of(array)))
    return Cell(value_text(value, described, TRACED))


def traced_prediction(item: ItemResult, row: Mapping[str, Any]) -> str:
    """The prediction; of classes the most likely one and what the label was thought of."""
    from runtime.evaluate.measures.class_predictions import judge

    _, *inputs = item.item.inputs
    prediction, label = (one.type for one in inputs)
    if label.kind != "class" or len(prediction.sizes) != 1 or not np.isfinite(row["prediction"]).all():
        return value_text(row["prediction"], prediction, TRACED)
    arrays = np.asarray(row["prediction"])[None], np.asarray(row["label"])[None]
    judged = judge(replace(item.item, inputs=tuple(inputs)), *arrays)
    if judged.surprise is None:
        return judged.names[int(judged.decisions[0])]
    return f"{judged.names[judged.decisions[0]]}, p(label) {share(float(np.exp(-judged.surprise[0])))}"


def loss_in_words(loss: float | None, largest: float) -> str:
    if loss is None or not np.isfinite(loss):
        return ""
    part = abs(loss) / largest if largest else 0.0
    return next(word for least, word in LOSSES if part >= least)


def bar(loss: float | None, largest: float) -> float | None:
    return None if loss is None or not np.isfinite(loss) or not largest else round(100 * abs(loss) / largest, 1)


def curve(item: ItemResult) -> tuple[Block, ...]:
    titles = [one.title for one in item.item.inputs]
    arrays = [np.asarray(array, np.float64) for array in item.arrays]
    first, second = arrays[-2], arrays[-1]
    if first.ndim == 1 and len(arrays) == 3:
        caption = f"{titles[1]} and {titles[2]} over {titles[0]}."
        if len(first) > figures.MOST_POINTS:
            caption += f"  A sample of {figures.MOST_POINTS:,} of {len(first):,} examples."
        return (Picture(figures.curve(arrays[0].reshape(len(first)), first, second, titles), caption, wide=True),)
    if first.ndim == 3:
        first, second = first[..., 0], second[..., 0]
    count = min(SERIES, len(first))
    caption = (
        f"{titles[-2]} and {titles[-1]} of the first {count} examples."
        if count > 1
        else f"{titles[-2]} and {titles[-1]}."
    )
    return (Picture(figures.series(first[:count], second[:count], titles[-2:]), caption, wide=True),)


def table(item: ItemResult) -> tuple[Block, ...]:
    count = min(item.item.count("count"), len(item.arrays[0]))
    scales = [
        scale_of(array[:count]) if is_image(array.shape[1:], kind.kind) else None for array, kind in columns(item)
    ]
    rows = [
        tuple(
            Cell(value_text(array[i], kind))
            if scale is None
            else Cell(image=png(fold_pictures(array[i : i + 1], None)[0], scale))
            for (array, kind), scale in zip(columns(item), scales, strict=True)
        )
        for i in range(count)
    ]
    numeric = [array.ndim == 1 and kind.kind in ("real", "int") for array, kind in columns(item)]
    total = len(item.arrays[0])
    caption = "" if count == total else f"The first {count:,} of {total:,} examples."
    return (Table([one.title for one in item.item.inputs], rows, numeric, caption=caption),)


def columns(item: ItemResult) -> list[tuple[np.ndarray, ArrayType]]:
    return [(array, one.type) for array, one in zip(item.arrays, item.item.inputs, strict=True)]


def images(item: ItemResult) -> tuple[Block, ...]:
    titles = [one.title for one in item.item.inputs]
    count = min(item.item.count("count"), len(item.arrays[0]))
    pictures = [fold_pictures(array[:count], item.item.counts("size")) for array in item.arrays]
    scales = [scale_of(array) for array in pictures]
    several = len(titles) > 1
    cards = [
        Card(
            images=tuple(
                (png(array[i], scale), title if several else "")
                for array, scale, title in zip(pictures, scales, titles, strict=True)
            )
        )
        for i in range(count)
    ]
    caption = " · ".join(titles) if several else ""
    return (Cards(titles[0] if not several else "Side by side", cards, caption),)


SHOWS: dict[str, Callable[[ItemResult], tuple[Block, ...]]] = {
    "trace": trace,
    "curve": curve,
    "table": table,
    "images": images,
}
