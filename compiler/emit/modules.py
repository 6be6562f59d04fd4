"""Classes: one `nnx.Module` for each model and each distinct instance of a block."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from compiler import ir
from compiler.emit import rules
from compiler.emit.expressions import WHOLE, Body, Wanted
from compiler.emit.locations import at_of, place_of
from compiler.emit.slots import hush_comments
from compiler.emit.unify_methods import unify
from compiler.ir.needs import needs
from compiler.problems.wording import either
from compiler.python.identifiers import attribute, identifier, snake
from compiler.python.statements import Assign, Class, Define, Note, Statement
from compiler.python.target import (
    OWN_RNGS,
    RNGS,
    SIZES,
    TRUE,
    Comprehension,
    Expr,
    Items,
    Literal,
    Subscript,
    call,
    expr,
    name,
)
from compiler.python.trees import names, nodes, rewrite
from compiler.types import Record, Shape
from compiler.types.dimensions import Size
from compiler.vocabulary.base import At, Word
from compiler.vocabulary.speech import Initializer


@dataclass(frozen=True, slots=True)
class Instance:
    """A class with the arguments that make one module of it.

    `random` where its constructor takes `rngs`, `sized` where it takes the sizes that only the data tell.
    """

    class_name: str
    arguments: tuple[tuple[str, Expr], ...] = ()
    random: bool = True
    sized: bool = False

    def made(self) -> Expr:
        """The constructor's call."""
        return self.called(self.class_name)

    def called(self, function: str, *first: Expr) -> Expr:
        """A call with the constructor's arguments behind `first`: two by position, the others by name."""
        positional, named = [value for _, value in self.arguments[:2]], dict(self.arguments[2:])
        if self.random and (named or first):
            named["rngs"] = RNGS
        elif self.random:
            positional.append(RNGS)
        if self.sized:
            named["sizes"] = SIZES
        return call(function, *first, *positional, **named)


def is_random(module: ir.Module) -> bool:
    """Whether a module is built with random keys: for its weights, or for what it draws."""
    return draws_itself(module) or any(map(_is_random, module.members))


def _is_random(member: ir.Member) -> bool:
    match member:
        case ir.Layer():
            return True
        case ir.WeightSite(initial=initial):
            return isinstance(initial, Initializer)
        case ir.Part(module=part) | ir.Stack(module=part):
            return is_random(part)
        case ir.Reference():
            return False


def draws_itself(module: ir.Module) -> bool:
    """Whether a module's own functions draw random numbers, apart from its layers."""
    values = ir.walk(*(function.result for function in module.functions))
    return any(isinstance(value, ir.Apply) and value.word.random and value.layer is None for value in values)


@dataclass(frozen=True)
class Inside:
    """The scene inside a module's function."""

    references: Mapping[int, str]
    lengths: Mapping[Size, str]
    numpy: str = "jnp"
    half: bool = False
    padded: bool = True
    rngs: Expr = OWN_RNGS
    training: Expr = TRUE

    def column(self, value: ir.Column) -> Expr:
        raise TypeError(f"{value.name}: a model reads no data set")

    def weight(self, value: ir.Parameter) -> Expr:
        owner = "self" if value.owner is None else self.references[id(value.owner)]
        weight = Subscript(name(f"{owner}.{attribute(value.site.name)}"), (WHOLE,))
        return call("jnp.asarray", weight, name("self.dtype")) if self.half else weight

    def layer(self, layer: ir.Layer) -> Expr:
        return name(f"self.{attribute(layer.name)}")

    def invoked(self, value: ir.Invoke) -> Expr:
        match value.member:
            case None:
                return name(f"self.{function_name(value.function)}")
            case ir.Reference(module=module):
                owner = self.references[id(module)]
            case ir.Stack(name=title):
                return name(f"self.{attribute(title)}")
            case member:
                owner = f"self.{attribute(member.name)}"
        return name(called_on(owner, value.function))

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        models = {key: name(text) for key, text in self.references.items()}
        return handed_on(value.function, models, self.length)

    def length(self, size: Size) -> Expr:
        return name(self.lengths.get(size, size.name))


def length_names(function: ir.Function) -> tuple[str, ...]:
    """The parameters that hold the examples' lengths along ragged axes, one for each that the function needs."""
    return function.lengths or tuple(identifier(f"{size.name}_length") for size in needs(function).lengths)


def handed_on(function: ir.Function, models: Mapping[int, Expr], length: Callable[[Size], Expr]) -> dict[str, Expr]:
    """The arguments of a call that fill the function's needs."""
    needed = needs(function)
    extra = {snake(module.name): models[id(module)] for module in needed.models}
    extra |= {title: length(size) for title, size in zip(length_names(function), needed.lengths, strict=True)}
    return extra


def function_name(function: ir.Function) -> str:
    return attribute(function.method or function.name)


def called_on(owner: str, function: ir.Function) -> str:
    """What is called for a function of a module that is spelled `owner`."""
    return owner if function_name(function) == "__call__" else f"{owner}.{function_name(function)}"


def parameters_of(function: ir.Function) -> tuple[str, ...]:
    """What a function takes besides its inputs."""
    needed = needs(function)
    return (
        *(snake(module.name) for module in needed.models),
        *length_names(function),
    )


def class_of(module: ir.Module, class_name: str, instances: Mapping[int, Instance], doc: str, half: bool) -> Class:
    """A module's class; `instances` are those of its parts and stacks, `half` says whether it may run in bfloat16."""
    init = constructor(module, instances, half)
    functions = methods_of(module.functions, half)
    init, functions = keeping_sizes(init, functions)
    place = place_of(module.functions[0].span if module.kind == "block" else module.span)
    return Class(class_name, "nnx.Module", doc, tuple([init, *functions] if init else functions), Note(place=place))


def size_name(size: Subscript) -> str:
    """What a module keeps a size as that only the data tell: `plays_tokens` for `sizes["plays.tokens"]`."""
    assert isinstance(size.items[0], Literal)
    return identifier(str(size.items[0].value).replace("[", ".").replace("]", "").replace(".", "_"))


def keeping_sizes(init: Define | None, functions: list[Define]) -> tuple[Define | None, list[Define]]:
    """The constructor and functions where the former keeps the sizes that the latter read."""
    read = dict.fromkeys(node for node in nodes(functions) if isinstance(node, Subscript) and node.value == SIZES)
    if not read:
        return init, functions
    kept = {size: name(f"self.{size_name(size)}") for size in read}
    first = tuple(Assign(own.text, size) for size, own in kept.items())
    init = init or Define("__init__", ("self",), "", ())
    parameters = init.parameters if SIZES.text in init.parameters else (*init.parameters, SIZES.text)
    init = replace(init, parameters=parameters, body=(*first, *init.body))

    def own(node: Any) -> Any:
        return kept.get(node, node) if isinstance(node, Subscript) else node

    return init, [rewrite(function, own) for function in functions]


def constructor(module: ir.Module, instances: Mapping[int, Instance], half: bool) -> Define | None:
    body: list[Statement] = []
    for member in module.members:
        target, note = f"self.{attribute(member.name)}", Note(place=place_of(member.span))
        match member:
            case ir.Layer(word=word, inputs=inputs):
                body.append(Assign(target, word.build(at_of(word, inputs, half=half)), note))
            case ir.WeightSite(type=type, initial=initial):
                body.append(Assign(target, call("nnx.Param", first_values(type.shape or (), initial)), note))
            case ir.Part(module=part):
                body.append(Assign(target, instances[id(part)].made(), note))
            case ir.Stack(module=copy, count=count):
                body.append(Assign(target, stacked(instances[id(copy)], count, copy), note))
    if half and any(isinstance(member, ir.WeightSite) for member in module.members):
        body.append(Assign("self.dtype", name("jnp.bfloat16")))
    if draws_itself(module):
        body.append(Assign("self.rngs", call("rngs.fork")))
    if not body:
        return None
    parameters = ["self", *(["rngs"] if is_random(module) else []), *(["sizes"] if names(body)[SIZES.text] else [])]
    return Define("__init__", tuple(parameters), "", tuple(hush_comments(body, "")))


def first_values(shape: Shape, initial: float | Word) -> Expr:
    """A hand-written weight's first values, by Flax's initialisers where they are random."""
    sizes = tuple(map(expr, shape))
    if isinstance(initial, Initializer):
        return initial.draw(At(), sizes)
    if initial in (0, 1):
        return call("jnp.ones" if initial else "jnp.zeros", Items(sizes))
    return call("jnp.full", Items(sizes), initial)


def stacked(instance: Instance, count: int, copy: ir.Module) -> Expr:
    """The copies of a stack: a list where they run one by one, one module of stacked weights where they are scanned."""
    if rules.scans(count, copy):
        return instance.called("stacked", Literal(count), name(instance.class_name))
    return call("nnx.List", Comprehension(instance.made(), "_", call("range", count)))


def methods_of(functions: Sequence[ir.Function], half: bool) -> list[Define]:
    """The methods of a module's functions; one method may be several of them, for inputs of several shapes."""
    named: dict[str, list[ir.Function]] = {}
    for function in functions:
        named.setdefault(function_name(function), []).append(function)
    return [finished([drafted(one, half) for one in alike], alike) for alike in named.values()]


def finished(drafts: Sequence[Define], functions: Sequence[ir.Function]) -> Define:
    """The method that the drafts of some functions are, with comments where something changes."""
    made = unify(drafts, functions)
    assert made is not None, "functions that need methods of their own have names of their own"
    types = [str(function.inputs[0].type) if function.inputs else "" for function in functions]
    return replace(made, body=tuple(hush_comments(made.body, either(types))))


def drafted(function: ir.Function, half: bool) -> Define:
    """A function as a method, with a comment behind every statement."""
    needed = needs(function)
    references = {id(other): snake(other.name) for other in needed.models}
    lengths = dict(zip(needed.lengths, length_names(function), strict=True))
    taken = {*references.values(), *lengths.values()}
    inputs: list[tuple[ir.Input, str]] = []
    for entry in function.inputs:
        parameter = identifier(entry.name, taken)
        taken.add(parameter)
        inputs.append((entry, parameter))
    body = Body(Inside(references, lengths, half=half), inputs, reserved=references.values())
    (result,) = body.compute([Wanted(function.result, batched=bool(inputs))])
    statements = body.returning(result, Note(str(function.result.type), place_of(function.result.span)))
    parameters = ["self", *(parameter for _, parameter in inputs), *parameters_of(function)]
    if names(statements)["batch_size"]:
        if inputs:
            statements.insert(0, Assign("batch_size", call("len", first_array(*inputs[0]))))
        else:
            parameters.insert(1, "batch_size")
    doc = "" if function_name(function) == "__call__" else f"{signature(function)}."
    note = Note() if function_name(function) == "__call__" else Note(place=place_of(function.span))
    return Define(function_name(function), tuple(parameters), doc, tuple(statements), note)


def first_array(entry: ir.Input, parameter: str) -> Expr:
    """An array among a function's inputs: of a record, one of its fields."""
    value: Expr = name(parameter)
    type = entry.type
    while isinstance(type, Record):
        key, type = type.fields[0]
        value = Subscript(value, (Literal(key),))
    return value


def signature(function: ir.Function) -> str:
    """`image: [28, 28, 1] -> [10]`."""
    inputs = ", ".join(f"{entry.name}: {entry.type}" for entry in function.inputs)
    return f"{inputs} -> {function.result.type}" if inputs else f"{function.result.type}"
