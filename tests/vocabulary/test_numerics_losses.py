"""Losses, pools, norms, draws and products against their formulas, written out in NumPy, or SciPy and scikit-learn."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
import scipy.linalg
import scipy.optimize
import scipy.signal
import scipy.special
import scipy.stats
from flax import nnx
from sklearn import metrics
from test_numerics import value
from word_evaluation import PROGRAM, array, drawn, evaluate

from compiler.types import Tensor
from compiler.vocabulary.base import WORDS

GENERATOR = np.random.default_rng(7)
LOGITS = GENERATOR.normal(0, 2, (6, 4)).astype(np.float32)
LABELS = np.array([0, 3, 1, 2, 2, 0], np.int32)
TYPES = (Tensor((4,)), Tensor((), "class", classes=4))
SOFTMAX = scipy.special.softmax(LOGITS.astype(np.float64), axis=-1)
RIGHT = np.arange(6), LABELS


def test_losses_of_class_scores() -> None:
    margin = LOGITS + 1 - np.eye(4)[LABELS]
    expected = margin.max(-1) - LOGITS[RIGHT]
    np.testing.assert_allclose(value("multiclass_hinge", LOGITS, LABELS, types=TYPES), expected, rtol=1e-5)
    assert metrics.hinge_loss(LABELS, LOGITS) == pytest.approx(
        np.maximum(0, 1 - LOGITS[RIGHT] + np.where(np.eye(4)[LABELS], -np.inf, LOGITS).max(-1)).mean()
    )
    expected = LOGITS.max(-1) - LOGITS[RIGHT]
    np.testing.assert_allclose(value("multiclass_perceptron", LOGITS, LABELS, types=TYPES), expected, atol=1e-6)
    poly = -np.log(SOFTMAX[RIGHT]) + 0.5 * (1 - SOFTMAX[RIGHT])
    np.testing.assert_allclose(value("poly_loss", LOGITS, LABELS, types=TYPES, epsilon=0.5), poly, rtol=1e-5)


def test_sparsemax_losses_are_the_conjugates_of_their_entropies() -> None:
    """max over distributions p of p z - norm(p) ** 2 / 2, found by a general optimizer, + 1/2 - z[label]."""
    simplex = {"type": "eq", "fun": lambda p: p.sum() - 1}
    losses = value("multiclass_sparsemax_loss", LOGITS, LABELS, types=TYPES)
    for scores, label, given in zip(LOGITS, LABELS, losses, strict=True):
        z = scores.astype(np.float64)
        best = scipy.optimize.minimize(
            lambda p, z=z: 0.5 * p @ p - p @ z, np.full(4, 0.25), bounds=[(0, 1)] * 4, constraints=simplex, tol=1e-12
        )
        assert given == pytest.approx(0.5 - best.fun - z[label], abs=1e-4)
    score = np.linspace(-2, 2, 9, dtype=np.float32)
    flags = np.arange(9) % 2 == 0
    z = np.where(flags, -score, score)
    expected = np.where(z <= -1, 0, np.where(z >= 1, z, (z + 1) ** 2 / 4))
    types = (Tensor(()), Tensor((), "bool"))
    np.testing.assert_allclose(value("sparsemax_loss", score, flags, types=types), expected, atol=1e-6)
    sign = np.where(flags, 1, -1)
    squared = np.maximum(0, 1 - sign * score) ** 2
    np.testing.assert_allclose(value("squared_hinge", score, flags, types=types), squared, atol=1e-6)


def tversky(p: np.ndarray, y: np.ndarray, smooth: float, alpha: float = 0.5, beta: float = 0.5) -> np.ndarray:
    """One minus the index of each class, of [places, classes]."""
    tp = (p * y).sum(0)
    return 1 - (tp + smooth) / (tp + alpha * (p.sum(0) - tp) + beta * (y.sum(0) - tp) + smooth)


def test_dice_losses() -> None:
    logits = GENERATOR.normal(0, 2, (3, 5, 6, 4)).astype(np.float32)
    label = GENERATOR.integers(0, 4, (3, 5, 6)).astype(np.int32)
    types = (Tensor((5, 6, 4)), Tensor((5, 6), "class", classes=4))
    p = scipy.special.softmax(logits.astype(np.float64), -1).reshape(3, 30, 4)
    y = np.eye(4)[label].reshape(3, 30, 4)
    settings = {"smooth": 0.2, "alpha": 0.3, "beta": 0.7}
    for kind, given in {"logits": logits, "probability": p.reshape(logits.shape).astype(np.float32)}.items():
        meant = (Tensor((5, 6, 4), meaning=kind), types[1])  # type: ignore[arg-type]
        expected = [tversky(*pair, **settings).mean() for pair in zip(p, y, strict=True)]
        np.testing.assert_allclose(value("dice", given, label, types=meant, **settings), expected, rtol=1e-4)
    behind = [tversky(*pair, smooth=1.0)[1:].mean() for pair in zip(p, y, strict=True)]
    np.testing.assert_allclose(value("dice", logits, label, types=types, ignore_background=True), behind, rtol=1e-4)
    weighted = [(tversky(*pair, smooth=1.0) * [1, 2, 3, 4]).mean() for pair in zip(p, y, strict=True)]
    weights = (1.0, 2.0, 3.0, 4.0)
    np.testing.assert_allclose(value("dice", logits, label, types=types, class_weights=weights), weighted, rtol=1e-4)
    rare = 1 / (y.sum(1) ** 2 + 1e-7)
    rare = rare / rare.sum(-1, keepdims=True) * 4
    expected = [(w * tversky(*pair, smooth=0.2)).mean() for w, *pair in zip(rare, p, y, strict=True)]
    np.testing.assert_allclose(value("generalized_dice", logits, label, types=types, smooth=0.2), expected, rtol=1e-4)
    theirs = optax.losses.multiclass_generalized_dice_loss(logits[:1].reshape(1, 30, 4), y[:1], smooth=0.2)
    assert expected[0] == pytest.approx(float(theirs), rel=1e-4)
    two = (Tensor((5, 6)), Tensor((5, 6), "bool"))
    q = scipy.special.expit(logits[..., 0].astype(np.float64)).reshape(3, 30, 1)
    expected = [tversky(*pair, smooth=0.2)[0] for pair in zip(q, y[..., 1:2], strict=True)]
    given = value("binary_dice", logits[..., 0], label == 1, types=two, smooth=0.2)
    np.testing.assert_allclose(given, expected, rtol=1e-4)


def test_losses_of_pairs_and_lists() -> None:
    a, b, c = GENERATOR.normal(size=(3, 6, 5)).astype(np.float32)
    near, far = (np.sqrt(((a - x) ** 2).sum(-1) + 1e-6) for x in (b, c))
    expected = np.maximum(0, near - far + 0.5)
    np.testing.assert_allclose(value("triplet_margin", a, b, c, margin=0.5), expected, rtol=1e-5, atol=1e-6)
    relevance = GENERATOR.integers(0, 3, (6, 5)).astype(np.float32)
    ranking = -(relevance * scipy.special.log_softmax(a.astype(np.float64), -1)).sum(-1)
    np.testing.assert_allclose(value("ranking_softmax", a, relevance), ranking, rtol=1e-5)
    similarity = metrics.pairwise.cosine_similarity(a, b)
    np.testing.assert_allclose(value("cosine_similarity", a, b), np.diagonal(similarity), rtol=1e-4, atol=1e-6)
    nce = -np.diagonal(scipy.special.log_softmax(similarity / 0.5, axis=-1))
    np.testing.assert_allclose(value("info_nce", a, b, temperature=0.5), nce, rtol=1e-4)
    views = metrics.pairwise.cosine_similarity(np.concatenate([a, b])) / 0.5
    np.fill_diagonal(views, -np.inf)
    logs = scipy.special.log_softmax(views, axis=-1)
    both = -(logs[np.arange(6), np.arange(6) + 6] + logs[np.arange(6) + 6, np.arange(6)]) / 2
    np.testing.assert_allclose(value("nt_xent", a, b, temperature=0.5), both, rtol=1e-4)
    unit = np.concatenate([a, b])
    unit = unit / np.linalg.norm(unit, axis=-1, keepdims=True)
    theirs = optax.losses.ntxent(jnp.array(unit), jnp.tile(jnp.arange(6), 2), temperature=0.5)
    assert both.mean() == pytest.approx(float(theirs), rel=1e-4)


def test_divergences_of_measures() -> None:
    p, y = GENERATOR.uniform(0.1, 2, (2, 6, 4)).astype(np.float32)
    expected = scipy.special.kl_div(y.astype(np.float64), p).sum(-1)
    np.testing.assert_allclose(value("generalized_kl_divergence", np.log(p), y), expected, rtol=1e-4, atol=1e-6)
    p, y = (x / x.sum(-1, keepdims=True) for x in (p, y))
    logs = (Tensor((4,), meaning="log_probability"),) * 2
    expected = scipy.special.rel_entr(y.astype(np.float64), p).sum(-1)
    given = value("kl_divergence", np.log(p), np.log(y), types=logs)
    np.testing.assert_allclose(given, expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(value("l2_loss", p, y), (p - y) ** 2 / 2, rtol=1e-5)


def test_focal_loss_is_its_formula() -> None:
    z, y = LOGITS.astype(np.float64), (LOGITS[::-1] > 0).astype(np.float64)
    p = scipy.special.expit(z)
    right = y * p + (1 - y) * (1 - p)
    weight = y * 0.25 + (1 - y) * 0.75
    expected = -weight * (1 - right) ** 1.5 * np.log(right)
    given = value("focal", LOGITS, y.astype(np.float32), gamma=1.5, alpha=0.25)
    np.testing.assert_allclose(given, expected, rtol=1e-4, atol=1e-6)
    types = (Tensor(LOGITS.shape[1:], meaning="probability"), Tensor(LOGITS.shape[1:]))
    given = value("focal", p.astype(np.float32), y.astype(np.float32), types=types, gamma=1.5, alpha=0.25)
    np.testing.assert_allclose(given, expected, rtol=1e-3, atol=1e-5)


def test_further_pools() -> None:
    x = array(Tensor((7, 9, 2)), 3) - 0.5
    for name, reduce in (("adaptive_avg_pool", np.mean), ("adaptive_max_pool", np.max)):
        expected = np.empty((2, 3, 4, 2), np.float32)
        for i in range(3):
            for j in range(4):
                rows = slice(i * 7 // 3, -(-(i + 1) * 7 // 3))
                expected[:, i, j] = reduce(x[:, rows, j * 9 // 4 : -(-(j + 1) * 9 // 4)], axis=(1, 2))
        np.testing.assert_allclose(value(name, x, places=(3, 4)), expected, rtol=1e-5, atol=1e-6)
    tiles = x[:, :6, :8].reshape(2, 3, 2, 4, 2, 2)
    np.testing.assert_allclose(value("min_pool", x, size=2), tiles.min((2, 4)), rtol=1e-6)
    norms = (np.abs(tiles) ** 3).sum((2, 4)) ** (1 / 3)
    np.testing.assert_allclose(value("lp_pool", x, size=2, order=3.0), norms, rtol=1e-5)
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)), constant_values=np.nan)
    inner = np.nanmean(np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (1, 2)), axis=(-2, -1))
    given = value("avg_pool", x, size=3, stride=1, padding=1, count_padding=False)
    np.testing.assert_allclose(given, inner, rtol=1e-5, atol=1e-6)


def test_the_gradient_of_an_empty_window_is_finite() -> None:
    word = WORDS["value"]["lp_pool"](size=2)
    slope = jax.grad(lambda x: evaluate(word, (Tensor((4, 4, 1)),), (x,), (True,)).sum())(jnp.zeros((2, 4, 4, 1)))
    np.testing.assert_array_equal(slope, 0)


def kernel_of(word: Any, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a convolution without bias gives, and its kernel: that of the seed which `evaluate` takes."""
    type = Tensor(x.shape[1:])
    given = evaluate(word, (type,), (x,), (True,))
    layer = built(word, type)
    return np.asarray(given), np.asarray(layer.kernel[...])


def built(word: Any, type: Tensor) -> Any:
    from word_evaluation import site

    from compiler.python.printer import text

    at = site(word, (type,), word.infer(type), (True,))
    return eval(text(word.build(at)), {**PROGRAM, "rngs": nnx.Rngs(0)})


@pytest.mark.parametrize(
    ("padding", "mode"), [("circular", "wrap"), ("reflect", "reflect"), ("causal", "front"), ("valid", "none")]
)
def test_paddings_of_a_sequence(padding: str, mode: str) -> None:
    x = array(Tensor((9, 1)), 5)
    given, kernel = kernel_of(WORDS["value"]["conv"](width=1, kernel=3, padding=padding, bias=False), x)
    wide = {
        "wrap": np.pad(x[..., 0], ((0, 0), (1, 1)), mode="wrap"),
        "reflect": np.pad(x[..., 0], ((0, 0), (1, 1)), mode="reflect"),
        "front": np.pad(x[..., 0], ((0, 0), (2, 0))),
        "none": x[..., 0],
    }[mode]
    expected = [scipy.signal.correlate(row, kernel[:, 0, 0], "valid") for row in wide]
    np.testing.assert_allclose(given[..., 0], expected, rtol=1e-4, atol=1e-6)


def test_depthwise_and_separable_convolutions() -> None:
    x = array(Tensor((6, 7, 3)), 5)
    word = WORDS["value"]["depthwise_conv"](kernel=3, padding="valid", bias=False)
    given, kernel = kernel_of(word, x)
    each = [[scipy.signal.correlate2d(one[..., c], kernel[:, :, 0, c], "valid") for c in range(3)] for one in x]
    np.testing.assert_allclose(given, np.moveaxis(each, 1, -1), rtol=1e-4, atol=1e-6)
    word = WORDS["value"]["separable_conv"](width=5, kernel=3, padding="valid")
    type = Tensor(x.shape[1:])
    first, second = built(word, type).layers
    deep, point, bias = (np.asarray(a[...]) for a in (first.kernel, second.kernel, second.bias))
    each = [[scipy.signal.correlate2d(one[..., c], deep[:, :, 0, c], "valid") for c in range(3)] for one in x]
    expected = np.moveaxis(each, 1, -1) @ point[0, 0] + bias
    np.testing.assert_allclose(evaluate(word, (type,), (x,), (True,)), expected, rtol=1e-4, atol=1e-5)


def test_every_value_paints_a_window_of_a_transposed_convolution() -> None:
    """With the kernel turned round, as Flax has it."""
    x = array(Tensor((5, 2)), 5)
    word = WORDS["value"]["conv_transpose"](width=3, kernel=3, stride=2, padding="valid", bias=False)
    given, kernel = kernel_of(word, x)
    painted = np.zeros((2, 11, 3), np.float32)
    for place in range(5):
        painted[:, 2 * place : 2 * place + 3] += np.einsum("bc,kcf->bkf", x[:, place], kernel[::-1])
    np.testing.assert_allclose(given, painted, rtol=1e-4, atol=1e-6)


def test_spectral_norm_divides_by_the_largest_singular_value() -> None:
    word = WORDS["value"]["dense"](width=4, spectral_norm=True, bias=False)
    layer, x = built(word, Tensor((6,))), array(Tensor((6,)), 1)
    kernel = np.asarray(layer.layer_instance.kernel[...])
    for _ in range(50):
        given = layer(x, update_stats=True)
        layer.layer_instance.kernel[...] = kernel
    largest = scipy.linalg.svdvals(kernel)[0]
    np.testing.assert_allclose(given, x @ kernel / largest, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("groups", [1, 3])
def test_norms_over_places(groups: int) -> None:
    x = array(Tensor((4, 5, 6)), 7)
    parts = x.reshape(2, 20, groups, 6 // groups)
    mean, deviation = parts.mean((1, 3), keepdims=True), np.sqrt(parts.var((1, 3), keepdims=True) + 1e-6)
    expected = ((parts - mean) / deviation).reshape(x.shape)
    np.testing.assert_allclose(value("group_norm", x, groups=groups), expected, rtol=1e-3, atol=1e-4)
    alone = (x - x.mean((1, 2), keepdims=True)) / np.sqrt(x.var((1, 2), keepdims=True) + 1e-6)
    np.testing.assert_allclose(value("instance_norm", x), alone, rtol=1e-3, atol=1e-4)
    rms = x / np.sqrt((x**2).mean(-1, keepdims=True) + 1e-6)
    np.testing.assert_allclose(value("rms_norm", x), rms, rtol=1e-4)


def test_dropped_channels_are_dropped_everywhere() -> None:
    word, x = WORDS["value"]["dropout"](rate=0.5, channels=True), np.ones((2, 5, 400), np.float32)
    dropped = np.asarray(evaluate(word, (Tensor((5, 400)),), (x,), (True,), training=True))
    np.testing.assert_array_equal(dropped, np.broadcast_to(dropped[:, :1], dropped.shape))
    assert abs(dropped.mean() - 1) < 0.1


DRAWS: list[tuple[str, dict[str, Any], Any]] = [
    ("exponential", {"scale": 2.0}, scipy.stats.expon(scale=2)),
    ("laplace", {"mean": 1.0, "scale": 2.0}, scipy.stats.laplace(1, 2)),
    ("logistic", {"mean": 1.0, "scale": 0.5}, scipy.stats.logistic(1, 0.5)),
    ("gumbel", {"scale": 2.0}, scipy.stats.gumbel_r(scale=2)),
    ("cauchy", {"scale": 2.0}, scipy.stats.cauchy(scale=2)),
    ("log_normal", {"mean": 0.5, "std": 0.5}, scipy.stats.lognorm(0.5, scale=np.exp(0.5))),
    ("truncated_normal", {"low": -1.0, "high": 2.0}, scipy.stats.truncnorm(-1, 2)),
    ("gamma", {"concentration": 2.0, "scale": 3.0}, scipy.stats.gamma(2, scale=3)),
    ("beta", {"a": 0.5, "b": 2.0}, scipy.stats.beta(0.5, 2)),
    ("student_t", {"df": 4.0}, scipy.stats.t(4)),
]
COUNTS: list[tuple[str, dict[str, Any], Any]] = [
    ("poisson", {"rate": 3.0}, scipy.stats.poisson(3)),
    ("binomial", {"n": 10, "p": 0.3}, scipy.stats.binom(10, 0.3)),
    ("geometric", {"p": 0.3}, scipy.stats.geom(0.3)),
]


def draws_of(name: str, config: dict[str, Any]) -> np.ndarray:
    return np.asarray(evaluate(WORDS["value"][name](shape=(4000,), **config), (), (), ()))


@pytest.mark.parametrize(("name", "config", "law"), DRAWS)
def test_draws_follow_their_laws(name: str, config: dict[str, Any], law: Any) -> None:
    assert scipy.stats.kstest(draws_of(name, config).ravel(), law.cdf).pvalue > 0.001


@pytest.mark.parametrize(("name", "config", "law"), COUNTS)
def test_counts_follow_their_laws(name: str, config: dict[str, Any], law: Any) -> None:
    counts = np.bincount(draws_of(name, config).ravel(), minlength=12)[:12]
    np.testing.assert_allclose(counts / 8000, law.pmf(np.arange(12)), atol=0.02)


def test_draws_of_classes_and_orders() -> None:
    rows = np.asarray(evaluate(WORDS["value"]["permutation"](n=50), (), (), ()))
    np.testing.assert_array_equal(np.sort(rows), np.tile(np.arange(50), (2, 1)))
    assert not np.array_equal(rows[0], rows[1])
    p = np.array([0.1, 0.2, 0.7], np.float32)
    for meaning, given in (("probability", p), ("logits", np.log(p) + 3)):
        rows = np.broadcast_to(given, (2, 4000, 3))
        type = Tensor((4000, 3), meaning=meaning)  # type: ignore[arg-type]
        drawn = np.asarray(evaluate(WORDS["value"]["categorical"](), (type,), (rows,), (True,)))
        np.testing.assert_allclose(np.bincount(drawn.ravel()) / 8000, p, atol=0.02)
    shares = np.asarray(evaluate(WORDS["value"]["dirichlet"](alpha=(1.0, 2.0, 5.0), shape=(4000,)), (), (), ()))
    np.testing.assert_allclose(shares.sum(-1), 1, rtol=1e-5)
    np.testing.assert_allclose(shares.mean((0, 1)), np.array([1, 2, 5]) / 8, atol=0.01)
    signs = draws_of("rademacher", {})
    assert set(np.unique(signs)) == {-1, 1}
    assert abs(signs.mean()) < 0.05


def test_places_and_products() -> None:
    x = GENERATOR.normal(size=(2, 5, 4)).astype(np.float32)
    index = GENERATOR.integers(0, 5, (2, 3, 4)).astype(np.int32)
    types = (Tensor((5, 4)), Tensor((3, 4), "int"))
    np.testing.assert_array_equal(
        value("gather", x, index, types=types, axis=0), [row[i, np.arange(4)] for row, i in zip(x, index, strict=True)]
    )
    np.testing.assert_array_equal(value("top_k", x, k=2), np.sort(x, -1)[..., ::-1][..., :2])
    np.testing.assert_array_equal(value("argtop_k", x, k=1)[..., 0], x.argmax(-1))
    np.testing.assert_allclose(value("cumprod", x, axis=0), np.cumprod(x, 1), rtol=1e-5)
    np.testing.assert_array_equal(value("cummax", x, axis=0), np.maximum.accumulate(x, 1))
    np.testing.assert_array_equal(value("cummin", x, axis=0), np.minimum.accumulate(x, 1))
    np.testing.assert_allclose(value("diff", x, axis=0), x[:, 1:] - x[:, :-1], rtol=1e-6)
    np.testing.assert_allclose(value("einsum", x, x, rule="ti, tj -> ij"), [r.T @ r for r in x], rtol=1e-5)
    np.testing.assert_allclose(value("dot", x, x), (x**2).sum(-1), rtol=1e-5)
    np.testing.assert_allclose(value("logmeanexp", x, axis=-1), np.log(np.exp(x).mean(-1)), rtol=1e-4, atol=1e-6)
    roll = value("roll", x, shift=1, axis=0)
    np.testing.assert_array_equal(roll[:, 0], x[:, -1])
    np.testing.assert_array_equal(value("tile", x, count=2), np.tile(x, (1, 1, 2)))
    np.testing.assert_array_equal(value("repeat", x, count=2), np.repeat(x, 2, -1))


def test_special_functions() -> None:
    x = GENERATOR.uniform(0.1, 0.9, (2, 6)).astype(np.float32)
    wide = x.astype(np.float64)
    functions = {
        "erfc": scipy.special.erfc,
        "erf_inv": scipy.special.erfinv,
        "digamma": scipy.special.digamma,
        "log1mexp": lambda x: np.log(1 - np.exp(-x)),
        "sinc": np.sinc,
        "rsqrt": lambda x: x**-0.5,
        "arctanh": np.arctanh,
        "cbrt": scipy.special.cbrt,
        "exp2": scipy.special.exp2,
    }
    for name, function in functions.items():
        np.testing.assert_allclose(value(name, x), function(wide), rtol=1e-4, err_msg=name)


def test_further_initializers() -> None:
    words, shape = WORDS["initializer"], (300, 200)
    for mode, size in (("fan_in", 300), ("fan_out", 200), ("fan_avg", 250)):
        for form, largest in (("normal", None), ("truncated_normal", 2 / 0.8796), ("uniform", 3**0.5)):
            draw = drawn(words["variance_scaling"](scale=2.0, mode=mode, distribution=form), shape)
            deviation = (2 / size) ** 0.5
            assert draw.std() == pytest.approx(deviation, rel=0.02)
            assert largest is None or np.abs(draw).max() == pytest.approx(largest * deviation, rel=0.02)
    kernel = drawn(words["delta_orthogonal"](scale=2.0), (3, 3, 4, 16))
    np.testing.assert_allclose(kernel[1, 1] @ kernel[1, 1].T, 4 * np.eye(4), atol=1e-4)
    assert np.count_nonzero(kernel) == np.count_nonzero(kernel[1, 1])
