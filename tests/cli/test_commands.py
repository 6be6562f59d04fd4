"""The command as a whole process: exit codes, streams, files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SPECS = Path(__file__).parents[2] / "specs"
GOOD = (
    'data iris = sklearn("iris")\nmodel Net = dense(3)\n'
    "train(epochs = 2, batch = 16) { minimize cross_entropy(Net(features), target) using adam(0.01) }\n"
    "evaluate { classification(Net(features), target) }\n"
)
BAD = "model Net(x: [4]) -> [3] { x -> denze(3) }\n"


def dlc(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JAX_PLATFORMS": "cpu"}
    command = [sys.executable, "-m", "dlc", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    spec = tmp_path / "good.dl"
    spec.write_text(GOOD)
    return spec


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    spec = tmp_path / "bad.dl"
    spec.write_text(BAD)
    return spec


def test_check_of_a_good_spec(good: Path, tmp_path: Path) -> None:
    done = dlc("check", "good.dl", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "good.dl: no problems found\n", "")


def test_check_of_a_bad_spec(bad: Path, tmp_path: Path) -> None:
    done = dlc("check", "bad.dl", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "error[E0101]: there is no name `denze`" in done.stderr
    assert "bad.dl:1:33" in done.stderr
    assert "did you mean `dense`?" in done.stderr


def test_check_as_json(bad: Path, tmp_path: Path) -> None:
    done = dlc("check", "--json", "bad.dl", cwd=tmp_path)
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)
    assert (found["code"], found["line"], found["column"]) == ("E0101", 1, 33)


@pytest.mark.parametrize("command", ["check", "draw", "build", "summary", "fmt", "run"])
def test_a_missing_file(command: str, tmp_path: Path) -> None:
    done = dlc(command, "nowhere.dl", cwd=tmp_path)
    assert done.returncode == 2
    assert "cannot read nowhere.dl: no such file or directory" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["draw", "build", "summary", "run"])
def test_a_wrong_spec_ends_every_command(command: str, bad: Path, tmp_path: Path) -> None:
    done = dlc(command, "bad.dl", cwd=tmp_path)
    assert done.returncode == 1
    assert "E0101" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "cache") == ["bad.dl"]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "binary.dl").write_bytes(b"\xff\xfe\x00model")
    done = dlc("check", "binary.dl", cwd=tmp_path)
    assert done.returncode == 2
    assert "it is not UTF-8 text" in done.stderr


def test_an_unknown_setting(good: Path, tmp_path: Path) -> None:
    done = dlc("check", "good.dl", "--set", "lr=0.1", cwd=tmp_path)
    assert done.returncode == 2
    assert "has no hyper-parameter `lr`" in done.stderr


def test_set_changes_a_hyper(tmp_path: Path) -> None:
    (tmp_path / "net.dl").write_text("hyper width = 8\nmodel Net(x: [4]) -> [3] { x -> dense(width) -> dense(3) }\n")
    weights = []
    for setting in ("width=8", "width=16"):
        done = dlc("summary", "net.dl", "--json", "--set", setting, cwd=tmp_path)
        weights.append(json.loads(done.stdout)["models"]["Net"]["weights"])
    assert weights == [4 * 8 + 8 + 8 * 3 + 3, 4 * 16 + 16 + 16 * 3 + 3]


def test_imports(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "head.dl").write_text("block head(x: [n], classes) { x -> dense(classes) }\n")
    (tmp_path / "net.dl").write_text('import "parts/head.dl"\nmodel Net(x: [4]) -> [3] { x -> head(3) }\n')
    assert dlc("check", "net.dl", cwd=tmp_path).returncode == 0
    (tmp_path / "parts" / "head.dl").write_text(
        'import "../net.dl"\nblock head(x: [n], classes) { x -> dense(classes) }\n'
    )
    done = dlc("check", "net.dl", cwd=tmp_path)
    assert done.returncode == 1
    assert "it imports this file in turn" in done.stderr


def test_imports_stay_in_the_folder_of_the_spec(tmp_path: Path) -> None:
    secret = tmp_path / "secret.dl"
    secret.write_text("block head(x: [n]) { x -> dense(3) }\n")
    folder = tmp_path / "fetched"
    (folder / "blocks").mkdir(parents=True)
    (folder / "blocks" / "link.dl").symlink_to(secret)
    (folder / "blocks" / "above.dl").write_text('import "../heads.dl"\n')
    (folder / "heads.dl").write_text("block head(x: [n]) { x -> dense(3) }\n")
    for path in ("../secret.dl", str(secret), "blocks/../../secret.dl", "blocks/link.dl"):
        (folder / "net.dl").write_text(f'import "{path}"\nmodel Net(x: [4]) {{ x -> head }}\n')
        done = dlc("check", "fetched/net.dl", cwd=tmp_path)
        assert done.returncode == 1
        assert f"error[E0113]: `{path}` lies outside of the spec's folder" in done.stderr
        assert dlc("check", "net.dl", cwd=folder).stderr == done.stderr.replace("fetched/", "")
    (folder / "net.dl").write_text('import "blocks/above.dl"\nmodel Net(x: [4]) { x -> head }\n')
    assert dlc("check", "net.dl", cwd=folder).returncode == 0
    (tmp_path / "link").symlink_to(folder)
    assert dlc("check", "link/net.dl", cwd=tmp_path).returncode == 0
    assert "E0113" in dlc("check", "above.dl", cwd=folder / "blocks").stderr


@pytest.mark.parametrize("form", ["svg", "png", "pdf", "dot"])
def test_draw(form: str, good: Path, tmp_path: Path) -> None:
    done = dlc("draw", "good.dl", "-o", f"net.{form}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    starts = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "dot": b"digraph"}
    assert (tmp_path / f"net.{form}").read_bytes().startswith(starts[form])


def test_draw_into_an_unknown_form(good: Path, tmp_path: Path) -> None:
    done = dlc("draw", "good.dl", "-o", "net.bmp", cwd=tmp_path)
    assert done.returncode == 2
    assert ".svg" in done.stderr


def test_run_leaves_a_whole_folder(good: Path, tmp_path: Path) -> None:
    done = dlc("run", "good.dl", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "accuracy" in done.stdout.lower()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    expected = {
        "spec.dl",
        "program.py",
        "diagram.svg",
        "report.html",
        "report.json",
        "history.jsonl",
        "checkpoints",
        "environment.json",
    }
    assert expected <= names
    assert not list((tmp_path / "out").rglob("*.pkl"))
    again = dlc("run", "good.dl", "--out", "out", cwd=tmp_path)
    assert again.returncode == 3
    assert "already holds a run" in again.stderr


def test_the_program_runs_by_itself(good: Path, tmp_path: Path) -> None:
    assert dlc("build", "good.dl", "-o", "program.py", cwd=tmp_path).returncode == 0
    environment = {**os.environ, "JAX_PLATFORMS": "cpu"}
    command = [sys.executable, "program.py", "--out", "alone", "--quick"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "alone" / "report.html").exists()


def test_every_spec_of_the_gallery_is_right(tmp_path: Path) -> None:
    done = dlc("check", *sorted(SPECS.glob("*.dl")), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert dlc("fmt", "--check", *sorted(SPECS.glob("*.dl")), cwd=tmp_path).returncode == 0


def test_a_run_with_a_log_and_one_that_diverges(good: Path, tmp_path: Path) -> None:
    done = dlc("run", good, "--out", "run", "--log", "tensorboard", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "run" / "tensorboard").glob("*tfevents*"))
    good.write_text(GOOD.replace("Net(features)", "Net(log(features - 100))"))
    done = dlc("run", good, "--out", "other", cwd=tmp_path)
    assert done.returncode == 3
    assert "error: the loss of phase `train` became " in done.stderr
    assert "the first value that is not finite is the logarithm of a negative number" in done.stderr
    assert "Traceback" not in done.stderr


def test_build_writes_over_no_file_of_something_else(good: Path, tmp_path: Path) -> None:
    done = dlc("build", "good.dl", "-o", "good.dl", cwd=tmp_path)
    assert (done.returncode, good.read_text()) == (2, GOOD)
    assert "is the spec itself" in done.stderr
    (tmp_path / "x.experiment.json").write_text('{"mine": 1}')
    done = dlc("build", "good.dl", "-o", "x.py", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "x.experiment.json").read_text()) == (2, '{"mine": 1}')
    assert "a file of something else" in done.stderr
    assert not (tmp_path / "x.py").exists()
    for _ in range(2):  # a program is written over one of before
        done = dlc("build", "good.dl", "-o", "y.py", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
    done = dlc("build", "good.dl", "-o", "/dev/null", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "wrote /dev/null\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize("command", [("check", "--json"), ("summary",)], ids=["check", "summary"])
def test_a_full_standard_output_is_told(command: tuple[str, ...], buffered: bool, good: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": "" if buffered else "1"}
    line = [sys.executable, "-m", "dlc", *command, str(good)]
    with open("/dev/full", "w") as full:
        done = subprocess.run(line, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.stderr == "error: standard output cannot be written: no space left on device\n"
    assert done.returncode == 2
