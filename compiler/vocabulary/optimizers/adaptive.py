"""Adam and its kin: optimizers with running means of the gradients and of their squares."""

from typing import ClassVar

from compiler.vocabulary.base import Example, arg, bad, use
from compiler.vocabulary.optimizers.descent import B1, B2, DECAY, EPS, NESTEROV, RATE, ROOT, Descent
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Optimizer, Schedule

# How Adam's kin write their running means, at the step t from 1 on, with their start at 0 taken out.
MOMENTS = "m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g ** 2"
AHEAD = "(b1 m / (1 - b1 ** (t + 1)) + (1 - b1) g / (1 - b1 ** t))"
ROOT_OF_V = "(sqrt(v / (1 - b2 ** t) + eps_root) + eps)"


class Adam(Descent):
    """Steps of even size for every weight: the running mean of the gradients over the root of that of their squares.

    Source: Kingma & Ba, 2014; optax.adam.
    """

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
    """Adam with Nesterov's look ahead.

    Source: Dozat, 2016; optax.nadam.
    """

    nesterov: bool = arg(NESTEROV, True)
    formula = f"{MOMENTS}; w = w - rate {AHEAD} / {ROOT_OF_V}"
    source = "Dozat, 2016"
    examples = (
        use(learning_rate=1e-3),
        use(learning_rate=1e-3, b1=0.8, b2=0.99, eps=1e-6, eps_root=1e-8, nesterov=False),
    )


class Adamw(Adam):
    """Adam with weight decay apart from the gradient.

    Source: Loshchilov & Hutter, 2017; optax.adamw.
    """

    weight_decay: float = arg(DECAY, 1e-4, at_least=0)
    formula = f"{MOMENTS}; w = w - rate (m / (1 - b1 ** t) / {ROOT_OF_V} + weight_decay w)"
    source = "Loshchilov & Hutter, 2017"
    examples: ClassVar[tuple[Example, ...]] = (
        use(learning_rate=1e-3, weight_decay=0.1),
        use(learning_rate=Cosine(peak=1e-3), b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, nesterov=True),
        bad((), "at least 0", learning_rate=1e-3, weight_decay=-1.0),
    )


class Nadamw(Adamw):
    """Nadam with weight decay apart from the gradient.

    Source: Dozat, 2016; Loshchilov & Hutter, 2017; optax.nadamw.
    """

    nesterov: bool = arg(NESTEROV, True)
    formula = f"{MOMENTS}; w = w - rate ({AHEAD} / {ROOT_OF_V} + weight_decay w)"
    source = "Dozat, 2016; Loshchilov & Hutter, 2017"
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, weight_decay=0.1, nesterov=False),)


class Amsgrad(Descent):
    """Adam with the largest running mean of squares so far, so that steps never grow again.

    Source: Reddi et al., 2018; optax.amsgrad.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    bias_correction_mu: bool = arg("take the start's bias out of the gradients' running mean", True)
    bias_correction_nu: bool = arg("take the start's bias out of the squares' running mean", True)
    source = "Reddi et al., 2018"
    moments = 3
    examples = (
        use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8),
        use(learning_rate=1e-3, bias_correction_mu=False, bias_correction_nu=False),
    )


class Radam(Descent):
    """Adam whose first steps are held back until the squares' mean is known well enough.

    Source: Liu et al., 2019; optax.radam.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    threshold: float = arg("how well it must be known", 5.0, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    source = "Liu et al., 2019"
    moments = 2
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, threshold=4.0, nesterov=True),)


class Adabelief(Descent):
    """Adam that divides by how far gradients stray from their mean, not by their size.

    Source: Zhuang et al., 2020; optax.adabelief.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-16, at_least=0)
    eps_root: float = arg(ROOT, 1e-16, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    source = "Zhuang et al., 2020"
    moments = 2
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-8, eps_root=1e-8, nesterov=True),)


class Adamax(Descent):
    """Adam that divides by the largest recent gradient.

    Source: Kingma & Ba, 2014; optax.adamax.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    source = "Kingma & Ba, 2014"
    moments = 2
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6),)


class Adamaxw(Adamax):
    """Adamax with weight decay apart from the gradient.

    Source: Loshchilov & Hutter, 2017; optax.adamaxw.
    """

    weight_decay: float = arg(DECAY, 1e-4, at_least=0)
    source = "Loshchilov & Hutter, 2017"
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6, weight_decay=0.1),)


class Adan(Descent):
    """Adam with a running mean of the gradients' differences, which looks ahead.

    Source: Xie et al., 2022; optax.adan.
    """

    b1: float = arg(B1, 0.98, at_least=0, below=1)
    b2: float = arg("share of the differences' running mean that stays at each step", 0.92, at_least=0, below=1)
    b3: float = arg(B2, 0.99, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 1e-8, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Xie et al., 2022"
    moments = 4
    examples = (use(learning_rate=1e-3, b1=0.9, b2=0.9, b3=0.95, eps=1e-6, eps_root=1e-6, weight_decay=0.1),)


class Yogi(Descent):
    """Adam whose mean of squares grows and shrinks by bounded steps.

    Source: Zaheer et al., 2018; optax.yogi.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-3, at_least=0)
    source = "Zaheer et al., 2018"
    moments = 2
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-6),)


class Novograd(Descent):
    """Adam with one mean of squares for each tensor.

    Source: Ginsburg et al., 2019; optax.novograd.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.25, at_least=0, below=1)
    eps: float = arg(EPS, 1e-6, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "Ginsburg et al., 2019"
    moments = 1
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.5, eps=1e-8, eps_root=1e-8, weight_decay=0.1),)


class Lamb(Descent):
    """Adam whose step is scaled to each tensor's length; for very large batches.

    Source: You et al., 2019; optax.lamb.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-6, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    weight_decay: float = arg(DECAY, 0.0, at_least=0)
    source = "You et al., 2019"
    moments = 2
    examples = (use(learning_rate=1e-3, b1=0.8, b2=0.95, eps=1e-8, eps_root=1e-8, weight_decay=0.1),)


class Lion(Descent):
    """The sign of the gradients' running mean: every weight moves by the same amount.

    Source: Chen et al., 2023; optax.lion.
    """

    b1: float = arg("share of the running mean in the step's direction", 0.9, at_least=0, below=1)
    b2: float = arg(B1, 0.99, at_least=0, below=1)
    weight_decay: float = arg(DECAY, 1e-3, at_least=0)
    source = "Chen et al., 2023"
    moments = 1
    examples = (use(learning_rate=1e-4, b1=0.8, b2=0.95, weight_decay=0.1),)


class Adafactor(Optimizer):
    """Adam with its squares kept as row and column sums: little memory for large matrices.

    Source: Shazeer & Stern, 2018; optax.adafactor.
    """

    learning_rate: float | Schedule | None = arg(RATE + "; relative to the weights where not given", None, at_least=0)
    min_dim_size_to_factor: int = arg("axes smaller than this are kept whole", 128, at_least=1)
    decay_rate: float = arg("how fast the squares' running mean slows down", 0.8, above=0)
    multiply_by_parameter_scale: bool = arg("steps relative to the weights' size", True)
    clipping_threshold: float | None = arg("largest root mean square of a step", 1.0, above=0)
    momentum: float | None = arg("share of the last step that is repeated", None, at_least=0, below=1)
    weight_decay_rate: float | None = arg("share of each weight that goes at each step", None, at_least=0)
    eps: float = arg(EPS, 1e-30, at_least=0)
    factored: bool = arg("keep sums instead of the squares", True)
    source = "Shazeer & Stern, 2018"
    examples = (
        use(
            learning_rate=1e-3,
            min_dim_size_to_factor=32,
            decay_rate=0.7,
            multiply_by_parameter_scale=False,
        ),
        use(clipping_threshold=2.0, momentum=0.9, weight_decay_rate=1e-4, eps=1e-20, factored=False),
    )

    def kept(self) -> int:
        """A factored matrix keeps one number for each row and column, which is little beside its weights."""
        return (not self.factored) + (self.momentum is not None)


class OptimisticAdamV2(Descent):
    """Adam that adds how its step has changed; for games such as GANs.

    Source: Daskalakis et al., 2017; optax.optimistic_adam_v2.
    """

    name = "optimistic_adam_v2"
    alpha: float = arg("weight of the step", 1.0, at_least=0)
    beta: float = arg("weight of its change", 1.0, at_least=0)
    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    nesterov: bool = arg(NESTEROV, True)
    source = "Daskalakis et al., 2017"
    moments = 3
    examples = (use(learning_rate=1e-3, alpha=0.9, beta=0.5, b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, nesterov=False),)
