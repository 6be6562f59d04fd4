"""Problems of types: shapes, kinds, meanings, and the values of arguments."""

from collections.abc import Iterable

from compiler.problems.catalogue import IRIS, LEARN, finding, list_names, problem, suggestion, under
from dsl.diagnostics import Diagnostic, Label
from dsl.spans import Span

Chain = tuple[Label, ...]


@problem(
    "E0201",
    "an argument's value that cannot be",
    why="Each argument's type and range are declared with the word.",
    wrong="model Net(x: [4]) { x -> dense(0) }",
    right="model Net(x: [4]) { x -> dense(8) }",
)
def wrong_value(
    span: Span,
    name: str,
    owner: str,
    value: str,
    wanted: str,
    chain: Chain = (),
    guess: str | None = None,
    order: Iterable[str] = (),
    help: str | None = None,
) -> Diagnostic:
    """`order` names the arguments in their order, where the value's place has told its name."""
    meant, fix = suggestion(span, guess)
    order = list(order)
    arguments = f"arguments of `{owner}` are, in this order," if len(order) > 1 else f"only argument of `{owner}` is"
    return finding(
        f"`{name}` of `{owner}` must be {wanted}, not {value}",
        Label(span, f"must be {wanted}"),
        chain=chain,
        notes=(f"the {arguments} {list_names(order)}",) if order else (),
        help=meant or help,
        fix=fix,
    )


@problem(
    "E0202",
    "the wrong number of tensors",
    why="A layer, block or model is applied to as many tensors as it declares.",
    wrong="model Net(x: [4], y: [4]) { x + y }\nmodel Two(x: [4]) { x -> Net }",
    right="model Net(x: [4], y: [4]) { x + y }\nmodel Two(x: [4]) { (x, x) -> Net }",
)
def wrong_count(
    span: Span, owner: str, wanted: int, given: int, chain: Chain = (), names: Iterable[str] = ()
) -> Diagnostic:
    names = list(names)
    tensors = "tensor" if wanted == 1 else "tensors"
    reason = f"`{owner}` takes {wanted} {tensors}, but is given {given}"
    notes = (f"it takes {list_names(names)}",) if len(names) > 1 else ()
    return finding(reason, span, chain=chain, notes=notes)


@problem(
    "E0203",
    "shapes that do not fit",
    why="Every expression's shape is inferred from the data's; an operation states which shapes it takes. The batch "
    "axis is never written.",
    wrong="model Net(x: [28, 28, 1]) -> [10] { x -> conv(6) -> dense(10) -> reshape([10]) }",
    right="model Net(x: [28, 28, 1]) -> [10] { x -> conv(6) -> flatten -> dense(10) }",
)
def shapes(span: Span, reason: str, others: Chain, help: str | None, chain: Chain) -> Diagnostic:
    return finding(reason, Label(span, "does not fit"), others=others, help=help, chain=chain)


@problem(
    "E0204",
    "a kind of value that does not fit",
    why="A class is not a number and a text is not a tensor: a loss, measure or operation states which kinds it takes.",
    wrong='data d = sklearn("iris")\nmodel Net = dense(1) -> squeeze\n'
    "train(epochs = 1, batch = 8) { minimize mse(Net(features), target) using sgd(0.1) }",
    right=IRIS + LEARN,
)
def kinds(span: Span, reason: str, others: Chain, help: str | None, chain: Chain) -> Diagnostic:
    return finding(reason, span, others=others, help=help, chain=chain)


@problem(
    "E0205",
    "a meaning that does not fit",
    why="Logits, probabilities and decisions are different things: an area under the ROC curve, say, needs scores, "
    "not decisions.",
    wrong='data d = sklearn("breast_cancer")\nmodel Net = dense(1) -> squeeze\n'
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate { auc(step(Net(features)), target) }",
    right='data d = sklearn("breast_cancer")\nmodel Net = dense(1) -> squeeze\n'
    "train(epochs = 1, batch = 8) { minimize binary_cross_entropy(Net(features), target) using sgd(0.1) }\n"
    "evaluate { auc(Net(features), target) }",
)
def meanings(span: Span, reason: str, others: Chain, help: str | None, chain: Chain) -> Diagnostic:
    return finding(reason, span, others=others, help=help, chain=chain)


@under("E0205")
def head_and_loss(span: Span, loss: str, head: str, made: Span, link: str, chain: Chain) -> Diagnostic:
    """A loss of one distribution given independent probabilities, or the other way round."""
    if link == "sigmoid":
        reason = f"`{loss}` takes one choice among the classes, but `{head}` judges each output by itself"
        help = (
            "end the model with `softmax` or with the bare scores; several labels at once take `binary_cross_entropy`"
        )
    else:
        reason = f"`{loss}` judges each output by itself, but `{head}` makes the outputs one choice"
        help = "one of several classes takes `cross_entropy`; for two classes end with one output and `sigmoid`"
    return finding(reason, span, others=(Label(made, "the model ends here"),), help=help, chain=chain)


@problem(
    "E0206",
    "a result that is not what was declared",
    why="The shape after `->` in a header is a promise; it is compared with what the body gives.",
    wrong="model Net(x: [4]) -> [3] { x -> dense(2) }",
    right="model Net(x: [4]) -> [3] { x -> dense(3) }",
)
def result_differs(
    span: Span,
    owner: str,
    given: str,
    declared: Span,
    wanted: str,
    chain: Chain,
    help: str | None = None,
    reason: str | None = None,
    origins: Chain = (),
) -> Diagnostic:
    return finding(
        f"`{owner}` is declared to give {wanted}, but its body gives {given}",
        Label(span, f"this is {given}"),
        others=(Label(declared, f"{wanted} is declared here"), *origins),
        chain=chain,
        notes=(reason,) if reason else (),
        help=help or f"let the last step give {wanted}, or declare {given}",
    )


@problem(
    "E0207",
    "a repeated layer that changes its shape or kind",
    why="In `N * layer` each copy feeds the next, so the layer must give back the shape and kind that it takes.",
    wrong="model Net(x: [4]) { x -> 3 * dense(8) }",
    right="model Net(x: [4]) { x -> dense(8) -> 3 * (dense(8) -> relu) }",
)
def not_repeatable(span: Span, taken: str, given: str, chain: Chain, help: str | None = None) -> Diagnostic:
    return finding(
        f"the repeated layer takes {taken} and gives {given}, so a second copy cannot follow the first",
        Label(span, f"{taken} -> {given}"),
        help=help or "let the layer before it bring the shape that it keeps",
        chain=chain,
    )


@problem(
    "E0208",
    "something else than a tensor",
    why="An operation is applied to tensors or numbers.",
    wrong='model Net(x: [4]) { x + "one" }',
    right="model Net(x: [4]) { x + 1 }",
)
def not_a_tensor(span: Span, what: str, wanted: str, chain: Chain = (), help: str | None = None) -> Diagnostic:
    return finding(f"here {wanted} is needed, but this is {what}", Label(span, what), chain=chain, help=help)


@problem(
    "E0209",
    "a value that is not known when compiling",
    why="Widths, counts, conditions and the like are fixed when the program is compiled; they cannot depend on a "
    "tensor.",
    wrong="model Net(x: [4]) { x -> dense(width = sum(x)) }",
    right="model Net(x: [4]) { x -> dense(8) }",
)
def not_compile_time(span: Span, wanted: str, chain: Chain = (), help: str | None = None) -> Diagnostic:
    reason = f"here {wanted} is needed, known when compiling, but this is computed from data"
    known = "known when compiling are numbers, `hyper`s, settings of blocks and the names of dimensions"
    return finding(reason, Label(span, "computed from data"), chain=chain, help=help or known)


@under("E0209")
def not_known_yet(span: Span, left: str, symbol: str, right: str, chain: Chain = ()) -> Diagnostic:
    reason = f"here a value known when compiling is needed, but `{left} {symbol} {right}` depends on the data"
    help = "sizes that only the data tell are added, subtracted, multiplied and divided by `//`"
    return finding(reason, Label(span, "known when the data are there"), chain=chain, help=help)


@problem(
    "E0211",
    "an input that is not what was declared",
    why="A model's or block's parameter states the shape it takes.",
    wrong='data d = sklearn("iris")\nmodel Net(x: [5]) -> [3] { x -> dense(3) }\n' + LEARN,
    right='data d = sklearn("iris")\nmodel Net(x: [4]) -> [3] { x -> dense(3) }\n' + LEARN,
)
def input_differs(
    span: Span,
    owner: str,
    name: str,
    given: str,
    declared: Span,
    wanted: str,
    chain: Chain,
    help: str | None = None,
    reason: str | None = None,
    origins: Chain = (),
) -> Diagnostic:
    return finding(
        f"`{owner}` takes {wanted} as `{name}`, but is given {given}",
        Label(span, f"this is {given}"),
        others=(Label(declared, f"{wanted} is declared here"), *origins),
        chain=chain,
        notes=(reason,) if reason else (),
        help=help or f"give it {wanted}, or let it take {given}",
    )


@problem(
    "E0212",
    "arithmetic that has no answer",
    why="A number computed when compiling must exist: no division by zero, no shape that is not a whole number.",
    wrong="model Net(x: [4]) { x -> dense(8 // 0) }",
    right="model Net(x: [4]) { x -> dense(8 // 2) }",
)
def no_answer(span: Span, reason: str, chain: Chain = (), help: str | None = None) -> Diagnostic:
    return finding(reason, span, chain=chain, help=help)
