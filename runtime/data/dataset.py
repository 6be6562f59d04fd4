"""From a data set's description to its fields: load the source, split it, fit on the training split, apply to all."""

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from compiler.descriptor import ArrayType, DataSet, Split
from runtime.data import cast as fields
from runtime.data.features import AtRow, Fit, NotLearned
from runtime.data.leakage import duplicates
from runtime.data.padding import length_of, padded, verify_alike
from runtime.data.sizes import Types, with_sizes
from runtime.data.split import Plan, split
from runtime.data.table import Arrays, Dataset, Table
from runtime.data.windows import end_to_end, starts
from runtime.errors import RunError

BLOCK = 1024
"""How many rows the fields are computed for at a time: intermediate values stay in the processor's cache."""


Columnwise = Callable[..., Arrays]
"""A program's function of a data set: (columns, fit) -> fields."""


def prepare(data: DataSet, function: Columnwise, find: Callable[[str], Path]) -> Dataset:
    """The data set that a descriptor and the program's function of it describe.  Raises `RunError`.

    `find` gives the path of a source's file or folder, or raises `RunError` naming the places searched.
    """
    return dataset_of(data, function, load(data.source, data.arguments, find))


def dataset_of(data: DataSet, function: Columnwise, table: Table, fit: Fit | None = None, own: bool = True) -> Dataset:
    """The data set that a table comes to.

    `fit` is what was learned before, where nothing is to be learned anew; `own` says whether it was from this table.
    """
    windows = data.windows
    plans = [plan(rule, data, function, table) for rule in data.splits]
    unit = "rows" if windows else "examples"
    splits, notes = split(table.rows, table.splits, *(plans or [plan(Split(), data, function, table)]), unit=unit)
    fit = fit or learned(function, table, splits["train"])
    arrays, types, rows = computed(function, table, fit, data, data.fields)
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
        splits, windowed = starts(splits, len(rows), windows, data.stride, bounds, unit)
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
    types = with_sizes(data.sizes, types, fit.facts, arrays)
    fitted, fingerprint = fit.to_json(), table.fingerprint

    place = partial(place_of, table, rows)
    found = Dataset(data.name, arrays, splits, types, fingerprint, fitted, notes, windows, fit.facts, place)
    inside = {name for one in plans for name in one.within}
    same = duplicates(found, data.inputs, [name for name in splits if name not in {"train", *inside}])
    return replace(found, notes=(*notes, *same))


def load(source: str, arguments: Mapping[str, Any], find: Callable[[str], Path]) -> Table:
    """A source's table; what of its arguments is not given has the value that its declaration states."""
    from compiler.vocabulary.base import WORDS

    config = WORDS["source"][source](**arguments).config()
    table: Table = importlib.import_module(f"runtime.data.sources.{source}").load(config, find)
    return table


class Columns(Mapping[str, np.ndarray]):
    """Some rows of a table, column by column as the program asks for them.

    Small integers are widened to 32 bits, so that arithmetic in the spec cannot overflow where it would not on paper.
    """

    def __init__(self, table: Table, rows: slice | np.ndarray) -> None:
        self.table, self.rows = table, rows

    def __getitem__(self, name: str) -> np.ndarray:
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


def plan(rule: Split, data: DataSet, function: Columnwise, table: Table) -> Plan:
    """How one `split` splits, with the values of the columns that it goes by."""
    grouped = rule.by if rule.by != "time" else None

    def values(name: str | None) -> np.ndarray | None:
        return values_of(name, data, function, table) if name else None

    return Plan(
        parts=rule.parts,
        seed=rule.seed,
        # Windows share rows: drawn at random, hardly one would lie in a single split.
        in_time=rule.by == "time" or (bool(data.windows) and not (grouped or rule.on)),
        strata=values(rule.stratify),
        groups=values(grouped),
        values=values(rule.on),
        order=values(rule.order),
        within=rule.within,
        title=rule.on or rule.stratify or grouped or rule.order or "",
    )


def values_of(name: str, data: DataSet, function: Columnwise, table: Table) -> np.ndarray:
    """A field's or column's values for every row, known before anything is fitted."""
    if name in table.columns:
        values = table.columns[name]
    elif name in data.fields:
        # Nothing of what this Fit learns is kept.
        values = np.asarray(function(Columns(table, slice(None)), Fit())[name])
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
def located(table: Table, rows: np.ndarray) -> Iterator[None]:
    """Features applied to these rows: what they cannot take is told with its place."""
    try:
        # What overflows is found, with its row, when it is cast.
        with np.errstate(all="ignore"):
            yield
    except AtRow as error:
        raise RunError(error.message, place=table.place(int(rows[error.row])), help=error.help) from error


def learned(function: Columnwise, table: Table, train: np.ndarray) -> Fit:
    """What the program's features learn from the training rows."""
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
    function: Columnwise,
    table: Table,
    fit: Fit,
    data: DataSet,
    types: Types,
) -> tuple[Arrays, dict[str, ArrayType], np.ndarray]:
    """Every field of `types` for all rows, in the run's number types; the types with what the data told; each row.

    Of ragged fields the examples' lengths are arrays too.  Where windows are over values of which rows have different
    numbers, the values of all rows stand one after another.
    """
    windows = data.windows
    # A window's first axis is made of rows: it is none of a row's.
    types = {name: type.without_first_axis() if name in windows else type for name, type in types.items()}
    arrays: Arrays = {}
    joined: list[Arrays] = []
    known: list[np.ndarray] = []
    for start in range(0, table.rows, BLOCK):
        rows = np.arange(start, min(start + BLOCK, table.rows))
        with located(table, rows):
            values = function(Columns(table, slice(start, start + len(rows))), fit)
            values, counts = end_to_end(values, windows, partial(place_of, table, rows))
            rows = rows if counts is None else np.repeat(rows, counts)
            values, lengths = with_lengths(values, data, types, rows, table)
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
    told: dict[str, ArrayType] = {}
    for name, type in types.items():
        classes, names = type.classes, type.class_names
        if type.kind == "class":
            if arrays[name].dtype == object:
                arrays[name], names = fields.coded(name, arrays[name], type, table.place)
            if not isinstance(classes, int):
                classes = len(names) or int(arrays[name].max()) + 1
        window = (windows[name][1] - windows[name][0],) if name in windows else ()
        told[name] = replace(type, shape=(*window, *arrays[name].shape[1:]), classes=classes, class_names=names)
    return arrays, told, np.concatenate(known)


def place_of(table: Table, rows: np.ndarray, index: int) -> str:
    """Where in its source a value stands: `rows` holds the row of each."""
    return table.place(int(rows[index]))


def with_lengths(values: Arrays, data: DataSet, types: Types, rows: np.ndarray, table: Table) -> tuple[Arrays, Arrays]:
    """The values with those of ragged fields padded; the lengths of their examples."""
    place = partial(place_of, table, rows)
    values, lengths = dict(values), {}
    for name in data.ragged:
        bound, least = types[name].sizes[0], data.shortest.get(name, 1)
        assert isinstance(bound, int)
        values[name], lengths[length_of(name)] = padded(name, values[name], bound, place, least)
    verify_alike(data.ragged, lengths, place)
    return values, lengths


def cast_block(name: str, values: np.ndarray, type: ArrayType, rows: np.ndarray, table: Table) -> np.ndarray:
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
