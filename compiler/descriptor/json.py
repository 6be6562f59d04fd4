"""Records as JSON and back: dataclasses whose fields' types say what may stand there.

What is read may come from anywhere, so nothing is taken on trust: a name that is unknown or missing and a value of
another type are refused with their place.  A field that has its default is not written.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, ForwardRef, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from compiler.descriptor import Value

T = TypeVar("T")
WIDTH = 118
WORDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text", NoneType: "null"}


class Misfit(ValueError):
    """A value that is not what it should be: `where` it stands, what was `wanted` there."""

    def __init__(self, where: str, wanted: str) -> None:
        super().__init__(f"{wanted} at `{where}`" if where else wanted)
        self.where, self.wanted = where, wanted


def to_json(value: object) -> Any:
    """A record in JSON's own types."""
    if is_dataclass(value) and not isinstance(value, type):
        found = {field: getattr(value, field.name) for field in fields(value)}
        return {field.name: to_json(entry) for field, entry in found.items() if entry != default(field)}
    if isinstance(value, Mapping):
        return {key: to_json(entry) for key, entry in value.items()}
    return [to_json(entry) for entry in value] if isinstance(value, tuple | list) else value


def from_json(kind: type[T], value: object) -> T:
    """The record that `to_json` gave.

    Raises:
        Misfit: the value is none of this kind.
    """
    found: T = read(kind, value, "")
    return found


def layout(value: Any, indent: str = "") -> str:
    """JSON as text: on a line what fits there."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent) + len(flat) <= WIDTH:
        return flat
    inner = f"{indent} "
    if isinstance(value, list):
        entries, (opening, closing) = [layout(entry, inner) for entry in value], "[]"
    else:
        entries = [f"{json.dumps(key, ensure_ascii=False)}: {layout(entry, inner)}" for key, entry in value.items()]
        opening, closing = "{}"
    return "\n".join([opening, ",\n".join(inner + entry for entry in entries), indent + closing])


def default(field: "Field[Any]") -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def read(kind: Any, value: object, where: str) -> Any:
    """A value of JSON as one of a kind, which may be anything that a field of a record is annotated with."""
    if isinstance(kind, ForwardRef):  # the only alias that contains itself
        kind = Value
    if isinstance(kind, NewType):
        kind = kind.__supertype__
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return read_union(inner, value, where)
    if origin is Literal:
        if value not in inner or isinstance(value, bool):
            raise Misfit(where, f"one of {', '.join(map(str, inner))}")
        return value
    if origin is tuple:
        return read_tuple(inner, value, where)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise Misfit(where, "an object")
        return {key: read(inner[1], entry, f"{where}.{key}" if where else key) for key, entry in value.items()}
    if is_dataclass(kind):
        return read_record(kind, value, where)
    if type(value) is kind or (kind is float and type(value) is int):
        return value
    raise Misfit(where, WORDS[kind])


def read_union(kinds: tuple[Any, ...], value: object, where: str) -> Any:
    misfits = []
    for kind in kinds:
        try:
            return read(kind, value, where)
        except Misfit as misfit:
            misfits.append(misfit)
    deeper = [misfit for misfit in misfits if misfit.where != where]
    raise deeper[0] if deeper else Misfit(where, " or ".join(dict.fromkeys(one.wanted for one in misfits)))


def read_tuple(kinds: tuple[Any, ...], value: object, where: str) -> Any:
    if not isinstance(value, list):
        raise Misfit(where, "a list")
    each = (kinds[0],) * len(value) if kinds[-1] is Ellipsis else kinds
    if len(each) != len(value):
        raise Misfit(where, f"a list of {len(each)}")
    return tuple(read(kind, entry, f"{where}[{i}]") for i, (kind, entry) in enumerate(zip(each, value, strict=True)))


def read_record(kind: Any, value: object, where: str) -> Any:
    if not isinstance(value, dict):
        raise Misfit(where, "an object")
    inside = f"{where}." if where else ""
    hints = hints_of(kind)
    for name in value:
        if name not in hints:
            raise Misfit(f"{inside}{name}", "what a run wrote")
    for field in fields(kind):
        if field.name not in value and default(field) is MISSING:
            raise Misfit(f"{inside}{field.name}", "a value")
    return kind(**{name: read(hints[name], entry, f"{inside}{name}") for name, entry in value.items()})


@cache
def hints_of(kind: type) -> Mapping[str, Any]:
    """The types of a record's fields."""
    return get_type_hints(kind)
