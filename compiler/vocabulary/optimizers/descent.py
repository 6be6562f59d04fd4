"""Optimizers: Optax's own, under its names, with its arguments' names and defaults."""

from functools import partial

from compiler.python.target import Call, Expr, call
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.optax_words import NESTEROV, RATE, declare
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Optimizer, Schedule


class Descent(Optimizer, abstract=True):
    """An optimizer whose steps a learning rate scales."""

    learning_rate: float | Schedule = arg(
        RATE, at_least=0, usual=(0, 2), hint="learning rates lie between 1e-5 and 1; `10%` is 0.1"
    )


class Sgd(Descent):
    """Stochastic gradient descent, with momentum where given."""

    momentum: float | None = arg("share of the last step that is repeated", None, at_least=0, below=1)
    nesterov: bool = arg(NESTEROV, False)
    weight_decay: float = arg("adds this share of each weight to its gradient", 0.0, at_least=0)
    formula = "v = momentum v + g + weight_decay w; w = w - rate v"
    source = "Robbins & Monro, 1951; Polyak, 1964"
    examples = (
        use(learning_rate=0.1),
        use(learning_rate=Cosine(peak=0.1, warmup=0.05), momentum=0.9),
        use(learning_rate=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4),
        bad((), "at least 0", learning_rate=-0.1),
        bad((), "below 1", learning_rate=0.1, momentum=1.0),
        bad((), "a number or a schedule", learning_rate="fast"),
        bad((), "needs momentum", learning_rate=0.1, nesterov=True),
    )

    def verify(self) -> None:
        if self.nesterov and self.momentum is None:
            raise Misfit("nesterov needs momentum", what="value", argument="nesterov")

    def emit(self, at: At) -> Expr:
        given = {key: value for key, value in self.given().items() if key in ("momentum", "nesterov")}
        descent = call("optax.sgd", at.config(self.learning_rate), **given)
        if not self.weight_decay:
            return descent
        return call("optax.chain", call("optax.add_decayed_weights", self.weight_decay), descent)

    def kept(self) -> int:
        return 0 if self.momentum is None else 1


class CenteredDescent(Descent, abstract=True):
    """A descent that keeps a mean of squares, and other means where its arguments ask for them."""

    def kept(self) -> int:
        config = self.config()
        return 1 + bool(config["centered"]) + (config["momentum"] is not None)


class NoisyDescent(Descent, abstract=True):
    """A descent with noise, whose random numbers begin at `key`, which Optax wants to be told."""

    def emit(self, at: At) -> Call:
        given = {key: value for key, value in self.given().items() if key != "learning_rate"}
        return call(f"optax.{self.name}", at.config(self.learning_rate), **{**given, "key": self.config()["key"]})


class SummedSquares(Descent, abstract=True):
    """A descent whose function in Optax takes no schedule: its links do."""

    def emit(self, at: At) -> Expr:
        if not isinstance(self.learning_rate, Schedule):
            return super().emit(at)
        direction = call(f"optax.scale_by_{self.name}", self.config()["momentum"])
        return call("optax.chain", direction, call("optax.scale_by_learning_rate", at.config(self.learning_rate)))


link, descent = partial(declare, __name__, Optimizer), partial(declare, __name__, Descent)
centered, noisy = partial(declare, __name__, CenteredDescent), partial(declare, __name__, NoisyDescent)
summed = partial(declare, __name__, SummedSquares)

# fmt: off
descent("lars", "learning_rate weight_decay=0.0 trust_coefficient=0.001 eps=0.0 momentum=0.9 nesterov=False",
    "Gradient descent with momentum whose step is scaled to each tensor's length; for very large batches.",
    source="You et al., 2017", keeps=1)
centered("rmsprop", "decay=0.9 eps=1e-08 initial_scale=0.0 eps_in_sqrt=True centered=False momentum=None "
    "nesterov=False bias_correction=False", "The gradient over the root of its squares' running mean.",
    source="Tieleman & Hinton, 2012", formula="v = decay v + (1 - decay) g ** 2; w = w - rate g / sqrt(v + eps)")
descent("adagrad", "initial_accumulator_value=0.1 eps=1e-07",
    "The gradient over the root of the sum of all its squares so far.", source="Duchi et al., 2011",
    formula="v = v + g ** 2; w = w - rate g / sqrt(v + eps)", keeps=1)
link("adadelta", "learning_rate:one=None rho=0.9 eps=1e-06 weight_decay=0.0",
    "Steps as large as the weights' recent changes, so that no learning rate is needed.", source="Zeiler, 2012",
    keeps=2)
summed("sm3", "momentum=0.9", "Adagrad with its squares kept for rows and columns.", source="Anil et al., 2019",
    keeps=1)
descent("fromage", "min_norm=1e-06", "Steps of a fixed length relative to each tensor's.",
    source="Bernstein et al., 2020")
noisy("noisy_sgd", "eta=0.01 gamma=0.55 key=0",
    "Gradient descent with noise that fades: its variance is eta / (1 + t) ** gamma.",
    source="Neelakantan et al., 2015")
descent("sign_sgd", "", "The gradient's sign: every weight moves by the same amount.", source="Bernstein et al., 2018",
    formula="w = w - rate sign(g)")
descent("signum", "beta:mean=0.9", "The sign of the gradients' running mean.", source="Bernstein et al., 2018", keeps=1)
link("rprop", "learning_rate:first eta_minus=0.5 eta_plus=1.2 min_step_size=1e-06 max_step_size=50.0",
    "A step size for each weight that grows while its gradient keeps its sign; for batches of all examples.",
    source="Riedmiller & Braun, 1993", keeps=2)
descent("optimistic_gradient_descent", "alpha=1.0 beta=1.0",
    "Gradient descent that adds how the gradient has changed; for games such as GANs.", source="Mokhtari et al., 2019",
    formula="w = w - rate (alpha g[t] + beta (g[t] - g[t - 1]))", keeps=1)
# fmt: on
