"""`dlc evaluate`: the same figures to the bit on the same data; other data checked, measured and looked through."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from runtime.again.open_run import open_run
from runtime.again.reevaluate import evaluate_run
from runtime.data.leakage import fingerprints
from runtime.data.table import Dataset
from runtime.data.windows import Windows
from runtime.errors import RunError
from runtime.evaluate.results import RunResult
from runtime.report.numbers import as_json
from tests.after.conftest import Trained, shop_rows
from tests.after.test_load import write_facts


def evaluations(result: RunResult) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(as_json(result))["evaluations"]
    return found


@pytest.mark.parametrize("name", ["iris", "shop"])
def test_the_same_figures_to_the_bit(trained: Trained, name: str) -> None:
    folder = trained(name)
    before = json.loads((folder / "report.json").read_text())["evaluations"]
    result = evaluate_run(open_run(folder))
    assert evaluations(result) == before
    assert result.notes == ()


def test_another_split(trained: Trained) -> None:
    (found,) = evaluations(evaluate_run(open_run(trained("iris")), on="validation"))
    assert (found["on"], found["rows"]) == ("validation", 15)
    with pytest.raises(RunError, match=r"no split `holdout` to evaluate on \(it has train, test, validation\)"):
        evaluate_run(open_run(trained("iris")), on="holdout")


def table(folder: Path, text: str, name: str = "other.csv") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def test_other_data_are_measured_whole(trained: Trained, tmp_path: Path) -> None:
    run = open_run(trained("shop"))
    rows = shop_rows(200).splitlines()
    file = table(tmp_path, "\n".join([rows[0], *rows[101:]]) + "\n")
    result = evaluate_run(run, data=file)
    (found,) = evaluations(result)
    assert (found["rows"], found["on"], found["other"]) == (100, "all", str(file))
    assert found["items"][0]["train"]["values"]["r2"] > 0.5  # type: ignore[index]
    assert [note for note in result.notes if "100 rows, where it had 80" in note] == list(result.notes)
    # a folder that holds a file of the source's own name is the same to it
    (tmp_path / "shop.csv").write_text(file.read_text())
    (again,) = evaluations(evaluate_run(run, data=tmp_path))
    assert again["items"][0]["headline"] == found["items"][0]["headline"]  # type: ignore[index]


def test_training_examples_among_other_data_are_told(trained: Trained, specs: Path, tmp_path: Path) -> None:
    run = open_run(trained("shop"))
    more = (specs / "shop.csv").read_text() + "\n".join(shop_rows(90).splitlines()[-10:]) + "\n"
    result = evaluate_run(run, data=table(tmp_path, more))
    assert "60 of the 90 examples of `shop` are examples that the run was trained on" in result.notes[-1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("area", "size"), "the source has no column `area`"),
        (("35,Chur", "much,Chur"), "the column `area` holds texts, such as `much`, where the run was trained on num"),
        (("29,Aarau,121", "29,Aarau,"), "the field `price` has a missing value"),
    ],
)
def test_other_data_of_another_kind(trained: Trained, tmp_path: Path, change: tuple[str, str], said: str) -> None:
    assert change[0] in shop_rows(30)
    refused(trained, table(tmp_path, shop_rows(30).replace(*change)), said)


def test_numbers_where_texts_were(trained: Trained, tmp_path: Path) -> None:
    rows = "".join(f"{20 + i},7,{100 + i}\n" for i in range(30))
    said = "the column `town` holds numbers, such as `7`, where the run was trained on texts"
    refused(trained, table(tmp_path, "area,town,price\n" + rows), said)


def refused(trained: Trained, file: Path, said: str) -> None:
    with pytest.raises(RunError) as raised:
        evaluate_run(open_run(trained("shop")), data=file)
    assert said in str(raised.value)
    assert str(file) in str(raised.value.place)
    assert raised.value.help


def test_an_unfinished_run_says_so(copied: Trained) -> None:
    folder = copied("iris")
    for name in ("report.json", "environment.json", "predictions.npz", "seen.npz", "report.html"):
        (folder / name).unlink()
    facts = next((folder / "checkpoints").glob("*/facts/metadata"))
    write_facts(facts, {**json.loads(facts.read_text()), "step": 70, "ended": False})
    result = evaluate_run(open_run(folder))
    assert "step 70 of 78 in phase `train`" in result.notes[0]
    assert evaluations(result)[0]["rows"] == 30


def dlc(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dlc", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command(copied: Trained, tmp_path: Path) -> None:
    folder = copied("iris")
    (folder / "diagram.svg").write_text("<svg><script>alert(1)</script></svg>")
    done = dlc("evaluate", folder, "--out", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("accuracy: ")
    assert done.stdout.strip().endswith(f"report: {tmp_path / 'again' / 'report.html'}")
    page = (tmp_path / "again" / "report.html").read_text()
    assert "<script" not in page
    assert page.count("<svg") > 2
    done = dlc("evaluate", folder, "--data", tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (3, "")
    assert "there are no such data" in done.stderr
    assert dlc("evaluate", tmp_path / "nothing").returncode == 2


def test_data_without_labels_lead_to_predict(trained: Trained, tmp_path: Path) -> None:
    bare = tmp_path / "new.csv"
    bare.write_text("area,town\n30,Basel\n")
    with pytest.raises(RunError, match="these data have no labels: there is no column `price`") as raised:
        evaluate_run(open_run(trained("shop")), data=bare)
    assert "dlc predict" in str(raised.value.help)
    bare.write_text("area,price\n30,200\n")
    with pytest.raises(RunError, match="the source has no column `town`"):
        evaluate_run(open_run(trained("shop")), data=bare)
    bare.write_text("area,town,price\n30,Basel,\n")
    with pytest.raises(RunError, match="missing") as raised:
        evaluate_run(open_run(trained("shop")), data=bare)
    assert "other data must be such as the run's spec declares them" in str(raised.value)
    assert str(bare) in str(raised.value.place)


def test_fingerprints() -> None:
    generator = np.random.default_rng(0)
    fields = {
        "x": generator.normal(size=(5000, 7)).astype(np.float32),
        "b": generator.random(5000) > 0.5,
        "t": np.array([f"text {i % 100}" for i in range(5000)], dtype=object),
    }
    whole = prints(fields)
    assert len(set(whole.tolist())) == 5000
    some = np.array([4999, 3, 3])
    assert prints(fields, some).tolist() == whole[some].tolist()
    assert prints({name: values[some] for name, values in fields.items()}).tolist() == whole[some].tolist()
    for name, value in (("x", 9.0), ("b", ~fields["b"][3]), ("t", "other")):
        changed = {key: values.copy() for key, values in fields.items()}
        changed[name][3] = value
        assert (prints(changed) != whole).nonzero()[0].tolist() == [3]


def test_fingerprints_of_stretches_of_rows() -> None:
    """Equal where all their rows are, whatever stands beside them."""
    x = np.random.default_rng(0).normal(size=(60, 2)).astype(np.float32)
    x[40:44], x[20:23] = x[10:14], x[10:13]
    windows = {"x": (0, 3), "y": (3, 4)}
    whole = prints({"x": x, "y": x[:, 0].copy()}, np.arange(57), windows)
    assert whole[40] == whole[10] != whole[20]
    assert len(set(whole.tolist())) == 56
    x[[10, 11]] = x[[11, 10]]
    assert prints({"x": x, "y": x[:, 0].copy()}, np.array([10]), windows)[0] != whole[10]


def prints(fields: dict[str, np.ndarray], rows: np.ndarray | None = None, windows: Windows | None = None) -> np.ndarray:
    dataset = Dataset("d", fields, {}, {}, "", windows=windows or {})
    return fingerprints(dataset, np.arange(len(fields["x"])) if rows is None else rows)
