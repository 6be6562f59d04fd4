"""The language server: requests of the protocol, answered by the modules beside this one."""

import asyncio
import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from compiler.version import VERSION
from dsl import parser
from dsl.format import format_tree
from dsl.spans import Source, Span
from runtime.editor import completion, hover, navigation, rename
from runtime.editor.diagnostics import diagnostics, fixes
from runtime.editor.documents import Documents, path_of
from runtime.editor.positions import offset, range_of

PAUSE = 0.15
"""Seconds without a change after which a text is checked."""


class Server(LanguageServer):
    """Texts are sent whole at each change: they are small, and line ends need no second reading that way."""

    def __init__(self) -> None:
        super().__init__("dlc", VERSION, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.data: str | None = None
        self._documents: Documents | None = None

    @property
    def documents(self) -> Documents:
        if self._documents is None:
            self._documents = Documents(self.workspace, self.data)
        return self._documents

    @property
    def encoding(self) -> str:
        return str(getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding))

    def place(self, uri: str, position: types.Position) -> tuple[Source, int]:
        source = self.documents.source(uri)
        return source, offset(source, position, self.encoding)

    def location(self, span: Span) -> types.Location:
        return types.Location(self.documents.uri(span.source.path), range_of(span, self.encoding))

    def publish(self, uri: str) -> None:
        """Send a document's diagnostics."""
        document = self.workspace.get_text_document(uri)
        found = diagnostics(self.documents.analysis(uri), self.documents.uri, self.encoding)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, document.version))

    def publish_affected(self, uri: str) -> None:
        for other in self.documents.affected(uri):
            self.publish(other)


def refusal(reason: object) -> JsonRpcException:
    """An answer that says why a request cannot be met."""
    return JsonRpcException(str(reason), code=types.LSPErrorCodes.RequestFailed.value)


def serve() -> None:
    """Answer on standard input and output until the editor says goodbye."""
    logging.getLogger("pygls.protocol.json_rpc").addFilter(_no_refusals)
    make().start_io()


def _no_refusals(record: logging.LogRecord) -> bool:
    """A refused request is an answer, not a failure of the server to be logged."""
    return not (record.exc_info and isinstance(record.exc_info[1], JsonRpcException))


def make() -> Server:
    """A server with all its features."""
    server = Server()
    _documents(server)
    _reading(server)
    _names(server)
    _changing(server)
    return server


def _documents(server: Server) -> None:
    """Opening, changing and closing texts."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        options: Any = params.initialization_options
        data = options.get("data") if isinstance(options, dict) else None
        server.data = data if isinstance(data, str) and data else None

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.documents.opened(params.text_document.uri)
        server.publish_affected(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.documents.changed()
        await asyncio.sleep(PAUSE)
        if server.documents.is_open(uri) and (
            server.workspace.get_text_document(uri).version == params.text_document.version
        ):
            server.publish_affected(uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        server.documents.changed()
        server.publish_affected(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.documents.closed(params.text_document.uri)
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(params.text_document.uri, []))


def _reading(server: Server) -> None:
    """What stands at a place, and what can be written there."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        _, place = server.place(params.text_document.uri, params.position)
        found = hover.hover(server.documents.analysis(params.text_document.uri), place)
        if found is None:
            return None
        text, span = found
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text), range_of(span, server.encoding))

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=list(completion.TRIGGERS), resolve_provider=True),
    )
    def completed(params: types.CompletionParams) -> types.CompletionList:
        source, place = server.place(params.text_document.uri, params.position)
        typed_space = params.context is not None and params.context.trigger_character == " "
        return types.CompletionList(False, completion.complete(source, place, server.documents.check, typed_space))

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolved(item: types.CompletionItem) -> types.CompletionItem:
        return completion.resolve(item)


def _names(server: Server) -> None:
    """Where names come from and where they are used."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> types.Location | None:
        _, place = server.place(params.text_document.uri, params.position)
        found = navigation.definition(server.documents.analysis(params.text_document.uri), place)
        if isinstance(found, str):
            start = types.Position(0, 0)
            return types.Location(server.documents.uri(found), types.Range(start, start))
        return server.location(found) if found is not None else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def referred(params: types.ReferenceParams) -> list[types.Location]:
        uri = params.text_document.uri
        _, place = server.place(uri, params.position)
        spans = navigation.references(
            server.documents.analysis(uri), server.documents.others(uri), place, params.context.include_declaration
        )
        return [server.location(span) for span in spans]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlighted(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight]:
        analysis = server.documents.analysis(params.text_document.uri)
        _, place = server.place(params.text_document.uri, params.position)
        spans = navigation.references(analysis, (), place, True)
        own = path_of(params.text_document.uri)
        return [types.DocumentHighlight(range_of(s, server.encoding)) for s in spans if s.source.path == own]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outlined(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        return navigation.symbols(server.documents.analysis(params.text_document.uri), server.encoding)


def _changing(server: Server) -> None:
    """Edits: renaming, quick fixes, formatting."""

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepared(params: types.PrepareRenameParams) -> types.Range:
        _, place = server.place(params.text_document.uri, params.position)
        try:
            span = rename.renamable(server.documents.analysis(params.text_document.uri), place)
        except rename.Refused as reason:
            raise refusal(reason) from None
        return range_of(span, server.encoding)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def renamed(params: types.RenameParams) -> types.WorkspaceEdit:
        uri = params.text_document.uri
        _, place = server.place(uri, params.position)
        documents = server.documents
        try:
            edits = rename.rename(
                documents.analysis(uri),
                tuple(documents.others(uri)),
                place,
                params.new_name,
                lambda texts: documents.recheck(uri, texts),
            )
        except rename.Refused as reason:
            raise refusal(reason) from None
        return types.WorkspaceEdit(
            changes={
                documents.uri(path): [types.TextEdit(range_of(edit.span, server.encoding), edit.text) for edit in found]
                for path, found in edits.items()
            }
        )

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def mended(params: types.CodeActionParams) -> list[types.CodeAction]:
        uri = params.text_document.uri
        source, start = server.place(uri, params.range.start)
        span = Span(source, start, offset(source, params.range.end, server.encoding))
        return fixes(server.documents.analysis(uri), span, server.documents.uri, server.encoding)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def formatted(params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
        source = server.documents.source(params.text_document.uri)
        tree, found = parser.parse(source)
        if tree is None or any(diagnostic.severity == "error" for diagnostic in found):
            return None
        text = format_tree(tree)
        if text == source.text:
            return []
        return [types.TextEdit(range_of(Span(source, 0, len(source.text)), server.encoding), text)]
