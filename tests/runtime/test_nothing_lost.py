"""What a run leaves when it is interrupted, when files are damaged, and when the disk or the data are gone."""

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runtime.errors import Interrupted, RunError
from runtime.run_folder import checkpoint, environment
from runtime.run_folder import folder as run_folder
from runtime.run_folder.checkpoint import Checkpoints
from tests.runtime.conftest import Run
from tests.runtime.specs import run_spec
from tests.runtime.test_resume import finish, interrupt_after, numbers, start, wait_for_checkpoints
from tests.runtime.test_run import history, same_weights
from tests.runtime.test_training import IRIS, train

EPOCHS = 40


# --- interrupted ---


def test_an_interrupted_run_leaves_a_partial_report(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        interrupt_after(3, patch)
        with pytest.raises(
            Interrupted, match=r"the run was interrupted in phase `train` after step \d+ of 786 \(epoch"
        ):
            run("digits", epochs=EPOCHS)
    folder = tmp_path / "run"
    partial = json.loads((folder / "report.json").read_text())
    assert partial["partial"].startswith("interrupted in phase `train` after step ")
    assert partial["evaluations"][0]["items"]
    assert "This report is partial: the run was interrupted in phase" in (folder / "report.html").read_text()
    assert "partial report: " in capsys.readouterr().out
    run("digits", epochs=EPOCHS, resume=True)
    assert json.loads((folder / "report.json").read_text())["partial"] is None
    assert "This report is partial" not in (folder / "report.html").read_text()


def test_a_second_signal_ends_at_once(run: Run, whole: Run, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    process = start(folder, "--epochs", str(EPOCHS))
    wait_for_checkpoints(folder, process, after=40)
    process.send_signal(signal.SIGTERM)
    assert process.stderr is not None
    while "press Ctrl-C again" not in (line := process.stderr.readline()):
        assert line
    process.send_signal(signal.SIGINT)
    finish(process, 130)
    assert numbers(folder)
    run("digits", epochs=EPOCHS, resume=True)
    assert same_weights(whole("digits", epochs=EPOCHS), folder)


# --- damaged ---


def largest(folder: Path) -> Path:
    return max((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


@pytest.mark.parametrize("damage", [flip, truncate, Path.unlink])
def test_a_damaged_checkpoint_is_told_and_passed_over(
    run: Run, whole: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Any
) -> None:
    monkeypatch.setattr(checkpoint, "SAVE_EVERY", 0.0)
    folder = run("digits", epochs=EPOCHS)
    last = max(numbers(folder))
    damage(largest(folder / "checkpoints" / str(last) / "state"))
    run("digits", epochs=EPOCHS, resume=True)
    assert same_weights(folder, whole("digits", epochs=EPOCHS))
    notes = json.loads((folder / "report.json").read_text())["notes"]
    assert any(note.startswith(f"checkpoint {last:,} is damaged") for note in notes)


def test_what_a_store_gives_back_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoints = Checkpoints(tmp_path)
    for number in (1, 2):
        checkpoints.save(number, {"x": np.arange(3.0) + number}, {"step": number})
    checkpoints.close()
    facts = tmp_path / "2" / "facts" / "metadata"
    facts.write_text(facts.read_text().replace('"step":2', '"step":3').replace('"step": 2', '"step": 3'))
    latest = Checkpoints(tmp_path).latest()
    assert latest is not None
    assert latest.facts == {"step": 1}
    assert latest.passed_over == ("checkpoint 2 is damaged (its facts changed on the disk) and was passed over",)


# --- the disk, the data, the machine ---


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True)
    if done.returncode:
        pytest.skip("a file system can be mounted by root only")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_fills_during_a_checkpoint(
    run: Run, whole: Run, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, ballast = Checkpoints.write, small_disk / "ballast"

    def fill(self: Checkpoints, number: int, *rest: Any) -> None:
        write(self, number, *rest)
        if not ballast.exists():
            free = shutil.disk_usage(small_disk).free
            ballast.write_bytes(bytes(free - 32 * 2**10))

    with monkeypatch.context() as patch:
        patch.setattr(checkpoint, "SAVE_EVERY", 0.0)
        patch.setattr(checkpoint, "OVERHEAD", -(10**9))  # it begins to write, and the disk is full in the middle
        patch.setattr(Checkpoints, "write", fill)
        with pytest.raises(RunError, match="the disk is full"):
            run("digits", small_disk / "run", epochs=EPOCHS)
    kept = numbers(small_disk / "run")
    assert kept
    ballast.unlink()
    folder = run("digits", small_disk / "run", epochs=EPOCHS, resume=True)
    assert same_weights(folder, whole("digits", epochs=EPOCHS))


def test_data_that_vanish_can_be_brought_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "points.csv"
    generator = np.random.default_rng(0)
    data.write_text("x,y\n" + "".join(f"{x},{2 * x}\n" for x in generator.normal(size=200)))
    text = (
        f'data points = csv("{data.name}") {{ x: []\n y: [] }}\nmodel Net(x: []) -> [] '
        "{ x -> reshape([1]) -> dense(4) -> tanh -> dense(1) -> squeeze }\n"
        "train(epochs = 9, batch = 8) { minimize mse(Net(x), y) using adam(0.01) }\n"
    )
    options: dict[str, Any] = {"spec_folder": tmp_path}
    whole = run_spec(text, tmp_path / "whole", **options)
    with monkeypatch.context() as patch:
        interrupt_after(2, patch)
        with pytest.raises(Interrupted):
            run_spec(text, tmp_path / "cut", **options)
    kept = data.read_bytes()
    data.unlink()
    with pytest.raises(RunError, match=r"`points.csv` was not found"):
        run_spec(text, tmp_path / "cut", resume=True, **options)
    data.write_bytes(kept.replace(b"0", b"1", 1))
    told = {name: (tmp_path / "cut" / name).read_bytes() for name in ("data.json", "program.py")}
    with pytest.raises(RunError, match="the data have changed since this run began: `points`"):
        run_spec(text, tmp_path / "cut", resume=True, **options)
    assert told == {name: (tmp_path / "cut" / name).read_bytes() for name in told}
    data.write_bytes(kept)
    assert same_weights(whole, run_spec(text, tmp_path / "cut", resume=True, **options))


def test_other_versions_are_told(run: Run, copied: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied("digits", epochs=1)
    monkeypatch.setattr(environment, "versions", lambda: {"jax": "0.99"})
    run("digits", epochs=1, resume=True)
    notes = json.loads((folder / "report.json").read_text())["notes"]
    assert any("now 0.99: the weights may differ in their last bits" in note for note in notes)


def test_one_process_at_a_time(run: Run, copied: Run) -> None:
    folder = copied("digits", epochs=1)
    with (
        run_folder.held(folder),
        pytest.raises(RunError, match="another process is at work in this run folder"),
    ):
        run("digits", epochs=1, resume=True)
    run("digits", epochs=1, resume=True)


@pytest.mark.parametrize(
    ("fault", "said", "help"),
    [
        (
            "jax.errors.JaxRuntimeError('RESOURCE_EXHAUSTED: Out of memory allocating 1677721600 bytes.')",
            "the device ran out of memory: 1.56 GiB more were not there",
            "`batch = 32, accumulate = 2` in `train`",
        ),
        ("MemoryError()", "the machine ran out of memory", "accumulate"),
        (
            "MemoryError('Unable to allocate 1.49 GiB for an array with shape (20000, 20000) and data type float32')",
            r"the machine ran out of memory: 1.49 GiB for an array of \(20000, 20000\) were not there",
            "accumulate",
        ),
    ],
)
def test_memory_that_is_too_small(run: Run, fault: str, said: str, help: str) -> None:
    change = ("x = jax.nn.relu(x)", f"raise {fault}")
    with pytest.raises(RunError, match=said) as raised:
        run("digits", change=change)
    assert help in str(raised.value.help)
    assert raised.value.notes == ("nothing was saved yet",)


LIMITED = """
import resource, sys
from runtime.cli import main

resource.setrlimit(resource.RLIMIT_AS, (2**34, 2**34))
main(sys.argv[1:], prog_name="dlc")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")
def test_memory_that_runs_out(tmp_path: Path) -> None:
    """The operating system refuses it: a message with what was asked for, the remedy, and no traceback."""
    spec = tmp_path / "wide.dl"
    spec.write_text(
        'data digits = sklearn("digits") { image: [8, 8, 1] = images / 16\n digit: class[10] = target }\n'
        "model Net = flatten -> dense(70_000) -> relu -> dense(70_000) -> relu -> dense(10)\n"
        "train(epochs = 1, batch = 512) { minimize cross_entropy(Net(image), digit) using adam(0.01) }\n"
    )
    command = [sys.executable, "-c", LIMITED, "run", str(spec), "--out", str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"JAX_PLATFORMS": "cpu"})
    assert "the machine ran out of memory: " in done.stderr
    assert "for an array of (70000, 70000) were not there" in done.stderr
    assert "`batch = 256, accumulate = 2` in `train` takes the same steps" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 3


def test_a_folder_that_may_not_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any) -> None:
        raise PermissionError(13, "Permission denied", "run/environment.json")

    monkeypatch.setattr(environment, "write", refuse)
    with pytest.raises(
        RunError, match=r"`run/environment.json` cannot be read or written: Permission denied"
    ) as raised:
        run("digits", epochs=1)
    assert "--resume" in str(raised.value.help)


def test_an_interrupted_run_whose_report_fails_was_interrupted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: Any) -> None:
        raise RunError("the disk is full", place="report.html")

    interrupt_after(3, monkeypatch)
    monkeypatch.setattr("runtime.report.page.write", fail)
    with pytest.raises(Interrupted, match=r"interrupted in phase .*; its report failed: the disk is full") as raised:
        run("digits", epochs=EPOCHS)
    assert raised.value.place == "report.html"
    assert "--resume" in str(raised.value.help)


# --- TensorBoard ---


def events(folder: Path) -> list[tuple[int, str, float]]:
    """(step, name, value) of the scalars in event files: TFRecords, whose checksums are verified."""
    from tensorboardX.crc32c import crc32c
    from tensorboardX.proto.event_pb2 import Event

    def masked(content: bytes) -> int:
        sum = crc32c(content)
        return ((sum >> 15 | sum << 17) + 0xA282EAD8) & 0xFFFFFFFF

    found = []
    for file in sorted(folder.glob("*tfevents*")):
        content, at = file.read_bytes(), 0
        while at < len(content):
            (length,) = struct.unpack_from("<Q", content, at)
            assert struct.unpack_from("<I", content, at + 8)[0] == masked(content[at : at + 8])
            record = content[at + 12 : at + 12 + length]
            assert struct.unpack_from("<I", content, at + 12 + length)[0] == masked(record)
            event = Event.FromString(record)
            found += [(event.step, value.tag, value.simple_value) for value in event.summary.value]
            at += 16 + length
    return found


def test_tensorboard_tells_what_the_history_tells(tmp_path: Path) -> None:
    text = IRIS + train("epochs = 3", measures="accuracy(Net(features), target)") + train("epochs = 2", name="more")
    folder = run_spec(text, tmp_path / "run", log=("tensorboard",))
    lines: list[Any] = history(folder)
    before = {"train": 0, "more": lines[2]["step"]}
    found = {(step, tag): value for step, tag, value in events(folder / "tensorboard")}
    for line in lines:
        step, phase = before[line["phase"]] + line["step"], line["phase"]
        assert found[step, f"{phase}/loss"] == pytest.approx(line["loss"])
        assert found[step, f"{phase}/validation/loss"] == pytest.approx(line["validation"]["loss"])
        if phase == "train":
            accuracy = line["validation"]["measures"]["accuracy"]
            assert found[step, "train/validation/accuracy"] == pytest.approx(accuracy)


def test_a_missing_tensorboard_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboardX", None)
    with pytest.raises(RunError, match="needs the library tensorboardX") as raised:
        run_spec(IRIS + train("epochs = 1"), tmp_path / "run", log=("tensorboard",))
    assert raised.value.help == "pip install 'dlc[tensorboard]'"


def test_signals_are_given_back(run: Run) -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    run("gates")
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
