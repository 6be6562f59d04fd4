"""Examples that are stretches of rows: where they may begin, and their values."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from runtime.errors import RunError

if TYPE_CHECKING:
    import numpy as np

Windows = Mapping[str, tuple[int, int]]
"""By field, the first row of its window and the one after its last, counted from the example's start."""


def reach(windows: Windows) -> int:
    """How many rows an example is made of, from its start to the end of its last window; 1 without windows."""
    return max((last for _, last in windows.values()), default=1)


def taken(data: Mapping[str, Any], rows: Any, windows: Windows, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The fields of the examples that begin at `rows`, from NumPy or JAX arrays: all that `data` holds, or `names`."""
    import numpy as np

    def values(name: str) -> Any:
        if name not in windows:
            return data[name][rows]
        return data[name][rows[:, None] + np.arange(*windows[name])]

    return {name: values(name) for name in (data if names is None else names)}


def laid_out(
    data: "Mapping[str, np.ndarray]", rows: "np.ndarray", windows: Windows
) -> "tuple[dict[str, Any], np.ndarray]":
    """(data, rows into it) with the rows of these examples only, one example's after another's."""
    import numpy as np

    length = reach(windows)
    stretches = (rows[:, None] + np.arange(length)).reshape(-1) if windows else rows
    return {name: values[stretches] for name, values in data.items()}, np.arange(len(rows), dtype=np.int32) * length


def starts(
    splits: "Mapping[str, np.ndarray]", rows: int, windows: Windows, stride: int, bounds: "np.ndarray | None" = None
) -> "tuple[dict[str, np.ndarray], tuple[str, ...]]":
    """Where the examples of each split begin, and what the report must state of it.

    An example belongs to a split that all of its rows are in; one whose rows are in several is left out.  `bounds` is a
    value for each row that must not change within an example (a group, a file).  Raises `RunError`.
    """
    import numpy as np

    length = reach(windows)
    owner = np.full(rows, -1)
    for number, part in enumerate(splits.values()):
        owner[part] = number
    changes = owner[1:] != owner[:-1]
    if bounds is not None:
        changes |= bounds[1:] != bounds[:-1]
    first = np.arange(0, rows - length + 1, stride)
    # How many changes lie before a row: as many before an example's last row as before its first.
    before = np.concatenate([[0], np.cumsum(changes)])
    whole = before[first + length - 1] == before[first] if len(first) else np.zeros(0, bool)
    found = {name: first[whole & (owner[first] == number)].astype(np.int64) for number, name in enumerate(splits)}
    for name, part in found.items():
        if not len(part):
            reason = f"no window of {length:,} rows fits into the split `{name}` of {len(splits[name]):,} rows"
            raise RunError(reason, help="bring more rows, ask for a larger part, or make the windows shorter")
    counted = ", ".join(f"`{name}` {len(part):,}" for name, part in found.items())
    dropped = len(first) - int(whole.sum())
    notes = [f"Examples are windows of {length:,} rows in a row: {counted}."]
    if dropped:
        border = "two splits" if bounds is None else "two splits or groups"
        notes.append(f"{dropped:,} windows that would reach over the border of {border} are left out.")
    return found, tuple(notes)
