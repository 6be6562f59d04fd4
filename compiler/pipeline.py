"""The whole compiler on one screen: text -> statements -> typed experiment -> diagram, summary, program."""

import gc
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from compiler import ir
from compiler.infer import infer
from compiler.problems import structure
from compiler.resolve import Reader, resolve
from compiler.vocabulary.base import Finder, Schema
from dsl.diagnostics import Diagnostic
from dsl.immutable import immutable
from dsl.spans import Source, Span

if TYPE_CHECKING:
    from compiler.infer.type_table import TypeTable


@immutable
class Compiled:
    """What a text came to.  `experiment` is None where a diagnostic is an error.

    `schemas` are those of the data sets, by name, as far as their sources could be read.
    """

    experiment: ir.Experiment | None
    diagnostics: tuple[Diagnostic, ...]
    sources: tuple[Source, ...]
    schemas: Mapping[str, Schema] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return any(diagnostic.severity == "error" for diagnostic in self.diagnostics)


def compile_text(
    source: Source,
    read: Reader | None = None,
    find: Finder | None = None,
    hypers: Mapping[str, Any] | None = None,
    facts: "TypeTable | None" = None,
    schemas: Mapping[str, Schema] | None = None,
) -> Compiled:
    """Check a text.  `read` reads imported files, `find` a source's files, `hypers` override values.

    `schemas` are those of data sets, by name, that are known without their source: a run remembers what it trained on.

    `facts`, where given, is filled with what was found out on the way.

    Never raises on any text: every mistake is a diagnostic.
    """
    collecting = gc.isenabled()
    gc.disable()  # a check makes many objects and hardly a cycle: looking for those took half of its time
    try:
        resolved = resolve(source, read or _no_files)
        if facts is not None:
            facts.statements = resolved.statements
        inferred = infer(resolved, source, hypers or {}, find or (lambda path: None), title_of(source), facts, schemas)
    except RecursionError:
        nested = structure.too_large(Span(source, 0, 0), "this spec is nested too deeply")
        return Compiled(None, (nested,), (source,))
    finally:
        if collecting:
            gc.enable()
    diagnostics = (*resolved.diagnostics, *inferred.diagnostics)
    failed = any(diagnostic.severity == "error" for diagnostic in diagnostics)
    return Compiled(None if failed else inferred.experiment, diagnostics, resolved.sources, inferred.schemas)


def title_of(source: Source) -> str:
    """The comment that a file begins with, up to its first empty line: what the experiment shows."""
    lines: list[str] = []
    for line in source.text.splitlines():
        if not line.startswith("#") or not line.strip("# "):
            break
        lines.append("".join(character for character in line.lstrip("# ") if character.isprintable()).strip())
    return " ".join(lines).strip()


def _no_files(path: str, source: Source) -> Source:
    raise ValueError("this text has no folder to import from")
