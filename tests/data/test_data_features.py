"""Features: the numbers of scikit-learn, learned from the training rows only, and after a round trip to JSON."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

import compiler.vocabulary.features
from compiler.manual import complaint
from compiler.python.printer import text
from compiler.python.target import Name
from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, At
from compiler.vocabulary.features.windows import Windows
from compiler.vocabulary.speech import Feature
from runtime.data.features import Fit, NotLearned
from runtime.errors import RunError

FEATURES = [
    word
    for word in WORDS["value"].values()
    if word.__module__.startswith(f"{compiler.vocabulary.features.__name__}.") and word is not Windows
]
TABLES = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 30), st.integers(1, 4)),
    elements=st.one_of(st.integers(-(2**20), 2**20).map(lambda i: i / 8), st.just(float("nan"))),
)


def after(fit: Fit) -> Fit:
    """What a later run makes of it."""
    return Fit.from_json(json.loads(json.dumps(fit.to_json())))


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_standardize_is_scikit_learns(values):
    values = values[:, ~np.isnan(values).all(axis=0)]
    if not values.size:
        return
    fit = Fit()
    learned = fit.standardize("d.x", values)
    reference = StandardScaler().fit(values)
    np.testing.assert_allclose(fit.state["d.x"]["mean"], reference.mean_, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(learned, reference.transform(values), rtol=1e-5, atol=1e-6)
    np.testing.assert_array_equal(after(fit).standardize("d.x", values), learned)


@settings(max_examples=60, deadline=None)
@given(TABLES, TABLES)
def test_min_max_is_scikit_learns(values, others):
    values = values[:, ~np.isnan(values).all(axis=0)]
    if not values.size:
        return
    fit, reference = Fit(), MinMaxScaler().fit(values)
    np.testing.assert_allclose(fit.min_max("d.x", values), reference.transform(values), rtol=1e-6, atol=1e-6)
    others = np.resize(others, (5, values.shape[1]))
    np.testing.assert_allclose(after(fit).min_max("d.x", others), reference.transform(others), rtol=1e-5, atol=1e-5)


def test_one_scale_for_each_channel():
    images = np.random.default_rng(0).integers(0, 256, (9000, 4, 4, 3), dtype=np.int32)
    standard, low_high = Fit().standardize("d.x", images, axis=-1), Fit().min_max("d.x", images[:, 1:], axis=0)
    np.testing.assert_allclose(standard.mean((0, 1, 2)), 0, atol=1e-4)
    np.testing.assert_allclose(standard.std((0, 1, 2)), 1, rtol=1e-4)
    assert standard.dtype == np.float32
    np.testing.assert_array_equal(low_high.min((0, 2, 3)), [0, 0, 0])
    np.testing.assert_array_equal(low_high.max((0, 2, 3)), [1, 1, 1])


def test_scalars_and_what_does_not_vary():
    ages, constant = np.array([1.0, 2.0, 3.0]), np.full(7, 0.1)
    np.testing.assert_allclose(Fit().standardize("d.x", ages), StandardScaler().fit_transform(ages[:, None])[:, 0])
    np.testing.assert_allclose(Fit().standardize("d.x", constant), 0, atol=1e-9)
    np.testing.assert_array_equal(Fit().min_max("d.x", constant), 0)


@pytest.mark.parametrize("by", ["median", "mean"])
@given(values=TABLES)
@settings(max_examples=30, deadline=None)
def test_fill_missing_is_scikit_learns(by, values):
    fit = Fit()
    if np.isnan(values).all(axis=0).any():
        with pytest.raises(RunError, match="no value in the training split"):
            fit.fill_missing("d.x", values, by=by)
        return
    reference = SimpleImputer(strategy=by).fit_transform(values)
    np.testing.assert_allclose(fit.fill_missing("d.x", values, by=by), reference, rtol=1e-9)
    np.testing.assert_array_equal(
        after(fit).fill_missing("d.x", np.full((2, values.shape[1]), np.nan)),
        np.stack([fit.state["d.x"]["value"]] * 2),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["red", "green", "blue", ""]), min_size=1), st.lists(st.sampled_from(["red", "pink"])))
def test_one_hot_of_texts_is_scikit_learns(texts, later):
    values, later = np.array(texts, object), np.array(later, object)
    if set(texts) == {""}:
        return
    fit = Fit()
    learned = fit.one_hot("d.x", values)
    reference = OneHotEncoder(handle_unknown="ignore", sparse_output=False).fit(values[values != ""][:, None])
    np.testing.assert_array_equal(learned, reference.transform(values[:, None]))
    if len(later):
        np.testing.assert_array_equal(after(fit).one_hot("d.x", later), reference.transform(later[:, None]))


def test_one_hot_of_indices():
    np.testing.assert_array_equal(Fit({}).one_hot("d.x", np.array([[0, 2]]), classes=3), [[[1, 0, 0], [0, 0, 1]]])
    with pytest.raises(RunError, match="0 to 2"):
        Fit({}).one_hot("d.x", np.array([0, 3]), classes=3)
    with pytest.raises(RunError, match="has 2 categories where 3 are expected: a, b"):
        Fit().one_hot("d.x", np.array(["a", "b"], object), classes=3)


def test_nothing_is_learned_once_frozen():
    fit = Fit()
    fit.standardize("d.x", np.arange(4.0))
    fit.freeze()
    before = fit.to_json()
    fit.standardize("d.x", np.arange(100.0))
    assert fit.to_json() == before
    with pytest.raises(NotLearned):
        fit.min_max("d.y", np.arange(4.0))


def cases():
    return [(word, example) for word in FEATURES for example in word.examples]


@pytest.mark.parametrize(("word", "example"), cases(), ids=lambda item: getattr(item, "name", None))
def test_the_declared_examples(word: type[Feature], example):
    refused = complaint(word, example)
    if example.error is not None:
        assert refused is not None, "accepted"
        assert example.error in refused
        return
    assert refused is None
    made = word(**example.config)
    result = made.infer(*example.inputs)
    assert result == example.result
    values = {f"x{i}": sample(type, i) for i, type in enumerate(example.inputs)}
    batched = (True,) * len(values)
    emitted = text(made.apply(At(example.inputs, result, numpy="np", batched=batched, key="d.x"), *map(Name, values)))
    fit = Fit()
    fitted = eval(emitted, {"np": np, "fit": fit, **values})
    assert fitted.shape[1:] == (result.shape if result.shape is not None else fitted.shape[1:])
    ragged = fitted.dtype == object and result.kind != "text"
    kind = np.concatenate(fitted).dtype.kind if ragged else fitted.dtype.kind
    assert kind == {"real": "f", "text": "O"}.get(result.kind, "i")
    again = eval(emitted, {"np": np, "fit": after(fit), **values})
    for one, other in zip(again, fitted, strict=True):
        np.testing.assert_array_equal(one, other)


def sample(type: Tensor, seed: int = 0) -> np.ndarray:
    """Forty rows: texts are dates, of which there are four."""
    generator = np.random.default_rng(seed)
    if type.kind == "text":
        return np.array([f"2026-0{month}-11 10:30:00" for month in range(1, 5)] * 10, object)
    if type.kind == "real":
        return generator.normal(size=(40, *type.shape))
    return generator.integers(0, type.classes or 5, (40, *type.shape), dtype=np.int32)
