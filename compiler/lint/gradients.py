"""What training changes nothing of: models that no phase changes, and weights that no loss reaches."""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from compiler import ir
from compiler.ir.gradient_flow import first_cut, reached_sites, visit_values, weight_sites
from compiler.problems import warnings
from compiler.problems.catalogue import list_names
from dsl.diagnostics import Diagnostic, Label
from dsl.immutable import immutable
from dsl.spans import Span


@immutable
class Training:
    """What all phases change.

    `idle` are the identities of weights that an unused `let` reads, of which that is said.
    """

    objectives: Sequence[ir.Objective]
    idle: Collection[int]

    @cached_property
    def changed(self) -> set[int]:
        """The identities of the models that an optimizer changes."""
        return {id(weights.model) for objective in self.objectives for weights in objective.weights}

    @cached_property
    def reached(self) -> set[int]:
        """The identities of the layers and weights that gradients reach."""
        return reached_sites(*(objective.loss for objective in self.objectives))

    @cached_property
    def cut(self) -> ir.Apply | None:
        return first_cut(*(objective.loss for objective in self.objectives))


def of_model(module: ir.Module, span: Span, used: bool, training: Training) -> Iterator[Diagnostic]:
    """A model that is `used` and never trained, or the weights of one that no loss reaches."""
    sites = list(weight_sites(module))
    if id(module) not in training.changed:
        if sites and used:
            yield _never_trained(module, span, training.objectives)
        return
    cut = training.cut
    where, word = (cut.span, cut.word.symbol or cut.word.name) if cut is not None else (None, None)
    for site, holder in sites:
        if id(site) not in training.reached and id(site) not in training.idle:
            yield warnings.weight_unreached(site.span, site.name, holder.name, where, word)


def _never_trained(module: ir.Module, span: Span, objectives: Sequence[ir.Objective]) -> Diagnostic:
    """Said of a model that a loss may use all the same: `over` leaves it out, or a step cuts it off."""
    name = module.name
    for objective in objectives:
        if _calls(module, objective.loss, through_cuts=False):
            changed = list_names(dict.fromkeys(weights.title for weights in objective.weights))
            why = Label(objective.span, f"its loss uses `{name}`, but changes only {changed}")
            return warnings.never_trained(span, name, why, f"write `over` with `{name}`, or without")
    for objective in objectives:
        cut = first_cut(objective.loss)
        if cut is not None and _calls(module, objective.loss, through_cuts=True):
            word = cut.word.symbol or cut.word.name
            why = Label(cut.span, f"`{word}` lets no gradient pass to it")
            return warnings.never_trained(span, name, why, f"leave `{word}` out to train it")
    return warnings.never_trained(span, name)


def _calls(module: ir.Module, loss: ir.Value, through_cuts: bool) -> bool:
    """Whether gradients of a loss pass a call of a model."""
    visited = (value for value, _ in visit_values(loss, through_cuts=through_cuts))
    return any(isinstance(value, ir.Invoke) and value.module is module for value in visited)
