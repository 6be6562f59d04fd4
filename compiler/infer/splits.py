"""`split`: which parts of a data set are kept apart, and how they are chosen."""

from collections.abc import Mapping, Sequence

from compiler import ir
from compiler.infer.arguments import named_arguments
from compiler.infer.env import Env
from compiler.infer.values import BROKEN, Broken, CompileTime, Constant, spell_value
from compiler.problems import Problem, names, other_libraries, shapes
from compiler.problems import data as problems
from compiler.problems import splits as split_problems
from compiler.problems.catalogue import closest
from compiler.schemas import HELD_OUT
from compiler.vocabulary.base import WORDS, Argument, ArgumentValue, Schema
from compiler.vocabulary.sections import Split as SplitSection
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
    given: dict[str, ArgumentValue] = {}
    chosen = any(entry.name == "on" for entry in item.arguments)
    for name, entry in named_arguments(
        item.arguments, "split", lambda text: "name the part: `validation = 10%`", "`name = fraction`"
    ):
        value = _value(name, entry.value, word.arguments.get(name), chosen, env)
        if isinstance(value, Broken):
            return None
        given[name] = value.value
    made = word(**given)
    assert isinstance(made, SplitSection)
    _verify_consistent(item, made)
    parts = tuple((str(key), _part(value)) for key, value in made.extra.items())
    by = None if made.by in (None, "random") else made.by
    return ir.Split(parts, by, made.order, made.stratify, made.on, made.seed, item.span)


def _part(value: ArgumentValue) -> float | tuple[object, ...]:
    """A fraction, or the values of a column."""
    if isinstance(value, tuple):
        return value
    assert isinstance(value, int | float)
    return float(value)


def _value(
    name: str, expression: syntax.Expression, argument: Argument | None, chosen: bool, env: Env
) -> Constant | Broken:
    """An argument's value: a bare name for a column, a fraction, or the values of a chosen column."""
    value: CompileTime | Broken
    if argument is not None and isinstance(expression, syntax.Name):
        value = Constant(expression.id)
    else:
        value = env.compile_time(expression, "values" if chosen else "a fraction")
    if isinstance(value, Broken):
        return BROKEN
    if argument is None and chosen and isinstance(value, Constant) and not isinstance(value.value, tuple | float):
        value = Constant((value.value,))
    expected = argument or (VALUES if chosen else FRACTION)
    wanted = expected.refuse(value.value if isinstance(value, Constant) else value)
    if isinstance(value, Constant) and wanted is None:
        return value
    text = value.value if isinstance(value, Constant) and isinstance(value.value, str) else None
    shown = f"`{text}`" if text is not None else spell_value(value)
    guess = closest(str(text), expected.choices) if expected.choices else None
    if argument is None:
        wanted = "values of that column, such as `[4, 5]`" if chosen else "a fraction, such as `10%`"
    meant, said = other_libraries.argument(name, WORDS["section"]["split"].arguments, "split")
    remedy = said or (f"write `{meant}`" if meant else None)
    span, wanted = expression.span, wanted or "a constant"
    raise Problem(shapes.wrong_value(span, name, "split", shown, wanted, guess=guess, help=remedy))


def _verify_consistent(item: syntax.Split, made: SplitSection) -> None:
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
    parts: Mapping[str, float | tuple[object, ...]] = {name: part for made in found for name, part in made.parts}
    held_out = 0.0 if "test" in own or "test" in parts else HELD_OUT
    total = sum(part for part in parts.values() if isinstance(part, float)) + held_out
    if total >= 1:
        raise Problem(problems.splits_too_large(found[0].span, total, held_out))
