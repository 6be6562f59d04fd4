"""Schedules: learning rates that change from step to step over a train phase."""

from typing import ClassVar

from compiler.python.target import Expr, Literal, call, operator
from compiler.vocabulary.base import At, Example, Misfit, arg, bad, use
from compiler.vocabulary.speech import Schedule


def share(at: At, amount: float) -> Expr:
    """A number of steps: below 1 a fraction of the phase, else a count, kept below the phase's steps."""
    if amount == 0:
        return Literal(0)
    if amount < 1:
        return call("round", operator("*", amount, at.steps))
    return call("min", round(amount), operator("-", at.steps, 1))


class Constant(Schedule):
    """The same learning rate throughout, after an optional warm-up from zero along a straight line."""

    value: float = arg("learning rate", above=0)
    warmup: float = arg("steps of the warm-up: a fraction of the phase below 1, a count from 1 on", 0, at_least=0)
    formula = "value min(1, t / warmup)"
    examples = (
        use(value=0.1),
        use(value=0.1, warmup=0.1),
        bad((), "above 0", value=0.0),
        bad((), "at least 0", value=0.1, warmup=-1),
    )

    def emit(self, at: At) -> Expr:
        if not self.warmup:
            return call("optax.constant_schedule", self.value)
        return call("optax.warmup_constant_schedule", 0.0, self.value, warmup_steps=share(at, self.warmup))


class Decay(Schedule, abstract=True):
    """A learning rate that falls from `peak` to `end` over the phase."""

    peak: float = arg("the largest learning rate", above=0)


class Cosine(Decay):
    """Half a wave down from `peak` to `end`, after an optional warm-up from zero along a straight line."""

    warmup: float = arg("steps of the warm-up: a fraction of the phase below 1, a count from 1 on", 0, at_least=0)
    end: float = arg("learning rate at the end", 0.0, at_least=0)
    formula = "end + (peak - end) (1 + cos(pi t / T)) / 2"
    source = "Loshchilov & Hutter, 2016"
    examples: ClassVar[tuple[Example, ...]] = (
        use(peak=0.1),
        use(peak=0.1, warmup=0.05),
        use(peak=0.1, warmup=100, end=0.001),
        use(peak=0.1, end=0.01),
        bad((), "above 0", peak=0.0),
        bad((), "end must be at most peak", peak=0.1, end=0.2),
    )

    def verify(self) -> None:
        if self.end > self.peak:
            raise Misfit("end must be at most peak", what="value", argument="end")

    def emit(self, at: At) -> Expr:
        if not self.warmup:
            end = {"alpha": self.end / self.peak} if self.end else {}
            return call("optax.cosine_decay_schedule", self.peak, decay_steps=at.steps, **end)
        end = {"end_value": self.end} if self.end else {}
        warmup = share(at, self.warmup)
        return call(
            "optax.warmup_cosine_decay_schedule", 0.0, self.peak, warmup_steps=warmup, decay_steps=at.steps, **end
        )


class WarmupCosine(Cosine):
    """A warm-up from zero along a straight line, then half a wave down from `peak` to `end`.

    Source: Loshchilov & Hutter, 2016; optax.warmup_cosine_decay_schedule.
    """

    warmup: float = arg("steps of the warm-up: a fraction of the phase below 1, a count from 1 on", above=0)
    end: float = arg("learning rate at the end", 0.0, at_least=0)
    formula = "peak t / warmup, then end + (peak - end) (1 + cos(pi (t - warmup) / (T - warmup))) / 2"
    source = "Loshchilov & Hutter, 2016"
    examples = (
        use(peak=1e-3, warmup=100),
        use(peak=1e-3, warmup=0.05, end=1e-5),
        bad((), "above 0", peak=1e-3, warmup=0),
        bad((), "end must be at most peak", peak=0.1, warmup=10, end=0.2),
    )


class Linear(Decay):
    """A straight line from `peak` to `end`, after an optional warm-up from zero."""

    warmup: float = arg("steps of the warm-up: a fraction of the phase below 1, a count from 1 on", 0, at_least=0)
    end: float = arg("learning rate at the end", 0.0, at_least=0)
    formula = "peak + (end - peak) t / T"
    examples = (use(peak=0.1), use(peak=0.1, end=0.01), use(peak=0.1, warmup=0.1), bad((), "above 0", peak=0.0))

    def emit(self, at: At) -> Expr:
        if not self.warmup:
            return call("optax.linear_schedule", self.peak, self.end, transition_steps=at.steps)
        warmup = share(at, self.warmup)
        rise = call("optax.linear_schedule", 0.0, self.peak, transition_steps=warmup)
        fall = call("optax.linear_schedule", self.peak, self.end, transition_steps=operator("-", at.steps, warmup))
        return call("optax.join_schedules", [rise, fall], [warmup])


class Polynomial(Decay):
    """A curve from `peak` to `end`: a straight line raised to a power."""

    power: float = arg("1 is a straight line, 2 a parabola", 1.0, above=0)
    end: float = arg("learning rate at the end", 0.0, at_least=0)
    formula = "end + (peak - end) (1 - t / T) ** power"
    examples = (
        use(peak=0.1),
        use(peak=0.1, power=2.0),
        use(peak=0.1, end=0.01),
        bad((), "above 0", peak=0.1, power=0.0),
    )

    def emit(self, at: At) -> Expr:
        return call("optax.polynomial_schedule", self.peak, self.end, self.power, transition_steps=at.steps)


class Exponential(Decay):
    """A learning rate that falls by the same factor in equal times, `rate` over every `steps`."""

    rate: float = arg("factor", above=0)
    steps: float | None = arg(
        "steps in which it falls so: a fraction of the phase below 1, a count from 1 on; else all", None, above=0
    )
    staircase: bool = arg("fall in steps, not smoothly", False)
    formula = "peak rate ** (t / steps)"
    examples = (
        use(peak=0.1, rate=0.01),
        use(peak=0.1, rate=0.96, steps=1000),
        use(peak=0.1, rate=0.5, steps=0.1, staircase=True),
        bad((), "above 0", peak=0.1, rate=0.0),
    )

    def emit(self, at: At) -> Expr:
        steps = at.steps
        if self.steps is not None:
            part = call("max", call("round", operator("*", self.steps, at.steps)), 1)
            steps = part if self.steps < 1 else Literal(round(self.steps))
        staircase = {"staircase": True} if self.staircase else {}
        return call("optax.exponential_decay", self.peak, transition_steps=steps, decay_rate=self.rate, **staircase)


class StepDecay(Decay):
    """A learning rate that is multiplied by a factor at each of the given places.

    Source: He et al., 2015; optax.piecewise_constant_schedule.
    """

    at: tuple[float, ...] = arg("where it falls: fractions of the phase below 1, counts of steps from 1 on", above=0)
    factor: float = arg("what it is multiplied by", 0.1, above=0)
    formula = "peak factor ** (number of places passed)"
    source = "He et al., 2015"
    examples = (
        use(peak=0.1, at=(0.5, 0.75)),
        use(peak=0.1, at=(1000, 2000), factor=0.5),
        bad((), "above 0", peak=0.1, at=(0.0,)),
        bad((), "rise", peak=0.1, at=(0.75, 0.5)),
    )

    def verify(self) -> None:
        if list(self.at) != sorted(set(self.at)):
            raise Misfit("the places must rise", what="value", argument="at")

    def emit(self, at: At) -> Expr:
        boundaries: list[Expr] = [
            call("round", operator("*", place, at.steps)) if place < 1 else Literal(round(place)) for place in self.at
        ]
        levels: list[Expr] = [
            call("optax.constant_schedule", float(f"{self.peak * self.factor**i:.12g}"))
            for i in range(len(self.at) + 1)
        ]
        return call("optax.join_schedules", levels, boundaries)


class OneCycle(Decay):
    """Up from a small learning rate to `peak` and down to nearly none, each along half a wave."""

    rise: float = arg("share of the phase in which it rises", 0.3, above=0, below=1)
    start: float = arg("the peak is so many times the first learning rate", 25.0, above=1)
    final: float = arg("the first learning rate is so many times the last", 10_000.0, above=1)
    formula = "peak / start to peak to peak / (start final)"
    source = "Smith & Topin, 2017"
    examples = (
        use(peak=0.1),
        use(peak=0.1, rise=0.2),
        use(peak=0.1, start=10.0, final=100.0),
        bad((), "below 1", peak=0.1, rise=1.0),
    )

    def emit(self, at: At) -> Expr:
        names = {"rise": "pct_start", "start": "div_factor", "final": "final_div_factor"}
        given = {names[key]: value for key, value in self.given().items() if key in names}
        return call("optax.cosine_onecycle_schedule", at.steps, self.peak, **given)
