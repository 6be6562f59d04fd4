"""`dlc predict`: the same answers as the run's own evaluation, faults told with record and remedy, streams answered."""

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sklearn import datasets

from runtime.again.open_run import open_run
from runtime.again.predict.command import predict
from runtime.again.predict.records import Record
from runtime.again.predict.stream import batches, live, sift
from runtime.errors import RunError
from runtime.report.images import scale_of
from runtime.run_folder import storage
from tests.after.conftest import Trained


class Said(list[str]):
    """What `predict` wrote, and in the list what it said."""

    text = ""

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text)))

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.text.splitlines()]


def answers(run: Path, source: Path, tmp_path: Path, **options: object) -> Said:
    said = Said()
    target = tmp_path / "answers"
    try:
        predict(open_run(run), str(source), target=target, say=said.append, **options)  # type: ignore[arg-type]
    finally:
        said.text = target.read_text() if target.exists() else ""
    return said


def table(tmp_path: Path, text: str, name: str = "new.csv") -> Path:
    file = tmp_path / name
    file.write_text(text)
    return file


def iris_csv(tmp_path: Path) -> Path:
    names = ("petal_width", "sepal_length", "sepal_width", "petal_length")
    rows = datasets.load_iris().data[:, [3, 0, 1, 2]]
    lines = [",".join(["id", *names]), *(",".join(["x", *map(str, row)]) for row in rows)]
    return table(tmp_path, "\n".join(lines))


def test_the_answers_are_the_evaluations(trained: Trained, tmp_path: Path) -> None:
    run = trained("iris")
    found = answers(run, iris_csv(tmp_path), tmp_path).rows
    kept = storage.arrays_of(run, "predictions.npz")
    assert kept is not None
    assert len(found) == 150
    assert found[0].keys() == {"record", "prediction", "probability", "p_setosa", "p_versicolor", "p_virginica"}
    names = ("setosa", "versicolor", "virginica")
    for row, logits in zip(kept["0/rows"], kept["0/0/0"], strict=True):
        chances = np.exp(logits) / np.exp(logits).sum()
        line = found[int(row)]
        assert line["record"] == str(row + 1)
        assert line["prediction"] == names[logits.argmax()]
        assert [float(line[f"p_{name}"]) for name in names] == pytest.approx(chances, abs=1e-5)
        assert float(line["probability"]) == pytest.approx(chances.max(), abs=1e-5)


def test_every_form_of_input_gives_the_same(trained: Trained, tmp_path: Path) -> None:
    run = trained("iris")
    rows, names = datasets.load_iris().data[::10].tolist(), datasets.load_iris().feature_names
    lists = table(tmp_path, "".join(json.dumps({"features": row}) + "\n" for row in rows), "rows.jsonl")
    bare = table(tmp_path, "\n".join(map(json.dumps, rows)), "rows.unknown")
    whole = iris_csv(tmp_path).read_text().splitlines()
    packed = tmp_path / "rows.csv.gz"
    packed.write_bytes(gzip.compress("\n".join([whole[0], *whole[1::10]]).encode()))
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"features": rows, "more": ["x"] * len(rows)}), tmp_path / "rows.parquet")
    spaced = {name.removesuffix(" (cm)"): column for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    parquet.write_table(pyarrow.table({name: list(column) for name, column in spaced.items()}), tmp_path / "n.parquet")
    keys = [json.dumps(dict(zip(spaced, row, strict=True))) for row in rows]
    keyed = table(tmp_path, "\n".join(keys), "keyed.jsonl")
    first = answers(run, lists, tmp_path, form="jsonl").text
    assert first.count("\n") == 15
    for other in (bare, packed, keyed, tmp_path / "rows.parquet", tmp_path / "n.parquet"):
        assert answers(run, other, tmp_path, form="jsonl").text == first


def test_a_compressed_table_cut_short(trained: Trained, tmp_path: Path) -> None:
    packed = tmp_path / "rows.csv.gz"
    packed.write_bytes(gzip.compress(iris_csv(tmp_path).read_bytes())[:-20])
    with pytest.raises(RunError, match="the input cannot be read"):
        answers(trained("iris"), packed, tmp_path)


def test_images(trained: Trained, tmp_path: Path) -> None:
    from PIL import Image

    run = trained("digits")
    folder = tmp_path / "images"
    (folder / "b").mkdir(parents=True)
    images = datasets.load_digits().images[:3].astype(np.uint8)
    for name, pixels in zip(("a.png", "b/c.png", "d.png"), images, strict=True):
        Image.fromarray(pixels).save(folder / name)
    found = answers(run, folder, tmp_path)
    assert [row["file"] for row in found.rows] == ["a.png", "b/c.png", "d.png"]
    assert not found
    paths = table(folder, "images\nd.png\na.png\n")
    by_path = answers(run, paths, tmp_path).rows
    assert [row["prediction"] for row in by_path] == [found.rows[i]["prediction"] for i in (2, 0)]
    alone = answers(run, folder / "d.png", tmp_path).rows
    assert alone[0]["prediction"] == found.rows[2]["prediction"]
    Image.fromarray(images[0] * 15).save(folder / "a.png")
    assert "far from the training examples', 0 to 1" in answers(run, folder / "a.png", tmp_path)[0]
    Image.new("L", (9, 8)).save(folder / "b" / "c.png")
    with pytest.raises(RunError, match="the image is 9 x 8 pixels where the model wants 8 x 8") as raised:
        answers(run, folder, tmp_path)
    assert raised.value.place == str(folder / "b" / "c.png")
    skipped = answers(run, folder, tmp_path, skip=True)
    assert [row["file"] for row in skipped.rows] == ["a.png", "d.png"]
    assert "1 record was left out" in skipped
    Image.new("RGB", (8, 8)).save(folder / "b" / "c.png")
    with pytest.raises(RunError, match="the image is coloured where the model wants grey ones"):
        answers(run, folder / "b" / "c.png", tmp_path)
    (folder / "b" / "c.png").write_bytes(b"no image")
    with pytest.raises(RunError, match="this is no picture that can be read"):
        answers(run, folder / "b" / "c.png", tmp_path)
    with pytest.raises(RunError, match="leads out of the table's folder"):
        answers(run, table(folder, "images\n../new.png\n"), tmp_path)


def test_pictures_are_answered_with_pictures(trained: Trained, tmp_path: Path) -> None:
    from PIL import Image

    run = trained("codec")
    images = datasets.load_digits().images[:3]
    rows = table(tmp_path, "".join(json.dumps(one[..., None].tolist()) + "\n" for one in images), "some.jsonl")
    numbers = answers(run, rows, tmp_path, form="jsonl").objects
    predict(open_run(run), str(rows), target=tmp_path / "out", form="png")
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["1.png", "2.png", "3.png"]
    found = np.array([line["prediction"] for line in numbers])
    low, high = scale_of(found)
    for number, values in enumerate(found, 1):
        pixels = np.asarray(Image.open(tmp_path / "out" / f"{number}.png"))
        assert pixels == pytest.approx((values[..., 0] - low) / (high - low) * 255, abs=0.6)
    with pytest.raises(RunError, match="pictures are written into a folder"):
        predict(open_run(run), str(rows), form="png")
    with pytest.raises(RunError, match=r"no answer is a picture: `prediction` \[\]"):
        predict(open_run(trained("digits")), str(rows), target=tmp_path / "out", form="png")


def test_another_function_is_asked(trained: Trained, tmp_path: Path) -> None:
    run = trained("digits")
    rows = table(tmp_path, json.dumps({"images": datasets.load_digits().images[0][..., None].tolist()}), "one.jsonl")
    (code,) = answers(run, rows, tmp_path, model="Encoder", form="jsonl").objects
    assert len(code["prediction"]) == 3  # type: ignore[arg-type]
    with pytest.raises(RunError, match="no model `Codec`") as raised:
        answers(run, rows, tmp_path, model="Codec")
    assert "Reader" in str(raised.value.help)
    assert "Encoder" in str(raised.value.help)


GOOD = '{"area": 50, "town": "Chur"}'
FAULTS = [
    ("csv", "area\n3\n", "the input lacks the column `town`", "the input has `area`"),
    ("csv", "Area,town\n3,Chur\n", "the input lacks the column `area`", "did you mean `Area`?"),
    ("csv", "area,town\n3,Chur,4\n", "the record has 3 cells", "separated"),
    ("csv", "area,town\n3,Chru\n", "`town` is `Chru`, which no training example was", "did you mean `Chur`?"),
    ("csv", "area,town\nbig,Chur\n", "`area` is `big` where the model wants a number", "--on-error skip"),
    ("csv", "area,town\n1_0,Chur\n", "`area` is `1_0` where the model wants a number", "--on-error skip"),
    ("csv", "area,town\n,Chur\n", "`area` is missing", "--on-error skip"),
    ("csv", "area,town\n1.5,Chur\n", "`area` is 1.5 where the model wants a whole number", "round it"),
    ("csv", 'area,town\n"3,Chur\n', "the table cannot be read", "quote"),
    ("csv", "area,town\n3,\xff\n", "is not UTF-8", "UTF-8"),
    ("csv", "", "the input holds no records", "at least one"),
    ("csv", "area,town\n", "the input holds no records", "at least one"),
    ("jsonl", "{", "the line is no JSON", "one object a line"),
    ("jsonl", "[1, 2]", "the line is no object", '{"area": ...'),
    ("jsonl", "[" * 100_000, "the line is no JSON", "one object a line"),
    ("jsonl", '{"area": 3}', "the input lacks the column `town`", "the input has `area`"),
    ("jsonl", '{"area": [3], "town": "Chur"}', "`area` is a list where the model wants a number", "--on-error skip"),
    ("jsonl", '{"area": 3, "town": ["Chur"]}', "`town` holds a list", "one text"),
    ("jsonl", '{"area": 1e999, "town": "Chur"}', "`area` is inf where the model wants a finite number", "skip"),
    ("csv", "area,town\nnan,Chur\n", "`area` is nan where the model wants a finite number", "skip"),
    ("parquet", "no parquet", "this is no Parquet file: it begins with 6e 6f 20 70", "again"),
]


@pytest.mark.parametrize(("suffix", "text", "said", "help"), FAULTS)
def test_faults_are_told(trained: Trained, tmp_path: Path, suffix: str, text: str, said: str, help: str) -> None:
    file = tmp_path / f"new.{suffix}"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(RunError) as raised:
        answers(trained("shop"), file, tmp_path)
    assert said in raised.value.message
    assert str(file) in str(raised.value.place)
    assert help in str(raised.value.help)


def test_what_comes_before_a_fault_is_answered(trained: Trained, tmp_path: Path) -> None:
    run = trained("shop")
    lines = [GOOD] * 5 + ['{"area": "x", "town": "Chur"}', "{"] + [GOOD] * 2
    file = table(tmp_path, "\n".join(lines), "new.jsonl")
    with pytest.raises(RunError) as raised:
        answers(run, file, tmp_path, form="jsonl")
    assert raised.value.place == f"{file}:6 (record 6)"
    assert (tmp_path / "answers").read_text().count("\n") == 5
    found = answers(run, file, tmp_path, form="jsonl", skip=True)
    assert [line["record"] for line in found.objects] == [1, 2, 3, 4, 5, 8, 9]
    assert found[-1] == "2 records were left out"


def test_there_is_no_such_input(trained: Trained, tmp_path: Path) -> None:
    with pytest.raises(RunError, match="no such input"):
        answers(trained("shop"), tmp_path / "nothing.csv", tmp_path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(RunError, match="not asked of an image alone: it needs `area`, `town`"):
        answers(trained("shop"), tmp_path / "folder", tmp_path)
    with pytest.raises(RunError, match="the folder holds no images"):
        answers(trained("digits"), tmp_path / "folder", tmp_path)


def test_standard_input_is_answered_as_it_comes(trained: Trained) -> None:
    """Each line has its answer before the next is written, and before the input ends."""
    command = [sys.executable, "-m", "dlc", "predict", str(trained("shop")), "-", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        found = []
        for area in (30, 60):
            process.stdin.write(json.dumps({"area": area, "town": "Basel"}) + "\n")
            process.stdin.flush()
            found.append(json.loads(process.stdout.readline()))
        rest, _ = process.communicate(timeout=60)
    assert (process.returncode, rest) == (0, "")
    assert [line["record"] for line in found] == [1, 2]
    assert found[0]["prediction"] != found[1]["prediction"]


def records(count: int, read: list[int]) -> Iterator[Record]:
    for number in range(count):
        read.append(number)
        yield Record(number, f"place {number}", {"x": number})


@pytest.mark.parametrize(("form", "most"), [(batches, 64), (live, 6 * 64)])
def test_few_records_are_in_memory(form: object, most: int) -> None:
    """However long the input is, little of it is read before what came first is answered."""
    read: list[int] = []
    answered = 0
    for batch in form(records(100_000, read), 64):  # type: ignore[operator]
        answered += len(batch)
        assert len(read) - answered <= most
    assert answered == len(read) == 100_000


def test_faulty_records_are_sifted_out() -> None:
    def compute(part: object) -> list[int]:
        numbers = [record.values["x"] for record in part]  # type: ignore[attr-defined]
        if bad := [number for number in numbers if number % 7 == 3]:
            raise RunError(f"no {bad[0]}", place="here")
        return numbers

    items = [*records(10, []), RunError("unreadable"), *records(3, [])]
    found = [str(one.message) if isinstance(one, RunError) else one[1] for one in sift(items, compute)]
    flat = [part for one in found for part in (one if isinstance(one, list) else [one])]
    assert flat == [0, 1, 2, "no 3", 4, 5, 6, 7, 8, 9, "unreadable", 0, 1, 2]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_an_output_that_closed_is_no_fault_of_the_input(trained: Trained, tmp_path: Path, suffix: str) -> None:
    rows = iris_csv(tmp_path) if suffix == ".csv" else table(tmp_path, '{"features": [1, 2, 3, 4]}\n', "new.jsonl")
    command = [sys.executable, "-m", "dlc", "predict", str(trained("iris")), str(rows)]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")
