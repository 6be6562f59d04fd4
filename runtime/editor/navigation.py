"""Where names come from and where they are used, and what a file consists of."""

from collections.abc import Iterable, Sequence

from lsprotocol import types

from compiler import ir
from dsl import syntax
from dsl.spans import Span
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
    kinds = types.SymbolKind
    match node:
        case syntax.Hyper(name=name, name_span=span):
            return _made(name, "hyper", kinds.Constant, node, span, (), encoding)
        case syntax.Data(name=name, name_span=span, body=body):
            return _made(name, "data", kinds.Struct, node, span, body or (), encoding)
        case syntax.Field(name=name, name_span=span, type=type):
            return _made(name, type.span.text, kinds.Field, node, span, (), encoding)
        case syntax.Block(name=name, name_span=span, body=body):
            return _made(name, "block", kinds.Function, node, span, body.statements, encoding)
        case syntax.Model(name=name, name_span=span, body=body):
            return _made(name, "model", kinds.Class, node, span, body.statements, encoding)
        case syntax.Def(name=name, name_span=span):
            return _made(name, "def", kinds.Method, node, span, (), encoding)
        case syntax.Weight(name=name, name_span=span, type=type):
            return _made(name, type.span.text, kinds.Field, node, span, (), encoding)
        case syntax.Let(targets=targets):
            name = ", ".join(target.name for target in targets)
            return _made(name, "let", kinds.Variable, node, targets[0].span, (), encoding)
        case syntax.Train(name=name, body=body):
            return _made(f"train {name}" if name else "train", "", kinds.Event, node, node.span, body, encoding)
        case syntax.Evaluate(body=body):
            return _made("evaluate", "", kinds.Event, node, node.span, body, encoding)
        case _:
            return None


def _made(
    name: str,
    detail: str,
    kind: types.SymbolKind,
    node: syntax.Node,
    span: Span,
    inside: Sequence[syntax.Node],
    encoding: Encoding,
) -> types.DocumentSymbol:
    children = [symbol for symbol in (_symbol(item, encoding) for item in inside) if symbol is not None]
    return types.DocumentSymbol(
        name, kind, range_of(node.span, encoding), range_of(span, encoding), detail, children=children
    )
