"""A run that ended early goes on to the same bits."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jax
import numpy as np
import pytest

from compiler.descriptor.json import to_json
from runtime.errors import Interrupted, RunError
from runtime.run_folder import checkpoint, history
from runtime.run_folder.checkpoint import Checkpoints, flatten, restore
from runtime.train.history import History
from tests.runtime.conftest import Run
from tests.runtime.test_run import history as history_of
from tests.runtime.test_run import same_weights, saved

ROOT = Path(__file__).parents[2]
EPOCHS = 40


def start(folder: Path, *options: str) -> "subprocess.Popen[str]":
    """A fixture program in a process of its own, with a checkpoint at every epoch."""
    command = [
        sys.executable,
        str(Path(__file__).with_name("run_program.py")),
        "digits",
        "--out",
        str(folder),
        *options,
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu"}
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def numbers(folder: Path) -> list[int]:
    """The checkpoints in a run's folder."""
    return [int(path.name) for path in folder.glob("checkpoints/*") if path.name.isdigit()]


def wait_for_checkpoints(folder: Path, process: "subprocess.Popen[str]", after: int) -> None:
    """Until there are two checkpoints, the last one after step `after`."""
    while process.poll() is None and not (len(numbers(folder)) > 1 and max(numbers(folder)) > after):
        time.sleep(0.02)
    assert process.poll() is None, process.communicate()


def finish(process: "subprocess.Popen[str]", code: int) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == code, out + err
    return err


def test_killed_and_interrupted_runs_go_on_to_the_same_bits(run: Run, whole: Run, tmp_path: Path) -> None:
    killed, epochs = tmp_path / "run", ("--epochs", str(EPOCHS))
    process = start(killed, *epochs)
    wait_for_checkpoints(killed, process, after=40)
    process.kill()
    finish(process, -signal.SIGKILL)
    latest = max(numbers(killed))
    assert len(history_of(killed)) < EPOCHS

    process = start(killed, *epochs, "--resume")
    wait_for_checkpoints(killed, process, after=latest)
    process.send_signal(signal.SIGINT)
    said = finish(process, 130)
    assert "interrupted in phase `train` after step" in said
    assert "continue with --resume" in said

    run("digits", epochs=EPOCHS, resume=True)
    undisturbed = whole("digits", epochs=EPOCHS)
    assert same_weights(undisturbed, killed)
    assert saved(undisturbed).facts == saved(killed).facts
    assert history_of(undisturbed) == history_of(killed)
    assert not list(killed.glob("checkpoints/*tmp*"))


class Stop:
    """Interrupts a run in this process after some steps."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def __call__(self, log: History, first: int, losses: object, add: object) -> None:
        add(log, first, losses)  # type: ignore[operator]
        self.steps -= 1
        if self.steps == 0:
            os.kill(os.getpid(), signal.SIGINT)


def interrupt_after(calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, add = Stop(calls), History.add
    monkeypatch.setattr(History, "add", lambda log, first, losses: stop(log, first, losses, add))


@pytest.mark.parametrize("calls", [1, 4, 6])
def test_each_phase_can_be_interrupted(run: Run, whole: Run, monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    with monkeypatch.context() as patch:
        interrupt_after(calls, patch)
        with pytest.raises(Interrupted, match="interrupted in phase"):
            run("phases", "cut")
    cut = run("phases", "cut", resume=True)
    assert same_weights(whole("phases"), cut)
    assert history_of(whole("phases")) == history_of(cut)


def test_a_finished_run_is_only_evaluated_again(run: Run, copied: Run) -> None:
    folder = copied("digits", epochs=1)
    before, lines = saved(folder), history_of(folder)
    (folder / "report.html").unlink()
    run("digits", epochs=1, resume=True)
    assert (folder / "report.html").exists()
    assert saved(folder).facts == before.facts
    assert history_of(folder) == lines


def test_a_changed_program_is_refused(run: Run, copied: Run) -> None:
    copied("digits", epochs=1)
    with pytest.raises(RunError, match="the program has changed since this run began"):
        run("digits", change=("optax.adam(0.01)", "optax.adam(0.02)"), epochs=1, resume=True)


def test_other_epochs_are_refused(run: Run, copied: Run) -> None:
    copied("digits", epochs=1)
    with pytest.raises(RunError, match="this run was begun with 19 steps in phase `train`, not 39"):
        run("digits", epochs=2, resume=True)


def test_other_data_are_refused(run: Run, copied: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    copied("digits", epochs=1)
    monkeypatch.setattr("runtime.data.sources.sklearn.fingerprint", lambda columns: "another")
    with pytest.raises(RunError, match="the data have changed since this run began"):
        run("digits", epochs=1, resume=True)


def test_there_must_be_a_run_to_resume(run: Run) -> None:
    with pytest.raises(RunError, match="there is no run to resume"):
        run("digits", resume=True)


def test_a_run_without_a_checkpoint_starts_again(run: Run, copied: Run, whole: Run) -> None:
    folder = copied("phases")
    shutil.rmtree(folder / "checkpoints")
    run("phases", resume=True)
    assert same_weights(folder, whole("phases"))
    assert history_of(folder) == history_of(whole("phases"))


def test_a_damaged_checkpoint_is_passed_over(run: Run, whole: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "SAVE_EVERY", 0.0)
    folder = run("digits", epochs=EPOCHS)
    assert len(numbers(folder)) == 2
    for path in (folder / "checkpoints" / str(max(numbers(folder))) / "state").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")
    run("digits", epochs=EPOCHS, resume=True)
    assert same_weights(folder, whole("digits", epochs=EPOCHS))


def test_a_full_disk_leaves_the_checkpoint_before(run: Run, whole: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "SAVE_EVERY", 0.0)
    from orbax.checkpoint import CheckpointManager

    save, left = CheckpointManager.save, [1]

    def full(self: CheckpointManager, *arguments: object, **named: object) -> object:
        if not left[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        left[0] -= 1
        return save(self, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(CheckpointManager, "save", full)
        with pytest.raises(RunError, match="could not be written: the disk is full") as raised:
            run("digits", epochs=EPOCHS)
    assert "--resume" in str(raised.value.help)
    folder = run("digits", epochs=EPOCHS, resume=True)
    assert same_weights(folder, whole("digits", epochs=EPOCHS))


def test_random_keys_are_kept(tmp_path: Path) -> None:
    state = {"key": jax.random.key(7), "x": np.arange(3.0), "empty": ()}
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(1, state, {"step": 1})
    checkpoints.close()
    latest = Checkpoints(tmp_path).latest()
    assert latest is not None
    back = restore({**state, "key": jax.random.key(0)}, latest.arrays)
    assert jax.random.bits(back["key"]) == jax.random.bits(state["key"])
    assert np.array_equal(back["x"], state["x"])


def test_another_models_checkpoint_is_refused() -> None:
    arrays = flatten({"weights": {"a": np.zeros(2)}})
    with pytest.raises(RunError, match=r"`weights/a` is \(2,\) there and \(3,\) here"):
        restore({"weights": {"a": np.zeros(3)}}, arrays)


@pytest.mark.parametrize(
    "torn", [b'{"phase": "b", "st', b"\xff\xfe", b"\0" * 40, b"7", b"[1]", b'{"phase": "b"}', b"{}"]
)
def test_history_is_cut_at_the_checkpoint(tmp_path: Path, torn: bytes) -> None:
    file = tmp_path / "history.jsonl"
    lines = [history.Line(phase, 1, step, 0.5, ()) for phase in ("a", "b") for step in (10, 20, 30)]
    for line in lines:
        history.append(file, line)
    file.write_bytes(file.read_bytes() + torn)
    history.cut(tmp_path, ("a", "b"), "b", 10)
    assert history.read(tmp_path) == lines[:4]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"epoch": "1"}, "does not hold a number at `epoch`"),
        ({"losses": [0.5, True]}, "at `losses[1]`"),
        ({"validation": {"losses": []}}, "does not hold a value at `validation.loss`"),
        ({"colour": "red"}, "does not hold what a run wrote at `colour`"),
    ],
)
def test_a_line_that_no_run_wrote_is_refused(tmp_path: Path, change: dict[str, object], said: str) -> None:
    line = history.Line("a", 1, 10, 0.5, (0.5,), history.Validation(0.4, (0.4,), {"accuracy": None}), best=False)
    history.append(tmp_path / "history.jsonl", line)
    assert history.read(tmp_path) == [line]
    (tmp_path / "history.jsonl").write_text(json.dumps({**to_json(line), **change}) + "\n")
    with pytest.raises(RunError) as raised:
        history.read(tmp_path)
    assert said in raised.value.message
    assert raised.value.place == f"{tmp_path / 'history.jsonl'}:1"


def test_room_is_asked_for_before_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 2**18))  # type: ignore[attr-defined]
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(1, {"x": np.arange(3.0)}, {})
    with pytest.raises(RunError, match="checkpoint 1 could not be written: the disk is full"):
        checkpoints.close()
    assert not [path for path in tmp_path.iterdir() if path.name.isdigit()]


def test_a_state_with_empty_arrays_comes_back(tmp_path: Path) -> None:
    """Optimizers keep arrays of size 0 for weights that they treat otherwise; Orbax writes none of those."""
    state = {"weights": np.arange(3.0), "projector": np.zeros((0,)), "step": np.int32(4)}
    checkpoints = Checkpoints(tmp_path)
    checkpoints.save(4, state, {})
    checkpoints.close()
    found = Checkpoints(tmp_path).latest()
    assert found is not None
    again = restore(state, found.arrays)
    assert again["projector"].shape == (0,)
    np.testing.assert_array_equal(again["weights"], state["weights"])
