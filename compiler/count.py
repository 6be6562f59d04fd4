"""How many weights and operations there are: exact, and symbolic where a dimension is known by name only."""

from collections.abc import Iterable

from compiler.ir import Apply, Function, Invoke, Layer, Module, Part, Reference, Stack, WeightSite, walk
from compiler.types import Dimension, Record, Symbol, Tensor, Type, size, times

UNKNOWN = Symbol("?")


def plus(a: Dimension, b: Dimension) -> Dimension:
    """The sum of two dimensions; a symbol as soon as one is one."""
    if isinstance(a, int) and isinstance(b, int):
        return a + b
    if a == 0:
        return b
    if b == 0:
        return a
    return UNKNOWN if UNKNOWN in (a, b) else Symbol(f"{a} + {b}")


def total(parts: Iterable[Dimension]) -> Dimension:
    """The sum; numbers are added before symbols, so that at most one number stands in a symbolic sum."""
    numbers, symbols = 0, []
    for part in parts:
        if isinstance(part, int):
            numbers += part
        else:
            symbols.append(part)
    result: Dimension = 0
    for symbol in symbols:
        result = plus(result, symbol)
    return plus(result, numbers)


def scaled(count: int, dimension: Dimension) -> Dimension:
    """`count` times a dimension; a symbolic sum is put in brackets."""
    if isinstance(dimension, Symbol) and " + " in dimension.name and count != 1:
        dimension = Symbol(f"({dimension})")
    return 0 if count == 0 else times(count, dimension)


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
            return scaled(count, weights_of(module))
        case Reference():
            return 0


def weights_of(module: Module) -> Dimension:
    """The trainable numbers of a module and of all its parts; a symbol where a dimension is one."""
    return total(member_weights(member) for member in module.members)


def apply_operations(value: Apply) -> Dimension:
    """The floating-point operations of a word, for one example."""
    inputs = tuple(operand.type for operand in value.inputs)
    tensors = tuple(type for type in inputs if isinstance(type, Tensor))
    if len(tensors) < len(inputs) or any(tensor.shape is None for tensor in (*tensors, value.type)):
        return UNKNOWN
    return value.word.operations(tensors, value.type)


def invoke_operations(value: Invoke) -> Dimension:
    """The floating-point operations of a part, stack or model where it is applied, for one example."""
    once = operations_of(value.function)
    return scaled(value.member.count, once) if isinstance(value.member, Stack) else once


def operations_of(function: Function) -> Dimension:
    """The floating-point operations of a function for one example, with everything that it invokes."""
    counts: list[Dimension] = []
    for value in walk(function.result):
        if isinstance(value, Apply):
            counts.append(apply_operations(value))
        elif isinstance(value, Invoke):
            counts.append(invoke_operations(value))
    return total(counts)
