"""`dlc.load_run`: models as functions, predictions of frames, numbers, weights."""

import json
from pathlib import Path

import numpy as np
import pandas
import polars
import pytest
from sklearn import datasets

import dlc
from runtime.errors import RunError
from runtime.run_folder import storage
from tests.after.conftest import Trained

PARTS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def test_a_model_is_a_function(trained: Trained) -> None:
    run = dlc.load_run(trained("iris"))
    x = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    w = run.weights
    hidden = np.maximum(x @ w["Net/hidden1/dense1/kernel"] + w["Net/hidden1/dense1/bias"], 0)
    logits = hidden @ w["Net/dense1/kernel"] + w["Net/dense1/bias"]
    assert run.Net(x) == pytest.approx(logits, abs=1e-5)
    assert run["Net"](x[:2]) == pytest.approx(logits[:2], abs=1e-5)
    assert list(run.models) == ["Net"]
    assert "Net" in dir(run)
    assert run.Net.weights.keys() == w.keys()
    assert repr(run.Net) == "Net(x: [4]) -> [3]"
    with pytest.raises(AttributeError, match="has no model `Nett`"):
        _ = run.Nett
    with pytest.raises(RunError, match=r"`Net` takes `x` as \[examples, 4\], not \[4\]"):
        run.Net(x[0])
    with pytest.raises(RunError, match=r"takes 1 inputs \(x: \[4\]\), not 2"):
        run.Net(x, x)


TWO_LENGTHS = """
data d = rows(x = [[1.0, 2.0], [4.0, 3.0], [1.0, 1.0], [0.0, 2.0]], y = [0, 1, 1, 0]) {
  x: [2]      = x
  y: class[2] = y
}
model Net(x: [t, n]) { (if t > 1 then x -> flip(axis = 0) else x) -> cumsum(axis = 0) -> dense(2) -> tanh -> last }
block last(x: [t, n]) -> [n] { x[0] }
train(epochs = 1, batch = 2) {
  let one = Net(x -> expand(axis = 0))
  minimize cross_entropy(one + Net([x, x] -> transpose), y) using sgd(0.1)
}
"""


def test_a_model_of_two_shapes_takes_both(tmp_path: Path) -> None:
    spec = tmp_path / "two.dl"
    spec.write_text(TWO_LENGTHS)
    run = dlc.load_run(dlc.run(spec, out=tmp_path / "run"))
    kernel, bias = run.weights["Net/dense1/kernel"], run.weights["Net/dense1/bias"]
    x = np.random.default_rng(0).normal(size=(5, 2, 2)).astype(np.float32)
    assert run.Net(x[:, :1]) == pytest.approx(np.tanh(x[:, 0] @ kernel + bias), abs=1e-5)
    assert run.Net(x) == pytest.approx(np.tanh(x[:, 1] @ kernel + bias), abs=1e-5)
    assert list(run.Net.functions) == []
    with pytest.raises(RunError, match=r"takes `x` as \[examples, 1, 2\], not \[5, 3, 2\]"):
        run.Net(np.zeros((5, 3, 2), np.float32))


def test_the_state_of_random_draws_is_no_weight(tmp_path: Path) -> None:
    spec = tmp_path / "noisy.dl"
    spec.write_text(
        """data iris = sklearn("iris") { x: [4] = features }
model Net(x: [4]) -> [4] { x -> dense(4) -> dropout(0.5) -> batch_norm -> dense(4) }
train(epochs = 1, batch = 50) { minimize mse(Net(x), x) using sgd(0.1) }
"""
    )
    run = dlc.load_run(dlc.run(spec, out=tmp_path / "run"))
    layers = {
        "dense1": ["bias", "kernel"],
        "batch_norm1": ["bias", "mean", "scale", "var"],
        "dense2": ["bias", "kernel"],
    }
    assert sorted(run.weights) == sorted(f"Net/{layer}/{name}" for layer, names in layers.items() for name in names)


def test_a_width_that_only_the_data_tell(tmp_path: Path) -> None:
    """Three colours, of which the training split has all: the weights are as many, and so says the run."""
    good = Path(__file__).parents[1] / "corpus" / "good" / "data_width_of_categories.dl"
    run = dlc.load_run(dlc.run(good, out=tmp_path / "run"))
    learned = run.stored.types("d")["colour"].shape
    assert learned in ((2,), (3,))
    shapes = {path: array.shape for path, array in run.weights.items()}
    assert shapes["Net/widened1/dense1/kernel"] == (*learned, 2 * learned[0])
    assert shapes["Net/dense1/kernel"] == (2 * learned[0], *learned)
    assert shapes["Reader/dense1/bias"] == learned
    x = np.random.default_rng(0).normal(size=(5, *learned)).astype(np.float32)
    w = run.weights
    hidden = x / np.sqrt(learned[0]) @ w["Net/widened1/dense1/kernel"] + w["Net/widened1/dense1/bias"]
    expected = np.maximum(hidden, 0) @ w["Net/dense1/kernel"] + w["Net/dense1/bias"]
    assert run.Net(x) == pytest.approx(expected, abs=1e-5)


def test_its_numbers(trained: Trained) -> None:
    folder = trained("iris", rate=0.02, width=6)
    run = dlc.load_run(folder)
    report = json.loads((folder / "report.json").read_text())
    assert run.report == report
    assert run.hypers == {"width": 6, "rate": 0.02}
    assert run.measures == {
        "classification(Net(features), species)": report["evaluations"][0]["items"][0]["headline"]["value"]
    }
    assert [line["epoch"] for line in run.history] == list(range(1, 13))
    assert run.spec == (folder / "spec.dl").read_text()
    assert run.program == (folder / "program.py").read_text()
    assert run.notes == ()
    assert run.evaluate(on="validation")["evaluations"][0]["rows"] == 15
    page = run._repr_html_()
    assert page.startswith("<table>")
    assert "Net(x: [4]) -&gt; [3]" in page


def test_predictions_of_every_kind_of_frame(trained: Trained) -> None:
    run = dlc.load_run(trained("iris"))
    kept = storage.arrays_of(run.folder, "predictions.npz")
    assert kept is not None
    rows = datasets.load_iris().data
    whole = run.predict({"features": rows})
    chosen = kept["0/rows"]
    assert whole["probabilities"].shape == (150, 3)
    assert whole["probabilities"][chosen].argmax(axis=1).tolist() == kept["0/0/0"].argmax(axis=1).tolist()
    assert whole["probability"] == pytest.approx(whole["probabilities"].max(axis=1))
    frame = pandas.DataFrame(rows, columns=PARTS, index=range(1000, 1150))
    found = run.predict(frame)
    assert isinstance(found, pandas.DataFrame)
    assert list(found.columns) == ["prediction", "probability", "p_setosa", "p_versicolor", "p_virginica"]
    assert found.index[0] == 1000
    assert found.prediction.tolist() == whole["prediction"].tolist()
    other = run.predict(polars.DataFrame(dict(zip(PARTS, rows.T, strict=True))))
    assert isinstance(other, polars.DataFrame)
    assert other["prediction"].to_list() == whole["prediction"].tolist()
    mappings = [dict(zip(PARTS, row, strict=True)) for row in rows[:3].tolist()]
    assert run.predict(mappings)["prediction"].tolist() == whole["prediction"][:3].tolist()


def test_images_are_predicted(trained: Trained) -> None:
    run = dlc.load_run(trained("digits"))
    images = datasets.load_digits().images[..., None]
    found = run.predict({"images": images[:300]})
    assert np.mean(found["prediction"].astype(int) == datasets.load_digits().target[:300]) > 0.8
    code = run.predict({"images": images[:2]}, model="Encoder")["prediction"]
    assert code == pytest.approx(run.Encoder(images[:2].astype(np.float32) / 16), abs=1e-4)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"town": ["Chur"]}, "the input lacks the column `area`"),
        ({"area": [3, 4], "town": ["Chur", "Bern"]}, "`town` is `Bern`"),
        ({"area": [3, 4], "town": ["Chur"]}, "the columns differ in length: `area` 2, `town` 1"),
        ({"area": 3, "town": "Chur"}, "the column `area` is a single value"),
        ({}, "the data hold no examples"),
        ([], "data cannot be taken from a list"),
        ("shop.csv", "data cannot be taken from a str"),
        (pandas.DataFrame({"area": [3, 4], "town": ["Chur", None]}).assign(area=[3, np.nan]), "`area` is"),
    ],
    ids=str,
)
def test_faulty_data(trained: Trained, data: object, said: str) -> None:
    with pytest.raises(RunError) as raised:
        dlc.load_run(trained("shop")).predict(data)
    assert said in str(raised.value)
    assert raised.value.help
