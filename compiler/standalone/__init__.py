"""What a program that stands alone carries of the runtime's work, as plain functions: `dlc build --standalone`.

The modules beside this one are NumPy and Flax as a program has it, checked and tested as modules; the product reads
them as text and imports none of them.  A word names in `standalone` the function, or the method of `Fit`, that does
what the runtime does for it.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from dsl.immutable import immutable

FIT = "Fit"


@immutable
class Carried:
    """A function, or a class with some of its methods, as programs carry it.

    Attributes:
        names: every name that its code reads.
        parameters: of a function, those that it takes.
        methods: of a class, by name; they are not in `text`.
    """

    name: str
    text: str
    names: frozenset[str]
    parameters: tuple[str, ...] = ()
    methods: Mapping[str, "Carried"] | None = None


@immutable
class Library:
    """All that may be carried, in the order of reading, and the import of each library, by the name that it gives."""

    carried: Mapping[str, Carried]
    imports: Mapping[str, str]

    def names(self) -> frozenset[str]:
        """Every name that a program with this library uses for itself."""
        return frozenset({*self.carried, *self.imports})


@cache
def library() -> Library:
    carried: dict[str, Carried] = {}
    imports: dict[str, str] = {}
    for module in ("sources", "splits", "features", "fields", "distributions", "training", "measures"):
        text = (Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            match node:
                case ast.Import() | ast.ImportFrom():
                    imports |= {name: line for name, line in imported(node) if "compiler.standalone" not in line}
                case ast.FunctionDef():
                    carried[node.name] = function(node, text)
                case ast.ClassDef():
                    carried[node.name] = with_methods(node, text)
                case _:
                    pass
    return Library(carried, imports)


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """The names that an import gives, each with the import of it alone."""
    start = f"from {node.module} import" if isinstance(node, ast.ImportFrom) else "import"
    for alias in node.names:
        known = f" as {alias.asname}" if alias.asname else ""
        yield alias.asname or alias.name.split(".")[0], f"{start} {alias.name}{known}"


def function(node: ast.FunctionDef, text: str) -> Carried:
    """A function without the types of its parameters, which the other functions of a program do not state either."""
    lines = text.split("\n")
    for inner in sorted(functions_in(node), key=lambda one: one.lineno, reverse=True):
        for argument in [*inner.args.args, *inner.args.kwonlyargs]:
            argument.annotation = None
        head = f"{' ' * inner.col_offset}def {inner.name}({ast.unparse(inner.args)}):".replace("'", '"')
        lines[inner.lineno - 1 : inner.body[0].lineno - 1] = [head]
        removed = inner.body[0].lineno - inner.lineno - 1
        node.end_lineno = (node.end_lineno or 0) - removed
    body = "\n".join(lines[node.lineno - 1 : node.end_lineno])
    return Carried(node.name, body, names_in(node), tuple(one.arg for one in node.args.args))


def functions_in(node: ast.FunctionDef) -> list[ast.FunctionDef]:
    return [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef)]


def names_in(node: ast.AST) -> frozenset[str]:
    """The names that code reads and does not give itself; the types that it states are none of them."""
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef):
            one.returns = None
    names = [one for one in ast.walk(node) if isinstance(one, ast.Name)]
    own = {one.id for one in names if isinstance(one.ctx, ast.Store)}
    own |= {one.name for one in ast.walk(node) if isinstance(one, ast.FunctionDef)}
    own |= {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
    return frozenset(one.id for one in names) - own


def with_methods(node: ast.ClassDef, text: str) -> Carried:
    """A class up to its constructor, and its other methods."""
    methods = {one.name: function(one, text) for one in node.body if isinstance(one, ast.FunctionDef)}
    constructor = methods.pop("__init__")
    lines = text.split("\n")
    first = next(one for one in node.body if isinstance(one, ast.FunctionDef))
    head = "\n".join(lines[node.lineno - 1 : first.lineno - 1])
    return Carried(node.name, f"{head}\n{constructor.text}", constructor.names, (), methods)
