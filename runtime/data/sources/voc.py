"""Pictures with boxes in the form of Pascal VOC."""

from typing import Any

import numpy as np

from compiler.schemas import pictures, voc
from compiler.schemas.collections import Item, read
from compiler.schemas.errors import BadFile
from compiler.schemas.provenance import Origins
from runtime.data.sources.collected import decode
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.images import pixels
from runtime.data.sources.joining import Find, class_indices, convert_cells, locate_folder, ranges
from runtime.data.table import Arrays, Table, fingerprint


def load(arguments: dict[str, Any], find: Find) -> Table:
    """`pixels` uint8 [rows, h, w, 1 or 3]; `boxes` float32 [k, 4], `labels` [k] and `difficult` [k] for each row."""
    with as_run_errors():
        found = voc.read_annotated(locate_folder(arguments, find))
        pairs = [pair for several in found.splits.values() for pair in several]
        notes = [Item(note.place, note) for note, _ in pairs]
        items = tuple(Item(picture.place, picture) for _, picture in pairs)
        read_notes: list[voc.Annotation] = [voc.Annotation(0, 0, ())] * len(pairs)

        def work(i: int, content: bytes) -> None:
            read_notes[i] = voc.annotation(content, notes[i].name)

        decode(notes, work)
        verify_sizes(items, read_notes, arguments["size"])
        train = len(found.splits["train"])
        names = tuple(sorted({box.label for note in read_notes[:train] for box in note.boxes}))
        columns: Arrays = {"pixels": pixels(items, arguments["size"], arguments["channels"])}
        for name in ("boxes", "labels", "difficult"):
            columns[name] = np.empty(len(pairs), dtype=object)
        for i, note in enumerate(read_notes):
            scale = np.array(edge_scales(note, arguments["size"]), np.float32)
            corners = np.array([box.corners for box in note.boxes], np.float32).reshape(-1, 4)
            columns["boxes"][i] = corners * scale
            labels = [box.label for box in note.boxes]
            columns["labels"][i] = class_indices(
                labels,
                names,
                "class",
                lambda row, i=i: f"{notes[i].name} (object {row + 1})",  # type: ignore[misc]
            )
            columns["difficult"][i] = np.array([box.difficult for box in note.boxes], bool)
        files = tuple((pair[1].member or pair[1].file).replace("\\", "/").rpartition("/")[2] for pair in pairs)
        columns["file"] = convert_cells(files, "text")
        splits = ranges({split: len(several) for split, several in found.splits.items()})
        origins = Origins(tuple((i, item.name) for i, item in enumerate(items)))
        return Table(columns, splits, {"labels": names}, fingerprint(columns), arguments["path"], origins)


def edge_scales(note: voc.Annotation, size: tuple[int, int] | None) -> tuple[float, float, float, float]:
    """How much larger each edge of a box becomes."""
    height, width = size or (note.height, note.width)
    return width / note.width, height / note.height, width / note.width, height / note.height


def verify_sizes(items: tuple[Item, ...], notes: list[voc.Annotation], size: Any) -> None:
    """Raise `BadFile` where the first picture is not of the size that its annotation states."""
    seen = pictures.picture(read(items[0].file), items[0].name)
    if (seen.width, seen.height) != (notes[0].width, notes[0].height):
        stated = f"{notes[0].width} x {notes[0].height}"
        reason = f"the picture is {seen.width} x {seen.height}, but its annotation says {stated}"
        raise BadFile(reason, place=items[0].name, help="take both from one release")
