"""What the data stages hand to one another: a source's `Table`, and the `Dataset` that a run trains on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from compiler.descriptor import ArrayType
from compiler.schemas.provenance import Origins
from runtime.data.windows import Windows, take_examples
from runtime.errors import RunError

Arrays = dict[str, np.ndarray]


def as_objects(values: Sequence[Any]) -> np.ndarray:
    """Texts, or examples that may differ in length, as an array of objects, [values]."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


@dataclass(frozen=True)
class Table:
    """A source's columns, each an array with the rows first.

    Whole numbers may be in any integer type, real ones are float32 or float64 with NaN where missing, texts are
    objects.  `splits` holds the row indices of the source's own splits, {} where it has none; `class_names` the names
    of the classes of columns of class indices; `origin` the file or folder, `origins` which file each row comes from;
    `notes` what the report states of the reading; `unread` why other columns could not be read, which is raised where
    one is wanted.
    """

    columns: Arrays
    splits: Arrays
    class_names: dict[str, tuple[str, ...]]
    fingerprint: str
    origin: str
    origins: Origins | None = None
    notes: tuple[str, ...] = ()
    unread: Mapping[str, RunError] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))

    def place(self, row: int) -> str:
        """Where a row of the table stands: the file's line where the source has lines."""
        return f"{self.origin} (record {row + 1:,})" if self.origins is None else self.origins.place(row)


@dataclass(frozen=True)
class Dataset:
    """The fields of a data set, all rows, and who may see which.

    Real fields are float32, whole numbers and classes int32, decisions bool, texts objects.  Every row is in exactly
    one of `splits`, whose indices ascend, but for parts of the training split under names of their own.  `types`
    describes each field, with what only the data could tell filled in; `fitted` is
    what was learned from the training split (JSON), `facts` what a reader wants to know of it, by the same keys;
    `notes` what the report states.  With `windows`, an example is a stretch of rows, and `splits` hold the rows where
    examples begin.  `place_of` says where a row stands in its source.
    """

    name: str
    fields: Arrays
    splits: Arrays
    types: dict[str, ArrayType]
    fingerprint: str
    fitted: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    windows: Windows = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    place_of: Callable[[int], str] | None = None

    def place(self, row: int) -> str:
        """Where an example stands: the file's line or record."""
        return f"record {row + 1:,} of `{self.name}`" if self.place_of is None else self.place_of(row)

    def learned(self, name: str) -> Mapping[str, Any]:
        """What a field's own feature learned, as JSON; {} where nothing is fitted."""
        found: Mapping[str, Any] = self.fitted.get(f"{self.name}.{name}", {})
        return found

    def values(self, name: str, rows: np.ndarray) -> np.ndarray:
        """A field of some examples."""
        found: np.ndarray = take_examples(self.fields, rows, self.windows, (name,))[name]
        return found

    def example(self, name: str, row: int) -> np.ndarray:
        """A field of one example, without what fills it up to the longest."""
        from runtime.data.padding import length_of

        value: np.ndarray = self.values(name, np.array([row]))[0]
        length = length_of(name)
        return value[: int(self.fields[length][row])] if length in self.fields else value


def fingerprint(columns: Mapping[str, np.ndarray]) -> str:
    """SHA-256 over the names, types, shapes and contents of the columns."""
    import hashlib

    digest = hashlib.sha256()
    for name, column in columns.items():
        digest.update(f"{name} {column.dtype.str} {column.shape}\n".encode())
        if column.dtype == object:
            flat = column.ravel()
            try:
                # JSON may hold halves of surrogate pairs.
                digest.update("\0".join(flat).encode(errors="surrogatepass"))
            except TypeError:
                for entry in flat:
                    digest.update(f"{entry.shape}\n".encode() + np.ascontiguousarray(entry).tobytes())
        else:
            digest.update(np.ascontiguousarray(column).data)
    return digest.hexdigest()
