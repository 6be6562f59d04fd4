"""Files of text: lines, lines with a label in front, and whole texts."""

import re
from collections.abc import Sequence

from compiler.schemas.errors import BadFile
from compiler.schemas.tables import decode_lines
from compiler.schemas.trees import Located
from dsl.immutable import immutable

STRETCH = re.compile(r"(?s).{1,64}\s*\S{0,960}")
"""A few words of a text with what is before each of them, to the end of the last."""

LARGEST_READ = 16 * 10**6
"""The check reads texts of so many characters whole; the classes of larger ones are known at the run."""


@immutable
class Labelled:
    """The labels and texts of a file's lines, and the number of each line."""

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    lines: tuple[int, ...]


def text(file: Located, encoding: str, limit: int | None = None) -> str:
    """A file's whole text, or some more than its first `limit` characters.  Raises `BadFile`."""
    found: list[str] = []
    count = 0
    with file.open() as stream:
        for line in decode_lines(stream, encoding, file.place):
            found.append(line)
            count += len(line)
            if limit is not None and count > limit:
                break
    if not count:
        raise BadFile("the file is empty", place=file.place, help="fetch or copy the file again")
    return "".join(found)


def stretches(text: str) -> tuple[list[str], list[int]]:
    """A text in pieces of a few words that make it up, and the line that each ends in.

    A piece ends before a space, so that no word is cut, nor a run of spaces: tokens of the pieces are the text's own.
    Letters in a row without end are cut all the same.
    """
    pieces = STRETCH.findall(text)
    line, lines = 1, []
    for piece in pieces:
        line += piece.count("\n")
        lines.append(line)
    return pieces, lines


def lines(file: Located, encoding: str, limit: int | None = None) -> tuple[str, ...]:
    """A file's lines without what ends them; blank ones are kept.  Raises `BadFile`."""
    found: list[str] = []
    with file.open() as stream:
        for line in decode_lines(stream, encoding, file.place):
            found.append(line.rstrip("\r\n"))
            if limit is not None and len(found) >= limit:
                break
    if not found:
        raise BadFile("the file is empty", place=file.place, help="fetch or copy the file again")
    return tuple(found)


def parallel(files: Sequence[Located], encoding: str, limit: int | None = None) -> tuple[tuple[str, ...], ...]:
    """The lines of files whose lines belong together.  Raises `BadFile` where one has more than another."""
    columns = tuple(lines(file, encoding, limit) for file in files)
    for file, column in zip(files, columns, strict=True):
        if len(column) != len(columns[0]):
            reason = f"the file has {len(column):,} lines, but {files[0].place} has {len(columns[0]):,}"
            help = "line by line they must belong together: take both from one release"
            raise BadFile(reason, place=file.place, help=help)
    return columns


def read_labelled(file: Located, separator: str, encoding: str, limit: int | None = None) -> Labelled:
    """Lines of a label, a separator and a text; blank lines are passed over.  Raises `BadFile`."""
    labels, texts, numbers = [], [], []
    for number, line in enumerate(lines(file, encoding, limit), 1):
        if not line.strip():
            continue
        label, found, rest = line.partition(separator)
        if not found or not label.strip():
            shown = {" ": "a space", "\t": "a tab"}.get(separator, f'"{separator}"')
            reason = "the line has no label" if found else f"the line has a label without a text: no {shown} is in it"
            help = 'state what stands between label and text, such as separator = "\\t"'
            raise BadFile(reason, place=f"{file.place}:{number}", help=help)
        labels.append(label.strip())
        texts.append(rest.strip())
        numbers.append(number)
    if not labels:
        raise BadFile("the file holds blank lines only", place=file.place, help="fetch or copy the file again")
    return Labelled(tuple(labels), tuple(texts), tuple(numbers))


def classes(labels: Sequence[str]) -> tuple[str, ...]:
    """The names of the classes, in the order of numbers where all are whole numbers, else alphabetically."""
    found = set(labels)
    return tuple(sorted(found, key=int) if all(label.isdecimal() for label in found) else sorted(found))
