"""`train`: its losses, its optimizers, and its step."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from compiler import ir
from compiler.emit import rules
from compiler.emit.expressions import LONGEST, WHOLE, Body, Wanted
from compiler.emit.locations import place_of
from compiler.emit.modules import called_on, handed_on
from compiler.emit.slots import hush_comments
from compiler.ir.count import part_weights, weights_of
from compiler.ir.needs import draws, needs
from compiler.python.identifiers import attribute, identifier, snake, unique
from compiler.python.printer import text
from compiler.python.statements import Assign, Define, Do, Note, Return, Statement
from compiler.python.target import (
    RNGS,
    TRAINING,
    Call,
    Expr,
    Items,
    Literal,
    Name,
    Operator,
    Subscript,
    call,
    index,
    name,
)
from compiler.python.trees import names, nodes, rewrite
from compiler.types import Tensor
from compiler.types.dimensions import Size
from compiler.vocabulary.base import At, Word
from compiler.vocabulary.speech import Schedule

BATCH = name("batch")


def argument_of(models: Sequence[ir.Module]) -> str:
    """What functions outside of the models take: all of them, or the only one."""
    return "model" if len(models) == 1 else "models"


@dataclass(frozen=True)
class Outside:
    """The scene of `train` and `evaluate`: the experiment's `models`, fields of a batch.

    With `half`, models may compute in bfloat16, but losses never do.
    """

    models: Sequence[ir.Module]
    half: bool = False
    padded: bool = True
    numpy: str = "jnp"
    rngs: Expr = RNGS
    training: Expr = TRAINING

    def column(self, value: ir.Column) -> Expr:
        return Subscript(BATCH, (Literal(value.name),))

    def weight(self, value: ir.Parameter) -> Expr:
        assert value.owner is not None, "a weight is read by way of its model here"
        return Subscript(name(f"{self.model(value.owner)}.{attribute(value.site.name)}"), (WHOLE,))

    def layer(self, layer: ir.Layer) -> Expr:
        raise TypeError(f"{layer.name}: weights belong to models")

    def invoked(self, value: ir.Invoke) -> Expr:
        return name(called_on(self.model(value.module), value.function))

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        needed = needs(value.function)
        return handed_on(value.function, {id(one): name(self.model(one)) for one in needed.models}, self.length)

    def length(self, size: Size) -> Expr:
        return Subscript(BATCH, (Literal(f"{size.owner}.length"),))

    def model(self, module: ir.Module) -> str:
        """How a model is come to."""
        return "model" if len(self.models) == 1 else f"models.{module.name}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a phase's functions are called: a loss for each objective, an optimizer for each update."""

    losses: tuple[str, ...]
    optimizers: tuple[str, ...]
    step: str
    measures: str | None = None


def names_of(phase: ir.Phase, taken: set[str]) -> Names:
    """`train_loss`, `train_optimizer`, `train_step`; several of them are told apart by what they train."""
    prefix = identifier(phase.name)

    def new(text: str) -> str:
        chosen = unique(text, taken)
        taken.add(chosen)
        return chosen

    updates = updates_of(phase)
    losses = tuple(new(f"{prefix}_loss{suffix(o.weights, len(phase.objectives))}") for o in phase.objectives)
    optimizers = tuple(new(f"{prefix}_optimizer{suffix(update.weights, len(updates))}") for update in updates)
    measures = new(f"{prefix}_measures") if phase.measures else None
    return Names(losses, optimizers, new(f"{prefix}_step"), measures)


def suffix(weights: Sequence[ir.Weights], of: int) -> str:
    """What tells one of several functions from the others."""
    return "_" + "_".join(snake((item.model.name, *item.path)[-1]) for item in weights[:2]) if of > 1 else ""


def updates_of(phase: ir.Phase) -> list[ir.Update]:
    """Every optimizer of a phase, in the order in which they run."""
    return [update for objective in phase.objectives for update in objective.updates]


def objectives_of(phase: ir.Phase, called: Names, models: Sequence[ir.Module]) -> list[Define]:
    """The losses of a phase, each with the optimizers that make it small behind it."""
    result: list[Define] = []
    shared = shared_draws(phase)
    optimizers = iter(called.optimizers)
    for objective, loss in zip(phase.objectives, called.losses, strict=True):
        result.append(loss_of(objective, loss, phase, models, shared))
        result += [optimizer_of(update, next(optimizers), phase, models) for update in objective.updates]
    return result


# --- losses --------------------------------------------------------------------------------------


def shared_draws(phase: ir.Phase) -> list[ir.Value]:
    """Random values that several objectives see.  Each loss draws them first and in one order, so they are the same."""
    seen: Counter[int] = Counter()
    order: dict[int, ir.Value] = {}
    for objective in phase.objectives:
        for value in ir.walk(objective.loss):
            if draws(value):
                seen[id(value)] += 1
                order.setdefault(id(value), value)
    return [value for key, value in order.items() if seen[key] > 1]


def loss_of(
    objective: ir.Objective, title: str, phase: ir.Phase, models: Sequence[ir.Module], shared: Sequence[ir.Value]
) -> Define:
    half = phase.precision != "f32"
    body = Body(Outside(models, half))
    mine = {id(value) for value in ir.walk(objective.loss)}
    last = max((i for i, value in enumerate(shared) if id(value) in mine), default=-1)
    (result,) = body.compute([Wanted(objective.loss)], first=shared[: last + 1])
    statements = body.returning(result, Note("", place_of(objective.loss.span)))
    final = statements[-1]
    assert isinstance(final, Return)
    value = final.value
    if isinstance(objective.loss.type, Tensor) and objective.loss.type.ragged_axes():
        if not isinstance(value, Name):
            statements[-1:], value = [Assign("loss", value, final.note), final], name("loss")
        value = mean_of_each(objective.loss.type, value, body)
    mean: Expr = call("jnp.mean", value, dtype=name("jnp.float32")) if half else mean_of(value)
    statements[-1] = replace(final, value=mean, note=Note("", final.note.place))
    statements = with_batch_size(hush_comments(statements, ""), phase.data)
    return Define(
        title,
        (*parameters(models, statements), *(["training=True"] if names(statements)["training"] else [])),
        f"{title_of(objective.loss)}, averaged over the batch.",
        tuple(statements),
        Note(place=place_of(objective.span)),
    )


def parameters(models: Sequence[ir.Module], statements: Sequence[Statement]) -> list[str]:
    """What a function of models and a batch takes: random keys where it draws."""
    return [argument_of(models), BATCH.text, *([RNGS.text] if names(statements)[RNGS.text] else [])]


def mean_of(value: Expr) -> Expr:
    """`value.mean()`, or by a function where the value may be a number."""
    return call(Name(f"{text(value)}.mean")) if isinstance(value, Call) else call("jnp.mean", value)


def mean_of_each(type: Tensor, values: Expr, body: Body) -> Expr:
    """The mean of each example's values, whose number may differ."""
    axes = tuple(range(1, (type.rank or 0) + 1))
    at = At((type.padded(),), batched=(True,), lengths=(body.lengths(type),))
    return call("jnp.mean", values, axis=axes[0] if len(axes) == 1 else axes, **at.where(values))


def with_batch_size(statements: list[Statement], data: ir.DataSet) -> list[Statement]:
    """The statements after one that counts the batch's examples, where they need it."""
    if not names(statements)["batch_size"]:
        return statements
    read = [node for node in nodes(statements) if isinstance(node, Subscript) and node.value == BATCH]
    column = read[0] if read else Subscript(BATCH, (Literal(data.fields[0].name),))
    return [Assign("batch_size", call("len", column)), *statements]


def title_of(value: ir.Value) -> str:
    """A value as the spec writes it."""
    if isinstance(value, ir.Column):
        return value.name
    return " ".join(value.span.text.split())


# --- optimizers ----------------------------------------------------------------------------------


def optimizer_of(update: ir.Update, title: str, phase: ir.Phase, models: Sequence[ir.Module]) -> Define:
    """(models, steps) -> Flax's optimizer of the weights that an update changes."""
    doc, at = f"{' '.join(update.span.text.split())}, over `steps` steps", At()
    if phase.accumulate > 1:
        doc += f", of which {phase.accumulate} make one update with the mean of their gradients"
        at = At(steps=Operator("//", name("steps"), Literal(phase.accumulate)))
    made = update.optimizer.emit(at)
    body: list[Statement] = []
    if len(text(made)) > LONGEST - len("return nnx.Optimizer(model, , wrt=nnx.Param)"):
        for schedule in dict.fromkeys(schedules_in(update.optimizer)):
            rate, known = schedule.emit(at), name(f"rate{len(body) + 1}" if body else "rate")
            body.append(Assign(known.text, rate))
            made = replaced(made, rate, known)
    if phase.accumulate > 1:
        made = call("optax.MultiSteps", made, phase.accumulate)
    model = name(argument_of(models))
    if body or len(text(made)) > LONGEST:
        body.append(Assign("update", made))
        made = name("update")
    body.append(Return(call("nnx.Optimizer", model, made, wrt=trained_by(update, models))))
    return Define(title, (model.text, "steps"), f"{doc}.", tuple(body), Note(place=place_of(update.span)))


def replaced(tree: Expr, part: Expr, other: Expr) -> Expr:
    changed: Expr = rewrite(tree, lambda node: other if node == part else node)
    return changed


def schedules_in(word: Word) -> Iterator[Schedule]:
    """The schedules among the arguments of an optimizer, and of those that it is made of."""
    for value in word.config().values():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Schedule):
                yield item
            elif isinstance(item, Word):
                yield from schedules_in(item)


def trained_by(update: ir.Update, models: Sequence[ir.Module]) -> Expr:
    """Which weights an update changes, as Flax's filter."""
    if is_whole(update, models):
        return name("nnx.Param")
    own = [path[1:] if len(models) == 1 else path for path in paths(update)]
    return call("within", *map(Literal, own))


def is_whole(update: ir.Update, models: Sequence[ir.Module]) -> bool:
    """Whether an update changes every weight of the experiment."""
    everything = {(module.name,) for module in models if weights_of(module) != 0}
    return {path for path in paths(update) if len(path) == 1} == everything


def trained(update: ir.Update) -> tuple[str, ...]:
    """What an update changes, by paths: "LeNet5", "Encoder.head" for a part."""
    return tuple(".".join(path) for path in paths(update))


def paths(update: ir.Update) -> list[tuple[str, ...]]:
    """The keys that lead to an update's weights in the tree of all weights."""
    return [
        (weights.model.name, *map(attribute, weights.path)) for weights in update.weights if part_weights(weights) != 0
    ]


# --- the step ------------------------------------------------------------------------------------


def step_of(
    phase: ir.Phase, called: Names, models: Sequence[ir.Module], objectives: Sequence[Define], half: bool
) -> Define:
    """One step of a phase, which changes models and optimizers in place and returns the loss of each objective.

    `objectives` are the functions of its losses and optimizers, `half` says whether layers compute in bfloat16.
    """
    model, several = name(argument_of(models)), len(called.optimizers) > 1
    drawing = {function.name for function in objectives if RNGS.text in function.parameters}
    given = [BATCH, *([RNGS] if drawing else [])]
    body: list[Statement] = []
    if half and phase.precision == "f32":
        body.append(Do(call(f"{model.text}.set_attributes", dtype=None, raise_if_not_found=False)))
    if not several and is_whole(phase.objectives[0].updates[0], models):
        gradient = call(call("nnx.value_and_grad", name(called.losses[0])), model, *given)
        body += [
            Assign("loss, gradient", gradient),
            Do(call("optimizer.update", model, name("gradient"))),
            Return(name("loss")),
        ]
    else:
        body += descents(phase, called, model, drawing)
    parameters = (model.text, "optimizers" if several else "optimizer", *(value.text for value in given))
    return Define(called.step, parameters, "", tuple(body), decorator="nnx.jit")


def descents(phase: ir.Phase, called: Names, model: Name, drawing: Collection[str]) -> list[Statement]:
    """A step down the gradient of each loss; what several losses see of random values is drawn alike for each.

    `drawing` are the losses that draw by themselves.
    """
    body: list[Statement] = []
    shared = shared_draws(phase)
    alone = len(called.optimizers) == 1
    keys: Expr = RNGS
    if shared and drawing:
        body.append(Assign("key", call("rngs")))
        keys = call("nnx.Rngs", name("key"))
    sources = dict.fromkeys(
        name(model.text if model.text == "model" else f"{model.text}.{one.name}")
        for value in shared
        if isinstance(value, ir.Invoke)
        for one in (value.module, *needs(value.function).models)
    )
    again: Expr = Items(tuple(sources)) if len(sources) > 1 else next(iter(sources), model)
    if sources:
        body.append(Assign("drawn", call("nnx.state", again, name("nnx.RngState"))))
    losses: list[Expr] = []
    first = 0
    for number, objective in enumerate(phase.objectives):
        last = first + len(objective.updates)
        own = [name("optimizer") if alone else index(name("optimizers"), i) for i in range(first, last)]
        loss = name(f"loss{number + 1}" if len(phase.objectives) > 1 else "loss")
        if sources and number:
            body.append(Do(call("nnx.update", again, name("drawn"))))
        every = not alone and len(own) == len(called.optimizers)
        optimizers = name("optimizers") if every else Items(tuple(own), "[]")
        given = [BATCH, *([keys] if called.losses[number] in drawing else [])]
        body.append(Assign(loss.text, call("descend", name(called.losses[number]), model, optimizers, *given)))
        losses.append(loss)
        first = last
    return [*body, Return(Items(tuple(losses)) if len(losses) > 1 else losses[0])]


def fused(phase: ir.Phase) -> int:
    return rules.fused_steps(tuple(objective.loss for objective in phase.objectives))
