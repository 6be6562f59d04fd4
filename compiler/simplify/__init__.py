"""Passes over the typed IR, each `Experiment -> Experiment`, in the order in which they run."""

from compiler import ir


def simplify(experiment: ir.Experiment) -> ir.Experiment:
    """The same experiment in the form that is emitted."""
    return experiment
