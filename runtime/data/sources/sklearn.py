"""scikit-learn's embedded data sets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from compiler.vocabulary.sources.sklearn_schemas import EMBEDDED
from runtime.data.table import Table, fingerprint


def load(arguments: dict[str, Any], find: Callable[[str], Path]) -> Table:
    """`features`, `target`, each feature by its own name, and the images of `digits`."""
    from sklearn import datasets

    name = arguments["dataset"]
    embedded = EMBEDDED[name]
    bunch = getattr(datasets, f"load_{name}")()
    columns = {"features": bunch.data, "target": bunch.target}
    columns |= {feature: bunch.data[:, i] for i, feature in enumerate(embedded.features)}
    if embedded.image is not None:
        columns["images"] = bunch.images.astype("int64").reshape(-1, *embedded.image)
    names = {"target": embedded.classes} if embedded.classes else {}
    return Table(columns, {}, names, fingerprint(columns), f"scikit-learn's {name}")
