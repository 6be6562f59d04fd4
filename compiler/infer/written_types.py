"""Types as they are written: evaluated to a type, or matched with one to bind the names of its dimensions."""

from typing import Any, cast

from compiler.infer.builder import Place
from compiler.infer.expressions import compile_time, evaluate
from compiler.infer.values import BROKEN
from compiler.problems import Problem, names, shapes, structure
from compiler.types import Dimension, Kind, Record, Shape, Symbol, Tensor, Type
from dsl import syntax

ONE_LENGTH = "give all examples one length: `[256]`"
KINDS = ("real", "int", "bool", "class", "text", "boxes")


def declared(written: syntax.Type, place: Place) -> Type | None:
    """The type that is written, every dimension known; None where it names a dimension not yet bound."""
    if isinstance(written, syntax.RecordType):
        fields = [(item.name, declared(item.type, place)) for item in written.fields]
        if any(type is None for _, type in fields):
            return None
        return Record(tuple((name, cast(Type, type)) for name, type in fields))
    verify_kind(written)
    dimensions: list[Dimension] = []
    for dimension in written.dimensions or ():
        match dimension:
            case syntax.AnyDimension() | syntax.RestDimensions():
                return None
            case syntax.RaggedDimension():
                raise Problem(structure.not_compiled(dimension.span, "ragged axes", ONE_LENGTH))
            case syntax.Name(id=name) if place.scope.find(name) is None:
                return None
            case _:
                dimensions.append(size(dimension, place))
    return tensor(written, tuple(dimensions))


def verify_kind(written: syntax.TensorType) -> None:
    if written.kind not in KINDS:
        raise Problem(names.unknown_kind(written.span, written.kind, KINDS[1:]))


def tensor(written: syntax.TensorType, dimensions: Shape) -> Tensor:
    kind = cast(Kind, written.kind)
    if kind == "class":
        return Tensor((), "class", classes=dimensions[0] if dimensions else None)
    return Tensor(dimensions, kind)


def size(dimension: Any, place: Place) -> Dimension:
    """A dimension's size: a whole number of at least 0."""
    value = compile_time(dimension, place)
    if value is BROKEN:
        return Symbol(dimension.span.text)
    if isinstance(value, Symbol):
        return value
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise Problem(shapes.no_answer(dimension.span, "a dimension must be a whole number of at least 0"))
    return value


def matches(written: syntax.Type, given: Type, place: Place) -> bool:
    """Whether a type is as written.  A dimension's name not yet known is bound in the place's scope."""
    if isinstance(written, syntax.RecordType):
        if not isinstance(given, Record) or [f.name for f in written.fields] != [name for name, _ in given.fields]:
            return False
        return all(matches(f.type, type, place) for f, (_, type) in zip(written.fields, given.fields, strict=True))
    verify_kind(written)
    if not isinstance(given, Tensor):
        return False
    if written.kind == "class":
        return given.kind == "class" and _dimensions_match(written.dimensions or (), (given.classes or 0,), place)
    if not _kind_fits(written.kind, given.kind):
        return False
    if given.shape is None:
        _name_unknown(written.dimensions or (), place)
        return True
    return _dimensions_match(written.dimensions or (), given.shape, place)


def _name_unknown(dimensions: tuple[Any, ...], place: Place) -> None:
    """Sizes that are not known before the data are there, known by their names."""
    for dimension in dimensions:
        if isinstance(dimension, syntax.Name) and place.scope.find(dimension.id) is None:
            place.scope.bind(dimension.id, Symbol(dimension.id), dimension.span, "dimension")


def _kind_fits(wanted: str, given: str) -> bool:
    """A number or a decision may stand where a real is asked for; nothing else may."""
    return wanted == given or (wanted == "real" and given in ("int", "bool"))


def _dimensions_match(written: tuple[Any, ...], shape: Shape, place: Place) -> bool:
    rest = [i for i, dimension in enumerate(written) if isinstance(dimension, syntax.RestDimensions)]
    if rest:
        before, after = rest[0], len(written) - rest[0] - 1
        if len(shape) < before + after:
            return False
        end = shape[len(shape) - after :] if after else ()
        return _dimensions_match(written[:before], shape[:before], place) and _dimensions_match(
            written[before + 1 :], end, place
        )
    if len(written) != len(shape):
        return False
    for dimension, given in zip(written, shape, strict=True):
        match dimension:
            case syntax.AnyDimension():
                continue
            case syntax.RaggedDimension():
                raise Problem(structure.not_compiled(dimension.span, "ragged axes", ONE_LENGTH))
            case syntax.Name(id=name):
                binding = place.scope.find(name)
                if binding is None:
                    place.scope.bind(name, given, dimension.span, "dimension")
                    continue
                if evaluate(dimension, place) != given:
                    return False
            case _:
                if size(dimension, place) != given:
                    return False
    return True


def shown(written: syntax.Type, place: Place) -> str:
    """A written type in a message: with the sizes of its dimensions where they are known."""
    try:
        type = declared(written, place)
    except Problem:
        type = None
    return str(type) if type is not None else written.span.text
