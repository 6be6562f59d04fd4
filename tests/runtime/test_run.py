"""Whole runs of the fixture programs."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from compiler.descriptor import Experiment, Function
from compiler.emit.files import ProgramFiles
from runtime import main
from runtime.device import device
from runtime.errors import RunError
from runtime.run_folder import folder as run_folder
from runtime.run_folder.checkpoint import Checkpoints, Saved
from runtime.run_folder.folder import Extras, Options
from runtime.train import loop
from tests.runtime.conftest import Run, with_change
from tests.runtime.specs import PROGRAMS, program, write_program

EMPTY = ProgramFiles("", Experiment("net", "", "net.dl", "", Function("initialise")))
NOT_REPEATED = ("seconds", "steps_per_second")


def saved(folder: Path) -> Saved:
    checkpoints = Checkpoints(folder / "checkpoints")
    latest = checkpoints.latest()
    checkpoints.close()
    assert latest is not None
    return latest


def history(folder: Path) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    return [{key: value for key, value in line.items() if key not in NOT_REPEATED} for line in lines]


def same_weights(one: Path, other: Path) -> bool:
    a, b = saved(one).arrays, saved(other).arrays
    return a.keys() == b.keys() and all(np.array_equal(a[path], b[path]) for path in a)


def test_a_run_learns_and_leaves_its_folder(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run("digits", command="dlc run digits.dl")
    left = {
        "program.py",
        "experiment.json",
        "program.map.json",
        "data.json",
        "history.jsonl",
        "environment.json",
        "checkpoints",
        "report.html",
        "report.json",
    }
    left |= {"predictions.npz", "seen.npz"}
    assert {path.name for path in folder.iterdir()} == left
    lines = history(folder)
    assert [line["epoch"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert [line["step"] for line in lines] == [epoch * 1258 // 64 for epoch in range(1, 7)]
    assert lines[-1]["loss"] < 0.2 < 1 < lines[0]["loss"]  # type: ignore[operator]
    assert lines[-1]["validation"]["loss"] < 0.4  # type: ignore[index]
    said = capsys.readouterr().out
    assert "accuracy: 9" in said
    assert f"report: {folder / 'report.html'}" in said
    about = json.loads((folder / "environment.json").read_text())
    assert about["command"] == "dlc run digits.dl"
    assert set(about["versions"]) == {"python", "dlc", "jax", "flax", "optax", "numpy"}
    assert str(Path.home()) not in json.dumps(about)


def test_two_runs_are_the_same_to_the_bit(run: Run, whole: Run) -> None:
    one, other = whole("digits", epochs=1), run("digits", epochs=1)
    assert same_weights(one, other)
    assert history(one) == history(other)


def test_the_seed_matters(run: Run, whole: Run) -> None:
    seeds = "batch = 64", "batch = 64, seed = 1"
    one, other = whole("digits", epochs=1), run("digits", "other", seeds, epochs=1)
    assert not same_weights(one, other)


def test_a_trace_follows_one_example(whole: Run) -> None:
    rows = saved(whole("digits")).facts["traces"]
    [(evaluation, item, table)] = rows
    assert (evaluation, item) == (0, 1)
    assert [row["iteration"] for row in table] == [1, 2, 3, 5, 10, 20, 30, 50, 100, 117]
    assert table[0]["loss"] > 2 > 1 > table[-1]["loss"]
    assert len(table[0]["input"]) == 64
    assert all(row["input"] == table[0]["input"] and row["label"] == table[0]["label"] for row in table)
    assert int(np.argmax(table[-1]["prediction"])) == table[-1]["label"]


def test_phases_follow_one_another(whole: Run) -> None:
    lines = history(whole("phases"))
    assert [(line["phase"], line["epoch"]) for line in lines] == [
        (phase, n) for phase in ("fit", "tune") for n in (1, 2, 3, 4)
    ]
    assert [len(line["losses"]) for line in lines] == [1] * 4 + [2] * 4  # type: ignore[arg-type]
    assert lines[4]["losses"][0] < lines[0]["losses"][0]  # type: ignore[index]


def test_nothing_need_be_trained(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run("gates")
    assert "accuracy: 100.0%" in capsys.readouterr().out
    assert not (folder / "history.jsonl").exists()


def test_quick_does_a_few_steps_of_everything(run: Run) -> None:
    folder = run("phases", quick=True)
    assert [line["step"] for line in history(folder)][-1] <= loop.batches.plan(354, 32, 99, 0, most_steps=20).steps
    assert (folder / "report.html").exists()


def test_epochs_override(whole: Run) -> None:
    assert [line["epoch"] for line in history(whole("digits", epochs=1))] == [1]


def test_data_beyond_the_devices_memory_are_gathered_on_the_host(
    run: Run, whole: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = whole("digits", epochs=1)
    monkeypatch.setattr(device, "SHARE_FOR_DATA", 0.0)
    here = run("digits", epochs=1)
    a, b = saved(there).arrays, saved(here).arrays
    assert all(np.allclose(a[path], b[path], atol=1e-5) for path in a)


def test_a_loss_that_is_no_number_ends_the_run(run: Run, tmp_path: Path) -> None:
    with pytest.raises(
        RunError, match=r"the loss of phase `train` became (not a number|infinite) at step \d+"
    ) as raised:
        run("digits", change=("optax.adam(0.01)", "optax.sgd(1e30)"))
    assert "learning rate" in str(raised.value.help)
    assert not list((tmp_path / "run" / "checkpoints").glob("[0-9]*"))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("x = jax.nn.relu(x)", "x = jax.nn.relu(x @ x)"), "digits.dl:9"),
        (("self.dense2 = nnx.Linear(32, 10", "self.dense2 = nnx.Linear(31, 10"), "digits.dl:10"),
        (('columns["features"]', 'columns["features"][:, 99]'), "digits.dl:4"),
        (("optax.adam(0.01)", "optax.adam(lambda step: undefined)"), "digits.dl:14"),
    ],
)
def test_a_fault_in_the_program_names_the_specs_line(run: Run, change: tuple[str, str], place: str) -> None:
    with pytest.raises(RunError) as raised:
        run("digits", change=change)
    assert raised.value.place == place


FAULT = ("x = jax.nn.relu(x)", "x = jax.nn.relu(x @ x)")


def written(folder: Path) -> tuple[Path, str]:
    """A built program with a fault in it, and the place of the fault in the program."""
    files = with_change(program((PROGRAMS / "digits.dl").read_text(encoding="utf-8"), "digits.dl"), FAULT)
    for name, text in files.by_name("digits.py").items():
        (folder / name).write_text(text, encoding="utf-8")
    line = next(i for i, line in enumerate(files.text.splitlines(), 1) if FAULT[1] in line)
    return folder / "digits.py", f"digits.py:{line}"


def test_a_program_that_is_run_by_itself_names_the_specs_line(tmp_path: Path) -> None:
    file, _ = written(tmp_path)
    command = [sys.executable, file.name, "--quick", "--out", "run"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == main.FAILED
    assert "--> digits.dl:9" in done.stderr


def test_without_a_map_the_programs_own_line_is_named(tmp_path: Path) -> None:
    file, place = written(tmp_path)
    file.with_name("digits.map.json").unlink()
    with pytest.raises(RunError) as raised:
        main.run_program(str(file), ["--quick", "--out", str(tmp_path / "run")])
    assert raised.value.place == place


def test_a_map_of_another_text_is_not_followed(tmp_path: Path) -> None:
    file, place = written(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "# changed by hand\n", encoding="utf-8")
    with pytest.raises(RunError) as raised:
        main.run_program(str(file), ["--quick", "--out", str(tmp_path / "run")])
    assert raised.value.place == place
    assert not (tmp_path / "run" / "program.map.json").exists()


def test_a_program_that_cannot_be_imported(run: Run) -> None:
    with pytest.raises(RunError, match="the program cannot be imported: No module named 'optaxx'"):
        run("digits", change=("import optax", "import optaxx"))


def test_plain_progress_is_short(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("digits", epochs=35)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("train: epoch")]
    assert 5 <= len(lines) <= 11
    assert "epoch 35/35  loss" in lines[-1]
    assert "validation" in lines[-1]


def test_a_missing_device_is_said(run: Run) -> None:
    with pytest.raises(RunError, match="no tpu was found"):
        run("gates", device="tpu")


def test_a_folder_is_not_overwritten(run: Run, copied: Run) -> None:
    copied("gates")
    with pytest.raises(RunError, match="already holds a run"):
        run("gates")


def test_default_folders_are_new_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = [run_folder.claim("net", Options(), Extras(EMPTY)) for _ in range(4)]
    assert len(set(made)) == 4
    assert {path.parent for path in made} == {Path("runs")}


def test_imports_stay_in_the_folder(tmp_path: Path) -> None:
    imports = {"blocks/a.dl": "a", "../b.dl": "b", "/c.dl": "c"}
    folder = run_folder.claim("net", Options(out=tmp_path / "run"), Extras(EMPTY, imports=imports))
    found = {str(path.relative_to(folder)) for path in folder.rglob("*.dl")}
    assert found == {"blocks/a.dl", "imports/up/b.dl", "imports/c.dl"}


def test_an_unwritable_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="run folder"):
        run_folder.claim("net", Options(out=tmp_path / "file" / "run"), Extras(EMPTY))


def test_data_are_looked_for_in_order(tmp_path: Path) -> None:
    for folder in ("spec", "data", "dlc"):
        (tmp_path / folder).mkdir()
    find = run_folder.finder(
        Options(data=tmp_path / "data", spec_folder=tmp_path / "spec"), {"DLC_DATA": str(tmp_path / "dlc")}
    )
    for folder in ("dlc", "data", "spec"):
        (tmp_path / folder / "x.csv").write_text(folder)
        assert find("x.csv").read_text() == folder
    with pytest.raises(RunError, match=r"`y.csv` was not found in `.*spec`, `.*data`, `.*dlc`"):
        find("y.csv")


def test_trace_iterations() -> None:
    assert sorted(loop.trace_iterations(120)) == [1, 2, 3, 5, 10, 20, 30, 50, 100, 120]
    assert loop.trace_iterations(1) == {1}


def test_the_programs_own_command_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = write_program("gates", tmp_path)
    with pytest.raises(SystemExit) as ended:
        main.main(str(file), ["--out", str(tmp_path / "run")])
    assert ended.value.code == 0
    with pytest.raises(SystemExit) as ended:
        main.main(str(file), ["--out", str(tmp_path / "run")])
    assert ended.value.code == 3
    said = capfd.readouterr()
    assert said.err.startswith("error: the folder already holds a run\n  --> ")
    with pytest.raises(SystemExit) as ended:
        main.main(str(file), ["--epochs", "0"])
    assert ended.value.code == 2


def test_an_unwritable_cache_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import jax

    before = jax.config.jax_compilation_cache_dir  # type: ignore[attr-defined]
    (tmp_path / "cache").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    jax.config.update("jax_compilation_cache_dir", None)  # type: ignore[no-untyped-call]
    try:
        device.keep_compiled_steps()
        assert jax.config.jax_compilation_cache_dir is None  # type: ignore[attr-defined]
    finally:
        jax.config.update("jax_compilation_cache_dir", before)  # type: ignore[no-untyped-call]
