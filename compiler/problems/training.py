"""Problems of training: what is watched, and what decides."""

from collections.abc import Iterable

from compiler.problems.catalogue import closest, finding, list_names, problem, suggestion
from dsl.diagnostics import Diagnostic
from dsl.spans import Span


def _phase(settings: str, split: str, body: str = "") -> str:
    return (
        f'data d = sklearn("iris") {{ features: [4]\n target: class[3]\n split {split} = 10% }}\n'
        f"model Net = dense(3)\ntrain(epochs = 9, batch = 8{settings}) {{\n"
        f"  minimize cross_entropy(Net(features), target) using sgd(0.1)\n{body}}}"
    )


@problem(
    "E0601",
    "a phase without a validation split",
    why="Early stopping, the best weights and what is measured while training are judged on examples that are neither "
    "learned from nor the test: the split `validation`.",
    wrong=_phase(", stop_early = 3", "test"),
    right=_phase(", stop_early = 3", "validation"),
)
def no_validation(span: Span, what: str, data: str) -> Diagnostic:
    reason = f"{what} looks at the validation split, but `{data}` has none"
    return finding(reason, span, help=f"write `split validation = 10%` in the body of `data {data}`")


@problem(
    "E0602",
    "a phase that learns its own validation split",
    why="What is learned by heart is judged as perfect: validation needs examples that the phase does not learn from.",
    wrong=_phase(", on = validation, stop_early = 3", "validation"),
    right=_phase(", stop_early = 3", "validation"),
)
def learned_validation(span: Span, what: str) -> Diagnostic:
    reason = f"{what} looks at the validation split, which this phase learns from"
    return finding(reason, span, help="learn from another split, or leave it out")


@problem(
    "E0603",
    "a measure that is not watched",
    why="`best` names what decides which weights are kept: `loss`, or a measure in the body of the same `train`.",
    wrong=_phase(", best = accuracy", "validation"),
    right=_phase(", best = accuracy", "validation", "  accuracy(Net(features), target)\n"),
)
def unknown_measure(span: Span, name: str, known: Iterable[str], again: bool) -> Diagnostic:
    """`again`: there are several of this name."""
    known = list(known)
    help, fix = suggestion(span, closest(name, known))
    reason = f"`{name}` is measured more than once here" if again else f"no measure of this `train` is called `{name}`"
    return finding(
        reason,
        span,
        notes=(f"it may be {list_names(known)}",) if len(known) > 1 else (),
        help=help or ("keep one of them" if again else f"write the measure in the body, such as `{name}(Net(x), y)`"),
        fix=fix,
    )
