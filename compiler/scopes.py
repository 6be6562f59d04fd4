"""Which name in a text means which definition, by the text alone.

So names are known also where checking does not come: in a block that nothing uses, in a branch that is not taken.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from compiler.occurrences import Definition, Kind, Occurrence, Occurrences, Region, children
from dsl import syntax
from dsl.spans import Span

PART_NAMES = ("stratify", "by", "order", "on")


def resolve_names(
    statements: Sequence[syntax.Statement], columns: Collection[tuple[str, int]] = frozenset()
) -> Occurrences:
    """The occurrences of all names.  `columns` are the places known to name a column of a source."""
    walk = _Walk(frozenset(columns))
    walk.declare(statements)
    for statement in statements:
        walk.statement(statement, walk.everywhere)
    for path, region in walk.paths:
        walk.path(path, region)
    found = sorted(walk.found.values(), key=lambda o: (o.span.source.path, o.span.start))
    return Occurrences(tuple(found), tuple(walk.regions), walk.members)


def _counter_span(node: syntax.For) -> Span:
    match = re.match(r"for\s+", node.span.text)
    start = node.span.start + (match.end() if match else 0)
    return Span(node.span.source, start, start + len(node.name))


class _Walk:
    def __init__(self, columns: frozenset[tuple[str, int]]) -> None:
        self.columns = columns
        self.everywhere = Region(None, None, whole=True)
        self.regions = [self.everywhere]
        self.found: dict[tuple[str, int], Occurrence] = {}
        self.members: dict[Definition, dict[str, Definition]] = {}
        self.sets: list[Definition] = []
        # What `over A.head` can mean is known once every model has been read.
        self.named: dict[int, dict[str, Definition]] = {}
        self.paths: list[tuple[syntax.Expression, Region]] = []

    # --- definitions

    def define(
        self, name: str, kind: Kind, span: Span, node: syntax.Node, region: Region, owner: Definition | None = None
    ) -> Definition:
        """A new definition; where the name is taken, it is one that nothing refers to."""
        definition = Definition(name, kind, span, node, owner)
        region.names.setdefault(name, definition)
        self.occurs(span, definition)
        return definition

    def member(self, name: str, kind: Kind, span: Span, node: syntax.Node, owner: Definition) -> None:
        definition = Definition(name, kind, span, node, owner)
        self.members[owner].setdefault(name, definition)
        self.occurs(span, definition)

    def occurs(self, span: Span, definition: Definition) -> None:
        self.found.setdefault((span.source.path, span.start), Occurrence(span, definition))

    def inside(self, span: Span, around: Region, whole: bool = False) -> Region:
        region = Region(span, around, whole)
        self.regions.append(region)
        return region

    def declare(self, statements: Sequence[syntax.Statement]) -> None:
        """The names of the whole text, with those that a dot reaches."""
        for node in statements:
            match node:
                case syntax.Hyper():
                    self.define(node.name, "hyper", node.name_span, node, self.everywhere)
                case syntax.Let(targets=targets):
                    for target in targets:
                        self.define(target.name, "let", target.span, node, self.everywhere)
                case syntax.Data():
                    owner = self.define(node.name, "data", node.name_span, node, self.everywhere)
                    self.members[owner] = {}
                    self.sets.append(owner)
                    self.parts(node, owner)
                case syntax.Block():
                    owner = self.define(node.name, "block", node.name_span, node, self.everywhere)
                    self.members[owner] = {}
                    for parameter in node.parameters or ():
                        self.member(parameter.name, "parameter", parameter.name_span, parameter, owner)
                case syntax.Model():
                    owner = self.define(node.name, "model", node.name_span, node, self.everywhere)
                    self.members[owner] = {}
                    for item in node.body.statements:
                        if isinstance(item, syntax.Weight):
                            self.member(item.name, "weight", item.name_span, item, owner)
                        elif isinstance(item, syntax.Def):
                            self.member(item.name, "function", item.name_span, item, owner)

    def parts(self, node: syntax.Data, owner: Definition) -> None:
        for item in node.body or ():
            if isinstance(item, syntax.Field):
                self.member(item.name, "field", item.name_span, item, owner)
            elif isinstance(item, syntax.Split):
                for argument in item.arguments:
                    if argument.name and argument.name_span and argument.name not in (*PART_NAMES, "seed"):
                        self.member(argument.name, "split", argument.name_span, argument, owner)

    # --- statements

    def statement(self, node: syntax.Node, region: Region) -> None:
        match node:
            case syntax.Data():
                self.data(node, region)
            case syntax.Block() | syntax.Model() | syntax.Def():
                self.recipe(node, region)
            case syntax.Train(arguments=arguments) | syntax.Evaluate(arguments=arguments):
                self.section(node, arguments, region)
            case syntax.Let(targets=targets, value=value):
                self.expression(value, region)
                if region is not self.everywhere:
                    for target in targets:
                        self.define(target.name, "let", target.span, node, region)
            case _:
                for child in children(node):
                    self.part(child, region)

    def part(self, node: syntax.Node, region: Region) -> None:
        match node:
            case syntax.TensorType() | syntax.RecordType():
                self.type(node, region, binding=False)
            case syntax.Part(weights=weights, optimizer=optimizer):
                self.paths += [(path, region) for path in weights]
                self.expression(optimizer, region)
            case _:
                self.expression(node, region)

    def data(self, node: syntax.Data, region: Region) -> None:
        self.expression(node.source, region)
        owner = self.owner(node)
        lengths = self.inside(node.span, region)
        for item in node.body or ():
            match item:
                case syntax.Field():
                    self.type(item.type, lengths, binding=False)
                    if item.value is not None:
                        self.expression(item.value, region)
                case syntax.Split(arguments=arguments):
                    for argument in arguments:
                        if argument.name in PART_NAMES and isinstance(argument.value, syntax.Name):
                            self.use_member(argument.value.id, argument.value.span, owner, "field")
                        else:
                            self.expression(argument.value, region)

    def recipe(self, node: syntax.Block | syntax.Model | syntax.Def, around: Region) -> None:
        """A block, model or function: its parameters, the dimensions that they name, its body."""
        region = self.inside(node.span, around)
        owner = self.owner(node)
        parameters = sorted(node.parameters or (), key=lambda parameter: parameter.type is not None)
        typed = [parameter for parameter in parameters if parameter.type is not None]
        for parameter in parameters:
            if parameter.type is not None:
                self.type(parameter.type, region, binding=True)
            if parameter.default is not None:
                self.expression(parameter.default, region)
            if parameter.type is None:
                self.parameter(parameter, owner, region)
        for parameter in typed:
            self.parameter(parameter, owner, region)
        for statement in node.body.statements:
            if isinstance(statement, syntax.Weight):
                self.part(statement.type, region)
                self.expression(statement.value, region)
                self.local(statement.name, "weight", statement.name_span, statement, region)
            else:
                self.statement(statement, region)
                if isinstance(statement, syntax.Def):
                    self.local(statement.name, "function", statement.name_span, statement, region)
        self.named[id(node)] = region.names
        if node.result is not None:
            self.type(node.result, region, binding=True)

    def local(self, name: str, kind: Kind, span: Span, node: syntax.Node, region: Region) -> None:
        """A name inside a model that a dot reaches from outside as well, or (in a body with a value) only there."""
        known = self.found.get((span.source.path, span.start))
        if known is None:
            self.define(name, kind, span, node, region)
        else:
            region.names.setdefault(name, known.definition)

    def parameter(self, node: syntax.Parameter, owner: Definition | None, region: Region) -> None:
        self.local(node.name, "parameter", node.name_span, node, region)

    def section(
        self, node: syntax.Train | syntax.Evaluate, arguments: Sequence[syntax.Argument], around: Region
    ) -> None:
        chosen = self.sets
        for argument in arguments:
            if argument.name == "data" and isinstance(argument.value, syntax.Name):
                chosen = [owner for owner in self.sets if owner.name == argument.value.id]
        for argument in arguments:
            if argument.name == "on" and isinstance(argument.value, syntax.Name):
                for owner in chosen:
                    self.use_member(argument.value.id, argument.value.span, owner, "split")
            elif argument.name != "precision":
                self.expression(argument.value, around)
        region = self.inside(node.span, around)
        outer = self.inside(node.span, around, whole=True)
        having: dict[str, list[Definition]] = {}
        for owner in chosen:
            for name, definition in self.members[owner].items():
                if definition.kind == "field":
                    having.setdefault(name, []).append(definition)
        outer.names |= {name: found[0] for name, found in having.items() if len(found) == 1}
        region.around = outer
        for item in node.body:
            self.statement(item, region)

    def path(self, node: syntax.Expression, region: Region) -> Definition | None:
        """What `A` or `A.trunk.first` names after `over`: a model, or what a `let` or `weight` in it names."""
        if not isinstance(node, syntax.Attribute):
            self.expression(node, region)
            return region.find(node.id) if isinstance(node, syntax.Name) else None
        owner = self.path(node.value, region)
        recipe = self.recipe_of(owner.node) if owner is not None else None
        found = self.named.get(id(recipe), {}).get(node.name) if recipe is not None else None
        if found is not None:
            self.occurs(node.name_span, found)
        return found

    def recipe_of(self, node: syntax.Node) -> syntax.Node | None:
        """The model or block whose names a path goes on with: for `let trunk = 3 * body(4)`, the block `body`."""
        value = node.value if isinstance(node, syntax.Let) else node
        while isinstance(value, syntax.Binary | syntax.Call):
            value = value.right if isinstance(value, syntax.Binary) else value.function
        called = self.everywhere.names.get(value.id) if isinstance(value, syntax.Name) else None
        return called.node if called is not None else value

    # --- types

    def type(self, node: syntax.Type, region: Region, binding: bool) -> None:
        """A written type; `binding` where an unknown dimension's name is bound by it."""
        if isinstance(node, syntax.RecordType):
            for item in node.fields:
                self.type(item.type, region, binding)
            return
        for dimension in node.dimensions or ():
            match dimension:
                case syntax.Name(id=name, span=span) if binding and region.find(name) is None:
                    self.define(name, "dimension", span, dimension, region)
                case syntax.RaggedDimension(name=name, span=span, bound=bound):
                    self.expression(bound, region)
                    here, known = Span(span.source, span.start, span.start + len(name)), region.find(name)
                    if known is None:
                        self.define(name, "dimension", here, dimension, region)
                    else:
                        self.occurs(here, known)
                case _:
                    self.expression(dimension, region)

    # --- expressions

    def expression(self, node: syntax.Node, region: Region) -> None:
        match node:
            case syntax.Name(id=name, span=span):
                definition = region.find(name)
                if definition is not None and (span.source.path, span.start) not in self.columns:
                    self.occurs(span, definition)
            case syntax.Call(function=function, arguments=arguments):
                self.expression(function, region)
                owner = region.find(function.id) if isinstance(function, syntax.Name) else None
                for argument in arguments:
                    if argument.name and argument.name_span and owner is not None and owner.kind == "block":
                        self.use_member(argument.name, argument.name_span, owner, "parameter")
                    self.expression(argument.value, region)
            case syntax.Attribute(value=value):
                self.expression(value, region)
                owner = region.find(value.id) if isinstance(value, syntax.Name) else None
                if owner is not None and owner.kind in ("data", "model"):
                    self.use_member(node.name, node.name_span, owner, None)
            case syntax.For():
                self.expression(node.start, region)
                self.expression(node.stop, region)
                inner = self.inside(node.span, region)
                self.define(node.name, "counter", _counter_span(node), node, inner)
                self.expression(node.body, inner)
            case _:
                for child in children(node):
                    self.expression(child, region)

    def use_member(self, name: str, span: Span, owner: Definition | None, kind: Kind | None) -> None:
        member = self.members.get(owner, {}).get(name) if owner is not None else None
        if member is not None and kind in (None, member.kind):
            self.occurs(span, member)

    def owner(self, node: Any) -> Definition | None:
        known = self.found.get((node.name_span.source.path, node.name_span.start))
        return known.definition if known else None
