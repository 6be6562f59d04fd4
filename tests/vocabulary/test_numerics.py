"""Words against independent implementations: NumPy, SciPy, scikit-learn, and JAX's own primitives."""

import ast
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
import scipy.signal
import scipy.special
from flax import nnx
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from word_evaluation import PROGRAM, array, drawn, emitted, evaluate, site

from compiler.python.printer import text
from compiler.python.target import Literal, Name, operator
from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, At, Word
from compiler.vocabulary.helpers.general import helpers
from compiler.vocabulary.schedules import schedules

X = np.linspace(-4, 4, 33, dtype=np.float32).reshape(3, 11)


def value(name: str, *arrays: Any, types: tuple[Tensor, ...] | None = None, **config: Any) -> np.ndarray:
    """A word of the language applied to batches of real numbers."""
    types = types or tuple(Tensor(x.shape[1:]) for x in arrays)
    return np.asarray(evaluate(WORDS["value"][name](**config), types, arrays, (True,) * len(arrays)))


def bent(x: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.where(x > 0, x, below)


ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "identity": lambda x: x,
    "relu": lambda x: np.maximum(x, 0),
    "relu6": lambda x: np.clip(x, 0, 6),
    "leaky_relu": lambda x: bent(x, 0.01 * x),
    "prelu": lambda x: bent(x, 0.01 * x),
    "squareplus": lambda x: (x + np.sqrt(x**2 + 4)) / 2,
    "sparse_plus": lambda x: np.where(x <= -1, 0, np.where(x >= 1, x, (x + 1) ** 2 / 4)),
    "sparse_sigmoid": lambda x: np.clip((x + 1) / 2, 0, 1),
    "elu": lambda x: bent(x, np.exp(x) - 1),
    "selu": lambda x: 1.0507009873554805 * bent(x, 1.6732632423543772 * (np.exp(x) - 1)),
    "celu": lambda x: bent(x, np.exp(x) - 1),
    "gelu": lambda x: x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))) / 2,
    "silu": lambda x: x * scipy.special.expit(x),
    "hard_silu": lambda x: x * np.clip(x + 3, 0, 6) / 6,
    "mish": lambda x: x * np.tanh(np.log1p(np.exp(x))),
    "sigmoid": scipy.special.expit,
    "hard_sigmoid": lambda x: np.clip(x + 3, 0, 6) / 6,
    "log_sigmoid": lambda x: np.log(scipy.special.expit(x)),
    "tanh": np.tanh,
    "hard_tanh": lambda x: np.clip(x, -1, 1),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "softsign": lambda x: x / (1 + np.abs(x)),
    "step": lambda x: x >= 0,
    "softmax": lambda x: scipy.special.softmax(x, axis=-1),
    "log_softmax": lambda x: scipy.special.log_softmax(x, axis=-1),
    "glu": lambda x: x[:, : x.shape[1] // 2] * scipy.special.expit(x[:, x.shape[1] // 2 :]),
}


def test_every_activation_is_compared() -> None:
    assert set(ACTIVATIONS) == {name for name, word in WORDS["value"].items() if word.chapter == "Activations"}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation(name: str) -> None:
    x = X[:, :10] if name == "glu" else X
    np.testing.assert_allclose(value(name, x), ACTIVATIONS[name](x.astype(np.float64)), rtol=1e-5, atol=1e-6)


def test_activation_arguments() -> None:
    x = X.astype(np.float64)
    np.testing.assert_allclose(value("leaky_relu", X, slope=0.2), bent(x, 0.2 * x), rtol=1e-5)
    np.testing.assert_allclose(value("elu", X, alpha=0.5), bent(x, 0.5 * (np.exp(x) - 1)), rtol=1e-5)
    np.testing.assert_allclose(value("celu", X, alpha=2.0), bent(x, 2 * (np.exp(x / 2) - 1)), rtol=1e-5)
    exact = x * scipy.special.ndtr(x)
    np.testing.assert_allclose(value("gelu", X, approximate=False), exact, rtol=1e-4, atol=1e-6)


PROBABILITY = Tensor((), meaning="probability")
FLAG = Tensor((), "bool")


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([2, 5]), st.integers(0, 10_000))
def test_cross_entropy_of_every_meaning_is_the_log_loss(classes: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 2, (9, classes)).astype(np.float32)
    label = generator.integers(0, classes, 9).astype(np.int32)
    probability = scipy.special.softmax(logits.astype(np.float64), axis=-1)
    expected = metrics.log_loss(label, probability, labels=range(classes))
    target = Tensor((), "class", classes=classes)
    for meaning, prediction in {
        "logits": logits,
        "probability": probability,
        "log_probability": np.log(probability),
    }.items():
        types = (Tensor((classes,), meaning=meaning), target)  # type: ignore[arg-type]
        losses = value("cross_entropy", prediction.astype(np.float32), label, types=types)
        assert losses.shape == (9,)
        np.testing.assert_allclose(losses.mean(), expected, rtol=1e-4)
        smooth = value("cross_entropy", prediction.astype(np.float32), label, types=types, smoothing=0.1)
        shares = 0.9 * np.eye(classes)[label] + 0.1 / classes
        np.testing.assert_allclose(smooth, -(shares * np.log(probability)).sum(-1), rtol=1e-3)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_binary_cross_entropy_of_every_meaning_is_the_log_loss(seed: int) -> None:
    generator = np.random.default_rng(seed)
    logits = generator.normal(0, 2, 20).astype(np.float32)
    label = generator.random(20) < 0.5
    label[:2] = [False, True]
    probability = scipy.special.expit(logits.astype(np.float64))
    expected = metrics.log_loss(label, probability)
    for prediction, type in ((logits, Tensor(())), (probability.astype(np.float32), PROBABILITY)):
        for target in (label, label.astype(np.int32), label.astype(np.float32)):
            kind = {"b": "bool", "i": "class", "f": "real"}[target.dtype.kind]
            types = (type, Tensor((), kind, classes=2 if kind == "class" else None))  # type: ignore[arg-type]
            np.testing.assert_allclose(
                value("binary_cross_entropy", prediction, target, types=types).mean(), expected, rtol=1e-4
            )


def test_losses_stay_finite_where_the_textbook_overflows() -> None:
    logits = np.array([[-200.0, 200.0], [200.0, -200.0]], np.float32)
    label = np.array([0, 0], np.int32)
    two = Tensor((), "class", classes=2)
    np.testing.assert_allclose(value("cross_entropy", logits, label, types=(Tensor((2,)), two)), [400, 0])
    np.testing.assert_allclose(value("binary_cross_entropy", logits[:, 0], label, types=(Tensor(()), two)), [0, 200])
    wrong = value("binary_cross_entropy", np.array([1.0, 0.0], np.float32), label, types=(PROBABILITY, two))
    assert np.isfinite(wrong).all()
    assert wrong[0] > 15


def test_distances() -> None:
    a, b = np.random.default_rng(1).normal(size=(2, 5, 3, 4)).astype(np.float32)
    flat = a.reshape(5, -1), b.reshape(5, -1)
    mean_squared = [metrics.mean_squared_error(x, y) for x, y in zip(*flat, strict=True)]
    np.testing.assert_allclose(value("mse", a, b), mean_squared, rtol=1e-5)
    mean_absolute = [metrics.mean_absolute_error(x, y) for x, y in zip(*flat, strict=True)]
    np.testing.assert_allclose(value("mae", a, b), mean_absolute, rtol=1e-5)
    np.testing.assert_allclose(value("squared_error", a, b), (a - b) ** 2, rtol=1e-5)
    np.testing.assert_allclose(value("absolute_error", a, b), np.abs(a - b), rtol=1e-5)
    np.testing.assert_allclose(value("huber", a, b, delta=0.5), scipy.special.huber(0.5, a - b), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(value("log_cosh", a, b), np.log(np.cosh(a - b)), rtol=1e-4, atol=1e-6)


def test_margins() -> None:
    score = np.array([-2.0, -0.5, 0.5, 2.0], np.float32)
    for label in ([0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]):
        flags, sign = np.array(label, bool), 2.0 * np.array(label) - 1
        types = (Tensor(()), FLAG)
        np.testing.assert_allclose(value("perceptron", score, flags, types=types), np.maximum(0, -sign * score))
        np.testing.assert_allclose(value("hinge", score, flags, types=types), np.maximum(0, 1 - sign * score))
    both = np.array([True, False, True, False])
    np.testing.assert_allclose(
        value("hinge", score, both, types=(Tensor(()), FLAG)).mean(), metrics.hinge_loss(both, score)
    )


def test_perceptron_gradient_is_rosenblatts_rule() -> None:
    """A wrong decision moves the weights by the label's sign times the input, a right one not at all."""
    label = np.array([True, False])

    def loss(w: Any, x: Any) -> Any:
        word = WORDS["value"]["perceptron"]()
        return evaluate(word, (Tensor(()), FLAG), (x @ w, label), (True, True)).sum()

    w = jnp.array([1.0, -1.0])
    wrong, right = jnp.array([[0.0, 1.0], [1.0, 0.0]]), jnp.array([[1.0, 0.0], [0.0, 1.0]])
    np.testing.assert_allclose(jax.grad(loss)(w, wrong), -wrong[0] + wrong[1])
    np.testing.assert_allclose(jax.grad(loss)(w, right), 0)


def test_divergences() -> None:
    generator = np.random.default_rng(2)
    p, q = generator.dirichlet(np.ones(6), (2, 4)).astype(np.float32)
    probability = Tensor((6,), meaning="probability")
    divergence = scipy.special.rel_entr(q, p).sum(-1)
    np.testing.assert_allclose(value("kl_divergence", p, q, types=(probability, probability)), divergence, rtol=1e-4)
    np.testing.assert_allclose(value("kl_divergence", np.log(p), q), divergence, rtol=1e-4, atol=1e-6)
    entropy = scipy.special.entr(p).sum(-1)
    np.testing.assert_allclose(value("entropy", p, types=(probability,)), entropy, rtol=1e-4)
    np.testing.assert_allclose(value("entropy", np.log(p)), entropy, rtol=1e-4)
    mean, log_var = generator.normal(size=(2, 4, 6)).astype(np.float32)
    variance = np.exp(log_var)
    normal = 0.5 * (variance + mean**2 - 1 - log_var).sum(-1)
    np.testing.assert_allclose(value("kl_normal", mean, log_var), normal, rtol=1e-4)
    cosine = np.diagonal(metrics.pairwise.cosine_distances(mean, log_var))
    np.testing.assert_allclose(value("cosine_distance", mean, log_var), cosine, rtol=1e-4, atol=1e-6)
    ce = value("binary_cross_entropy", mean, (log_var > 0).astype(np.float32))
    np.testing.assert_allclose(value("focal", mean, (log_var > 0).astype(np.float32), gamma=0.0), ce, rtol=1e-4)


@pytest.mark.parametrize("name", ["max_pool", "avg_pool"])
@pytest.mark.parametrize(
    ("shape", "size", "stride", "padding"),
    [
        ((8, 8, 3), 2, None, 0),
        ((7, 9, 2), 2, None, 0),
        ((9, 9, 2), 3, 2, 1),
        ((12, 4), 4, None, 0),
        ((4, 6, 8, 1), (2, 3, 4), None, 0),
    ],
)
def test_pooling_is_a_windows_reduction(
    name: str, shape: tuple[int, ...], size: Any, stride: Any, padding: int
) -> None:
    x = array(Tensor(shape), 3) - 0.5
    space = len(shape) - 1
    window = size if isinstance(size, tuple) else (size,) * space
    step = window if stride is None else (stride,) * space
    start, join = (-jnp.inf, jax.lax.max) if name == "max_pool" else (0.0, jax.lax.add)
    sides = ((0, 0), *((padding, padding),) * space, (0, 0))
    expected = jax.lax.reduce_window(x, start, join, (1, *window, 1), (1, *step, 1), sides)
    expected = expected if name == "max_pool" else expected / np.prod(window)
    np.testing.assert_allclose(
        value(name, x, size=size, stride=stride, padding=padding), expected, rtol=1e-5, atol=1e-6
    )


def test_convolution_is_a_correlation() -> None:
    word = WORDS["value"]["conv"](width=4, kernel=(3, 5), padding="valid")
    x = array(Tensor((9, 11, 2)), 5)
    layer = nnx.Conv(2, 4, kernel_size=(3, 5), padding="VALID", rngs=nnx.Rngs(0))
    kernel = np.asarray(layer.kernel[...])
    expected = sum(
        np.stack([[scipy.signal.correlate2d(one[:, :, c], kernel[:, :, c, f], "valid") for f in range(4)] for one in x])
        for c in range(2)
    )
    given = evaluate(word, (Tensor((9, 11, 2)),), (x,), (True,))
    np.testing.assert_allclose(given, np.moveaxis(expected, 1, -1), rtol=1e-4, atol=1e-5)


def test_normalisation() -> None:
    x = array(Tensor((4, 6)), 7)
    last = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-6)
    np.testing.assert_allclose(value("layer_norm", x), last, rtol=1e-3, atol=1e-4)
    batch = (x - x.mean((0, 1))) / np.sqrt(x.var((0, 1)) + 1e-5)
    word = WORDS["value"]["batch_norm"]()
    np.testing.assert_allclose(
        evaluate(word, (Tensor((4, 6)),), (x,), (True,), training=True), batch, rtol=1e-3, atol=1e-4
    )
    np.testing.assert_allclose(evaluate(word, (Tensor((4, 6)),), (x,), (True,)), x / np.sqrt(1 + 1e-5), rtol=1e-5)


def test_dropout_keeps_the_mean_and_rests_in_use() -> None:
    word, x = WORDS["value"]["dropout"](rate=0.25), np.ones((2, 50_000), np.float32)
    dropped = np.asarray(evaluate(word, (Tensor((50_000,)),), (x,), (True,), training=True))
    assert set(np.unique(dropped.round(4))) == {0, np.float32(1.3333)}
    assert abs(dropped.mean() - 1) < 0.01
    np.testing.assert_array_equal(evaluate(word, (Tensor((50_000,)),), (x,), (True,)), x)


@pytest.mark.parametrize(
    ("name", "config", "mean", "variance"),
    [
        ("normal", {}, 0, 1),
        ("normal", {"mean": 2.0, "std": 0.5}, 2, 0.25),
        ("uniform", {}, 0.5, 1 / 12),
        ("uniform", {"low": -1.0, "high": 3.0}, 1, 16 / 12),
        ("uniform_int", {"n": 6}, 2.5, 35 / 12),
    ],
)
def test_draws_have_their_distribution(name: str, config: dict[str, Any], mean: float, variance: float) -> None:
    draws = np.asarray(evaluate(WORDS["value"][name](shape=(40_000,), **config), (), (), ()))
    assert draws.shape == (2, 40_000)
    assert abs(draws.mean() - mean) < 0.02
    assert abs(draws.var() - variance) < 0.03
    assert not np.array_equal(draws[0], draws[1])


def test_bernoulli_draws_ones_as_often_as_it_is_told() -> None:
    p = np.repeat(np.array([[0.1], [0.8]], np.float32), 20_000, axis=1)
    draws = np.asarray(evaluate(WORDS["value"]["bernoulli"](), (Tensor((20_000,)),), (p,), (True,)))
    np.testing.assert_allclose(draws.mean(axis=1), [0.1, 0.8], atol=0.02)


SCALED = ("lecun_normal", "lecun_uniform", "he_normal", "he_uniform", "glorot_normal", "glorot_uniform")


@pytest.mark.parametrize("name", SCALED)
@pytest.mark.parametrize("shape", [(300, 200), (3, 3, 32, 64)])
def test_initializers_have_jaxs_distributions(name: str, shape: tuple[int, ...]) -> None:
    ours = drawn(WORDS["initializer"][name](), shape)
    theirs = np.asarray(getattr(jax.nn.initializers, name)()(jax.random.key(0), shape))
    assert abs(ours.mean()) < 0.05 * theirs.std()
    assert ours.std() == pytest.approx(theirs.std(), rel=0.02)
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.02)


def test_plain_initializers() -> None:
    words, shape = WORDS["initializer"], (300, 200)
    np.testing.assert_array_equal(drawn(words["zeros"](), shape), 0)
    np.testing.assert_array_equal(drawn(words["ones"](), shape), 1)
    np.testing.assert_array_equal(drawn(words["constant"](value=0.5), shape), np.float32(0.5))
    assert drawn(words["normal"](std=0.05), shape).std() == pytest.approx(0.05, rel=0.02)
    cut = drawn(words["truncated_normal"](std=1.0), shape)
    assert np.abs(cut).max() <= 2
    assert cut.std() == pytest.approx(0.8796, rel=0.02)
    flat = drawn(words["uniform"](low=-0.1, high=0.3), shape)
    assert flat.min() >= -0.1
    assert flat.max() <= 0.3
    assert flat.mean() == pytest.approx(0.1, abs=0.002)
    for shape in ((40, 8), (8, 40), (3, 3, 4, 16)):
        matrix = drawn(words["orthogonal"](scale=2.0), shape).reshape(-1, shape[-1])
        square = matrix.T @ matrix if matrix.shape[0] >= matrix.shape[1] else matrix @ matrix.T
        np.testing.assert_allclose(square, 4 * np.eye(len(square)), atol=1e-4)


def rates(word: Word, steps: int, *at: int) -> list[float]:
    schedule = emitted(word, steps)
    return [float(schedule(step)) for step in at]


def test_schedules_have_their_values() -> None:
    assert rates(schedules.Cosine(peak=0.2, end=0.1), 100, 0, 50, 100) == pytest.approx([0.2, 0.15, 0.1])
    warm = rates(schedules.Cosine(peak=0.1, warmup=0.05), 200, 0, 5, 10, 105, 200)
    assert warm == pytest.approx([0, 0.05, 0.1, 0.05, 0], abs=1e-8)
    assert rates(schedules.WarmupCosine(peak=1.0, warmup=20), 100, 10, 20, 60) == pytest.approx([0.5, 1.0, 0.5])
    assert rates(schedules.Linear(peak=1.0, end=0.5), 10, 0, 5, 10) == pytest.approx([1, 0.75, 0.5])
    assert rates(schedules.Linear(peak=1.0, warmup=0.5), 10, 0, 5, 10) == pytest.approx([0, 1, 0])
    assert rates(schedules.Polynomial(peak=1.0, power=2.0), 10, 5) == pytest.approx([0.25])
    assert rates(schedules.Exponential(peak=1.0, rate=0.25), 10, 5, 10) == pytest.approx([0.5, 0.25])
    assert rates(schedules.Exponential(peak=1.0, rate=0.5, steps=0.1, staircase=True), 100, 9, 10, 25) == [1, 0.5, 0.25]
    assert rates(schedules.StepDecay(peak=1.0, at=(0.5, 0.75)), 100, 49, 50, 75) == pytest.approx([1, 0.1, 0.01])
    assert rates(schedules.OneCycle(peak=1.0, rise=0.5, start=10.0), 100, 0, 50) == pytest.approx([0.1, 1])
    assert rates(schedules.Constant(value=0.3, warmup=10), 100, 0, 5, 50) == pytest.approx([0, 0.15, 0.3])


def test_sgd_decays_weights_through_the_gradient() -> None:
    word = WORDS["optimizer"]["sgd"](learning_rate=0.1, momentum=0.9, weight_decay=0.5)
    optimizer, w, g, velocity = emitted(word), jnp.array([2.0]), jnp.array([1.0]), 0.0
    state = optimizer.init(w)
    for _ in range(3):
        velocity = 0.9 * velocity + (1.0 + 0.5 * float(w[0]))
        update, state = optimizer.update(g, state, w)
        np.testing.assert_allclose(update, [-0.1 * velocity], rtol=1e-5)
        w = optax.apply_updates(w, update)


def test_helpers_need_nothing_that_a_program_does_not_import() -> None:
    for helper in helpers().values():
        nodes = list(ast.walk(ast.parse(helper.text)))
        named = [node for node in nodes if isinstance(node, ast.Name)]
        own = {node.arg for node in nodes if isinstance(node, ast.arg)}
        own |= {node.id for node in named if isinstance(node.ctx, ast.Store)}
        used = {node.id for node in named} - own
        assert used & set(PROGRAM) == {*helper.calls, *helper.imports}, helper.name


def test_comparison_with_a_classs_name_is_one_with_its_index() -> None:
    iris = Tensor((), "class", classes=3, class_names=("setosa", "versicolor", "virginica"))
    name = Tensor((), "text", class_names=("virginica",))
    at = At((iris, name), batched=(True, False))
    assert WORDS["value"]["equal"]().apply(at, Name("kind"), Literal("virginica")) == operator("==", Name("kind"), 2)


def test_gru() -> None:
    """Flax's layer in a program, and the formula by NumPy, on the same weights."""
    word, inputs = WORDS["value"]["gru"](width=5), (Tensor((7, 3)),)
    at = site(word, inputs, word.infer(*inputs), (True,))
    layer = eval(text(word.build(at)), {**PROGRAM, "rngs": nnx.Rngs(0)})
    generator = np.random.default_rng(0)
    weights = {
        key: generator.normal(size=shape).astype(np.float32) for key, shape in word.weight_shapes(inputs).items()
    }
    layer.cell.dense_i.kernel[...], layer.cell.dense_i.bias[...] = weights["kernel"], weights["bias"]
    layer.cell.dense_h.kernel[...] = weights["recurrent"]
    x = generator.normal(size=(2, 7, 3)).astype(np.float32)
    state, expected = np.zeros((2, 5)), []
    for place in range(7):
        given, kept = x[:, place] @ weights["kernel"] + weights["bias"], state @ weights["recurrent"]
        reset, update = (1 / (1 + np.exp(-(given + kept)[:, part])) for part in (slice(5), slice(5, 10)))
        state = (1 - update) * np.tanh(given[:, 10:] + reset * kept[:, 10:]) + update * state
        expected.append(state)
    np.testing.assert_allclose(layer(x), np.stack(expected, axis=1), rtol=1e-4, atol=1e-5)
