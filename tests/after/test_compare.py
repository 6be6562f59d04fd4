"""`dlc compare` and `dlc report`: which run is better, whether that is real, and a report built anew."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from runtime.again.compare import output
from runtime.again.compare.matches import Comparison, compare
from runtime.again.compare.paired_tests import bootstrap, holm, mcnemar
from runtime.again.open_run import open_run
from runtime.again.rebuild_report import rebuilt
from runtime.errors import RunError
from runtime.report.page import html
from runtime.run_folder import storage
from tests.after.conftest import Trained


def test_mcnemar_is_the_binomial_test() -> None:
    generator = np.random.default_rng(0)
    first, second = generator.random(200) < 0.8, generator.random(200) < 0.7
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    found = mcnemar(first, second)
    assert found.difference == pytest.approx(first.mean() - second.mean())
    assert found.p == pytest.approx(stats.binomtest(only_first, only_first + only_second).pvalue)
    assert found.real == (found.interval.low > 0 or found.interval.high < 0)
    swapped = mcnemar(second, first)
    assert (swapped.p, swapped.difference) == (pytest.approx(found.p), -found.difference)
    assert mcnemar(first, first).p == 1


def test_the_bootstrap_agrees_with_the_t_test() -> None:
    generator = np.random.default_rng(1)
    first = generator.normal(size=400)
    for shift in (0.0, 0.1, 0.3):
        second = first + shift + generator.normal(scale=0.5, size=400)
        found = bootstrap(lambda rows, other=second: float((first[rows] - other[rows]).mean()), 400)  # type: ignore[misc]
        assert found is not None
        wanted = stats.ttest_rel(first, second)
        assert found.p == pytest.approx(max(wanted.pvalue, 2 / 1001), abs=0.03)
        ends = wanted.confidence_interval()
        assert found.interval.low == pytest.approx(ends.low, abs=0.012)
        assert found.interval.high == pytest.approx(ends.high, abs=0.012)


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


def words(comparison: Comparison) -> str:
    return "\n".join(output.as_text(comparison))


def test_a_real_difference(trained: Trained) -> None:
    folders = [trained("iris", rate=0.00001), trained("iris", rate=0.02, width=6)]
    found = compare(folders)
    (pair,) = found.pairs
    better = next(entry for entry in found.entries if entry.hypers["rate"] == 0.02)
    assert (pair.common, pair.better) == (30, better)
    assert pair.test is not None
    assert pair.test.p < 0.05
    text = words(found)
    assert f"{better.label} is really better than" in text
    assert "hyper rate: 1e-05" in text
    assert "hyper width: 4" in text
    numbers = json.loads(output.as_json(found))
    assert numbers["pairs"][0]["better"] == better.label
    assert [run["weights"] for run in numbers["runs"]] == [35, 51]
    page = output.as_html(found)
    assert page.count("<svg") == 2
    assert "<script" not in page


def test_no_real_difference(trained: Trained, copied: Trained) -> None:
    found = compare([trained("iris"), copied("iris")])
    (pair,) = found.pairs
    assert pair.better is None
    assert "are alike on the same 30 examples" in words(found)
    assert "The specs and their hyper-parameters are the same." in output.as_html(found)


def test_numbers_are_compared_by_the_bootstrap(trained: Trained, copied: Trained) -> None:
    folder = copied("shop")
    arrays = storage.arrays_of(folder, "predictions.npz")
    assert arrays is not None
    noise = np.random.default_rng(0).normal(size=len(arrays["0/0/0"])).astype(np.float32) / 5
    storage.write_arrays(folder, "predictions.npz", {**arrays, "0/0/0": arrays["0/0/0"] + noise})
    (pair,) = compare([trained("shop"), folder]).pairs
    assert pair.headline.name == "r2"
    assert pair.better is not None
    assert pair.better.run.folder == trained("shop")
    # the second run was measured on other examples of the same file
    storage.write_arrays(folder, "predictions.npz", {**arrays, "0/rows": arrays["0/rows"] + 1000})
    found = compare([trained("shop"), folder])
    assert found.pairs[0].test is None
    assert "measured on different examples, so no paired test is made" in words(found)
    (folder / "predictions.npz").unlink()
    assert compare([trained("shop"), folder]).pairs[0].test is None


def test_runs_that_have_nothing_in_common(trained: Trained) -> None:
    found = compare([trained("iris"), trained("shop")])
    assert found.pairs == ()
    assert "no measure in common" in words(found)


def dlc(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dlc", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_commands(trained: Trained, copied: Trained, tmp_path: Path) -> None:
    page = tmp_path / "compare.html"
    done = dlc("compare", trained("iris"), trained("iris", rate=0.02, width=6), "-o", page)
    assert done.returncode == 0, done.stderr
    assert f"wrote {page}" in done.stdout
    assert "Which is better?" in page.read_text()
    assert dlc("compare", trained("iris")).returncode == 2
    folder = copied("iris")
    before = (folder / "report.html").read_text()
    (folder / "report.html").unlink()
    done = dlc("report", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "report.html").read_text() == before


def test_a_report_without_the_data(copied: Trained) -> None:
    folder = copied("shop")
    about = json.loads((folder / "run.json").read_text())
    about["options"]["spec_folder"] = "nowhere"
    (folder / "run.json").write_text(json.dumps(about))
    result = rebuilt(open_run(folder))
    (item,) = result.evaluations[0].items
    report = json.loads((folder / "report.json").read_text())["evaluations"][0]["items"][0]
    assert item.result is not None
    assert item.result.headline is not None
    assert item.result.headline.value == report["headline"]["value"]
    assert "`shop.csv` was not found" in result.notes[-1]
    assert "Is it overfitting?" in html(result)
    (folder / "predictions.npz").unlink()
    with pytest.raises(RunError, match=r"`shop.csv` was not found"):
        rebuilt(open_run(folder))
