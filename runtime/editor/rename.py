"""Renaming: every use of a name, or a reason why not."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from compiler.occurrences import Definition
from compiler.vocabulary.base import WORDS
from dsl import syntax
from dsl.spans import Source, Span
from dsl.statements import INNER_WORDS, STATEMENT_WORDS
from runtime.editor.analysis import Analysis

KEYWORDS = frozenset((*STATEMENT_WORDS, *INNER_WORDS, "none"))
SYNTAX = "E00"
"""How the codes of syntax errors begin."""
GIVEN_SPLITS = ("train", "validation", "test", "all")


class Refused(Exception):
    """Why a name cannot be renamed."""


@dataclass(frozen=True)
class Edit:
    """Replace the text of a span."""

    span: Span
    text: str


Recheck = Callable[[Mapping[str, str]], Analysis]
"""Checks the document again, with these texts in place of those of their paths."""


def renamable(analysis: Analysis, offset: int) -> Span:
    """The name at a place that can be renamed; raises `Refused` where there is none."""
    occurrence = analysis.names.at(analysis.source.path, offset)
    if occurrence is None:
        word = analysis.word_at(analysis.way_to(offset))
        reason = f"`{word.name}` is a word of the language" if word is not None else "there is no name to rename here"
        raise Refused(reason)
    definition = occurrence.definition
    if definition.kind == "split" and definition.name in GIVEN_SPLITS:
        raise Refused(f"`{definition.name}` is a split that the language knows")
    if definition.kind == "let" and isinstance(definition.node, syntax.Let) and len(definition.node.targets) > 1:
        raise Refused(f"`{definition.name}` is the name of a record's field, taken apart here")
    return occurrence.span


def rename(
    analysis: Analysis, others: Iterable[Analysis], offset: int, name: str, recheck: Recheck
) -> dict[str, list[Edit]]:
    """The edits, by path, that give the name at a place another one.

    Raises `Refused` where the new name is taken, is a word of the language, or would change what a name means.
    """
    span = renamable(analysis, offset)
    occurrence = analysis.names.at(analysis.source.path, offset)
    assert occurrence is not None
    definition = occurrence.definition
    if name == span.text:
        return {}
    _verify_name(name)
    if any(d.severity == "error" and d.code.startswith(SYNTAX) for d in analysis.compiled.diagnostics):
        raise Refused("a part of the text cannot be read, and may use this name; mend it first")
    edits: dict[str, dict[int, Edit]] = {}
    for each in (analysis, *others):
        for use in each.names.uses(definition.place):
            edits.setdefault(use.source.path, {})[use.start] = Edit(use, name)
    if definition.kind == "field":
        _keep_column(definition, edits)
    result = {path: [by_start[start] for start in sorted(by_start)] for path, by_start in edits.items()}
    _verify_meaning(analysis, result, name, recheck)
    return result


def _verify_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or name == "_":
        raise Refused(f"`{name}` is no name: letters, digits and `_`, not beginning with a digit")
    if name in KEYWORDS:
        raise Refused(f"`{name}` is a keyword")
    space = next((space for space, words in WORDS.items() if name in words), None)
    if space is not None:
        raise Refused(f"`{name}` is a word of the language")


def _keep_column(definition: Definition, edits: dict[str, dict[int, Edit]]) -> None:
    """A field without a value is the column of its name: under another name it must say so."""
    node = definition.node
    if isinstance(node, syntax.Field) and node.value is None:
        end = Span(node.span.source, node.span.end, node.span.end)
        edits.setdefault(end.source.path, {})[end.start] = Edit(end, f" = {node.name}")


def _verify_meaning(analysis: Analysis, edits: Mapping[str, list[Edit]], name: str, recheck: Recheck) -> None:
    """Refuse where any name of the changed text means something else than before."""
    sources = {source.path: source for source in analysis.compiled.sources}
    changed = recheck({path: apply_edits(sources[path], found) for path, found in edits.items() if path in sources})
    before = {
        _moved(o.span, edits): _moved(o.definition.span, edits)
        for o in analysis.names.found
        if o.span.source.path in sources
    }
    after = {(o.span.source.path, o.span.start): o.definition.place for o in changed.names.found}
    if before != after:
        clash = next((place for place, meaning in after.items() if before.get(place) != meaning), None)
        source = next((s for s in changed.compiled.sources if clash and s.path == clash[0]), None)
        where = f" (line {source.position(clash[1])[0]})" if source is not None and clash is not None else ""
        raise Refused(f"`{name}` would clash with another name{where}")
    if _errors(changed) > _errors(analysis):
        known = {diagnostic.message for diagnostic in analysis.compiled.diagnostics}
        found = (d.message for d in changed.compiled.diagnostics if d.severity == "error" and d.message not in known)
        raise Refused(f"under the name `{name}` this would be wrong: {next(found, 'one more error')}")


def _errors(analysis: Analysis) -> int:
    return sum(diagnostic.severity == "error" for diagnostic in analysis.compiled.diagnostics)


def _moved(span: Span, edits: Mapping[str, list[Edit]]) -> tuple[str, int]:
    """Where a place is after the edits before it."""
    path = span.source.path
    earlier = (edit for edit in edits.get(path, ()) if edit.span.start < span.start)
    return path, span.start + sum(len(edit.text) - (edit.span.end - edit.span.start) for edit in earlier)


def apply_edits(source: Source, edits: Iterable[Edit]) -> str:
    """The text after the edits."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        parts += [source.text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join((*parts, source.text[done:]))
