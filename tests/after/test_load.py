"""Loading a run: what was trained comes back, nothing in the folder is executed, and all that is wrong is said."""

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from compiler.version import VERSION
from runtime.again.open_run import StoredRun, find_data, open_run
from runtime.errors import RunError
from runtime.run_folder import storage as stored
from runtime.run_folder.checkpoint import Checkpoints, checksums, flatten
from runtime.train.initialise import initialise
from tests.after.conftest import Trained


def weights(run: StoredRun) -> dict[str, np.ndarray]:
    return run.models.by_path()


def test_what_was_trained_comes_back(trained: Trained) -> None:
    run = open_run(trained("iris", rate=0.02, width=6))
    assert run.notes == run.models.notes == ()
    assert run.files.text == (run.folder / "program.py").read_text()
    assert {path: array.shape for path, array in weights(run).items()} == {
        "Net/hidden1/dense1/bias": (6,),
        "Net/hidden1/dense1/kernel": (4, 6),
        "Net/dense1/bias": (3,),
        "Net/dense1/kernel": (6, 3),
    }
    started = flatten(initialise(run.program, {})[1])["Net/dense1/kernel"]
    assert not np.array_equal(weights(run)["Net/dense1/kernel"], started)
    assert run.types("iris")["species"].class_names == ("setosa", "versicolor", "virginica")
    assert run.fit("iris").state["iris.features"]["mean"].shape == (4,)


def test_the_data_need_not_be_there(copied: Trained, specs: Path, tmp_path: Path) -> None:
    folder = copied("shop")
    before = weights(open_run(folder))
    away = tmp_path / "away"
    shutil.move(specs / "shop.csv", away)
    try:
        run = open_run(folder)
        assert run.notes == ()
        assert run.types("shop")["place"].shape == (3,)
        assert all(np.array_equal(before[path], array) for path, array in weights(run).items())
    finally:
        shutil.move(away, specs / "shop.csv")


def test_the_data_are_found_from_another_folder(
    copied: Trained, specs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A spec's folder that was typed as a relative path is looked for from where it was typed."""
    folder = copied("shop")
    options = {"data": None, "spec_folder": specs.name, "quick": False, "epochs": None, "unknown": 1}
    monkeypatch.chdir(tmp_path)
    change(folder, options=options)
    with pytest.raises(RunError, match=r"`shop.csv` was not found"):
        find_data(open_run(folder), None)("shop.csv")
    change(folder, options={**options, "began": str(specs.parent)})
    assert find_data(open_run(folder), None)("shop.csv").read_text() == (specs / "shop.csv").read_text()


def test_nothing_in_the_folder_is_executed(copied: Trained, tmp_path: Path) -> None:
    folder = copied("iris")
    program = folder / "program.py"
    program.write_text(program.read_text() + f"\nopen({str(tmp_path / 'harm')!r}, 'w')\n")
    (folder / "jax.py").write_text(program.read_text())
    run = open_run(folder)
    assert weights(run)
    assert not (tmp_path / "harm").exists()
    assert "changed after training" in run.notes[0]


def test_another_version_is_said(copied: Trained) -> None:
    folder = copied("iris")
    change(folder, compiler="0.0.9")
    assert open_run(folder).notes == ()
    program = folder / "program.py"
    program.write_text(program.read_text().replace(f"by dlc {VERSION}", "by dlc 0.0.9"))
    assert "dlc 0.0.9 did, which trained it" in open_run(folder).notes[0]


def change(folder: Path, **values: object) -> None:
    file = folder / "run.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def refused(folder: Path) -> str:
    with pytest.raises(RunError) as raised:
        weights(open_run(folder))
    assert raised.value.help
    return str(raised.value)


def test_what_is_no_run(tmp_path: Path) -> None:
    assert "no such run folder" in refused(tmp_path / "nothing")
    assert "this is no run folder" in refused(tmp_path)
    (tmp_path / "program.py").write_text("")
    assert "an older dlc made it" in refused(tmp_path)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"version": 2}, "made by a newer dlc"),
        ({"version": "1"}, "does not hold int at `version`"),
        ({"version": True}, "does not hold int at `version`"),
        ({"schemas": []}, "does not hold an object at `schemas`"),
        (
            {"schemas": {"iris": {"columns": {"x": {}}, "splits": [], "parts": {}}}},
            "a value at `schemas.iris.columns.x.shape`",
        ),
        ({"hypers": {"width": 5}}, "`weights/Net/dense1/kernel` is (4, 3) there and (5, 3) in the spec"),
        ({"imports": {}}, "the run's spec is wrong for this dlc"),
        ({"imports": {"shared/blocks.dl": "../../../../etc/passwd"}}, "leads out of the run folder"),
    ],
)
def test_a_changed_run_file(copied: Trained, values: dict[str, object], said: str) -> None:
    folder = copied("iris")
    change(folder, **values)
    assert said in refused(folder)


def test_damaged_parts(copied: Trained) -> None:
    folder = copied("iris")
    spec = (folder / "spec.dl").read_text()
    (folder / "spec.dl").unlink()
    assert "has no `spec.dl`" in refused(folder)
    for link in ("/etc/hostname", "spec.dl"):
        (folder / "spec.dl").symlink_to(link)
        assert "leads out of the run folder" in refused(folder)
        (folder / "spec.dl").unlink()
    (folder / "spec.dl").write_bytes(b"\xff")
    assert "no UTF-8 text" in refused(folder)
    (folder / "spec.dl").write_text(spec.replace("dense(3)", "dense(4)"))
    assert "the run's spec is wrong" in refused(folder)
    (folder / "spec.dl").write_text(spec)
    data = (folder / "data.json").read_text()
    (folder / "data.json").write_text(data[:-20])
    assert "no JSON" in refused(folder)
    (folder / "data.json").write_text("[" * 100_000)
    assert "nested too deeply" in refused(folder)
    (folder / "data.json").write_text(data)
    assert weights(open_run(folder))


def only_checkpoint(folder: Path) -> Path:
    """The last checkpoint, those before it removed: a slow machine saves more than one."""
    *earlier, last = sorted((folder / "checkpoints").iterdir(), key=lambda path: int(path.name))
    for path in earlier:
        shutil.rmtree(path)
    return last


def write_facts(path: Path, stored: dict[str, object]) -> None:
    """The facts of a checkpoint, with the checksum that belongs to them."""
    facts = {key: value for key, value in stored.items() if key != "checksums"}
    path.write_text(json.dumps({**facts, "checksums": {**dict(stored["checksums"]), **checksums({}, facts)}}))  # type: ignore[call-overload]


def test_damaged_checkpoints(copied: Trained) -> None:
    folder = copied("iris")
    checkpoint = only_checkpoint(folder)
    facts = checkpoint / "facts" / "metadata"
    known = json.loads(facts.read_text())
    write_facts(facts, {**known, "ended": False})
    run = open_run(folder)
    assert "this run was not finished" in run.models.notes[0]
    write_facts(facts, {**known, "phase": 7})
    with pytest.raises(RunError, match="a phase that the spec has not"):
        weights(open_run(folder))
    facts.write_text("{}")
    assert "no checkpoint can be read" in refused(folder)
    facts.write_text(json.dumps(known))
    shutil.rmtree(checkpoint / "state" / "d")
    for path in (checkpoint / "state").rglob("*"):
        if path.is_file() and path.name != "_METADATA":
            path.write_bytes(b"\0" * 20)
    assert "no checkpoint can be read" in refused(folder)
    shutil.rmtree(checkpoint)
    assert "ended before the first was written" in refused(folder)


def test_weights_that_are_no_numbers_are_refused(copied: Trained) -> None:
    folder = copied("iris")
    checkpoints = Checkpoints(folder / "checkpoints")
    latest = checkpoints.latest()
    assert latest is not None
    arrays = {path: np.full_like(array, np.nan) for path, array in latest.arrays.items()}
    checkpoints.save(latest.facts["step"] + 1, arrays, latest.facts)
    checkpoints.close()
    assert "holds what is no finite number" in refused(folder)


def test_an_earlier_checkpoint_stands_in_for_a_damaged_one(copied: Trained) -> None:
    folder = copied("iris")
    known = weights(open_run(folder))
    checkpoint = only_checkpoint(folder)
    shutil.copytree(checkpoint, checkpoint.with_name("999"))
    (checkpoint.with_name("999") / "facts" / "metadata").write_text("{}")
    run = open_run(folder)
    assert {path: array.tolist() for path, array in weights(run).items()} == {
        path: array.tolist() for path, array in known.items()
    }
    assert run.models.notes == ("checkpoint 999 is damaged: an earlier one is used",)


def test_arrays_that_lie(tmp_path: Path) -> None:
    stored.write_arrays(tmp_path, "good.npz", {"x": np.arange(3)})
    found = stored.arrays_of(tmp_path, "good.npz")
    assert found is not None
    assert found["x"].tolist() == [0, 1, 2]
    assert stored.arrays_of(tmp_path, "none.npz") is None
    np.savez(tmp_path / "pickled.npz", x=np.array([{}], dtype=object))
    content = (tmp_path / "good.npz").read_bytes()
    (tmp_path / "cut.npz").write_bytes(content[: len(content) // 2])
    import zipfile

    header = b"\x93NUMPY\x01\x00\x76\x00" + b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }"
    with zipfile.ZipFile(tmp_path / "huge.npz", "w") as archive:
        archive.writestr("x.npy", header.ljust(127) + b"\n")
    for name in ("pickled", "cut", "huge"):
        with pytest.raises(RunError, match="cannot be read"):
            stored.arrays_of(tmp_path, f"{name}.npz")
    assert os.listdir(tmp_path).count("good.npz.part") == 0
