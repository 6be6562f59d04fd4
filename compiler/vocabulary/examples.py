"""The examples that declarations carry: they are run on the real libraries, and printed in the manual."""

from collections.abc import Mapping, Sequence
from typing import Any

from compiler.types import Tensor
from dsl.immutable import immutable


@immutable
class Example:
    """A word applied to tensors: `result` is the type that it must give, or `error` a part of its complaint."""

    inputs: tuple[Tensor, ...]
    config: Mapping[str, Any]
    result: Tensor | None = None
    error: str | None = None


def _tensors(inputs: Sequence[Any]) -> tuple[Tensor, ...]:
    """`[4]` or `Tensor(...)` for one input, a tuple of them for several."""
    several = inputs if isinstance(inputs, tuple) else (inputs,)
    return tuple(item if isinstance(item, Tensor) else Tensor(tuple(item)) for item in several)


def ok(inputs: Any, result: Any, /, **config: Any) -> Example:
    return Example(_tensors(inputs), config, result=result if isinstance(result, Tensor) else Tensor(tuple(result)))


def bad(inputs: Any, error: str, /, **config: Any) -> Example:
    return Example(_tensors(inputs), config, error=error)


def use(**config: Any) -> Example:
    """A word that takes no tensors (optimizer, schedule, initializer), with arguments that it must accept."""
    return Example((), config)
