"""Problems of weights that are shared between inputs of different shapes."""

from compiler.problems.catalogue import finding, problem, under
from dsl.diagnostics import Diagnostic, Label
from dsl.immutable import immutable
from dsl.spans import Span

Chain = tuple[Label, ...]

ALIKE = (
    "weights that do not hang on the differing axis fit both: take it together first, by such as `global_avg_pool` or "
    "`mean(axis = 0)`; for weights of its own, write the layer or model again"
)
ONE_MAKE = (
    "one set of weights is built, whatever the length: what is built must not hang on it; "
    "for weights of its own, write the layer or model again"
)


@immutable
class Uses:
    """The two applications that share weights: what is applied, and what it is given in each, and where."""

    owner: str
    now: str
    span: Span
    before: str
    first: Span

    def both(self, now: str, before: str) -> str:
        """What stands at one place in the two applications."""
        return f"this is {now} for {self.now}, {before} for {self.before}"


@problem(
    "E0210",
    "a layer or model applied to inputs that need other weights",
    why="Applied twice under one name, a layer or model shares its weights. Inputs may differ in shape, as long as no "
    "weight does: a convolution's kernel fits images of every size, a dense layer's behind `flatten` does not.",
    wrong='model Net = dense(3)\ndata d = sklearn("iris")\n'
    "train(epochs = 1, batch = 8) { minimize sum(Net(features)) + sum(Net(features[:1])) using sgd(0.1) }",
    right='model Net = dense(3)\ndata d = sklearn("iris")\n'
    "train(epochs = 1, batch = 8) { minimize sum(Net(features)) + sum(Net(features * 2)) using sgd(0.1) }",
)
def shared_differs(span: Span, owner: str, now: str, first: Span, before: str, chain: Chain) -> Diagnostic:
    return finding(
        f"`{owner}` shares its weights between inputs of different shape",
        Label(span, f"{now} here"),
        others=(Label(first, f"{before} here"),),
        help="for weights of its own, write the layer again",
        chain=chain,
    )


def weights_differ(
    uses: Uses, what: str, built: Span, now: str, before: str, made: Label | None, chain: Chain
) -> Diagnostic:
    """`what` is the weight whose sizes `now` and `before` differ, `made` where what its layer is given comes from."""
    return _of(
        uses,
        f"`{uses.owner}` is applied to {uses.now} and to {uses.before}, but {what} cannot be shared",
        (Label(built, f"{now} for {uses.now}, {before} for {uses.before}"), *([made] if made is not None else [])),
        chain,
    )


def settings_differ(uses: Uses, layer: str, built: Span, chain: Chain) -> Diagnostic:
    """A layer that is built once, but whose arguments hang on the shape."""
    return _of(
        uses,
        f"`{uses.owner}` is applied to {uses.now} and to {uses.before}, which set `{layer}` differently",
        (Label(built, "built once, with one setting"),),
        chain,
        ONE_MAKE,
    )


def built_once(uses: Uses, layer: str, built: Span, only: str) -> Diagnostic:
    """A layer that is there at one of the two shapes only."""
    return _of(
        uses,
        f"`{uses.owner}` is applied to {uses.now} and to {uses.before}, but has `{layer}` only for {only}",
        (Label(built, f"built only for {only}"),),
        (),
        ONE_MAKE,
    )


def copies_differ(uses: Uses, built: Span, now: int, before: int, chain: Chain) -> Diagnostic:
    """`N * layer` with another N."""
    return _of(
        uses,
        f"`{uses.owner}` is applied to {uses.now} and to {uses.before}, which repeat a layer differently often",
        (Label(built, f"{now} copies for {uses.now}, {before} for {uses.before}"),),
        chain,
        ONE_MAKE,
    )


@under("E0210")
def _of(uses: Uses, message: str, others: Chain, chain: Chain, help: str = ALIKE) -> Diagnostic:
    first = Label(uses.first, f"{uses.before} here")
    chain = tuple(label for label in chain if label.span != uses.span)
    label = Label(uses.span, f"{uses.now} here")
    return finding(message, label, others=(first, *others), help=help, chain=chain)
