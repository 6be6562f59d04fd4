"""Where a program's arrays start, as the runtime draws them: by path, with the initializer that each word declares."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from compiler import ir
from compiler.descriptor import Start, Value
from compiler.emit import rules
from compiler.python.identifiers import attribute
from compiler.vocabulary.base import Word

Path = tuple[Any, ...]
Initial = tuple[str, tuple[tuple[str, Value], ...]]


def starts(models: Sequence[ir.Module]) -> list[Start]:
    """What the arrays start as that do not start at 0."""
    alike: dict[tuple[Initial, int], list[str]] = defaultdict(list)
    for model in models:
        for path, initial, stacked in arrays(model, (model.name,)):
            if initial != 0:
                alike[described(initial), stacked].append("/".join(map(str, path)))
    return [Start(word, tuple(paths), dict(given), stacked) for ((word, given), stacked), paths in alike.items()]


def described(initial: float | Word) -> Initial:
    """An initializer's name and arguments; a number is a constant."""
    if isinstance(initial, Word):
        return initial.name, tuple(initial.config().items())
    return "constant", (("value", float(initial)),)


def arrays(module: ir.Module, path: Path, stacked: int = 0) -> Iterator[tuple[Path, float | Word, int]]:
    """Every weight and running statistic of a module and its parts: its path, its start, its stacked axes."""
    for member in module.members:
        here = (*path, attribute(member.name))
        match member:
            case ir.Layer(word=word, inputs=inputs):
                for key in (*word.weight_shapes(inputs), *word.statistic_shapes(inputs)):
                    yield (*here, *word.array_path(key)), word.array_start(key), stacked
            case ir.WeightSite(initial=initial):
                yield here, initial, stacked
            case ir.Part(module=part):
                yield from arrays(part, here, stacked)
            case ir.Stack(module=copy, count=count) if rules.scans(count, copy):
                yield from arrays(copy, here, stacked + 1)
            case ir.Stack(module=copy, count=count):
                own = tuple(arrays(copy, (), stacked))  # once: stacks in stacks would be gone through for each copy
                for number in range(count):
                    yield from (((*here, number, *rest), initial, layers) for rest, initial, layers in own)
