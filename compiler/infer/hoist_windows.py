"""Windowed fields: windows are drawn out of what is computed from them, so that it is computed once for each row."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from compiler import ir
from compiler.problems import Problem
from compiler.problems import splits as problems
from compiler.types import Tensor, Window
from compiler.vocabulary.base import Misfit
from compiler.vocabulary.speech import Feature
from dsl.diagnostics import Diagnostic

Hoisted: TypeAlias = tuple[ir.Value, Window | None]


def hoist(value: ir.Value) -> Hoisted:
    """`value` as `windows(base, ...)`: the base and the window; None where there is none.

    Raises `Problem` where what is computed from windows is not computed row by row.
    """
    return _hoist(value, {})


def _hoist(value: ir.Value, known: dict[int, Hoisted]) -> Hoisted:
    if id(value) not in known:
        known[id(value)] = _hoist_from(value, known) if isinstance(value, ir.Apply) else (value, None)
    return known[id(value)]


def _hoist_from(value: ir.Apply, known: dict[int, Hoisted]) -> Hoisted:
    found = [_hoist(operand, known) for operand in value.inputs]
    inner = dict.fromkeys(window for _, window in found if window is not None)
    own = value.word.gathers() if isinstance(value.word, Feature) else None
    if not inner:
        return (value, None) if own is None else (value.inputs[0], own)
    bases = tuple(base for base, _ in found)
    shifting = any(
        window is None and not isinstance(base, ir.Constant) for base, window in found
    )  # a row's own value beside a window's
    if own is not None or len(inner) > 1 or shifting or not value.word.elementwise() or any(map(uneven, bases)):
        raise Problem(problems.not_row_by_row(value.span, value.word.name))
    (window,) = inner
    types = [base.type for base in bases if isinstance(base.type, Tensor)]
    try:
        unknown = any(type.shape is None for type in types)
        type = Tensor(None) if unknown else value.word.infer(*types)
    except Misfit:
        raise Problem(problems.not_row_by_row(value.span, value.word.name)) from None
    given = value.type.shape
    if type.shape is not None and given is not None and given != (window.length, *type.shape):
        raise Problem(problems.not_row_by_row(value.span, value.word.name))
    return replace(value, inputs=bases, type=type), window


def uneven(base: ir.Value) -> bool:
    """Whether rows differ in the length of their values, so that windows are over those of all rows."""
    return isinstance(base, ir.Apply) and isinstance(base.word, Feature) and base.word.uneven


def find_unlike(fields: Sequence[ir.DataField]) -> Diagnostic | None:
    """What is wrong where windows are over values of which the same rows have different numbers."""

    def source_of(field: ir.DataField) -> object:
        base = field.value
        if not isinstance(base, ir.Apply) or not uneven(base):
            return None
        read = tuple(value.name for value in ir.walk(base) if isinstance(value, ir.Column))
        words = tuple(
            (value.word.name, repr(value.word.config())) for value in ir.walk(base) if isinstance(value, ir.Apply)
        )
        return read, words

    windowed = [field for field in fields if field.window is not None]
    for field in windowed[1:]:
        if source_of(field) != source_of(windowed[0]):
            return problems.windows_unlike(field.value.span, field.name, windowed[0].value.span, windowed[0].name)
    return None


def mixes(field: ir.DataField) -> bool:
    """Whether windows are left in a field's value: it has been reported."""
    found = (value.word for value in ir.walk(field.value) if isinstance(value, ir.Apply))
    return any(isinstance(word, Feature) and word.gathers() is not None for word in found)


def disagreement(fields: Sequence[ir.DataField]) -> Diagnostic | None:
    """What is wrong where some fields are windowed and others are not, or at other strides."""
    windowed = [field for field in fields if field.window is not None]
    if not windowed:
        return None
    plain = next((field for field in fields if field.window is None), None)
    if plain is not None:
        return problems.not_windowed(plain.span, plain.name, windowed[0].span, windowed[0].name)
    strides = {field.window.stride: field for field in windowed if field.window is not None}
    if len(strides) > 1:
        (one, first), (other, second) = list(strides.items())[:2]
        return problems.strides_differ(second.span, second.name, other, first.span, first.name, one)
    return find_unlike(fields)
