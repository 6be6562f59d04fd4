"""Values for a tensor's place."""

from typing import Any

from compiler import ir
from compiler.infer.env import Env
from compiler.infer.values import (
    BROKEN,
    VALUES,
    TupleValue,
    describe,
    remedy,
)
from compiler.problems import Problem, shapes
from compiler.types import Formula, Kind, Tensor
from compiler.types.dimensions import ragged
from dsl.spans import Span


def spread(value: Any) -> tuple[Any, ...]:
    return value.items if isinstance(value, TupleValue) else (value,)


def as_tensor(value: Any, span: Span, env: Env, text: bool = False) -> Any:
    """A value for a tensor's place: numbers and lists of numbers become constants."""
    if value is BROKEN or isinstance(value, VALUES):
        return value
    if isinstance(value, bool):
        return ir.Constant(value, Tensor((), "bool"), span)
    if isinstance(value, int):
        return ir.Constant(value, Tensor((), "int"), span)
    if isinstance(value, float):
        return ir.Constant(value, Tensor(()), span)
    if isinstance(value, Formula) and not ragged(value):
        return ir.Constant(value, Tensor((), "int"), span)
    if isinstance(value, str) and text:
        return ir.Constant(value, Tensor((), "text", class_names=(value,)), span)
    if isinstance(value, tuple) and value:
        items = [as_tensor(item, span, env) for item in value]
        first = items[0].type
        if all(isinstance(item, ir.Constant) and item.type.shape == first.shape for item in items):
            kind: Kind = "real" if any(item.type.kind == "real" for item in items) else first.kind
            return ir.Constant(value, Tensor((len(value), *first.shape), kind), span)
    raise Problem(shapes.not_a_tensor(span, describe(value), "a tensor or number", env.chain, remedy(value)))


def pick(value: Any, field: str, type: Any, span: Any) -> Any:
    if isinstance(value, ir.Pack):
        return dict(value.fields)[field]
    return ir.Pick(value, field, type, span)
