"""Records from outside, brought into the columns that the spec reads, each checked against what the run saw."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isinf, isnan
from pathlib import Path
from typing import Any

from compiler.schemas import pictures, sounds
from compiler.types import Tensor
from runtime.data.table import Table
from runtime.errors import RunError

MISSING = "fill it, or leave such records out with --on-error skip"
TRUTH = {"true": 1.0, "false": 0.0}


@dataclass(frozen=True, slots=True)
class Record:
    """One example as it came: `name` is what its answer is told by, `place` where it stands."""

    name: str | int
    place: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Records(Table):
    """A table whose rows each have a place of their own, and a group where examples are stretches of one group."""

    places: tuple[str, ...] = ()
    groups: tuple[Any, ...] = ()

    def place(self, row: int) -> str:
        return self.places[row]


@dataclass(frozen=True)
class Wanted:
    """What the prediction is computed from.

    Attributes:
        columns: the source's columns and their types.
        parts: the columns that stand side by side in a column of vectors.
        categories: of columns of texts those that the training split held, where the model knows no others.
        missing: what a missing cell of a table of text holds, besides nothing at all.
        folder: where files that a table names by their paths are looked for.
        largest: of columns of pictures the number of the brightest pixel that their files could hold.
        scaled, recoloured: whether the spec's source brings images to one size, or to grey or colour.
        sound: the column of sounds, of a source of sound files; `heard` says what the source makes of each.
        groups: the columns whose values do not change within an example that is a stretch of rows.
    """

    columns: Mapping[str, Tensor]
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    categories: Mapping[str, Sequence[str]] = field(default_factory=dict)
    missing: Sequence[str] = ()
    folder: Path = Path()
    largest: Mapping[str, float] = field(default_factory=dict)
    scaled: bool = False
    recoloured: bool = False
    sound: str | None = None
    heard: Mapping[str, Any] = field(default_factory=dict)
    groups: Sequence[str] = ()

    @property
    def text(self) -> str | None:
        """The only column, where it is one of texts."""
        names = list(self.columns)
        return names[0] if len(names) == 1 and self.columns[names[0]] == Tensor((), "text") else None

    @property
    def image(self) -> str | None:
        """The only column, where it is one of images."""
        names = list(self.columns)
        return names[0] if len(names) == 1 and is_image(self.columns[names[0]]) else None

    @property
    def file(self) -> str | None:
        """The only column, where a file is its value: an image or a sound."""
        return self.sound if list(self.columns) == [self.sound] else self.image

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of such files end."""
        return sounds.SUFFIXES if self.sound is not None else pictures.SUFFIXES

    def lacking(self, names: Sequence[str], place: str) -> RunError | None:
        """What is wrong with columns of these names; None where all that is wanted is among them."""
        absent = [name for name in self.columns if name not in names and not self.made(name, names)]
        if not absent:
            return None
        first = absent[0]
        parts = [part for part in self.parts.get(first, ()) if part not in names]
        some = len(parts) < len(self.parts.get(first, ()))
        close = get_close_matches(first, names, 1)
        known = ", ".join(f"`{name}`" for name in list(names)[:12]) + (", ..." if len(names) > 12 else "")
        told = " and ".join(f"`{name}`" for name in (parts if some else absent)[:6])
        several = "columns" if len(parts if some else absent) > 1 else "column"
        reason = f"the input lacks the {several} {told}, which the model needs"
        if close:
            help = f"did you mean `{close[0]}`?  The input has {known}"
        elif self.parts.get(first):
            listed = ", ".join(self.parts[first][:6]) + (", ..." if len(self.parts[first]) > 6 else "")
            help = f"give `{first}` as a list in JSON lines, or each of its parts as a column: {listed}"
        else:
            help = f"the input has {known or 'no columns'}"
        return RunError(reason, place=place, help=help)

    def made(self, name: str, names: Sequence[str]) -> bool:
        parts = self.parts.get(name, ())
        return bool(parts) and all(part in names for part in parts)


def is_image(type: Tensor) -> bool:
    """Whether a column holds pictures of 1, 3 or 4 channels."""
    shape = type.shape
    return shape is not None and len(shape) == 3 and type.kind in ("int", "real") and shape[-1] in (1, 3, 4)


def text(name: str, cell: Any, record: Record, missing: Sequence[str]) -> str:
    if cell is None or cell in missing:
        return ""
    if isinstance(cell, list | dict):
        raise RunError(f"`{name}` holds a list where the model wants a text", place=record.place, help="give one text")
    return str(cell)


def numbers(name: str, type: Tensor, cell: Any, record: Record, missing: Sequence[str]) -> Any:
    """A cell as a number or nested lists of them; missing ones are NaN where the source may hold such."""
    shape = type.shape
    if shape != () and isinstance(cell, str) and cell.startswith("["):
        cell = parse_list(name, cell, record)
    if not shape:
        if shape is None and isinstance(cell, list):
            return [numbers(name, type, entry, record, missing) for entry in cell]
        return number(name, type, cell, record, missing)
    if not isinstance(cell, list):
        raise RunError(
            f"`{name}` is one value where the model wants {list(shape)}", place=record.place, help="give a list"
        )
    if isinstance(shape[0], int) and len(cell) != shape[0]:
        raise RunError(
            f"`{name}` holds {len(cell):,} value{'' if len(cell) == 1 else 's'} where the model wants {shape[0]:,}",
            place=record.place,
            help="bring it to the size that it had in training",
        )
    inner = type.reshaped(shape[1:])
    return [numbers(name, inner, entry, record, missing) for entry in cell]


def parse_list(name: str, cell: str, record: Record) -> Any:
    """A list in a cell of a table of text, written as JSON."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        reason = f"`{name}` is no list: {cell[:60]}"
        raise RunError(reason, place=record.place, help="write it as JSON does, such as [1, 2, 3]") from None


def number(name: str, type: Tensor, cell: Any, record: Record, missing: Sequence[str]) -> float:
    if cell is None or cell == "" or (isinstance(cell, str) and cell in missing):
        if type.kind == "real":
            return float("nan")
        raise RunError(f"`{name}` is missing", place=record.place, help=MISSING)
    try:
        if isinstance(cell, str) and cell.lower() in TRUTH and type.kind == "bool":
            return TRUTH[cell.lower()]
        if isinstance(cell, str) and "_" in cell:
            raise ValueError
        found = float(cell)
    except (TypeError, ValueError):
        said = f"`{cell}`" if isinstance(cell, str) else "a list" if isinstance(cell, list) else "no number"
        raise RunError(
            f"`{name}` is {said} where the model wants a number",
            place=record.place,
            help="correct it, or leave such records out with --on-error skip",
        ) from None
    if isinf(found) or (isnan(found) and type.kind != "real"):
        raise RunError(f"`{name}` is {cell} where the model wants a finite number", place=record.place, help=MISSING)
    if type.kind != "real" and found != round(found):
        raise RunError(
            f"`{name}` is {found:g} where the model wants a whole number", place=record.place, help="round it"
        )
    return found
