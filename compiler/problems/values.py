"""Problems of values that the data are known to have: ids, labels, scales, and how many examples there are."""

from compiler.problems.catalogue import finding, problem
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span


@problem(
    "E0407",
    "ids beyond the table that they are looked up in",
    why="A table of n vectors has those of the ids 0 to n - 1. What an id beyond them gets is not defined, so the "
    "least and the largest id among the rows that were looked at are compared with the table.",
    wrong="data d = rows(word = [0, 1, 5], y = [0.0, 1.0, 2.0]) { word: int[] = word\n y: [] = y }\n"
    "model Net = embed(5, 8) -> dense(1) -> squeeze\n"
    "train(epochs = 1, batch = 2) { minimize mse(Net(word), y) using sgd(0.1) }",
    right="data d = rows(word = [0, 1, 5], y = [0.0, 1.0, 2.0]) { word: int[] = word\n y: [] = y }\n"
    "model Net = embed(6, 8) -> dense(1) -> squeeze\n"
    "train(epochs = 1, batch = 2) { minimize mse(Net(word), y) using sgd(0.1) }",
)
def ids_beyond(span: Span, word: str, count: int, told: Span, name: str, low: int, high: int) -> Diagnostic:
    help = f"ids are 0 to {count - 1}: there must be at least {high + 1}" if high >= count else "ids are counted from 0"
    return finding(
        f"`{word}` has {count} ids, but `{name}` holds {low} to {high}",
        Label(span, f"takes 0 to {count - 1}"),
        others=(Label(told, f"{low} to {high} are in here"),),
        help=help if low >= 0 else "ids are counted from 0; subtract the least one where the column is read",
    )


@problem(
    "W0521",
    "labels that the model can never reach",
    why="A sigmoid gives numbers between 0 and 1, tanh between -1 and 1. A label outside of that can be approached, "
    "but never predicted, however long the training.",
    wrong="data d = rows(x = [1.0, 2.0, 3.0], price = [100.0, 250.0, 300.0]) { x: [1] = [x]\n price: [] = price }\n"
    "model Net = dense(8) -> relu -> dense(1) -> sigmoid -> squeeze\n"
    "train(epochs = 1, batch = 2) { minimize mse(Net(x), price) using sgd(0.1) }",
    right="data d = rows(x = [1.0, 2.0, 3.0], price = [100.0, 250.0, 300.0]) { x: [1] = [x]\n price: [] = price }\n"
    "model Net = dense(8) -> relu -> dense(1) -> squeeze\n"
    "train(epochs = 1, batch = 2) { minimize mse(Net(x), price) using sgd(0.1) }",
)
def out_of_reach(
    span: Span, head: str, bounds: tuple[float, float], told: Span, name: str, known: tuple[float, float]
) -> Diagnostic:
    low, high = bounds
    given = f"numbers of at least {low:g}" if high == float("inf") else f"numbers between {low:g} and {high:g}"
    return finding(
        f"`{head}` gives {given}, but `{name}`, which is to be predicted, reaches from {known[0]:g} to {known[1]:g}",
        Label(span, "the model ends here"),
        others=(Label(told, "the label"),),
        help=f"leave out `{head}`, or scale the label where it is read",
    )


@problem(
    "W0522",
    "a value that is scaled twice",
    why="Where the data set divides by 255 and the model does so again, its inputs are nearly 0: it learns slowly, and "
    "nothing says why.",
    wrong='data d = sklearn("digits") { image: [8, 8, 1] = images / 16\n digit: class[10] = target }\n'
    "model Net(x: [8, 8, 1]) -> [10] { x / 16 -> flatten -> dense(10) }\n"
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(image), digit) using sgd(0.1) }",
    right='data d = sklearn("digits") { image: [8, 8, 1] = images / 16\n digit: class[10] = target }\n'
    "model Net(x: [8, 8, 1]) -> [10] { x -> flatten -> dense(10) }\n"
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(image), digit) using sgd(0.1) }",
)
def scaled_again(span: Span, step: str, first: Span, name: str) -> Diagnostic:
    return finding(
        f"`{step}` is done here, and was done to `{name}` in the data set already",
        span,
        others=(Label(first, "first here"),),
        help="leave out one of them",
    )


@problem(
    "W0523",
    "a batch larger than the data",
    why="A batch holds each example once at most, so where there are fewer examples every step sees all of them.",
    wrong='data iris = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 256) { minimize cross_entropy(Net(features), target) using sgd(0.1) }",
    right='data iris = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 32) { minimize cross_entropy(Net(features), target) using sgd(0.1) }",
)
def batch_too_large(span: Span, batch: int, examples: int, data: str) -> Diagnostic:
    fewer = 1 << max(examples // 4, 1).bit_length() - 1
    return finding(
        f"a batch of {batch:,} is asked for, but `{data}` has about {examples:,} examples to train on",
        Label(span, "more than there are"),
        help=f"a smaller batch gives more steps an epoch, `batch = {fewer}` say",
    )
