"""Diagnostics and their fixes, as the protocol wants them."""

from collections.abc import Callable, Sequence

from lsprotocol import types

from compiler.problems.warnings import UNUSED
from dsl import syntax
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span
from runtime.editor.analysis import Analysis
from runtime.editor.positions import Encoding, position, range_of

Uri = Callable[[str], str]
"""Turns a source's path into a document's address."""

SEVERITIES = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}


def diagnostics(analysis: Analysis, uri: Uri, encoding: Encoding) -> list[types.Diagnostic]:
    """Everything that is wrong with a text, in its own places: what is wrong with an imported one stands where it is
    called from, or at the import."""
    return [_diagnostic(item, analysis, uri, encoding) for item in analysis.compiled.diagnostics]


def fixes(analysis: Analysis, span: Span, uri: Uri, encoding: Encoding) -> list[types.CodeAction]:
    """The edits that mend what is wrong within a span."""
    actions = []
    for item in analysis.compiled.diagnostics:
        fix = item.fix
        if fix is None or any(edit.span.source.path != analysis.source.path for edit in item.edits):
            continue
        if not any(place.start <= span.end and span.start <= place.end for place in _places(item)):
            continue
        edits = [types.TextEdit(range_of(edit.span, encoding), edit.text) for edit in item.edits]
        actions.append(
            types.CodeAction(
                fix.title[:1].upper() + fix.title[1:],
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[_diagnostic(item, analysis, uri, encoding)],
                is_preferred=fix.sure,
                edit=types.WorkspaceEdit(changes={uri(analysis.source.path): edits}),
            )
        )
    return actions


def _places(item: Diagnostic) -> list[Span]:
    """Where a fix can be asked for: the finding's place, and those of its edits."""
    return [item.span, *(edit.span for edit in item.edits)]


def _diagnostic(item: Diagnostic, analysis: Analysis, uri: Uri, encoding: Encoding) -> types.Diagnostic:
    span = _own_place(item, analysis)
    lines = [item.message, *(f"note: {note}" for note in item.notes), *([f"help: {item.help}"] if item.help else [])]
    labels: list[tuple[Label, str]] = [(label, label.text or "here") for label in item.others]
    labels += [(label, f"in {label.text}" if label.text else "called here") for label in item.chain]
    if span is not item.span:
        labels.insert(0, (item.primary, item.primary.text or item.message))
    return types.Diagnostic(
        _range(span, encoding),
        "\n".join(lines),
        severity=SEVERITIES[item.severity],
        code=item.code,
        source="dlc",
        tags=[types.DiagnosticTag.Unnecessary] if item.code == UNUSED else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(uri(label.span.source.path), range_of(label.span, encoding)), text
            )
            for label, text in labels
        ],
    )


def _own_place(item: Diagnostic, analysis: Analysis) -> Span:
    """A diagnostic's place in the text itself."""
    path = analysis.source.path
    for span in (item.span, *(label.span for label in reversed(item.chain))):
        if span.source.path == path:
            return span
    return _import(analysis)


def _import(analysis: Analysis) -> Span:
    """The first import: those that a file was reached by are not told apart."""
    imports: Sequence[Span] = [s.span for s in analysis.file_statements if isinstance(s, syntax.Import)]
    return imports[0] if imports else Span(analysis.source, 0, 0)


def _range(span: Span, encoding: Encoding) -> types.Range:
    """The range of a span; of one over several lines the first, so that the message stands where it begins."""
    if "\n" not in span.text:
        return range_of(span, encoding)
    end = span.source.text.index("\n", span.start)
    start = position(span.source, span.start, encoding)
    return types.Range(start, position(span.source, end, encoding))
