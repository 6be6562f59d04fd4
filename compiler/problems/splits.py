"""Problems of features, windows and splits: what is fitted, which rows make an example, who may see it."""

from compiler.problems.catalogue import error, problem
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span

SERIES = "data d = rows(x = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]) { "


@problem(
    "E0420",
    "a window whose rows are mixed",
    why="Windows share rows, so what is computed from them in a data set is computed once for each row; what mixes the "
    "rows of a window belongs into the model, or into a `let` of `train`.",
    wrong=SERIES + "x: [] = mean(windows(x, 3)) }",
    right=SERIES + "x: [3] = log(windows(x, 3)) }",
)
def not_row_by_row(span: Span, word: str) -> Diagnostic:
    return error(
        "E0420",
        f"`{word}` of windows is not computed row by row",
        Label(span, "this mixes the rows of a window"),
        help="compute it before, inside `windows(...)`, or afterwards, in the model",
    )


@problem(
    "E0421",
    "windows beside single rows",
    why="All fields of an example are about the same stretch of rows, so all of them say which rows that is.",
    wrong=SERIES + "past: [3] = windows(x, 3)\n x: [] }",
    right=SERIES + "past: [3] = windows(x, 3)\n next: [1] = windows(x, 1, after = 3) }",
)
def not_windowed(span: Span, name: str, other: Span, windowed: str) -> Diagnostic:
    return error(
        "E0421",
        f"the field `{name}` is one row's, but `{windowed}` is a window of rows",
        Label(span, "of which row?"),
        others=(Label(other, "this is a window"),),
        help="a single row is a window of one, `windows(x, 1, after = ...)`",
    )


@problem(
    "E0422",
    "windows at different strides",
    why="The windows of an example begin at the same row, so their starts are equally far apart.",
    wrong=SERIES + "past: [3] = windows(x, 3, stride = 2)\n next: [1] = windows(x, 1, after = 3) }",
    right=SERIES + "past: [3] = windows(x, 3, stride = 2)\n next: [1] = windows(x, 1, stride = 2, after = 3) }",
)
def strides_differ(span: Span, name: str, stride: int, other: Span, first: str, wanted: int) -> Diagnostic:
    return error(
        "E0422",
        f"the windows of `{name}` begin every {stride} rows, those of `{first}` every {wanted}",
        Label(span),
        others=(Label(other, f"stride = {wanted}"),),
        help=f"write `stride = {wanted}` in both",
    )


@problem(
    "E0423",
    "a feature outside of `data`",
    why="What a feature learns, it learns from the training split, before any training; so features stand in the body "
    "of `data`. Layers that learn a scale with the weights are `batch_norm` and `layer_norm`.",
    wrong='data iris = sklearn("iris")\nmodel Net = standardize -> dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }",
    right='data iris = sklearn("iris") { features: [4] = standardize(features)\n target: class[3] }\n'
    "model Net = dense(3)\n"
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }",
)
def feature_outside(span: Span, name: str) -> Diagnostic:
    return error(
        "E0423",
        f"`{name}` is a feature, and stands in the body of `data` only",
        Label(span, "outside of `data`"),
        help=f"compute a field with it: `data ... {{ x: [...] = {name}(column) }}`",
    )
