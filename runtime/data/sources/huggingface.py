"""Data sets that Hugging Face's `datasets` saved on disk."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from compiler.schemas import huggingface, pictures
from compiler.schemas.columnar import Column
from compiler.schemas.errors import BadFile
from compiler.schemas.huggingface import Saved
from compiler.schemas.pictures import Picture
from compiler.schemas.tables import identifier
from runtime.data.sources.arrow import read
from runtime.data.sources.arrow_columns import array
from runtime.data.sources.faults import as_run_errors, each
from runtime.data.sources.images import array_type, decode_picture
from runtime.data.sources.joining import Find, Part, join_splits
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """The features by their names; classes as indices into their names, pictures as uint8 [rows, h, w, 1 or 3]."""
    folder = str(find(arguments["path"]))
    with as_run_errors():
        parts: dict[str, list[Part]] = {}
        names: dict[str, tuple[str, ...]] = {}
        notes: dict[str, str] = {}
        for split, saved in huggingface.saved_splits(folder).items():
            parts[split] = [part_of(file, saved, notes) for file in saved.files]
            for name, feature in saved.features.items():
                type, _ = huggingface.type_of(feature)
                if type is not None and type.class_names:
                    names[identifier(name)] = type.class_names
        return join_splits(parts, None, names, tuple(notes.values()))


def part_of(file: str, saved: Saved, notes: dict[str, str]) -> Part:
    _, table = read(file)
    columns: dict[str, Callable[[], np.ndarray]] = {}
    for name, feature in saved.features.items():
        type, why = huggingface.type_of(feature)
        if type is None:
            notes[name] = f"The feature `{name}` is left out: it {why}."
        elif name not in table.column_names:
            raise BadFile(f"the feature `{name}` is not in the file", place=file, help="save the data set again")
        elif feature.get("_type") == huggingface.PICTURE:
            columns[identifier(name)] = partial(images, table.column(name), file)
        else:
            columns[identifier(name)] = partial(numbers, table.column(name), Column(name, type), file)
    if not columns:
        raise BadFile("no feature can be used", place=file, help="; ".join(notes.values()))
    found, faults = each(columns, lambda name: columns[name]())
    return Part(file, found, faults=faults)


def numbers(column: Any, described: Column, file: str) -> np.ndarray:
    """A column that holds no pictures; classes are within their number."""
    values = array(column, described, file)
    assert described.type is not None
    verify_classes(values, described.type.classes, described.name, file)
    return values


def verify_classes(values: np.ndarray, classes: Any, name: str, file: str) -> None:
    if not isinstance(classes, int):
        return
    outside = (values < 0) | (values >= classes)
    if outside.any():
        row = int(outside.argmax())
        reason = f"the label {values[row]:g} of `{name}` is none of its {classes} classes"
        raise BadFile(reason, place=f"{file} (record {row + 1:,})", help="-1 means no label: leave such rows out")


def images(values: Any, file: str) -> np.ndarray:
    """The pictures, whose bytes the data set holds."""
    contents: list[bytes] = [(value or {}).get("bytes") or b"" for value in values.to_pylist()]
    lacking = next((row for row, content in enumerate(contents) if not content), None)
    if lacking is not None:
        help = "save the data set with its pictures: dataset.cast_column(name, Image()) reads them in"
        raise BadFile("there is no picture in the file", place=f"{file} (record {lacking + 1:,})", help=help)
    first: Picture = pictures.picture(contents[0], f"{file} (record 1)")
    shape = (len(contents), first.height, first.width, first.channels)
    room = int(np.prod(shape, dtype=float)) * first.bits // 8
    verify_room(room, f"{len(contents):,} pictures", file, "use fewer of them")
    found = np.empty(shape, array_type(first))
    for row, content in enumerate(contents):
        found[row] = decode_picture(content, f"{file} (record {row + 1:,})", first, False, False)
    return found
