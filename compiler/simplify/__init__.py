"""Passes over the typed IR, each `Experiment -> Experiment`, in the order in which they run.

1. `stabilise_losses`: losses of a softmax or sigmoid take what these were applied to.  It comes first, for it makes new
   calls of a model, which may then be shared.
2. `share_values`: what is written twice in a scope is computed once.
"""

from collections.abc import Callable

from compiler import ir
from compiler.simplify.losses import stabilise_losses
from compiler.simplify.sharing import share_values

PASSES: tuple[Callable[[ir.Experiment], ir.Experiment], ...] = (stabilise_losses, share_values)


def simplify(experiment: ir.Experiment) -> ir.Experiment:
    """The same experiment in the form that is emitted."""
    for run in PASSES:
        experiment = run(experiment)
    return experiment
