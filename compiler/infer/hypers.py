"""Hyper-parameters: their values, and the ranges in which they may be searched."""

from collections.abc import Mapping
from typing import Any

from compiler.infer.env import Env, spell_value
from compiler.infer.values import BROKEN
from compiler.problems import Problem, ranges
from compiler.vocabulary.ranges import Range
from dsl import syntax


def value(statement: syntax.Hyper, env: Env, overrides: Mapping[str, Any]) -> Any:
    """The value that a hyper-parameter has, from outside where `overrides` names it."""
    stated = env.compile_time(statement.value)
    if statement.range is not None and stated is not BROKEN:
        _verify_range(statement.range, stated, statement, env)
    return overrides.get(statement.name, stated)


def _verify_range(given: syntax.Expression, stated: Any, statement: syntax.Hyper, env: Env) -> None:
    if isinstance(given, syntax.SetOf):
        choices = [env.compile_time(item) for item in given.items]
        held = BROKEN in choices or stated in choices
    else:
        found = env.evaluate(given, ("range",))
        if found is BROKEN:
            return
        if not isinstance(found, Range):
            raise Problem(ranges.no_range(given.span, statement.name))
        if not isinstance(stated, int | float) or isinstance(stated, bool):
            raise Problem(ranges.no_number(statement.value.span, given.span, spell_value(stated)))
        held = found.holds(stated)
    if not held:
        env.report(ranges.outside(statement.value.span, given.span, statement.name, spell_value(stated)))
