"""Sizes of axes: whole numbers, and formulas of sizes known by name only.

A formula is kept in one normal form, a polynomial with whole coefficients whose atoms are named sizes and floor
divisions.  Formulas of equal form are equal, so `2 * h - h` is `h`, and `(2 * h + 3) // 2` is `h + 1`.  Sizes are at
least 1.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from math import gcd, inf
from typing import Any

from dsl.immutable import immutable


@immutable
class Size:
    """A size known by name only: of data not yet seen, or of a ragged axis.

    A ragged axis is of another length in each example, `most` at most; `owner` tells those of one name apart.
    """

    name: str
    most: int | None = None
    owner: str = ""

    def __str__(self) -> str:
        return self.name


@immutable
class Quotient:
    """`dividend // divisor`, rounded down, where neither is known."""

    dividend: "Formula"
    divisor: "Dimension"

    def __str__(self) -> str:
        return f"{_within(self.dividend)} // {_within(self.divisor)}"


Atom = Size | Quotient
Power = tuple[Atom, int]
Monomial = tuple[Power, ...]


@immutable
class Formula:
    """A polynomial: each monomial, a product of powers of atoms, with its coefficient; the constant stands under ()."""

    terms: tuple[tuple[Monomial, int], ...]

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, int | Formula):
            return NotImplemented
        return _sum([*self.terms, *_terms(other)])

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, int | Formula):
            return NotImplemented
        return _sum([(_product(a, b), m * n) for a, m in self.terms for b, n in _terms(other)])

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self) -> "Dimension":
        result: Dimension = self * -1
        return result

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, int | Formula) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __pow__(self, power: int) -> "Dimension":
        result: Dimension = 1
        for _ in range(power):
            result = result * self
        return result

    def __floordiv__(self, divisor: Any) -> Any:
        return quotient(self, divisor) if isinstance(divisor, int | Formula) else NotImplemented

    def __rfloordiv__(self, dividend: Any) -> Any:
        return quotient(dividend, self) if isinstance(dividend, int) else NotImplemented

    def __mod__(self, divisor: Any) -> Any:
        return self - self // divisor * divisor if isinstance(divisor, int | Formula) else NotImplemented

    # A comparison says whether it holds whatever the sizes are, as far as their least and greatest values tell.

    def __lt__(self, other: Any) -> bool:
        return most(self - other) < 0

    def __le__(self, other: Any) -> bool:
        return most(self - other) <= 0

    def __gt__(self, other: Any) -> bool:
        return least(self - other) > 0

    def __ge__(self, other: Any) -> bool:
        return least(self - other) >= 0

    def __str__(self) -> str:
        if len(self.terms) == 1 and self.terms[0][1] == 1 and len(self.terms[0][0]) == 1:
            ((atom, power),) = self.terms[0][0]
            return str(atom) if power == 1 else _powered(atom, power)
        shown = ""
        for monomial, count in sorted(self.terms, key=lambda term: (term[1] < 0, term[0] == ())):
            sign = " - " if count < 0 else " + "
            factors = [_powered(atom, power) for atom, power in monomial]
            if abs(count) != 1 or not factors:
                factors.insert(0, str(abs(count)))
            shown += (sign if shown else sign.strip(" +")) + " * ".join(factors)
        return shown


Dimension = int | Formula


def sized(name: str, most: int | None = None, owner: str = "") -> Formula:
    """The size of this name."""
    return Formula(((((Size(name, most, owner), 1),), 1),))


def quotient(dividend: Dimension, divisor: Dimension) -> Dimension:
    """`dividend // divisor`.  Raises ZeroDivisionError where the divisor is 0."""
    if isinstance(dividend, int) and isinstance(divisor, int):
        return dividend // divisor
    if divisor == 0:
        raise ZeroDivisionError
    if isinstance(divisor, int):
        return _divided(dividend, divisor) if divisor > 0 else _divided(-dividend, -divisor)
    exact = _exact(dividend, divisor)
    return exact if exact is not None else _atom(Quotient(_formula(dividend), divisor))


def ceiling(dividend: Dimension, divisor: Dimension) -> Dimension:
    """`dividend / divisor`, rounded up, by a divisor above 0."""
    return quotient(dividend + divisor - 1, divisor)


def sizes(dimension: Dimension) -> Iterator[Size]:
    """The named sizes in a formula, each once."""
    return iter(dict.fromkeys(_sizes(dimension)))


def replaced(dimension: Dimension, value: Callable[[Size], Dimension]) -> Dimension:
    """The formula with every named size replaced."""
    if isinstance(dimension, int):
        return dimension
    if dimension.terms[0][1] == 1 and len(dimension.terms) == 1 and len(dimension.terms[0][0]) == 1:
        ((atom, power),) = dimension.terms[0][0]
        if power == 1 and isinstance(atom, Size):
            return value(atom)
    total: Dimension = 0
    for monomial, count in dimension.terms:
        product: Dimension = count
        for atom, power in monomial:
            one = value(atom) if isinstance(atom, Size) else _replaced_quotient(atom, value)
            product = product * one**power
        total = total + product
    return total


def evaluated(dimension: Dimension, values: Mapping[str, int]) -> int:
    """What a formula is where every size is known."""
    result = replaced(dimension, lambda size: values[size.name])
    assert isinstance(result, int)
    return result


def ragged(dimension: Dimension) -> bool:
    """Whether an axis of this size is of another length in each example."""
    return any(size.most is not None for size in _sizes(dimension))


def padded(dimension: Dimension) -> Dimension:
    """The size that an axis is padded to: that of the longest example there can be."""
    return replaced(dimension, lambda size: sized(size.name, None, size.owner) if size.most is None else size.most)


def shown(dimension: Dimension) -> str:
    """A dimension as it is declared: a ragged one with its bound."""
    own = list(sizes(dimension))
    return (
        f"{dimension} <= {own[0].most}"
        if len(own) == 1 and own[0].most and str(dimension) == own[0].name
        else str(dimension)
    )


def most(dimension: Dimension) -> float:
    """A bound that a formula never exceeds, infinite where there is none."""
    return _bound(dimension, 1)


def least(dimension: Dimension) -> float:
    """A bound that a formula never falls below."""
    return _bound(dimension, -1)


def _bound(dimension: Dimension, side: int) -> float:
    total = 0.0
    for monomial, count in _terms(dimension):
        product = float(count)
        for atom, power in monomial:
            if isinstance(atom, Quotient) and not (atom.dividend >= 0 and atom.divisor > 0):
                return inf * side
            upper = (side > 0) == (count > 0)
            one = (atom.most or inf) if isinstance(atom, Size) else inf
            product *= (one if upper else 1 if isinstance(atom, Size) else 0) ** power
        total += product
    return total


# --- normal form -----------------------------------------------------------------------------------


def _terms(value: Dimension) -> tuple[tuple[Monomial, int], ...]:
    return value.terms if isinstance(value, Formula) else (((), value),)


def _formula(value: Dimension) -> Formula:
    return value if isinstance(value, Formula) else Formula((((), value),))


def _atom(atom: Atom) -> Formula:
    return Formula(((((atom, 1),), 1),))


def _sum(terms: list[tuple[Monomial, int]]) -> Dimension:
    """Equal monomials together, none with the coefficient 0, in one order; a constant alone is a number."""
    counts: dict[Monomial, int] = {}
    for monomial, count in terms:
        counts[monomial] = counts.get(monomial, 0) + count
    left = tuple(sorted(((m, n) for m, n in counts.items() if n), key=lambda term: _order(term[0])))
    if not left:
        return 0
    return left[0][1] if left[0][0] == () and len(left) == 1 else Formula(left)


def _order(monomial: Monomial) -> tuple[int, str]:
    """The constant first: what stands before the others is what `_sum` looks at."""
    return -sum(power for _, power in monomial) if monomial else -(10**9), repr(monomial)


def _product(a: Monomial, b: Monomial) -> Monomial:
    powers: dict[Atom, int] = {}
    for atom, power in (*a, *b):
        powers[atom] = powers.get(atom, 0) + power
    return tuple(sorted(powers.items(), key=lambda item: repr(item[0])))


def _divided(dividend: Dimension, divisor: int) -> Dimension:
    """By a number above 0: what it divides comes out, and what all other coefficients share with it is cancelled."""
    whole = _sum([(m, n // divisor) for m, n in _terms(dividend) if n % divisor == 0 or not m])
    rest = _sum([(m, n % divisor if not m else n) for m, n in _terms(dividend) if n % divisor or not m])
    if isinstance(rest, int):
        return whole + rest // divisor
    shared = reduce(gcd, (n for m, n in rest.terms if m), divisor)
    if shared > 1:
        # floor((g p + c) / (g d)) = floor((p + floor(c / g)) / d), for p is whole.
        return whole + quotient(_sum([(m, n // shared) for m, n in rest.terms]), divisor // shared)
    # Coefficients that differ by a multiple of the divisor differ by something whole.
    small = _sum([(m, n % divisor) for m, n in rest.terms])
    whole = whole + _sum([(m, n // divisor) for m, n in rest.terms])
    nested = [atom for m, n in _terms(small) for atom, power in m if isinstance(atom, Quotient)]
    if len(nested) == 1 and isinstance(nested[0].divisor, int) and (((nested[0], 1),), 1) in _terms(small):
        # (floor(a / d) + b) / e is (a + d b) / (d e), rounded down: so (h // 2) // 3 is h // 6.
        (inner,) = nested
        beside = inner.divisor * (small - _atom(inner))
        return whole + quotient(inner.dividend + beside, inner.divisor * divisor)
    floor: Dimension = whole + _atom(Quotient(_formula(small), divisor))
    return floor


def _exact(dividend: Dimension, divisor: Formula) -> Dimension | None:
    """The quotient by a divisor of one monomial that divides every term; None where there is none such."""
    if len(divisor.terms) != 1:
        return 1 if dividend == divisor else None
    ((monomial, count),) = divisor.terms
    result = []
    for own, number in _terms(dividend):
        powers = dict(own)
        for atom, power in monomial:
            powers[atom] = powers.get(atom, 0) - power
        if number % count or min(powers.values()) < 0:
            return None
        left = tuple(sorted(((a, p) for a, p in powers.items() if p), key=lambda item: repr(item[0])))
        result.append((left, number // count))
    return _sum(result)


def _sizes(dimension: Dimension) -> Iterator[Size]:
    for monomial, _ in dimension.terms if isinstance(dimension, Formula) else ():
        for atom, _ in monomial:
            if isinstance(atom, Size):
                yield atom
            else:
                yield from (*_sizes(atom.dividend), *_sizes(atom.divisor))


def _replaced_quotient(atom: Quotient, value: Callable[[Size], Dimension]) -> Dimension:
    return quotient(replaced(atom.dividend, value), replaced(atom.divisor, value))


# --- as text -----------------------------------------------------------------------------------------


def _powered(atom: Atom, power: int) -> str:
    shown = str(atom) if isinstance(atom, Size) else f"({atom})"
    return shown if power == 1 else f"{shown} ** {power}"


def _within(dimension: Dimension) -> str:
    """A side of a division: a sum, or a product, in brackets."""
    shown = str(dimension)
    return f"({shown})" if " " in shown else shown
