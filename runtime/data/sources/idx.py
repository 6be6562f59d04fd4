"""Images and labels in MNIST's format."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from compiler.schemas import idx
from runtime.data.sources.faults import as_run_errors
from runtime.data.table import Table, fingerprint


def load(arguments: dict[str, Any], find: Callable[[str], Path]) -> Table:
    """`pixels` uint8 [rows, height, width, 1], `labels` uint8 [rows]; the training rows come first."""
    folder = str(find(arguments["path"]))
    with as_run_errors():
        found = idx.pairs(folder)
        files = [file for item in found.values() for file in ((item.images, 3), (item.labels, 1))]
        # zlib lets go of the interpreter while it works.
        with ThreadPoolExecutor() as pool:
            read = list(pool.map(lambda file: idx.read(*file), files))
    parts = [np.frombuffer(data, np.uint8).reshape(sizes) for data, sizes in read]
    columns = {"pixels": np.concatenate(parts[0::2])[..., None], "labels": np.concatenate(parts[1::2])}
    ends = np.cumsum([item.rows for item in found.values()])
    splits = {name: np.arange(end - item.rows, end) for (name, item), end in zip(found.items(), ends, strict=True)}
    return Table(columns, splits, {}, fingerprint(columns), folder)
