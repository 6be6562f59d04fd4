"""`train`: its losses, its optimizers, and its compiled step."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from compiler import ir
from compiler.count import weights_of
from compiler.emit import rules
from compiler.emit.body import Body, Wanted
from compiler.emit.modules import handed_on
from compiler.emit.names import attribute, identifier, snake, unique
from compiler.emit.naming import hushed
from compiler.emit.places import place_of
from compiler.emit.printer import constant
from compiler.emit.statements import Assign, Define, Note, Return, Statement, Text
from compiler.emit.trees import names, nodes
from compiler.needs import draws, needs
from compiler.target import Expr, Literal, Subscript, call, name
from compiler.vocabulary.base import At

TAKEN = "{name: column[rows] for name, column in data.items()}"


@dataclass(frozen=True)
class Outside:
    """The scene of `train` and `evaluate`: models by name, fields of a batch.

    With `half`, models may compute in bfloat16, but losses never do.
    """

    half: bool = False
    numpy: str = "jnp"

    def column(self, value: ir.Column) -> Expr:
        return Subscript(name("batch"), (Literal(value.name),))

    def weight(self, value: ir.Parameter) -> Expr:
        assert value.owner is not None, "a weight is read by way of its model here"
        return name(f"{model_of(value.owner)}.{attribute(value.site.name)}")

    def layer(self, layer: ir.Layer) -> Expr:
        raise TypeError(f"{layer.name}: weights belong to models")

    def invoked(self, value: ir.Invoke) -> Expr:
        owner = model_of(value.module)
        return name(owner if value.function.name == "__call__" else f"{owner}.{attribute(value.function.name)}")

    def extra(self, value: ir.Invoke) -> dict[str, Expr]:
        needed = needs(value.function)
        return handed_on(needed, {id(module): name(model_of(module)) for module in needed.models})


def model_of(module: ir.Module) -> str:
    return f"models.{module.name}"


@dataclass(frozen=True, slots=True)
class Names:
    """What a phase's functions are called, objective by objective."""

    losses: tuple[str, ...]
    optimizers: tuple[str, ...]
    steps: str
    batch: str | None = None
    """What gathers a batch, where that is more than taking rows."""


def names_of(phase: ir.Phase, taken: set[str], batch: str | None = None) -> Names:
    """`train_loss`, `train_optimizer`, `train_steps`; several objectives are told apart by what they train."""
    prefix = identifier(phase.name)

    def new(text: str) -> str:
        chosen = unique(text, taken)
        taken.add(chosen)
        return chosen

    several = len(phase.objectives) > 1
    suffixes = ["_" + "_".join(snake(m.name) for m in o.over[:2]) if several else "" for o in phase.objectives]
    losses = tuple(new(f"{prefix}_loss{suffix}") for suffix in suffixes)
    return Names(
        losses, tuple(new(f"{prefix}_optimizer{suffix}") for suffix in suffixes), new(f"{prefix}_steps"), batch
    )


def definitions(phase: ir.Phase, called: Names, models: Sequence[ir.Module]) -> list[Statement]:
    """The functions of a phase, in the order in which they are read."""
    result: list[Statement] = []
    shared = shared_draws(phase)
    for objective, loss, optimizer in zip(phase.objectives, called.losses, called.optimizers, strict=True):
        result += [loss_of(objective, loss, phase, shared), optimizer_of(objective, optimizer)]
    return [*result, Text(steps_of(phase, called, models))]


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
    statements[-1] = replace(final, value=call("jnp.mean", final.value, **wide), note=Note("", final.note.place))
    statements = hushed(statements, "", place_of(objective.span))
    statements = with_batch_size(statements, phase.data)
    doc = f"{title_of(objective.loss)}, averaged over the batch."
    parameters = ("models", "batch", "rngs=None", "training=False")
    return Define(title, parameters, doc, tuple(statements), Note(place=place_of(objective.span)))


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


def optimizer_of(objective: ir.Objective, title: str) -> Define:
    word = objective.optimizer
    written = " ".join(objective.span.text.rsplit("using", 1)[-1].split())
    doc = f"{written}, over `steps` steps."
    return Define(title, ("steps",), doc, (Return(word.emit(At())),), Note(place=place_of(objective.span)))


def trained(objective: ir.Objective) -> tuple[str, ...]:
    """The models whose weights an objective changes: the top-level keys of those weights."""
    return tuple(module.name for module in objective.over if weights_of(module) != 0)


def steps_of(phase: ir.Phase, called: Names, models: Sequence[ir.Module]) -> str:
    """The function that makes a phase's compiled step."""
    draw = any(needs(f).rngs for f in functions_of(phase)) or any(
        map(draws, ir.walk(*(o.loss for o in phase.objectives)))
    )
    everything = {module.name for module in models if weights_of(module) != 0}
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
    count = len(phase.objectives)
    suffixes = [str(i + 1) if count > 1 else "" for i in range(count)]
    for i, objective in enumerate(phase.objectives):
        keys = trained(objective)
        whole = set(keys) == everything
        lines += descent(i, suffixes[i], keys, whole, called.losses[i], draw, phase.precision != "f32")
    losses = [f"loss{suffix}" for suffix in suffixes]
    states = ", ".join(f"optimizer_state{suffix}" for suffix in suffixes) + ("," if count == 1 else "")
    lines += [
        "        state = {",
        '            "weights": weights,',
        '            "statistics": statistics,',
        f'            "optimizers": ({states}),',
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


def descent(
    i: int, suffix: str, keys: tuple[str, ...], whole: bool, function: str, draw: bool, half: bool
) -> list[str]:
    """One objective's gradient step: on all weights, or on the part under the given keys."""
    variable = "weights" if whole else "part"
    loss, objective, state = f"loss{suffix}", f"objective{suffix}", f"optimizer_state{suffix}"
    merged = ["weights"] if whole else ["part", "rest"]
    batch, merged = ("half(batch)", [f"half({state})" for state in merged]) if half else ("batch", merged)
    rngs = "nnx.Rngs(key), " if draw else ""
    wanted = f'path[0] == "{keys[0]}"' if len(keys) == 1 else f"path[0] in {constant(keys)}"
    return [
        "",
        *([] if whole else [f"        part, rest = nnx.split_state(weights, lambda path, _: {wanted}, ...)", ""]),
        f"        def {objective}({variable}):",
        f"            models = nnx.merge(graph, {', '.join(merged)}, statistics, copy=True)",
        f"            loss = {function}(models, {batch}, {rngs}training=True)",
        "            return loss, nnx.split(models, nnx.Param, ...)[2]",
        "",
        f"        ({loss}, statistics), gradient = jax.value_and_grad({objective}, has_aux=True)({variable})",
        f'        update, {state} = optimizers[{i}].update(gradient, state["optimizers"][{i}], {variable})',
        f"        {variable} = optax.apply_updates({variable}, update)",
        *([] if whole else ["        weights = nnx.merge_state(part, rest)"]),
    ]


def fused(phase: ir.Phase) -> int:
    return rules.fused_steps(tuple(objective.loss for objective in phase.objectives))


def functions_of(phase: ir.Phase) -> list[ir.Function]:
    """The models' functions that the losses call."""
    values = ir.walk(*(objective.loss for objective in phase.objectives))
    return [value.function for value in values if isinstance(value, ir.Invoke)]
