"""Modules that were applied to several shapes are given all the functions that they were checked as."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compiler import ir
from compiler.infer.values import ModelName
from compiler.ir.rewrite import Rewriter

Variants = Mapping[int, Sequence[ir.Function]]


def attach_specialisations(experiment: ir.Experiment, variants: Variants, models: Sequence[ModelName]) -> ir.Experiment:
    """The experiment whose modules hold the functions of `variants` behind their own; so do those of `models`."""
    attaching = _Attaching(variants)
    experiment = attaching.experiment(experiment)
    for model in models:
        if model.state.module is not None:
            model.state.module = attaching.module(model.state.module)
    return experiment


class _Attaching(Rewriter):
    def __init__(self, variants: Variants) -> None:
        super().__init__()
        self._variants = variants

    def module(self, module: ir.Module) -> ir.Module:
        known = id(module) in self._modules
        changed = super().module(module)
        others = self._variants.get(id(module), ())
        if others and not known:
            functions = (*changed.functions, *map(self.function, others))
            self._modules[id(module)] = replace(changed, functions=functions)
        return self._modules[id(module)]
