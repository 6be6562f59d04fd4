"""What is done to the gradient before an optimizer sees it: `clip_by_global_norm(1.0) -> adam(1e-3)`."""

from functools import partial

from compiler.python.target import Call, Expr, call
from compiler.vocabulary.base import WORDS, At, Misfit, arg, bad, use
from compiler.vocabulary.optax_words import declare
from compiler.vocabulary.optimizers.adaptive import Adam
from compiler.vocabulary.optimizers.descent import Sgd
from compiler.vocabulary.speech import Optimizer


class Noise(Optimizer, abstract=True):
    """A link that adds noise, whose random numbers begin at `key`."""

    def emit(self, at: At) -> Call:
        config = self.config()
        return call(f"optax.{self.name}", config["eta"], config["gamma"], key=config["key"])


link, noise = partial(declare, __name__, Optimizer), partial(declare, __name__, Noise)

# fmt: off
link("clip_by_global_norm", "max_norm", "Shortens the whole gradient to at most this length.",
    source="Pascanu et al., 2012", formula="g min(1, max_norm / norm(g))")
link("clip", "max_delta", "Keeps each element of the gradient within bounds.", source="Mikolov, 2012",
    formula="min(max(g, -max_delta), max_delta)")
link("clip_by_block_rms", "threshold:rms", "Shortens each tensor's gradient to at most this root mean square.",
    source="Shazeer & Stern, 2018")
link("adaptive_grad_clip", "clipping eps:weights=0.001",
    "Shortens each unit's gradient to at most a share of its weights' length.", source="Brock et al., 2021")
link("add_decayed_weights", "weight_decay:share=0.0", "Adds a share of each weight to its gradient: L2 regularisation.",
    source="Hanson & Pratt, 1988", formula="g + weight_decay w")
link("centralize", "", "Takes the mean out of the gradient of each unit.", source="Yong et al., 2020")
link("scale", "step_size", "Multiplies the gradient by a number.", formula="step_size g")
link("set_to_zero", "", "Makes every step zero: the weights stay as they are.", formula="0")
link("trace", "decay:step nesterov=False", "Momentum: adds what is left of the steps before.", source="Polyak, 1964",
    formula="v = decay v + g", keeps=1)
link("ema", "decay:mean debias=True", "The gradients' running mean.", formula="m = decay m + (1 - decay) g", keeps=1)
link("zero_nans", "", "Puts zero where the gradient is not a number.", formula="g where g = g, else 0")
link("keep_params_nonnegative", "", "Cuts steps short that would make a weight negative; it comes last in a chain.",
    formula="max(step, -w)")
link("normalize_by_update_norm", "scale_factor=1.0 eps:positive=1e-06", "Scales the whole gradient to a length.",
    formula="scale_factor g / (norm(g) + eps)")
noise("add_noise", "eta gamma key=0", "Adds normal noise that fades: its variance is eta / (1 + t) ** gamma.",
    source="Neelakantan et al., 2015", formula="g + N(0, eta / (1 + t) ** gamma)")
link("apply_every", "k=1", "Adds up the steps of k batches and takes them at once.", keeps=1)
# fmt: on


class Chain(Optimizer):
    """Several in a row, each working on what the one before it gave: what an arrow between them means."""

    parts: tuple[Optimizer, ...] = arg("they, in order")
    examples = (
        use(parts=(WORDS["optimizer"]["clip_by_global_norm"](max_norm=1.0), Adam(learning_rate=1e-3))),
        use(parts=(WORDS["optimizer"]["clip"](max_delta=1.0), Sgd(learning_rate=0.1, weight_decay=1e-4))),
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


class ApplyIfFinite(Optimizer):
    """Another optimizer, whose step is left out where the gradient is infinite or not a number."""

    inner: Optimizer = arg("the other optimizer")
    max_consecutive_errors: int = arg("after so many in a row a step is taken all the same", at_least=0)
    examples = (
        use(inner=Adam(learning_rate=1e-3), max_consecutive_errors=5),
        bad((), "an optimizer", inner=0.1, max_consecutive_errors=5),
    )

    def kept(self) -> int:
        return self.inner.kept()
