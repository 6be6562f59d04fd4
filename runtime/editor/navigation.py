"""Where names come from and where they are used, and what a file consists of."""

from collections.abc import Iterable, Sequence
from typing import Any

from lsprotocol import types

from compiler import ir
from dsl import syntax
from dsl.spans import Span
from dsl.statements import FORM_OF, IN_TEXT
from runtime.editor.analysis import Analysis
from runtime.editor.positions import Encoding, range_of
from runtime.spec.files import import_path


def definition(analysis: Analysis, offset: int) -> Span | str | None:
    """Where the name at a place is defined: a span, or the path of an imported file."""
    for statement in analysis.file_statements:
        if isinstance(statement, syntax.Import) and statement.span.start <= offset <= statement.span.end:
            wanted = import_path(statement.path, analysis.source)
            return next((s.path for s in analysis.compiled.sources[1:] if s.path == wanted), None)
    occurrence = analysis.names.at(analysis.source.path, offset)
    if occurrence is not None:
        return occurrence.definition.span
    way = analysis.way_to(offset)
    for value in analysis.facts.values(way[-1].span) if way else ():
        if isinstance(value, ir.Column):
            return _source_of(analysis, value.data)
    return None


def _source_of(analysis: Analysis, data: str) -> Span | None:
    """Where a column of a data set without a body comes from."""
    return next((owner.span for owner in analysis.names.members if owner.kind == "data" and owner.name == data), None)


def references(analysis: Analysis, others: Iterable[Analysis], offset: int, with_definition: bool) -> list[Span]:
    """Every use of the name at a place, in this text, those that it imports and other open ones."""
    occurrence = analysis.names.at(analysis.source.path, offset)
    if occurrence is None:
        return []
    place = occurrence.definition.place
    found: dict[tuple[str, int], Span] = {}
    for each in (analysis, *others):
        for span in each.names.uses(place):
            found.setdefault((span.source.path, span.start), span)
    return [span for key, span in found.items() if with_definition or key != place]


# --- symbols -------------------------------------------------------------------------------------


def symbols(analysis: Analysis, encoding: Encoding) -> list[types.DocumentSymbol]:
    """The file's declarations, those inside of others below them."""
    found = (_symbol(statement, encoding) for statement in analysis.own_statements)
    return [symbol for symbol in found if symbol is not None]


def _symbol(node: syntax.Node, encoding: Encoding) -> types.DocumentSymbol | None:
    form = FORM_OF.get(type(node))
    if form is None or not form.symbol:
        return None
    part: Any = node
    detail = form.word
    inside: Sequence[syntax.Node] = ()
    if form in IN_TEXT and form.opens is not None:
        inside = part.body.statements if isinstance(part.body, syntax.Body) else part.body or ()
    match node:
        case syntax.Let(targets=targets):
            name, span = ", ".join(target.name for target in targets), targets[0].span
        case syntax.Train() | syntax.Evaluate():
            given = node.name if isinstance(node, syntax.Train) else None
            name, span, detail = f"{form.word} {given}" if given else form.word, node.span, ""
        case syntax.Field() | syntax.Weight():
            name, span, detail = node.name, node.name_span, node.type.span.text
        case _:
            name, span = part.name, part.name_span
    children = [symbol for symbol in (_symbol(item, encoding) for item in inside) if symbol is not None]
    kind = types.SymbolKind[form.symbol]
    return types.DocumentSymbol(
        name, kind, range_of(node.span, encoding), range_of(span, encoding), detail, children=children
    )
