"""Predictions in the units of the data: a field's expression is undone, word by word, as far as there is a way back."""

import io
import json
from pathlib import Path

import numpy as np
import pandas
import pytest
from sklearn import datasets
from sklearn.metrics import mean_absolute_error, root_mean_squared_error

import dlc
from compiler.emit import emit
from compiler.emit.data import fitted_keys
from compiler.emit.inverse import VALUES, undoing
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime import program
from runtime.again.open_run import open_run
from runtime.again.rebuild_report import rebuilt
from runtime.data.dataset import prepare
from runtime.data.features import Fit
from runtime.errors import RunError
from runtime.evaluate.units import slope
from runtime.run_folder import storage
from tests.after.conftest import Trained

ROWS = (1.5, 2.0, 3.25, 7.0, 9.5, 12.0)
UNDONE = [
    "x / 1000",
    "1000 / x",
    "2 - x",
    "x - 2",
    "x + 0.5",
    "3 * x",
    "-x",
    "exp(x)",
    "log(x)",
    "log2(x)",
    "log1p(x)",
    "expm1(x)",
    "sqrt(x)",
    "sinh(x)",
    "standardize(x)",
    "min_max(x)",
    "log(x / 10) -> standardize",
    "2 * min_max(-x) - 1",
]
KEPT = ["x", "abs(x)", "x ** 2", "x * x", "round(x)", "clip(x, 2, 8)", "x + y", "fill_missing(x)"]


def dataset(expression: str) -> str:
    rows = ", ".join(map(str, ROWS))
    return f"""
data d = rows(x = [{rows}], y = [{rows}]) {{
  z: [] = {expression}
  split test = 20%
}}
model M(y: []) -> [] {{ y -> reshape([1]) -> dense(1) -> squeeze }}
train(epochs = 1, batch = 2) {{ minimize mse(M(z), z) using sgd(0.1) }}
"""


@pytest.mark.parametrize("expression", UNDONE)
def test_the_way_back(expression: str, tmp_path: Path) -> None:
    compiled = compile_text(Source("d.dl", dataset(expression)))
    assert compiled.experiment is not None, compiled.diagnostics
    (data,) = compiled.experiment.data
    found = undoing(data.fields[0], fitted_keys(data))
    assert found is not None
    assert found.column == "x"
    loaded = program.load(emit(compiled.experiment), tmp_path / "program.py")
    (described,) = loaded.experiment.data
    made = prepare(described, loaded[described.columns], lambda path: Path(path))
    names = {VALUES: made.fields["z"].astype(np.float64), "np": np, "fit": Fit.from_json(made.fitted)}
    assert program.evaluated(found.expression, names) == pytest.approx(ROWS, rel=1e-4)


@pytest.mark.parametrize("expression", KEPT)
def test_no_way_back(expression: str) -> None:
    compiled = compile_text(Source("d.dl", dataset(expression)))
    assert compiled.experiment is not None, compiled.diagnostics
    (data,) = compiled.experiment.data
    assert undoing(data.fields[0], fitted_keys(data)) is None


def test_predictions_are_in_the_units_of_the_data(trained: Trained, specs: Path) -> None:
    run = dlc.load_run(trained("shop"))
    rows = pandas.read_csv(specs / "shop.csv")
    found = run.predict(rows).prediction
    places = np.stack([rows.town == town for town in ("Aarau", "Basel", "Chur")], axis=-1).astype(np.float32)
    size = (rows.area - run.stored.fit("shop").state["shop.size"]["mean"]) / run.stored.fit("shop").state["shop.size"][
        "deviation"
    ]
    assert found.to_numpy() == pytest.approx(1000 * run.Price(size.to_numpy(np.float32), places), rel=1e-3)
    assert np.corrcoef(found, rows.price)[0, 1] > 0.9


HANDED = """
data shop = columns() {
  size: []   = standardize(area)
  price: []  = standardize(price)
  split test = 25%
}
model Price(size: []) -> [] { size -> reshape([1]) -> dense(1) -> squeeze }
train(epochs = 40, batch = 8) { minimize mse(Price(size), price) using adam(0.05) }
evaluate { regression(Price(size), price) }
"""


def test_columns_are_handed_over(tmp_path: Path, specs: Path) -> None:
    spec = tmp_path / "handed.dl"
    spec.write_text(HANDED)
    frame = pandas.read_csv(io.StringIO((specs / "shop.csv").read_text()))
    run = dlc.load_run(dlc.run(spec, data=frame, out=tmp_path / "run"))
    assert run.measures["regression(Price(size), price)"] > 0.9
    assert run.evaluate(data=frame)["evaluations"] == run.report["evaluations"]
    found = run.predict({"area": frame.area.to_numpy()})["prediction"]
    assert np.corrcoef(found, frame.price)[0, 1] > 0.95
    assert abs(found.mean() - frame.price.mean()) < 40
    with pytest.raises(RunError, match="handed over"):
        run.evaluate()
    with pytest.raises(RunError, match="data cannot be taken from a int"):
        dlc.run(spec, data=3, out=tmp_path / "other")
    assert not dlc.check(spec, data={"frame": {"area": [1, 2], "price": [3, 4]}}).failed
    assert dlc.check(spec, data={"area": [1, 2], "prize": [3, 4]}).failed


def reported(run: Path, place: int = 0) -> dict[str, float]:
    """The numbers of a measure, as the report has them."""
    found: dict[str, float] = json.loads((run / "report.json").read_text())["evaluations"][0]["items"][place]["values"]
    return found


def test_errors_are_told_in_the_units_of_the_data(trained: Trained, tmp_path: Path) -> None:
    """Of a label that is a multiple of its column and a constant, as scikit-learn measures them on the column."""
    run, rows = trained("heads"), datasets.load_iris().data
    kept = storage.arrays_of(run, "predictions.npz")
    assert kept is not None
    predicted = np.asarray(dlc.load_run(run).predict({"features": rows[kept["0/rows"]]})["Length"])
    column, found = rows[kept["0/rows"], 0], reported(run, 3)
    assert found["mae_in_units"] == pytest.approx(mean_absolute_error(column, predicted), rel=1e-4)
    assert found["rmse_in_units"] == pytest.approx(root_mean_squared_error(column, predicted), rel=1e-4)
    assert found["mae"] < 2 * found["mae_in_units"]
    page = (run / "report.html").read_text()
    assert "In the units of the data’s column “sepal_length”: mean absolute error " in page
    again = rebuilt(open_run(run)).evaluations[0].items[3].result
    assert again is not None
    assert again.values["mae_in_units"] == found["mae_in_units"]
    shop = reported(trained("shop"))
    assert shop["mae_in_units"] == pytest.approx(1000 * shop["mae"])
    assert "mae_in_units" not in reported(trained("series"))  # a logarithm: an error has no one size there


@pytest.mark.parametrize(
    ("expression", "shape", "wanted"),
    [
        ("values * 3 - 2", (), 3),
        ("5 - values / 4", (2,), [-0.25, -0.25]),
        ("values * np.array([1e6, 1e-6]) + 1", (2,), [1e6, 1e-6]),
        ("np.exp(values)", (), None),
        ("1000 / values", (), None),
        ("np.log(values)", (), None),
        ("np.sinh(values)", (), None),
        ("np.expm1(values * 1e-3)", (), None),
    ],
)
def test_which_ways_back_are_straight(expression: str, shape: tuple[int, ...], wanted: object) -> None:
    found = slope(expression, shape, None)
    assert found is None if wanted is None else found == pytest.approx(np.asarray(wanted))
