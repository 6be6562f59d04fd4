"""The schedules of Optax under its names and with its arguments, for curves that the words above don't draw.

Counts of steps are what they are in Optax; a fraction, such as 10%, is one of the phase's steps.
"""

from typing import Any, ClassVar

from compiler.python.target import Expr, Literal, call, operator
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.speech import Schedule

INIT = "the first value"
END = "the last value"
STEPS = "steps until the end: a fraction of the phase or a count"
BEGIN = "steps before the change begins: a fraction of the phase or a count"
WARMUP = "steps of the warm-up: a fraction of the phase or a count"


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
    """A schedule of Optax's own name: its arguments in their order, those of `counts` as numbers of steps."""

    counts: ClassVar[tuple[str, ...]] = ()

    def emit(self, at: At) -> Expr:
        given = {key for key, argument in self.arguments.items() if argument.required} | self.given().keys()
        values = {key: steps(at, value) if key in self.counts else value for key, value in self.config().items()}
        return call(f"optax.{self.name}", **{key: value for key, value in values.items() if key in given})


class ConstantSchedule(Curve):
    """The same value throughout.

    Source: optax.constant_schedule.
    """

    value: float = arg("the value")
    formula = "value"
    examples = (use(value=0.1), bad((), "a number", value="low"))


class LinearSchedule(Curve):
    """A straight line from one value to another.

    Source: optax.linear_schedule.
    """

    init_value: float = arg(INIT)
    end_value: float = arg(END)
    transition_steps: float = arg(STEPS, above=0)
    transition_begin: float = arg(BEGIN, 0, at_least=0)
    counts = ("transition_steps", "transition_begin")
    formula = "init_value + (end_value - init_value) t / transition_steps"
    examples = (
        use(init_value=0.1, end_value=0.01, transition_steps=1000),
        use(init_value=0.1, end_value=0.01, transition_steps=0.5, transition_begin=0.25),
        bad((), "above 0", init_value=0.1, end_value=0.01, transition_steps=0),
    )


class PolynomialSchedule(Curve):
    """A curve from one value to another: a straight line raised to a power.

    Source: optax.polynomial_schedule.
    """

    init_value: float = arg(INIT)
    end_value: float = arg(END)
    power: float = arg("1 is a straight line, 2 a parabola", above=0)
    transition_steps: float = arg(STEPS, above=0)
    transition_begin: float = arg(BEGIN, 0, at_least=0)
    counts = ("transition_steps", "transition_begin")
    formula = "end_value + (init_value - end_value) (1 - t / transition_steps) ** power"
    examples = (
        use(init_value=0.1, end_value=0.01, power=2.0, transition_steps=1000, transition_begin=100),
        bad((), "above 0", init_value=0.1, end_value=0.01, power=0.0, transition_steps=100),
    )


class ExponentialDecay(Curve):
    """A value that falls by the same factor in equal times.

    Source: optax.exponential_decay.
    """

    init_value: float = arg(INIT)
    transition_steps: float = arg("steps in which it falls by the factor: a fraction of the phase or a count", above=0)
    decay_rate: float = arg("the factor", above=0)
    transition_begin: float = arg(BEGIN, 0, at_least=0)
    staircase: bool = arg("fall in steps, not smoothly", False)
    end_value: float | None = arg("where it stops falling", None)
    counts = ("transition_steps", "transition_begin")
    formula = "init_value decay_rate ** (t / transition_steps)"
    examples = (
        use(init_value=0.1, transition_steps=100, decay_rate=0.9, transition_begin=10, staircase=True, end_value=0.01),
        bad((), "above 0", init_value=0.1, transition_steps=100, decay_rate=0.0),
    )


class CosineDecaySchedule(Curve):
    """Half a wave down.

    Source: Loshchilov & Hutter, 2016; optax.cosine_decay_schedule.
    """

    init_value: float = arg(INIT)
    decay_steps: float = arg(STEPS, above=0)
    alpha: float = arg("share of the first value that is left at the end", 0.0, at_least=0)
    exponent: float = arg("power of the wave", 1.0, above=0)
    counts = ("decay_steps",)
    formula = "init_value ((1 - alpha) ((1 + cos(pi t / decay_steps)) / 2) ** exponent + alpha)"
    source = "Loshchilov & Hutter, 2016"
    examples = (
        use(init_value=0.1, decay_steps=1000, alpha=0.1, exponent=2.0),
        bad((), "above 0", init_value=0.1, decay_steps=0),
    )


class CosineOnecycleSchedule(Curve):
    """Up to a peak and down to nearly nothing, each along half a wave.

    Source: Smith & Topin, 2017; optax.cosine_onecycle_schedule.
    """

    transition_steps: float = arg(STEPS, above=0)
    peak_value: float = arg("the largest value", above=0)
    pct_start: float = arg("share of the steps in which it rises", 0.3, above=0, below=1)
    div_factor: float = arg("the peak is so many times the first value", 25.0, above=1)
    final_div_factor: float = arg("the first value is so many times the last", 10_000.0, above=1)
    counts = ("transition_steps",)
    source = "Smith & Topin, 2017"
    examples = (
        use(transition_steps=1000, peak_value=0.1, pct_start=0.2, div_factor=10.0, final_div_factor=100.0),
        bad((), "below 1", transition_steps=1000, peak_value=0.1, pct_start=1.0),
    )


class LinearOnecycleSchedule(Curve):
    """Up to a peak, down to where it began, and on to nearly nothing, each along a straight line.

    Source: Smith & Topin, 2017; optax.linear_onecycle_schedule.
    """

    transition_steps: float = arg(STEPS, above=0)
    peak_value: float = arg("the largest value", above=0)
    pct_start: float = arg("share of the steps in which it rises", 0.3, above=0, below=1)
    pct_final: float = arg("share of the steps after which the last part begins", 0.85, above=0, below=1)
    div_factor: float = arg("the peak is so many times the first value", 25.0, above=1)
    final_div_factor: float = arg("the first value is so many times the last", 10_000.0, above=1)
    counts = ("transition_steps",)
    source = "Smith & Topin, 2017"
    examples = (
        use(transition_steps=1.0, peak_value=0.1),
        use(transition_steps=99, peak_value=0.1, pct_start=0.2, pct_final=0.7, div_factor=10.0, final_div_factor=99.0),
        bad((), "pct_final", transition_steps=1000, peak_value=0.1, pct_start=0.9),
    )

    def verify(self) -> None:
        if self.pct_start >= self.pct_final:
            raise Misfit("pct_start must be below pct_final", what="value", argument="pct_start")


class WarmupConstantSchedule(Curve):
    """A straight line up, then the same value.

    Source: optax.warmup_constant_schedule.
    """

    init_value: float = arg(INIT)
    peak_value: float = arg("the value after the warm-up")
    warmup_steps: float = arg(WARMUP, above=0)
    counts = ("warmup_steps",)
    formula = "init_value + (peak_value - init_value) min(1, t / warmup_steps)"
    examples = (
        use(init_value=0.0, peak_value=0.1, warmup_steps=100),
        bad((), "above 0", init_value=0.0, peak_value=0.1, warmup_steps=0),
    )


class WarmupCosineDecaySchedule(Curve):
    """A straight line up, then half a wave down.

    Source: Loshchilov & Hutter, 2016; optax.warmup_cosine_decay_schedule.
    """

    init_value: float = arg(INIT)
    peak_value: float = arg("the value after the warm-up")
    warmup_steps: float = arg(WARMUP, at_least=0)
    decay_steps: float = arg("all steps, those of the warm-up included: a fraction of the phase or a count", above=0)
    end_value: float = arg(END, 0.0)
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

    def keywords(self, at: At) -> dict[str, Any]:
        """The arguments of Optax's function."""
        counts = {"warmup_steps": part(at, self.warmup_steps)}
        counts["decay_steps"] = decay(at, self.decay_steps, self.warmup_steps)
        given = {key for key, argument in self.arguments.items() if argument.required} | self.given().keys()
        return {key: counts.get(key, value) for key, value in self.config().items() if key in given}

    def emit(self, at: At) -> Expr:
        return call("optax.warmup_cosine_decay_schedule", **self.keywords(at))


class WarmupExponentialDecaySchedule(Curve):
    """A straight line up, then a fall by the same factor in equal times.

    Source: optax.warmup_exponential_decay_schedule.
    """

    init_value: float = arg(INIT)
    peak_value: float = arg("the value after the warm-up")
    warmup_steps: float = arg(WARMUP, at_least=0)
    transition_steps: float = arg("steps in which it falls by the factor: a fraction of the phase or a count", above=0)
    decay_rate: float = arg("the factor", above=0)
    transition_begin: float = arg(BEGIN, 0, at_least=0)
    staircase: bool = arg("fall in steps, not smoothly", False)
    end_value: float | None = arg("where it stops falling", None)
    counts = ("warmup_steps", "transition_steps", "transition_begin")
    examples = (
        use(init_value=0.0, peak_value=0.1, warmup_steps=10, transition_steps=100, decay_rate=0.5),
        use(
            init_value=0.0,
            peak_value=0.1,
            warmup_steps=0.1,
            transition_steps=0.2,
            decay_rate=0.5,
            transition_begin=5,
            staircase=True,
            end_value=0.01,
        ),
        bad((), "above 0", init_value=0.0, peak_value=0.1, warmup_steps=10, transition_steps=100, decay_rate=0.0),
    )
