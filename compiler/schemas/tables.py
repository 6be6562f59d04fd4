"""Tables of text: CSV and its relatives, read as RFC 4180 has it."""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, BinaryIO, Literal

from compiler.schemas import numbers
from compiler.schemas.errors import BadFile
from compiler.schemas.provenance import Origins
from compiler.schemas.trees import Located
from compiler.types import Tensor
from dsl.immutable import immutable

SAMPLE = 1000
"""How many rows the types of the columns are inferred from, by the check and by the run."""
BLOCK = 4096
SEPARATORS = (";", "\t", "|", ",")
LARGEST_INT = 2**31
WHOLE = re.compile(r"[+-]?\d+")
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@immutable
class Form:
    """How a table is written; `columns` are the names where its own are not to be used, `text` those never numbers."""

    separator: str = ","
    missing: tuple[str, ...] = ()
    header: bool = True
    columns: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    trim: str = ""
    quotes: bool = True
    encoding: str = "utf-8"
    decimal: str = "."
    thousands: str = ""

    @property
    def grouped(self) -> "re.Pattern[str]":
        """Numbers whose digits are in groups of three."""
        sign, point = re.escape(self.thousands), re.escape(self.decimal)
        return re.compile(rf"[+-]?\d{{1,3}}(?:{sign}\d{{3}})+(?:{point}\d*)?")


def form(arguments: Mapping[str, Any]) -> Form:
    """The form that a source's arguments state."""
    missing = arguments["missing"]
    missing = (missing,) if isinstance(missing, str) else tuple(missing)
    same = ("separator", "header", "columns", "text", "trim", "quotes", "encoding", "decimal", "thousands")
    return Form(missing=missing, **{key: arguments[key] for key in same})


@immutable
class TextTable:
    """Cells column by column; `origins` say which file and line each row comes from."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    origins: Origins

    @property
    def rows(self) -> int:
        return len(self.columns[0])


def read(files: Sequence[Located], form: Form, limit: int | None = None) -> TextTable:
    """The first `limit` rows of tables with the same columns, or all.  Blank lines are passed over.

    Raises `BadFile`.
    """
    names: tuple[str, ...] = ()
    columns: list[list[str]] = []
    lines: list[int] = []
    starts: list[tuple[int, str]] = []
    for file in files:
        if limit is not None and len(lines) >= limit:
            break
        with file.open() as stream:
            found = records(stream, form, file.place)
            own, found = header(found, form, file.place)
            if not starts:
                names, columns = own, [[] for _ in own]
            elif own != names:
                raise differing(own, names, starts[0][1], file.place)
            starts.append((len(lines), file.place))
            wanted = islice(found, None if limit is None else limit - len(lines))
            append(wanted, form, columns, lines, starts[-1], names)
        if len(lines) == starts[-1][0]:
            raise BadFile("the table has a header, but no rows", place=file.place, help="add a row")
    verify_known(form, names, starts[0][1])
    origins = Origins(tuple(starts), tuple(lines))
    columns = [with_plain_numbers(name, cells, form, origins) for name, cells in zip(names, columns, strict=True)]
    return TextTable(names, tuple(map(tuple, columns)), origins)


def append(
    found: Iterator[tuple[int, list[str]]],
    form: Form,
    columns: list[list[str]],
    lines: list[int],
    start: tuple[int, str],
    names: tuple[str, ...],
) -> None:
    """Add rows to columns, block by block: millions of short lists at once would cost memory and time."""
    while block := list(islice(found, BLOCK)):
        for i, (line, row) in enumerate(block, len(lines) - start[0] + 1):
            if len(row) != len(names):
                what = "header" if form.header and not form.columns else "table"
                reason = f"the row has {len(row)} cell{'s'[: len(row) != 1]}, but the {what} has {len(names)}"
                raise uneven_row(reason, form, f"{start[1]}:{line} (record {i:,})")
        lines.extend(line for line, _ in block)
        for column, cells in zip(columns, zip(*(row for _, row in block), strict=True), strict=True):
            column.extend(map(str.strip, cells))


def with_plain_numbers(name: str, cells: list[str], form: Form, origins: Origins) -> list[str]:
    """A column's cells with numbers as Python writes them, where they are written otherwise and the column is one.

    Raises `BadFile` for a point that divides neither whole and fraction nor thousands.
    """
    if (form.decimal, form.thousands) == (".", "") or name in form.text:
        return cells
    found = plain_numbers(cells, form)
    if infer(found[:SAMPLE], form.missing).kind != "text":
        return found
    if infer(cells[:SAMPLE], form.missing).kind in ("int", "real"):
        row = next(i for i, cell in enumerate(found) if number(cell) is None and cell and cell not in form.missing)
        reason = f"`{cells[row]}` of the column `{name}` holds a point, but fractions begin with `{form.decimal}` here"
        help = f'where it divides thousands, write thousands = "."; where the column is text, text = [{name}]'
        raise BadFile(reason, place=origins.place(row), help=help)
    return cells


def plain_numbers(cells: Sequence[str], form: Form) -> list[str]:
    """`1.234,50` as `1234.50`, where the form says so; a point that then divides nothing makes a cell no number."""
    if form.thousands:
        grouped = form.grouped
        cells = [cell.replace(form.thousands, "") if grouped.fullmatch(cell) else cell for cell in cells]
    if form.decimal == ".":
        return list(cells)
    return [cell.replace(".", "\0").replace(form.decimal, ".") for cell in cells]


def header(
    found: Iterator[tuple[int, list[str]]], form: Form, place: str
) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str]]]]:
    """The columns' names, and the rows that are examples."""
    line, first = next(found, (0, None))
    if first is None:
        help = "a table begins with a line of its columns' names" if form.header else "add a row"
        raise BadFile("the file is empty", place=place, help=help)
    if form.columns and len(form.columns) != len(first):
        reason = f"the spec names {len(form.columns)} columns, but the first row has {len(first)} cells"
        raise BadFile(reason, place=f"{place}:{line}", help=f'cells are separated by "{form.separator}"')
    if form.header:
        verify_separated(first, form, f"{place}:{line}")
        return form.columns or column_names([cell.strip() for cell in first], place), found
    return form.columns or tuple(f"c{i}" for i in range(1, len(first) + 1)), chain([(line, first)], found)


def verify_separated(first: list[str], form: Form, place: str) -> None:
    """Raise `BadFile` where a header is a single cell that another sign seems to divide."""
    other = next((sign for sign in SEPARATORS if len(first) == 1 and sign in first[0]), None)
    if other is not None and not form.columns:
        shown = first[0] if len(first[0]) <= 40 else f"{first[0][:40]}..."
        written = "\\t" if other == "\t" else other
        reason = f"the first line is a single cell, `{shown.replace(other, written)}`"
        help = f'if other signs divide it, write separator = "{written}"; if not, name the column, columns = [...]'
        raise BadFile(reason, place=place, help=help)


def records(stream: BinaryIO, form: Form, place: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line it ends in."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if form.quotes else csv.QUOTE_NONE
    text = decode_lines(stream, form.encoding, place)
    reader = csv.reader(text, delimiter=form.separator, skipinitialspace=True, strict=True, quoting=quoting)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        help = "a cell that holds a quote or a line's end stands between quotes, its own quotes doubled"
        if "new-line character" in str(error):
            help = "save the file with the line ends of Unix or Windows"
        elif form.quotes and reader.line_num > 0:
            help += "; where quotes are letters like any other, write quotes = false"
        raise BadFile(f"the table cannot be read: {error}", place=f"{place}:{reader.line_num}", help=help) from error


def decode_lines(stream: BinaryIO, encoding: str, place: str) -> Iterator[str]:
    """The lines as text, or a `BadFile` with the number of the line that is none."""
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        # Their lines do not end in one byte.
        yield from wide_lines(stream, encoding, place)
        return
    utf8 = encoding.lower().replace("_", "-") in ("utf-8", "utf8")
    for number, line in enumerate(stream, 1):
        if b"\0" in line:
            help = 'export the table as CSV, in UTF-8; for one in UTF-16, write encoding = "utf-16"'
            raise BadFile("this is no text file: it holds zero bytes", place=f"{place}:{number}", help=help)
        try:
            text = line.decode("utf-8-sig" if utf8 and number == 1 else encoding)
        except UnicodeDecodeError as error:
            reason = f"the byte {line[error.start]:#04x} is not {encoding.upper()}"
            # Windows has letters where ISO 8859-1 has none.
            likely = "cp1252" if 0x80 <= line[error.start] < 0xA0 else "latin-1"
            help = f'save the file in the encoding UTF-8, or state the one it has, such as encoding = "{likely}"'
            raise BadFile(reason, place=f"{place}:{number}", help=help) from error
        yield text


def wide_lines(stream: BinaryIO, encoding: str, place: str) -> Iterator[str]:
    number = 0
    try:
        for line in TextIOWrapper(stream, encoding, newline=""):
            number += 1
            yield line
    except UnicodeError as error:
        reason = f"the text is not {encoding.upper()}: {error}"
        raise BadFile(reason, place=f"{place}:{number + 1}", help="state the encoding that the file has") from error


def uneven_row(reason: str, form: Form, place: str) -> BadFile:
    help = f'cells are separated by "{form.separator}"; one that holds it stands between quotes'
    return BadFile(reason, place=place, help=help)


def verify_same(table: TextTable, first: TextTable) -> None:
    """Raise `BadFile` where two tables of one source have different columns."""
    if table.names != first.names:
        raise differing(table.names, first.names, first.origins.starts[0][1], table.origins.starts[0][1])


def join_tables(tables: Sequence[TextTable]) -> TextTable:
    """Tables of the same columns below one another."""
    for table in tables:
        verify_same(table, tables[0])
    columns = (tuple(chain.from_iterable(parts)) for parts in zip(*(t.columns for t in tables), strict=True))
    return TextTable(tables[0].names, tuple(columns), Origins.joined([(t.rows, t.origins) for t in tables]))


def differing(own: tuple[str, ...], names: tuple[str, ...], first: str, place: str) -> BadFile:
    more = [name for name in own if name not in names]
    lacking = [name for name in names if name not in own]
    what = f"it lacks {lacking[0]}" if lacking else f"it has {more[0]} besides" if more else "their order is another"
    reason = f"the columns are not those of {first}: {what}"
    return BadFile(reason, place=place, help="give all files of one data set the same columns, in one order")


def verify_known(form: Form, names: tuple[str, ...], place: str) -> None:
    unknown = next((name for name in form.text if name not in names), None)
    if unknown is not None:
        listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
        reason = f"`text` names the column {unknown}, which the table does not have"
        raise BadFile(reason, place=place, help=f"its columns are {listed}")


def column_names(header: list[str], place: str) -> tuple[str, ...]:
    """The header's names, what no identifier may hold replaced by `_`; a column without a name is `column3`."""
    values = [value for value in map(number, header) if value is not None]
    # Columns may be numbered, 0 to 99 and then a label; examples are hardly ever in such an order.
    if len(values) == len(header) or (len(values) > 1 and values != sorted(set(values))):
        shown = next(cell for cell in header if number(cell) is not None)
        reason = f"the first line holds numbers such as {shown}, where a table has its columns' names"
        help = "write header = false for a table without that line, or name the columns in the spec, columns = [...]"
        raise BadFile(reason, place=place, help=help)
    names = tuple(identifier(cell) or f"column{i}" for i, cell in enumerate(header, 1))
    twice = next((name for i, name in enumerate(names) if name in names[:i]), None)
    if twice is not None:
        help = "rename one of them in the first line, or name them all in the spec, columns = [...]"
        raise BadFile(f"two columns are named {twice}", place=place, help=help)
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


def infer(cells: Sequence[str], missing: Collection[str]) -> Tensor:
    """A column's type: `int[]` where all cells are whole numbers, `[]` where all are numbers or missing, `bool[]` where
    all are true or false, else text."""
    present = [cell for cell in cells if cell and cell not in missing]
    if present and len(present) == len(cells) and all(cell in TRUTH for cell in present):
        return Tensor((), "bool")
    if any(number(cell) is None for cell in present):
        return Tensor((), "text")
    whole = all(WHOLE.fullmatch(cell) and -LARGEST_INT <= int(cell) < LARGEST_INT for cell in present)
    return Tensor((), "int" if whole and len(present) == len(cells) else "real")


def ranges(table: TextTable, columns: Mapping[str, Tensor]) -> dict[str, tuple[float, float]]:
    """The least and the largest value of each column of numbers, among the rows that were read."""
    cells = dict(zip(table.names, table.columns, strict=True))
    known = {name: cells[name] for name, type in columns.items() if type.kind in ("int", "real") and name in cells}
    read = {name: int if columns[name].kind == "int" else number for name in known}
    return numbers.ranges({name: list(map(read[name], column)) for name, column in known.items()})


def types(table: TextTable, form: Form) -> dict[str, Tensor]:
    """Each column's type, from the first rows."""
    return {
        name: Tensor((), "text") if name in form.text else infer(cells[:SAMPLE], form.missing)
        for name, cells in zip(table.names, table.columns, strict=True)
    }
