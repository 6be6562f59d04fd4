"""Imports: the blocks, models and hypers of other files, with the `let`s that they need, in one list of statements."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from compiler.occurrences import names_read
from compiler.problems import names
from dsl import parser, syntax
from dsl.diagnostics import Diagnostic
from dsl.immutable import immutable
from dsl.spans import Source

Reader = Callable[[str, Source], Source]
"""Reads the file that a path in another source names; raises OSError or ValueError where it cannot, `Outside` where a
link leads out of the spec's folder."""


class Outside(ValueError):
    """What is imported lies outside of the folder of the spec: raised by a `Reader` that follows links."""


IMPORTED = (syntax.Import, syntax.Block, syntax.Model, syntax.Hyper)
DEEPEST = 50


@immutable
class Resolved:
    """The statements of a file with those it imports in front, and every source that was read.

    `faulty` holds the identities of the statements in which there is a syntax error.
    """

    statements: tuple[syntax.Statement, ...]
    faulty: frozenset[int]
    sources: tuple[Source, ...]
    diagnostics: tuple[Diagnostic, ...]


def resolve(source: Source, read: Reader) -> Resolved:
    """Parse a source and all that it imports, each file once."""
    statements: list[syntax.Statement] = []
    faulty: set[int] = set()
    diagnostics: list[Diagnostic] = []
    sources: dict[str, Source] = {}

    def visit(current: Source, way: tuple[str, ...]) -> None:
        sources[current.path] = current
        file, found = parser.parse(current)
        diagnostics.extend(found)
        if file is None:
            return
        faulty.update(_faulty(file, found))
        left_out: set[str] = set()
        for statement in sorted((*file.statements, *file.broken), key=lambda statement: statement.span.start):
            if isinstance(statement, syntax.Import):
                follow(statement, current, way)
            elif not way or isinstance(statement, IMPORTED) or _stands_alone(statement, left_out):
                statements.append(statement)
            elif isinstance(statement, syntax.Data):
                left_out.add(statement.name)

    def follow(statement: syntax.Import, current: Source, way: tuple[str, ...]) -> None:
        try:
            if leads_out(statement.path, current, source):
                raise Outside
            imported = read(statement.path, current)
        except Outside:
            diagnostics.append(names.import_outside(statement.span, statement.path))
            return
        except (OSError, ValueError) as failure:
            reason = getattr(failure, "strerror", None) or str(failure)
            diagnostics.append(names.import_failed(statement.span, statement.path, reason.lower()))
            return
        if imported.path in (*way, current.path):
            diagnostics.append(names.import_failed(statement.span, statement.path, "it imports this file in turn"))
        elif len(way) >= DEEPEST:
            diagnostics.append(names.import_failed(statement.span, statement.path, f"more than {DEEPEST} imports deep"))
        elif imported.path in sources:
            return
        elif len(imported.text) + sum(len(known.text) for known in sources.values()) > parser.LARGEST:
            reason = f"with it this spec has more than {parser.LARGEST:,} characters"
            diagnostics.append(names.import_failed(statement.span, statement.path, reason))
        else:
            visit(imported, (*way, current.path))

    visit(source, ())
    return Resolved(tuple(statements), frozenset(faulty), tuple(sources.values()), tuple(diagnostics))


def _stands_alone(statement: syntax.Statement, left_out: set[str]) -> bool:
    """Whether a `let` of an imported file is imported: it names no data set, for these stay where they are."""
    if not isinstance(statement, syntax.Let):
        return False
    if left_out.isdisjoint(names_read(statement.value)):
        return True
    left_out.update(target.name for target in statement.targets)
    return False


def leads_out(path: str, importer: Source, spec: Source) -> bool:
    """Whether a path that a file imports is not in or below the spec's folder, by its name."""
    folder = os.path.dirname(spec.path) or "."
    try:
        way = os.path.relpath(os.path.join(os.path.dirname(importer.path), path), folder)
    except ValueError:  # another drive
        return True
    return way.replace("\\", "/").split("/")[0] == ".."


def _faulty(file: syntax.File, found: Sequence[Diagnostic]) -> Iterator[int]:
    """The identities of a file's statements in which there is an error."""
    errors = sorted(diagnostic.span.start for diagnostic in found if diagnostic.severity == "error")
    yield from map(id, file.broken)
    for statement in file.statements:
        at = bisect_left(errors, statement.span.start)
        if at < len(errors) and errors[at] < statement.span.end:
            yield id(statement)
