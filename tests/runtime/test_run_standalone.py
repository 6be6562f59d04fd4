"""A program of its own, run where no dlc is: its figures are the run's."""

import gzip
import io
import json
import re
import struct
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

import dlc
from compiler.emit.standalone import standalone

SPECS = Path(__file__).parents[2] / "specs"
ALONE = """
import runpy, sys
sys.path += sys.argv.pop(1).split("|")
for name in ("dlc", "dsl", "compiler", "runtime"):
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    sys.exit(f"{name} is there")
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a program beside its libraries: `-S` leaves out what is installed for editing, `-I` PYTHONPATH."""


def write_digits(folder: Path) -> None:
    """MNIST's files, of few images: noise, brighter the larger the digit."""
    (folder / "mnist").mkdir()
    for prefix, count in (("train", 700), ("t10k", 150)):
        labels = np.arange(count, dtype=np.uint8) % 10
        generator = np.random.default_rng(count)
        images = (generator.integers(60, size=(count, 28, 28)) + 18 * labels[:, None, None]).astype(np.uint8)
        for kind, values in (("images-idx3", images), ("labels-idx1", labels)):
            header = struct.pack(f">BBBB{values.ndim}I", 0, 0, 8, values.ndim, *values.shape)
            content = gzip.compress(header + values.tobytes(), 1)
            (folder / "mnist" / f"{prefix}-{kind}-ubyte.gz").write_bytes(content)


def write_districts(folder: Path) -> None:
    generator = np.random.default_rng(0)
    names = "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income"
    lines = [f"{names},median_house_value,ocean_proximity"]
    for values in np.round(generator.gamma(2, 40, (600, 8)) + 1, 2):
        bedrooms = "" if values[4] > 180 else values[4]
        shore = ("<1H OCEAN", "INLAND", "ISLAND", "NEAR BAY", "NEAR OCEAN")[int(values[0]) % 5]
        cells = [*values[:4], bedrooms, *values[5:], round(1000 * values[7] + 300 * values[2]), shore]
        lines.append(",".join(map(str, cells)))
    content = "\n".join(lines).encode()
    (folder / "california-housing").mkdir()
    with tarfile.open(folder / "california-housing" / "housing.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo("housing.csv")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))


def write_messages(folder: Path) -> None:
    generator = np.random.default_rng(0)
    words = np.array([f"word{i}" for i in range(80)])
    lines = []
    for i in range(500):
        spam = i % 4 == 0
        chosen = generator.choice(words[20:] if spam else words[:60], generator.integers(1, 70))
        lines.append(f"{'spam' if spam else 'ham'}\t{' '.join(chosen)}!")
    (folder / "sms-spam").mkdir()
    (folder / "sms-spam" / "sms.tsv").write_text("\n".join(lines))


FILES = {"digits": lambda folder: None, "lenet": write_digits, "housing": write_districts, "sms": write_messages}


def run_alone(program: Path, folder: Path, *options: object) -> str:
    """What a program prints in a Python that has its libraries and nothing of dlc."""
    import flax
    import jax
    import optax
    import sklearn

    libraries = {str(Path(module.__file__).parents[1]) for module in (np, jax, flax, optax, sklearn)}
    arguments = ["-I", "-S", "-c", ALONE, "|".join(libraries), program, "--data", folder, *options]
    done = subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", FILES)
def test_its_figures_are_the_runs(name: str, tmp_path: Path) -> None:
    FILES[name](tmp_path)
    program = tmp_path / f"{name}.py"
    experiment = dlc.check(SPECS / f"{name}.dl", data=tmp_path).experiment
    assert experiment is not None
    program.write_text(standalone(experiment))
    said = run_alone(program, tmp_path, "--epochs", 2, "--weights", "own.npz")
    folder = dlc.run(SPECS / f"{name}.dl", data=tmp_path, epochs=2, out=tmp_path / "run")
    lines = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    found = [list(map(float, pair)) for pair in re.findall(r"loss (\S+), validation (\S+)", said)]
    wanted = [[line["loss"], line["validation"]["loss"]] for line in lines]
    np.testing.assert_allclose(found, wanted, rtol=2e-3)
    run = dlc.load_run(folder)
    figures = {key: float(value) for key, value in re.findall(r"^  (.+) (\S+)$", said, re.MULTILINE)}
    (judged,) = (item["values"] for evaluation in run.report["evaluations"] for item in evaluation["items"])
    names = {"accuracy": "accuracy", "auc": "AUC", "log_loss": "log loss", "r2": "R2", "mae": "mean absolute error"}
    compared = [(figures[mine], judged[name]) for name, mine in names.items() if mine in figures]
    assert len(compared) >= 2
    np.testing.assert_allclose(*zip(*compared, strict=True), atol=5e-3)
    wanted = {path.partition("/")[2]: values for path, values in run.weights.items()}
    for path, values in np.load(tmp_path / "own.npz").items():
        np.testing.assert_allclose(values, wanted[path], atol=5e-3, err_msg=path)
