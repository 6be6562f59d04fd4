"""Where records come from: a table of text, JSON lines, Parquet, images, standard input.  Each is read as a stream."""

import io
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from compiler.schemas import pictures, records, sounds, tables
from compiler.schemas.errors import BadFile
from compiler.schemas.parquet import layout
from compiler.schemas.tables import Form
from runtime.again.predict.records import Record, Wanted
from runtime.again.predict.stream import Item
from runtime.data.sources.faults import as_run_error, as_run_errors
from runtime.data.sources.parquet import row_stream
from runtime.errors import RunError

MEDIA = (*pictures.SUFFIXES, *sounds.SUFFIXES)
TABS = Form(separator="\t")
MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\0",
    b"MM\0*",
    b"RIFF",
    b"fLaC",
    b"OggS",
    b"ID3",
    b"\xff\xfb",
)
"""How files of images and sounds begin, by which one on standard input is told from a table."""
LONGEST_LINE = 64 * 2**20
TEXT, JSON = (".csv", ".tsv", ".txt", ".data"), (".jsonl", ".ndjson", ".json")
KNOWN = "CSV (.csv, .tsv), JSON lines (.jsonl), Parquet (.parquet), an image or sound, a folder of them, or - (stdin)"


@contextmanager
def open_input(path: str, wanted: Wanted, form: Form) -> Iterator[Iterator[Item]]:
    """The records of an input, one after the other.

    Raises:
        RunError: it cannot be read, or lacks what the model needs; for a single record, when it is reached.
    """
    if path == "-":
        yield sniff(sys.stdin.buffer, "standard input", wanted, form)
        return
    file = Path(path)
    suffix = file.with_suffix("").suffix.lower() if file.suffix.lower() == ".gz" else file.suffix.lower()
    if not file.exists():
        raise RunError("there is no such input", place=path, help=f"give {KNOWN}")
    if file.is_dir():
        yield file_items(sorted(one for one in file.rglob("*") if one.suffix.lower() in wanted.suffixes), file, wanted)
    elif suffix in MEDIA:
        yield file_items([file], file.parent, wanted)
    elif suffix == ".parquet":
        yield parquet(file, wanted)
    else:
        with unreadable_told(path):
            stream = opened(file)
        with stream:
            if suffix == ".txt" and wanted.text is not None:
                found = lines(stream, path, wanted.text)
            elif suffix in TEXT:
                found = table(stream, path, wanted, TABS if suffix == ".tsv" and form == Form() else form)
            elif suffix in JSON:
                found = json_lines(stream, path, wanted)
            else:
                found = sniff(stream, path, wanted, form)
            yield told(found, path)


def told(found: Iterator[Item], path: str) -> Iterator[Item]:
    """The same records; what fails where they are used, such as the output, is no fault of the input."""
    with unreadable_told(path):
        yield from found


@contextmanager
def unreadable_told(path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        raise RunError(f"the input cannot be read: {getattr(error, 'strerror', '') or error}", place=path) from error


def opened(file: Path) -> BinaryIO:
    if file.suffix.lower() != ".gz":
        return file.open("rb")
    import gzip

    return cast(BinaryIO, gzip.open(file))


def sniff(stream: BinaryIO, place: str, wanted: Wanted, form: Form) -> Iterator[Item]:
    """JSON lines where the first line that is not blank begins as one, else a table."""
    if wanted.file is not None and peek(stream).startswith(MAGIC):
        yield Record(1, place, {wanted.file: read_bounded(stream, place)})
        return
    lines: list[bytes] = []
    for line in stream:
        lines.append(line)
        if line.strip():
            break
    if not lines or not lines[-1].strip():
        return
    whole = Rest(b"".join(lines), stream)
    if lines[-1].lstrip()[:1] in (b"{", b"["):
        yield from json_lines(whole, place, wanted)
    else:
        yield from table(cast(BinaryIO, io.BufferedReader(whole, 2**16)), place, wanted, form)


class Rest(io.RawIOBase):
    """A stream with what has been read of it put back; a read gives what is there and waits for no more."""

    def __init__(self, first: bytes, stream: BinaryIO) -> None:
        self.first, self.stream = first, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        if self.first:
            part, self.first = self.first[: len(buffer)], self.first[len(buffer) :]
        else:
            read: Any = getattr(self.stream, "read1", self.stream.read)
            part = read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def peek(stream: BinaryIO) -> bytes:
    """The first bytes, which stay to be read."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(16)[:16]
    return b""


def read_bounded(stream: BinaryIO, place: str) -> bytes:
    """The whole of a file that comes as a stream."""
    found = stream.read(LONGEST_LINE + 1)
    if len(found) > LONGEST_LINE:
        raise RunError(f"the file has more than {LONGEST_LINE:,} bytes", place=place, help="name it instead of -")
    return found


def table(stream: BinaryIO, place: str, wanted: Wanted, form: Form) -> Iterator[Item]:
    """A table of text, written as the run's own was; its columns may stand in any order, and others beside them."""
    with as_run_errors():
        found = tables.records(stream, form, place)
        line, first = next(found, (0, None))
        if first is None:
            return
        names, found = heading(line, first, found, wanted, form, place)
        if lacking := wanted.lacking(names, place):
            raise lacking
        texts = {name for name, type in wanted.columns.items() if type.kind == "text"}
        for number, (at, row) in enumerate(found, 1):
            where = f"{place}:{at} (record {number:,})"
            if len(row) != len(names):
                reason = f"the record has {len(row)} cells, but the table has {len(names)} columns"
                yield as_run_error(tables.uneven_row(reason, form, where))
                continue
            cells = list(map(str.strip, row))
            plain = tables.plain_numbers(cells, form)
            kept = (cell if name in texts else same for name, cell, same in zip(names, cells, plain, strict=True))
            yield Record(number, where, dict(zip(names, kept, strict=True)))


def heading(
    line: int, first: list[str], found: Iterator[tuple[int, list[str]]], wanted: Wanted, form: Form, place: str
) -> tuple[tuple[str, ...], Iterator[tuple[int, list[str]]]]:
    """The columns' names, and the rows below them; a run whose table had no header need not have one here."""
    cells = [cell.strip() for cell in first]
    named = any(name in map(tables.identifier, cells) for name in wanted.columns)
    if form.header or named:
        return tables.column_names(cells, place), found
    names = form.columns or tuple(f"c{i}" for i in range(1, len(cells) + 1))
    if len(names) != len(cells):
        raise RunError(
            f"the table has {len(cells)} columns and no line with their names, but the run's had {len(names)}",
            place=f"{place}:{line}",
            help=f"write a first line with the names of the columns: {', '.join(wanted.columns)}",
        )
    return names, chain([(line, first)], found)


def json_lines(stream: "IO[bytes] | io.RawIOBase", place: str, wanted: Wanted) -> Iterator[Item]:
    """An object a line; a list is the only column's value."""
    for _, number, where, line in number_lines(stream, place):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is no text or nested too deeply"
            help = "write one object a line, without line ends inside it"
            yield RunError(f"the line is no JSON: {reason.lower()}", place=where, help=help)
            continue
        if isinstance(value, list) and len(wanted.columns) == 1:
            value = {next(iter(wanted.columns)): value}
        if not isinstance(value, dict):
            help = '{"' + '": ..., "'.join(wanted.columns) + '": ...}'
            yield RunError("the line is no object", place=where, help=help)
            continue
        if not wanted.columns.keys() <= value.keys():  # named as the sources name keys, an object's within it too
            try:
                value = {**records.flat(value, where), **value}
            except BadFile as fault:
                yield as_run_error(fault)
                continue
        yield Record(number, where, value)


def lines(stream: BinaryIO, place: str, column: str) -> Iterator[Item]:
    """Each line is a text."""
    for at, number, where, line in number_lines(stream, place):
        try:
            yield Record(number, where, {column: line.decode("utf-8-sig" if at == 1 else "utf-8").rstrip("\r\n")})
        except UnicodeDecodeError as error:
            help = "save the file in the encoding UTF-8"
            yield RunError(f"the byte {line[error.start]:#04x} is not UTF-8", place=where, help=help)


def number_lines(stream: "IO[bytes] | io.RawIOBase", place: str) -> Iterator[tuple[int, int, str, bytes]]:
    """(line, record, place, content) of each line that is not blank."""
    number = 0
    for at, line in enumerate(lines_of(stream, place), 1):
        if line.strip():
            number += 1
            yield at, number, f"{place}:{at} (record {number:,})", line


def lines_of(stream: "IO[bytes] | io.RawIOBase", place: str) -> Iterator[bytes]:
    buffered = io.BufferedReader(stream, 2**16) if isinstance(stream, io.RawIOBase) else stream
    number = 0
    while line := buffered.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise RunError(
                f"a line has more than {LONGEST_LINE:,} bytes",
                place=f"{place}:{number}",
                help="write one object a line",
            )
        yield line


def parquet(file: Path, wanted: Wanted) -> Iterator[Item]:
    """The wanted columns of a Parquet file, by the names that a spec has for them."""
    place = str(file)
    with as_run_errors():
        keys = {column.key: column.name for column in layout(place).columns}
        if lacking := wanted.lacking(list(keys), place):
            raise lacking
        parts = {part for name in wanted.columns if name not in keys for part in wanted.parts[name]}
        columns = {key: name for key, name in keys.items() if key in {*wanted.columns, *parts, *wanted.groups}}
        for number, row in enumerate(row_stream(place, list(columns.values())), 1):
            yield Record(number, f"{file} (record {number:,})", {key: row[name] for key, name in columns.items()})


def file_items(files: list[Path], folder: Path, wanted: Wanted) -> Iterator[Item]:
    """Each image or sound is an example."""
    what = "sound" if wanted.sound is not None else "image"
    if wanted.file is None:
        needed = ", ".join(f"`{name}`" for name in wanted.columns)
        raise RunError(
            f"the model is not asked of {'a sound' if what == 'sound' else 'an image'} alone: it needs {needed}",
            place=str(folder),
            help=f"give CSV or JSON lines; a column of {what}s holds paths relative to the table",
        )
    if not files:
        put = ", ".join(sorted(wanted.suffixes))
        raise RunError(f"the folder holds no {what}s", place=str(folder), help=f"put {put} in it")
    for file in files:
        name = str(file.relative_to(folder))
        values: Mapping[str, Any] = {wanted.file: file}
        yield Record(name, str(file), values)
