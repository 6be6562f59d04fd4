"""`split`: which parts of a data set are kept apart, and how they are chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from compiler import ir
from compiler.infer.env import Env, spell_value
from compiler.infer.values import BROKEN
from compiler.problems import Problem, names, other_libraries, shapes, structure
from compiler.problems import data as problems
from compiler.problems import splits as split_problems
from compiler.problems.catalogue import closest
from compiler.schemas import HELD_OUT
from compiler.vocabulary.base import WORDS, Argument, Schema
from compiler.vocabulary.speech import Source
from dsl import syntax
from dsl.spans import Span

FRACTION = Argument("", None, float, at_least=0, below=1)
VALUES = Argument("", None, tuple[int | str | bool, ...])
COLUMNS = ("by", "stratify", "order", "on")
"""The arguments that name a column or field."""
WAYS = {"random", "time"}


def check(
    statements: Sequence[syntax.Split],
    fields: Sequence[ir.DataField],
    source: Source,
    schema: Schema | None,
    env: Env,
) -> tuple[ir.Split, ...]:
    """The splits that the statements ask for; what is wrong is reported, and left out."""
    known = tuple(dict.fromkeys((*(field.name for field in fields), *(schema.offered if schema is not None else ()))))
    found: list[ir.Split] = []
    taken: dict[str, Span] = {}
    for item in statements:
        try:
            made = split(item, env)
            if made is None:
                continue
            for entry in item.arguments:
                if entry.name in dict(made.parts):
                    if entry.name in taken:
                        raise Problem(names.name_taken(entry.name_span or entry.span, entry.name, taken[entry.name]))
                    taken[entry.name] = entry.span
            _verify_columns(item, known if schema is not None else None, env)
            _verify_windows(item, made, fields)
            found.append(made)
        except Problem as problem:
            env.report(problem.diagnostic)
    if found:
        _verify_room(found, schema, source)
    return tuple(found)


def split(item: syntax.Split, env: Env) -> ir.Split | None:
    """One statement; None where a value is wrong and reported."""
    word = WORDS["section"]["split"]
    given: dict[str, Any] = {}
    chosen = any(entry.name == "on" for entry in item.arguments)
    for entry in item.arguments:
        if entry.name is None:
            help = "name the part: `validation = 10%`"
            raise Problem(structure.wrong_part(entry.span, "a value without a name", "`name = fraction`", help))
        if entry.name in given:
            raise Problem(names.argument_twice(entry.name_span or entry.span, entry.name, "split"))
        value = _value(entry, word.arguments.get(entry.name), chosen, env)
        if value is BROKEN:
            return None
        given[entry.name] = value
    made: Any = word(**given)
    _verify_consistent(item, made)
    parts = tuple((str(key), value if chosen else float(value)) for key, value in made.extra.items())
    by = None if made.by in (None, "random") else made.by
    return ir.Split(parts, by, made.order, made.stratify, made.on, made.seed, item.span)


def _value(entry: syntax.Argument, argument: Argument | None, chosen: bool, env: Env) -> Any:
    """An argument's value: a bare name for a column, a fraction, or the values of a chosen column."""
    if argument is not None and isinstance(entry.value, syntax.Name):
        value: Any = entry.value.id
    else:
        value = env.compile_time(entry.value, "values" if chosen else "a fraction")
    if value is BROKEN:
        return BROKEN
    if argument is None and chosen and not isinstance(value, tuple | float):
        value = (value,)
    expected = argument or (VALUES if chosen else FRACTION)
    wanted = expected.refuse(value)
    if wanted is not None:
        shown = f"`{value}`" if isinstance(value, str) else spell_value(value)
        guess = closest(str(value), expected.choices) if expected.choices else None
        if argument is None:
            wanted = "values of that column, such as `[4, 5]`" if chosen else "a fraction, such as `10%`"
        name, at = entry.name or "", entry.value.span
        meant, said = other_libraries.argument(name, WORDS["section"]["split"].arguments, "split")
        remedy = said or (f"write `{meant}`" if meant else None)
        raise Problem(shapes.wrong_value(at, name, "split", shown, wanted, guess=guess, help=remedy))
    return value


def _verify_consistent(item: syntax.Split, made: Any) -> None:
    """Refuse two ways of choosing the same examples."""
    ways = [key for key in ("on", "by", "stratify") if getattr(made, key) not in (None, "random")]
    spans = {entry.name: entry.span for entry in item.arguments}
    if len(ways) > 1:
        raise Problem(split_problems.two_ways(spans[ways[1]], ways[1], spans[ways[0]], ways[0]))
    if made.order is not None and made.by != "time":
        raise Problem(split_problems.order_without_time(spans["order"]))
    if "train" in made.extra or "all" in made.extra:
        name = "train" if "train" in made.extra else "all"
        raise Problem(split_problems.not_a_part(spans[name], name))


def _verify_columns(item: syntax.Split, known: Sequence[str] | None, env: Env) -> None:
    for entry in item.arguments:
        if entry.name in COLUMNS and isinstance(entry.value, syntax.Name) and known is not None:
            key = entry.value.id
            if key not in known and not (entry.name == "by" and key in WAYS):
                wanted = [*known, *(sorted(WAYS) if entry.name == "by" else ())]
                raise Problem(names.unknown_name(entry.value.span, key, wanted, "column or field", wanted))


def _verify_windows(item: syntax.Split, made: ir.Split, fields: Sequence[ir.DataField]) -> None:
    """Windows share rows, which follow one another in the source: hardly one would lie in a part drawn row by row."""
    windowed = next((field for field in fields if field.window is not None), None)
    if windowed is None:
        return
    for entry in item.arguments:
        drawn = entry.name == "by" and isinstance(entry.value, syntax.Name) and entry.value.id == "random"
        if drawn or entry.name in ("stratify", "order"):
            raise Problem(split_problems.windows_drawn(entry.span, windowed.span, windowed.name))


def _verify_room(found: Sequence[ir.Split], schema: Schema | None, source: Source) -> None:
    """Refuse fractions that leave nothing to train on, the part that is held out unasked included."""
    own = schema.splits if schema is not None else tuple(getattr(source, "own_splits", ()))
    parts: Mapping[str, Any] = {name: part for made in found for name, part in made.parts}
    held_out = 0.0 if "test" in own or "test" in parts else HELD_OUT
    total = sum(part for part in parts.values() if isinstance(part, float)) + held_out
    if total >= 1:
        raise Problem(problems.splits_too_large(found[0].span, total, held_out))
