"""Schedules of Optax that are put together from pieces: stairs, curves through points, restarts, one after another."""

from dataclasses import replace

from compiler.python.target import Expr, Items, Literal, call, operator
from compiler.vocabulary.base import At, Misfit, arg, bad, use
from compiler.vocabulary.schedules.curves import Curve, WarmupCosineDecaySchedule, is_share, steps
from compiler.vocabulary.schedules.schedules import Constant, Cosine
from compiler.vocabulary.speech import Schedule

PLACES = "where it changes, rising: fractions of the phase or counts of steps"


def verify_rising(places: tuple[float, ...], argument: str) -> None:
    if list(places) != sorted(set(places)) or len(set(map(is_share, places))) > 1:
        raise Misfit(f"{argument} must rise, all fractions or all counts", what="value", argument=argument)


class Piecewise(Curve, abstract=True):
    """A value that is multiplied by a scale at each of some places."""

    def verify(self) -> None:
        boundaries, scales = self.config()["boundaries"], self.config()["scales"]
        verify_rising(boundaries, "boundaries")
        if len(boundaries) != len(scales):
            reason = f"there must be one scale for each of the {len(boundaries)} boundaries, but here are {len(scales)}"
            raise Misfit(reason, what="value", argument="scales")

    def levels(self, at: At) -> tuple[Items, Items]:
        """The places and the values that it has from them on."""
        config = self.config()
        values = [config["init_value"]]
        for scale in config["scales"]:
            values.append(float(f"{values[-1] * scale:.12g}"))
        places = tuple(steps(at, place) for place in config["boundaries"])
        return Items(places, "[]"), Items(tuple(map(Literal, values)), "[]")


class PiecewiseConstantSchedule(Piecewise):
    """A value that is multiplied by a scale at each of some places.

    Source: He et al., 2015; optax.piecewise_constant_schedule.
    """

    init_value: float = arg("the first value")
    boundaries: tuple[float, ...] = arg(PLACES, (), above=0)
    scales: tuple[float, ...] = arg("what it is multiplied by at each", (), at_least=0)
    formula = "init_value times the scales of all boundaries passed"
    source = "He et al., 2015"
    examples = (
        use(init_value=0.1, boundaries=(100, 200), scales=(0.1, 0.5)),
        use(init_value=0.1, boundaries=(0.5, 0.75), scales=(0.1, 0.1)),
        bad((), "one scale for each", init_value=0.1, boundaries=(100,), scales=()),
        bad((), "must rise", init_value=0.1, boundaries=(200, 100), scales=(0.1, 0.1)),
    )

    def emit(self, at: At) -> Expr:
        places, values = self.levels(at)
        constants = tuple(call("optax.constant_schedule", value) for value in values.items)
        return call("optax.join_schedules", Items(constants, "[]"), places)


class PiecewiseInterpolateSchedule(Piecewise):
    """A curve through values, each that before it times a scale."""

    interpolate_type: str = arg("straight lines or half waves", choices=("linear", "cosine"))
    init_value: float = arg("the first value")
    boundaries: tuple[float, ...] = arg(PLACES, (), above=0)
    scales: tuple[float, ...] = arg("what the value there is, in terms of that before", (), at_least=0)
    examples = (
        use(interpolate_type="linear", init_value=0.1, boundaries=(100, 200), scales=(0.5, 0.1)),
        use(interpolate_type="cosine", init_value=0.1, boundaries=(0.5, 1.0), scales=(0.5, 0.1)),
        bad((), "one of linear, cosine", interpolate_type="cubic", init_value=0.1),
        bad((), "one scale for each", interpolate_type="linear", init_value=0.1, boundaries=(1, 2), scales=(0.1,)),
    )

    def emit(self, at: At) -> Expr:
        config = self.config()
        places = [steps(at, place) for place in config["boundaries"]]
        pairs = tuple(Items((place, Literal(scale))) for place, scale in zip(places, config["scales"], strict=True))
        table = call("dict", Items(pairs, "[]"))
        return call("optax.piecewise_interpolate_schedule", self.interpolate_type, config["init_value"], table)


class SgdrSchedule(Curve):
    """Cosine decays one after another, each with a warm-up: gradient descent with warm restarts."""

    init_value: float = arg("the first value of each")
    peak_value: tuple[float, ...] = arg("the value of each after its warm-up", above=0)
    decay_steps: tuple[float, ...] = arg("steps of each: fractions of the phase or counts", above=0)
    warmup_steps: tuple[float, ...] = arg("steps of each's warm-up, in the same way", at_least=0)
    end_value: float = arg("the last value of each", 0.0)
    source = "Loshchilov & Hutter, 2016"
    examples = (
        use(init_value=0.0, peak_value=(0.1, 0.05), decay_steps=(100, 200), warmup_steps=(10, 10)),
        use(init_value=0.0, peak_value=(0.1, 0.05), decay_steps=(0.5, 0.5), warmup_steps=(0.05, 0.1), end_value=0.001),
        bad((), "equally many", init_value=0.0, peak_value=(0.1,), decay_steps=(100, 200), warmup_steps=(10,)),
        bad((), "more steps than its warm-up", init_value=0.0, peak_value=(0.1,), decay_steps=(9,), warmup_steps=(10,)),
    )

    def verify(self) -> None:
        if not len(self.peak_value) == len(self.decay_steps) == len(self.warmup_steps) > 0:
            reason = "peak_value, decay_steps and warmup_steps must be equally many"
            raise Misfit(reason, what="value", argument="decay_steps")
        for cycle in self.cycles():
            cycle.verify()

    def cycles(self) -> list[WarmupCosineDecaySchedule]:
        """Each decay."""
        ends = {"init_value": self.init_value, "end_value": self.end_value}
        each = zip(self.peak_value, self.decay_steps, self.warmup_steps, strict=True)
        return [WarmupCosineDecaySchedule(peak_value=p, decay_steps=d, warmup_steps=w, **ends) for p, d, w in each]

    def emit(self, at: At) -> Expr:
        cycles = tuple(call("dict", **cycle.keywords(at)) for cycle in self.cycles())
        return call("optax.sgdr_schedule", Items(cycles, "[]"))


class JoinSchedules(Curve):
    """Schedules one after another.  Each counts its steps from where it begins; the phase that it knows is its part."""

    schedules: tuple[Schedule, ...] = arg("they, in order")
    boundaries: tuple[float, ...] = arg("where the second begins, the third, ...: fractions or counts", above=0)
    examples = (
        use(schedules=(Constant(value=0.1), Cosine(peak=0.1)), boundaries=(100,)),
        use(schedules=(Constant(value=0.1), Cosine(peak=0.1), Constant(value=0.01)), boundaries=(0.25, 0.75)),
        bad((), "one boundary between", schedules=(Constant(value=0.1),), boundaries=(100,)),
        bad((), "must rise", schedules=(Constant(value=0.1),) * 3, boundaries=(200, 100)),
    )

    def verify(self) -> None:
        if len(self.boundaries) != len(self.schedules) - 1:
            raise Misfit("there must be one boundary between each two schedules", what="value", argument="boundaries")
        verify_rising(self.boundaries, "boundaries")

    def emit(self, at: At) -> Expr:
        places = [steps(at, place) for place in self.boundaries]
        ends, starts = [*places, at.steps], [Literal(0), *places]
        parts = [
            schedule.emit(replace(at, steps=end if start == Literal(0) else call("max", operator("-", end, start), 1)))
            for schedule, start, end in zip(self.schedules, starts, ends, strict=True)
        ]
        return call("optax.join_schedules", Items(tuple(parts), "[]"), Items(tuple(places), "[]"))
