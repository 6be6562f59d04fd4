"""Examples that are stretches of rows: where they may begin, and their values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from runtime.errors import RunError

Windows = Mapping[str, tuple[int, int]]
"""By field, the first row of its window and the one after its last, counted from the example's start."""


def reach(windows: Windows) -> int:
    """How many rows an example is made of, from its start to the end of its last window; 1 without windows."""
    return max((last for _, last in windows.values()), default=1)


def take_examples(
    data: Mapping[str, Any], rows: Any, windows: Windows, names: Iterable[str] | None = None
) -> dict[str, Any]:
    """The fields of the examples that begin at `rows`, from NumPy or JAX arrays: all that `data` holds, or `names`."""

    def values(name: str) -> Any:
        if name not in windows:
            return data[name][rows]
        return data[name][rows[:, None] + np.arange(*windows[name])]

    return {name: values(name) for name in (data if names is None else names)}


def laid_out(data: Mapping[str, np.ndarray], rows: np.ndarray, windows: Windows) -> tuple[dict[str, Any], np.ndarray]:
    """(data, rows into it) with the rows of these examples only, one example's after another's."""
    length = reach(windows)
    stretches = (rows[:, None] + np.arange(length)).reshape(-1) if windows else rows
    return {name: values[stretches] for name, values in data.items()}, np.arange(len(rows), dtype=np.int32) * length


def end_to_end(
    values: Mapping[str, np.ndarray], windows: Windows, place: Callable[[int], str]
) -> tuple[dict[str, np.ndarray], np.ndarray | None]:
    """Windowed fields whose rows differ in length, with the values of all rows one after another.

    With them, how many values each row has; None where a row is one value.  `place` says where a row stands.
    """
    uneven = [name for name in windows if values[name].dtype == object and isinstance(values[name][0], np.ndarray)]
    if not uneven:
        return dict(values), None
    lengths = {name: np.array([len(value) for value in values[name]]) for name in uneven}
    first = uneven[0]
    for name in windows:
        differing = lengths.get(name, np.ones(len(lengths[first]), int)) != lengths[first]
        if differing.any():
            reason = f"`{name}` and `{first}` have different numbers of values here, and windows begin at the same one"
            raise RunError(reason, place=place(int(differing.argmax())), help="make both of the same column and tokens")
    return {**values, **{name: np.concatenate(list(values[name])) for name in uneven}}, lengths[first]


def starts(
    splits: Mapping[str, np.ndarray],
    rows: int,
    windows: Windows,
    stride: int,
    bounds: Sequence[np.ndarray] = (),
    unit: str = "rows",
) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """Where the examples of each split begin, and what the report must state of it.

    An example belongs to a split that all of its rows are in; one whose rows are in several is left out.  Each of
    `bounds` is a value for each row that must not change within an example (a group, a file).  What messages call rows
    is `unit`.
    Raises `RunError`.
    """
    length = reach(windows)
    first = np.arange(0, rows - length + 1, stride)

    def whole(inside: np.ndarray) -> np.ndarray:
        """Whether all rows of each example but its first satisfy what is asked of neighbours."""
        before = np.concatenate([[0], np.cumsum(~inside)])
        return np.asarray(before[first + length - 1] == before[first])

    unbroken = np.ones(len(first), bool)
    for values in bounds:
        unbroken &= whole(values[1:] == values[:-1])
    found = {}
    for name, part in splits.items():
        owned = np.zeros(rows, bool)
        owned[part] = True
        found[name] = first[unbroken & owned[first] & whole(owned[1:])]
        if not len(found[name]):
            reason = f"no window of {length:,} {unit} fits into the split `{name}` of {len(part):,} {unit}"
            raise RunError(reason, help=f"bring more {unit}, ask for a larger part, or make the windows shorter")
    counted = ", ".join(f"`{name}` {len(part):,}" for name, part in found.items())
    dropped = len(first) - len(np.unique(np.concatenate(list(found.values()))))
    notes = [f"Examples are windows of {length:,} {unit} in a row: {counted}."]
    if dropped:
        border = "two splits or groups" if bounds else "two splits"
        notes.append(f"{dropped:,} windows that would reach over the border of {border} are left out.")
    return found, tuple(notes)
