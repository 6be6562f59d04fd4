"""Large plain tables of text, read by PyArrow: what it gives is what the reader of cells gives, or nothing.

Where a table is not plain (quotes, blank lines, other encodings), or anything in it is not as its first rows are, the
other reader reads it, which finds the place and the words for what is wrong.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from compiler.schemas import tables
from compiler.schemas.tables import Form, TextTable
from compiler.schemas.trees import Located
from compiler.types import Tensor
from runtime.data.sources.joining import Part
from runtime.data.table import Arrays, as_objects

LEAST = 4 * 10**6
"""The bytes from which on the import of PyArrow, 0.1 s of processor time, is worth it: 25 MB took 0.28 s, not 2.9."""


def parts(
    files: Mapping[str, Sequence[Located]], first: TextTable, types: dict[str, Tensor], form: Form
) -> dict[str, list[Part]] | None:
    """The files of each split by the names and types of the table's first rows; None where cells are to be read."""
    if not plain_form(form) or any(
        large(cells, types[name]) for name, cells in zip(first.names, first.columns, strict=True)
    ):
        return None
    found: dict[str, list[Part]] = {}
    for split, several in files.items():
        found[split] = []
        for file in several:
            part = part_of(file, first, types, form)
            if part is None:
                return None
            found[split].append(part)
    return found


def part_of(file: Located, first: TextTable, types: dict[str, Tensor], form: Form) -> Part | None:
    tables.verify_same(tables.read((file,), form, 1), first)
    with file.open() as stream:
        content = stream.read(LEAST)
        if len(content) < LEAST:
            return None
        content += stream.read()
    if not is_plain(content, form):
        return None
    try:
        from pyarrow import ArrowException

        columns = convert_table(content, first.names, types, form)
    except (ImportError, ArrowException, UnicodeError):
        return None
    begin = 2 if form.header else 1
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    part = None if columns is None else Part(file.place, columns, range(begin, lines + 1))
    return part if part is not None and part.rows == len(part.lines) else None


def plain_form(form: Form) -> bool:
    """Whether the form is one that PyArrow reads as Python's csv does."""
    usual = form.encoding.lower().replace("_", "-") in ("utf-8", "utf8")
    return usual and form.separator.isascii() and form.separator != " " and (form.decimal, form.thousands) == (".", "")


def is_plain(content: bytes, form: Form) -> bool:
    """Whether each line is a row whose cells stand as they are between separators."""
    # The names in the first line have been read.
    below = content.find(b"\n") if form.header else 0
    if (form.quotes and content.find(b'"', below) >= 0) or b"\0" in content:
        return False
    blank = content[:1] in b"\r\n" or b"\n\n" in content or b"\n\r\n" in content
    return not blank and content.count(b"\r") == content.count(b"\r\n")


def large(cells: Sequence[str], type: Tensor) -> bool:
    """Whether a column is real because its whole numbers are large: they stay whole where all rows are."""
    return type.kind == "real" and all(map(tables.WHOLE.fullmatch, cells))


def convert_table(content: bytes, names: Sequence[str], types: dict[str, Tensor], form: Form) -> Arrays | None:
    import io

    import pyarrow as pa
    from pyarrow import csv

    kinds = {
        "int": pa.int64(),
        "real": pa.float64(),
        "bool": pa.bool_(),
        "text": pa.dictionary(pa.int32(), pa.string()),
    }
    table = csv.read_csv(
        io.BytesIO(content),
        read_options=csv.ReadOptions(column_names=list(names), skip_rows=1 if form.header else 0),
        parse_options=csv.ParseOptions(delimiter=form.separator, quote_char=False, newlines_in_values=False),
        convert_options=csv.ConvertOptions(
            column_types={name: kinds[types[name].kind] for name in names},
            null_values=["", *form.missing],
            true_values=[word for word, value in tables.TRUTH.items() if value],
            false_values=[word for word, value in tables.TRUTH.items() if not value],
            strings_can_be_null=False,
        ),
    )
    found = {name: array(table[name], types[name].kind, form) for name in names}
    columns = {name: values for name, values in found.items() if values is not None}
    return columns if len(columns) == len(found) else None


def array(column: Any, kind: str, form: Form) -> np.ndarray | None:
    if kind == "text":
        whole = column.combine_chunks()
        cells = tuple(map(str.strip, whole.dictionary.to_pylist()))
        coded: np.ndarray = texts(cells, form)[whole.indices.to_numpy()]
        return coded
    if kind != "real" and column.null_count:
        return None
    values = column.to_numpy()
    return np.asarray(values, {"int": np.int64, "real": np.float64, "bool": np.bool_}[kind])


def texts(cells: tuple[str, ...], form: Form) -> np.ndarray:
    if not (form.missing or form.trim):
        return as_objects(cells)
    # Each text once: most columns of texts hold few.
    clean = {cell: "" if cell in form.missing else trim(cell, form.trim) for cell in set(cells)}
    return as_objects(list(map(clean.__getitem__, cells)))


def trim(cell: str, characters: str) -> str:
    return cell.strip(characters).strip() if characters else cell
