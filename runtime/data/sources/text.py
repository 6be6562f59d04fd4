"""One long text, whose rows are its characters, or stretches of some words."""

from typing import Any

import numpy as np

from compiler.schemas import texts
from compiler.schemas.errors import BadFile
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, join_splits, locate_splits
from runtime.data.table import Table, as_objects


def load(arguments: dict[str, Any], find: Find) -> Table:
    """`characters`, indices into the training text's characters in the order of their code points; or `text`."""
    if arguments["rows"] == "stretches":
        return stretches(arguments, find)
    with as_run_errors():
        read = {
            split: [(file.place, codes(texts.text(file, arguments["encoding"]))) for file in files]
            for split, files in locate_splits(arguments, find).items()
        }
        known = np.unique(np.concatenate([np.unique(points) for _, points in read["train"]]))
        small = np.uint8 if len(known) <= 2**8 else np.uint16 if len(known) <= 2**16 else np.int32
        parts: dict[str, list[Part]] = {}
        for split, several in read.items():
            parts[split] = []
            for place, points in several:
                index = np.minimum(np.searchsorted(known, points), len(known) - 1).astype(small)
                other = known[index] != points
                if other.any():
                    row = int(other.argmax())
                    reason = f"the character {chr(points[row])!r} does not occur in the training text"
                    help = "put the text into the training text, or leave the character out"
                    raise BadFile(reason, place=f"{place} (character {row + 1:,})", help=help)
                parts[split].append(Part(place, {"characters": index}))
        return join_splits(parts, arguments["names"], {"characters": tuple(map(chr, known.tolist()))})


def stretches(arguments: dict[str, Any], find: Find) -> Table:
    """`text`, some words of the text in each row; together they are the text."""
    parts: dict[str, list[Part]] = {}
    with as_run_errors():
        for split, files in locate_splits(arguments, find).items():
            parts[split] = []
            for file in files:
                pieces, lines = texts.stretches(texts.text(file, arguments["encoding"]))
                parts[split].append(Part(file.place, {"text": as_objects(pieces)}, lines))
        return join_splits(parts, arguments["names"])


def codes(text: str) -> Any:
    """The code points of a text, uint32."""
    return np.frombuffer(text.encode("utf-32-le"), "<u4")
