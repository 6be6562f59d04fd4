"""JSON: lists of records, and records line by line.  Source: RFC 8259; jsonlines.org."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compiler.schemas import tables, texts
from compiler.schemas.errors import BadFile
from compiler.schemas.provenance import Origins
from compiler.schemas.trees import Located
from compiler.types import Tensor
from dsl.immutable import immutable

SAMPLE = 1000
"""How many records the columns are inferred from."""
LARGEST_INT = 2**31
DEEPEST = 20


@immutable
class Records:
    """Values column by column, None where a record has none; `origins` say where each record stands."""

    columns: Mapping[str, Sequence[Any]]
    origins: Origins

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())))


def read(files: Sequence[Located], at: str, by_line: bool, limit: int | None = None) -> Records:
    """The first `limit` records of each file, or all.  Raises `BadFile`."""
    columns: dict[str, list[Any]] = {}
    parts: list[tuple[int, Origins]] = []
    count = 0
    for file in files:
        lines: list[int] = []
        start = count
        for line, record in lines_of(file, limit) if by_line else items_of(file, at, limit):
            place = f"{file.place}:{line}" if by_line else f"{file.place} (record {count - start + 1:,})"
            if not isinstance(record, dict):
                help = 'each is an object, {"name": value, ...}'
                raise BadFile(f"the record is {describe_value(record)}", place=place, help=help)
            values = flat(record, place)
            if columns and values and not set(values) & set(columns):
                listed = ", ".join(list(columns)[:8])
                reason = f"the record has none of the others' keys, {listed}"
                raise BadFile(reason, place=place, help="leave the record out of the file")
            for name in dict.fromkeys((*columns, *values)):
                columns.setdefault(name, [None] * count).append(values.get(name))
            lines.append(line)
            count += 1
        if count == start:
            raise BadFile("the file holds no records", place=file.place, help="fetch or copy the file again")
        parts.append((count - start, Origins(((0, file.place),), tuple(lines) if by_line else ())))
    if not columns:
        raise BadFile("the records are empty", place=files[0].place, help="fetch or copy the file again")
    return Records(columns, Origins.joined(parts))


def lines_of(file: Located, limit: int | None) -> Iterator[tuple[int, Any]]:
    found = 0
    with file.open() as stream:
        for number, line in enumerate(tables.decode_lines(stream, "utf-8", file.place), 1):
            if line.strip():
                yield number, parse(line, f"{file.place}:{number}")
                found += 1
                if limit is not None and found >= limit:
                    return


def items_of(file: Located, at: str, limit: int | None) -> Iterator[tuple[int, Any]]:
    text = texts.text(file, "utf-8", None if limit is None else texts.LARGEST_READ)
    if limit is not None and len(text) > texts.LARGEST_READ and not at:
        yield from ((0, item) for item in first_items(text, limit, file.place))
        return
    found = parse(text, file.place)
    for key in at.split(".") if at else ():
        if not isinstance(found, dict) or key not in found:
            has = (
                f"it has {', '.join(list(found)[:8])}"
                if isinstance(found, dict)
                else f"here is {describe_value(found)}"
            )
            raise BadFile(f"there is nothing under `{key}` of `{at}`", place=file.place, help=has)
        found = found[key]
    if not isinstance(found, list):
        lists = [key for key, value in found.items() if isinstance(value, list)] if isinstance(found, dict) else []
        help = f'the records may be under at = "{lists[0]}"' if lists else "a list of records stands in [...]"
        raise BadFile(f"the file holds {describe_value(found)}, not a list of records", place=file.place, help=help)
    yield from ((0, item) for item in found[:limit])


def first_items(text: str, limit: int, place: str) -> Iterator[Any]:
    """The first records of a list too long to be read whole."""
    decoder, at = json.JSONDecoder(), text.find("[") + 1
    for _ in range(limit):
        while at < len(text) and text[at] in ", \t\r\n":
            at += 1
        try:
            item, at = decoder.raw_decode(text, at)
        except ValueError:
            return
        yield item


def parse(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = place if ":" in place.rpartition("/")[2] else f"{place}:{error.lineno}"
        help = "mend it there; records line by line are read by jsonl(...), a list of them by json(...)"
        raise BadFile(f"this is no JSON: {error.msg} (column {error.colno})", place=where, help=help) from error
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else "a number in it is absurdly long"
        raise BadFile(reason, place=place, help="make the file again") from error


def describe_value(value: object) -> str:
    kinds = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return kinds.get(type(value), "null")


def flat(record: Mapping[str, Any], place: str, prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """A record's values by names that a spec can hold; an object's within it are `user_name`."""
    values: dict[str, Any] = {}
    for key, value in record.items():
        name = tables.identifier(prefix + key) or "_"
        inner = (
            flat(value, place, f"{prefix}{key}_", depth + 1)
            if isinstance(value, dict) and depth < DEEPEST
            else {name: value}
        )
        twice = next((name for name in inner if name in values), None)
        if twice is not None:
            raise BadFile(f"two keys are named {twice}", place=place, help="rename one of them")
        values |= inner
    return values


def types(records: Records) -> tuple[dict[str, Tensor], dict[str, str]]:
    """Each column's type, from the first records, and why those left out are.  Raises `BadFile` for mixed ones."""
    found, out = {}, {}
    for name, values in records.columns.items():
        sample = values[:SAMPLE]
        kinds = {kind_of(value) for value in sample if value is not None}
        if kinds and kinds <= {"int", "real"}:
            real = "real" in kinds or None in sample
            found[name] = Tensor((), "real" if real else "int")
        elif kinds == {"bool"} and None not in sample:
            found[name] = Tensor((), "bool")
        elif kinds == {"text"} or not kinds:
            found[name] = Tensor((), "text")
        elif kinds <= {"list of int", "list of real"} and None not in sample:
            lengths = {len(value) for value in sample}
            kind = "real" if "list of real" in kinds else "int"
            found[name] = Tensor((lengths.pop(),) if len(lengths) == 1 else None, kind)  # type: ignore[arg-type]
        elif len(kinds) > 1 and not any(kind.startswith("list") or kind == "nested" for kind in kinds):
            first = next(value for value in sample if value is not None)
            row = next(i for i, value in enumerate(sample) if value is not None and kind_of(value) != kind_of(first))
            reason = f"`{name}` is {describe_value(sample[row])} here and {describe_value(first)} before"
            raise BadFile(reason, place=records.origins.place(row), help="make all of one kind")
        else:
            out[name] = "holds lists or objects that are no vector of numbers"
    if not found:
        reason = "no key holds numbers, texts, truth values or lists of numbers"
        raise BadFile(reason, place=records.origins.place(0), help="write the examples as flat records")
    return found, out


def kind_of(value: object) -> str:
    if isinstance(value, list):
        kinds = {kind_of(item) for item in value}
        inner = "real" if kinds == {"int", "real"} else kinds.pop() if len(kinds) == 1 else "nested"
        return f"list of {inner}" if inner in ("int", "real") else "nested"
    if type(value) is int and not -LARGEST_INT <= value < LARGEST_INT:
        return "real"
    return {bool: "bool", int: "int", float: "real", str: "text"}.get(type(value), "nested")
