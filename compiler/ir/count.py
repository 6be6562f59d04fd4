"""How many weights and operations there are: exact, and symbolic where a dimension is known by name only."""

from collections.abc import Callable, Iterable

from compiler.ir import (
    Apply,
    Column,
    Function,
    Input,
    Invoke,
    Layer,
    Module,
    Part,
    Reference,
    Stack,
    Value,
    Weights,
    WeightSite,
    operands,
    walk,
)
from compiler.types import Dimension, Record, Tensor, Type, size
from compiler.types.dimensions import sized

UNKNOWN = sized("?")


def total(parts: Iterable[Dimension]) -> Dimension:
    """The sum; unknown where a part is."""
    known = list(parts)
    return UNKNOWN if UNKNOWN in known else sum(known)


def scale(count: int, dimension: Dimension) -> Dimension:
    """`count` times a dimension; unknown where it is."""
    return UNKNOWN if count and dimension == UNKNOWN else count * dimension


def elements(type: Type) -> Dimension:
    """The numbers that one example's value holds."""
    if isinstance(type, Record):
        return total(elements(field) for _, field in type.fields)
    return UNKNOWN if type.shape is None else size(type.shape)


def layer_weights(layer: Layer) -> Dimension:
    """The trainable numbers of a layer."""
    if not layer.word.weights:
        return 0
    if any(tensor.shape is None for tensor in layer.inputs):
        return UNKNOWN
    return total(size(shape) for shape in layer.word.weight_shapes(layer.inputs).values())


def member_weights(member: Layer | WeightSite | Part | Stack | Reference) -> Dimension:
    """The trainable numbers that a member adds to its module: none for a reference, whose model counts them."""
    match member:
        case Layer():
            return layer_weights(member)
        case WeightSite(type=type):
            return elements(type)
        case Part(module=module):
            return weights_of(module)
        case Stack(count=count, module=module):
            return scale(count, weights_of(module))
        case Reference():
            return 0


def weights_of(module: Module) -> Dimension:
    """The trainable numbers of a module and of all its parts; a symbol where a dimension is one."""
    return total(member_weights(member) for member in module.members)


def part_weights(weights: Weights) -> Dimension:
    """The trainable numbers of a model or a part of one; of `N * layer`, those of all copies."""
    part = weights.part()
    return weights_of(part) if isinstance(part, Module) else member_weights(part)


def apply_operations(value: Apply) -> Dimension:
    """The floating-point operations of a word, for one example."""
    inputs = tuple(operand.type for operand in value.inputs)
    tensors = tuple(type for type in inputs if isinstance(type, Tensor))
    if len(tensors) < len(inputs) or any(tensor.shape is None for tensor in (*tensors, value.type)):
        return UNKNOWN
    return value.word.operations(tensors, value.type)


def operations_of(function: Function) -> Dimension:
    """The floating-point operations of a function for one example, with everything that it invokes."""
    return _summed(function.result, apply_operations, {})


def activations_of(value: Value) -> Dimension:
    """The numbers that computing a value leaves for the gradient, for one example: every step's result."""
    return _summed(value, _result_size, {})


def _result_size(value: Apply) -> Dimension:
    return elements(value.type)


def _summed(root: Value, of: Callable[[Apply], Dimension], known: dict[Function, Dimension]) -> Dimension:
    """The sum over every word that a value is computed by; `known` keeps a function used often from being summed again.

    What comes from weights and constants alone is computed once a batch and left out.
    """
    counts: list[Dimension] = []
    each: set[int] = set()
    for value in walk(root):
        own = isinstance(value, Input | Column | Invoke) or (isinstance(value, Apply) and value.word.random)
        if not own and not any(id(operand) in each for operand in operands(value)):
            continue
        each.add(id(value))
        if isinstance(value, Apply):
            counts.append(of(value))
        elif isinstance(value, Invoke):
            if value.function not in known:
                known[value.function] = _summed(value.function.result, of, known)
            times_over = value.member.count if isinstance(value.member, Stack) else 1
            counts.append(scale(times_over, known[value.function]))
    return total(counts)
