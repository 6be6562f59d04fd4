"""Selection and principal components: scikit-learn's choice on the training rows, and the same for later rows."""

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_digits, load_wine
from sklearn.decomposition import PCA
from sklearn.feature_selection import (
    SelectKBest,
    chi2,
    f_classif,
    f_regression,
    mutual_info_classif,
    mutual_info_regression,
)
from test_data_features import after

from compiler.emit import emit
from compiler.ir.prediction import columns_of_new_data
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime.data.features import Fit
from runtime.errors import RunError

WINE, DIABETES, DIGITS = load_wine(), load_diabetes(), load_digits()


def unasked():
    raise AssertionError("the label is asked for after learning")


@pytest.mark.parametrize(
    ("by", "data", "score"),
    [
        ("f_test", WINE, f_classif),
        ("chi2", WINE, chi2),
        ("mutual_information", WINE, lambda x, y: mutual_info_classif(x, y, random_state=0)),
        ("f_test", DIABETES, f_regression),
        ("mutual_information", DIABETES, lambda x, y: mutual_info_regression(x, y, random_state=0)),
        ("correlation", DIABETES, lambda x, y: np.abs([np.corrcoef(column, y)[0, 1] for column in x.T])),
    ],
)
def test_select_best_is_scikit_learns(by, data, score):
    x, y = data.data, data.target
    chosen = SelectKBest(score, k=4).fit(x, y).get_support(indices=True)
    fit = Fit()
    np.testing.assert_array_equal(fit.select_best("d.x", x, lambda: y, k=4, by=by), x[:, chosen])
    assert fit.facts["d.x"]["chosen"] == chosen.tolist()
    np.testing.assert_array_equal(after(fit).select_best("d.x", x[:5], unasked, k=4, by=by), x[:5, chosen])


def test_a_label_of_texts_is_a_class_and_has_no_correlation():
    names = WINE.target_names[WINE.target].astype(object)
    by_text, by_number = Fit(), Fit()
    np.testing.assert_array_equal(
        by_text.select_best("d.x", WINE.data, lambda: names, k=3, by="f_test"),
        by_number.select_best("d.x", WINE.data, lambda: WINE.target, k=3, by="f_test"),
    )
    with pytest.raises(RunError, match="a label of numbers"):
        Fit().select_best("d.x", WINE.data, lambda: names, k=3, by="correlation")


def test_what_does_not_vary_is_not_chosen():
    x = np.c_[np.ones(178), WINE.data[:, :2]]
    assert Fit().select_best("d.x", x, lambda: WINE.target, k=2, by="f_test").shape == (178, 2)
    fit = Fit()
    fit.select_best("d.x", x, lambda: WINE.target, k=2, by="f_test")
    assert fit.state["d.x"]["chosen"].tolist() == [1, 2]


@pytest.mark.parametrize("whiten", [False, True])
def test_pca_is_scikit_learns(whiten):
    train, test = DIGITS.data[:1500], DIGITS.data[1500:]
    reference, fit = PCA(5, whiten=whiten, random_state=0).fit(train), Fit()
    np.testing.assert_allclose(fit.pca("d.x", train, k=5, whiten=whiten), reference.transform(train), atol=1e-6)
    np.testing.assert_allclose(after(fit).pca("d.x", test, k=5, whiten=whiten), reference.transform(test), atol=1e-6)
    share = reference.explained_variance_ratio_.sum()
    assert fit.facts["d.x"]["together"] == f"{share:.1%} of the variance"


def test_gaps_and_too_few_examples():
    with pytest.raises(RunError, match="missing or infinite") as caught:
        Fit().pca("d.x", np.array([[1.0, 2.0], [3.0, np.nan], [1.0, 1.0]]), k=1)
    assert caught.value.row == 1
    with pytest.raises(RunError, match="need at least 3 training examples"):
        Fit().pca("d.x", np.eye(4)[:2], k=3)
    with pytest.raises(RunError, match="numbers below 0"):
        Fit().select_best("d.x", -WINE.data, lambda: WINE.target, k=2, by="chi2")


def test_new_data_need_no_label():
    text = 'data wine = sklearn("wine") {\n  x: [5] = standardize(select_best(features, target, 5))\n'
    text += "  kind: class[3] = target\n}\n"
    text += "model Net = dense(3)\ntrain(epochs = 1, batch = 8) { minimize cross_entropy(Net(x), kind) using sgd(0.1) }"
    experiment = compile_text(Source("wine.dl", text)).experiment
    assert experiment is not None
    (x, kind) = experiment.data[0].fields
    assert {column.name for column in columns_of_new_data(x.value)} == {"features"}
    assert {column.name for column in columns_of_new_data(x.value, kind.value)} == {"features", "target"}
    assert "lambda: kind, k=5" in emit(experiment).text
