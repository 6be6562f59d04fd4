"""Formulas of sizes: their normal form agrees with whole numbers, and the solver's answers solve its equations."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.types.dimensions import (
    Dimension,
    Formula,
    ceiling,
    evaluated,
    least,
    most,
    padded,
    quotient,
    ragged,
    sized,
)
from compiler.types.solving import Equation, solve, unknown_size

NAMES = "hwc"
steady = settings(deadline=None, max_examples=60)
sizes = st.fixed_dictionaries({name: st.integers(1, 40) for name in NAMES})

Tree = tuple[str, ...] | str | int


leaves = st.sampled_from(NAMES) | st.integers(-6, 6)


def polynomials() -> st.SearchStrategy[Tree]:
    binary = st.tuples(st.sampled_from(["+", "-", "*"]), st.deferred(polynomials), st.deferred(polynomials))
    return leaves | binary  # type: ignore[return-value]


def trees() -> st.SearchStrategy[Tree]:
    binary = st.tuples(st.sampled_from(["+", "-", "*"]), st.deferred(trees), st.deferred(trees))
    divided = st.tuples(st.sampled_from(["//", "ceil"]), st.deferred(trees), st.integers(1, 5))
    return leaves | binary | divided  # type: ignore[return-value]


def formula(tree: Tree, value: object = sized) -> Dimension:
    """A tree as a formula of sizes; `value` is what a name stands for."""
    match tree:
        case str():
            return value(tree)  # type: ignore[operator, no-any-return]
        case int():
            return tree
        case (operator, left, right):
            a, b = formula(left, value), formula(right, value)
            return {
                "+": lambda: a + b,
                "-": lambda: a - b,
                "*": lambda: a * b,
                "//": lambda: quotient(a, b),
                "ceil": lambda: ceiling(a, b),
            }[operator]()
    raise AssertionError(tree)


def number(tree: Tree, values: dict[str, int]) -> int:
    """The same by Python's own arithmetic."""
    match tree:
        case str():
            return values[tree]
        case int():
            return tree
        case ("ceil", left, int(right)):
            return -(-number(left, values) // right)
        case (operator, left, right):
            a, b = number(left, values), number(right, values)
            return {"+": a + b, "-": a - b, "*": a * b, "//": a // b if b else 0}[operator]
    raise AssertionError(tree)


@steady
@given(trees(), sizes)
def test_formulas_agree_with_numbers(tree: Tree, values: dict[str, int]) -> None:
    assert evaluated(formula(tree), values) == number(tree, values)


@steady
@given(trees(), trees(), trees())
def test_normal_form_is_that_of_a_commutative_ring(a: Tree, b: Tree, c: Tree) -> None:
    x, y, z = formula(a), formula(b), formula(c)
    assert x + y == y + x
    assert x * y == y * x
    assert x + (y + z) == (x + y) + z
    assert x * (y * z) == (x * y) * z
    assert x * (y + z) == x * y + x * z
    assert x - x == 0
    assert x + 0 == x == x * 1


@steady
@given(trees(), st.integers(1, 6), st.integers(-9, 9))
def test_whole_multiples_leave_a_division(a: Tree, divisor: int, more: int) -> None:
    x = formula(a)
    assert quotient(x * divisor + more, divisor) == x + more // divisor


@steady
@given(polynomials(), st.integers(1, 6))
def test_divisions_follow_one_another(a: Tree, divisor: int) -> None:
    x = formula(a)
    assert quotient(quotient(x, divisor), 2) == quotient(x, 2 * divisor)


@steady
@given(trees(), sizes)
def test_bounds_hold(tree: Tree, values: dict[str, int]) -> None:
    x = formula(tree)
    assert least(x) <= number(tree, values) <= most(x)
    if isinstance(x, Formula):
        assert not (x > 0 and number(tree, values) <= 0)


@steady
@given(st.lists(trees(), min_size=1, max_size=4), sizes)
def test_solutions_solve(written: list[Tree], values: dict[str, int]) -> None:
    """Equations that have a solution are solved, or said to have more than one."""
    equations = [Equation(formula(tree, unknown_size), number(tree, values)) for tree in written]
    solution = solve(equations)
    if solution.failure is not None:
        assert "more than one" in solution.failure.reason
    else:
        assert all(values[name] == found for name, found in solution.values.items()), "the solution is the only one"


@pytest.mark.parametrize(
    ("written", "met", "said"),
    [
        ([("*", 2, "h")], [27], "no whole number `h` makes it so that `2 * h` is 27"),
        ([("+", "h", 4)], [3], "`h` would have to be -1"),
        (["h", "h"], [5, 6], "`h` is 5, but here it is 6"),
        ([("//", "h", 2)], [14], "does not tell `h`"),
        ([("+", "h", "w"), ("-", "h", "w")], [10, 5], "would have to be 2.5"),
    ],
)
def test_why_there_is_no_solution(written: list[Tree], met: list[int], said: str) -> None:
    solution = solve([Equation(formula(tree, unknown_size), size) for tree, size in zip(written, met, strict=True)])
    assert solution.failure is not None
    assert said in solution.failure.reason


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (2 * sized("h") - sized("h"), "h"),
        ((2 * sized("h") + 3) // 2, "h + 1"),
        ((sized("h") + 1) // 2 + 1, "((h + 1) // 2) + 1"),
        (3 - sized("h") * sized("w"), "3 - h * w"),
        (sized("h") ** 2 // sized("w"), "(h ** 2) // w"),
        (sized("h") * sized("w") // sized("w"), "h"),
    ],
)
def test_formulas_read_as_written(formula: Dimension, shown: str) -> None:
    assert str(formula) == shown


def test_ragged_sizes_have_a_bound() -> None:
    t = sized("t", 256)
    assert ragged(2 * t - 1)
    assert padded(2 * t - 1) == 511
    assert not ragged(sized("n") + 1)
    assert most(sized("n")) == inf
