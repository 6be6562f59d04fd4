"""Problems of data: sources, fields and splits."""

from collections.abc import Iterable, Sequence

from compiler.problems.catalogue import IRIS, LEARN, closest, finding, list_names, problem, suggestion, under
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span


@problem(
    "E0401",
    "a source that does not hold what it should",
    why="A source's files are looked at when they are there; wrong ones are refused before anything is trained.",
    wrong="data d = rows(x = [1, 2, 3], y = [1, 2])",
    right="data d = rows(x = [1, 2, 3], y = [1, 2, 3])",
)
def source_wrong(span: Span, reason: str, help: str | None) -> Diagnostic:
    return finding(reason, span, help=help)


@problem(
    "E0402",
    "columns that are not known yet",
    why="Without a body, a data set's fields are its source's own columns, so the source must be there.",
    wrong='data d = csv("no_such_file.csv")\nmodel Net = dense(1)\nevaluate { mse(Net(features), target) }',
    right='data d = csv("no_such_file.csv") { x: [3]\n y: [1] }\nmodel Net = dense(1)\n'
    "train(epochs = 1, batch = 8) { minimize mse(Net(x), y) using sgd(0.1) }",
)
def schema_unknown(span: Span, source: str, absent: tuple[str, str], remedy: str | None) -> Diagnostic:
    why, remains = absent
    help = f"{remains}, or state the fields in a body `{{ name: type }}`"
    return finding(
        f"the columns of `{source}` are not known: {why}", span, help=f"{remedy}; or {help}" if remedy else help
    )


@problem(
    "E0403",
    "a column that the source does not have",
    why="Fields are computed from the source's columns.",
    wrong='data d = sklearn("iris") { x: [4] = standardize(feature) }',
    right='data d = sklearn("iris") { x: [4] = standardize(features) }',
)
def unknown_column(span: Span, name: str, source: str, columns: Iterable[str]) -> Diagnostic:
    columns = list(columns)
    help, fix = suggestion(span, closest(name, columns))
    return finding(
        f"`{source}` has no column `{name}`",
        Label(span, "not a column"),
        notes=(f"its columns are {list_names(columns)}",),
        help=help,
        fix=fix,
    )


@problem(
    "E0404",
    "a field whose type is not its value's",
    why="A field's type is compared with what its expression gives, so that data and model agree.",
    wrong='data d = sklearn("iris") { x: [5] = features }',
    right='data d = sklearn("iris") { x: [4] = features }',
)
def field_differs(
    declared: Span, name: str, wanted: str, value: Span, given: str, writable: str, seen: Sequence[str] = ()
) -> Diagnostic:
    return finding(
        f"the field `{name}` is declared as {wanted}, but its value is {given}",
        Label(declared, f"{wanted} is declared here"),
        others=() if value is declared else (Label(value, f"{given} comes from here"),),
        notes=tuple(seen),
        help=f"declare what it is, `{name}: {writable}`, or compute another value",
    )


@under("E0404")
def no_such_class(declared: Span, name: str, classes: int, low: int, high: int) -> Diagnostic:
    """Labels beyond the classes, most often counted from 1."""
    help = f"the column needs `class[{high + 1}]`" if low >= 0 else "classes are counted from 0"
    if low > 0 and high == classes:
        help = f"count them from 0: `{name}: class[{classes}] = {name} - {low}`"
    return finding(
        f"the field `{name}` is declared class[{classes}], 0 to {classes - 1}, but its column holds {low} to {high}",
        Label(declared),
        help=help,
    )


@problem(
    "E0405",
    "a split that does not exist",
    why="A data set has the splits that its source brings and that `split` names.",
    wrong=IRIS + LEARN + "\nevaluate(on = holdout) { accuracy(Net(features), target) }",
    right='data d = sklearn("iris") { features: [4]\n target: class[3]\n split holdout = 20% }\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate(on = holdout) { accuracy(Net(features), target) }",
)
def unknown_split(span: Span, name: str, data: str, known: Iterable[str]) -> Diagnostic:
    known = list(known)
    help, fix = suggestion(span, closest(name, known))
    help = help or f"in the body of `data {data}`, `split {name} = 10%` makes one"
    return finding(
        f"the data set `{data}` has no split `{name}`", span, notes=(f"it has {list_names(known)}",), help=help, fix=fix
    )


@problem(
    "E0406",
    "splits that leave nothing to train on",
    why="The fractions of all splits add up to less than the whole.",
    wrong='data d = sklearn("iris") { features: [4]\n split validation = 50%, test = 60% }',
    right='data d = sklearn("iris") { features: [4]\n split validation = 20%, test = 20% }',
)
def splits_too_large(span: Span, total: float, held_out: float) -> Diagnostic:
    unasked = (f"{held_out:.0%} are held out as `test` where no `test` is written",) if held_out else ()
    reason = f"the splits take {total:.0%} of the examples, so none are left to train on"
    help = "let the parts add up to less than 100%"
    return finding(reason, span, notes=unasked, help=help)
