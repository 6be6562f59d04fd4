"""Why a loss, a gradient or a weight is no longer finite: the step is taken again from the last good state, and looked
into value by value."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from compiler.descriptor.line_map import LineMap
from runtime.errors import NotFinite, RunError
from runtime.run_folder.checkpoint import flatten
from runtime.train import batches, loop
from runtime.train.loop import Training
from runtime.train.nan_trace import Lines, Origin, Tracer, is_finite
from runtime.train.validation import Compiling

LEARNING = "lower the learning rate, or clip the gradient (`clip_by_global_norm(1) -> ...`)"
NAMED = 3  # examples that are named


@dataclass(frozen=True)
class Step:
    """The step that went wrong: the `state` before it, its number counted from 0, its data and rows [1, batch]."""

    state: Any
    number: int
    data: Mapping[str, Any]
    rows: np.ndarray


def explained(training: Training, state: Any, compiled: Compiling, fault: NotFinite) -> RunError:
    """The fault with its step, the batch's examples, the first value that is not finite, and a remedy.

    `state` is the last good one, after `training.done` steps.
    """
    run = loop.stepping(training, state["weights"], state["statistics"])[0].compiled()
    step = found_again(training, state, compiled, run, fault.step)
    if step is None:
        notes = (
            "taken again from the last good state, the steps do not show it: it depends on the machine's rounding",
        )
        return RunError(fault.message, help=LEARNING, notes=notes)
    lines, known = training.program.file.read_text(encoding="utf-8").splitlines(), training.program.lines
    given = infinite_input(training, step)
    if given is not None:
        return RunError(fault.message, place=given[1], help=given[2], notes=(given[0],))
    weight, origin = first_origin(training, step, run)
    place, line = told_of(origin.lines, known) if origin is not None else (None, None)
    statement = "" if line is None else statement_of(lines[line - 1])
    message = fault.message
    if weight is not None and known is not None:
        what = "update" if place is None else "gradient"
        message = f"the {what} of the weight `{weight}` in phase `{training.phase.name}` is not finite"
        message += f" at step {step.number + 1:,}"
    if origin is None:
        return RunError(message, help=LEARNING, notes=(examples(training, step, None),))
    # Without the map nobody can tell a line of the model from one that updates it.
    in_update, in_gradient = known is not None and place is None, known is not None and weight is not None
    cause, help = cause_of(origin, in_update=in_update, in_gradient=in_gradient)
    found = f"the first value that is not finite is {cause}{f', in `{statement}`' if statement else ''}"
    return RunError(message, place=place, help=help, notes=(found, examples(training, step, origin.output)))


def found_again(training: Training, state: Any, compiled: Compiling, run: Any, last: int) -> Step | None:
    """The first step, up to number `last` (counted from 1), after which a loss or weight is not finite."""
    import jax
    import jax.numpy as jnp

    copy = jax.jit(lambda tree: jax.tree.map(jnp.copy, tree))

    def is_good(state: Any, losses: Any) -> bool:
        return all(map(is_finite, (losses, *jax.tree.leaves(state["weights"]))))

    for first, count, data, rows in loop.feed(training):
        if first >= last:
            return None
        before = copy(state)
        state, losses = compiled[count](state, data, rows)
        if is_good(state, losses):
            continue
        for i in range(count):
            now = copy(before)
            before, losses = run(before, data, rows[i : i + 1])  # compiled here: the data may be those of the call
            if not is_good(before, losses):
                return Step(now, first + i, data, np.asarray(rows[i : i + 1]))
        return None
    return None


def infinite_input(training: Training, step: Step) -> tuple[str, str, str] | None:
    """What is said of a batch whose own fields are not finite: a note, the example's place, a remedy."""
    batch = training.placed.batch(step.data, step.rows[0])
    for name, values in batch.items():
        bad = bad_rows(np.asarray(values))
        if len(bad):
            row = rows_of(training, step)[bad[0]]
            help = f"correct it, or `fill_missing` or `clip` the field `{name}`"
            return f"the field `{name}` of this example is already not finite", training.placed.dataset.place(row), help
    return None


def first_origin(training: Training, step: Step, run: Any) -> tuple[str | None, Origin | None]:
    """Where the loss is finite after a step the weight that is not, and the origin of what is not."""
    import jax

    closed, shapes = jax.make_jaxpr(run, return_shape=True)(step.state, step.data, step.rows)
    program = training.program
    tracer = Tracer(str(program.file), lambda found: told_of(found, program.lines)[0] is not None)
    arguments = jax.tree.leaves((step.state, step.data, step.rows))
    state, losses = jax.tree.unflatten(jax.tree.structure(shapes), tracer.trace(closed, arguments))
    if not is_finite(losses.value):
        return None, losses.origin
    for weight, leaf in flatten(state["weights"]).items():
        if not is_finite(leaf.value):
            return weight, leaf.origin
    return None, None


def told_of(frames: Lines, known: LineMap | None) -> tuple[str | None, int | None]:
    """The spec's place that some frames of the program, innermost first, stand for, and the program's line."""
    for line in frames:
        if known is not None and (place := known.place(line)):
            return place, line
    return None, frames[0] if frames else None


def statement_of(line: str) -> str:
    """A line of the program without its comment."""
    return re.sub(r"\s*#.*", "", line).strip().removeprefix("return ")


def rows_of(training: Training, step: Step) -> np.ndarray:
    """The batch's rows in the data set."""
    rows: np.ndarray = training.split[batches.positions(training.plan, step.number, 1)[0]]
    return rows


def bad_rows(values: np.ndarray) -> np.ndarray:
    """The places along the first axis at which an array is not finite."""
    if values.dtype.kind != "f" or not values.ndim:
        return np.zeros(0, int)
    return np.flatnonzero(~np.isfinite(values.reshape(len(values), -1)).all(axis=1))


def examples(training: Training, step: Step, output: np.ndarray | None) -> str:
    """The examples whose values are not finite, or those of the whole batch where it is not told apart."""
    rows, which = rows_of(training, step), "the batch's examples"
    if output is not None and output.ndim and len(output) == len(rows) > 1:
        bad = bad_rows(np.asarray(output, np.float32))
        if 0 < len(bad) < len(rows):
            rows, which = rows[bad], "the examples" if len(bad) > 1 else "the example"
    place = training.placed.dataset.place
    named = ", ".join(place(int(row)) for row in rows[:NAMED])
    more = f" and {len(rows) - NAMED:,} more" if len(rows) > NAMED else ""
    return f"{which}: {named}{more}"


# --- causes ---------------------------------------------------------------------------------------

Cause = Callable[[Origin], tuple[str, str] | None]


def cause_of(origin: Origin, *, in_update: bool, in_gradient: bool) -> tuple[str, str]:
    """The cause in words, and the remedy."""
    if in_update and origin.primitive not in DOMAINS:
        return f"a step of the optimizer, from numbers up to {largest(origin)}", LEARNING
    found = next((said for cause in DOMAINS.get(origin.primitive, ()) if (said := cause(origin))), None)
    cause, help = found or (
        f"a result that outgrew its number type, from numbers up to {largest(origin)}",
        f"{LEARNING}; scale the inputs (`standardize`)",
    )
    if in_gradient:
        cause = f"in the gradient: {cause}"
        help = "a root, a logarithm or a division has no gradient at 0: add a small number inside it, `sqrt(x + 1e-6)`"
    return cause, help


def largest(origin: Origin) -> str:
    sizes = [float(np.abs(x.astype(np.float64)).max()) for x in origin.inputs if x.size and x.dtype.kind != "b"]
    return f"{max(sizes, default=0.0):.3g}"


def logarithm(origin: Origin) -> tuple[str, str] | None:
    least = float(np.min(origin.inputs[0].astype(np.float64)))
    if least == 0:
        return "the logarithm of 0", "add a small number, `log(x + 1e-6)`, or use a loss that takes logits"
    if least < 0:
        return (
            f"the logarithm of a negative number ({least:.3g})",
            "keep it positive: `log(clip(x, 1e-6, 1))`",
        )
    return None


def logarithm_of_more(origin: Origin) -> tuple[str, str] | None:
    least = float(np.min(origin.inputs[0].astype(np.float64)))
    return (f"log1p of a number below -1 or at it ({least:.3g})", "keep it above -1") if least <= -1 else None


def root(origin: Origin) -> tuple[str, str] | None:
    least = float(np.min(origin.inputs[0].astype(np.float64)))
    if least < 0:
        return f"the root of a negative number ({least:.3g})", "keep it positive: `sqrt(relu(x) + 1e-6)`"
    return ("one divided by the root of 0", "add a small number inside the root") if least == 0 else None


def quotient(origin: Origin) -> tuple[str, str] | None:
    if not (origin.inputs[-1].astype(np.float64) == 0).any():
        return None
    return "a division by 0", "add a small number to the divisor, `x / (y + 1e-6)`"


def exponential(origin: Origin) -> tuple[str, str] | None:
    most = float(np.max(origin.inputs[0].astype(np.float64)))
    return f"the exponential of {most:.3g}", f"`softmax`, `softplus` and losses of logits are safe; else {LEARNING}"


def power(origin: Origin) -> tuple[str, str] | None:
    base = origin.inputs[0].astype(np.float64)
    if len(origin.inputs) > 1 and (base < 0).any():
        return "a broken power of a negative number", "keep the base positive"
    if (base == 0).any():
        return "a negative power of 0", "add a small number to the base"
    what = "the square" if origin.primitive == "square" else "a power"
    return f"{what} of {np.abs(base).max():.3g}", f"{LEARNING}; scale the inputs (`standardize`)"


def outside(origin: Origin) -> tuple[str, str] | None:
    return f"`{origin.primitive}` of a number that it is not defined for", "keep its input in the range"


DOMAINS: Mapping[str, Sequence[Cause]] = {
    "log": (logarithm,),
    "log1p": (logarithm_of_more,),
    "sqrt": (root,),
    "rsqrt": (root,),
    "div": (quotient,),
    "exp": (exponential,),
    "exp2": (exponential,),
    "expm1": (exponential,),
    "cosh": (exponential,),
    "sinh": (exponential,),
    "pow": (power,),
    "integer_pow": (power,),
    "square": (power,),
    "asin": (outside,),
    "acos": (outside,),
    "atanh": (outside,),
    "acosh": (outside,),
    "erf_inv": (outside,),
    "lgamma": (outside,),
    "digamma": (outside,),
}
