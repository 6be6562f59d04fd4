"""Problems of hyper-parameters: among which values one is searched."""

from compiler.problems.catalogue import finding, problem, under
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span


@problem(
    "E0314",
    "no range of a hyper-parameter",
    why="A search needs to know how to draw a value: from `log(a, b)` each order of magnitude alike, from "
    "`linear(a, b)` each number alike, or one of `{a, b, c}`.",
    wrong="hyper rate = 1e-3 in [1e-5, 1e-1]",
    right="hyper rate = 1e-3 in log(1e-5, 1e-1)",
)
def no_range(span: Span, name: str) -> Diagnostic:
    help = "write `log(a, b)`, `linear(a, b)` or `{a, b, c}`"
    return finding(f"this is no range in which `{name}` could be searched", span, help=help)


@under("E0314")
def no_number(span: Span, range: Span, value: str) -> Diagnostic:
    reason = f"{value} is no number, but its range is one of numbers"
    help = "list what may stand there: `{a, b, c}`"
    return finding(reason, span, others=(Label(range, "the range"),), help=help)


@problem(
    "W0524",
    "a hyper-parameter outside of its range",
    why="The value that is used where none is searched is one of those that are searched; else one of the two is "
    "mistyped.",
    wrong="hyper rate = 1.0 in log(1e-5, 1e-1)",
    right="hyper rate = 1e-3 in log(1e-5, 1e-1)",
)
def outside(span: Span, range: Span, name: str, value: str) -> Diagnostic:
    reason = f"`{name}` is {value}, which is outside of its range"
    return finding(reason, span, others=(Label(range, "the range"),), help="mend the value or the range")
