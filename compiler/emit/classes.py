"""The classes of a program: blocks before what they are part of, models in the spec's order, several in `Models`."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from compiler import ir
from compiler.emit import unify_classes
from compiler.emit.modules import Instance, class_of, is_random, signature, size_name
from compiler.ir.count import weights_of
from compiler.problems.wording import either
from compiler.python.identifiers import class_name, unique
from compiler.python.statements import Assign, Class, Define
from compiler.python.target import SIZES, Literal, Subscript
from compiler.python.trees import nodes


def classes(models: Sequence[ir.Module], used: Collection[str], half: bool) -> list[Class]:
    """Every class of the program; `used` are names that are taken, `half` says whether a phase computes in bfloat16."""
    taken = {*used, *(model.name for model in models)}
    instances: dict[int, Instance] = {}
    result: list[Class] = []
    signatures: dict[str, tuple[str, ...]] = {}
    for group in _groups(models):
        drafts = [unify_classes.Draft(class_of(m, "", instances, describe(m), half), m.config) for m in group]
        alike: dict[str, list[int]] = defaultdict(list)
        for i, draft in enumerate(drafts):
            alike[unify_classes.skeleton(draft.tree)].append(i)
        for members in alike.values():
            title = class_name(group[0].name, taken)
            taken.add(title)
            merged = unify_classes.merge([drafts[i] for i in members], header(group[0]), signatures)
            signatures[title] = merged.parameters
            result.append(_titled(merged.tree, title))
            for i, arguments in zip(members, merged.arguments, strict=True):
                named = tuple(zip(merged.parameters, arguments, strict=True))
                instances[id(group[i])] = Instance(title, named, is_random(group[i]), takes_sizes(merged.tree))
    titles = {*used, *(made.class_name for made in instances.values())}
    for model in models:
        title = unique(class_name(model.name, ()), titles)
        titles.add(title)
        result.append(class_of(model, title, instances, describe(model), half))
        instances[id(model)] = Instance(title, (), is_random(model), takes_sizes(result[-1]))
    return result if len(models) == 1 else [*result, all_models(models, instances)]


def keeping(models: Class, read: Sequence[Subscript]) -> Class:
    """The models, as one class, that keeps the sizes that the functions of phases and evaluations read."""
    if not read:
        return models
    own = [method for method in models.body if method.name == "__init__"]
    init = own[0] if own else Define("__init__", ("self",), "", ())
    parameters = init.parameters if SIZES.text in init.parameters else (*init.parameters, SIZES.text)
    kept = tuple(Assign(f"self.{size_name(size)}", size) for size in read)
    init = replace(init, parameters=parameters, body=tuple(dict.fromkeys((*kept, *init.body))))
    return replace(models, body=(init, *(method for method in models.body if method.name != "__init__")))


def all_models(models: Sequence[ir.Module], instances: dict[int, Instance]) -> Class:
    body = tuple(Assign(f"self.{model.name}", instances[id(model)].made()) for model in models)
    sized = any(instances[id(model)].sized for model in models)
    init = Define("__init__", ("self", "rngs", "sizes") if sized else ("self", "rngs"), "", body)
    return Class("Models", "nnx.Module", "Every model of the experiment.", (init,) if body else ())


def takes_sizes(tree: Class) -> bool:
    """Whether a class is built with sizes that only the data tell."""
    return any(SIZES.text in method.parameters for method in tree.body if method.name == "__init__")


def sizes_read(trees: Sequence[Class]) -> tuple[str, ...]:
    """The sizes that the classes are built with, by the names of the fields that tell them: "plays.tokens"."""
    read = [node.items[0] for node in nodes(tuple(trees)) if isinstance(node, Subscript) and node.value == SIZES]
    return tuple(dict.fromkeys(str(key.value) for key in read if isinstance(key, Literal)))


def _titled(tree: Class, title: str) -> Class:
    return Class(title, tree.base, tree.doc, tree.body, tree.note)


def _groups(models: Sequence[ir.Module]) -> Iterator[list[ir.Module]]:
    """The distinct parts of all models: those of one block and one height together, the lower ones first."""
    heights: dict[int, int] = {}
    groups: dict[tuple[int, str], list[ir.Module]] = defaultdict(list)

    def height(module: ir.Module) -> int:
        if id(module) not in heights:
            parts = [m.module for m in module.members if isinstance(m, ir.Part | ir.Stack)]
            heights[id(module)] = 1 + max(map(height, parts), default=0)
            if module.kind != "model":
                groups[heights[id(module)], module.name].append(module)
        return heights[id(module)]

    for model in models:
        height(model)
    for key in sorted(groups, key=lambda key: key[0]):
        yield groups[key]


def describe(module: ir.Module) -> str:
    """A class's docstring: what it takes and gives, and its weights."""
    weights = weights_of(module)
    counted = "no" if weights == 0 else f"{weights:,}" if isinstance(weights, int) else str(weights)
    plural = "weight" if weights == 1 else "weights"
    if {function.name for function in module.functions} == {"__call__"}:
        return f"{either(map(signature, module.functions))}; {counted} {plural}."
    return f"{counted} {plural}.".capitalize()


def header(module: ir.Module) -> str:
    """A block as its declaration begins: `bottleneck(x: [h, w, c], width, stride = 1)`."""
    text = module.functions[0].span.text
    start = text.find(module.name)
    if module.kind != "block" or start < 0:
        return f"{module.name}."
    depth = 0
    for i, character in enumerate(text[start:], start):
        depth += (character in "([") - (character in ")]")
        if depth == 0 and character in ")={":
            end = i + 1 if character == ")" else i
            return " ".join(text[start:end].split()) + "."
    return f"{module.name}."
