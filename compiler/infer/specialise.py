"""Which function of a module an application calls: one that was checked for such inputs, or its body checked anew."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from compiler import ir
from compiler.infer.env import Env
from compiler.infer.module_builder import ModuleBuilder
from compiler.infer.retrace import Retrace, list_types
from compiler.infer.values import BROKEN, Broken
from compiler.problems.sharing import Uses
from compiler.types import Record, Tensor, Type
from dsl.spans import Span

Traced: TypeAlias = tuple[tuple[ir.Input, ...], ir.Value | Broken]
"""The inputs of a body, and its value."""


def specialise(
    module: ir.Module,
    tensors: Sequence[ir.Value],
    owner: str,
    first_use: Span,
    span: Span,
    trace: Callable[[ModuleBuilder], Traced],
    env: Env,
    known: bool = True,
) -> ir.Function | Broken:
    """The function of a module for tensors of these types: one that is known, or its body checked anew by `trace`.

    `owner` is what is applied, at `span` and before at `first_use`; `known` says whether a function that was checked
    for such types may stand for it.  Broken where the body does not work at these shapes.
    """
    first = module.function()
    others = env.context.variants.setdefault(id(module), [])
    types = [tensor.type for tensor in tensors]
    near = [one for one in (first, *others) if known and all(map(holds_for, (i.type for i in one.inputs), types))]
    for function in near:
        pairs = zip((_meaning(entry.type) for entry in function.inputs), map(_meaning, types), strict=True)
        if all(told == found or None in (told, found) for told, found in pairs):
            return function
    around = env.builder.retrace
    before = [entry.type for entry in first.inputs]
    uses = Uses(owner, list_types(types), span, list_types(before), first_use) if around is None else around.uses
    retrace = Retrace(module, uses)
    builder = ModuleBuilder(module.name, module.kind, module.title, module.span, module.config, list(module.members))
    builder.retrace = retrace
    inputs, result = trace(builder)
    if isinstance(result, Broken):
        return BROKEN
    retrace.verify_complete()
    for function in near:
        if _same_steps(function.result, result):
            return function
    function = ir.Function(first.name, inputs, result, first.span)
    others.append(function)
    return function


def holds_for(one: Type, other: Type) -> bool:
    """Whether a function that was checked for a type holds for another: its meaning may differ."""
    match one, other:
        case (Tensor(shape=None), _) | (_, Tensor(shape=None)):
            return True
        case Tensor(), Tensor():
            return (one.shape, one.kind, one.classes) == (other.shape, other.kind, other.classes)
        case Record(), Record():
            pairs = zip(one.fields, other.fields, strict=False)
            same = len(one.fields) == len(other.fields)
            return same and all(a == b and holds_for(first, second) for (a, first), (b, second) in pairs)
        case _:
            return False


def _meaning(type: Type) -> str | None:
    return type.meaning if isinstance(type, Tensor) and type.shape is not None else None


def _same_steps(one: ir.Value, other: ir.Value) -> bool:
    """Whether a body comes to the same whatever its inputs mean: no step's result does, and no loss reads it."""
    pairs = list(zip(ir.walk(one), ir.walk(other), strict=False))
    losses = any(isinstance(value, ir.Apply) and value.word.role == "loss" for value, _ in pairs)
    return not losses and all(a.type == b.type for a, b in pairs if not isinstance(a, ir.Input))
