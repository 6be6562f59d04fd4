"""Optimizers and schedules under Optax's names: arguments and defaults are read from Optax's own signatures."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import optax
import optax.contrib
import pytest
from word_evaluation import emitted

from compiler.vocabulary.arguments import Argument
from compiler.vocabulary.base import WORDS
from compiler.vocabulary.schedules.curves import Curve
from compiler.vocabulary.speech import Optimizer

UNSAID = {
    "mask": "a function of the weights",
    "weight_decay_mask": "a function of the weights",
    "trust_ratio_mask": "a function of the weights",
    "muon_weight_dimension_numbers": "a function of the weights",
    "weight_dimension_numbers": "a function of the weights",
    "clip_value_fn": "a function of the step",
    "decay_rate_fn": "a function of the step",
    "mu_dtype": "weights and states stay f32",
    "param_dtype": "weights and states stay f32",
    "accumulator_dtype": "weights and states stay f32",
    "dtype_momentum": "weights and states stay f32",
    "seed": "deprecated in favour of key",
    "decay_offset": "the state goes on where an earlier phase left it; other values give NaN at the first step",
    "step_offset": "the state goes on where an earlier phase left it; other values give NaN at the first step",
    "axis": "the default fits every layer",
}
OWN = {("sgd", "weight_decay"), ("noisy_sgd", "key"), ("add_noise", "key"), ("dog", "init_step")}
"""Arguments that Optax has not, has without a default that works, or takes with a tag before them."""
REQUIRED = {("scale_by_learning_rate", "learning_rate")}
"""Arguments whose default in Optax, None, it refuses."""
WRAPPED: dict[str, type[Optimizer]] = {
    name: word for name, word in WORDS["optimizer"].items() if issubclass(word, Optimizer) and name != "chain"
}
LISTS = ("piecewise_constant_schedule", "piecewise_interpolate_schedule", "sgdr_schedule")
"""Schedules to which Optax gives a dictionary of what dlc takes as lists."""
CURVES = {name: word for name, word in WORDS["schedule"].items() if issubclass(word, Curve) and name not in LISTS}


def signature(function: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(function).parameters)


@pytest.mark.parametrize("name", WRAPPED)
def test_arguments_are_optaxs(name: str) -> None:
    word = WRAPPED[name]
    theirs = signature(getattr(optax.contrib if word.library == "optax.contrib" else optax, name))
    ours = {key: argument for key, argument in word.arguments.items() if (name, key) not in OWN}
    assert set(theirs) - set(UNSAID) == set(ours) | {key for owner, key in OWN if owner == name and key in theirs}
    verify_defaults({key: value for key, value in ours.items() if (name, key) not in REQUIRED}, theirs)


@pytest.mark.parametrize("name", CURVES)
def test_schedules_arguments_are_optaxs(name: str) -> None:
    theirs = signature(getattr(optax, name))
    assert list(theirs) == list(CURVES[name].arguments)
    verify_defaults(CURVES[name].arguments, theirs)


def verify_defaults(ours: Mapping[str, Argument], theirs: Mapping[str, inspect.Parameter]) -> None:
    for key, argument in ours.items():
        default: Any = theirs[key].default
        assert argument.required == (default is inspect.Parameter.empty), key
        assert argument.required or argument.default == default, key
    positional = [key for key in ours if theirs[key].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == [key for key in theirs if key in positional], "in Optax's order"


def rates(schedule: Callable[[int], Any], steps: int = 200) -> np.ndarray:
    return np.array([schedule(step) for step in range(0, steps, 5)])


def test_curves_draw_what_optax_draws() -> None:
    """Lists become Optax's dictionaries, and a joined schedule knows its own part of the phase."""
    places = {"boundaries": (50, 120), "scales": (0.5, 0.1)}
    stairs = emitted(WORDS["schedule"]["piecewise_constant_schedule"](init_value=2.0, **places), 200)
    np.testing.assert_allclose(rates(stairs), rates(optax.piecewise_constant_schedule(2.0, {49: 0.5, 119: 0.1})))
    for form in ("linear", "cosine"):
        word = WORDS["schedule"]["piecewise_interpolate_schedule"](interpolate_type=form, init_value=2.0, **places)
        expected = optax.piecewise_interpolate_schedule(form, 2.0, {50: 0.5, 120: 0.1})
        np.testing.assert_allclose(rates(emitted(word, 200)), rates(expected), rtol=1e-6)
    cycles = {"peak_value": (1.0, 0.5), "decay_steps": (0.5, 0.5), "warmup_steps": (0.1, 0.05)}
    word = WORDS["schedule"]["sgdr_schedule"](init_value=0.0, **cycles)
    cycle = {"init_value": 0.0, "decay_steps": 100, "end_value": 0.0}
    expected = optax.sgdr_schedule(
        [{**cycle, "peak_value": 1.0, "warmup_steps": 20}, {**cycle, "peak_value": 0.5, "warmup_steps": 10}]
    )
    np.testing.assert_allclose(rates(emitted(word, 200)), rates(expected), rtol=1e-6)
    parts = (WORDS["schedule"]["constant"](value=1.0), WORDS["schedule"]["linear"](peak=1.0))
    word = WORDS["schedule"]["join_schedules"](schedules=parts, boundaries=(0.5,))
    np.testing.assert_allclose([emitted(word, 200)(step) for step in (0, 99, 100, 150, 200)], [1, 1, 1, 0.5, 0])


@pytest.mark.parametrize(
    ("name", "config", "optaxs", "arguments"),
    [
        ("constant", {"value": 0.1}, "constant_schedule", {"value": 0.1}),
        ("linear", {"peak": 0.1, "end": 0.01}, "linear_schedule", {"init_value": 0.1, "end_value": 0.01}),
        ("cosine", {"peak": 0.1}, "cosine_decay_schedule", {"init_value": 0.1}),
        ("one_cycle", {"peak": 0.1}, "cosine_onecycle_schedule", {"peak_value": 0.1}),
        ("polynomial", {"peak": 0.1, "power": 2.0}, "polynomial_schedule", {"init_value": 0.1, "end_value": 0.0}),
        ("exponential", {"peak": 0.1, "rate": 0.5}, "exponential_decay", {"init_value": 0.1, "decay_rate": 0.5}),
    ],
)
def test_short_words_draw_optaxs_curves_over_the_whole_phase(
    name: str, config: dict[str, Any], optaxs: str, arguments: dict[str, Any]
) -> None:
    word = WORDS["schedule"][optaxs]
    length = {key: 1.0 for key in ("transition_steps", "decay_steps") if key in word.arguments}
    power = {"power": 2.0} if "power" in word.arguments else {}
    theirs = emitted(word(**arguments, **length, **power), 200)
    np.testing.assert_allclose(rates(emitted(WORDS["schedule"][name](**config), 200)), rates(theirs), rtol=1e-6)


def test_chain_of_parts_is_the_optimizer() -> None:
    """`scale_by_adam -> scale_by_learning_rate(0.1)` takes Adam's steps."""
    words = WORDS["optimizer"]
    parts = (words["scale_by_adam"](b1=0.8), words["scale_by_learning_rate"](learning_rate=0.1))
    chain, adam = emitted(words["chain"](parts=parts)), emitted(words["adam"](learning_rate=0.1, b1=0.8))
    w, g = np.array([1.0, -2.0], np.float32), np.array([0.5, 3.0], np.float32)
    states = [chain.init(w), adam.init(w)]
    for _ in range(3):
        first, states[0] = chain.update(g, states[0], w)
        second, states[1] = adam.update(g, states[1], w)
        np.testing.assert_allclose(first, second, rtol=1e-6)
