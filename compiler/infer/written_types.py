"""Types as they are written: evaluated, or compared with those met, which tells what dimensions' names stand for."""

from collections.abc import Iterator, Sequence
from math import inf
from typing import cast

from compiler.infer.env import Env
from compiler.infer.values import Broken, Constant, Scope
from compiler.problems import Problem, names, shapes, structure
from compiler.types import Dimension, Formula, Kind, Record, Shape, Tensor, Type
from compiler.types.dimensions import most, sized
from compiler.types.solving import Equation, Failure, solve, unknown_size
from dsl import syntax
from dsl.diagnostics import Label
from dsl.immutable import immutable
from dsl.spans import Span

KINDS = ("real", "int", "bool", "class", "text", "boxes")


def declared_type(written: syntax.Type, env: Env) -> Type | None:
    """The type that is written, every dimension known; None where it names a dimension not yet bound."""
    if isinstance(written, syntax.RecordType):
        types = [declared_type(item.type, env) for item in written.fields]
        fields = [(item.name, type) for item, type in zip(written.fields, types, strict=True) if type is not None]
        return Record(tuple(fields)) if len(fields) == len(types) else None
    verify_kind(written)
    dimensions: list[Dimension] = []
    for dimension in written.dimensions or ():
        match dimension:
            case syntax.AnyDimension() | syntax.RestDimensions():
                return None
            case _ if any(env.find(name) is None for name in names_in(dimension)):
                return None
            case _:
                dimensions.append(size(dimension, env))
    return tensor(written, tuple(dimensions))


def complete_type(written: syntax.Type, given: Tensor, owner: str, env: Env) -> Tensor:
    """A field's type in which `_` stands for sizes: those of its value, or sizes that only the data tell."""
    if not isinstance(written, syntax.TensorType):
        raise Problem(structure.not_compiled(written.span, f"the type `{written.span.text}` of a field"))
    dimensions = list(written.dimensions or ())
    unknown = [name for dimension in dimensions for name in names_in(dimension) if env.find(name) is None]
    if unknown or any(isinstance(dimension, syntax.RestDimensions) for dimension in dimensions):
        what = f"`{unknown[0]}`, a size that nothing tells" if unknown else "any number of axes"
        help = "write numbers, and `_` for a size that only the data tell: `[_]`"
        raise Problem(structure.wrong_part(written.span, what, "the type of a field", help))
    if written.kind == "class":
        return Tensor((), "class", classes=given.classes)
    shape = given.shape if given.rank == len(dimensions) else None
    sizes = [
        (shape[i] if shape is not None else data_size(owner, i, len(dimensions)))
        if isinstance(dimension, syntax.AnyDimension)
        else size(dimension, env)
        for i, dimension in enumerate(dimensions)
    ]
    return tensor(written, tuple(sizes))


def data_size(owner: str, axis: int, rank: int) -> Dimension:
    """The size of a field's axis that only the data tell; `owner` is the field with its data set: `houses.place`."""
    name = f"width_of({owner})" if axis == rank - 1 else f"axis {axis} of {owner}"
    return sized(name, owner=f"{owner}.shape[{axis}]")


def bind_ragged(written: syntax.Type, owner: str, env: Env) -> None:
    """Bind the names of a field's ragged dimensions, which tell how long each example is."""
    dimensions = written.dimensions or () if isinstance(written, syntax.TensorType) else ()
    ragged = [dimension for dimension in dimensions if isinstance(dimension, syntax.RaggedDimension)]
    for dimension in ragged:
        bound = size(dimension.bound, env)
        if not isinstance(bound, int) or bound < 1 or dimension is not dimensions[0]:
            what = "a length without a bound" if dimension is dimensions[0] else "a ragged axis behind another one"
            raise Problem(structure.wrong_part(dimension.span, what, "`[t <= 256, ...]`", RAGGED))
        taken, known = env.find(dimension.name), bound_size(dimension.name, env)
        new = sized(dimension.name, bound, owner)
        if taken is None:
            env.bind(dimension.name, Constant(new), dimension.span, "dimension")
        elif not isinstance(known, Formula) or most(known) != bound:
            raise Problem(names.name_taken(dimension.span, dimension.name, taken.span))


RAGGED = "the first axis of an example is the one whose length may differ, up to a whole number of at least 1"


def verify_kind(written: syntax.TensorType) -> None:
    if written.kind not in KINDS:
        raise Problem(names.unknown_kind(written.span, written.kind, KINDS[1:]))


def tensor(written: syntax.TensorType, dimensions: Shape) -> Tensor:
    kind = cast(Kind, written.kind)
    if kind == "class":
        return Tensor((), "class", classes=dimensions[0] if dimensions else None)
    return Tensor(dimensions, kind)


def size(dimension: syntax.Dimension, env: Env) -> Dimension:
    """A dimension's size: a whole number of at least 0."""
    if isinstance(dimension, syntax.RaggedDimension):
        bound = bound_size(dimension.name, env)
        assert bound is not None, "a ragged dimension is bound before it is asked for"
        return bound
    assert not isinstance(dimension, syntax.AnyDimension | syntax.RestDimensions), "it has no size of its own"
    match env.compile_time(dimension):
        case Broken():
            return unknown_size(dimension.span.text)
        case Constant(value=Formula() as value):
            return value
        case Constant(value=int() as value) if not isinstance(value, bool) and value >= 0:
            return value
    raise Problem(shapes.no_answer(dimension.span, "a dimension must be a whole number of at least 0"))


def bound_size(name: str, env: Env) -> Dimension | None:
    """The size that a name stands for, where it stands for one."""
    binding = env.find(name)
    value = binding.value.value if binding is not None and isinstance(binding.value, Constant) else None
    return value if isinstance(value, int | Formula) else None


def names_in(dimension: syntax.Dimension) -> Iterator[str]:
    """The names that a dimension is computed from by arithmetic."""
    match dimension:
        case syntax.Name(id=name) | syntax.RaggedDimension(name=name):
            yield name
        case syntax.Unary(operand=operand):
            yield from names_in(operand)
        case syntax.Binary(left=left, right=right):
            yield from (*names_in(left), *names_in(right))


@immutable
class Unification:
    """A written type and the type that is met, with the place of what has it."""

    written: syntax.Type
    type: Type
    span: Span


@immutable
class Mismatch:
    """Which of the types met is not as written, why if sizes do not add up, and where the names it uses come from."""

    index: int
    reason: str | None = None
    others: tuple[Label, ...] = ()


@immutable
class Size:
    """A written dimension and the size that is met; None where it is not known before the data are there."""

    index: int
    written: syntax.Dimension
    met: Dimension | None


def unify(pairs: Sequence[Unification], env: Env) -> Mismatch | None:
    """Whether types are as written.  Names of dimensions not yet known are found, and bound in the place's scope."""
    found: list[Size] = []
    for i, pair in enumerate(pairs):
        beside = _sizes(i, pair.written, pair.type)
        if beside is None:
            return Mismatch(i)
        found += beside
    unknown: dict[str, Span] = {}
    for item in found:
        for name in names_in(item.written):
            if env.find(name) is None:
                unknown.setdefault(name, _name_span(item.written, name) or item.written.span)
    inner = env.inside(Scope(env.scope))
    for name in unknown:
        inner.bind(name, Constant(unknown_size(name)), None, "dimension")
    known = [item for item in found if item.met is not None]
    equations = [_equation(item, inner) for item in known]
    solution = solve(equations)
    for name, value in solution.values.items():
        if name in unknown:  # a size that holds a broken name is an unknown of its own
            env.bind(name, Constant(value), unknown[name], "dimension", _told_by(name, known, pairs))
    if solution.failure is not None:
        return _mismatch(solution.failure, known, env)
    for item in known:
        if isinstance(item.written, syntax.RaggedDimension) and item.met is not None:
            bound = size(item.written.bound, env)
            if not most(item.met) <= bound:
                longest = "of any length" if most(item.met) == inf else f"up to {most(item.met):g}"
                return Mismatch(item.index, f"`{item.written.name}` is at most {bound}, but here it may be {longest}")
    for name in unknown.keys() - solution.values.keys():
        env.bind(name, Constant(sized(name)), unknown[name], "dimension")
    return None


def _equation(item: Size, env: Env) -> Equation:
    assert item.met is not None
    return Equation(size(item.written, env), item.met, item.written.span.text)


def _mismatch(failure: Failure, known: Sequence[Size], env: Env) -> Mismatch:
    """The type at fault; where all its names are known, with the places of those whose sizes differ."""
    index, written = known[failure.index].index, known[failure.index].written
    wrong = [item for item in known if item.index == index and _differs(item, env)]
    names = dict.fromkeys(name for item in wrong for name in names_in(item.written))
    told: dict[Span, list[str]] = {}
    for name in names:
        binding = env.find(name)
        if binding is not None and binding.origin is not None:
            told.setdefault(binding.origin, []).append(f"`{name}` is {bound_size(name, env)}")
    others = tuple(Label(span, f"{' and '.join(said)} here") for span, said in told.items())
    plain = isinstance(written, syntax.Name | syntax.Number | syntax.Call)
    return Mismatch(index, None if plain else failure.reason, others)


def _differs(item: Size, env: Env) -> bool:
    """Whether a written dimension is known not to be what is met."""
    return all(env.find(name) for name in names_in(item.written)) and size(item.written, env) != item.met


def _told_by(name: str, known: Sequence[Size], pairs: Sequence[Unification]) -> Span:
    """The place of the first value that tells a name's size: the one whose dimension is the name itself, if one is."""
    using = [item for item in known if name in names_in(item.written)]
    plain = [item for item in using if isinstance(item.written, syntax.Name)]
    return pairs[(plain or using)[0].index].span


def _name_span(dimension: syntax.Dimension, name: str) -> Span | None:
    """Where a name stands in a dimension."""
    match dimension:
        case syntax.Name(id=id) | syntax.RaggedDimension(name=id) if id == name:
            return dimension.span
        case syntax.Unary(operand=operand):
            return _name_span(operand, name)
        case syntax.Binary(left=left, right=right):
            return _name_span(left, name) or _name_span(right, name)
    return None


def _sizes(index: int, written: syntax.Type, given: Type) -> list[Size] | None:
    """The written dimensions beside those met; None where kinds, fields or ranks differ."""
    if isinstance(written, syntax.RecordType):
        if not isinstance(given, Record) or [f.name for f in written.fields] != [name for name, _ in given.fields]:
            return None
        parts = [_sizes(index, f.type, type) for f, (_, type) in zip(written.fields, given.fields, strict=True)]
        return None if None in parts else [item for part in parts for item in part or ()]
    verify_kind(written)
    if not isinstance(given, Tensor):
        return None
    dimensions = written.dimensions or ()
    if written.kind == "class":
        if given.kind != "class" or given.shape:
            return None
        return _beside(index, dimensions, (given.classes,)) if given.classes is not None else _unseen(index, dimensions)
    if not _kind_fits(written.kind, given.kind):
        return None
    return _unseen(index, dimensions) if given.shape is None else _beside(index, dimensions, given.shape)


def _unseen(index: int, dimensions: Sequence[syntax.Dimension]) -> list[Size]:
    return [Size(index, item, None) for item in dimensions if next(names_in(item), None) is not None]


def _kind_fits(wanted: str, given: str) -> bool:
    """A number or a decision may stand where a real is asked for; nothing else may."""
    return wanted == given or (wanted == "real" and given in ("int", "bool"))


def _beside(index: int, written: Sequence[syntax.Dimension], shape: Shape) -> list[Size] | None:
    rest = [i for i, dimension in enumerate(written) if isinstance(dimension, syntax.RestDimensions)]
    if rest:
        before, after = rest[0], len(written) - rest[0] - 1
        if len(shape) < before + after:
            return None
        written = [*written[:before], *written[before + 1 :]]
        shape = (*shape[:before], *shape[len(shape) - after :])
    if len(written) != len(shape):
        return None
    return [
        Size(index, dimension, met)
        for dimension, met in zip(written, shape, strict=True)
        if not isinstance(dimension, syntax.AnyDimension)
    ]


def spell_type(written: syntax.Type, env: Env) -> str:
    """A written type in a message: with the sizes of its dimensions where they are known."""
    dimensions = (written.dimensions or ()) if isinstance(written, syntax.TensorType) else ()
    if any(isinstance(dimension, syntax.RaggedDimension) for dimension in dimensions):
        return written.span.text
    try:
        type = declared_type(written, env)
    except Problem:
        type = None
    return str(type) if type is not None else written.span.text
