"""The schedules of Optax under its names and with its arguments, for curves that the words above don't draw.

Counts of steps are what they are in Optax; a fraction, such as 10%, is one of the phase's steps.
"""

from functools import partial
from typing import Any

from compiler.python.target import Expr, Literal, call, operator
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.optax_words import WARMUP, declare
from compiler.vocabulary.speech import Schedule

COUNTS = ("transition_steps", "transition_begin", "warmup_steps", "decay_steps")
"""The arguments that are numbers of steps."""


def steps(at: At, amount: float) -> Expr:
    """A number of steps: a fraction of the phase, at least one step, or a count."""
    return call("max", part(at, amount), 1) if is_share(amount) else part(at, amount)


def part(at: At, amount: float) -> Expr:
    """A number of steps, which may be none."""
    return call("round", operator("*", amount, at.steps)) if is_share(amount) else Literal(round(amount))


def decay(at: At, amount: float, warmup: float) -> Expr:
    """A number of steps that is larger than that of its warm-up, however short the phase."""
    given = part(at, amount)
    if not is_share(amount) and not is_share(warmup):
        return given
    return call("max", given, operator("+", part(at, warmup), 1))


def is_share(amount: float) -> bool:
    """Whether a number of steps is given as a fraction of the phase: `100%` is one, `1` is a count."""
    return isinstance(amount, float) and amount <= 1


class Curve(Schedule, abstract=True):
    """A schedule of Optax's own name, with its arguments in their order."""

    def counts(self, at: At) -> dict[str, Expr]:
        """The arguments that are numbers of steps."""
        return {key: steps(at, value) for key, value in self.config().items() if key in COUNTS}

    def keywords(self, at: At) -> dict[str, Any]:
        """The arguments of Optax's function."""
        given = {key for key, argument in self.arguments.items() if argument.required} | self.given().keys()
        return {key: value for key, value in {**self.config(), **self.counts(at)}.items() if key in given}

    def emit(self, at: At) -> Expr:
        return call(f"optax.{self.name}", **self.keywords(at))


class TwoParts(Curve, abstract=True):
    """A curve whose last part begins after its first."""

    def verify(self) -> None:
        config = self.config()
        if config["pct_start"] >= config["pct_final"]:
            raise Misfit("pct_start must be below pct_final", what="value", argument="pct_start")


curve, two_parts = partial(declare, __name__, Curve), partial(declare, __name__, TwoParts)

# fmt: off
curve("constant_schedule", "value", "The same value throughout.", formula="value")
curve("linear_schedule", "init_value end_value transition_steps transition_begin=0",
    "A straight line from one value to another.", formula="init_value + (end_value - init_value) t / transition_steps")
curve("polynomial_schedule", "init_value end_value power transition_steps transition_begin=0",
    "A curve from one value to another: a straight line raised to a power.",
    formula="end_value + (init_value - end_value) (1 - t / transition_steps) ** power")
curve("exponential_decay",
    "init_value transition_steps:factor decay_rate:factor transition_begin=0 staircase=False end_value:stop=None",
    "A value that falls by the same factor in equal times.", formula="init_value decay_rate ** (t / transition_steps)")
curve("cosine_decay_schedule", "init_value decay_steps alpha:left=0.0 exponent=1.0", "Half a wave down.",
    source="Loshchilov & Hutter, 2016",
    formula="init_value ((1 - alpha) ((1 + cos(pi t / decay_steps)) / 2) ** exponent + alpha)")
curve("cosine_onecycle_schedule", "transition_steps peak_value pct_start=0.3 div_factor=25.0 final_div_factor=10000.0",
    "Up to a peak and down to nearly nothing, each along half a wave.", source="Smith & Topin, 2017")
two_parts("linear_onecycle_schedule",
    "transition_steps peak_value pct_start=0.3 pct_final=0.85 div_factor=25.0 final_div_factor=10000.0",
    "Up to a peak, down to where it began, and on to nearly nothing, each along a straight line.",
    source="Smith & Topin, 2017",
    wrong=(bad((), "pct_final", transition_steps=1000, peak_value=0.1, pct_start=0.9),))
curve("warmup_constant_schedule", "init_value peak_value:after warmup_steps",
    "A straight line up, then the same value.",
    formula="init_value + (peak_value - init_value) min(1, t / warmup_steps)")
curve("warmup_exponential_decay_schedule", "init_value peak_value:after warmup_steps:any transition_steps:factor "
    "decay_rate:factor transition_begin=0 staircase=False end_value:stop=None",
    "A straight line up, then a fall by the same factor in equal times.")
# fmt: on


class WarmupCosineDecaySchedule(Curve):
    """A straight line up, then half a wave down.

    Source: Loshchilov & Hutter, 2016; optax.warmup_cosine_decay_schedule.
    """

    init_value: float = arg("the first value")
    peak_value: float = arg("the value after the warm-up")
    warmup_steps: float = arg(WARMUP, at_least=0)
    decay_steps: float = arg("all steps, those of the warm-up included: a fraction of the phase or a count", above=0)
    end_value: float = arg("the last value", 0.0)
    exponent: float = arg("power of the wave", 1.0, above=0)
    source = "Loshchilov & Hutter, 2016"
    examples = (
        use(init_value=0.0, peak_value=0.1, warmup_steps=0.1, decay_steps=0.9),
        use(init_value=0.0, peak_value=0.1, warmup_steps=10, decay_steps=1000, end_value=0.01, exponent=2.0),
        bad((), "more steps than its warm-up", init_value=0.0, peak_value=0.1, warmup_steps=100, decay_steps=50),
    )

    def verify(self) -> None:
        alike = is_share(self.warmup_steps) == is_share(self.decay_steps)
        if alike and self.decay_steps <= self.warmup_steps:
            raise Misfit("a decay must have more steps than its warm-up", what="value", argument="decay_steps")

    def counts(self, at: At) -> dict[str, Expr]:
        return {
            "warmup_steps": part(at, self.warmup_steps),
            "decay_steps": decay(at, self.decay_steps, self.warmup_steps),
        }
