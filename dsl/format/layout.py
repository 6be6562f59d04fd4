"""Where lines break: documents with optional breaks, laid out within a width.

A document is a string, a tuple of documents, or one of the classes below.  A group is laid out flat where it fits and
breaks at all its own lines where it does not (Wadler, "A prettier printer", 2003).  A break that must be also breaks
the groups around it.  So a group is flat only if all of it stands on one line, and what was broken once, for its
length or by its author, breaks the same way again: formatting twice changes nothing.
"""

from dataclasses import dataclass

INDENT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """`flat`, or a new line where its group breaks; None is always a new line."""

    flat: str | None = " "


@dataclass(frozen=True, slots=True)
class Either:
    """`broken` where the group breaks, else `flat`."""

    broken: str
    flat: str = ""


@dataclass(frozen=True, slots=True)
class Nest:
    """Lines within begin further right."""

    content: "Document"


@dataclass(frozen=True, slots=True)
class Hang:
    """Lines within begin `back` columns before the place where it began, but further right than what is around it."""

    content: "Document"
    back: int


@dataclass(frozen=True, slots=True)
class Group:
    content: "Document"
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """No text: the line that it comes to stand on holds the text's `offset`."""

    offset: int
    opens_statement: bool = False
    closes: bool = False


Document = str | Line | Either | Nest | Hang | Group | Mark | tuple["Document", ...]

SPACE = Line(" ")
EMPTY = Line("")
NEW_LINE = Line(None)


@dataclass(slots=True)
class OutputLine:
    """A line, and which part of the original text it holds (`start` is None where none is known)."""

    indent: int
    text: str = ""
    start: int | None = None
    end: int = 0
    opens_statement: bool = False
    closes: bool = False


def flat_text(document: Document) -> str | None:
    """The document on one line; None where it must break."""
    parts: list[str] = []
    stack: list[Document] = [document]
    while stack:
        match stack.pop():
            case str() as text:
                parts.append(text)
            case tuple() as items:
                stack.extend(reversed(items))
            case Line(flat=None) | Group(broken=True):
                return None
            case Line(flat=str(flat)) | Either(flat=flat):
                parts.append(flat)
            case Nest(content=content) | Hang(content=content) | Group(content=content):
                stack.append(content)
    return "".join(parts)


Item = tuple[int, bool, Document]


def lay_out(document: Document, width: int) -> list[OutputLine]:
    lines = [OutputLine(0)]
    stack: list[Item] = [(0, True, document)]
    while stack:
        indent, broken, item = stack.pop()
        line = lines[-1]
        match item:
            case str() as text:
                line.text += text
            case tuple() as items:
                stack.extend((indent, broken, part) for part in reversed(items))
            case Line(flat=None):
                lines.append(OutputLine(indent))
            case Line(flat=str(flat)):
                if broken:
                    lines.append(OutputLine(indent))
                else:
                    line.text += flat
            case Either():
                line.text += item.broken if broken else item.flat
            case Nest(content=content):
                stack.append((indent + INDENT, broken, content))
            case Hang(content=content, back=back):
                column = line.indent + len(line.text)
                stack.append((max(indent + INDENT, column - back), broken, content))
            case Group(content=content):
                room = width - line.indent - len(line.text)
                breaks = flat_text(item) is None or not _fits(content, stack, room)
                stack.append((indent, breaks, content))
            case Mark(offset=offset):
                line.start = offset if line.start is None else min(line.start, offset)
                line.end = max(line.end, offset)
                line.opens_statement |= item.opens_statement
                line.closes |= item.closes and not line.text
    return lines


def _fits(content: Document, rest: list[Item], room: int) -> bool:
    """Whether a document laid out flat, with what follows it up to the next possible break, has room."""
    stack: list[tuple[bool, Document]] = [(False, content)]
    following = len(rest)
    while True:
        if not stack:
            if following == 0:
                return True
            following -= 1
            _, broken, document = rest[following]
            stack.append((broken, document))
        broken, item = stack.pop()
        match item:
            case str() as text:
                room -= len(text)
            case tuple() as items:
                stack.extend((broken, part) for part in reversed(items))
            case Line(flat=None):
                return True
            case Line(flat=str(flat)):
                if broken:
                    return True
                room -= len(flat)
            case Either():
                room -= len(item.broken if broken else item.flat)
            case Nest(content=inner) | Hang(content=inner):
                stack.append((broken, inner))
            case Group(content=inner):
                stack.append((item.broken, inner))
        if room < 0:
            return False
