"""Every faulty input is told in one sentence, with its file, its record and what to do; never as a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest
from faulty import FAULTS, Fault, raise_unread

from compiler.vocabulary.base import WORDS, Misfit
from runtime.data.dataset import load
from runtime.errors import RunError

CHECKOUT = Path(__file__).parents[2]


def lay(fault: Fault, folder: Path) -> None:
    for name, content in fault.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for name, target in fault.links.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)


@pytest.mark.parametrize("fault", [pytest.param(fault, id=f"{fault.word}: {fault.name}") for fault in FAULTS])
def test_fault(tmp_path, find_in, schema_find_in, fault):
    lay(fault, tmp_path)
    word = WORDS["source"][fault.word](**fault.arguments)
    with pytest.raises(RunError) as run:
        raise_unread(load(fault.word, fault.arguments, find_in(tmp_path)))
    assert fault.message in run.value.message
    assert fault.place in (run.value.place or "")
    assert run.value.help
    assert "\n" not in run.value.message
    if fault.late:
        assert word.schema(schema_find_in(tmp_path)) is not None
    else:
        with pytest.raises(Misfit) as check:
            word.schema(schema_find_in(tmp_path))
        assert fault.message in check.value.reason
        assert fault.place in check.value.reason
        assert check.value.help


def test_there_are_enough_faults():
    import test_data_faults as earlier

    tables = (earlier.CSV_FAULTS, earlier.LATE_CSV_FAULTS, earlier.IDX_FAULTS, earlier.LATE_IDX_FAULTS)
    assert len(FAULTS) + sum(map(len, tables)) >= 200
    assert len({(fault.word, fault.name) for fault in FAULTS}) == len(FAULTS)


MODEL = "\nmodel Net = dense(1)\ntrain(epochs = 1, batch = 2) { minimize mse(Net(x), x) using sgd(0.1) }\n"
WHOLE = {
    ("csv", "other columns"): (1, "{ x: [1] = [a] }"),
    ("csv", "truth values end"): (3, "{ x: [1] = [where(b, 1, 0)] }"),
    ("images", "JPEG cut off"): (3, "{ x: [1] = [pixels[0, 0, 0] / 255] }"),
    ("npz", "objects"): (1, "{ x: [1] = [x] }"),
    ("jsonl", "broken line late"): (3, "{ x: [1] = [x] }"),
}


@pytest.mark.parametrize("key", WHOLE, ids=": ".join)
def test_whole_commands(tmp_path, key):
    """The check ends with 1 where it can tell, the run with 3 where only it can."""
    fault = next(fault for fault in FAULTS if (fault.word, fault.name) == key)
    code, body = WHOLE[key]
    lay(fault, tmp_path)
    path = fault.arguments["path"]
    written = f'"{path}"' if isinstance(path, str) else "[" + ", ".join(f'"{name}"' for name in path) + "]"
    (tmp_path / "x.dl").write_text(f"data d = {fault.word}({written}) {body}{MODEL}")
    command = [sys.executable, "-m", "dlc", "check" if code == 1 else "run", "x.dl"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path), "JAX_PLATFORMS": "cpu"}
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert (ran.returncode, "Traceback" in ran.stderr) == (code, False), ran.stderr
    assert fault.message in ran.stderr
    assert "help" in ran.stderr
