"""Where a word is emitted, and where in the spec a line comes from."""

from collections.abc import Sequence

from compiler.python.statements import Place
from compiler.python.target import Expr
from compiler.types import Dimension, Tensor
from compiler.vocabulary.arguments import Misfit
from compiler.vocabulary.base import At, Word
from dsl.spans import Span

Lengths = tuple[tuple[int, Expr], ...]


def place_of(span: Span) -> Place:
    """Where something begins; what of a file's name cannot be shown is a `?`."""
    file = span.source.path.replace("\\", "/").rsplit("/", 1)[-1]
    return Place("".join(letter if letter.isprintable() else "?" for letter in file), span.line)


def at_of(
    word: Word,
    inputs: Sequence[Tensor],
    result: Tensor | None = None,
    batched: Sequence[bool] | None = None,
    numpy: str = "jnp",
    layer: Expr | None = None,
    key: str = "",
    half: bool = False,
    lengths: tuple[Lengths, ...] = (),
    left: Lengths = (),
) -> At:
    """Where a word is emitted.  Without `batched`, every input has the batch axis.

    Ragged axes are those of the padded arrays; `lengths` says how long the examples are along each, `left` how long
    the result's are.
    """
    inputs = [tensor.padded() for tensor in inputs]
    axes: dict[str, Dimension] = {}
    if all(tensor.shape is not None for tensor in inputs):
        try:
            axes = word.bind(inputs)
        except Misfit:
            axes = {}  # the word infers its type by a rule of its own, and `axes` only describes it
    given = tuple(batched) if batched is not None else (True,) * len(inputs)
    result = (result or Tensor(())).padded()
    return At(tuple(inputs), result, axes, numpy, given, layer, half=half, key=key, lengths=lengths, left=left)
