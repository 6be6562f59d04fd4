"""Examples of different lengths: padded to one for the device, and taken apart again where they are judged.

An example is filled up with its own last place: padding then holds nothing that the example does not hold, so that no
infinity or NaN can arise in it alone and reach a gradient.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from compiler.descriptor import ReportItem
from runtime.errors import RunError


def length_of(field: str) -> str:
    """The name under which the lengths of a field's examples travel with it: int32 [rows]."""
    return f"{field}.length"


def padded(
    name: str, values: np.ndarray, bound: int, place: Callable[[int], str], least: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Examples, an object array of arrays [t, ...] or one array [rows, t, ...], as [rows, bound, ...]; their lengths.

    Raises:
        RunError: an example is shorter than `least` or longer than the bound; the message says where it stands.
    """
    examples = [np.asarray(value) for value in values]
    lengths = np.array([len(example) if example.ndim else 0 for example in examples], np.int32)
    for row in np.flatnonzero((lengths > bound) | (lengths < least))[:1]:
        if 0 < lengths[row] < least:
            reason = (
                f"the field `{name}` has an example of length {lengths[row]:,}, but at least {least} places are needed"
            )
            raise RunError(reason, place=place(int(row)), help="the spec cuts places off its ends: leave it out")
        if lengths[row]:
            reason = f"the field `{name}` has an example of {lengths[row]:,} places, but at most {bound:,} are declared"
            raise RunError(reason, place=place(int(row)), help=f"declare more, `[t <= {lengths.max()}]`, or cut it")
        what = "an empty example" if examples[row].ndim else "an example that is one value, and no list"
        raise RunError(f"the field `{name}` has {what}", place=place(int(row)), help="leave it out")
    full = np.empty((len(examples), bound, *examples[0].shape[1:]), np.result_type(*{e.dtype for e in examples}))
    for row, example in enumerate(examples):
        if example.shape[1:] != full.shape[2:]:
            reason = f"the field `{name}` has places of {example.shape[1:]} here, but of {full.shape[2:]} elsewhere"
            raise RunError(reason, place=place(row))
        full[row, : len(example)] = example
        full[row, len(example) :] = example[-1]
    return full, lengths


def verify_alike(fields: Mapping[str, str], arrays: Mapping[str, np.ndarray], place: Callable[[int], str]) -> None:
    """Raise where fields whose lengths have one name, `fields`, differ in the length of an example."""
    first: dict[str, str] = {}
    for name, size in fields.items():
        other = first.setdefault(size, name)
        wrong = np.flatnonzero(arrays[length_of(name)] != arrays[length_of(other)])
        if len(wrong):
            row = int(wrong[0])
            one, two = arrays[length_of(other)][row], arrays[length_of(name)][row]
            reason = f"`{size}` is {one} in `{other}`, but {two} in `{name}`"
            raise RunError(reason, place=place(row), help="fields that share the name of a length are equally long")


def places(item: ReportItem, arrays: tuple[np.ndarray, ...]) -> tuple[ReportItem, tuple[np.ndarray, ...]]:
    """A measure's entry and arrays with the true places of all examples in a row, in the place of examples."""
    if not item.ragged:
        return item, arrays
    *values, lengths = (np.asarray(array) for array in arrays)
    kept = np.arange(values[0].shape[1]) < lengths[:, None]
    inputs = tuple(replace(one, type=one.type.without_first_axis()) for one in item.inputs[:-1])
    return replace(item, inputs=inputs), tuple(value[kept] for value in values)
