"""Warnings: what is allowed, but probably not meant."""

from compiler.problems.catalogue import IRIS, LEARN, finding, list_names, problem
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span

UNUSED, LINEAR, ORDER = "W0501", "W0506", "W0509"
UNSURE = (UNUSED, LINEAR, ORDER)
"""What an error elsewhere may be the reason of: a name may be used where the mistake is."""


@problem(
    UNUSED,
    "a name that is never used",
    why="An unused name is often a misspelling, or a part that was forgotten.",
    wrong="model Net(x: [4]) -> [3] { let h = x -> dense(8)\n x -> dense(3) }",
    right="model Net(x: [4]) -> [3] { let h = x -> dense(8)\n h -> dense(3) }",
)
def unused_name(span: Span, kind: str, name: str) -> Diagnostic:
    what = {"hyper": "hyper-parameter", "data": "data set", "let": "`let`"}.get(kind, kind)
    return finding(f"the {what} `{name}` is never used", span, help="leave it out, or use it")


@problem(
    "W0502",
    "a weight that is never trained",
    why="No loss reaches it through differentiable steps, so it keeps its initial value. `step`, `argmax`, "
    "comparisons and `stop_gradient` let no gradient pass.",
    wrong='data d = sklearn("breast_cancer")\n'
    "model Net(x: [30]) -> [] { x -> dense(4) -> step -> real -> dense(1) -> squeeze }\n"
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }",
    right='data d = sklearn("breast_cancer")\n'
    "model Net(x: [30]) -> [] { x -> dense(4) -> relu -> dense(1) -> squeeze }\n"
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }",
)
def weight_unreached(span: Span, name: str, model: str, cut: Span | None, cutter: str | None) -> Diagnostic:
    others = (Label(cut, f"`{cutter}` lets no gradient pass"),) if cut else ()
    return finding(
        f"no loss reaches the weights of `{name}` in `{model}`: they are never trained",
        span,
        others=others,
        help="let a loss depend on it through differentiable steps, or leave it out",
    )


@problem(
    "W0503",
    "an evaluation on the data that was trained on",
    why="A model can know its training data by heart and fail on everything else (overfitting). Only data that it "
    "has not seen tell how good it is.",
    wrong=IRIS + LEARN + "\nevaluate(on = train) { accuracy(Net(features), target) }",
    right=IRIS + LEARN + "\nevaluate(on = test) { accuracy(Net(features), target) }",
)
def evaluated_on_training(span: Span, split: str, phase: Span | None) -> Diagnostic:
    """`phase` is the place of a phase that is trained on another split than `train`, where one is."""
    where = "of `train`, so that it learns from what no split holds out" if phase else "here"
    return finding(
        f"this evaluates on `{split}`, which holds examples that the model was trained on",
        span,
        others=(Label(phase, "it is trained on them here"),) if phase else (),
        help=f"leave `on` out {where}: only examples that the model has not seen tell whether it overfits",
    )


@problem(
    "W0504",
    "a model that is never trained",
    why="A model with weights that no `minimize` changes keeps its random initial weights.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\nevaluate { accuracy(Net(features), target) }',
    right=IRIS + LEARN + "\nevaluate { accuracy(Net(features), target) }",
)
def never_trained(span: Span, name: str, why: Label | None = None, help: str | None = None) -> Diagnostic:
    """`why` is the place that keeps a loss that uses the model from training it."""
    reason = f"the model `{name}` is never trained: its weights stay random"
    others = (why,) if why else ()
    return finding(reason, span, others=others, help=help or "train it by a `minimize` whose loss uses it")


@problem(
    "W0505",
    "a probability taken as a score",
    why="A softmax of a softmax (or of a sigmoid) is nearly flat: its input is already a probability.",
    wrong="model Net(x: [4]) -> [3] { x -> dense(3) -> softmax -> softmax }",
    right="model Net(x: [4]) -> [3] { x -> dense(3) -> softmax }",
)
def probability_again(span: Span, word: str, first: Span) -> Diagnostic:
    return finding(
        f"`{word}` of what is already a probability",
        span,
        others=(Label(first, "a probability since here"),),
        help="leave out one of them",
    )


@problem(
    LINEAR,
    "two linear layers in a row",
    why="Without an activation between them, two linear layers compute no more than one: a product of two "
    "matrices is a matrix. A first layer narrower than its input and its successor is taken to be meant, as a "
    "factorisation.",
    wrong="model Net(x: [4]) -> [3] { x -> dense(16) -> dense(3) }",
    right="model Net(x: [4]) -> [3] { x -> dense(16) -> relu -> dense(3) }",
)
def linear_again(span: Span, word: str, first: Span, chain: tuple[Label, ...]) -> Diagnostic:
    return finding(
        f"`{word}` follows a linear layer: together they compute no more than one of them",
        span,
        others=(Label(first, "linear, and nothing but linear steps since"),),
        help="put an activation between them, `-> relu`, or leave one out",
        chain=chain,
    )


@problem(
    "W0507",
    "a value that is hardly ever meant",
    why="The argument can have this value, but it is far from what is used, and likely meant in another sense: a "
    "share that is kept for one that is dropped, a percentage for a fraction.",
    wrong="model Net(x: [64]) -> [10] { x -> dense(64) -> relu -> dropout(0.9) -> dense(10) }",
    right="model Net(x: [64]) -> [10] { x -> dense(64) -> relu -> dropout(0.1) -> dense(10) }",
)
def unusual_value(
    span: Span, name: str, owner: str, value: str, usual: str, hint: str, chain: tuple[Label, ...]
) -> Diagnostic:
    reason = f"`{name}` of `{owner}` is mostly {usual}, but here it is {value}"
    return finding(reason, span, help=hint or None, chain=chain)


@problem(
    "W0508",
    "a step that does nothing",
    why="A step whose result is always the same, or always its input, is a slip: a softmax of one value is 1, and "
    "a relu of a relu is that relu.",
    wrong="model Net(x: [4]) -> [1] { x -> dense(1) -> softmax }",
    right="model Net(x: [4]) -> [1] { x -> dense(1) -> sigmoid }",
)
def idle(span: Span, reason: str, help: str) -> Diagnostic:
    return finding(reason, span, help=help)


@problem(
    ORDER,
    "axes that seem to stand in another order",
    why="The last axis holds the channels, [height, width, channels] and [time, channels]; PyTorch's images have "
    "them first. No shape tells which axis is which, so the model would learn, but badly.",
    wrong="model Net(x: [3, 32, 32]) -> [10] { x -> conv(16) -> relu -> global_avg_pool -> dense(10) }",
    right="model Net(x: [32, 32, 3]) -> [10] { x -> conv(16) -> relu -> global_avg_pool -> dense(10) }",
)
def order(span: Span, reason: str, help: str) -> Diagnostic:
    return finding(reason, span, help=help)


DOUBTS = {"idle": idle, "order": order}
"""The warnings that a word's declaration may ask for, by the name that `Doubt` gives them."""


@problem(
    "W0510",
    "scores that cannot take every value",
    why="A loss that makes probabilities of scores needs scores of any size and sign. An activation after the "
    "last layer keeps them within bounds, so that some probabilities can never be reached.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(16) -> relu -> dense(3) -> relu\n' + LEARN,
    right='data d = sklearn("iris")\nmodel Net = dense(16) -> relu -> dense(3)\n' + LEARN,
)
def bounded_head(span: Span, loss: str, head: str, bounds: tuple[float, float], made: Span) -> Diagnostic:
    low, high = bounds
    range = f"never below {low:g}" if high == float("inf") else f"always between {low:g} and {high:g}"
    return finding(
        f"`{loss}` takes scores of any size, but `{head}` after the last layer gives none: they are {range}",
        span,
        others=(Label(made, "the model ends here"),),
        help=f"leave out the last `-> {head}`",
    )


@problem(
    "W0511",
    "a softmax inside of a model",
    why="Softmax lets one unit win and flattens the others, so little passes to the layer after it. It is meant "
    "for the output, and for weights of a mean, as in attention.",
    wrong="model Net(x: [64]) -> [10] { x -> dense(64) -> softmax -> dense(10) }",
    right="model Net(x: [64]) -> [10] { x -> dense(64) -> relu -> dense(10) }",
)
def hidden_softmax(span: Span, word: str, after: Span, layer: str) -> Diagnostic:
    return finding(
        f"`{word}` stands before a layer with weights, as a hidden layer's activation",
        span,
        others=(Label(after, f"`{layer}` follows"),),
        help="take another activation there, such as `relu`; the softmax belongs to the output",
    )


@problem(
    "W0512",
    "dropout after the last layer",
    why="What is dropped there is the prediction itself: while training, each output is 0 at random, whatever the "
    "input.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(16) -> relu -> dense(3) -> dropout(0.5)\n' + LEARN,
    right='data d = sklearn("iris")\nmodel Net = dense(16) -> relu -> dropout(0.5) -> dense(3)\n' + LEARN,
)
def dropped_output(span: Span, word: str, where: Label) -> Diagnostic:
    reason = f"`{word}` sets predictions to 0 at random before they reach the loss"
    return finding(reason, span, others=(where,), help="put it before the last layer")


@problem(
    "W0513",
    "statistics of two places in one",
    why="A normalisation keeps a running mean and variance. Applied at two places under one name, it mixes the "
    "statistics of both, and fits neither when the model is used.",
    wrong="model Net(x: [16]) -> [16] { let norm = batch_norm\n x -> dense(16) -> norm -> relu -> dense(16) -> norm }",
    right="model Net(x: [16]) -> [16] { x -> dense(16) -> batch_norm -> relu -> dense(16) -> batch_norm }",
)
def statistics_shared(span: Span, word: str, first: Span) -> Diagnostic:
    return finding(
        f"this `{word}` is applied at two places, so its running statistics mix both",
        Label(span, "applied again here"),
        others=(Label(first, "it is written here"),),
        help=f"write `{word}` out at each place: each then has statistics of its own",
    )


@problem(
    "W0514",
    "weights that two lines change",
    why="Each `minimize` makes its own step in every batch. Without `over`, it changes all weights that its loss "
    "reaches, so two lines may pull the same weights to and fro, each with moments that know nothing of the "
    "other.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\ntrain(epochs = 1, batch = 8) {\n'
    " minimize cross_entropy(Net(features), target) using adam(1e-3)\n"
    " minimize mean(Net(features) ** 2) using sgd(0.1)\n}",
    right='data d = sklearn("iris")\nmodel Net = dense(3)\ntrain(epochs = 1, batch = 8) {\n'
    " minimize cross_entropy(Net(features), target) + mean(Net(features) ** 2) using adam(1e-3)\n}",
)
def changed_twice(span: Span, models: list[str], first: Span) -> Diagnostic:
    what = list_names(models)
    return finding(
        f"this changes the weights of {what} again, which the `minimize` before it has changed in the same step",
        span,
        others=(Label(first, "changed here already"),),
        help="say `over MODEL` in each line, or add the losses up in one",
    )


@problem(
    "W0515",
    "a loss that is made as large as can be",
    why="`minimize` makes the whole expression small; a loss that is subtracted in it grows without end.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize -cross_entropy(Net(features), target) using sgd(0.1) }",
    right=IRIS + LEARN,
)
def maximised_loss(span: Span, loss: str) -> Diagnostic:
    return finding(
        f"this `{loss}` is subtracted: minimizing makes it as large as can be",
        span,
        help="add it; where an adversary is meant, say `over MODEL` whose weights are to make it large",
    )


@problem(
    "W0516",
    "a fraction that is lost",
    why="`//`, `floor` and `round` leave whole numbers: of pixels from 0 to 255, `pixels // 255` is 0 nearly "
    "everywhere. A field declared real is hardly meant to be rounded.",
    wrong='data d = sklearn("digits") { image: [8, 8, 1] = images // 16\n digit: class[10] = target }',
    right='data d = sklearn("digits") { image: [8, 8, 1] = images / 16\n digit: class[10] = target }',
)
def rounded_field(span: Span, word: str, name: str) -> Diagnostic:
    help = "divide with `/`" if word == "//" else f"leave `{word}` out"
    reason = f"`{word}` rounds, so that the real field `{name}` holds whole numbers only"
    return finding(reason, span, help=f"{help}, or declare `{name}: int[...]` if that is meant")


@problem(
    "W0517",
    "units that stay equal",
    why="Weights that all start with one number give every hidden unit the same value and the same gradient, so "
    "all of them learn the same. Chance at the start is what makes units differ.",
    wrong="model Net(x: [4]) -> [3] { weight w: [4, 8] = 0\n weight v: [8, 3] = 0\n (x @ w -> relu) @ v }",
    right="model Net(x: [4]) -> [3] { weight w: [4, 8] = he_normal\n weight v: [8, 3] = 0\n (x @ w -> relu) @ v }",
)
def units_equal(span: Span, name: str, other: Label) -> Diagnostic:
    reason = f"`{name}` starts with one number for all its elements, so that the units that it feeds stay equal"
    help = "start one of them by chance: `= he_normal` or `= normal(0.1)`"
    return finding(reason, span, others=(other,), help=help)


@problem(
    "W0518",
    "scores compared as if they were probabilities",
    why="A model that a binary loss trains without a sigmoid gives scores: above 0 the second class is the "
    "likelier one. One half is the threshold of probabilities.",
    wrong='data d = sklearn("breast_cancer")\nmodel Net = dense(1) -> squeeze\n'
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate { precision(Net(features) > 0.5, target) }",
    right='data d = sklearn("breast_cancer")\nmodel Net = dense(1) -> squeeze\n'
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate { precision(Net(features) > 0, target) }",
)
def threshold(span: Span, model: str) -> Diagnostic:
    reason = f"`{model}` gives scores, which are no probabilities: it has no sigmoid at its end"
    help = (
        f"compare with 0, or compare `sigmoid({model}(...))`; measures such as `precision` take the scores as they are"
    )
    return finding(reason, span, help=help)


@problem(
    "W0519",
    "a label among the inputs",
    why="A model that is given its label has only to copy it: the error vanishes, and nothing is learned that "
    "helps where the label is not known.",
    wrong='data d = sklearn("diabetes") { x: [11] = concat(features, target)\n y: [] = target }\n'
    "model Net = dense(1) -> squeeze\ntrain(epochs = 1, batch = 8) { minimize mse(Net(x), y) using sgd(0.1) }",
    right='data d = sklearn("diabetes") { x: [10] = features\n y: [] = target }\n'
    "model Net = dense(1) -> squeeze\ntrain(epochs = 1, batch = 8) { minimize mse(Net(x), y) using sgd(0.1) }",
)
def label_among_inputs(span: Span, label: str, where: Label) -> Diagnostic:
    reason = f"the label `{label}` is among what it is predicted from"
    return finding(reason, span, others=(where,), help="leave its column out of the inputs")


@problem(
    "W0520",
    "two models that want the same",
    why="A generator learns to deceive a discriminator: what the one calls 0 the other must want to be called 1. "
    "With equal labels both make the same loss small, and nothing draws the generator to the data.",
    wrong='data d = sklearn("digits")\nmodel G(z: [8]) -> [64] { z -> dense(64) }\n'
    "model D(x: [64]) -> [] { x -> dense(1) -> squeeze }\n"
    "train(epochs = 1, batch = 8) {\n let fake = G(normal([8]))\n"
    " minimize binary_cross_entropy(D(features), 0) + binary_cross_entropy(D(fake), 1) over D using adam(1e-4)\n"
    " minimize binary_cross_entropy(D(fake), 1) over G using adam(1e-4)\n}",
    right='data d = sklearn("digits")\nmodel G(z: [8]) -> [64] { z -> dense(64) }\n'
    "model D(x: [64]) -> [] { x -> dense(1) -> squeeze }\n"
    "train(epochs = 1, batch = 8) {\n let fake = G(normal([8]))\n"
    " minimize binary_cross_entropy(D(features), 1) + binary_cross_entropy(D(fake), 0) over D using adam(1e-4)\n"
    " minimize binary_cross_entropy(D(fake), 1) over G using adam(1e-4)\n}",
)
def no_adversary(span: Span, first: Span) -> Diagnostic:
    return finding(
        "this asks for the same label of the same values as the `minimize` before it, which changes another model",
        span,
        others=(Label(first, "the same is wanted here"),),
        help="for an adversary, let the two labels differ: 1 for the real and 0 for the made ones, and 1 for the maker",
    )
