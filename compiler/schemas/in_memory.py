"""Columns handed over from Python instead of being read from files."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from compiler.types import Tensor

Found = TypeVar("Found")
KINDS = {"f": "real", "i": "int", "u": "int", "b": "bool"}


class Finding(Generic[Found]):
    """A finder of files that also holds columns: arrays by name, under the name that `columns(...)` asks for."""

    def __init__(self, search: Callable[[str], Found], handed: Mapping[str, Mapping[str, Any]]) -> None:
        self.search, self.handed = search, handed

    def __call__(self, path: str) -> Found:
        return self.search(path)


def handed_over(find: object, name: str) -> Mapping[str, Any] | None:
    """The columns of a name, None where none were handed over."""
    handed: Mapping[str, Mapping[str, Any]] = getattr(find, "handed", {})
    return handed.get(name)


def type_of(array: Any) -> Tensor | None:
    """The type of one entry of an array, whose NumPy is not imported for it; None where it is no column."""
    kind = array.dtype.kind
    if kind in KINDS:
        return Tensor(tuple(array.shape[1:]), KINDS[kind])  # type: ignore[arg-type]
    if kind == "O" and all(isinstance(entry, str) for entry in array.flat):
        return Tensor(tuple(array.shape[1:]), "text")
    if kind == "O" and array.ndim == 1 and all(getattr(entry, "dtype", array.dtype).kind in KINDS for entry in array):
        # Arrays of different lengths.
        return Tensor(None, KINDS[array[0].dtype.kind])  # type: ignore[arg-type]
    return None
