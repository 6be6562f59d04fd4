"""What a report is made of.  The template has one macro for each kind of block."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `tone` colours it: "plain", "good", "warn" or "bad"."""

    kind: ClassVar[str] = "text"
    text: str
    tone: Literal["plain", "good", "warn", "bad", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Scale:
    """An interval on the line from `low` to `high`: places are percentages of its length."""

    value: float
    start: float
    end: float
    baseline: float | None
    baseline_title: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Big:
    """A headline: the number, its interval in words and drawn, what it means and why this one was chosen."""

    kind: ClassVar[str] = "big"
    title: str
    subject: str
    value: str
    interval: str
    scale: Scale | None
    meaning: str
    reason: str
    others: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG markup) with a caption."""

    kind: ClassVar[str] = "picture"
    svg: str
    caption: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Pictures side by side."""

    kind: ClassVar[str] = "row"
    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: text, an image or a bar of `bar` percent beside the text."""

    text: str = ""
    image: str | None = None
    bar: float | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `numeric` columns are set flush right."""

    kind: ClassVar[str] = "table"
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    numeric: Sequence[bool]
    title: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """A confusion matrix: for each label its cells (count, strength of the colour in percent)."""

    kind: ClassVar[str] = "confusion"
    names: Sequence[str]
    rows: Sequence[Sequence[tuple[str, int]]]
    totals: Sequence[str]
    caption: str


@dataclass(frozen=True, slots=True)
class Card:
    """An example: its images or text, and what is said of it."""

    images: Sequence[tuple[str, str]] = ()
    text: str = ""
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Examples side by side."""

    kind: ClassVar[str] = "cards"
    title: str
    cards: Sequence[Card]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Text as it stands; `lines` of (class, text) pieces are numbered."""

    kind: ClassVar[str] = "code"
    title: str
    lines: Sequence[Sequence[tuple[str, str]]] = ()
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    kind: ClassVar[str] = "heading"
    text: str


Block = Text | Big | Picture | Row | Table | Confusion | Cards | Code | Heading


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under one question."""

    anchor: str
    title: str
    blocks: Sequence[Block]
