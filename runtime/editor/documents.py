"""The texts that an editor has open, each checked once for every change."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pygls import uris
from pygls.workspace import Workspace

from dsl.spans import Source
from runtime.editor.analysis import Analysis, analyse
from runtime.spec.files import finder, import_path, read_source, verify_inside


def path_of(uri: str) -> str:
    """A document's path; of one that is no file (yet), its address."""
    path = uris.to_fs_path(uri)
    return os.path.normpath(path) if path else uri


@dataclass(eq=False)
class Documents:
    """Open documents by path.  What an import reads is the open text, where the file is open."""

    workspace: Workspace
    data: str | None = None
    _uris: dict[str, str] = field(default_factory=dict)
    _analyses: dict[str, Analysis] = field(default_factory=dict)
    _imports: dict[str, frozenset[str]] = field(default_factory=dict)

    def opened(self, uri: str) -> None:
        self._uris[path_of(uri)] = uri
        self._analyses.clear()

    def changed(self) -> None:
        self._analyses.clear()

    def closed(self, uri: str) -> None:
        self._uris.pop(path_of(uri), None)
        self._analyses.clear()

    def is_open(self, uri: str) -> bool:
        return path_of(uri) in self._uris

    def uri(self, path: str) -> str:
        """A document's address as the editor spells it, where it is open."""
        return self._uris.get(path) or uris.from_fs_path(path) or path

    def source(self, uri: str) -> Source:
        path = path_of(uri)
        known = self._analyses.get(path)
        return known.source if known else Source(path, self.workspace.get_text_document(uri).source)

    def analysis(self, uri: str) -> Analysis:
        path = path_of(uri)
        if path not in self._analyses:
            made = self.check(self.source(uri))
            self._analyses[path] = made
            self._imports[path] = frozenset(source.path for source in made.compiled.sources)
        return self._analyses[path]

    def others(self, uri: str) -> Iterator[Analysis]:
        """The other open documents."""
        for other in tuple(self._uris.values()):
            if path_of(other) != path_of(uri):
                yield self.analysis(other)

    def affected(self, uri: str) -> list[str]:
        """The open documents that a change of this one may make right or wrong: itself and those that import it."""
        path = path_of(uri)
        return [other for own, other in self._uris.items() if own == path or path in self._imports.get(own, ())]

    def check(self, source: Source, texts: Mapping[str, str] | None = None) -> Analysis:
        """Check a text; `texts` stand in for those of their paths."""
        changed = texts or {}

        def read(path: str, importer: Source) -> Source:
            wanted = import_path(path, importer)
            verify_inside(wanted, Path(source.path).parent)
            if wanted in changed:
                return Source(wanted, changed[wanted])
            if wanted in self._uris:
                return Source(wanted, self.workspace.get_text_document(self._uris[wanted]).source)
            return read_source(wanted)

        return analyse(source, read, finder(Path(source.path), self.data))

    def recheck(self, uri: str, texts: Mapping[str, str]) -> Analysis:
        """Check a document as it would be with these texts."""
        source = self.source(uri)
        return self.check(Source(source.path, texts.get(source.path, source.text)), texts)
