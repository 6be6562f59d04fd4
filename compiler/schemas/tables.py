"""Tables of text: CSV and its relatives, read as RFC 4180 has it, with a header line."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from compiler.schemas.archives import opened
from compiler.schemas.faults import BadFile
from compiler.types import Tensor

SAMPLE = 1000
"""How many rows the types of the columns are inferred from, by the check and by the run."""
BLOCK = 4096
LARGEST_INT = 2**31
WHOLE = re.compile(r"[+-]?\d+")


@dataclass(frozen=True)
class TextTable:
    """Cells column by column, and the line of the file that each row ends in."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read(file: str, member: str | None, separator: str, limit: int | None = None) -> TextTable:
    """The first `limit` rows of a table, or all.  Blank lines are passed over.  Raises `BadFile`."""
    place = f"{file}/{member}" if member else file
    lines: list[int] = []
    with opened(file, member) as stream:
        found = records(stream, separator, place)
        _, header = next(found, (0, None))
        if header is None:
            raise BadFile("the file is empty", place=place, help="a table begins with a line of its columns' names")
        names = column_names([cell.strip() for cell in header], place)
        columns: list[list[str]] = [[] for _ in names]
        found = islice(found, limit)
        # Turned into columns block by block, for millions of short lists at once cost memory and time.
        while block := list(islice(found, BLOCK)):
            for i, (line, row) in enumerate(block, len(lines) + 1):
                if len(row) != len(names):
                    raise ragged(len(row), names, separator, f"{place}:{line} (record {i:,})")
            lines.extend(line for line, _ in block)
            for column, cells in zip(columns, zip(*(row for _, row in block), strict=True), strict=True):
                column.extend(map(str.strip, cells))
    if not lines:
        raise BadFile("the table has a header, but no rows", place=place, help="add a row")
    return TextTable(names, tuple(map(tuple, columns)), tuple(lines))


def records(stream: BinaryIO, separator: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line it ends in."""
    reader = csv.reader(decoded(stream, place), delimiter=separator, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        help = "a cell that holds a quote or a line's end stands between quotes, its own quotes doubled"
        raise BadFile(f"the table cannot be read: {error}", place=f"{place}:{reader.line_num}", help=help) from error


def decoded(stream: BinaryIO, place: str) -> Iterator[str]:
    """The lines as text, or a `BadFile` with the number of the line that is none."""
    for number, line in enumerate(stream, 1):
        if b"\0" in line:
            raise BadFile(
                "this is no text file: it holds zero bytes",
                place=f"{place}:{number}",
                help="export the table as CSV, in UTF-8",
            )
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            reason = f"the byte {line[error.start]:#04x} is not UTF-8"
            raise BadFile(reason, place=f"{place}:{number}", help="save the file in the encoding UTF-8") from error
        yield text


def ragged(found: int, names: tuple[str, ...], separator: str, place: str) -> BadFile:
    reason = f"the row has {found} {'cell' if found == 1 else 'cells'}, but the header has {len(names)}"
    help = f'cells are separated by "{separator}"; one that holds it stands between quotes'
    return BadFile(reason, place=place, help=help)


def column_names(header: list[str], place: str) -> tuple[str, ...]:
    """The header's names, what no identifier may hold replaced by `_`; a column without a name is `column3`."""
    if all(number(cell) is not None for cell in header):
        reason = "the first line holds numbers, where a table has its columns' names"
        raise BadFile(reason, place=place, help="write a first line with a name for each column")
    names = tuple(identifier(cell) or f"column{i}" for i, cell in enumerate(header, 1))
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        raise BadFile(f"two columns are named {twice}", place=place, help="rename one of them in the first line")
    return names


def identifier(text: str) -> str:
    """A name that can be written in a spec: `Compound ID` becomes `Compound_ID`, `2019` `column_2019`."""
    name = re.sub(r"\W+", "_", text).strip("_") if not text.isidentifier() else text
    return f"column_{name}" if name[:1].isdigit() else name


def number(cell: str) -> float | None:
    """A cell's number, or None where it is none."""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def infer(cells: Sequence[str], missing: str) -> Tensor:
    """A column's type: `int[]` where all cells are whole numbers, `[]` where all are numbers or missing, else text."""
    present = [cell for cell in cells if cell and cell != missing]
    if any(number(cell) is None for cell in present):
        return Tensor((), "text")
    whole = all(WHOLE.fullmatch(cell) and -LARGEST_INT <= int(cell) < LARGEST_INT for cell in present)
    return Tensor((), "int" if whole and len(present) == len(cells) else "real")
