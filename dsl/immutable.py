"""Records: dataclasses that are made quickly.

`dataclass(frozen=True)` compiles five functions a class from text, 0.6 ms; over the hundred record classes that every
command imports that was a fifth of `dlc check`.  Here only `__init__` is compiled, when the first instance is made,
and the others are shared: 0.04 ms for a class that is never used, 0.12 ms for one that is.  An instance is made in 0.25
µs, with `frozen=True` in 0.45.
"""

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(cls: type[T]) -> type[T]:
    """A dataclass whose attributes are set once; instances are equal if all that is compared of them is."""
    return _made(cls, {**_FROZEN, "__eq__": _eq, "__hash__": _hash})


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def unique(cls: type[T]) -> type[T]:
    """A dataclass whose attributes are set once; an instance is equal only to itself."""
    return _made(cls, _FROZEN)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def mutable(cls: type[T]) -> type[T]:
    """A dataclass whose attributes may be set again; an instance is equal only to itself."""
    return _made(cls, {})


def _made(cls: type[T], shared: dict[str, Callable[..., Any]]) -> type[T]:
    # Without a docstring, dataclass would write the signature, which takes longer than all the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    for name, function in {**shared, "__repr__": _repr}.items():
        setattr(cls, name, function)
    made: Any = dataclass(init=False, eq=False, repr=False)(cls)

    def first_init(self: T, *values: Any, **named: Any) -> None:
        made.__init__ = init = _compiled_init(made)
        init(self, *values, **named)

    made.__init__ = first_init
    return made  # type: ignore[no-any-return]


def _compiled_init(cls: type) -> Callable[..., None]:
    """An `__init__` that puts its arguments into the instance's dictionary, past `__setattr__`."""
    known: dict[str, Any] = {"MISSING": MISSING}
    positional, named, lines = ["self"], ["*"], ["    own = self.__dict__"]
    for item in fields(cls):  # type: ignore[arg-type]
        name = item.name
        parameter = name
        if item.default is not MISSING:
            known[f"default_{name}"] = item.default
            parameter = f"{name}=default_{name}"
        elif item.default_factory is not MISSING:
            known[f"default_{name}"] = item.default_factory
            parameter = f"{name}=MISSING"
            lines.append(f"    if {name} is MISSING: {name} = default_{name}()")
        (named if item.kw_only else positional).append(parameter)
        lines.append(f"    own[{name!r}] = {name}")
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    parameters = ", ".join(positional + (named if len(named) > 1 else []))
    exec("\n".join([f"def __init__({parameters}):", *lines]), known)
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _set_once(self: Any, name: str, value: Any) -> None:
    if name in self.__dict__:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    self.__dict__[name] = value


def _refuse(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


_FROZEN: dict[str, Callable[..., Any]] = {"__setattr__": _set_once, "__delattr__": _refuse}


@cache
def _compared(cls: Any) -> Callable[[Any], Any]:
    """Gives what is compared of an instance."""
    names = [item.name for item in fields(cls) if item.compare]
    return attrgetter(*names) if names else lambda value: ()


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    compared = _compared(type(self))  # type: ignore[arg-type]
    return self is other or compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash((type(self), _compared(type(self))(self)))  # type: ignore[arg-type]


def _repr(self: Any) -> str:
    shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
    return f"{type(self).__name__}({shown})"
