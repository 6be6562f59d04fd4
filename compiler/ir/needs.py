"""What a function must be handed besides its inputs, other models and lengths, and whether it is random."""

from compiler import ir
from compiler.types import Tensor
from compiler.types.dimensions import Size, sizes
from compiler.vocabulary.base import MASKED
from dsl.immutable import immutable


@immutable
class Needs:
    """What one function must be handed.

    `models`: whose weights it reads.  `lengths`: the ragged sizes along which it keeps padding out.
    `draws`: whether it draws random numbers, `always` or only while training.
    """

    draws: bool = False
    always: bool = False
    models: tuple[ir.Module, ...] = ()
    lengths: tuple[Size, ...] = ()

    def __or__(self, other: "Needs") -> "Needs":
        return Needs(
            self.draws or other.draws,
            self.always or other.always,
            tuple(dict.fromkeys((*self.models, *other.models))),
            tuple(dict.fromkeys((*self.lengths, *other.lengths))),
        )


NOTHING = Needs()


def needs(function: ir.Function, known: dict[int, Needs] | None = None) -> Needs:
    """The needs of a function of a module, those of all that it calls included.

    `known` are those of functions by their identity: each is looked at once, however often it is called.
    """
    known = {} if known is None else known
    if id(function) not in known:
        known[id(function)] = own_needs(function, known)
    return known[id(function)]


def own_needs(function: ir.Function, known: dict[int, Needs]) -> Needs:
    total = NOTHING
    for value in ir.walk(function.result):
        match value:
            case ir.Apply(word=word):
                total |= Needs(word.random, word.random and not word.modal, lengths=lengths(value))
            case ir.Invoke(function=called, member=ir.Reference(module=module)):
                total |= Needs(models=(module,)) | needs(called, known)
            case ir.Invoke(function=called):
                total |= needs(called, known)
            case ir.Parameter(owner=ir.Module() as owner):
                total |= Needs(models=(owner,))
    return total


def lengths(value: ir.Apply) -> tuple[Size, ...]:
    """The ragged sizes that a word must know of its inputs, so that it keeps padding out."""
    types = [operand.type for operand in value.inputs if isinstance(operand.type, Tensor)]
    return tuple(
        size
        for i, type in enumerate(types)
        for axis in type.ragged_axes()
        if value.word.along(types, i, axis) == MASKED
        for size in sizes((type.shape or ())[axis])
        if size.most is not None
    )


def draws(value: ir.Value, training: bool = True) -> bool:
    """Whether a value itself is random, given its operands: while training, or in use."""
    match value:
        case ir.Apply(word=word):
            return word.random and (training or not word.modal)
        case ir.Invoke(function=function):
            return needs(function).draws if training else needs(function).always
        case _:
            return False


def is_batched(value: ir.Value, known: dict[int, bool] | None = None) -> bool:
    """Whether a value has the batch axis in front: data and inputs have, weights and constants have not."""
    known = {} if known is None else known
    for node in ir.walk(value):
        if id(node) not in known:
            known[id(node)] = _is_batched(node, known)
    return known[id(value)]


def _is_batched(node: ir.Value, known: dict[int, bool]) -> bool:
    match node:
        case ir.Input() | ir.Column():
            return True
        case ir.Parameter() | ir.Constant():
            return False
        case ir.Invoke(function=function):
            return bool(function.inputs) or is_batched(function.result)
        case ir.Apply(word=word) if word.random:
            return True
        case _:
            return any(known[id(operand)] for operand in ir.operands(node))
