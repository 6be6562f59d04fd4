"""Applying the fixes that diagnostics carry: none that overlap, and none that brings a new error with it."""

import os
import tempfile
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from compiler.pipeline import Compiled
from dsl.diagnostics import Diagnostic, Fix
from dsl.immutable import immutable
from dsl.spans import Source

MOST_ROUNDS = 20

Recheck = Callable[[Mapping[str, str]], Compiled]
"""Checks again, with these texts in the place of the files of their paths."""


@immutable
class Fixed:
    """What was changed: the new texts by path, each fix with the finding that it mends, and what is left."""

    texts: Mapping[str, str]
    applied: tuple[Diagnostic, ...]
    left: Compiled


def fix_all(compiled: Compiled, recheck: Recheck, guesses: bool = False) -> Fixed:
    """Apply fixes until none is left that may be applied: one can bring another finding to light.

    `guesses` says whether fixes that are not sure are applied too.
    """
    texts: dict[str, str] = {}
    applied: list[Diagnostic] = []
    for _ in range(MOST_ROUNDS):
        findings = _apart(found for found in compiled.diagnostics if found.fix and (found.fix.sure or guesses))
        done, texts, compiled = _round(findings, texts, compiled, recheck)
        if not done:
            break
        applied += done
    return Fixed(texts, tuple(applied), compiled)


def _apart(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings whose edits do not overlap or touch, the first ones first."""
    chosen: list[Diagnostic] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for finding in sorted(findings, key=lambda found: (found.span.source.path, found.span.start)):
        places = [(edit.span.source.path, (edit.span.start, edit.span.end)) for edit in finding.edits]
        if all(_free(place, taken.get(path, [])) for path, place in places):
            chosen.append(finding)
            for path, place in places:
                insort(taken.setdefault(path, []), place)
    return chosen


def _free(place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    """Whether an edit touches none of those taken, which are in order."""
    at = bisect_left(taken, place)
    before, after = taken[at - 1] if at else (-2, -2), taken[at] if at < len(taken) else None
    return before[1] < place[0] and (after is None or place[1] < after[0])


def _edits(findings: Iterable[Diagnostic]) -> list[Fix]:
    """The edits of findings, file by file and in order."""
    edits = (edit for found in findings for edit in found.edits)
    return sorted(edits, key=lambda edit: (edit.span.source.path, edit.span.start))


def _round(
    findings: list[Diagnostic], texts: dict[str, str], before: Compiled, recheck: Recheck
) -> tuple[list[Diagnostic], dict[str, str], Compiled]:
    """Apply all of these fixes, or of each half what can be: those that can be applied, the texts, and what is left."""
    if not findings:
        return [], texts, before
    changed = {**texts, **apply_edits(_edits(findings))}
    after = recheck(changed)
    if _mended(findings, before, after):
        return findings, changed, after
    if len(findings) == 1:
        return [], texts, before
    half = len(findings) // 2
    for part in (findings[:half], findings[half:]):
        outcome = _round(part, texts, before, recheck)
        if outcome[0]:
            return outcome  # the places of the other half have moved: they are looked at in the next round
    return [], texts, before


def _mended(findings: list[Diagnostic], before: Compiled, after: Compiled) -> bool:
    """Whether the fixes' findings are gone, and no syntax error stands before or in a fix that did not before."""
    moves = _Moves(_edits(findings))
    known = {moves.key(found) for found in before.diagnostics}
    gone = {moves.key(found) for found in findings}
    for found in after.diagnostics:
        path, place, code, _ = key = _key(found)
        if key in gone or (code.startswith("E00") and key not in known and place <= moves.end(path)):
            return False
    return True


Key = tuple[str, int, str, str]


def _key(found: Diagnostic) -> Key:
    return found.span.source.path, found.span.start, found.code, found.message


class _Moves:
    """Where places of the old texts are in the new ones."""

    def __init__(self, fixes: list[Fix]):
        self._starts: dict[str, list[int]] = {}
        self._moved: dict[str, list[int]] = {}
        self._ends: dict[str, int] = {}
        for fix in fixes:
            path = fix.span.source.path
            moved = self._moved.setdefault(path, [0])
            self._starts.setdefault(path, []).append(fix.span.start)
            self._ends[path] = fix.span.start + moved[-1] + len(fix.text)
            moved.append(moved[-1] + len(fix.text) - (fix.span.end - fix.span.start))

    def key(self, found: Diagnostic) -> Key:
        path, place, code, message = _key(found)
        if path in self._starts:
            place += self._moved[path][bisect_left(self._starts[path], place)]
        return path, place, code, message

    def end(self, path: str) -> int:
        """Where the last fix of a file ends; before the file where it has none."""
        return self._ends.get(path, -1)


def apply_edits(fixes: Iterable[Fix]) -> dict[str, str]:
    """The texts of the files that fixes are of, with the fixes applied."""
    pieces: dict[str, list[str]] = {}
    sources: dict[str, tuple[Source, int]] = {}
    for fix in fixes:
        source = fix.span.source
        _, done = sources.get(source.path, (source, 0))
        pieces.setdefault(source.path, []).extend((source.text[done : fix.span.start], fix.text))
        sources[source.path] = source, fix.span.end
    return {path: "".join((*pieces[path], source.text[done:])) for path, (source, done) in sources.items()}


def replace_file(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all, with the rights that it had.  Raises OSError where it cannot be written."""
    path = Path(os.path.realpath(path))
    mode = path.stat().st_mode
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, mode & 0o7777)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
