"""Hyper-parameters: their values, and the ranges in which they may be searched."""

from collections.abc import Mapping

from compiler.infer.env import Env
from compiler.infer.values import Broken, Constant, all_sound, describe, spell_value
from compiler.problems import Problem, ranges, structure
from compiler.vocabulary.base import ArgumentValue
from compiler.vocabulary.ranges import Range
from dsl import syntax


def value(statement: syntax.Hyper, env: Env, overrides: Mapping[str, ArgumentValue]) -> Constant | Broken:
    """The value that a hyper-parameter has, from outside where `overrides` names it."""
    stated = env.compile_time(statement.value)
    if not isinstance(stated, Constant | Broken):
        what, wanted = describe(stated), "the value of a hyper-parameter"
        raise Problem(structure.wrong_part(statement.value.span, what, wanted, "give a number, a text or a list"))
    if statement.range is not None and isinstance(stated, Constant):
        _verify_range(statement.range, stated, statement, env)
    return Constant(overrides[statement.name]) if statement.name in overrides else stated


def _verify_range(given: syntax.Expression, stated: Constant, statement: syntax.Hyper, env: Env) -> None:
    if isinstance(given, syntax.SetOf):
        choices = [env.compile_time(item) for item in given.items]
        held = all_sound(choices) is None or stated in choices
    else:
        found = env.evaluate(given, ("range",))
        if isinstance(found, Broken):
            return
        if not isinstance(found, Constant) or not isinstance(found.value, Range):
            raise Problem(ranges.no_range(given.span, statement.name))
        if not isinstance(stated.value, int | float) or isinstance(stated.value, bool):
            raise Problem(ranges.no_number(statement.value.span, given.span, spell_value(stated)))
        held = found.value.holds(stated.value)
    if not held:
        env.report(ranges.outside(statement.value.span, given.span, statement.name, spell_value(stated)))
