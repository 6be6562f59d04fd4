"""Optimizers of `optax.contrib`: newer ones, under Optax's names too."""

from functools import partial

from compiler.python.target import Expr, Items, Literal, call
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.optax_words import EPS, declare
from compiler.vocabulary.optimizers.adaptive import Adam
from compiler.vocabulary.optimizers.descent import Sgd
from compiler.vocabulary.speech import Optimizer


class Contributed(Optimizer, abstract=True):
    """An optimizer of `optax.contrib`."""

    library = "optax.contrib"


class Orthogonal(Contributed, abstract=True):
    """An optimizer that makes matrices orthogonal by an iteration of three coefficients."""

    def verify(self) -> None:
        if len(self.config()["ns_coeffs"]) != 3:
            raise Misfit("ns_coeffs must be three numbers", what="value", argument="ns_coeffs")


class Estimating(Contributed, abstract=True):
    """An optimizer with the shares of its two running means in one argument."""

    def verify(self) -> None:
        betas = self.config()["betas"]
        if len(betas) != 2 or not all(0 <= beta < 1 for beta in betas):
            raise Misfit("betas must be two numbers from 0 to below 1", what="value", argument="betas")


class Distance(Contributed, abstract=True):
    """An optimizer that Optax tells how to begin by a pair: the heuristic and its number."""

    def emit(self, at: At) -> Expr:
        given = {**self.given(), "learning_rate": at.config(self.config()["learning_rate"])}
        if "init_step" in given:
            given["init_step"] = Items((Literal("heuristic"), Literal(given["init_step"])))
        return call("optax.contrib.dog", given.pop("learning_rate"), **given)


class Mechanize(Contributed):
    """Finds the learning rate of any other optimizer."""

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


contributed, orthogonal = partial(declare, __name__, Contributed), partial(declare, __name__, Orthogonal)
estimating, distance = partial(declare, __name__, Estimating), partial(declare, __name__, Distance)

# fmt: off
orthogonal("muon", "learning_rate ns_coeffs=(3.4445,-4.775,2.0315) ns_steps=5 beta:mean=0.95 eps=1e-08 "
    "weight_decay=0.0 nesterov=True adaptive=False preconditioning='frobenius' adam_b1=0.9 adam_b2=0.999 "
    "adam_eps_root=0.0 adam_weight_decay=0.0 adam_learning_rate=None consistent_rms=None",
    "Momentum whose step in each matrix of weights is made orthogonal; all other weights go by Adam.",
    source="Jordan et al., 2024", keeps=1,
    wrong=(bad((), "three numbers", learning_rate=0.02, ns_coeffs=(1.0, 2.0)),
           bad((), "one of frobenius", learning_rate=0.02, preconditioning="none")))
estimating("prodigy", "learning_rate:free=1.0 betas=(0.9,0.999) beta3=None eps=1e-08 estim_lr0=1e-06 "
    "estim_lr_coef=1.0 weight_decay=0.0 safeguard_warmup=False",
    "Adam that estimates its learning rate from how far the weights have come.", source="Mishchenko & Defazio, 2023",
    keeps=4, wrong=(bad((), "two numbers", betas=(0.9,)),))
estimating("dadapt_adamw", "learning_rate:free=1.0 betas=(0.9,0.999) eps=1e-08 estim_lr0=1e-06 weight_decay=0.0",
    "Adam with weight decay that estimates its learning rate from how far the weights have come.",
    source="Defazio & Mishchenko, 2023", keeps=3, wrong=(bad((), "two numbers", betas=(0.9, 1.5)),))
distance("dog", "learning_rate:free=1.0 init_step=1e-06 eps:positive=1e-08 weight_decay:gradient=None",
    "Gradient descent whose step is the largest distance from the start over the gradients' length so far.",
    source="Ivgi et al., 2023", keeps=1)
contributed("dowg", "learning_rate:free=1.0 init_estim_sq_dist=None eps:positive=0.0001 weight_decay:gradient=None",
    "Gradient descent whose step is the largest distance from the start over the gradients' length, weighted by it.",
    source="Khaled et al., 2023", keeps=1)
contributed("cocob", "learning_rate:free=1.0 alpha:care=100.0 eps:positive=1e-08 weight_decay:gradient=0.0",
    "Bets on coins: each weight's step is what it has won so far; no learning rate is needed.",
    source="Orabona & Tommasi, 2017", keeps=5)
contributed("acprop", "learning_rate b1=0.9 b2=0.999 eps=1e-16 eps_root=1e-16 weight_decay=0.0",
    "Adabelief whose divisor is a step old, so that it doesn't depend on the gradient that it divides.",
    source="Zhuang et al., 2021", keeps=2)
contributed("ademamix",
    "learning_rate b1=0.9 b2=0.999 b3:slow=0.9999 alpha:slow=5.0 eps=1e-08 eps_root=0.0 weight_decay=0.0",
    "Adam with a second, slow running mean of the gradients.", source="Pagliardini et al., 2024", keeps=3)
contributed("simplified_ademamix",
    "learning_rate b1=0.99 b2=0.95 alpha:beside=0.0 eps=1e-08 eps_root=0.0 weight_decay=0.0",
    "Ademamix with one running mean of the gradients, whose steps need no correction at the start.",
    source="Morwani et al., 2025", keeps=2)
contributed("adopt", "learning_rate b1=0.9 b2=0.9999 eps=1e-06 nesterov=False use_clipping=True",
    "Adam that divides before it takes the mean, and so converges for every `b2`.", source="Taniguchi et al., 2024",
    keeps=2)
contributed("madgrad", "learning_rate momentum=0.9 weight_decay:gradient=0.0 eps:positive=1e-06",
    "Adagrad with momentum and dual averaging: a cube root in the place of the square root.",
    source="Defazio & Jelassi, 2021", keeps=3)
contributed("normalize", "", "Scales the whole gradient to the length 1.", formula="g / norm(g)")
# fmt: on
