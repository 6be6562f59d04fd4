"""The binary version of CIFAR-10 and CIFAR-100."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from compiler.schemas import cifar
from compiler.schemas.errors import BadFile
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find, Part, join_splits, locate_folder
from runtime.data.table import Table


def load(arguments: dict[str, Any], find: Find) -> Table:
    """`pixels` uint8 [rows, 32, 32, 3], and the labels, uint8."""
    with as_run_errors():
        found = cifar.batches(locate_folder(arguments, find))
        parts: dict[str, list[Part]] = {}
        for split, files in found.files.items():
            with ThreadPoolExecutor() as pool:
                contents = list(pool.map(lambda file: cifar.read(file, found.record), files))
            parts[split] = []
            for file, content in zip(files, contents, strict=True):
                records = np.frombuffer(content, np.uint8).reshape(-1, found.record)
                pixels = records[:, len(found.labels) :].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
                columns = {"pixels": np.ascontiguousarray(pixels)}
                for i, (name, classes) in enumerate(found.labels.items()):
                    columns[name] = np.ascontiguousarray(records[:, i])
                    beyond = columns[name] >= classes
                    if beyond.any():
                        row = int(beyond.argmax())
                        reason = f"the {name} {records[row, i]} is beyond the {classes} classes"
                        place = f"{file.place} (record {row + 1:,})"
                        raise BadFile(reason, place=place, help="fetch or copy the file again")
                parts[split].append(Part(file.place, columns))
        return join_splits(parts, None, found.names)
