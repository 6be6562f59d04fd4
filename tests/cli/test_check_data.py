"""`dlc check --data DIR`: a spec against the files that are there, before anything is trained."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = "size,colour,grade\n1.5,red,0\n2.5,blue,1\n3.5,red,2\n4.5,blue,1\n"
TRAIN = "\nmodel Net = dense(3)\ntrain(epochs = 1, batch = 2) { minimize cross_entropy(Net(x), y) using sgd(0.1) }\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table and a few images of 6 x 5 pixels, of 4 classes, in MNIST's format."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "shapes.csv").write_text(TABLE, encoding="utf-8")
    (folder / "commas.csv").write_text('area,grade\n"1,5",0\n"22,25",1\n', encoding="utf-8")
    (folder / "empty.csv").write_text("", encoding="utf-8")
    digits = folder / "digits"
    digits.mkdir()
    for part in ("train", "t10k"):
        images = struct.pack(">4B3I", 0, 0, 8, 3, 4, 6, 5) + bytes(4 * 6 * 5)
        (digits / f"{part}-images-idx3-ubyte").write_bytes(images)
        (digits / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, 4) + bytes(range(4)))
    return folder


def table(fields: str) -> str:
    return f'data d = csv("shapes.csv") {{\n{fields}\n}}{TRAIN}'


def images(fields: str) -> str:
    return f'data d = idx("digits") {{\n{fields}\n}}{TRAIN.replace("dense(3)", "flatten -> dense(4)")}'


RIGHT = {
    "table": table("  x: [1] = expand(size)\n  y: class[3] = grade"),
    "images": images("  x: [6, 5, 1] = pixels / 255\n  y: class[4] = labels"),
}
WRONG = {
    "a column misspelled": (table("  x: [1] = expand(sise)\n  y: class[3] = grade"), "E0403", "did you mean `size`"),
    "a column of another file": (table("  x: [1] = expand(weight)\n  y: class[3] = grade"), "E0403", "its columns are"),
    "a text as a number": (table("  x: [1] = expand(colour)\n  y: class[3] = grade"), "E0404", "text[1]"),
    "numbers with commas": (
        table("  x: [1] = expand(area)\n  y: class[3] = grade").replace("shapes", "commas"),
        "E0404",
        'with decimal = "," it would be numbers',
    ),
    "a number as a class": (table("  x: [1] = expand(grade)\n  y: class[3] = size"), "E0404", "class[3]"),
    "classes beyond those declared": (table("  x: [1] = expand(size)\n  y: class[2] = grade"), "E0404", "holds 0 to 2"),
    "images of another size": (images("  x: [28, 28, 1] = pixels / 255\n  y: class[4] = labels"), "E0404", "[6, 5, 1]"),
    "another number of classes": (
        images("  x: [6, 5, 1] = pixels / 255\n  y: class[10] = labels"),
        "E0404",
        "class[4]",
    ),
    "columns of another source": (
        images("  x: [6, 5, 1] = pictures / 255\n  y: class[4] = labels"),
        "E0403",
        "`pixels`",
    ),
    "an empty file": (table("  x: [1] = expand(size)\n  y: class[3] = grade").replace("shapes", "empty"), "E0401", ""),
    "a missing file without fields": (f'data d = csv("nowhere.csv"){TRAIN}', "E0402", "nowhere.csv"),
}


def checked(spec: str, folder: Path, place: Path) -> tuple[int, str]:
    file = place / "spec.dl"
    file.write_text(spec, encoding="utf-8")
    command = [sys.executable, "-m", "dlc", "check", str(file), "--data", str(folder)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str, data: Path, tmp_path: Path) -> None:
    code, said = checked(RIGHT[name], data, tmp_path)
    assert code == 0, said
    assert "error" not in said


@pytest.mark.parametrize("name", WRONG)
def test_wrong(name: str, data: Path, tmp_path: Path) -> None:
    spec, code, part = WRONG[name]
    status, said = checked(spec, data, tmp_path)
    assert status == 1
    assert said.count("error[") == 1, said
    assert f"error[{code}]" in said
    assert part in said


def test_the_columns_are_stated(data: Path, tmp_path: Path) -> None:
    (tmp_path / "spec.dl").write_text(RIGHT["table"] + '\ndata digits = idx("digits")\n', encoding="utf-8")
    (tmp_path / "shapes.csv").write_text(TABLE + "5.5,,1\n", encoding="utf-8")
    (tmp_path / "digits").symlink_to(data / "digits")
    command = [sys.executable, "-m", "dlc", "check", "spec.dl", "--data", "."]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        == """\
spec.dl: 1 warning
d: 5 rows, 3 columns
  size    []     1.5 to 5.5
  colour  text   2 texts: red, blue; 1 of 5 missing
  grade   int[]  0 to 2
  types and values of a table are those of its first 1,000 rows
digits: 8 rows, 2 columns; splits train, test
  pixels  int[6, 5, 1]
  labels  class[4]
"""
    )


def test_the_columns_are_stated_where_the_spec_has_errors(tmp_path: Path) -> None:
    wrong = RIGHT["table"].replace("(size)", "(sizes)") + '\ndata gone = csv("gone.csv")\n'
    (tmp_path / "spec.dl").write_text(wrong, encoding="utf-8")
    (tmp_path / "shapes.csv").write_text(TABLE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dlc", "check", "spec.dl", "--data", "."]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "`sizes`" in done.stderr
    first, *columns, _ = done.stdout.splitlines()
    assert first == "d: 4 rows, 3 columns"
    assert [line.split()[0] for line in columns] == ["size", "colour", "grade"]
