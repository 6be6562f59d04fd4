"""Immutable records: dataclasses that are made quickly.

`dataclass(frozen=True)` compiles five functions a class from text, 0.6 ms; over the hundred node classes that every
command imports that was a fifth of `dlc check`.  Here only `__init__` is compiled and the others are shared, 0.1 ms.
"""

from dataclasses import FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def immutable(cls: type[T]) -> type[T]:
    """A dataclass whose attributes are set once; instances are equal if all that is compared of them is."""
    return _made(cls, {"__eq__": _eq, "__hash__": _hash})


@dataclass_transform(frozen_default=True, eq_default=False, field_specifiers=(field,))
def unique(cls: type[T]) -> type[T]:
    """A dataclass whose attributes are set once; an instance is equal only to itself."""
    return _made(cls, {})


def _made(cls: type[T], shared: dict[str, Any]) -> type[T]:
    # Without a docstring, dataclass would import `inspect` to write the signature.
    cls.__doc__ = cls.__doc__ or cls.__name__
    for name, function in {**shared, "__setattr__": _set_once, "__delattr__": _refuse, "__repr__": _repr}.items():
        setattr(cls, name, function)
    return dataclass(eq=False, repr=False)(cls)


def _set_once(self: Any, name: str, value: Any) -> None:
    if name in self.__dict__:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    self.__dict__[name] = value


def _refuse(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _compared(value: Any) -> tuple[Any, ...]:
    return tuple(getattr(value, item.name) for item in fields(value) if item.compare)


def _eq(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    return hash((type(self), _compared(self)))


def _repr(self: Any) -> str:
    shown = ", ".join(f"{item.name}={getattr(self, item.name)!r}" for item in fields(self) if item.repr)
    return f"{type(self).__name__}({shown})"
