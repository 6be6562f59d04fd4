"""What is done to the gradient before an optimizer sees it: `clip_by_global_norm(1.0) -> adam(1e-3)`."""

from compiler.target import Call, Expr, call
from compiler.vocabulary.adaptive import Adam
from compiler.vocabulary.base import At, Misfit, Optimizer, arg, bad, use
from compiler.vocabulary.optimizers import Sgd


class ClipByGlobalNorm(Optimizer):
    """Shortens the whole gradient to at most this length.

    Source: Pascanu et al., 2012; optax.clip_by_global_norm.
    """

    max_norm: float = arg("largest length", above=0)
    formula = "g min(1, max_norm / norm(g))"
    source = "Pascanu et al., 2012"
    examples = (use(max_norm=1.0), bad((), "above 0", max_norm=0.0))


class Clip(Optimizer):
    """Keeps each element of the gradient within bounds.

    Source: Mikolov, 2012; optax.clip.
    """

    max_delta: float = arg("largest size of an element", above=0)
    formula = "min(max(g, -max_delta), max_delta)"
    source = "Mikolov, 2012"
    examples = (use(max_delta=0.5), bad((), "above 0", max_delta=0.0))


class ClipByBlockRms(Optimizer):
    """Shortens each tensor's gradient to at most this root mean square.

    Source: Shazeer & Stern, 2018; optax.clip_by_block_rms.
    """

    threshold: float = arg("largest root mean square", above=0)
    source = "Shazeer & Stern, 2018"
    examples = (use(threshold=1.0), bad((), "above 0", threshold=0.0))


class AdaptiveGradClip(Optimizer):
    """Shortens each unit's gradient to at most a share of its weights' length.

    Source: Brock et al., 2021; optax.adaptive_grad_clip.
    """

    clipping: float = arg("largest share", above=0)
    eps: float = arg("least length that weights count with", 1e-3, above=0)
    source = "Brock et al., 2021"
    examples = (use(clipping=0.01), use(clipping=0.01, eps=1e-2), bad((), "above 0", clipping=0.0))


class AddDecayedWeights(Optimizer):
    """Adds a share of each weight to its gradient: L2 regularisation.

    Source: Hanson & Pratt, 1988; optax.add_decayed_weights.
    """

    weight_decay: float = arg("the share", 0.0, at_least=0)
    formula = "g + weight_decay w"
    source = "Hanson & Pratt, 1988"
    examples = (use(weight_decay=1e-4), bad((), "at least 0", weight_decay=-1.0))


class Centralize(Optimizer):
    """Takes the mean out of the gradient of each unit.

    Source: Yong et al., 2020; optax.centralize.
    """

    source = "Yong et al., 2020"
    examples = (use(),)


class Chain(Optimizer):
    """Several in a row, each working on what the one before it gave: what an arrow between them means.

    Source: optax.chain.
    """

    parts: tuple[Optimizer, ...] = arg("they, in order")
    examples = (
        use(parts=(ClipByGlobalNorm(max_norm=1.0), Adam(learning_rate=1e-3))),
        use(parts=(Clip(max_delta=1.0), Sgd(learning_rate=0.1, weight_decay=1e-4))),
        bad((), "at least one", parts=()),
    )

    def verify(self) -> None:
        if not self.parts:
            raise Misfit("a chain needs at least one part", what="value", argument="parts")

    def emit(self, at: At) -> Expr:
        steps: list[Expr] = []
        for part in self.parts:
            match part.emit(at):
                case Call(function, inner) if function == call("optax.chain").function:
                    steps.extend(inner)
                case step:
                    steps.append(step)
        return call("optax.chain", *steps)

    def kept(self) -> int:
        return sum(part.kept() for part in self.parts)
