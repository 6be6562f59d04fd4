"""A text as an editor asks about it: what is wrong with it, what its names mean, what its expressions are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from compiler import ir
from compiler.infer.type_table import TypeTable
from compiler.infer.values import DataName, Result, WordName
from compiler.occurrences import Definition, Occurrences, children
from compiler.pipeline import Compiled, compile_text
from compiler.resolve import Reader
from compiler.scopes import resolve_names
from compiler.vocabulary.base import NAMESPACES, Finder, Word, lookup
from dsl import parser, syntax
from dsl.spans import Source
from dsl.statements import FORM_OF


@dataclass(frozen=True, eq=False)
class Analysis:
    """One text, checked."""

    source: Source
    compiled: Compiled
    facts: TypeTable
    find: Finder = field(default=lambda path: None, repr=False)

    @cached_property
    def names(self) -> Occurrences:
        bodies = [node.span for node in self.facts.statements if isinstance(node, syntax.Data)]
        columns = frozenset(
            (path, start)
            for path, start in self.facts.places(ir.Column)
            if any(body.source.path == path and body.start <= start < body.end for body in bodies)
        )
        return resolve_names(self.facts.statements, columns)

    @cached_property
    def file_statements(self) -> tuple[syntax.Statement, ...]:
        """The statements of this text, its imports among them."""
        file, _ = parser.parse(self.source)
        return file.statements if file is not None else ()

    @property
    def own_statements(self) -> tuple[syntax.Statement, ...]:
        """The statements of this text, without imported ones."""
        return tuple(s for s in self.facts.statements if s.span.source.path == self.source.path)

    def way_to(self, offset: int) -> tuple[syntax.Node, ...]:
        """The nodes around a place, from the statement inwards; those that the cursor is right behind count."""
        way: list[syntax.Node] = []
        level: tuple[syntax.Node, ...] = self.own_statements
        while True:
            around = [node for node in level if node.span.start <= offset <= node.span.end]
            if not around:
                return tuple(way)
            # Where two nodes touch, the cursor is on the one that begins there.
            way.append(max(around, key=lambda node: node.span.start))
            level = tuple(children(way[-1]))

    def word_at(self, way: tuple[syntax.Node, ...]) -> type[Word] | None:
        """The word that the innermost name of a way is."""
        node = way[-1] if way else None
        if not isinstance(node, syntax.Name):
            return None
        return self.word_of(node, _expected(way))

    def word_of(self, node: syntax.Expression, spaces: tuple[str, ...] = ()) -> type[Word] | None:
        """The word that a name is: as it was checked, else by the namespaces in which it may stand."""
        for value in self.facts.values(node.span):
            if isinstance(value, WordName):
                return value.word
        if not isinstance(node, syntax.Name) or self.names.at(node.span.source.path, node.span.start + 1):
            return None
        return lookup(node.id, *spaces, *NAMESPACES)

    def data_sets(self) -> Iterator[tuple[Definition, DataName]]:
        """The data sets whose fields are known."""
        for definition in self.names.members:
            if definition.kind == "data":
                for value in self.facts.named(definition.span):
                    if isinstance(value, DataName):
                        yield definition, value

    def stands_for(self, definition: Definition) -> tuple[Result, ...]:
        """What a name was bound to, as often as it was checked."""
        values = self.facts.named(definition.span)
        if not values and definition.kind == "field" and definition.owner is not None:
            for owner, known in self.data_sets():
                if owner is definition.owner and definition.name in known.fields:
                    return (known.fields[definition.name],)
        return values


def _expected(way: tuple[syntax.Node, ...]) -> tuple[str, ...]:
    """The namespaces in which a name is looked up, by the statement around it."""
    for node in reversed(way):
        match node:
            case syntax.Part():
                return ("optimizer", "schedule")
            case syntax.Hyper():
                return ("value", "range")
            case syntax.Evaluate():
                return ("measure",)
            case _ if type(node) in FORM_OF and FORM_OF[type(node)].namespaces:
                return FORM_OF[type(node)].namespaces
    return ("value",)


def analyse(source: Source, read: Reader | None = None, find: Finder | None = None) -> Analysis:
    """Check a text and keep what was found out.  Never raises on any text."""
    facts = TypeTable()
    compiled = compile_text(source, read, find, facts=facts)
    return Analysis(source, compiled, facts, find or (lambda path: None))
