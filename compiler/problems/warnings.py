"""Warnings: what is allowed, but probably not meant."""

from compiler.problems.catalogue import problem, warning
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span

UNUSED, LINEAR = "W0501", "W0506"
UNSURE = (UNUSED, LINEAR)
"""What an error elsewhere may be the reason of: a name may be used where the mistake is."""


@problem(
    UNUSED,
    "a name that is never used",
    why="An unused name is often a misspelling, or a part that was forgotten.",
    wrong="model Net(x: [4]) -> [3] { let h = x -> dense(8)\n x -> dense(3) }",
    right="model Net(x: [4]) -> [3] { let h = x -> dense(8)\n h -> dense(3) }",
)
def unused(span: Span, kind: str, name: str) -> Diagnostic:
    what = {"hyper": "hyper-parameter", "data": "data set", "let": "`let`"}.get(kind, kind)
    return warning(UNUSED, f"the {what} `{name}` is never used", Label(span), help="leave it out, or use it")


@problem(
    "W0502",
    "a weight that is never trained",
    why="No loss reaches it through differentiable steps, so it keeps its initial value. "
    "`step`, `argmax`, comparisons and `stop_gradient` let no gradient pass.",
    wrong='data d = sklearn("breast_cancer")\n'
    "model Net(x: [30]) -> [] { x -> dense(4) -> step -> real -> dense(1) -> squeeze }\n"
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }",
    right='data d = sklearn("breast_cancer")\n'
    "model Net(x: [30]) -> [] { x -> dense(4) -> relu -> dense(1) -> squeeze }\n"
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }",
)
def weight_unreached(span: Span, name: str, model: str, cut: Span | None, cutter: str | None) -> Diagnostic:
    others = (Label(cut, f"`{cutter}` lets no gradient pass"),) if cut else ()
    return warning(
        "W0502",
        f"no loss reaches the weights of `{name}` in `{model}`: they are never trained",
        Label(span),
        others=others,
        help="let a loss depend on it through differentiable steps, or leave it out",
    )


@problem(
    "W0503",
    "an evaluation on the data that was trained on",
    why="A model can know its training data by heart and fail on everything else (overfitting). "
    "Only data that it has not seen tell how good it is.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate(on = train) { accuracy(Net(features), target) }",
    right='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate(on = test) { accuracy(Net(features), target) }",
)
def evaluated_on_training(span: Span, split: str) -> Diagnostic:
    return warning(
        "W0503",
        f"this evaluates on `{split}`, which holds examples that the model was trained on",
        Label(span),
        help="leave `on` out: examples that the model has not seen tell whether it overfits",
    )


@problem(
    "W0504",
    "a model that is never trained",
    why="A model with weights that no `minimize` changes keeps its random initial weights.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\nevaluate { accuracy(Net(features), target) }',
    right='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate { accuracy(Net(features), target) }",
)
def never_trained(span: Span, name: str) -> Diagnostic:
    reason = f"the model `{name}` is never trained: its weights stay random"
    return warning("W0504", reason, Label(span), help="train it by a `minimize` whose loss uses it")


@problem(
    "W0505",
    "a probability taken as a score",
    why="A softmax of a softmax (or of a sigmoid) is nearly flat: its input is already a probability.",
    wrong="model Net(x: [4]) -> [3] { x -> dense(3) -> softmax -> softmax }",
    right="model Net(x: [4]) -> [3] { x -> dense(3) -> softmax }",
)
def probability_again(span: Span, word: str, first: Span) -> Diagnostic:
    return warning(
        "W0505",
        f"`{word}` of what is already a probability",
        Label(span),
        others=(Label(first, "a probability since here"),),
        help="leave out one of them",
    )


@problem(
    LINEAR,
    "two linear layers in a row",
    why="Without an activation between them, two linear layers compute no more than one: a product of two matrices is "
    "a matrix. A first layer narrower than its input and its successor is taken to be meant, as a factorisation.",
    wrong="model Net(x: [4]) -> [3] { x -> dense(16) -> dense(3) }",
    right="model Net(x: [4]) -> [3] { x -> dense(16) -> relu -> dense(3) }",
)
def linear_again(span: Span, word: str, first: Span, chain: tuple[Label, ...]) -> Diagnostic:
    return warning(
        LINEAR,
        f"`{word}` follows a linear layer: together they compute no more than one of them",
        Label(span),
        others=(Label(first, "linear, and nothing but linear steps since"),),
        help="put an activation between them, `-> relu`, or leave one out",
        chain=chain,
    )
