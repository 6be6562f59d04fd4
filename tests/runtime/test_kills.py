"""A run killed at any moment goes on to the bits of one that never was; benchmarks/kills.py kills at random."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.conftest import Run
from tests.runtime.test_run import history, same_weights, saved

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("moment", ["checkpoint", "phase", "report", "end"])
def test_killed(run: Run, whole: Run, tmp_path: Path, moment: str) -> None:
    folder, script = tmp_path / "run", Path(__file__).with_name("kill_at.py")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "JAX_PLATFORMS": "cpu"}
    command = [sys.executable, str(script), moment, "phases", "--out", str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not (folder / "report.html").exists()
    run("phases", resume=True)
    undisturbed = whole("phases")
    assert same_weights(undisturbed, folder)
    assert history(undisturbed) == history(folder)
    assert saved(undisturbed).facts == saved(folder).facts
    assert (folder / "report.html").read_text().rstrip().endswith("</html>")
    assert not [path for path in folder.rglob("*") if "tmp" in path.name]
