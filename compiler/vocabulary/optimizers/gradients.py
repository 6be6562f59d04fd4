"""What is done to the gradient before an optimizer sees it: `clip_by_global_norm(1.0) -> adam(1e-3)`."""

from compiler.python.target import Call, Expr, call
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.optimizers.adaptive import Adam
from compiler.vocabulary.optimizers.descent import Sgd
from compiler.vocabulary.speech import Optimizer


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


class Scale(Optimizer):
    """Multiplies the gradient by a number.

    Source: optax.scale.
    """

    step_size: float = arg("the number")
    formula = "step_size g"
    examples = (use(step_size=-0.1), bad((), "a number", step_size="large"))


class SetToZero(Optimizer):
    """Makes every step zero: the weights stay as they are.

    Source: optax.set_to_zero.
    """

    formula = "0"
    examples = (use(), bad((), "no argument", size=1.0))


class Trace(Optimizer):
    """Momentum: adds what is left of the steps before.

    Source: Polyak, 1964; optax.trace.
    """

    decay: float = arg("share of the last step that is repeated", at_least=0, below=1)
    nesterov: bool = arg("look ahead along the momentum", False)
    formula = "v = decay v + g"
    source = "Polyak, 1964"
    moments = 1
    examples = (use(decay=0.9), use(decay=0.9, nesterov=True), bad((), "below 1", decay=1.0))


class Ema(Optimizer):
    """The gradients' running mean.

    Source: optax.ema.
    """

    decay: float = arg("share of the mean that stays at each step", at_least=0, below=1)
    debias: bool = arg("take the start's bias out of the mean", True)
    formula = "m = decay m + (1 - decay) g"
    moments = 1
    examples = (use(decay=0.9), use(decay=0.9, debias=False), bad((), "below 1", decay=1.0))


class ZeroNans(Optimizer):
    """Puts zero where the gradient is not a number.

    Source: optax.zero_nans.
    """

    formula = "g where g = g, else 0"
    examples = (use(), bad((), "no argument", size=1.0))


class KeepParamsNonnegative(Optimizer):
    """Cuts steps short that would make a weight negative; it comes last in a chain.

    Source: optax.keep_params_nonnegative.
    """

    formula = "max(step, -w)"
    examples = (use(), bad((), "no argument", size=1.0))


class NormalizeByUpdateNorm(Optimizer):
    """Scales the whole gradient to a length.

    Source: optax.normalize_by_update_norm.
    """

    scale_factor: float = arg("the length", 1.0, above=0)
    eps: float = arg("keeps the division from zero", 1e-6, above=0)
    formula = "scale_factor g / (norm(g) + eps)"
    examples = (use(scale_factor=2.0, eps=1e-4), bad((), "above 0", eps=0.0))


class AddNoise(Optimizer):
    """Adds normal noise that fades: its variance is eta / (1 + t) ** gamma.

    Source: Neelakantan et al., 2015; optax.add_noise.
    """

    eta: float = arg("variance of the noise at the start", at_least=0)
    gamma: float = arg("how fast it fades", at_least=0)
    key: int = arg("start of the noise's random numbers", 0, at_least=0)
    formula = "g + N(0, eta / (1 + t) ** gamma)"
    source = "Neelakantan et al., 2015"
    examples = (use(eta=0.01, gamma=0.55), use(eta=0.1, gamma=1.0, key=7), bad((), "at least 0", eta=-1.0, gamma=0.5))

    def emit(self, at: At) -> Call:
        return call("optax.add_noise", self.eta, self.gamma, key=self.key)


class ApplyEvery(Optimizer):
    """Adds up the steps of k batches and takes them at once.

    Source: optax.apply_every.
    """

    k: int = arg("how many batches", 1, at_least=1)
    moments = 1
    examples = (use(k=4), bad((), "at least 1", k=0))


class ApplyIfFinite(Optimizer):
    """Another optimizer, whose step is left out where the gradient is infinite or not a number.

    Source: optax.apply_if_finite.
    """

    inner: Optimizer = arg("the other optimizer")
    max_consecutive_errors: int = arg("after so many in a row a step is taken all the same", at_least=0)
    examples = (
        use(inner=Adam(learning_rate=1e-3), max_consecutive_errors=5),
        bad((), "an optimizer", inner=0.1, max_consecutive_errors=5),
    )

    def kept(self) -> int:
        return self.inner.kept()
