"""The parts that optimizers are made of, for those who put one together themselves.

They turn the gradient into a direction; `scale_by_learning_rate` at the end of the chain makes it a step downhill.
"""

from typing import ClassVar

from compiler.vocabulary.base import Example, arg, bad, use
from compiler.vocabulary.optimizers.descent import B1, B2, EPS, NESTEROV, RATE, ROOT
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Optimizer, Schedule


class ScaleByLearningRate(Optimizer):
    """Makes a direction a step downhill: times the learning rate, with the sign turned.

    Source: optax.scale_by_learning_rate.
    """

    learning_rate: float | Schedule = arg(RATE, at_least=0)
    flip_sign: bool = arg("go downhill; else uphill", True)
    formula = "-learning_rate g"
    examples = (
        use(learning_rate=0.1),
        use(learning_rate=Cosine(peak=0.1), flip_sign=False),
        bad((), "at least 0", learning_rate=-1.0),
    )


class ScaleBySchedule(Optimizer):
    """Multiplies the gradient by a schedule's value.

    Source: optax.scale_by_schedule.
    """

    step_size_fn: Schedule = arg("the schedule")
    formula = "step_size_fn(t) g"
    examples = (use(step_size_fn=Cosine(peak=1.0)), bad((), "a schedule", step_size_fn=0.1))


class ScaleBySign(Optimizer):
    """Keeps the gradient's sign alone.

    Source: Bernstein et al., 2018; optax.scale_by_sign.
    """

    formula = "sign(g)"
    source = "Bernstein et al., 2018"
    examples = (use(), bad((), "no argument", size=1.0))


class ScaleByAdam(Optimizer):
    """Adam's direction.

    Source: Kingma & Ba, 2014; optax.scale_by_adam.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    moments = 2
    formula = "m / (sqrt(v + eps_root) + eps)"
    source: ClassVar[str] = "Kingma & Ba, 2014"
    examples: ClassVar[tuple[Example, ...]] = (
        use(),
        use(b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, nesterov=True),
        bad((), "below 1", b2=1.0),
    )


class ScaleByAdamax(Optimizer):
    """Adamax's direction: the gradients' running mean over the largest recent gradient.

    Source: Kingma & Ba, 2014; optax.scale_by_adamax.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    moments = 2
    source = "Kingma & Ba, 2014"
    examples = (use(b1=0.8, b2=0.95, eps=1e-6), bad((), "below 1", b1=1.0))


class ScaleByAmsgrad(Optimizer):
    """Amsgrad's direction.

    Source: Reddi et al., 2018; optax.scale_by_amsgrad.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    bias_correction_mu: bool = arg("take the start's bias out of the gradients' running mean", True)
    bias_correction_nu: bool = arg("take the start's bias out of the squares' running mean", True)
    moments = 3
    source = "Reddi et al., 2018"
    examples = (
        use(b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8),
        use(bias_correction_mu=False, bias_correction_nu=False),
        bad((), "below 1", b1=1.0),
    )


class ScaleByAdan(Optimizer):
    """Adan's direction.

    Source: Xie et al., 2022; optax.scale_by_adan.
    """

    b1: float = arg(B1, 0.98, at_least=0, below=1)
    b2: float = arg("share of the differences' running mean that stays at each step", 0.92, at_least=0, below=1)
    b3: float = arg(B2, 0.99, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    moments = 4
    source = "Xie et al., 2022"
    examples = (use(b1=0.9, b2=0.9, b3=0.95, eps=1e-6, eps_root=1e-6), bad((), "below 1", b3=1.0))


class ScaleByAdadelta(Optimizer):
    """Adadelta's direction.

    Source: Zeiler, 2012; optax.scale_by_adadelta.
    """

    rho: float = arg(B2, 0.9, at_least=0, below=1)
    eps: float = arg(EPS, 1e-6, at_least=0)
    moments = 2
    source = "Zeiler, 2012"
    examples = (use(rho=0.95, eps=1e-8), bad((), "below 1", rho=1.0))


class ScaleByBelief(Optimizer):
    """Adabelief's direction: Adam's, divided by how far gradients stray from their mean.

    Source: Zhuang et al., 2020; optax.scale_by_belief.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-16, at_least=0)
    eps_root: float = arg(ROOT, 1e-16, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    moments = 2
    source = "Zhuang et al., 2020"
    examples = (use(b1=0.8, b2=0.95, eps=1e-8, eps_root=1e-8, nesterov=True), bad((), "below 1", b1=1.0))


class ScaleByYogi(Optimizer):
    """Yogi's direction.

    Source: Zaheer et al., 2018; optax.scale_by_yogi.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-3, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    initial_accumulator_value: float = arg("the squares' first value", 1e-6, at_least=0)
    moments = 2
    source = "Zaheer et al., 2018"
    examples = (
        use(b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, initial_accumulator_value=1e-3),
        bad((), "below 1", b1=1.0),
    )


class ScaleByRadam(Optimizer):
    """Radam's direction.

    Source: Liu et al., 2019; optax.scale_by_radam.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.999, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    threshold: float = arg("how well the squares' mean must be known", 5.0, at_least=0)
    nesterov: bool = arg(NESTEROV, False)
    moments = 2
    source = "Liu et al., 2019"
    examples = (
        use(b1=0.8, b2=0.95, eps=1e-6, eps_root=1e-8, threshold=4.0, nesterov=True),
        bad((), "below 1", b1=1.0),
    )


class ScaleByNovograd(Optimizer):
    """Novograd's direction: Adam's with one mean of squares for each tensor.

    Source: Ginsburg et al., 2019; optax.scale_by_novograd.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg(B2, 0.25, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    eps_root: float = arg(ROOT, 0.0, at_least=0)
    weight_decay: float = arg("adds this share of each weight to the direction", 0.0, at_least=0)
    moments = 1
    source = "Ginsburg et al., 2019"
    examples = (use(b1=0.8, b2=0.5, eps=1e-6, eps_root=1e-8, weight_decay=0.1), bad((), "below 1", b1=1.0))


class ScaleByLion(Optimizer):
    """Lion's direction: the sign of the gradients' running mean, or a smoother step.

    Source: Chen et al., 2023; optax.scale_by_lion.
    """

    b1: float = arg("share of the running mean in the step's direction", 0.9, at_least=0, below=1)
    b2: float = arg(B1, 0.99, at_least=0, below=1)
    mode: str = arg("the sign itself, or smoother", "hard", choices=("hard", "smooth", "refined"))
    smooth_beta: float = arg("how steep `smooth` is", 1.0, above=0)
    moments = 1
    source = "Chen et al., 2023"
    examples = (use(b1=0.8, b2=0.95), use(mode="smooth", smooth_beta=2.0), bad((), "one of hard", mode="soft"))


class ScaleByRms(Optimizer):
    """The gradient over the root of its squares' running mean: rmsprop's direction.

    Source: Tieleman & Hinton, 2012; optax.scale_by_rms.
    """

    decay: float = arg(B2, 0.9, at_least=0, below=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    initial_scale: float = arg("the mean's first value", 0.0, at_least=0)
    eps_in_sqrt: bool = arg("add `eps` inside the square root", True)
    bias_correction: bool = arg("take the start's bias out of the mean", False)
    moments: ClassVar[int] = 1
    source: ClassVar[str] = "Tieleman & Hinton, 2012"
    formula: ClassVar[str] = "g / sqrt(mean(g ** 2) + eps)"
    examples: ClassVar[tuple[Example, ...]] = (
        use(decay=0.99, eps=1e-6, initial_scale=1.0, eps_in_sqrt=False, bias_correction=True),
        bad((), "below 1", decay=1.0),
    )


class ScaleByStddev(ScaleByRms):
    """The gradient over its running standard deviation.

    Source: Hinton et al., 2012; optax.scale_by_stddev.
    """

    moments = 2
    source = "Hinton et al., 2012"
    formula = "g / sqrt(mean(g ** 2) - mean(g) ** 2 + eps)"
    examples = (
        use(decay=0.99, eps=1e-6, initial_scale=1.0, eps_in_sqrt=False, bias_correction=True),
        bad((), "below 1", decay=1.0),
    )


class ScaleByRss(Optimizer):
    """The gradient over the root of the sum of all its squares so far: adagrad's direction.

    Source: Duchi et al., 2011; optax.scale_by_rss.
    """

    initial_accumulator_value: float = arg("the sum's first value", 0.1, at_least=0)
    eps: float = arg(EPS, 1e-7, at_least=0)
    moments = 1
    formula = "g / sqrt(sum(g ** 2) + eps)"
    source = "Duchi et al., 2011"
    examples = (use(initial_accumulator_value=0.0, eps=1e-6), bad((), "at least 0", eps=-1.0))


class ScaleBySm3(Optimizer):
    """Adagrad's direction with its squares kept for rows and columns.

    Source: Anil et al., 2019; optax.scale_by_sm3.
    """

    b1: float = arg(B1, 0.9, at_least=0, below=1)
    b2: float = arg("share of the squares' sum that stays at each step", 1.0, above=0, at_most=1)
    eps: float = arg(EPS, 1e-8, at_least=0)
    moments = 1
    source = "Anil et al., 2019"
    examples = (use(b1=0.8, b2=0.99, eps=1e-6), bad((), "at most 1", b2=2.0))


class ScaleByFactoredRms(Optimizer):
    """The gradient over the root of its squares' running mean, kept as row and column sums: adafactor's direction.

    Source: Shazeer & Stern, 2018; optax.scale_by_factored_rms.
    """

    factored: bool = arg("keep sums instead of the squares", True)
    decay_rate: float = arg("how fast the squares' running mean slows down", 0.8, above=0)
    min_dim_size_to_factor: int = arg("axes smaller than this are kept whole", 128, at_least=1)
    epsilon: float = arg(EPS, 1e-30, at_least=0)
    source = "Shazeer & Stern, 2018"
    examples = (
        use(decay_rate=0.7, min_dim_size_to_factor=2, epsilon=1e-20),
        use(factored=False),
        bad((), "above 0", decay_rate=0.0),
    )

    def kept(self) -> int:
        """A factored matrix keeps one number for each row and column, which is little beside its weights."""
        return int(not self.factored)


class ScaleByRprop(Optimizer):
    """Rprop's direction: a step size for each weight that grows while its gradient keeps its sign.

    Source: Riedmiller & Braun, 1993; optax.scale_by_rprop.
    """

    learning_rate: float = arg("the first step size", above=0)
    eta_minus: float = arg("factor when the sign turns", 0.5, above=0, below=1)
    eta_plus: float = arg("factor when it stays", 1.2, above=1)
    min_step_size: float = arg("smallest step", 1e-6, at_least=0)
    max_step_size: float = arg("largest step", 50.0, above=0)
    moments = 2
    source = "Riedmiller & Braun, 1993"
    examples = (
        use(learning_rate=1e-3, eta_minus=0.6, eta_plus=1.1, min_step_size=1e-5, max_step_size=1.0),
        bad((), "above 1", learning_rate=1e-3, eta_plus=1.0),
    )


class ScaleByOptimisticGradient(Optimizer):
    """Adds how the gradient has changed; for games such as GANs.

    Source: Mokhtari et al., 2019; optax.scale_by_optimistic_gradient.
    """

    alpha: float = arg("weight of the gradient", 1.0, at_least=0)
    beta: float = arg("weight of its change", 1.0, at_least=0)
    moments = 1
    formula = "alpha g[t] + beta (g[t] - g[t - 1])"
    source = "Mokhtari et al., 2019"
    examples = (use(alpha=0.9, beta=0.5), bad((), "at least 0", beta=-1.0))


class ScaleByDistanceOverGradients(Optimizer):
    """A step for each tensor: its weights' largest distance from the start over the gradients' length so far.

    Source: Ivgi et al., 2023; optax.scale_by_distance_over_gradients.
    """

    reps_rel: float = arg("least distance, relative to the weights", 1e-6, above=0)
    eps: float = arg(EPS, 1e-8, above=0)
    global_scale: float = arg("factor of all steps", 1.0, above=0)
    moments = 1
    source = "Ivgi et al., 2023"
    examples = (use(reps_rel=1e-4, eps=1e-6, global_scale=0.5), bad((), "above 0", eps=0.0))


class ScaleByParamBlockNorm(Optimizer):
    """Scales each tensor's gradient by the length of its weights.

    Source: You et al., 2017; optax.scale_by_param_block_norm.
    """

    min_scale: float = arg("least length that weights count with", 1e-3, at_least=0)
    formula = "norm(w) g"
    source = "You et al., 2017"
    examples = (use(min_scale=1e-2), bad((), "at least 0", min_scale=-1.0))


class ScaleByParamBlockRms(Optimizer):
    """Scales each tensor's gradient by the root mean square of its weights.

    Source: Shazeer & Stern, 2018; optax.scale_by_param_block_rms.
    """

    min_scale: float = arg("least root mean square that weights count with", 1e-3, at_least=0)
    formula = "rms(w) g"
    source = "Shazeer & Stern, 2018"
    examples = (use(min_scale=1e-2), bad((), "at least 0", min_scale=-1.0))


class ScaleByTrustRatio(Optimizer):
    """Scales each tensor's gradient to the length of its weights: lars's and lamb's.

    Source: You et al., 2019; optax.scale_by_trust_ratio.
    """

    min_norm: float = arg("least length that counts", 0.0, at_least=0)
    trust_coefficient: float = arg("step's length over the tensor's", 1.0, above=0)
    eps: float = arg(EPS, 0.0, at_least=0)
    formula = "trust_coefficient g norm(w) / (norm(g) + eps)"
    source = "You et al., 2019"
    examples = (
        use(min_norm=1e-6, trust_coefficient=0.01, eps=1e-8),
        bad((), "above 0", trust_coefficient=0.0),
    )
