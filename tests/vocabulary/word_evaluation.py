"""Words evaluated for real: their emission is printed and run with JAX, Flax, Optax and NumPy."""

import math
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx

from compiler.python.printer import text
from compiler.python.target import Expr, Literal, Name, Range, index
from compiler.standalone import distributions
from compiler.types import Tensor
from compiler.vocabulary.base import At, Word
from compiler.vocabulary.helpers.general import helpers

BATCH = 2
PROGRAM: dict[str, Any] = {"jax": jax, "jnp": jnp, "np": np, "nnx": nnx, "optax": optax, "math": math}
exec("\n\n".join(helper.text for helper in helpers().values()), PROGRAM)


def quickly(function: Callable[..., Any]) -> Any:
    """The function compiled without optimising, which would take longer than it saves."""
    return jax.jit(function, compiler_options={"xla_backend_optimization_level": 0})


def array(tensor: Tensor, seed: int, batched: bool = True) -> Any:
    """Random values of a type, between 0 and 1 where real, so that every function is defined there."""
    generator = np.random.default_rng(seed)
    shape = ((BATCH,) if batched else ()) + tuple(tensor.shape or ())
    match tensor.kind:
        case "real":
            return generator.uniform(0.1, 0.9, shape).astype(np.float32)
        case "bool":
            return generator.random(shape) < 0.5
        case "text":
            return generator.choice(np.array(tensor.class_names or ("setosa", "virginica"), object), shape)
        case _:
            return generator.integers(0, tensor.classes or 3, shape).astype(np.int32)


def evaluate(
    word: Word,
    inputs: tuple[Tensor, ...],
    arrays: tuple[Any, ...],
    batched: tuple[bool, ...],
    numpy: str = "jnp",
    training: bool = False,
) -> Any:
    """The word applied to arrays as an emitted program applies it, with the axes that the emitter inserts."""
    result = word.infer(*inputs)
    at = site(word, inputs, result, batched, numpy)
    names: tuple[Expr, ...] = tuple(Name(f"x{i}") for i in range(len(inputs)))
    if word.aligned:
        rank = len(result.shape or ())
        names = tuple(aligned(*each, rank) for each in zip(names, inputs, batched, strict=True))
    values = {f"x{i}": value for i, value in enumerate(arrays)}
    scope = {**PROGRAM, **values, "batch_size": BATCH}
    if word.random or word.stateful:
        scope["rngs"] = nnx.Rngs(0)
    if word.stateful:
        scope["layer"] = eval(text(word.build(at)), scope)
        (scope["layer"].train if training else scope["layer"].eval)()
    return eval(text(word.apply(at, *names)), scope)


def site(word: Word, inputs: tuple[Tensor, ...], result: Tensor, batched: tuple[bool, ...], numpy: str = "jnp") -> At:
    axes = word.bind(inputs) if word.stateful else {}
    layer = Name("layer") if word.stateful else None
    return At(inputs, result, axes, numpy, batched, layer, batch=Name("batch_size"))


def aligned(value: Expr, tensor: Tensor, batched: bool, rank: int) -> Expr:
    """`x[:, None]`: axes of one between the batch axis and an example's, so that examples line up at their ends."""
    missing = rank - len(tensor.shape or ())
    return index(value, Range(None, None), *[Literal(None)] * missing) if batched and missing > 0 else value


def layer(word: Word, inputs: tuple[Tensor, ...]) -> nnx.Module:
    """A word with weights, built without computing them."""
    at = site(word, inputs, word.infer(*inputs), (True,))
    module: nnx.Module = nnx.eval_shape(lambda: eval(text(word.build(at)), {**PROGRAM, "rngs": nnx.Rngs(0)}))
    return module


def emitted(word: Word, steps: int = 100) -> Any:
    """An optimizer or schedule as the program makes it."""
    return eval(text(word.emit(At())), {**PROGRAM, "steps": steps})


def run(expression: Expr, **values: Any) -> Any:
    return eval(text(expression), {**PROGRAM, **values})


def drawn(word: Any, shape: tuple[int, ...], seed: int = 0) -> Any:
    """An initializer's values, as the runtime draws them."""
    return getattr(distributions, word.name)(np.random.default_rng(seed), shape, **word.config())
