"""Where a data set lives while it is used: on the device as a whole, or on the host, gathered batch by batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from runtime.data.table import Dataset
from runtime.data.windows import laid_out, reach, take_examples


@dataclass(frozen=True)
class Placed:
    """A data set ready for the device.

    Attributes:
        dataset: the data set.
        fields: its fields that are numbers (texts never leave the host), rows first.
        resident: whether they live on the device.
    """

    dataset: Dataset
    fields: Mapping[str, np.ndarray]
    resident: bool

    @cached_property
    def on_device(self) -> dict[str, Any]:
        """The fields on the device; the first use copies them there."""
        import jax

        return dict(jax.device_put(dict(self.fields)))

    def shapes(self, rows: int) -> dict[str, Any]:
        """What a compiled function is told about the `data` it gets for `rows` rows."""
        count = rows * reach(self.dataset.windows)
        return {
            name: shape((len(values) if self.resident else count, *values.shape[1:]), values.dtype)
            for name, values in self.fields.items()
        }

    def batch(self, data: Mapping[str, Any], rows: Any) -> dict[str, Any]:
        """The examples of the data that `gather` or the device has, under `rows` into it."""
        return take_examples(data, rows, self.dataset.windows)

    def gather(self, rows: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
        """(data, rows into it) for these rows of the data set."""
        if self.resident:
            return self.on_device, rows.astype(np.int32)
        return laid_out(self.fields, rows, self.dataset.windows)


def shape(dimensions: tuple[int, ...], dtype: Any) -> Any:
    """An array's shape and type, without the array."""
    import jax

    make: Any = jax.ShapeDtypeStruct
    return make(dimensions, dtype)


def place(dataset: Dataset, memory: int) -> Placed:
    """The data set, on the device if it fits into `memory` bytes."""
    fields = {name: values for name, values in dataset.fields.items() if values.dtype.kind in "fiub"}
    return Placed(dataset, fields, sum(values.nbytes for values in fields.values()) <= memory)


def forward_batch(batch: int) -> int:
    """How many examples to evaluate at once where training holds `batch`: without gradients four times as many fit."""
    return max(batch, min(1000, 4 * batch))
