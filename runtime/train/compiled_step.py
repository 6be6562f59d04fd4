"""The compiled step of a phase, made of the program's own.

The program's step is Flax's: it changes models and optimizers in place.  Here it becomes a function of a state, which
is split once and donated; data that fit live on the device and are gathered there; several steps run in one call.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from compiler.descriptor import Phase
from runtime.device.placement import Placed
from runtime.program import Program, argument

State = dict[str, Any]


@dataclass(frozen=True)
class Stepping:
    """How the state of a phase becomes what the program's step takes.

    Attributes:
        own: the program's step of the phase.
        graph: the models' graph; `optimizers` and `random` those of the optimizers and of what the losses draw from.
        placed: the data set.
    """

    phase: Phase
    own: Callable[..., Any]
    graph: Any
    optimizers: Any
    random: Any
    placed: Placed

    def step(self, state: State, data: Mapping[str, Any], rows: Any) -> tuple[State, Any]:
        """One step on the examples `rows` of the data; the losses are [objectives]."""
        import jax.numpy as jnp
        from flax import nnx

        models = nnx.merge(self.graph, state["weights"], state["statistics"], copy=True)
        optimizers = nnx.merge(self.optimizers, state["optimizers"], copy=True)
        rngs = nnx.merge(self.random, state["rngs"], copy=True) if self.random is not None else None
        step = inspect.unwrap(self.own)  # it is compiled here, with all that stands around it
        losses = step(
            argument(models),
            optimizers[0] if len(optimizers) == 1 else optimizers,
            self.placed.batch(data, rows),
            *([rngs] if rngs is not None else []),
        )
        _, weights, statistics = nnx.split(models, nnx.Param, ...)
        after = {
            "weights": weights,
            "statistics": statistics,
            "optimizers": nnx.split(optimizers)[1],
            "step": state["step"] + 1,
        }
        if rngs is not None:
            after["rngs"] = nnx.split(rngs)[1]
        if "average" in state:
            now = {"weights": weights, "statistics": statistics}
            decay = self.phase.ema or 0.0
            after["average"] = averaged(state["average"], now, decay, after["step"], self.phase.accumulate)
        return after, jnp.stack(losses if isinstance(losses, tuple) else [losses])

    def compiled(self) -> Any:
        """(state, data, rows) -> (state, losses).

        `data` are the fields on the device, `rows` [k, batch] the examples of k batches in a row, `losses` are
        [k, objectives].  The old state's memory is used again.
        """
        import jax

        def steps(state: State, data: Mapping[str, Any], rows: Any) -> tuple[State, Any]:
            if self.phase.fused == 1:
                # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.
                state, losses = self.step(state, data, rows[0])
                return state, losses[None]
            return jax.lax.scan(lambda state, rows: self.step(state, data, rows), state, rows)

        return jax.jit(steps, donate_argnums=0)


Begun = tuple[Stepping, State, Callable[[], State]]


def begin(
    program: Program, phase: Phase, graph: Any, weights: Any, statistics: Any, steps: int, placed: Placed
) -> Begun:
    """A phase's steps, the shapes of its first state, and what makes it once the weights may be used."""
    import jax
    import numpy as np
    from flax import nnx

    own, makers = program[phase.step], [program[one.function] for one in phase.optimizers]

    def first(weights: Any, statistics: Any) -> Any:
        models = argument(nnx.merge(graph, weights, statistics, copy=True))
        optimizers = tuple(make(models, steps) for make in makers)
        return optimizers, nnx.Rngs(phase.seed) if draws(own) else None

    def states(weights: Any, statistics: Any) -> Any:
        optimizers, rngs = first(weights, statistics)
        return {"optimizers": nnx.split(optimizers)[1], **({"rngs": nnx.split(rngs)[1]} if rngs is not None else {})}

    optimizers, rngs = nnx.eval_shape(first, weights, statistics)
    random = nnx.split(rngs)[0] if rngs is not None else None
    stepping = Stepping(phase, own, graph, nnx.split(optimizers)[0], random, placed)
    models = {"weights": weights, "statistics": statistics}
    known = {
        **models,
        **({"average": jax.tree.map(lambda array: array.copy(), models)} if phase.ema else {}),
        "step": np.zeros((), np.int32),
    }
    shapes = {**known, **jax.eval_shape(states, weights, statistics)}
    # one compiled function: an optimizer's own `init` would compile one for each shape
    return stepping, shapes, lambda: dict(jax.device_put({**known, **jax.jit(states)(weights, statistics)}))


def draws(step: Callable[..., Any]) -> bool:
    """Whether the losses of a step draw random numbers, apart from what the models draw."""
    return "rngs" in inspect.signature(step).parameters


def averaged(average: Any, models: Any, decay: float, steps: Any, accumulate: int) -> Any:
    """The moving average after so many steps, of which `accumulate` make an update: it keeps `decay` of itself.

    In the first updates it keeps less, as it would long stay near the first weights otherwise.  Running statistics go
    with their weights; random keys are those of the models.
    """
    import jax
    import jax.numpy as jnp

    updates, rest = jnp.divmod(steps, accumulate)
    kept = jnp.where(rest == 0, jnp.minimum(decay, updates / (9 + updates)), 1.0)

    def one(old: Any, new: Any) -> Any:
        return old + (1 - kept) * (new - old) if jnp.issubdtype(new.dtype, jnp.floating) else new

    return jax.tree.map(one, average, models)
