"""Held-out rows decide nothing: whatever they hold, what is fitted and every weight come out the same, to the bit."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.runtime.specs import run_spec
from tests.runtime.test_run import saved

FOLDS = [*["train"] * 60, *["validation"] * 15, *["test"] * 15]


def spec(rows: dict[str, list[Any]]) -> str:
    columns = ", ".join(f"{name} = {json.dumps(values)}" for name, values in rows.items())
    return f"""
data d = rows({columns}) {{
  numbers: [2] = select_best(standardize(fill_missing(numbers)), grade, 2, by = f_test)
  job: class[4] = category(job, classes = 4)
  main: [1] = pca(numbers, 1)
  age: class[3] = bins(age, 3)
  grade: class[2]
  split on = fold, validation = "validation", test = "test"
}}
model Net(numbers: [2], job: class[4], main: [1], age: class[3]) -> [2] {{
  concat(numbers, main, embed(job, 4, 2), embed(age, 3, 2)) -> dense(4) -> tanh -> dense(2)
}}
train(epochs = 3, batch = 16, stop_early = 1) {{
  minimize cross_entropy(Net(numbers, job, main, age), grade) using adam(0.05)
}}
evaluate {{ accuracy(Net(numbers, job, main, age), grade) }}
"""


def people() -> dict[str, list[Any]]:
    generator = np.random.default_rng(0)
    return {
        "numbers": generator.normal(size=(90, 4)).round(3).tolist(),
        "job": generator.choice(["baker", "smith", "nurse", "clerk", "judge"], 90).tolist(),
        "age": generator.integers(20, 80, 90).tolist(),
        "grade": generator.integers(0, 2, 90).tolist(),
        "fold": FOLDS,
    }


def outcome(rows: dict[str, list[Any]], folder: Path) -> tuple[Any, dict[str, np.ndarray], float]:
    run = run_spec(spec(rows), folder)
    fitted = json.loads((run / "data.json").read_text())["d"]["fitted"]
    report = json.loads((run / "report.json").read_text())
    measured = report["evaluations"][0]["items"][0]["values"]["accuracy"]
    return fitted, dict(saved(run).arrays), measured


@pytest.mark.parametrize("split", ["test", "validation"])
def test_held_out_rows_decide_nothing(split: str, tmp_path: Path) -> None:
    """The validation split may stop training, so with other validation rows only what is fitted stays the same."""
    rows = people()
    other = {name: list(values) for name, values in rows.items()}
    for i in (i for i, fold in enumerate(FOLDS) if fold == split):
        other["numbers"][i] = [1e3, -1e3, 5.0, 0.0]
        other["job"][i] = "astronaut"
        other["age"][i] = 900
        other["grade"][i] = 1 - rows["grade"][i]
    fitted, weights, measured = outcome(rows, tmp_path / "one")
    fitted2, weights2, measured2 = outcome(other, tmp_path / "other")
    assert fitted
    assert fitted == fitted2
    if split == "test":
        assert weights.keys() == weights2.keys()
        for path, array in weights.items():
            np.testing.assert_array_equal(array, weights2[path], err_msg=path)
        assert measured != measured2, "the test rows were not changed where it counts"
