"""Records as columns, in the form that the run's source gave them in."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np

from compiler.types import Tensor
from runtime.again.predict.pictures import picture
from runtime.again.predict.records import Record, Records, Wanted, is_image, number, numbers, text
from runtime.again.predict.sounds import sound
from runtime.data.table import Arrays, as_objects
from runtime.errors import RunError


def table(records: Sequence[Record], wanted: Wanted) -> Records:
    """The wanted columns of some records.  Raises `RunError` for the first that lacks or holds what it should not."""
    columns: Arrays = {}
    for name, type in wanted.columns.items():
        cells = []
        for record in records:
            if name in record.values:
                cells.append(record.values[name])
            elif wanted.made(name, list(record.values)):
                parts = wanted.parts[name]
                cells.append([number(part, type, record.values[part], record, wanted.missing) for part in parts])
            else:
                lacking = wanted.lacking(list(record.values), record.place)
                assert lacking is not None
                raise lacking
        columns[name] = column(name, type, cells, records, wanted)
    groups = tuple(tuple(record.values.get(name) for name in wanted.groups) for record in records)
    places = tuple(record.place for record in records)
    return Records(columns, {}, {}, "", records[0].place, places=places, groups=groups if wanted.groups else ())


def column(name: str, type: Tensor, cells: Sequence[Any], records: Sequence[Record], wanted: Wanted) -> np.ndarray:
    """A column's cells in the form that the run's source gave them in."""
    missing = wanted.missing
    if type.kind == "text" and not type.shape:
        texts = as_objects([text(name, cell, record, missing) for cell, record in zip(cells, records, strict=True)])
        if name in wanted.categories:
            verify_known(name, texts, wanted.categories[name], records)
        return texts
    if is_image(type):
        found = [picture(name, type, cell, record, wanted) for cell, record in zip(cells, records, strict=True)]
        verify_one_size(name, found, records)
        return np.stack(found)
    if name == wanted.sound:
        heard = [sound(name, type, cell, record, wanted) for cell, record in zip(cells, records, strict=True)]
        return as_objects(heard) if type.shape is None else np.stack(heard)
    if type.class_names and not type.shape:
        index = {title: i for i, title in enumerate(type.class_names)}
        cells = [index.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]
    array = plain(type, cells)
    if array is None:
        values = [numbers(name, type, cell, record, missing) for cell, record in zip(cells, records, strict=True)]
        if type.shape is None and any(isinstance(value, list) for value in values):
            return lists(name, type, values, records)
        try:
            array = np.array(values, dtype=np.float64)
        except ValueError:
            raise RunError(f"the records hold lists of different lengths in `{name}`", place=records[0].place) from None
    whole = type.kind in ("int", "class", "bool") and bool(np.isfinite(array).all() and (array == array.round()).all())
    return array.astype(np.int64) if whole else array


def lists(name: str, type: Tensor, values: Sequence[Any], records: Sequence[Record]) -> np.ndarray:
    """Examples that may differ in length, as objects."""
    found = []
    for value, record in zip(values, records, strict=True):
        try:
            array = np.array(value, np.int64 if type.kind in ("int", "class") else np.float64)
        except ValueError:
            array = np.zeros(())
        if not array.ndim:
            reason = f"`{name}` is one value, or lists of different lengths in one another, where others are a list"
            raise RunError(reason, place=record.place, help="give a list of numbers")
        found.append(array)
    return as_objects(found)


def plain(type: Tensor, cells: Sequence[Any]) -> np.ndarray | None:
    """Cells that are all numbers, at once; None where one of them needs to be looked at."""
    if type.shape != () or any(isinstance(cell, str) and "_" in cell for cell in cells):
        return None
    try:
        array = np.fromiter(map(float, cells), np.float64, len(cells))
    except (TypeError, ValueError):
        return None
    if np.isinf(array).any() or not (type.kind == "real" or bool((array == array.round()).all())):
        return None
    return array


def verify_known(name: str, texts: np.ndarray, known: Sequence[str], records: Sequence[Record]) -> None:
    """Raise `RunError` for the first text that the training split did not hold."""
    held = set(known)
    for cell, record in zip(texts, records, strict=True):
        if cell and cell not in held:
            close = get_close_matches(cell, known, 1)
            listed = ", ".join(known[:10]) + (", ..." if len(known) > 10 else "")
            help = f"did you mean `{close[0]}`?" if close else f"it held {listed}"
            raise RunError(
                f"`{name}` is `{cell}`, which no training example was, so the model knows nothing of it",
                place=record.place,
                help=f"{help}; --on-error skip leaves such records out",
            )


def verify_one_size(name: str, pictures: Sequence[np.ndarray], records: Sequence[Record]) -> None:
    for found, record in zip(pictures, records, strict=True):
        if found.shape != pictures[0].shape:
            size, first = (f"{one.shape[1]} x {one.shape[0]}" for one in (found, pictures[0]))
            reason = f"`{name}` is {size} pixels where the first is {first}"
            raise RunError(reason, place=record.place, help="bring the images to one size")
