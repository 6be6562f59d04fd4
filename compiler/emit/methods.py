"""Names for the methods of modules that are applied to inputs of several shapes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compiler import ir
from compiler.emit.modules import drafted, function_name, length_names
from compiler.emit.unify_methods import unify
from compiler.ir.needs import needs
from compiler.ir.rewrite import Rewriter
from compiler.python.identifiers import unique
from compiler.simplify import simplify
from compiler.types import Tensor


def distinguish_methods(experiment: ir.Experiment) -> ir.Experiment:
    """The experiment in which functions of one name have methods of their own where one cannot be all of them."""
    return _Naming().experiment(experiment) if any(map(_several, experiment.models)) else experiment


def names_of(experiment: ir.Experiment, module: ir.Module, function: str) -> tuple[str, ...]:
    """What the program calls the functions of a name that a model has, in their order."""
    alike = [one for one in module.functions if one.name == function]
    if len(alike) > 1:
        models = {model.name: model for model in distinguish_methods(simplify(experiment)).models}
        alike = [one for one in models[module.name].functions if one.name == function]
    return tuple(map(function_name, alike))


def _several(module: ir.Module) -> bool:
    names = [function.name for function in module.functions]
    return len(set(names)) < len(names) or any(
        _several(member.module) for member in module.members if isinstance(member, ir.Part | ir.Stack)
    )


class _Naming(Rewriter):
    def module(self, module: ir.Module) -> ir.Module:
        if id(module) not in self._modules:
            for member in module.members:
                self.member(member)  # what a function calls has its name first
            taken = {item.name for item in (*module.functions, *module.members)}
            for name in dict.fromkeys(function.name for function in module.functions):
                alike = [function for function in module.functions if function.name == name]
                if len(alike) > 1:
                    for function, changed in zip(alike, _named(list(map(self.function, alike)), taken), strict=True):
                        self._functions[id(function)] = changed
        return super().module(module)


def _named(functions: Sequence[ir.Function], taken: set[str]) -> Iterator[ir.Function]:
    """The functions with the names of their methods, one for those that can be one method."""
    first = functions[0]
    lengths = length_names(first)
    groups: list[list[ir.Function]] = []
    for function in functions:
        if len(needs(function).lengths) == len(lengths):
            function = replace(function, lengths=lengths)
        home = next((group for group in groups if _one_method([*group, function])), None)
        if home is None:
            method = unique(_title(function), taken) if groups else ""
            taken.add(method)
            groups.append([])
            home = groups[-1]
        else:
            method = home[0].method
        yield replace(function, method=method)
        home.append(replace(function, method=method))


def _one_method(functions: Sequence[ir.Function]) -> bool:
    drafts = [drafted(replace(function, method=""), False) for function in functions]
    return unify(drafts, functions) is not None


def _title(function: ir.Function) -> str:
    """`call_64x8`: what is called, and the shape of its first input."""
    base = "call" if function.name == "__call__" else function.name
    shapes = [entry.type.padded().shape for entry in function.inputs if isinstance(entry.type, Tensor)]
    sizes = "x".join(str(size) for size in (shapes[0] or () if shapes else ()) if isinstance(size, int))
    return f"{base}_{sizes}" if sizes else base
