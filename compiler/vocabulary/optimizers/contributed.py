"""Optimizers of `optax.contrib`: newer ones, under Optax's names too."""

from typing import ClassVar

from compiler.python.target import Expr, Items, Literal, call
from compiler.vocabulary.base import At, Example, Misfit, arg, bad, use
from compiler.vocabulary.optimizers.adaptive import Adam
from compiler.vocabulary.optimizers.descent import B1, B2, DECAY, EPS, NESTEROV, RATE, ROOT, Sgd
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Optimizer, Schedule

FREE = "factor of the steps that it chooses itself"
MIX = "share of the slow running mean of the gradients that stays at each step"


class Contributed(Optimizer, abstract=True):
    """An optimizer of `optax.contrib`."""

    library = "optax.contrib"


class Muon(Contributed):
    """Momentum whose step in each matrix of weights is made orthogonal; all other weights go by Adam.

    Source: Jordan et al., 2024; optax.contrib.muon.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    ns_coeffs: tuple[float, ...] = arg("coefficients of the Newton-Schulz iteration", (3.4445, -4.775, 2.0315))
    ns_steps: int = arg("its steps", 5, at_least=1)
    beta: float = arg(B1, 0.95, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    nesterov: bool = arg(NESTEROV, True)
    adaptive: bool = arg("scale the step by how it agrees with the momentum", False)
    preconditioning: str = arg(
        "how a matrix is scaled before the iteration",
        "frobenius",
        choices=("frobenius", "spectral", "aol", "schatten"),
    )
    adam_b1: float = arg("`b1` of the weights that go by Adam", 0.9, at_least=0, below=1)
    adam_b2: float = arg("their `b2`", 0.999, at_least=0, below=1)
    adam_eps_root: float = arg("their `eps_root`", 0.0, at_least=0)
    adam_weight_decay: float = arg("their weight decay", 0.0, at_least=0)
    adam_learning_rate: float | Schedule | None = arg("their learning rate, if another", None, at_least=0)
    consistent_rms: float | None = arg("root mean square of every step, where one is wanted", None, above=0)
    source = "Jordan et al., 2024"
    moments = 1
    examples = (
        use(learning_rate=0.02),
        use(learning_rate=Cosine(peak=0.02), ns_coeffs=(2.0, -1.5, 0.5), ns_steps=3, beta=0.9, eps=1e-6),
        use(learning_rate=0.02, weight_decay=0.1, nesterov=False, adaptive=True, preconditioning="spectral"),
        use(learning_rate=0.02, adam_b1=0.8, adam_b2=0.95, adam_eps_root=1e-8, adam_weight_decay=0.1),
        use(learning_rate=0.02, adam_learning_rate=1e-3, consistent_rms=0.2),
        bad((), "three numbers", learning_rate=0.02, ns_coeffs=(1.0, 2.0)),
        bad((), "one of frobenius", learning_rate=0.02, preconditioning="none"),
    )

    def verify(self) -> None:
        if len(self.ns_coeffs) != 3:
            raise Misfit("ns_coeffs must be three numbers", what="value", argument="ns_coeffs")


class Prodigy(Contributed):
    """Adam that estimates its learning rate from how far the weights have come.

    Source: Mishchenko & Defazio, 2023; optax.contrib.prodigy.
    """

    learning_rate: float | Schedule = arg(FREE, 1.0, at_least=0)
    betas: tuple[float, ...] = arg("shares of the running means of the gradients and of their squares", (0.9, 0.999))
    beta3: float | None = arg("share of the estimate's running mean; the root of the second where not given", None)
    eps: float = arg(EPS, 1e-8, at_least=0)
    estim_lr0: float = arg("first estimate of the learning rate", 1e-6, above=0)
    estim_lr_coef: float = arg("factor of the estimate", 1.0, above=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    safeguard_warmup: bool = arg("leave the learning rate's warm-up out of the estimate", False)
    source = "Mishchenko & Defazio, 2023"
    moments = 4
    examples: ClassVar[tuple[Example, ...]] = (
        use(),
        use(learning_rate=Cosine(peak=1.0), betas=(0.8, 0.95), beta3=0.9, eps=1e-6, estim_lr0=1e-5),
        use(estim_lr_coef=0.5, weight_decay=0.1, safeguard_warmup=True),
        bad((), "two numbers", betas=(0.9,)),
        bad((), "above 0", estim_lr0=0.0),
    )

    def verify(self) -> None:
        verify_betas(self.betas)


def verify_betas(betas: tuple[float, ...]) -> None:
    if len(betas) != 2 or not all(0 <= beta < 1 for beta in betas):
        raise Misfit("betas must be two numbers from 0 to below 1", what="value", argument="betas")


class DadaptAdamw(Contributed):
    """Adam with weight decay that estimates its learning rate from how far the weights have come.

    Source: Defazio & Mishchenko, 2023; optax.contrib.dadapt_adamw.
    """

    learning_rate: float | Schedule = arg(FREE, 1.0, at_least=0)
    betas: tuple[float, ...] = arg("shares of the running means of the gradients and of their squares", (0.9, 0.999))
    eps: float = arg(EPS, 1e-8, at_least=0)
    estim_lr0: float = arg("first estimate of the learning rate", 1e-6, above=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Defazio & Mishchenko, 2023"
    moments = 3
    examples = (
        use(learning_rate=0.5, betas=(0.8, 0.95), eps=1e-6, estim_lr0=1e-5, weight_decay=0.1),
        bad((), "two numbers", betas=(0.9, 1.5)),
    )

    def verify(self) -> None:
        verify_betas(self.betas)


class Dog(Contributed):
    """Gradient descent whose step is the largest distance from the start over the gradients' length so far.

    Source: Ivgi et al., 2023; optax.contrib.dog.
    """

    learning_rate: float | Schedule = arg(FREE, 1.0, at_least=0)
    init_step: float = arg("the first distance, relative to 1 and the weights' length", 1e-6, above=0)
    eps: float = arg(EPS, 1e-8, above=0)
    weight_decay: float | None = arg("adds this share of each weight to its gradient", None, at_least=0)
    source = "Ivgi et al., 2023"
    moments = 1
    examples = (use(), use(learning_rate=0.5, init_step=1e-4, eps=1e-6, weight_decay=0.1), bad((), "above 0", eps=0.0))

    def emit(self, at: At) -> Expr:
        given = {key: value for key, value in self.given().items() if key in ("eps", "weight_decay")}
        first = {"init_step": Items((Literal("heuristic"), Literal(self.init_step)))} if self.init_step != 1e-6 else {}
        return call("optax.contrib.dog", at.config(self.learning_rate), **first, **given)


class Dowg(Contributed):
    """Gradient descent whose step is the largest distance from the start over the gradients' length, weighted by it.

    Source: Khaled et al., 2023; optax.contrib.dowg.
    """

    learning_rate: float | Schedule = arg(FREE, 1.0, at_least=0)
    init_estim_sq_dist: float | None = arg("first estimate of the squared distance", None, above=0)
    eps: float = arg(EPS, 1e-4, above=0)
    weight_decay: float | None = arg("adds this share of each weight to its gradient", None, at_least=0)
    source = "Khaled et al., 2023"
    moments = 1
    examples = (
        use(learning_rate=0.5, init_estim_sq_dist=0.1, eps=1e-6, weight_decay=0.1),
        bad((), "above 0", eps=0.0),
    )


class Cocob(Contributed):
    """Bets on coins: each weight's step is what it has won so far; no learning rate is needed.

    Source: Orabona & Tommasi, 2017; optax.contrib.cocob.
    """

    learning_rate: float | Schedule = arg(FREE, 1.0, at_least=0)
    alpha: float = arg("how carefully it bets at the start", 100.0, above=0)
    eps: float = arg(EPS, 1e-8, above=0)
    weight_decay: float = arg("adds this share of each weight to its gradient", 0.0, at_least=0)
    source = "Orabona & Tommasi, 2017"
    moments = 5
    examples = (use(learning_rate=0.5, alpha=50.0, eps=1e-6, weight_decay=0.1), bad((), "above 0", alpha=0.0))


class Acprop(Contributed):
    """Adabelief whose divisor is a step old, so that it doesn't depend on the gradient that it divides.

    Source: Zhuang et al., 2021; optax.contrib.acprop.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-16, at_least=0)
    eps_root: float = arg(ROOT, 1e-16, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Zhuang et al., 2021"
    moments = 2
    examples = (
        use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-8, eps_root=1e-8, weight_decay=0.1),
        bad((), "below 1", learning_rate=1e-3, b1=1.0),
    )


class Ademamix(Contributed):
    """Adam with a second, slow running mean of the gradients.

    Source: Pagliardini et al., 2024; optax.contrib.ademamix.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    b3: float | Schedule = arg(MIX, 0.9999, at_least=0, below=1)
    alpha: float | Schedule = arg("weight of the slow mean", 5.0, at_least=0)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Pagliardini et al., 2024"
    moments = 3
    examples = (
        use(learning_rate=1e-3, b1=0.8, b2=0.95, b3=0.99, alpha=2.0, eps=1e-6, eps_root=1e-8, weight_decay=0.1),
        bad((), "below 1", learning_rate=1e-3, b3=1.0),
    )


class SimplifiedAdemamix(Contributed):
    """Ademamix with one running mean of the gradients, whose steps need no correction at the start.

    Source: Morwani et al., 2025; optax.contrib.simplified_ademamix.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    b1: float = arg(B1, 0.99, at_least=0, below=1)
    b2: float = arg(B2, 0.95, at_least=0, below=1)
    alpha: float | Schedule = arg("weight of the gradient beside its mean", 0.0, at_least=0)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Morwani et al., 2025"
    moments = 2
    examples = (
        use(learning_rate=1e-5, b1=0.9, b2=0.99, alpha=2.0, eps=1e-6, eps_root=1e-8, weight_decay=0.1),
        bad((), "below 1", learning_rate=1e-3, b1=1.0),
    )


class Adopt(Contributed):
    """Adam that divides before it takes the mean, and so converges for every `b2`.

    Source: Taniguchi et al., 2024; optax.contrib.adopt.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.9999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-6, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    use_clipping: bool = arg("bound what is divided, more widely from step to step", True)
    source = "Taniguchi et al., 2024"
    moments = 2
    examples = (
        use(learning_rate=1e-3, b1=0.8, b2=0.99, eps=1e-8, nesterov=True, use_clipping=False),
        bad((), "below 1", learning_rate=1e-3, b1=1.0),
    )


class Madgrad(Contributed):
    """Adagrad with momentum and dual averaging: a cube root in the place of the square root.

    Source: Defazio & Jelassi, 2021; optax.contrib.madgrad.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    momentum: float = arg("share of the last step that is repeated", 0.9, at_least=0, below=1)
    weight_decay: float = arg("adds this share of each weight to its gradient", 0.0, at_least=0)
    eps: float = arg(EPS, 1e-6, above=0)
    source = "Defazio & Jelassi, 2021"
    moments = 3
    examples = (
        use(learning_rate=1e-2, momentum=0.5, weight_decay=0.1, eps=1e-4),
        bad((), "above 0", learning_rate=1e-2, eps=0.0),
    )


class Mechanize(Contributed):
    """Finds the learning rate of any other optimizer.

    Source: Cutkosky et al., 2023; optax.contrib.mechanize.
    """

    base_optimizer: Optimizer = arg("the other optimizer")
    weight_decay: float = arg("how strongly the learning rate is held back", 1e-2, at_least=0)
    eps: float = arg(EPS, 1e-8, above=0)
    s_init: float = arg("first factor of the learning rate", 1e-6, above=0)
    num_betas: int = arg("how many estimates it mixes", 6, at_least=1)
    source = "Cutkosky et al., 2023"
    examples = (
        use(base_optimizer=Adam(learning_rate=1.0)),
        use(base_optimizer=Sgd(learning_rate=1.0), weight_decay=0.1, eps=1e-6, s_init=1e-4, num_betas=4),
        bad((), "an optimizer", base_optimizer=0.1),
    )

    def kept(self) -> int:
        """The weights at the start, and what the other optimizer keeps."""
        return 1 + self.base_optimizer.kept()


class Normalize(Contributed):
    """Scales the whole gradient to the length 1.

    Source: optax.contrib.normalize.
    """

    formula = "g / norm(g)"
    examples = (use(), bad((), "no argument", size=1.0))
