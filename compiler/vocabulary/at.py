"""Where a word is emitted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from functools import reduce
from typing import Any

from compiler.python.target import Call, Expr, Name, call, expr, operator
from compiler.types import Tensor
from dsl.immutable import immutable


@immutable
class At:
    """Where a word is emitted: its inputs' types, the axes its rule bound, and how its surroundings are spelled.

    `half` says whether its layer computes in bfloat16.

    `numpy` is "jnp" inside a model, "np" inside a data body.  `batched` says of each input whether it has
    the batch axis in front (a weight has none).  `layer` is the attribute of a word that is built once.
    """

    inputs: tuple[Tensor, ...] = ()
    result: Tensor = field(default_factory=lambda: Tensor(()))
    axes: Mapping[str, Any] = field(default_factory=dict)
    numpy: str = "jnp"
    batched: tuple[bool, ...] = ()
    layer: Expr | None = None
    training: Expr = field(default_factory=lambda: Name("training"))
    rngs: Expr = field(default_factory=lambda: Name("rngs"))
    half: bool = False
    batch: Expr = field(default_factory=lambda: Name("batch_size"))
    steps: Expr = field(default_factory=lambda: Name("steps"))
    key: str = ""
    lengths: tuple[tuple[tuple[int, Expr], ...], ...] = ()
    """For each input, its ragged axes, as the array's, with the examples' lengths along each."""
    left: tuple[tuple[int, Expr], ...] = ()
    """The result's ragged axes in the same way."""

    def __getitem__(self, axis: str) -> Any:
        return self.axes[axis]

    def np(self, function: str, *arguments: object, **keywords: object) -> Call:
        """A call of a NumPy function, from whichever library stands for it here."""
        return call(f"{self.numpy}.{function}", *arguments, **keywords)

    def nn(self, function: str, *arguments: object, **keywords: object) -> Call:
        """A call of a function that NumPy has not (`nn.relu`); in a data body its result becomes a NumPy array."""
        result = call(f"jax.{function}", *arguments, **keywords)
        return result if self.numpy == "jnp" else call("np.asarray", result)

    def real(self, value: Expr) -> Call:
        """Whole numbers, classes or truth values as real numbers."""
        return self.np("asarray", value, Name(f"{self.numpy}.float32"))

    def spread(self, value: Expr, input: int = 0) -> Expr:
        """An input with the batch axis: one that has none is repeated for every example."""
        if self.batched[input]:
            return value
        return self.np("broadcast_to", value, (self.batch, *(self.inputs[input].shape or ())))

    def together(self, values: Sequence[Expr]) -> list[Expr]:
        """The inputs, all with the batch axis where any of them has it."""
        return [self.spread(value, i) for i, value in enumerate(values)] if any(self.batched) else list(values)

    @property
    def dtype(self) -> dict[str, Expr]:
        """The keyword by which Flax's layers are told the number type that they compute in."""
        return {"dtype": Name("jnp.bfloat16")} if self.half else {}

    def axis(self, axis: int, input: int = 0) -> int:
        """An example's axis as the batched array's."""
        return axis + 1 if axis >= 0 and self.batched[input] else axis

    def example_axes(self, input: int = 0) -> tuple[int, ...]:
        """All axes of an example, as the batched array's."""
        first = 1 if self.batched[input] else 0
        return tuple(range(first, first + (self.inputs[input].rank or 0)))

    def ragged(self, axes: Collection[int] | None = None, input: int = 0) -> tuple[tuple[int, Expr], ...]:
        """Those of the array's axes that are ragged in an input, with the examples' lengths along each."""
        lengths = self.lengths[input] if self.numpy == "jnp" and input < len(self.lengths) else ()
        return tuple((axis, length) for axis, length in lengths if axes is None or axis in axes)

    def within(self, value: Expr, axes: Collection[int], input: int = 0) -> Expr | None:
        """Which of an input's places belong to the example and are no padding, along those of the array's axes."""
        ragged = self.ragged(axes, input)
        each: list[Expr] = [call("places", value, length, **along(axis)) for axis, length in ragged]
        return reduce(lambda one, other: operator("&", one, other), each) if each else None

    def where(self, value: Expr, axes: Collection[int] | None = None, input: int = 0) -> dict[str, Expr]:
        """The keyword that keeps padding out of what is computed along the array's axes: `where=places(x, length)`."""
        kept = self.within(value, self.example_axes(input) if axes is None else axes, input)
        return {} if kept is None else {"where": kept}

    def only(self, value: Expr, axes: Collection[int] | None = None, input: int = 0, padding: object = 0) -> Expr:
        """An input with a value in place of its padding along the array's axes: `only(x, length)`."""
        for axis, length in self.ragged(axes, input):
            value = call("only", value, length, *([padding] if padding != 0 else []), **along(axis))
        return value

    def filled(self, result: Expr, axes: Collection[int] | None = None) -> Expr:
        """The result padded with each example's own last place along the array's axes.

        So nothing stands in its padding that is in no example, such as the logarithm of a 0 that is none's.
        """
        for axis, length in self.left if self.numpy == "jnp" else ():
            if axes is None or axis in axes:
                result = call("filled", result, length, **along(axis))
        return result

    def config(self, value: object) -> Expr:
        """A compile-time argument as an expression: words (a schedule in an optimizer) emit themselves."""
        emit = getattr(value, "emit", None)
        return emit(self) if emit is not None else expr(value)


def along(axis: int) -> dict[str, int]:
    """The keyword that names an array's axis to a function whose own is the first after the batch's."""
    return {"axis": axis} if axis != 1 else {}
