"""Where a word is emitted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from typing import Any

from compiler.target import Call, Expr, Name, call, expr, operator
from compiler.types import Tensor
from dsl.immutable import immutable


@immutable
class At:
    """Where a word is emitted: its inputs' types, the axes its rule bound, and how its surroundings are spelled.

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
    batch: Expr = field(default_factory=lambda: Name("batch_size"))
    steps: Expr = field(default_factory=lambda: Name("steps"))
    key: str = ""
    lengths: tuple[tuple[tuple[int, Expr], ...], ...] = ()
    """For each input, its ragged axes, as the array's, with the examples' lengths along each."""

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

    def axis(self, axis: int, input: int = 0) -> int:
        """An example's axis as the batched array's."""
        return axis + 1 if axis >= 0 and self.batched[input] else axis

    def example_axes(self, input: int = 0) -> tuple[int, ...]:
        """All axes of an example, as the batched array's."""
        first = 1 if self.batched[input] else 0
        return tuple(range(first, first + (self.inputs[input].rank or 0)))

    def within(self, value: Expr, axes: Collection[int], input: int = 0) -> Expr | None:
        """Which of an input's places belong to the example and are no padding, along those of the array's axes."""
        if self.numpy != "jnp" or input >= len(self.lengths):
            return None
        kept: Expr | None = None
        for axis, length in self.lengths[input]:
            if axis in axes:
                one = call("places", value, length, **({"axis": axis} if axis != 1 else {}))
                kept = one if kept is None else operator("&", kept, one)
        return kept

    def where(self, value: Expr, axes: Collection[int] | None = None, input: int = 0) -> dict[str, Expr]:
        """The keyword that keeps padding out of what is computed along the array's axes: `where=places(x, length)`."""
        kept = self.within(value, self.example_axes(input) if axes is None else axes, input)
        return {} if kept is None else {"where": kept}

    def config(self, value: object) -> Expr:
        """A compile-time argument as an expression: words (a schedule in an optimizer) emit themselves."""
        emit = getattr(value, "emit", None)
        return emit(self) if emit is not None else expr(value)
