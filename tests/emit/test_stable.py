"""Textbook notation computes the stable form: finite, with finite gradients, however large the scores."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.special
from emitted import experiment, loaded, loss_of, started
from flax import nnx

from compiler import ir
from compiler.simplify import simplify
from compiler.simplify.patterns import rules
from compiler.vocabulary.base import WORDS
from runtime.program import argument

TEXT = """
data points = csv("points.csv") {{ x: [4] = features
  kind: class[4] = kind
  flag: bool[] = flag }}
{models}
model Scores(x: [4]) -> [4] {{
  weight w: [4] = ones
  x * w
}}
train(epochs = 1, batch = 6) {{ minimize {loss} using sgd(0.1) }}
evaluate {{ mae(Scores(x), x) }}
"""
SCORES = np.array([[1e4, -1e4, 0, 3], [-1e4, -1e4, -1e4, 1e4], [0.5, -0.25, 2, 1], [0, 0, 0, 0]], np.float32)
KINDS, FLAGS = np.array([1, 0, 2, 3], np.int32), np.array([True, False, True, False])
WIDE = SCORES.astype(np.float64)
LOGS = scipy.special.log_softmax(WIDE, axis=-1)
RIGHT = (np.arange(4), KINDS)
FIRST = WIDE[:, 0]


def log_sigmoid(z: np.ndarray) -> np.ndarray:
    return -np.logaddexp(0, -z)


CROSS = -LOGS[RIGHT]
BINARY = -np.where(FLAGS, log_sigmoid(FIRST), log_sigmoid(-FIRST))
S, P = "Scores(x)", "Scores(x)[0]"
CASES: dict[str, tuple[str, Any]] = {
    "softmax, cross-entropy": (f"cross_entropy({S} -> softmax, kind)", CROSS),
    "log-softmax, cross-entropy": (f"cross_entropy({S} -> log_softmax, kind)", CROSS),
    "logits, cross-entropy": (f"cross_entropy({S}, kind)", CROSS),
    "nll of log(softmax)": (f"-pick(log(softmax({S})), kind)", CROSS),
    "nll of log-softmax": (f"-pick(log_softmax({S}), kind)", CROSS),
    "-log of the picked probability": (f"-log(pick(softmax({S}), kind))", CROSS),
    "sigmoid, binary cross-entropy": (f"binary_cross_entropy(sigmoid({P}), flag)", BINARY),
    "binary cross-entropy by hand": (
        f"-where(flag, log(sigmoid({P})), log(1 - sigmoid({P})))",
        BINARY,
    ),
    "log(sigmoid)": (f"-log(sigmoid({P}))", -log_sigmoid(FIRST)),
    "softplus by hand": (f"log(1 + exp({P}))", np.logaddexp(0, FIRST)),
    "softplus by hand, turned": (f"log(exp({P}) + 1)", np.logaddexp(0, FIRST)),
    "softplus by log1p": (f"log1p(exp({P}))", np.logaddexp(0, FIRST)),
    "sigmoid by hand": (f"1 / (1 + exp(-{P}))", scipy.special.expit(FIRST)),
    "log-sum-exp by hand": (f"log(sum(exp({S})))", scipy.special.logsumexp(WIDE, axis=-1)),
    "log-sum-exp by hand, along an axis": (f"log(sum(exp({S}), axis = 0))", scipy.special.logsumexp(WIDE, axis=-1)),
    "log of a sum of two": (f"log(exp({P}) + exp(Scores(x)[3]))", np.logaddexp(FIRST, WIDE[:, 3])),
    "log(exp)": (f"log(exp({P}))", FIRST),
    "entropy of a softmax": (f"entropy(softmax({S}))", scipy.special.entr(scipy.special.softmax(WIDE, -1)).sum(-1)),
    "a model that ends in softmax": ("cross_entropy(Ends(x), kind)", CROSS),
    "log of a model that ends in softmax": ("-pick(log(Ends(x)), kind)", CROSS),
}
MODELS = """model Ends(x: [4]) -> [4] {
  weight w: [4] = ones
  softmax(x * w)
}"""


def spec(loss: str) -> str:
    return TEXT.format(loss=f"{loss} + 0 * sum({S})", models=MODELS if "Ends" in loss else "")


@pytest.mark.parametrize("case", CASES)
def test_value_and_gradient_are_finite_and_right(case: str) -> None:
    loss, expected = CASES[case]
    program = loaded(spec(loss))
    graph, weights, statistics = started(program)
    fields = {"x": SCORES, "kind": KINDS, "flag": FLAGS}
    written = loss_of(program)

    def objective(weights: Any) -> Any:
        return written(argument(nnx.merge(graph, weights, statistics)), fields)

    value, gradient = jax.value_and_grad(objective)(weights)
    assert value == pytest.approx(np.mean(expected), rel=1e-4)
    assert all(jnp.isfinite(leaf).all() for leaf in jax.tree.leaves(gradient))


def test_a_loss_that_undoes_nothing_keeps_the_probabilities() -> None:
    """Another loss of the same model takes its logits; this one must not."""
    text = spec("cross_entropy(Ends(x), kind) + mse(Ends(x), x)")
    loss = simplify(experiment(text)).phases[0].objectives[0].loss
    called = {value.function.name for value in ir.walk(loss) if isinstance(value, ir.Invoke)}
    assert called == {"logits", "__call__"}


def test_every_rule_is_read_and_names_words() -> None:
    stated = [word for word in WORDS["value"].values() if word.stable]
    assert len(stated) >= 4
    for word in stated:
        assert len(rules(word.stable)) == len(word.stable)


def test_what_no_word_can_take_stays() -> None:
    """`sum` over an axis becomes `logsumexp` over it; `var` is no sum."""
    text = spec(f"log(var(exp({S})))")
    loss = simplify(experiment(text)).phases[0].objectives[0].loss
    assert "var" in {value.word.name for value in ir.walk(loss) if isinstance(value, ir.Apply)}
