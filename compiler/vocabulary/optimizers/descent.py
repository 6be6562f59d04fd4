"""Optimizers: Optax's own, under its names, with its arguments' names and defaults."""

from compiler.python.target import Call, Expr, call
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Optimizer, Schedule

RATE = "learning rate: how far a step goes"
B1 = "share of the gradients' running mean that stays at each step"
B2 = "share of the squared gradients' running mean that stays at each step"
EPS = "keeps the division from zero"
ROOT = "the same, inside the square root"
DECAY = "pulls weights towards zero: this share of them at each step, times the learning rate"
NESTEROV = "look ahead along the momentum"


class Descent(Optimizer, abstract=True):
    """An optimizer whose steps a learning rate scales."""

    learning_rate: float | Schedule = arg(
        RATE, at_least=0, usual=(0, 2), hint="learning rates lie between 1e-5 and 1; `10%` is 0.1"
    )


class Sgd(Descent):
    """Stochastic gradient descent, with momentum where given.

    Source: Robbins & Monro, 1951; Polyak, 1964; optax.sgd.
    """

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


class Lars(Descent):
    """Gradient descent with momentum whose step is scaled to each tensor's length; for very large batches.

    Source: You et al., 2017; optax.lars.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    trust_coefficient: float = arg("step's length over the tensor's", 0.001, above=0)
    eps: float = arg(EPS, 0.0, at_least=0)
    momentum: float = arg("share of the last step that is repeated", 0.9, at_least=0, below=1)
    nesterov: bool = arg(NESTEROV, False)
    source = "You et al., 2017"
    moments = 1
    examples = (
        use(learning_rate=0.1, weight_decay=1e-4, trust_coefficient=0.01, eps=1e-8, momentum=0.8, nesterov=True),
    )


class Rmsprop(Descent):
    """The gradient over the root of its squares' running mean.

    Source: Tieleman & Hinton, 2012; optax.rmsprop.
    """

    decay: float = arg(B2, 0.9, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    initial_scale: float = arg("the mean's first value", 0.0, at_least=0)
    eps_in_sqrt: bool = arg("add `eps` inside the square root", True)
    centered: bool = arg("divide by the standard deviation instead", False)
    momentum: float | None = arg("share of the last step that is repeated", None, at_least=0, below=1)
    nesterov: bool = arg(NESTEROV, False)
    bias_correction: bool = arg("take the start's bias out of the mean", False)
    formula = "v = decay v + (1 - decay) g ** 2; w = w - rate g / sqrt(v + eps)"
    source = "Tieleman & Hinton, 2012"
    examples = (
        use(learning_rate=1e-3, decay=0.99, eps=1e-6, initial_scale=1.0, eps_in_sqrt=False, centered=True),
        use(learning_rate=1e-3, momentum=0.9, nesterov=True, bias_correction=True),
    )

    def kept(self) -> int:
        return 1 + self.centered + (self.momentum is not None)


class Adagrad(Descent):
    """The gradient over the root of the sum of all its squares so far.

    Source: Duchi et al., 2011; optax.adagrad.
    """

    initial_accumulator_value: float = arg("the sum's first value", 0.1, at_least=0)
    eps: float = arg(EPS, 1e-7, at_least=0)
    formula = "v = v + g ** 2; w = w - rate g / sqrt(v + eps)"
    source = "Duchi et al., 2011"
    moments = 1
    examples = (use(learning_rate=0.1, initial_accumulator_value=0.0, eps=1e-6),)


class Adadelta(Optimizer):
    """Steps as large as the weights' recent changes, so that no learning rate is needed.

    Source: Zeiler, 2012; optax.adadelta.
    """

    learning_rate: float | Schedule | None = arg(RATE + "; 1 where not given", None, at_least=0)
    rho: float = arg(B2, 0.9, at_least=0, below=1)
    eps: float = arg(EPS, 1e-6, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Zeiler, 2012"
    moments = 2
    examples = (use(learning_rate=1.0, rho=0.95, eps=1e-8, weight_decay=0.1), use(learning_rate=0.5))


class Sm3(Descent):
    """Adagrad with its squares kept for rows and columns.

    Source: Anil et al., 2019; optax.sm3.
    """

    momentum: float = arg("share of the last step that is repeated", 0.9, at_least=0, below=1)
    source = "Anil et al., 2019"
    moments = 1
    examples = (use(learning_rate=0.1), use(learning_rate=0.1, momentum=0.5))


class Fromage(Descent):
    """Steps of a fixed length relative to each tensor's.

    Source: Bernstein et al., 2020; optax.fromage.
    """

    min_norm: float = arg("least length that a tensor counts with", 1e-6, above=0)
    source = "Bernstein et al., 2020"
    examples = (use(learning_rate=0.01), use(learning_rate=0.01, min_norm=1e-4))


class NoisySgd(Descent):
    """Gradient descent with noise that fades: its variance is eta / (1 + t) ** gamma.

    Source: Neelakantan et al., 2015; optax.noisy_sgd.
    """

    eta: float = arg("variance of the noise at the start", 0.01, at_least=0)
    gamma: float = arg("how fast it fades", 0.55, at_least=0)
    key: int = arg("start of the noise's random numbers", 0, at_least=0)
    source = "Neelakantan et al., 2015"
    examples = (use(learning_rate=0.1), use(learning_rate=0.1, eta=0.1, gamma=1.0, key=7))

    def emit(self, at: At) -> Call:
        given = {key: value for key, value in self.given().items() if key != "learning_rate"}
        return call("optax.noisy_sgd", at.config(self.learning_rate), **{**given, "key": self.key})


class SignSgd(Descent):
    """The gradient's sign: every weight moves by the same amount.

    Source: Bernstein et al., 2018; optax.sign_sgd.
    """

    formula = "w = w - rate sign(g)"
    source = "Bernstein et al., 2018"
    examples = (use(learning_rate=1e-3), bad((), "at least 0", learning_rate=-1.0))


class Signum(Descent):
    """The sign of the gradients' running mean.

    Source: Bernstein et al., 2018; optax.signum.
    """

    beta: float = arg(B1, 0.9, at_least=0, below=1)
    source = "Bernstein et al., 2018"
    moments = 1
    examples = (use(learning_rate=1e-3), use(learning_rate=1e-3, beta=0.5))


class Rprop(Optimizer):
    """A step size for each weight that grows while its gradient keeps its sign; for batches of all examples.

    Source: Riedmiller & Braun, 1993; optax.rprop.
    """

    learning_rate: float = arg("the first step size", above=0)
    eta_minus: float = arg("factor when the sign turns", 0.5, above=0, below=1)
    eta_plus: float = arg("factor when it stays", 1.2, above=1)
    min_step_size: float = arg("smallest step", 1e-6, at_least=0)
    max_step_size: float = arg("largest step", 50.0, above=0)
    source = "Riedmiller & Braun, 1993"
    moments = 2
    examples = (use(learning_rate=1e-3, eta_minus=0.6, eta_plus=1.1, min_step_size=1e-5, max_step_size=1.0),)


class OptimisticGradientDescent(Descent):
    """Gradient descent that adds how the gradient has changed; for games such as GANs.

    Source: Mokhtari et al., 2019; optax.optimistic_gradient_descent.
    """

    alpha: float = arg("weight of the gradient", 1.0, at_least=0)
    beta: float = arg("weight of its change", 1.0, at_least=0)
    formula = "w = w - rate (alpha g[t] + beta (g[t] - g[t - 1]))"
    source = "Mokhtari et al., 2019"
    moments = 1
    examples = (use(learning_rate=0.1), use(learning_rate=0.1, alpha=0.9, beta=0.5))
