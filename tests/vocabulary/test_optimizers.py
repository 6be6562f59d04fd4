"""Every optimizer of Optax under its names: arguments and defaults are read from Optax's own signatures."""

import inspect
from typing import Any

import optax
import pytest

from compiler.vocabulary.base import WORDS, Word

LEFT_OUT = {
    "lbfgs": "its line search evaluates the loss again",
    "optimistic_adam": "deprecated in favour of optimistic_adam_v2",
    "scale_by_learning_rate": "a part of optimizers",
    "scale_by_rprop": "a part of optimizers",
}
UNSAID = {
    "mask": "a function of the weights",
    "weight_decay_mask": "a function of the weights",
    "trust_ratio_mask": "a function of the weights",
    "mu_dtype": "weights and states stay f32",
    "accumulator_dtype": "weights and states stay f32",
    "dtype_momentum": "weights and states stay f32",
    "seed": "deprecated in favour of key",
    "decay_offset": "the state goes on where an earlier phase left it; other values give NaN at the first step",
    "axis": "the default fits every layer",
}
OWN = {("sgd", "weight_decay"), ("noisy_sgd", "key")}
"""Arguments that Optax has not, or has without a default that works."""
WRAPPED = {name: word for name, word in WORDS["optimizer"].items() if name != "chain"}


def signature(name: str) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(getattr(optax, name)).parameters)


def test_every_plain_optimizer_is_there() -> None:
    plain = {
        name
        for name, function in inspect.getmembers(optax, inspect.isfunction)
        if not name.startswith("_") and next(iter(inspect.signature(function).parameters), "") == "learning_rate"
    }
    assert plain - set(LEFT_OUT) <= set(WRAPPED)


@pytest.mark.parametrize("name", WRAPPED)
def test_arguments_are_optaxs(name: str) -> None:
    word: type[Word] = WRAPPED[name]
    theirs = signature(name)
    ours = {key: argument for key, argument in word.arguments.items() if (name, key) not in OWN}
    assert set(theirs) - set(UNSAID) == set(ours) | {key for owner, key in OWN if owner == name and key in theirs}
    for key, argument in ours.items():
        default: Any = theirs[key].default
        assert argument.required == (default is inspect.Parameter.empty), key
        assert argument.required or argument.default == default, key
    positional = [key for key in ours if theirs[key].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    assert positional == [key for key in theirs if key in positional], "in Optax's order"
