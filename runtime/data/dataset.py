"""From a data set's description to its fields: load the source, split it, fit on the training split, apply to all."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runtime.data import cast as fields
from runtime.data.features import AtRow, Fit, NotLearned
from runtime.data.leakage import duplicates
from runtime.data.padding import length_of, padded, verify_alike
from runtime.data.sizes import with_sizes
from runtime.data.split import Plan, split
from runtime.data.table import Arrays, Dataset, Table
from runtime.data.windows import Windows, end_to_end, starts
from runtime.errors import RunError

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1024
"""How many rows the fields are computed for at a time: intermediate values stay in the processor's cache."""


def prepare(description: dict[str, Any], find: Callable[[str], Path]) -> Dataset:
    """The data set that an entry of EXPERIMENT["data"] describes.  Raises `RunError`.

    `find` gives the path of a source's file or folder, or raises `RunError` naming the places searched.
    """
    return dataset_of(description, load(description["source"], description["arguments"], find))


def dataset_of(description: dict[str, Any], table: Table, fit: Fit | None = None, own: bool = True) -> Dataset:
    """The data set that a table comes to.

    `fit` is what was learned before, where nothing is to be learned anew; `own` says whether it was from this table.
    """
    import numpy as np

    function, types = description["columns"], description["fields"]
    windows: Windows = description.get("windows", {})
    plans = [plan(rule, description, table) for rule in description["splits"]]
    unit = "rows" if windows else "examples"
    splits, notes = split(table.rows, table.splits, *(plans or [plan({"parts": {}}, description, table)]), unit=unit)
    fit = fit or learned(function, table, splits["train"])
    ragged = description.get("ragged", {})
    arrays, types, rows = computed(function, table, fit, types, windows, ragged, description.get("shortest"))
    trained = f"{len(splits['train']):,} training {unit}"
    if windows:
        bounds = [one.groups[rows] for one in plans if one.groups is not None]
        if len(rows) != table.rows:
            unit = "tokens"
            notes = (
                *notes,
                f"The {table.rows:,} rows hold {len(rows):,} tokens; windows are over all of them in a row.",
            )
            splits = {name: np.flatnonzero(np.isin(rows, part)) for name, part in splits.items()}
        splits, windowed = starts(splits, len(rows), windows, description["stride"], bounds, unit)
        notes = (*notes, *windowed)
    if fit.state and own:
        features = ", ".join(f"`{key}`" for key in fit.state)
        notes = (
            *notes,
            f"What is fitted ({features}) was fitted on the {trained} only.",
        )
    notes = (
        *table.notes,
        *notes,
        *(f"`{key}`: {number:,} {what}." for (key, what), number in sorted(fit.counted.items())),
    )
    types = with_sizes(description.get("sizes", {}), types, fit.facts, arrays)
    fitted, fingerprint = fit.to_json(), table.fingerprint

    place = partial(place_of, table, rows)
    found = Dataset(description["name"], arrays, splits, types, fingerprint, fitted, notes, windows, fit.facts, place)
    inside = {name for one in plans for name in one.within}
    same = duplicates(found, description.get("inputs", ()), [name for name in splits if name not in {"train", *inside}])
    return replace(found, notes=(*notes, *same))


def load(source: str, arguments: Mapping[str, Any], find: Callable[[str], Path]) -> Table:
    """A source's table; what of its arguments is not given has the value that its declaration states."""
    from compiler.vocabulary.base import WORDS

    config = WORDS["source"][source](**arguments).config()
    table: Table = importlib.import_module(f"runtime.data.sources.{source}").load(config, find)
    return table


class Columns(Mapping[str, "np.ndarray"]):
    """Some rows of a table, column by column as the program asks for them.

    Small integers are widened to 32 bits, so that arithmetic in the spec cannot overflow where it would not on paper.
    """

    def __init__(self, table: Table, rows: "slice | np.ndarray") -> None:
        self.table, self.rows = table, rows

    def __getitem__(self, name: str) -> "np.ndarray":
        import numpy as np

        if name not in self.table.columns:
            raise without_column(name, self.table)
        column = self.table.columns[name][self.rows]
        return column.astype(np.int32) if column.dtype.kind in "ui" and column.dtype.itemsize < 4 else column

    def __iter__(self) -> Iterator[str]:
        return iter(self.table.columns)

    def __len__(self) -> int:
        return len(self.table.columns)


def without_column(name: str, table: Table) -> RunError:
    """What is said of a column that the table does not have, or that could not be read."""
    from difflib import get_close_matches

    if name in table.unread:
        return table.unread[name]
    names = list(table.columns)
    close = get_close_matches(name, names, 1)
    known = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    help = f"did you mean `{close[0]}`?" if close else f"the columns are {known}"
    return RunError(f"the source has no column `{name}`", place=table.origin, help=help)


def plan(rule: dict[str, Any], description: dict[str, Any], table: Table) -> Plan:
    """How one `split` splits, with the values of the columns that it goes by."""
    by, order, stratify, on = (rule.get(key) for key in ("by", "order", "stratify", "on"))
    grouped = by if by != "time" else None

    def values(name: str | None) -> "np.ndarray | None":
        return values_of(name, description, table) if name else None

    return Plan(
        parts=rule["parts"],
        seed=rule.get("seed", 0),
        # Windows share rows: drawn at random, hardly one would lie in a single split.
        in_time=by == "time" or (bool(description.get("windows")) and not (grouped or on)),
        strata=values(stratify),
        groups=values(grouped),
        values=values(on),
        order=values(order),
        within=rule.get("within", ()),
        title=on or stratify or grouped or order or "",
    )


def values_of(name: str, description: dict[str, Any], table: Table) -> "np.ndarray":
    """A field's or column's values for every row, known before anything is fitted."""
    import numpy as np

    if name in table.columns:
        values = table.columns[name]
    elif name in description["fields"]:
        # Nothing of what this Fit learns is kept.
        values = np.asarray(description["columns"](Columns(table, slice(None)), Fit())[name])
    else:
        raise without_column(name, table)
    if values.ndim > 1:
        raise RunError(f"the examples cannot be split by `{name}`: it has several values for each example")
    if values.dtype.kind == "f" and np.isnan(values).any():
        help = "fill the gaps in a field of the data set, fill_missing(...), and split by that"
        place = table.place(int(np.isnan(values).argmax()))
        raise RunError(f"`{name}` is missing here, and the examples are split by it", place=place, help=help)
    return values.astype(str) if values.dtype == object else values


@contextmanager
def located(table: Table, rows: "np.ndarray") -> Iterator[None]:
    """Features applied to these rows: what they cannot take is told with its place."""
    import numpy as np

    try:
        # What overflows is found, with its row, when it is cast.
        with np.errstate(all="ignore"):
            yield
    except AtRow as error:
        raise RunError(error.message, place=table.place(int(rows[error.row])), help=error.help) from error


def learned(function: Callable[..., Arrays], table: Table, train: "np.ndarray") -> Fit:
    """What the program's features learn from the training rows."""
    import numpy as np

    try:
        with located(table, np.arange(1)):
            function(Columns(table, slice(0, 1)), Fit({}))
        return Fit({})
    except NotLearned:
        fit = Fit()
    with located(table, train):
        function(Columns(table, train), fit)
    fit.freeze()
    return fit


def computed(
    function: Callable[..., Arrays],
    table: Table,
    fit: Fit,
    types: dict[str, dict[str, Any]],
    windows: Windows | None = None,
    ragged: Mapping[str, str] | None = None,
    shortest: Mapping[str, int] | None = None,
) -> "tuple[Arrays, dict[str, dict[str, Any]], np.ndarray]":
    """Every field for all rows, in the run's number types; the types with what the data told; each value's row.

    Of the `ragged` fields, each with the name of its length, the examples' lengths are arrays too.  Where `windows` are
    over values of which rows have different numbers, the values of all rows stand one after another.
    """
    import numpy as np

    windows = windows or {}
    # A window's first axis is made of rows: it is none of a row's.
    types = {name: {**type, "shape": type["shape"][1:]} if name in windows else type for name, type in types.items()}
    arrays: Arrays = {}
    joined: list[Arrays] = []
    known: list[np.ndarray] = []
    for start in range(0, table.rows, BLOCK):
        rows = np.arange(start, min(start + BLOCK, table.rows))
        with located(table, rows):
            values = function(Columns(table, slice(start, start + len(rows))), fit)
            values, counts = end_to_end(values, windows, partial(place_of, table, rows))
            rows = rows if counts is None else np.repeat(rows, counts)
            values, lengths = with_lengths(values, ragged or {}, types, rows, table, shortest or {})
            cast = {name: cast_block(name, values[name], type, rows, table) for name, type in types.items()}
        known.append(rows)
        if counts is not None:
            joined.append(cast)
            continue
        for name, block in (cast | lengths).items():
            if name not in arrays:
                arrays[name] = np.empty((table.rows, *block.shape[1:]), block.dtype)
            arrays[name][rows] = block
    if joined:
        arrays = {name: np.concatenate([block[name] for block in joined]) for name in joined[0]}
    told: dict[str, dict[str, Any]] = {}
    for name, type in types.items():
        classes, names = type.get("classes"), tuple(type.get("class_names", ()))
        if type["kind"] == "class":
            if arrays[name].dtype == object:
                arrays[name], names = fields.coded(name, arrays[name], type, table.place)
            if not isinstance(classes, int):
                classes = len(names) or int(arrays[name].max()) + 1
        window = (windows[name][1] - windows[name][0],) if name in windows else ()
        told[name] = {**type, "shape": (*window, *arrays[name].shape[1:]), "classes": classes, "class_names": names}
    return arrays, told, np.concatenate(known)


def place_of(table: Table, rows: "np.ndarray", index: int) -> str:
    """Where in its source a value stands: `rows` holds the row of each."""
    return table.place(int(rows[index]))


def with_lengths(
    values: Arrays,
    ragged: Mapping[str, str],
    types: dict[str, dict[str, Any]],
    rows: "np.ndarray",
    table: Table,
    shortest: Mapping[str, int],
) -> tuple[Arrays, Arrays]:
    """The values with those of ragged fields padded; the lengths of their examples."""
    place = partial(place_of, table, rows)
    values, lengths = dict(values), {}
    for name in ragged:
        bound, least = types[name]["shape"][0], shortest.get(name, 1)
        values[name], lengths[length_of(name)] = padded(name, values[name], bound, place, least)
    verify_alike(ragged, lengths, place)
    return values, lengths


def cast_block(name: str, values: "np.ndarray", type: dict[str, Any], rows: "np.ndarray", table: Table) -> "np.ndarray":
    import numpy as np

    place = partial(place_of, table, rows)
    values, count = np.asarray(values), len(rows)
    if values.ndim == 0:
        values = np.broadcast_to(values, (count,))
    if len(values) != count:
        raise RunError(
            f"the field `{name}` has {len(values)} values for {count} examples", help="compute it row by row"
        )
    fields.verify_shape(name, values, type, place)
    return fields.cast(name, values, type, place)
