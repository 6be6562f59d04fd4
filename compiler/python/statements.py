"""The target tree above expressions: statements, functions and classes of an emitted program."""

from dataclasses import dataclass

from compiler.python.target import Expr


@dataclass(frozen=True, slots=True)
class Place:
    """A line, counted from 1, of a spec's file, which is named without its folders."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Note:
    """About a statement: its value's shape, a comment (empty where it is as before), and what it stands for."""

    shape: str = ""
    place: Place | None = None


SILENT = Note()


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`; a target may be several names, `a, b`."""

    target: str
    value: Expr
    note: Note = SILENT


@dataclass(frozen=True, slots=True)
class Return:
    value: Expr
    note: Note = SILENT


@dataclass(frozen=True, slots=True)
class Do:
    """An expression for what it does."""

    value: Expr
    note: Note = SILENT


@dataclass(frozen=True, slots=True)
class Loop:
    """`for target in over:`."""

    target: str
    over: Expr
    body: tuple["Statement", ...]
    note: Note = SILENT


@dataclass(frozen=True, slots=True)
class Define:
    """A function.  Parameters are as written, defaults included; `decorator` stands above it."""

    name: str
    parameters: tuple[str, ...]
    doc: str
    body: tuple["Statement", ...]
    note: Note = SILENT
    decorator: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    name: str
    base: str
    doc: str
    body: tuple[Define, ...]
    note: Note = SILENT


@dataclass(frozen=True, slots=True)
class Text:
    """Python that stands in the program as it is written here."""

    text: str


Statement = Assign | Return | Do | Loop | Define | Class | Text
