"""The first weights of a program, drawn on the host.

Compiled one by one, a LeNet's initialisers cost 3 s; as one program, longer still where layers are not stacked; drawn
by NumPy, below 0.1 s.
"""

import inspect
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from compiler.descriptor import Size
from compiler.standalone import distributions
from runtime.program import Program


def initialise(program: Program, sizes: Mapping[str, Size | None]) -> tuple[Any, Any, Any]:
    """The graph of all models, their weights, and their other state (running statistics, random keys).

    `sizes` are those that only the data tell.
    """
    import jax
    import jax.numpy as jnp
    from flax import nnx

    from runtime.run_folder.checkpoint import path_of

    models = nnx.eval_shape(lambda: built(program, sizes))
    graph, weights, statistics = nnx.split(models, nnx.Param, ...)
    starts = {path: start for start in program.experiment.starts for path in start.arrays}
    generator = np.random.default_rng(program.experiment.seed)

    def draw(path: Any, leaf: Any) -> Any:
        if jnp.issubdtype(leaf.dtype, jax.dtypes.prng_key):
            form = jax.eval_shape(jax.random.key_data, leaf)
            return jax.random.wrap_key_data(generator.integers(2**32, size=form.shape, dtype=form.dtype))
        start = starts.get(path_of(path))
        if start is None:
            return np.zeros(leaf.shape, leaf.dtype)
        stacked, own = leaf.shape[: start.stacked], leaf.shape[start.stacked :]
        distribution = getattr(distributions, start.word)
        copies = [distribution(generator, own, **start.arguments) for _ in range(math.prod(stacked))]
        return np.reshape(np.stack(copies), leaf.shape) if stacked else copies[0]

    fill = jax.tree_util.tree_map_with_path
    return graph, fill(draw, weights), fill(draw, statistics)


def built(program: Program, sizes: Mapping[str, Size | None]) -> Any:
    """The models of a program by name, as Flax's own initialisers start them."""
    from flax import nnx

    made: Any = program[program.experiment.model]
    asked = inspect.signature(made.__init__).parameters
    given = {"rngs": nnx.Rngs(0), "sizes": sizes}
    models = made(**{key: value for key, value in given.items() if key in asked})
    names = tuple(program.experiment.models)
    return {names[0]: models} if len(names) == 1 else models
