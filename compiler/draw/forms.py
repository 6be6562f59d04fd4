"""A model that is applied to inputs of several shapes is drawn once, every shape beside its arrow.

Its functions of one name are its forms.  Where they take other steps, each is drawn by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from compiler.draw import labels
from compiler.draw.expressions import Formula, formulas
from compiler.ir import Apply, Function, Invoke, Module, Pick, Value, walk
from compiler.problems.wording import either
from compiler.types import Tensor, Type


@dataclass
class Forms:
    """For each value of the functions that are drawn, by identity, the values in its place in the other forms."""

    others: dict[int, list[Value]] = field(default_factory=dict)

    def drawn(self, module: Module) -> list[Function]:
        """The functions of a module of which each needs a picture of its own."""
        result: list[Function] = []
        for function in module.functions:
            first = next((one for one in result if one.name == function.name), None)
            pairs = None if first is None else _paired(first, function)
            if pairs is None:
                result.append(function)
            else:
                for value, other in pairs:
                    self.others.setdefault(id(value), []).append(other)
        return result

    def shape(self, value: Value) -> str:
        """What stands beside an arrow from a value: `16 × 8`, `16|64 × 8` where it has both shapes."""
        types = [value.type, *(other.type for other in self.others.get(id(value), ()))]
        return shapes_text(types)

    def type(self, value: Value) -> str:
        return either([str(value.type), *(str(other.type) for other in self.others.get(id(value), ()))])

    def caption(self, value: Apply) -> str:
        """A step with its arguments, those of every form."""
        every = [value, *(other for other in self.others.get(id(value), ()) if isinstance(other, Apply))]
        return either(labels.caption(one.word, *(operand.type for operand in one.inputs)) for one in every)

    def formulas(self, function: Function) -> dict[int, Formula]:
        """The formulas of a function that is drawn; one that has other numbers in another form says so."""
        own = formulas(function)
        pairs = {id(value): self.others.get(id(value), []) for value in walk(function.result)}
        count = max(map(len, pairs.values()), default=0)
        texts: dict[int, list[str]] = {key: [formula.text] for key, formula in own.items()}
        for i in range(count):
            result = self.others.get(id(function.result), [])
            if i >= len(result):
                continue
            there = formulas(Function(function.name, function.inputs, result[i], function.span))
            for key in own:
                if i < len(pairs[key]) and id(pairs[key][i]) in there:
                    texts[key].append(there[id(pairs[key][i])].text)
        return {
            key: Formula(either(texts[key]), formula.strength, formula.sources, formula.alone)
            for key, formula in own.items()
        }


def shapes_text(types: Sequence[Type]) -> str:
    """The shapes of one value: axes that are alike stand once."""
    first = types[0]
    shapes = [type.shape for type in types if isinstance(type, Tensor)]
    alike = len(shapes) == len(types) and None not in shapes and len({len(shape or ()) for shape in shapes}) == 1
    if isinstance(first, Tensor) and first.kind == "real" and alike and len(set(shapes)) > 1:
        columns = zip(*(shape or () for shape in shapes), strict=True)
        return " × ".join("|".join(dict.fromkeys(map(labels.dimension, column))) for column in columns)
    return either(map(labels.shape, types))


def _paired(one: Function, other: Function) -> list[tuple[Value, Value]] | None:
    """The values of two functions side by side; None where they are not the same steps."""
    pairs: list[tuple[Value, Value]] = []
    return pairs if all(_collected(one, other, pairs)) else None


def _collected(one: Function, other: Function, pairs: list[tuple[Value, Value]]) -> Iterator[bool]:
    first, second = list(walk(one.result)), list(walk(other.result))
    yield len(first) == len(second) and len(one.inputs) == len(other.inputs)
    pairs.extend(zip(one.inputs, other.inputs, strict=True))
    for value, twin in zip(first, second, strict=True):
        yield type(value) is type(twin)
        match value, twin:
            case Apply(), Apply():
                yield type(value.word) is type(twin.word) and value.layer is twin.layer
            case Invoke(), Invoke():
                yield value.member is twin.member
                if value.function is not twin.function:
                    yield from _collected(value.function, twin.function, pairs)
            case Pick(), Pick():
                yield value.field == twin.field
        pairs.append((value, twin))
