"""A data set's fields as a model takes them."""

import sys
from collections.abc import Mapping

import numpy as np

Fields = dict[str, np.ndarray]


def gather(arrays: Mapping[str, np.ndarray], rows: np.ndarray) -> Fields:
    """Some rows of every array."""
    return {name: values[rows] for name, values in arrays.items()}


def padded(fields: Mapping[str, np.ndarray], longest: Mapping[str, int]) -> Fields:
    """The fields whose examples differ in length, filled up to the longest there may be; the lengths beside them.

    An example is filled up with its own last value, so that padding holds nothing that the example does not.
    """
    found = dict(fields)
    for name, most in longest.items():
        lengths = np.array([len(example) for example in fields[name]])
        if not 0 < lengths.min() <= lengths.max() <= most:
            sys.exit(f"an example of `{name}` is empty, or longer than {most}")
        places = np.minimum(np.arange(most), lengths[:, None] - 1)
        found[name] = np.stack([example[row] for example, row in zip(fields[name], places, strict=True)])
        found[f"{name}.length"] = lengths
    return found


def cast(fields: Mapping[str, np.ndarray], types: Mapping[str, type]) -> Fields:
    """The fields in the number types of the model; classes that are texts are numbered in alphabetical order."""
    found = {}
    for name, type in types.items():
        values = np.asarray(fields[name])
        if values.dtype.kind in "OU":
            values = np.unique(values.astype(str), return_inverse=True)[1].reshape(values.shape)
        if not np.isfinite(values).all():
            sys.exit(f"a value of `{name}` is missing or infinite: fill the gaps first, fill_missing({name})")
        found[name] = values.astype(type)
    return found
