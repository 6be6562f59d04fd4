"""Gradient reach: which weights a loss depends on through differentiable steps, and what cuts the others off."""

from collections.abc import Iterable, Iterator

from compiler import ir
from compiler.ir import (
    Apply,
    Function,
    Invoke,
    Layer,
    Module,
    Pack,
    Parameter,
    Part,
    Pick,
    Reference,
    Stack,
    Value,
    WeightSite,
    operands,
)


def visit_values(*roots: Value, through_cuts: bool = False) -> Iterator[tuple[Value, Module | None]]:
    """Every value that gradients of the roots pass, with the module whose function holds it.

    With `through_cuts` the steps that let no gradient pass are passed all the same.
    """
    seen: set[int] = set()
    pending: list[tuple[Value, Module | None]] = [(root, None) for root in roots]
    while pending:
        value, module = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        yield value, module
        if _cuts(value) and not through_cuts:
            continue
        match value:
            case Pick(value=Invoke(function=Function(result=Pack(fields=fields))) as whole, field=field):
                # Of a record that a model gives, gradients pass only the field that is used.
                yield whole, module
                owner = module if whole.member is None and module is not None else whole.module
                pending.append((dict(fields)[field], owner))
                pending.extend((operand, module) for operand in whole.inputs)
                continue
        if isinstance(value, Invoke):
            owner = module if value.member is None and module is not None else value.module
            pending.append((value.function.result, owner))
        pending.extend((operand, module) for operand in operands(value))


def reached_sites(*losses: Value) -> set[int]:
    """The identities of the layers and hand-written weights that gradients of the losses reach."""
    return _sites(value for value, _ in visit_values(*losses) if not _cuts(value))


def sites_read(*roots: Value) -> set[int]:
    """The identities of all layers and hand-written weights that values are computed with."""
    return _sites(value for value, _ in visit_values(*roots, through_cuts=True))


def _sites(values: Iterable[Value]) -> set[int]:
    sites: set[int] = set()
    for value in values:
        if isinstance(value, Apply) and value.layer is not None:
            sites.add(id(value.layer))
        elif isinstance(value, Parameter):
            sites.add(id(value.site))
    return sites


def _cuts(value: Value) -> bool:
    """Whether no gradient passes a step."""
    return isinstance(value, Apply) and not value.word.differentiable


def reached_modules(loss: Value) -> list[Module]:
    """The models that hold a weight which gradients of the loss reach, in the order met."""
    sites = reached_sites(loss)
    models: dict[int, Module] = {}
    for value, _ in visit_values(loss, through_cuts=True):
        modules = [value.module] if isinstance(value, Invoke) else []
        if isinstance(value, Parameter) and value.owner is not None:
            modules = [value.owner]
        for module in modules:
            if module.kind == "model" and any(id(site) in sites for site, _ in weight_sites(module)):
                models.setdefault(id(module), module)
    ordered = sorted(models.values(), key=lambda module: module.span.start)
    return ordered


def weight_sites(module: Module) -> Iterator[tuple[Layer | WeightSite, Module]]:
    """Every layer with weights and hand-written weight of a module and its parts, with the module that holds it."""
    for member in module.members:
        match member:
            case Layer():
                if member.word.weights:
                    yield member, module
            case WeightSite():
                yield member, module
            case Part(module=inner) | Stack(module=inner):
                yield from weight_sites(inner)
            case Reference():
                continue


def held_sites(weights: ir.Weights) -> Iterator[tuple[Layer | WeightSite, Module]]:
    """The layers with weights and hand-written weights of a model, or of the part of it that is named."""
    match weights.part():
        case Module() as module:
            yield from weight_sites(module)
        case Layer() | WeightSite() as site:
            yield site, weights.model
        case Part(module=module) | Stack(module=module) | Reference(module=module):
            yield from weight_sites(module)


def first_cut(*losses: Value) -> ir.Apply | None:
    """A step on the way to the losses that lets no gradient pass."""
    for value, _ in visit_values(*losses):
        if isinstance(value, Apply) and not value.word.differentiable and value.inputs:
            return value
    return None
