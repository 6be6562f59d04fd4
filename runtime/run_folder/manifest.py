"""What a run writes so that it can be loaded: what its program was compiled from, and what it learned of its data.

`run.json` is written when the run begins, `data.json` once the data are there, `predictions.npz` and `seen.npz` at the
end.  `runtime/again/open_run.py` reads them; nothing in them is ever executed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from compiler.types import Tensor
from compiler.types.dimensions import sized
from compiler.version import VERSION as COMPILER
from compiler.vocabulary.base import Schema
from runtime.run_folder import storage

if TYPE_CHECKING:
    from compiler import ir
    from runtime.data.table import Dataset
    from runtime.device.placement import Placed
    from runtime.evaluate.results import EvaluationResult
    from runtime.run_folder.folder import Options

RUN, DATA, PREDICTIONS, SEEN = "run.json", "data.json", "predictions.npz", "seen.npz"
VERSION = 1
MOST_KEPT = 200 * 2**20
PICTURE = 3  # axes; of numbers in tables the range is what was seen, of pictures what their files can hold
TYPE_FORM = {
    "shape": (list, type(None)),
    "kind": str,
    "meaning": str,
    "classes": (int, str, type(None)),
    "class_names": [str],
}
RUN_FORM: dict[str, Any] = {
    "version": int,
    "spec": str,
    "compiler": str,
    "imports": {str: str},
    "hypers": {str: object},
    "schemas": {str: {"columns": {str: TYPE_FORM}, "splits": [str], "parts": {str: [str]}}},
    "options": {"data": (str, type(None)), "spec_folder": str, "quick": bool, "epochs": (int, type(None))},
}
DATA_FORM = {
    str: {
        "fingerprint": str,
        "rows": int,
        "splits": {str: int},
        "types": {
            str: {
                "kind": str,
                "classes": (int, str, type(None)),
                "class_names": [str],
                "range": (list, type(None)),
            }
        },
        "fitted": {str: {str: object}},
        "facts": {str: {str: object}},
    }
}


@dataclass(frozen=True)
class Kept:
    """What a run's program was compiled from, and how the run was asked for.

    Attributes:
        spec: the spec file's own name.
        compiler: dlc's version.
        imports: the files in the run folder that hold what the spec imports, by their paths as seen from the spec.
        hypers: the hyper-parameters' values, those set on the command line among them.
        schemas: of each data set's source the columns that its fields read, and its own splits.
        data, spec_folder: where the data were looked for, as typed.
        began: the folder in which they were typed; "" where an earlier dlc did not keep it.
        quick, epochs: the run's options.
    """

    spec: str
    compiler: str
    imports: Mapping[str, str] = field(default_factory=dict)
    hypers: Mapping[str, Any] = field(default_factory=dict)
    schemas: Mapping[str, Schema] = field(default_factory=dict)
    data: str | None = None
    spec_folder: str = ""
    quick: bool = False
    epochs: int | None = None
    began: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "version": VERSION,
            "spec": self.spec,
            "compiler": self.compiler,
            "imports": dict(self.imports),
            "hypers": dict(self.hypers),
            "schemas": {
                name: {
                    "columns": {key: type_json(type) for key, type in schema.columns.items()},
                    "splits": list(schema.splits),
                    "parts": {key: list(names) for key, names in schema.parts.items()},
                    "ranges": {key: list(ends) for key, ends in schema.ranges.items()},
                }
                for name, schema in self.schemas.items()
            },
            "options": {
                "data": self.data,
                "spec_folder": self.spec_folder,
                "quick": self.quick,
                "epochs": self.epochs,
                "began": self.began,
            },
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Kept":
        """What `to_json` gave; the value has been verified against `RUN_FORM`."""
        schemas = {
            name: Schema(
                {key: type_of(type) for key, type in entry["columns"].items()},
                tuple(entry["splits"]),
                parts={key: tuple(names) for key, names in entry["parts"].items()},
                ranges=ranges_of(entry.get("ranges")),
            )
            for name, entry in value["schemas"].items()
        }
        hypers = {name: as_tuples(entry) for name, entry in value["hypers"].items()}
        options = {key: value["options"][key] for key in RUN_FORM["options"]}
        began = value["options"].get("began")
        options["began"] = began if isinstance(began, str) else ""
        return cls(value["spec"], value["compiler"], value["imports"], hypers, schemas, **options)


def ranges_of(value: Any) -> dict[str, tuple[float, float]]:
    """The columns' least and largest values; an earlier dlc kept none."""
    entries = value.items() if isinstance(value, dict) else ()
    return {key: (ends[0], ends[1]) for key, ends in entries if is_plain(as_tuples(ends)) and len(ends) == 2}


def as_tuples(value: Any) -> Any:
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


def type_json(type: Tensor) -> dict[str, Any]:
    """A column's type; a size that is known by name only is that name."""
    return {
        "shape": None if type.shape is None else [size if isinstance(size, int) else str(size) for size in type.shape],
        "kind": type.kind,
        "meaning": type.meaning,
        "classes": type.classes if isinstance(type.classes, int | None) else str(type.classes),
        "class_names": list(type.class_names),
    }


def type_of(value: Mapping[str, Any]) -> Tensor:
    """The type that `type_json` gave."""

    def size(found: Any) -> Any:
        return sized(found) if isinstance(found, str) else found

    shape = None if value["shape"] is None else tuple(map(size, value["shape"]))
    return Tensor(shape, value["kind"], value["meaning"], size(value["classes"]), tuple(value["class_names"]))


def kept_of(experiment: "ir.Experiment", imports: Mapping[str, str], options: "Options") -> Kept:
    """What a run of an experiment keeps; `imports` as in `Kept`."""
    return Kept(
        spec=Path(experiment.source.path).name,
        compiler=COMPILER,
        imports=imports,
        hypers={name: value for name, value in experiment.hypers if is_plain(value)},
        schemas={data.name: schema_of(data) for data in experiment.data},
        data=None if options.data is None else str(options.data),
        spec_folder=str(options.spec_folder),
        quick=options.quick,
        epochs=options.epochs,
        began=str(Path.cwd()),
    )


def is_plain(value: object) -> bool:
    """Whether JSON can hold it; a word (a schedule) is written in the spec only."""
    if isinstance(value, tuple):
        return all(map(is_plain, value))
    return value is None or isinstance(value, bool | int | float | str)


def schema_of(data: "ir.DataSet") -> Schema:
    """The columns that a data set's fields and splits read, as far as they were known to the check."""
    from compiler import ir

    read = ir.walk(*(field.value for field in data.fields))
    columns = {value.name: value.type for value in read if isinstance(value, ir.Column)}
    by = [name for split in data.splits for name in (split.by, split.order, split.stratify, split.on) if name]
    fields = {field.name for field in data.fields}
    columns |= {name: Tensor(None) for name in by if name not in {"time", *fields, *columns}}
    unread = data.source.schema(lambda path: None)  # what the source says without its files
    parts = unread.parts if unread is not None else {}
    return Schema(
        columns,
        data.own_splits,
        parts={key: names for key, names in parts.items() if key in columns},
        ranges={key: ends for key, ends in data.ranges.items() if key in columns and columns[key].rank == PICTURE},
    )


def write_data(folder: Path, datasets: "Iterable[Dataset]") -> None:
    """Write data.json: what the data told and what was fitted on them."""
    storage.write_json(
        folder,
        DATA,
        {
            dataset.name: {
                "fingerprint": dataset.fingerprint,
                "rows": sum(map(len, dataset.splits.values())),
                "splits": {name: len(rows) for name, rows in dataset.splits.items()},
                "types": {
                    name: {
                        "kind": type.kind,
                        "shape": list(type.sizes),
                        "classes": type.classes,
                        "class_names": list(type.class_names),
                        "range": span_of(dataset.fields[name][dataset.splits["train"]]),
                    }
                    for name, type in dataset.types.items()
                },
                "fitted": dataset.fitted,
                "facts": dataset.facts,
            }
            for dataset in datasets
        },
    )


def span_of(values: np.ndarray) -> list[float] | None:
    """The least and the largest number among the training examples; None where they are no numbers."""
    if values.dtype.kind not in "fi" or not values.size:
        return None
    return [float(values.min()), float(values.max())]


def write_results(
    folder: Path, evaluations: "Sequence[EvaluationResult]", placed: "Mapping[str, Placed]", most: int = MOST_KEPT
) -> None:
    """Write predictions.npz, what was predicted of each example and its label, and seen.npz, the training examples.

    Examples are told by their fingerprints.  Of a measure of more than `most` bytes nothing is kept.
    """
    from runtime.data.leakage import fingerprints

    arrays: dict[str, np.ndarray] = {}
    for number, evaluation in enumerate(evaluations):
        dataset = placed[evaluation.evaluation.data].dataset
        arrays[f"{number}/examples"] = fingerprints(dataset, evaluation.row_numbers)
        arrays[f"{number}/rows"] = evaluation.row_numbers
        for place, item in enumerate(evaluation.items):
            if item.result is not None and sum(array.nbytes for array in item.arrays) <= most:
                arrays |= {f"{number}/{place}/{k}": array for k, array in enumerate(item.arrays)}
    storage.write_arrays(folder, PREDICTIONS, arrays)
    trained = {name: fingerprints(data.dataset, data.dataset.splits["train"]) for name, data in placed.items()}
    storage.write_arrays(folder, SEEN, trained)
