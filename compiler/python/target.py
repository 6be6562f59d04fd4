"""The target tree: the Python expressions of an emitted program, apart from how they are laid out."""

from collections.abc import Callable

from compiler.types.dimensions import Atom, Dimension, Formula, Size
from dsl.immutable import immutable


@immutable
class Name:
    """An identifier, dotted or not: `x`, `jnp.tanh`, `self.dense1`."""

    text: str


@immutable
class Literal:
    """A Python constant: None, bool, int, float, str, or nested tuples, lists and dicts of them."""

    value: object


@immutable
class Call:
    function: "Expr"
    arguments: tuple["Expr", ...]
    keywords: tuple[tuple[str, "Expr"], ...] = ()


@immutable
class Operator:
    """A binary operator, by its Python spelling."""

    symbol: str
    left: "Expr"
    right: "Expr"


@immutable
class Prefix:
    """A unary operator, by its Python spelling: `-`, `~`, `not`."""

    symbol: str
    operand: "Expr"


@immutable
class Subscript:
    """`value[items]`; an item may be a `Range`."""

    value: "Expr"
    items: tuple["Expr", ...]


@immutable
class Range:
    """`start:stop` inside a subscript; `...` is Name("...")."""

    start: "Expr | None"
    stop: "Expr | None"


@immutable
class Items:
    """A tuple display of expressions (`brackets` "()") or a list display ("[]")."""

    items: tuple["Expr", ...]
    brackets: str = "()"


@immutable
class Mapping:
    """A dict display with text keys."""

    items: tuple[tuple[str, "Expr"], ...]


@immutable
class Lambda:
    parameters: tuple[str, ...]
    body: "Expr"


@immutable
class Comprehension:
    """`[item for name in over]`."""

    item: "Expr"
    name: str
    over: "Expr"


Expr = Name | Literal | Call | Operator | Prefix | Subscript | Range | Items | Mapping | Lambda | Comprehension
EXPRESSIONS = (Name, Literal, Call, Operator, Prefix, Subscript, Range, Items, Mapping, Lambda, Comprehension)


def expr(value: object) -> Expr:
    """A Python constant or size, or a tuple holding expressions, as an expression; expressions stay as they are."""
    if isinstance(value, EXPRESSIONS):
        return value
    if isinstance(value, Formula):
        return computed(value)
    if isinstance(value, tuple | list) and any(isinstance(item, (*EXPRESSIONS, Formula)) for item in value):
        return Items(tuple(map(expr, value)), "()" if isinstance(value, tuple) else "[]")
    return Literal(value)


SIZES = Name("sizes")
"""Where a program finds the sizes that only the data tell, each under its field."""


def computed(dimension: Dimension, atom: "Callable[[Size], Expr] | None" = None) -> Expr:
    """A size as the program computes it; `atom` spells a size known by name, by default one that the data tell."""
    return _computed(dimension, atom or _told) if isinstance(dimension, Formula) else Literal(dimension)


def _told(size: Size) -> Expr:
    return Subscript(SIZES, (Literal(size.owner or size.name),))


def _computed(formula: Formula, spell: "Callable[[Size], Expr]") -> Expr:
    total: Expr | None = None
    for monomial, count in formula.terms:
        product: Expr | None = None if abs(count) == 1 and monomial else Literal(abs(count))
        for atom, power in monomial:
            one = _atom(atom, spell) if power == 1 else Operator("**", _atom(atom, spell), Literal(power))
            product = one if product is None else Operator("*", product, one)
        assert product is not None
        if total is None:
            total = product if count > 0 else Prefix("-", product)
        else:
            total = Operator("+" if count > 0 else "-", total, product)
    assert total is not None, "a formula has terms"
    return total


def _atom(atom: Atom, spell: "Callable[[Size], Expr]") -> Expr:
    if isinstance(atom, Size):
        return spell(atom)
    return Operator("//", _computed(atom.dividend, spell), computed(atom.divisor, spell))


def name(text: str) -> Name:
    return Name(text)


def call(function: "str | Expr", *arguments: object, **keywords: object) -> Call:
    """`function(arguments, keywords)`, where constants stand for themselves.

    >>> call("jnp.sum", name("x"), axis=-1)
    """
    target = Name(function) if isinstance(function, str) else function
    return Call(target, tuple(map(expr, arguments)), tuple((key, expr(value)) for key, value in keywords.items()))


def operator(symbol: str, left: object, right: object) -> Operator:
    return Operator(symbol, expr(left), expr(right))


def index(value: Expr, *items: object) -> Subscript:
    return Subscript(value, tuple(map(expr, items)))


TRUE, FALSE = Literal(True), Literal(False)
RNGS, OWN_RNGS, TRAINING = Name("rngs"), Name("self.rngs"), Name("training")
