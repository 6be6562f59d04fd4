"""Problems of structure: what stands where, and what an experiment needs."""

from compiler.problems.catalogue import IRIS, LEARN, finding, list_names, problem, under
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span


@problem(
    "E0302",
    "a body without a value",
    why="The value of a body is that of its last expression.",
    wrong="model Net(x: [4]) { let h = x -> dense(3) }",
    right="model Net(x: [4]) { let h = x -> dense(3)\n h -> relu }",
)
def no_value(span: Span, owner: str) -> Diagnostic:
    return finding(f"the body of `{owner}` has no value", span, help="end it with the expression that is its result")


@problem(
    "E0303",
    "a phase without data",
    why="`train` and `evaluate` go through the examples of one data set, found by the fields that they use.",
    wrong="model Net(x: [4]) -> [1] { x -> dense(1) }\n"
    "train(epochs = 1, batch = 8) { minimize sum(Net([1, 2, 3, 4])) using sgd(0.1) }",
    right=IRIS + LEARN,
)
def no_data(span: Span, phase: str) -> Diagnostic:
    return finding(f"`{phase}` uses no field of any data set", span, help="use a field of a `data` in it")


@problem(
    "E0304",
    "a phase with the fields of several data sets",
    why="One batch holds examples of one data set.",
    wrong='data a = sklearn("iris")\ndata b = sklearn("wine")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(a.features), b.target) using sgd(0.1) }",
    right='data a = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(a.features), a.target) using sgd(0.1) }",
)
def several_data(span: Span, phase: str, names: tuple[str, ...]) -> Diagnostic:
    help = "take both fields of one data set; another data set has a phase of its own"
    return finding(f"`{phase}` mixes fields of {list_names(names)}", span, help=help)


@problem(
    "E0305",
    "weights outside a model",
    why="A layer with weights belongs to a model, so that it is saved, restored, drawn and counted under a name.",
    wrong='data d = sklearn("iris")\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(features -> dense(3), target) using sgd(0.1) }",
    right=IRIS + LEARN,
)
def weights_outside(span: Span, word: str) -> Diagnostic:
    return finding(f"`{word}` has weights, but stands outside every model", span, help="name it: `model Head = ...`")


@problem(
    "E0306",
    "something else than an optimizer",
    why="`using` names the optimizer that seeks the loss's minimum.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) using 0.1 }",
    right=IRIS + LEARN,
)
def not_an_optimizer(span: Span, what: str) -> Diagnostic:
    return finding(f"`using` takes an optimizer, but this is {what}", span, help="such as `adam(1e-3)`")


@problem(
    "E0307",
    "a loss without weights",
    why="`minimize` changes weights; a loss that depends on none has nothing to learn.",
    wrong='data d = sklearn("iris")\ntrain(epochs = 1, batch = 8) { minimize sum(features) using sgd(0.1) }',
    right=IRIS + LEARN,
)
def nothing_to_train(
    span: Span, reason: str, cut: Span | None = None, cutter: str | None = None, decides: bool = False
) -> Diagnostic:
    """`cutter` is a step that lets no gradient pass, and `decides` whether it takes a decision."""
    others = (Label(cut, f"`{cutter}` lets no gradient pass"),) if cut else ()
    help = "let the loss depend on a model's weights"
    if cut:
        help = f"let the loss take what stands before `{cutter}`"
    if decides:
        help += "; decisions are judged in `evaluate`, by a measure such as `accuracy`"
    return finding(reason, span, others=others, help=help)


@problem(
    "E0308",
    "a model that is not one",
    why="`over` takes models, whose weights the optimizer then changes.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) over features using sgd(0.1) }",
    right='data d = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) over Net using sgd(0.1) }",
)
def not_a_model(span: Span, what: str) -> Diagnostic:
    return finding(f"`over` takes models, but this is {what}", span, help="name a model of this loss")


@problem(
    "E0312",
    "weights that two optimizers change",
    why="Each weight has one optimizer in a `minimize`: a model and a part of it, or one part twice, would get two.",
    wrong='data d = sklearn("iris")\nmodel Net(x: [4]) -> [3] { let head = dense(3)\n x -> dense(8) -> relu -> head }\n'
    "train(epochs = 1, batch = 8) {\n"
    "  minimize cross_entropy(Net(features), target) over Net using sgd(0.1), Net.head using adam(0.1)\n}",
    right='data d = sklearn("iris")\nmodel Net(x: [4]) -> [3] { let body = dense(8)\n let head = dense(3)\n'
    " x -> body -> relu -> head }\n"
    "train(epochs = 1, batch = 8) {\n"
    "  minimize cross_entropy(Net(features), target) over Net.body using sgd(0.1), Net.head using adam(0.1)\n}",
)
def weights_twice(span: Span, title: str, first: Span, before: str) -> Diagnostic:
    same = title == before
    inner, outer = (title, before) if title.startswith(before) else (before, title)
    return finding(
        f"`{title}` is named twice" if same else f"`{inner}` is a part of `{outer}`: its weights are named twice",
        Label(span, "named again"),
        others=(Label(first, "named here already"),),
        help="name each part once" if same else f"name the parts of `{outer.split('.')[0]}` one by one",
    )


@problem(
    "E0313",
    "weights that cannot be named so",
    why="`over` takes models and their parts. A model used inside another keeps its own name, and the copies that "
    "`N * layer` makes are trained together.",
    wrong='data d = sklearn("iris")\nmodel Body = dense(8) -> relu\n'
    "model Net(x: [4]) -> [3] { x -> Body -> dense(3) }\n"
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) over Net.Body using sgd(0.1) }",
    right='data d = sklearn("iris")\nmodel Body = dense(8) -> relu\n'
    "model Net(x: [4]) -> [3] { x -> Body -> dense(3) }\n"
    "train(epochs = 1, batch = 8) { minimize cross_entropy(Net(features), target) over Body using sgd(0.1) }",
)
def a_model_of_its_own(span: Span, name: str) -> Diagnostic:
    return finding(
        f"`{name}` is a model of its own, wherever it is used", span, help=f"name it by itself: `over {name}`"
    )


@under("E0313")
def copies_together(span: Span, name: str, count: int) -> Diagnostic:
    return finding(
        f"`{name}` are {count:,} copies of a layer, which are trained together",
        Label(span, "all copies"),
        help=f"end the name there: `{span.text}`",
    )


@problem(
    "E0309",
    "a spec that is too large",
    why="Repetition and recursion are bounded, so that checking always ends.",
    wrong="model Net(x: [4]) { x -> 1_000_000_000 * dense(4) }",
    right="model Net(x: [4]) { x -> 36 * dense(4) }",
)
def too_large(span: Span, reason: str) -> Diagnostic:
    return finding(reason, span)


@problem(
    "E0310",
    "a part of the language that this version does not compile",
    why="The language is larger than what this version compiles; it says so rather than guess.",
    wrong="block twice(x: [n], layer) { x -> layer -> layer }\n"
    "model Net(x: [4]) { let shared = dense(4)\n x -> twice(shared) -> relu -> twice(shared) }",
    right="block twice(x: [n], layer) { x -> layer -> layer }\n"
    "model Net(x: [4]) { x -> twice(dense(4)) -> relu -> twice(dense(4)) }",
)
def not_compiled(span: Span, what: str, help: str | None = None) -> Diagnostic:
    return finding(f"this version of dlc does not compile {what}", span, help=help)


@problem(
    "E0311",
    "something else than what belongs here",
    why="`evaluate` holds measures and `show`; `show` takes a picture; a data set comes from a source.",
    wrong="data d = 3",
    right='data d = sklearn("iris")',
)
def wrong_part(span: Span, what: str, wanted: str, help: str | None = None) -> Diagnostic:
    return finding(f"here {wanted} is needed, but this is {what}", span, help=help)
