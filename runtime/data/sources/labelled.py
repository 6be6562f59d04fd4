"""Lines of a label and a text."""

from typing import Any

from compiler.schemas import texts
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, class_indices, join_splits, locate_splits
from runtime.data.table import Table, as_objects


def load(arguments: dict[str, Any], find: Find) -> Table:
    """`label`, indices into the training examples' classes, and `text`."""
    with as_run_errors():
        read = {
            split: [
                (file.place, texts.read_labelled(file, arguments["separator"], arguments["encoding"])) for file in files
            ]
            for split, files in locate_splits(arguments, find).items()
        }
        names = texts.classes([label for _, found in read["train"] for label in found.labels])
        parts: dict[str, list[Part]] = {}
        for split, several in read.items():
            parts[split] = []
            for place, found in several:
                codes = class_indices(found.labels, names, "label", lambda row, p=place, f=found: f"{p}:{f.lines[row]}")  # type: ignore[misc]
                columns = {"label": codes, "text": as_objects(found.texts)}
                parts[split].append(Part(place, columns, found.lines))
        return join_splits(parts, arguments["names"], {"label": names})
