"""Equations between sizes: which whole numbers the names in a written shape stand for, given the shape that is met."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from compiler.types.dimensions import Dimension, Formula, Monomial, Quotient, Size, replaced, sized, sizes
from dsl.immutable import immutable

if TYPE_CHECKING:
    from fractions import Fraction

OPEN = "?"
"""The owner of sizes that are to be found."""


def unknown_size(name: str) -> Formula:
    """A size to be found."""
    return sized(name, owner=OPEN)


@immutable
class Equation:
    """`written` in names to be found is `met`, a size that stands; `text` is how it was written."""

    written: Dimension
    met: Dimension
    text: str = ""


@immutable
class Failure:
    """The equation at fault, by its index, and why it cannot hold."""

    index: int
    reason: str


@immutable
class Solution:
    """What the names stand for; where an equation fails, `failure` tells the first that does."""

    values: Mapping[str, Dimension]
    failure: Failure | None = None


def solve(equations: Sequence[Equation]) -> Solution:
    """The sizes at least 0 that make every equation hold, and are the only ones to do so."""
    values: dict[str, Dimension] = {}
    pending = dict(enumerate(equations))
    while pending:
        found = next(_found(pending, values), None) or _eliminated(pending, values)
        if found is None:
            break
        if isinstance(found, Failure):
            return Solution(values, found)
        index, name, value = found
        if name is not None:
            values[name] = value
        if index is not None:
            del pending[index]
    for i, equation in pending.items():
        return Solution(values, Failure(i, _several(equation, values)))
    return Solution(values)


Step = tuple[int | None, str | None, Dimension]


def _found(pending: Mapping[int, Equation], values: Mapping[str, Dimension]) -> Iterator[Step | Failure]:
    """What follows from one equation: that it holds or fails, or the one name in it that is not known."""
    for i, equation in pending.items():
        left = _known(equation.written, values)
        names = _unknown(left)
        if not names:
            if left == equation.met:
                yield i, None, 0
            else:
                yield Failure(i, f"`{equation.text or equation.written}` is {left}, but here it is {equation.met}")
        elif len(names) == 1 and isinstance(left, Formula):
            found = _solved(left, equation.met, names[0])
            if isinstance(found, str):
                yield Failure(i, found)
            elif found is not None:
                yield i, names[0], found


def _solved(left: Formula, met: Dimension, name: str) -> Dimension | str | None:
    """The name's size where `count * name ** power + rest` is met; a text says why not, None that several would do."""
    if left.terms == unknown_size(name).terms:
        return met
    inside = [term for term in left.terms if _holds(term[0], name)]
    if len(inside) != 1 or len(inside[0][0]) != 1 or isinstance(inside[0][0][0][0], Quotient):
        return None
    ((atom, power),), count = inside[0]
    rest = met - (left - count * unknown_size(name) ** power if isinstance(atom, Size) else 0)
    shown = f"`{left}` is {met}"
    value = _by(rest, count)
    if value is None:
        return f"no whole number `{name}` makes it so that {shown}"
    if power > 1:
        value = _root(value, power)
        if value is None:
            return f"no whole number `{name}` makes it so that {shown}"
    if isinstance(value, int) and value < 0:
        return f"`{name}` would have to be {value} for {shown.replace(' is ', ' to be ')}"
    return value


def _by(value: Dimension, count: int) -> Dimension | None:
    """A size divided by a number that divides it."""
    quotient: Dimension = value // count
    return quotient if quotient * count == value else None


def _root(value: Dimension, power: int) -> int | None:
    if not isinstance(value, int) or value < 0:
        return None
    root = round(value ** (1 / power))
    return next((near for near in (root - 1, root, root + 1) if near >= 0 and near**power == value), None)


def _eliminated(pending: Mapping[int, Equation], values: Mapping[str, Dimension]) -> Step | Failure | None:
    """A name that several linear equations between numbers tell together (Gauss's elimination)."""
    from fractions import Fraction

    rows: list[tuple[dict[str, Fraction], Fraction, int]] = []
    for i, equation in pending.items():
        left = _known(equation.written, values)
        linear = _linear(left)
        if linear is None or not isinstance(equation.met, int):
            continue
        row, constant = linear
        row, right = dict(row), equation.met - constant
        for other, known, _ in rows:
            pivot = next(iter(other))
            if factor := row.get(pivot):
                row = {n: row.get(n, Fraction()) - factor * other.get(n, Fraction()) for n in {**row, **other}}
                right -= factor * known
        row = {name: count for name, count in row.items() if count}
        if not row:
            if right:
                return Failure(i, f"no sizes make it so that `{equation.written}` is {equation.met}, as the others say")
            return i, None, 0
        pivot = next(iter(row))
        rows.append(({n: c / row[pivot] for n, c in row.items()}, right / row[pivot], i))
        if len(row) == 1:
            solved = rows[-1][1]
            if solved.denominator != 1 or solved < 0:
                return Failure(
                    i, f"`{pivot}` would have to be {_decimal(solved)} for `{equation.written}` to be {equation.met}"
                )
            return None, pivot, int(solved)
    return None


def _decimal(value: "Fraction") -> str:
    return f"{float(value):g}"


def _linear(left: Dimension) -> "tuple[dict[str, Fraction], Fraction] | None":
    """Each unknown name's coefficient, and the constant; None where it is no sum of multiples of names."""
    from fractions import Fraction

    row: dict[str, Fraction] = {}
    constant = Fraction()
    for monomial, count in left.terms if isinstance(left, Formula) else (((), left),):
        if not monomial:
            constant += count
            continue
        ((atom, power), *others) = monomial
        if others or power != 1 or not isinstance(atom, Size) or atom.owner != OPEN:
            return None
        row[atom.name] = Fraction(count)
    return row, constant


def _several(equation: Equation, values: Mapping[str, Dimension]) -> str:
    left = _known(equation.written, values)
    names = " and ".join(f"`{name}`" for name in _unknown(left))
    return f"that `{left}` is {equation.met} does not tell {names}: more than one size would do"


def _known(dimension: Dimension, values: Mapping[str, Dimension]) -> Dimension:
    def value(size: Size) -> Dimension:
        own = sized(size.name, size.most, size.owner)
        return values.get(size.name, own) if size.owner == OPEN else own

    return replaced(dimension, value)


def _unknown(dimension: Dimension) -> list[str]:
    return [size.name for size in sizes(dimension) if size.owner == OPEN]


def _holds(monomial: Monomial, name: str) -> bool:
    return name in _unknown(Formula(((monomial, 1),)))
