"""`train`: its losses, its optimizers, and its compiled step."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from compiler import ir
from compiler.emit import rules
from compiler.emit.expressions import Body, Wanted
from compiler.emit.locations import place_of
from compiler.emit.modules import called_on, handed_on
from compiler.emit.slots import hush_comments
from compiler.ir.count import part_weights, weights_of
from compiler.ir.needs import draws, needs
from compiler.python.identifiers import attribute, identifier, snake, unique
from compiler.python.printer import constant
from compiler.python.statements import Assign, Define, Note, Return, Statement
from compiler.python.target import Expr, Literal, Name, Operator, Subscript, call, name
from compiler.python.trees import names, nodes
from compiler.types import Tensor
from compiler.types.dimensions import Size
from compiler.vocabulary.base import At

TAKEN = "{name: column[rows] for name, column in data.items()}"


@dataclass(frozen=True)
class Outside:
    """The scene of `train` and `evaluate`: models by name, fields of a batch.

    With `half`, models may compute in bfloat16, but losses never do.
    """

    half: bool = False
    padded: bool = True
    numpy: str = "jnp"

    def column(self, value: ir.Column) -> Expr:
        return Subscript(name("batch"), (Literal(value.name),))

    def weight(self, value: ir.Parameter) -> Expr:
        assert value.owner is not None, "a weight is read by way of its model here"
        return name(f"{model_of(value.owner)}.{attribute(value.site.name)}")

    def layer(self, layer: ir.Layer) -> Expr:
        raise TypeError(f"{layer.name}: weights belong to models")

    def invoked(self, value: ir.Invoke) -> Expr:
        return name(called_on(model_of(value.module), value.function))

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        needed = needs(value.function)
        return handed_on(value.function, {id(module): name(model_of(module)) for module in needed.models}, self.length)

    def length(self, size: Size) -> Expr:
        return Subscript(name("batch"), (Literal(f"{size.owner}.length"),))


def model_of(module: ir.Module) -> str:
    return f"models.{module.name}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a phase's functions are called: a loss for each objective, an optimizer for each update."""

    losses: tuple[str, ...]
    optimizers: tuple[str, ...]
    steps: str
    batch: str | None = None
    """What gathers a batch, where that is more than taking rows."""
    measures: str | None = None


def names_of(phase: ir.Phase, taken: set[str], batch: str | None = None) -> Names:
    """`train_loss`, `train_optimizer`, `train_steps`; several of them are told apart by what they train."""
    prefix = identifier(phase.name)

    def new(text: str) -> str:
        chosen = unique(text, taken)
        taken.add(chosen)
        return chosen

    updates = updates_of(phase)
    losses = tuple(new(f"{prefix}_loss{suffix(o.weights, len(phase.objectives))}") for o in phase.objectives)
    optimizers = tuple(new(f"{prefix}_optimizer{suffix(update.weights, len(updates))}") for update in updates)
    measures = new(f"{prefix}_measures") if phase.measures else None
    return Names(losses, optimizers, new(f"{prefix}_steps"), batch, measures)


def suffix(weights: Sequence[ir.Weights], of: int) -> str:
    """What tells one of several functions from the others."""
    return "_" + "_".join(snake((item.model.name, *item.path)[-1]) for item in weights[:2]) if of > 1 else ""


def updates_of(phase: ir.Phase) -> list[ir.Update]:
    """Every optimizer of a phase, in the order in which they run."""
    return [update for objective in phase.objectives for update in objective.updates]


def objectives_of(phase: ir.Phase, called: Names) -> list[Define]:
    """The losses of a phase, each with the optimizers that make it small behind it."""
    result: list[Define] = []
    shared = shared_draws(phase)
    optimizers = iter(called.optimizers)
    for objective, loss in zip(phase.objectives, called.losses, strict=True):
        result.append(loss_of(objective, loss, phase, shared))
        result += [optimizer_of(update, next(optimizers), phase.accumulate) for update in objective.updates]
    return result


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


def loss_of(objective: ir.Objective, title: str, phase: ir.Phase, shared: Sequence[ir.Value]) -> Define:
    body = Body(Outside(half=phase.precision != "f32"))
    mine = {id(value) for value in ir.walk(objective.loss)}
    last = max((i for i, value in enumerate(shared) if id(value) in mine), default=-1)
    (result,) = body.compute([Wanted(objective.loss)], first=shared[: last + 1])
    note = Note("", place_of(objective.loss.span))
    statements = body.returning(result, note)
    final = statements[-1]
    assert isinstance(final, Return)
    wide = {"dtype": name("jnp.float32")} if phase.precision != "f32" else {}
    value = final.value
    if isinstance(objective.loss.type, Tensor) and objective.loss.type.ragged_axes():
        named = value if isinstance(value, Name) else name("loss")
        statements[-1:] = [] if named is value else [Assign(named.text, value, final.note)]
        value = mean_of_each(objective.loss.type, named, body)
        statements.append(final)
    statements[-1] = replace(final, value=call("jnp.mean", value, **wide), note=Note("", final.note.place))
    statements = hush_comments(statements, "", place_of(objective.span))
    statements = with_batch_size(statements, phase.data)
    doc = f"{title_of(objective.loss)}, averaged over the batch."
    parameters = ("models", "batch", "rngs=None", "training=False")
    return Define(title, parameters, doc, tuple(statements), Note(place=place_of(objective.span)))


def mean_of_each(type: Tensor, values: Expr, body: Body) -> Expr:
    """The mean of each example's values, whose number may differ."""
    axes = tuple(range(1, (type.rank or 0) + 1))
    at = At((type.padded(),), batched=(True,), lengths=(body.lengths(type),))
    return call("jnp.mean", values, axis=axes[0] if len(axes) == 1 else axes, **at.where(values))


def with_batch_size(statements: list[Statement], data: ir.DataSet) -> list[Statement]:
    """The statements after one that counts the batch's examples, where they need it."""
    if not names(statements)["batch_size"]:
        return statements
    read = [node for node in nodes(statements) if isinstance(node, Subscript) and node.value == name("batch")]
    column = read[0] if read else Subscript(name("batch"), (Literal(data.fields[0].name),))
    return [Assign("batch_size", call("len", column)), *statements]


def title_of(value: ir.Value) -> str:
    """A value as the spec writes it."""
    if isinstance(value, ir.Column):
        return value.name
    return " ".join(value.span.text.split())


def optimizer_of(update: ir.Update, title: str, accumulate: int) -> Define:
    doc, made = f"{' '.join(update.span.text.split())}, over `steps` steps", update.optimizer.emit(At())
    if accumulate > 1:
        doc += f", of which {accumulate} make one update with the mean of their gradients"
        made = update.optimizer.emit(At(steps=Operator("//", name("steps"), Literal(accumulate))))
        made = call("optax.MultiSteps", made, accumulate)
    return Define(title, ("steps",), f"{doc}.", (Return(made),), Note(place=place_of(update.span)))


def trained(update: ir.Update) -> tuple[str, ...]:
    """What an update changes, by paths: "LeNet5", "Encoder.head" for a part."""
    return tuple(".".join(path) for path in paths(update))


def paths(update: ir.Update) -> list[tuple[str, ...]]:
    """The keys that lead to an update's weights in the tree of all weights."""
    return [
        (weights.model.name, *map(attribute, weights.path)) for weights in update.weights if part_weights(weights) != 0
    ]


def steps_of(phase: ir.Phase, called: Names, models: Sequence[ir.Module]) -> str:
    """The function that makes a phase's compiled step."""
    draw = any(needs(f).rngs for f in functions_of(phase)) or any(
        map(draws, ir.walk(*(o.loss for o in phase.objectives)))
    )
    everything = {(module.name,) for module in models if weights_of(module) != 0}
    lines = [
        f"def {called.steps}(graph, optimizers):",
        f'    """The compiled step of `{phase.name}`: (state, data, rows) -> (state, losses).',
        "",
        "    `data` holds the data set's fields on the device, `rows` [k, batch] the examples of k batches in a row,",
        "    `losses` is [k, objectives].  The old state's memory is used again.",
        '    """',
        "",
        "    def step(state, data, rows):",
        f"        batch = {f'{called.batch}(data, rows)' if called.batch else TAKEN}",
    ]
    if draw:
        lines.append(f'        key = jax.random.fold_in(jax.random.key({phase.seed}), state["step"])')
    lines.append('        weights, statistics = state["weights"], state["statistics"]')
    numbers = iter(range(len(called.optimizers)))
    for i, objective in enumerate(phase.objectives):
        ending = str(i + 1) if len(phase.objectives) > 1 else ""
        updates = [Part(next(numbers), paths(update)) for update in objective.updates]
        whole = len(updates) == 1 and {path for path in updates[0].paths if len(path) == 1} == everything
        half = phase.precision != "f32"
        lines += descent(ending, updates, whole, called, called.losses[i], draw, half)
    lines += averaging(phase)
    losses = [f"loss{i + 1}" if len(called.losses) > 1 else "loss" for i in range(len(called.losses))]
    states = ", ".join(state_name(i, called) for i in range(len(called.optimizers)))
    states += "," if len(called.optimizers) == 1 else ""
    lines += [
        "        state = {",
        '            "weights": weights,',
        '            "statistics": statistics,',
        f'            "optimizers": ({states}),',
        *(['            "average": average,'] if phase.ema else []),
        '            "step": state["step"] + 1,',
        "        }",
        f"        return state, jnp.stack([{', '.join(losses)}])",
        "",
        "    def steps(state, data, rows):",
    ]
    if fused(phase) == 1:
        lines += [
            "        # One step a call: XLA's CPU back end runs convolutions inside a loop several times slower.",
            "        state, losses = step(state, data, rows[0])",
            "        return state, losses[None]",
        ]
    else:
        lines.append("        return jax.lax.scan(lambda state, rows: step(state, data, rows), state, rows)")
    return "\n".join([*lines, "", "    return jax.jit(steps, donate_argnums=0)"])


@dataclass(frozen=True, slots=True)
class Part:
    """The weights that the phase's optimizer of this number changes, by the paths that lead to them."""

    number: int
    paths: list[tuple[str, ...]]

    def test(self, indent: str) -> str:
        """Whether a weight is among them, as a function of its path; for a line that is indented so far."""
        models = [path[0] for path in self.paths]
        if any(len(path) > 1 for path in self.paths):
            listed = [constant(path) for path in self.paths]
            line = f"within({', '.join(listed)})"
            return (
                line
                if len(line) < 100
                else "\n".join(["within(", *(f"{indent}    {i}," for i in listed), f"{indent})"])
            )
        one = len(models) == 1
        return (
            f'lambda path, _: path[0] == "{models[0]}"'
            if one
            else f"lambda path, _: path[0] in {constant(tuple(models))}"
        )


def averaging(phase: ir.Phase) -> list[str]:
    """The moving average of the weights, where the phase keeps one; running statistics go with their weights."""
    if phase.ema is None:
        return []
    rest = f", accumulate={phase.accumulate}" if phase.accumulate > 1 else ""
    return [
        "",
        '        models = {"weights": weights, "statistics": statistics}',
        f'        average = averaged(state["average"], models, {phase.ema}, state["step"] + 1{rest})',
        "",
    ]


def state_name(number: int, called: Names) -> str:
    return f"optimizer_state{number + 1 if len(called.optimizers) > 1 else ''}"


def descent(
    ending: str, parts: Sequence[Part], whole: bool, called: Names, function: str, draw: bool, half: bool
) -> list[str]:
    """One objective's gradient step: on all weights, on a part of them, or on several, each with its optimizer."""
    loss, objective = f"loss{ending}", f"objective{ending}"
    indent = " " * 12
    gradient = "gradient" if len(parts) == 1 else "gradients"
    variable = "weights" if whole else "part" if len(parts) == 1 else "parts"
    merged, rest = ["weights" if whole else variable], [] if whole else ["rest"]
    if half:
        merged, rest = [f"half({state})" for state in merged], [f"half({state})" for state in rest]
    star = "*" if variable == "parts" else ""
    batch, rngs = "half(batch)" if half else "batch", "nnx.Rngs(key), " if draw else ""
    lines = [""]
    if star:
        tests = [f"{indent}{part.test(indent)}," for part in parts]
        lines += [
            "        # One part for each optimizer.",
            "        *parts, rest = nnx.split_state(",
            f"{indent}weights,",
        ]
        lines += [*tests, f"{indent}...,", "        )", ""]
    elif not whole:
        lines += [f"        part, rest = nnx.split_state(weights, {parts[0].test('        ')}, ...)", ""]
    lines += [
        f"        def {objective}({variable}):",
        f"            models = nnx.merge(graph, {star}{', '.join([*merged, *rest])}, statistics, copy=True)",
        f"            loss = {function}(models, {batch}, {rngs}training=True)",
        "            return loss, nnx.split(models, nnx.Param, ...)[2]",
        "",
        f"        ({loss}, statistics), {gradient} = jax.value_and_grad({objective}, has_aux=True)({variable})",
    ]
    for i, part in enumerate(parts):
        own, slope = (f"parts[{i}]", f"gradients[{i}]") if star else (variable, gradient)
        number, state = part.number, state_name(part.number, called)
        lines += [
            f'        update, {state} = optimizers[{number}].update({slope}, state["optimizers"][{number}], {own})',
            f"        {own} = optax.apply_updates({own}, update)",
        ]
    return lines if whole else [*lines, f"        weights = nnx.merge_state({star}{variable}, rest)"]


def fused(phase: ir.Phase) -> int:
    return rules.fused_steps(tuple(objective.loss for objective in phase.objectives))


def functions_of(phase: ir.Phase) -> list[ir.Function]:
    """The models' functions that the losses call."""
    values = ir.walk(*(objective.loss for objective in phase.objectives))
    return [value.function for value in values if isinstance(value, ir.Invoke)]
