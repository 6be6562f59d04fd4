"""Words that are a function of Optax's and no more, declared a line each: name, arguments with defaults, meaning.

What an argument of a name is, its type, range and meaning, stands once in ARGUMENTS, `name:sense` where a name has
several; so do the values that examples give it.  A test compares names, order and defaults with Optax's signatures.
"""

from ast import literal_eval
from collections.abc import Mapping
from typing import Any

from compiler.vocabulary.base import REQUIRED, Argument, Example, Word, bad, use
from compiler.vocabulary.declaration import argument
from compiler.vocabulary.declaration import declare as declare_word
from compiler.vocabulary.schedules.schedules import Cosine
from compiler.vocabulary.speech import Schedule
from dsl.immutable import immutable

RATE = "learning rate: how far a step goes"
B1 = "share of the gradients' running mean that stays at each step"
B2 = "share of the squared gradients' running mean that stays at each step"
EPS = "keeps the division from zero"
ROOT = "the same, inside the square root"
DECAY = "pulls weights towards zero: this share of them at each step, times the learning rate"
NESTEROV = "look ahead along the momentum"
FREE = "factor of the steps that it chooses itself"
SHRINK = "adds this share of each weight to its gradient"
STEPS = "steps until the end: a fraction of the phase or a count"
FALL = "steps in which it falls by the factor: a fraction of the phase or a count"
BEGIN = "steps before the change begins: a fraction of the phase or a count"
WARMUP = "steps of the warm-up: a fraction of the phase or a count"

RATES, LIST = float | Schedule, tuple[float, ...]


@immutable
class Kind:
    """What an argument is: `first` is the value of the example that gives what must be given, `all` of that of all."""

    doc: str
    first: Any
    all: Any
    type: Any
    bounds: Mapping[str, Any]

    def argument(self, default: str) -> Argument:
        """The argument, `default` as written, "" where it is required."""
        value = literal_eval(default) if default else REQUIRED
        return argument(self.type if value is not None else self.type | None, self.doc, value, **self.bounds)

    def wrong(self) -> tuple[Any, str] | None:
        """A value that is refused, and what is said of it; None where no value of a kind is wrong."""
        if self.type is Schedule or not self.bounds:
            plain: dict[Any, tuple[Any, str]] = {Schedule: (0.1, "a schedule"), float: ("large", "a number")}
            return plain.get(self.type)
        bound, limit = list(self.bounds.items())[-1]
        if bound == "choices":
            return "other", f"one of {limit[0]}"
        return limit + {"at_least": -1, "at_most": 1}.get(bound, 0), f"{bound.replace('_', ' ')} {limit:g}"


def number(doc: str, value: Any = None, first: Any = None, type: Any = float, **bounds: Any) -> Kind:
    return Kind(doc, value if first is None else first, value, type, bounds)


# fmt: off
ARGUMENTS = {
    "adam_b1": number("`b1` of the weights that go by Adam", 0.8, at_least=0, below=1),
    "adam_b2": number("their `b2`", 0.95, at_least=0, below=1),
    "adam_eps_root": number("their `eps_root`", 1e-8, at_least=0),
    "adam_learning_rate": number("their learning rate, if another", 0.001, type=RATES, at_least=0),
    "adam_weight_decay": number("their weight decay", 0.1, at_least=0),
    "adaptive": number("scale the step by how it agrees with the momentum", type=bool),
    "alpha": number("weight of the gradient", 0.9, at_least=0),
    "alpha:beside": number("weight of the gradient beside its mean", 2.0, type=RATES, at_least=0),
    "alpha:care": number("how carefully it bets at the start", 50.0, above=0),
    "alpha:left": number("share of the first value that is left at the end", 0.1, at_least=0),
    "alpha:slow": number("weight of the slow mean", 2.0, type=RATES, at_least=0),
    "alpha:step": number("weight of the step", 0.9, at_least=0),
    "b1": number(B1, 0.8, at_least=0, below=1),
    "b1:direction": number("share of the running mean in the step's direction", 0.8, at_least=0, below=1),
    "b2": number(B2, 0.96, at_least=0, below=1),
    "b2:differences": number("share of the differences' running mean that stays at each step", 0.9,
                             at_least=0, below=1),
    "b2:gradients": number(B1, 0.95, at_least=0, below=1),
    "b2:sum": number("share of the squares' sum that stays at each step", 0.99, above=0, at_most=1),
    "b3": number(B2, 0.95, at_least=0, below=1),
    "b3:slow": number("share of the slow running mean of the gradients that stays at each step", 0.99, type=RATES,
                      at_least=0, below=1),
    "beta": number("weight of its change", 0.5, at_least=0),
    "beta3": number("share of the estimate's running mean; the root of the second where not given", 0.9),
    "beta:mean": number(B1, 0.5, at_least=0, below=1),
    "betas": number("shares of the running means of the gradients and of their squares", (0.8, 0.95), type=LIST),
    "bias_correction": number("take the start's bias out of the mean", type=bool),
    "bias_correction_mu": number("take the start's bias out of the gradients' running mean", type=bool),
    "bias_correction_nu": number("take the start's bias out of the squares' running mean", type=bool),
    "centered": number("divide by the standard deviation instead", type=bool),
    "clipping": number("largest share", 0.01, above=0),
    "clipping_threshold": number("largest root mean square of a step", 2.0, type=float | None, above=0),
    "consistent_rms": number("root mean square of every step, where one is wanted", 0.2, above=0),
    "debias": number("take the start's bias out of the mean", type=bool),
    "decay": number(B2, 0.99, at_least=0, below=1),
    "decay:mean": number("share of the mean that stays at each step", 0.9, at_least=0, below=1),
    "decay:step": number("share of the last step that is repeated", 0.9, at_least=0, below=1),
    "decay_rate": number("how fast the squares' running mean slows down", 0.7, above=0),
    "decay_rate:factor": number("the factor", 0.9, above=0),
    "decay_steps": number(STEPS, 1000, 0.9, above=0),
    "div_factor": number("the peak is so many times the first value", 10.0, above=1),
    "end_value": number("the last value", 0.01),
    "end_value:stop": number("where it stops falling", 0.01),
    "eps": number(EPS, 1e-5, at_least=0),
    "eps:positive": number(EPS, 1e-5, above=0),
    "eps:weights": number("least length that weights count with", 0.01, above=0),
    "eps_in_sqrt": number("add `eps` inside the square root", type=bool),
    "eps_root": number(ROOT, 1e-7, at_least=0),
    "epsilon": number(EPS, 1e-20, at_least=0),
    "estim_lr0": number("first estimate of the learning rate", 1e-5, above=0),
    "estim_lr_coef": number("factor of the estimate", 0.5, above=0),
    "eta": number("variance of the noise at the start", 0.1, at_least=0),
    "eta_minus": number("factor when the sign turns", 0.6, above=0, below=1),
    "eta_plus": number("factor when it stays", 1.1, above=1),
    "exponent": number("power of the wave", 2.0, above=0),
    "factored": number("keep sums instead of the squares", type=bool),
    "final_div_factor": number("the first value is so many times the last", 100.0, above=1),
    "flip_sign": number("go downhill; else uphill", type=bool),
    "gamma": number("how fast it fades", 1.0, at_least=0),
    "global_scale": number("factor of all steps", 0.5, above=0),
    "init_estim_sq_dist": number("first estimate of the squared distance", 0.1, above=0),
    "init_step": number("the first distance, relative to 1 and the weights' length", 0.0001, above=0),
    "init_value": number("the first value", 0.1),
    "initial_accumulator_value": number("the sum's first value", 0.0, at_least=0),
    "initial_accumulator_value:squares": number("the squares' first value", 0.001, at_least=0),
    "initial_scale": number("the mean's first value", 1.0, at_least=0),
    "k": number("how many batches", 4, type=int, at_least=1),
    "key": number("start of the noise's random numbers", 7, type=int, at_least=0),
    "learning_rate": number(RATE, Cosine(peak=0.001), 0.001, type=RATES, at_least=0),
    "learning_rate:first": number("the first step size", 0.001, above=0),
    "learning_rate:free": number(FREE, 0.5, type=RATES, at_least=0),
    "learning_rate:one": number(RATE + "; 1 where not given", 0.5, type=RATES, at_least=0),
    "learning_rate:relative": number(RATE + "; relative to the weights where not given", 0.001, type=RATES, at_least=0),
    "max_delta": number("largest size of an element", 0.5, above=0),
    "max_norm": number("largest length", 1.0, above=0),
    "max_step_size": number("largest step", 1.0, above=0),
    "min_dim_size_to_factor": number("axes smaller than this are kept whole", 2, type=int, at_least=1),
    "min_norm": number("least length that a tensor counts with", 0.0001, above=0),
    "min_norm:any": number("least length that counts", 1e-6, at_least=0),
    "min_scale": number("least length that weights count with", 0.01, at_least=0),
    "min_scale:rms": number("least root mean square that weights count with", 0.01, at_least=0),
    "min_step_size": number("smallest step", 1e-5, at_least=0),
    "mode": number("the sign itself, or smoother", "smooth", type=str, choices=("hard", "smooth", "refined")),
    "momentum": number("share of the last step that is repeated", 0.8, at_least=0, below=1),
    "multiply_by_parameter_scale": number("steps relative to the weights' size", type=bool),
    "nesterov": number(NESTEROV, type=bool),
    "ns_coeffs": number("coefficients of the Newton-Schulz iteration", (2.0, -1.5, 0.5), type=LIST),
    "ns_steps": number("its steps", 3, type=int, at_least=1),
    "pct_final": number("share of the steps after which the last part begins", 0.7, above=0, below=1),
    "pct_start": number("share of the steps in which it rises", 0.2, above=0, below=1),
    "peak_value": number("the largest value", 0.1, above=0),
    "peak_value:after": number("the value after the warm-up", 0.2),
    "power": number("1 is a straight line, 2 a parabola", 2.0, above=0),
    "preconditioning": number("how a matrix is scaled before the iteration", "spectral", type=str,
                              choices=("frobenius", "spectral", "aol", "schatten")),
    "reps_rel": number("least distance, relative to the weights", 0.0001, above=0),
    "rho": number(B2, 0.95, at_least=0, below=1),
    "safeguard_warmup": number("leave the learning rate's warm-up out of the estimate", type=bool),
    "scale_factor": number("the length", 2.0, above=0),
    "smooth_beta": number("how steep `smooth` is", 2.0, above=0),
    "staircase": number("fall in steps, not smoothly", type=bool),
    "step_size": number("the number", -0.1),
    "step_size_fn": number("the schedule", Cosine(peak=1.0), type=Schedule),
    "threshold": number("how well it must be known", 4.0, at_least=0),
    "threshold:rms": number("largest root mean square", 1.0, above=0),
    "threshold:squares": number("how well the squares' mean must be known", 4.0, at_least=0),
    "transition_begin": number(BEGIN, 10, at_least=0),
    "transition_steps": number(STEPS, 1000, 0.5, above=0),
    "transition_steps:factor": number(FALL, 100, 0.2, above=0),
    "trust_coefficient": number("step's length over the tensor's", 0.01, above=0),
    "use_clipping": number("bound what is divided, more widely from step to step", type=bool),
    "value": number("the value", 0.1),
    "warmup_steps": number(WARMUP, 100, 0.1, above=0),
    "warmup_steps:any": number(WARMUP, 10, 0.1, at_least=0),
    "weight_decay": number(DECAY, 0.1, at_least=0),
    "weight_decay:direction": number("adds this share of each weight to the direction", 0.1, at_least=0),
    "weight_decay:gradient": number(SHRINK, 0.1, at_least=0),
    "weight_decay:share": number("the share", 0.0001, at_least=0),
    "weight_decay_rate": number("share of each weight that goes at each step", 0.0001, at_least=0),
}
# fmt: on


def declare(
    module: str,
    base: type[Word],
    name: str,
    arguments: str,
    doc: str,
    *,
    source: str = "",
    formula: str = "",
    keeps: int = 0,
    wrong: tuple[Example, ...] = (),
) -> None:
    """Declare a word that is Optax's function of its name.

    Args:
        module: the name of the module that declares it.
        arguments: in Optax's order, parted by spaces: `b1=0.9`, `learning_rate` where it is required,
            `b2:sum=1.0` for the sense `sum` of an argument's name.
        keeps: how many numbers an optimizer keeps for each weight.
        wrong: examples of what the base refuses.
    """
    kinds = {key: ARGUMENTS[key] for key in base.arguments}
    own: dict[str, Any] = {}
    for written in arguments.split():
        sense, _, default = written.partition("=")
        key = sense.partition(":")[0]
        kinds[key] = ARGUMENTS[sense]
        own[key] = kinds[key].argument(default)
    kept = {"moments": keeps} if keeps else {}
    own["examples"] = (*examples(kinds, {**base.arguments, **own}), *wrong)
    declare_word(module, base, name, doc, formula, source=source, **kept, **own)


def examples(kinds: Mapping[str, Kind], arguments: Mapping[str, Argument]) -> tuple[Example, ...]:
    """One with what must be given, one with all, and one that is wrong."""
    needed = {key: kind.first for key, kind in kinds.items() if arguments[key].required}
    whole = {key: not arguments[key].default if kind.type is bool else kind.all for key, kind in kinds.items()}
    refused = ((key, kind.wrong()) for key, kind in kinds.items())
    wrong = next((bad((), found[1], **{**needed, key: found[0]}) for key, found in refused if found), None)
    good = (use(**needed), use(**whole)) if whole != needed else (use(**needed),)
    return (*good, wrong or bad((), "no argument", size=1.0))
