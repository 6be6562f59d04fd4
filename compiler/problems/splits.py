"""Problems of features, windows and splits: what is fitted, which rows make an example, who may see it."""

from compiler.problems.catalogue import LEARN, finding, problem
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
    return finding(
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
    return finding(
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
    return finding(
        f"the windows of `{name}` begin every {stride} rows, those of `{first}` every {wanted}",
        span,
        others=(Label(other, f"stride = {wanted}"),),
        help=f"write `stride = {wanted}` in both",
    )


LINES = 'data d = rows(text = ["To be, or not to be:", "that is the question."]) { '


@problem(
    "E0429",
    "windows over different tokens",
    why="Where rows differ in length, windows are over the values of all rows, one after another, and those of an "
    "example begin at the same one: so all windowed fields of a data set are of the same tokens.",
    wrong=LINES
    + "past: int[3] = windows(tokens(text), 3)\n next: int[3] = windows(tokens(text, by = bpe), 3, after = 1) }",
    right=LINES + "past: int[3] = windows(tokens(text), 3)\n next: int[3] = windows(tokens(text), 3, after = 1) }",
)
def windows_unlike(span: Span, name: str, other: Span, first: str) -> Diagnostic:
    return finding(
        f"the windows of `{name}` and of `{first}` are not over the same values",
        Label(span, "these"),
        others=(Label(other, "and these"),),
        help="write the same `tokens(...)` in both",
    )


@problem(
    "E0423",
    "a feature outside of `data`",
    why="What a feature learns, it learns from the training split, before any training; so features stand in the body "
    "of `data`. Layers that learn a scale with the weights are `batch_norm` and `layer_norm`.",
    wrong='data iris = sklearn("iris")\nmodel Net = standardize -> dense(3)\n' + LEARN,
    right='data iris = sklearn("iris") { features: [4] = standardize(features)\n target: class[3] }\n'
    "model Net = dense(3)\n" + LEARN,
)
def feature_outside(span: Span, name: str) -> Diagnostic:
    return finding(
        f"`{name}` is a feature, and stands in the body of `data` only",
        Label(span, "outside of `data`"),
        help=f"compute a field with it: `data ... {{ x: [...] = {name}(column) }}`",
    )


FLOWERS = 'data iris = sklearn("iris") { x: [4] = features\n kind: class[3] = target\n split '


@problem(
    "E0424",
    "two ways of choosing the same examples",
    why="A `split` draws its parts at random (alike for each class with `stratify`), or cuts them by time, or keeps "
    "groups together, or takes the rows of a column's values. Several `split`s may each do it in another way.",
    wrong=FLOWERS + "test = 20%, by = time, stratify = kind }",
    right=FLOWERS + "test = 20%, by = time\n split validation = 10%, stratify = kind }",
)
def two_ways(span: Span, way: str, other: Span, first: str) -> Diagnostic:
    return finding(
        f"`{first}` and `{way}` both say which examples a split takes",
        span,
        others=(Label(other, "this says how already"),),
        help="leave one of them out, or write two `split`s",
    )


@problem(
    "E0425",
    "an order without time",
    why="`order` names the column by whose values the examples are put in order before they are cut; nothing is cut in "
    "order but by time.",
    wrong=FLOWERS + "test = 20%, order = sepal_length }",
    right=FLOWERS + "test = 20%, by = time, order = sepal_length }",
)
def order_without_time(span: Span) -> Diagnostic:
    return finding("`order` needs `by = time`", span, help="write `by = time` too, or leave `order` out")


@problem(
    "E0426",
    "a split that is not to be chosen",
    why="`train` is what the other splits leave, and `all` is everything.",
    wrong=FLOWERS + "train = 80% }",
    right=FLOWERS + "test = 20% }",
)
def not_a_part(span: Span, name: str) -> Diagnostic:
    what = "what the other splits leave" if name == "train" else "every example"
    return finding(f"`{name}` is {what}", span, help="name the parts that are held out: `test = 20%`")


@problem(
    "E0427",
    "windows drawn one by one",
    why="Windows share rows: a window of one split and its neighbour in another would hold the same rows, so what was "
    "trained on would be judged. Windows are cut in the order of time, or in groups.",
    wrong=SERIES + "past: [2] = windows(x, 2)\n split test = 20%, by = random }",
    right=SERIES + "past: [2] = windows(x, 2)\n split test = 20%, by = time }",
)
def windows_drawn(span: Span, field: Span, name: str) -> Diagnostic:
    return finding(
        "windows cannot be split row by row",
        span,
        others=(Label(field, f"`{name}` shares its rows with other examples"),),
        help="split them by time, or by a column whose values stay together",
    )


@problem(
    "E0428",
    "chance, weights or a loss inside of `data`",
    why="A field is computed once, before training. What is drawn anew at each step stands in a `let` of `train`; what "
    "has weights stands in a model; a loss judges what a model says, in `minimize`.",
    wrong='data iris = sklearn("iris") { features: [4] = gaussian_noise(features, std = 0.1)\n target: class[3] }\n'
    "model Net = dense(3)\n" + LEARN,
    right='data iris = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) {\n  let noisy = features -> gaussian_noise(std = 0.1)\n"
    "  minimize cross_entropy(Net(noisy), target) using sgd(0.1)\n}",
)
def not_in_data(span: Span, name: str, reason: str) -> Diagnostic:
    what, where = {
        "chance": ("draws numbers at random", "a `let` of `train`"),
        "weights": ("has weights", "a model"),
        "loss": ("is a loss", "`minimize` or `evaluate`"),
    }[reason]
    return finding(f"`{name}` {what}, and a field is computed before training", span, help=f"write it in {where}")
