"""Hyper-parameters: their values, and the ranges in which they may be searched."""

from collections.abc import Mapping
from typing import Any

from compiler.infer import expressions
from compiler.infer.env import Place, written
from compiler.infer.values import BROKEN
from compiler.problems import Problem, ranges
from compiler.vocabulary.ranges import Range
from dsl import syntax


def value(statement: syntax.Hyper, place: Place, overrides: Mapping[str, Any]) -> Any:
    """The value that a hyper-parameter has, from outside where `overrides` names it."""
    stated = expressions.compile_time(statement.value, place)
    if statement.range is not None and stated is not BROKEN:
        _verify_range(statement.range, stated, statement, place)
    return overrides.get(statement.name, stated)


def _verify_range(given: syntax.Expression, stated: Any, statement: syntax.Hyper, place: Place) -> None:
    if isinstance(given, syntax.SetOf):
        choices = [expressions.compile_time(item, place) for item in given.items]
        held = BROKEN in choices or stated in choices
    else:
        found = expressions.evaluate(given, place, ("range",))
        if found is BROKEN:
            return
        if not isinstance(found, Range):
            raise Problem(ranges.no_range(given.span, statement.name))
        if not isinstance(stated, int | float) or isinstance(stated, bool):
            raise Problem(ranges.no_number(statement.value.span, given.span, written(stated)))
        held = found.holds(stated)
    if not held:
        place.report(ranges.outside(statement.value.span, given.span, statement.name, written(stated)))
