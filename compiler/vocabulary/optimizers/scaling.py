"""The parts that optimizers are made of, for those who put one together themselves.

They turn the gradient into a direction; `scale_by_learning_rate` at the end of the chain makes it a step downhill.
"""

from functools import partial

from compiler.vocabulary.base import bad
from compiler.vocabulary.optax_words import declare
from compiler.vocabulary.speech import Optimizer


class FactoredLink(Optimizer, abstract=True):
    """A link that keeps one number for each row and column of a matrix, which is little beside its weights."""

    def kept(self) -> int:
        return int(not self.config()["factored"])


link, factored = partial(declare, __name__, Optimizer), partial(declare, __name__, FactoredLink)

# fmt: off
link("scale_by_learning_rate", "learning_rate flip_sign=True",
    "Makes a direction a step downhill: times the learning rate, with the sign turned.", formula="-learning_rate g")
link("scale_by_schedule", "step_size_fn", "Multiplies the gradient by a schedule's value.", formula="step_size_fn(t) g")
link("scale_by_sign", "", "Keeps the gradient's sign alone.", source="Bernstein et al., 2018", formula="sign(g)")
link("scale_by_adam", "b1=0.9 b2=0.999 eps=1e-08 eps_root=0.0 nesterov=False", "Adam's direction.",
    source="Kingma & Ba, 2014", formula="m / (sqrt(v + eps_root) + eps)", keeps=2)
link("scale_by_adamax", "b1=0.9 b2=0.999 eps=1e-08",
    "Adamax's direction: the gradients' running mean over the largest recent gradient.", source="Kingma & Ba, 2014",
    keeps=2)
link("scale_by_amsgrad", "b1=0.9 b2=0.999 eps=1e-08 eps_root=0.0 bias_correction_mu=True bias_correction_nu=True",
    "Amsgrad's direction.", source="Reddi et al., 2018", keeps=3)
link("scale_by_adan", "b1=0.98 b2:differences=0.92 b3=0.99 eps=1e-08 eps_root=0.0", "Adan's direction.",
    source="Xie et al., 2022", keeps=4)
link("scale_by_adadelta", "rho=0.9 eps=1e-06", "Adadelta's direction.", source="Zeiler, 2012", keeps=2)
link("scale_by_belief", "b1=0.9 b2=0.999 eps=1e-16 eps_root=1e-16 nesterov=False",
    "Adabelief's direction: Adam's, divided by how far gradients stray from their mean.", source="Zhuang et al., 2020",
    keeps=2)
link("scale_by_yogi", "b1=0.9 b2=0.999 eps=0.001 eps_root=0.0 initial_accumulator_value:squares=1e-06",
    "Yogi's direction.", source="Zaheer et al., 2018", keeps=2)
link("scale_by_radam", "b1=0.9 b2=0.999 eps=1e-08 eps_root=0.0 threshold:squares=5.0 nesterov=False",
    "Radam's direction.", source="Liu et al., 2019", keeps=2)
link("scale_by_novograd", "b1=0.9 b2=0.25 eps=1e-08 eps_root=0.0 weight_decay:direction=0.0",
    "Novograd's direction: Adam's with one mean of squares for each tensor.", source="Ginsburg et al., 2019", keeps=1)
link("scale_by_lion", "b1:direction=0.9 b2:gradients=0.99 mode='hard' smooth_beta=1.0",
    "Lion's direction: the sign of the gradients' running mean, or a smoother step.", source="Chen et al., 2023",
    keeps=1,
    wrong=(bad((), "one of hard", mode="soft"),))
link("scale_by_rms", "decay=0.9 eps=1e-08 initial_scale=0.0 eps_in_sqrt=True bias_correction=False",
    "The gradient over the root of its squares' running mean: rmsprop's direction.", source="Tieleman & Hinton, 2012",
    formula="g / sqrt(mean(g ** 2) + eps)", keeps=1)
link("scale_by_stddev", "decay=0.9 eps=1e-08 initial_scale=0.0 eps_in_sqrt=True bias_correction=False",
    "The gradient over its running standard deviation.", source="Hinton et al., 2012",
    formula="g / sqrt(mean(g ** 2) - mean(g) ** 2 + eps)", keeps=2)
link("scale_by_rss", "initial_accumulator_value=0.1 eps=1e-07",
    "The gradient over the root of the sum of all its squares so far: adagrad's direction.",
    source="Duchi et al., 2011", formula="g / sqrt(sum(g ** 2) + eps)", keeps=1)
link("scale_by_sm3", "b1=0.9 b2:sum=1.0 eps=1e-08", "Adagrad's direction with its squares kept for rows and columns.",
    source="Anil et al., 2019", keeps=1)
factored("scale_by_factored_rms",
    "factored=True decay_rate=0.8 min_dim_size_to_factor=128 epsilon=1e-30",
    "The gradient over the root of its squares' running mean, kept as row and column sums: adafactor's direction.",
    source="Shazeer & Stern, 2018")
link("scale_by_rprop", "learning_rate:first eta_minus=0.5 eta_plus=1.2 min_step_size=1e-06 max_step_size=50.0",
    "Rprop's direction: a step size for each weight that grows while its gradient keeps its sign.",
    source="Riedmiller & Braun, 1993", keeps=2)
link("scale_by_optimistic_gradient", "alpha=1.0 beta=1.0", "Adds how the gradient has changed; for games such as GANs.",
    source="Mokhtari et al., 2019", formula="alpha g[t] + beta (g[t] - g[t - 1])", keeps=1)
link("scale_by_distance_over_gradients", "reps_rel=1e-06 eps:positive=1e-08 global_scale=1.0",
    "A step for each tensor: its weights' largest distance from the start over the gradients' length so far.",
    source="Ivgi et al., 2023", keeps=1)
link("scale_by_param_block_norm", "min_scale=0.001", "Scales each tensor's gradient by the length of its weights.",
    source="You et al., 2017", formula="norm(w) g")
link("scale_by_param_block_rms", "min_scale:rms=0.001",
    "Scales each tensor's gradient by the root mean square of its weights.", source="Shazeer & Stern, 2018",
    formula="rms(w) g")
link("scale_by_trust_ratio", "min_norm:any=0.0 trust_coefficient=1.0 eps=0.0",
    "Scales each tensor's gradient to the length of its weights: lars's and lamb's.", source="You et al., 2019",
    formula="trust_coefficient g norm(w) / (norm(g) + eps)")
# fmt: on
