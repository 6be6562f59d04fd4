"""Diagnostics for people, for programs and for code hosts."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from dsl.diagnostics import Diagnostic, Entry, Fix, Label, Severity
from dsl.spans import Source, Span

MOST_SHOWN = 100
_TAB = 4
_WIDEST_LINE = 160
_RESET = "\x1b[0m"
_COLORS = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "frame": "\x1b[1;34m",
    "help": "\x1b[1;32m",
    "message": "\x1b[1m",
}
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def human(diagnostics: Iterable[Diagnostic], color: bool = False) -> str:
    """Text for a terminal, ordered by place: message, source lines with carets, then the chain, notes and help.

    Of very many, some are shown, errors before warnings, and the rest counted.
    """
    ordered = _in_order(diagnostics)
    shown = _in_order(sorted(ordered, key=lambda d: d.severity)[:MOST_SHOWN])
    blocks = [_block(diagnostic, color) for diagnostic in shown]
    if left := len(ordered) - len(shown):
        blocks.append(f"... and {left:,} more, told by `--json`")
    return "\n\n".join(blocks)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A list of objects; lines and columns count from 1, ends are exclusive."""
    return json.dumps([_object(diagnostic) for diagnostic in _in_order(diagnostics)], indent=2)


def as_sarif(diagnostics: Iterable[Diagnostic], catalogue: Sequence[Entry] = ()) -> str:
    """A SARIF 2.1.0 log of one run (OASIS, 2020), with the catalogue's titles and reasons where given."""
    ordered = _in_order(diagnostics)
    entries = {entry.code: entry for entry in catalogue}
    codes = sorted({diagnostic.code for diagnostic in ordered})
    rules = [{"id": code, **(_rule(entries[code]) if code in entries else {})} for code in codes]
    results = [
        {
            "ruleId": d.code,
            "ruleIndex": codes.index(d.code),
            "level": d.severity,
            "message": {"text": f"{_plain(d.message)}{f'. {_plain(d.help)}' if d.help else ''}"},
            "locations": [_sarif_place(d.primary)],
            "relatedLocations": [_sarif_place(label, i) for i, label in enumerate((*d.others, *d.chain), 1)],
            **({"fixes": [_sarif_fix(d)]} if d.fix else {}),
        }
        for d in ordered
    ]
    driver = {"name": "dlc", "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(diagnostics, key=lambda d: (d.span.source.path, d.span.start, d.severity))


# --- for people ----------------------------------------------------------------------------------

_LONGEST_CHAIN = 6

Paint = Callable[[str, str], str]


def _painted(text: str, role: str) -> str:
    return f"{_COLORS[role]}{text}{_RESET}" if text else text


def _block(diagnostic: Diagnostic, color: bool) -> str:
    paint: Paint = _painted if color else lambda text, role: text
    labels = [(diagnostic.primary, True), *((label, False) for label in diagnostic.others)]
    gutter = len(str(max(label.span.line for label, _ in labels)))
    head = paint(f"{diagnostic.severity}[{diagnostic.code}]", diagnostic.severity)
    lines = [f"{head}{paint(f': {_plain(diagnostic.message)}', 'message')}"]
    for arrow, group in _by_source(labels):
        lines.append(f"{' ' * gutter}{paint(arrow, 'frame')} {_plain(str(group[0][0].span))}")
        lines += _snippet(group, gutter, diagnostic.severity, paint)
    facts = _led(diagnostic.chain)
    facts += [("note", note) for note in diagnostic.notes]
    facts += [("help", diagnostic.help)] if diagnostic.help else []
    if facts:
        lines.append(paint(f"{' ' * gutter} |", "frame"))
    for kind, fact in facts:
        indent = f"\n{' ' * (gutter + 3 + len(kind) + 2)}"
        title = paint(f"{kind}:", "help" if kind == "help" else "message")
        lines.append(f"{paint(f'{chr(32) * gutter} =', 'frame')} {title} {indent.join(_plain(fact).splitlines())}")
    return "\n".join(lines)


def _led(chain: tuple[Label, ...]) -> list[tuple[str, str]]:
    """The blocks that led to a place; of many the first and the last."""
    links = [("in", f"{link.text} ({link.span})") for link in chain]
    if len(links) <= _LONGEST_CHAIN:
        return links
    half = _LONGEST_CHAIN // 2
    return [*links[:half], ("in", f"... {len(links) - 2 * half} more ..."), *links[-half:]]


def _snippet(labels: list[tuple[Label, bool]], gutter: int, severity: Severity, paint: Paint) -> list[str]:
    """The lines of one file that labels point at, each with its marks below."""
    bar = paint(f"{' ' * gutter} |", "frame")
    lines = [bar]
    previous: int | None = None
    ordered = sorted(labels, key=lambda item: item[0].span.start)
    for number, group in groupby(ordered, key=lambda item: item[0].span.line):
        on_line = list(group)
        if previous is not None and number > previous + 1:
            lines.append(paint("...", "frame"))
        previous = number
        shown = _Line(on_line[0][0].span.source, number, [label.span for label, _ in on_line])
        lines.append(f"{paint(f'{number:>{gutter}} |', 'frame')} {shown.text}".rstrip())
        for label, primary in on_line:
            before, width = shown.columns(label.span)
            mark = f"{('^' if primary else '-') * width} {_plain(label.text)}".rstrip()
            lines.append(f"{bar} {' ' * before}{paint(mark, severity if primary else 'frame')}")
    return lines


def _by_source(labels: list[tuple[Label, bool]]) -> list[tuple[str, list[tuple[Label, bool]]]]:
    """The labels of each file, the primary one's file first."""
    groups: dict[int, list[tuple[Label, bool]]] = {}
    for item in labels:
        groups.setdefault(id(item[0].span.source), []).append(item)
    return [("-->" if i == 0 else ":::", group) for i, group in enumerate(groups.values())]


class _Line:
    """A source line as a terminal shows it: tabs as spaces, control characters made visible, long lines cut."""

    def __init__(self, source: Source, number: int, marked: Sequence[Span]):
        text = source.line_text(number)
        offset = source.line_starts[number - 1]
        first = min(span.start for span in marked) - offset
        self._start = offset
        self._cut = max(0, first - _WIDEST_LINE // 2) if len(text) > _WIDEST_LINE else 0
        self._end = min(len(text), self._cut + _WIDEST_LINE)
        self._raw = text
        self._lead = 1 if self._cut else 0
        self.text = ("…" * self._lead + _plain(text[self._cut : self._end], _TAB)) + (
            "…" if self._end < len(text) else ""
        )

    def columns(self, span: Span) -> tuple[int, int]:
        """How far in a span's marks begin, and how many there are: at least one, and none beyond the line."""
        start = min(max(span.start - self._start, self._cut), self._end)
        end = min(max(span.end - self._start, start), self._end)
        before = self._lead + _width(self._raw[self._cut : start])
        return before, max(1, _width(self._raw[start:end]))


def _width(text: str) -> int:
    return sum(_TAB if character == "\t" else _columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _plain(text: str, tab: int = 1) -> str:
    """Text that cannot steer a terminal and that every encoding of Unicode takes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character, tab) for character in text)


def _visible(character: str, tab: int) -> str:
    match unicodedata.category(character):
        case "Cc" if character == "\t":
            return " " * tab
        case "Cc" if character == "\n":
            return character
        case "Cc":
            return chr(0x2400 + ord(character)) if ord(character) < 32 else "\ufffd"
        case "Cs":
            return "\ufffd"
        case "Cf" if unicodedata.bidirectional(character) in _DIRECTIONS:
            return ""
        case _:
            return character


# Marks that reorder what a terminal shows, so that a line reads otherwise than it is (CVE-2021-42574).
_DIRECTIONS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


# --- for programs --------------------------------------------------------------------------------


def _place(span: Span) -> dict[str, object]:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"file": span.source.path, "line": line, "column": column, "end": {"line": end_line, "column": end_column}}


def _object(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        **_place(diagnostic.span),
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "label": diagnostic.primary.text,
        "others": [{**_place(label.span), "text": label.text} for label in diagnostic.others],
        "chain": [{**_place(label.span), "text": label.text} for label in diagnostic.chain],
        "notes": list(diagnostic.notes),
        "help": diagnostic.help,
        "fix": _edit(diagnostic.fix) if diagnostic.fix else None,
        "also": [_edit(edit) for edit in diagnostic.also],
    }


def _edit(fix: Fix) -> dict[str, object]:
    return {**_place(fix.span), "text": fix.text, "title": fix.title, "sure": fix.sure}


def _rule(entry: Entry) -> dict[str, object]:
    return {"shortDescription": {"text": entry.title}, "fullDescription": {"text": entry.why}}


def _sarif_place(label: Label, number: int | None = None) -> dict[str, object]:
    where = {"artifactLocation": _artifact(label.span), "region": _region(label.span)}
    place: dict[str, object] = {"physicalLocation": where}
    if number is not None:
        place["id"] = number
    return {**place, "message": {"text": _plain(label.text)}} if label.text else place


def _artifact(span: Span) -> dict[str, object]:
    """A file's address: a relative one, or an absolute one with its scheme (RFC 3986)."""
    from urllib.parse import quote

    path = span.source.path.replace("\\", "/")
    return {"uri": ("file://" if path.startswith("/") else "") + quote(path, safe="/:~")}


def _region(span: Span) -> dict[str, object]:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _sarif_fix(diagnostic: Diagnostic) -> dict[str, object]:
    """A fix with an edit for each place, file by file."""
    assert diagnostic.fix is not None
    files: dict[str, list[Fix]] = {}
    for edit in diagnostic.edits:
        files.setdefault(edit.span.source.path, []).append(edit)
    changes = [
        {
            "artifactLocation": _artifact(edits[0].span),
            "replacements": [
                {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}} for edit in edits
            ],
        }
        for edits in files.values()
    ]
    return {"description": {"text": diagnostic.fix.title}, "artifactChanges": changes}
