"""Adam and its kin: optimizers with running means of the gradients and of their squares."""

from functools import partial
from typing import ClassVar

from compiler.vocabulary.base import Example, arg, bad, use
from compiler.vocabulary.optax_words import B1, B2, DECAY, EPS, NESTEROV, ROOT, declare
from compiler.vocabulary.optimizers.descent import Descent
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Optimizer

# How Adam's kin write their running means, at the step t from 1 on, with their start at 0 taken out.
MOMENTS = "m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g ** 2"
AHEAD = "(b1 m / (1 - b1 ** (t + 1)) + (1 - b1) g / (1 - b1 ** t))"
ROOT_OF_V = "(sqrt(v / (1 - b2 ** t) + eps_root) + eps)"


class Adam(Descent):
    """Steps of even size for every weight: the running mean of the gradients over the root of that of their squares."""

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    formula = f"{MOMENTS}; w = w - rate m / (1 - b1 ** t) / {ROOT_OF_V}"
    source = "Kingma & Ba, 2014"
    moments = 2
    examples: ClassVar[tuple[Example, ...]] = (
        use(learning_rate=1e-3),
        use(learning_rate=2e-4, b1=0.5, b2=0.99, eps=1e-6, eps_root=1e-8, nesterov=True),
        bad((), "below 1", learning_rate=1e-3, b1=1.0),
    )


class Nadam(Adam):
    """Adam with Nesterov's look ahead."""

    nesterov: bool = arg(NESTEROV, True)
    formula = f"{MOMENTS}; w = w - rate {AHEAD} / {ROOT_OF_V}"
    source = "Dozat, 2016"
    examples = (
        use(learning_rate=1e-3),
        use(learning_rate=1e-3, b1=0.8, b2=0.99, eps=1e-6, eps_root=1e-8, nesterov=False),
    )


class Adamw(Adam):
    """Adam with weight decay apart from the gradient."""

    weight_decay: float = arg(DECAY, 1e-4, at_least=0)
    formula = f"{MOMENTS}; w = w - rate (m / (1 - b1 ** t) / {ROOT_OF_V} + weight_decay w)"
    source = "Loshchilov & Hutter, 2017"
    examples: ClassVar[tuple[Example, ...]] = (
        use(learning_rate=1e-3, weight_decay=0.1),
        use(learning_rate=Cosine(peak=1e-3), b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, nesterov=True),
        bad((), "at least 0", learning_rate=1e-3, weight_decay=-1.0),
    )


class Nadamw(Adamw):
    """Nadam with weight decay apart from the gradient."""

    nesterov: bool = arg(NESTEROV, True)
    formula = f"{MOMENTS}; w = w - rate ({AHEAD} / {ROOT_OF_V} + weight_decay w)"
    source = "Dozat, 2016; Loshchilov & Hutter, 2017"
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, weight_decay=0.1, nesterov=False),)


class Factored(Optimizer, abstract=True):
    """An optimizer that keeps one number for each row and column of a matrix, which is little beside its weights."""

    def kept(self) -> int:
        config = self.config()
        return (not config["factored"]) + (config["momentum"] is not None)


descent, factored = partial(declare, __name__, Descent), partial(declare, __name__, Factored)

# fmt: off
descent("amsgrad", "b1=0.9 b2=0.999 eps=1e-08 eps_root=0.0 bias_correction_mu=True bias_correction_nu=True",
    "Adam with the largest running mean of squares so far, so that steps never grow again.",
    source="Reddi et al., 2018", keeps=3)
descent("radam", "b1=0.9 b2=0.999 eps=1e-08 eps_root=0.0 threshold=5.0 nesterov=False",
    "Adam whose first steps are held back until the squares' mean is known well enough.", source="Liu et al., 2019",
    keeps=2)
descent("adabelief", "b1=0.9 b2=0.999 eps=1e-16 eps_root=1e-16 nesterov=False",
    "Adam that divides by how far gradients stray from their mean, not by their size.", source="Zhuang et al., 2020",
    keeps=2)
descent("adamax", "b1=0.9 b2=0.999 eps=1e-08", "Adam that divides by the largest recent gradient.",
    source="Kingma & Ba, 2014", keeps=2)
descent("adamaxw", "b1=0.9 b2=0.999 eps=1e-08 weight_decay=0.0001", "Adamax with weight decay apart from the gradient.",
    source="Loshchilov & Hutter, 2017", keeps=2)
descent("adan", "b1=0.98 b2:differences=0.92 b3=0.99 eps=1e-08 eps_root=1e-08 weight_decay=0.0",
    "Adam with a running mean of the gradients' differences, which looks ahead.", source="Xie et al., 2022", keeps=4)
descent("yogi", "b1=0.9 b2=0.999 eps=0.001", "Adam whose mean of squares grows and shrinks by bounded steps.",
    source="Zaheer et al., 2018", keeps=2)
descent("novograd", "b1=0.9 b2=0.25 eps=1e-06 eps_root=0.0 weight_decay=0.0",
    "Adam with one mean of squares for each tensor.", source="Ginsburg et al., 2019", keeps=1)
descent("lamb", "b1=0.9 b2=0.999 eps=1e-06 eps_root=0.0 weight_decay=0.0",
    "Adam whose step is scaled to each tensor's length; for very large batches.", source="You et al., 2019", keeps=2)
descent("lion", "b1:direction=0.9 b2:gradients=0.99 weight_decay=0.001",
    "The sign of the gradients' running mean: every weight moves by the same amount.", source="Chen et al., 2023",
    keeps=1)
factored("adafactor", "learning_rate:relative=None min_dim_size_to_factor=128 decay_rate=0.8 "
    "multiply_by_parameter_scale=True clipping_threshold=1.0 momentum=None weight_decay_rate=None eps=1e-30 "
    "factored=True", "Adam with its squares kept as row and column sums: little memory for large matrices.",
    source="Shazeer & Stern, 2018")
descent("optimistic_adam_v2", "alpha:step=1.0 beta=1.0 b1=0.9 b2=0.999 eps=1e-08 eps_root=0.0 nesterov=True",
    "Adam that adds how its step has changed; for games such as GANs.", source="Daskalakis et al., 2017", keeps=3)
# fmt: on
