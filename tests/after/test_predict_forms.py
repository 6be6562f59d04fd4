"""`dlc predict` of examples of different lengths, of stretches of rows, and of sounds: the evaluation's own answers."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas
import pytest
import soundfile
from PIL import Image
from sklearn import datasets

import dlc
from compiler.ir.prediction import find_question
from compiler.pipeline import compile_text
from dsl.spans import Source
from runtime.data.features.texts import token_names
from runtime.errors import RunError
from runtime.run_folder import storage
from tests.after.conftest import Trained, note_records, series_rows, write_call
from tests.after.test_predict import answers, table


def kept(run: Path) -> dict[str, np.ndarray]:
    found = storage.arrays_of(run, "predictions.npz")
    assert found is not None
    return found


def notes(tmp_path: Path, records: list[dict[str, object]]) -> Path:
    return table(tmp_path, "".join(json.dumps(record) + "\n" for record in records), "new.jsonl")


def test_examples_of_different_lengths(trained: Trained, tmp_path: Path) -> None:
    run = trained("notes")
    found = answers(run, notes(tmp_path, note_records()), tmp_path, form="jsonl").objects
    predicted = kept(run)
    for row, logits in zip(predicted["0/rows"], predicted["0/0/0"], strict=True):
        chances = np.exp(logits) / np.exp(logits).sum()
        line = found[int(row)]
        assert line["good"] == ("no", "yes")[logits.argmax()]
        assert list(line["good_probabilities"].values()) == pytest.approx(chances, abs=1e-5)  # type: ignore[attr-defined]
    assert list(found[0]) == ["record", "good", "good_probability", "good_probabilities", "level"]
    assert list(found[0]["good_probabilities"]) == ["no", "yes"]  # type: ignore[call-overload]
    (alone,) = answers(run, notes(tmp_path, note_records()[7:8]), tmp_path, form="jsonl").objects
    assert alone["good_probability"] == pytest.approx(found[7]["good_probability"], abs=1e-5)


def test_an_output_is_as_long_as_its_example(trained: Trained, tmp_path: Path) -> None:
    run = trained("notes")
    records = note_records(9)
    found = answers(run, notes(tmp_path, records), tmp_path, form="jsonl", model="Reader").objects
    assert [len(line["level"]) for line in found] == [len(one["level"]) for one in records]  # type: ignore[arg-type]
    told = dlc.load_run(run).predict(records, model="Reader")
    for line, level in zip(found, told["level"], strict=True):
        assert line["level"] == pytest.approx(level, abs=1e-5)
    assert list(told["good"]) == [line["good"] for line in found]


ECHO = """
data notes = jsonl("notes.jsonl") {
  words: int[t <= 30] = tokens(text, by = BY, longest = 30, size = SIZE)
  split test = 25%
}
model Echo(words: int[t]) -> [t, v] { words -> embed(vocabulary(notes.words), 8) -> dense(vocabulary(notes.words)) }
train(epochs = 20, batch = 8) { minimize cross_entropy(Echo(words), words) using adam(0.05) }
evaluate { accuracy(Echo(words), words) }
"""


@pytest.mark.parametrize(
    ("by", "size", "wanted"),
    [("words", 30, ["the", "cat", "sat"]), ("bpe", 290, ["the", " cat", " sat"])],
)
def test_tokens_are_answered_as_texts(tmp_path: Path, by: str, size: int, wanted: list[str]) -> None:
    """In JSON, CSV and Python the tokens' texts stand where else classes' names do."""
    spec = ECHO.replace("BY", by).replace("SIZE", str(size))
    (tmp_path / "echo.dl").write_text(spec)
    table(tmp_path, "".join(json.dumps(record) + "\n" for record in note_records()), "notes.jsonl")
    run = dlc.run(tmp_path / "echo.dl", out=tmp_path / "run")
    new = [{"text": "the cat sat"}, {"text": "the"}]
    (line, short) = answers(run, notes(tmp_path, new), tmp_path, form="jsonl").objects
    assert line["prediction"] == wanted
    assert short["prediction"] == ["the"]
    if by == "words":
        chances = line["probabilities"]
        assert {"", "□", "the", "cat", "sat", "mat"} < set(chances)  # type: ignore[arg-type]
        assert chances["cat"][1] == line["probability"][1]  # type: ignore[index]
    told = dlc.load_run(run).predict(new)
    assert [list(tokens) for tokens in told["prediction"]] == [wanted, ["the"]]
    cells = answers(run, notes(tmp_path, [{"text": "cat ж"}]), tmp_path, form="csv").text
    assert '[""cat"", ' in cells
    assert "\\u" not in cells


def test_each_token_has_a_name_of_its_own() -> None:
    """Half of a letter is no text alone, and the mark of what is unknown may be a token too."""
    names = token_names({"by": "bpe", "vocabulary": ["cat", "Ġcat", "Ð", "Ñ", "□"]})
    assert names == ("", "□", "cat", " cat", "Ð", "Ñ", "□ (6)")
    assert token_names({"by": "words", "vocabulary": ["Ġ"]}) == ("", "□", "Ġ")


def test_every_head_is_answered(trained: Trained, tmp_path: Path) -> None:
    """Of two models, one with a record: classes by their names with probabilities, numbers in their units."""
    run, rows = trained("heads"), datasets.load_iris().data
    lists = table(tmp_path, "".join(json.dumps({"features": row}) + "\n" for row in rows.tolist()), "rows.jsonl")
    lines, cells = answers(run, lists, tmp_path, form="jsonl").objects, answers(run, lists, tmp_path).rows
    told = dlc.load_run(run).predict({"features": rows})
    frame = dlc.load_run(run).predict(pandas.DataFrame({"features": rows.tolist()}))
    species, broad = ("setosa", "versicolor", "virginica"), ("no", "yes")
    flat = ["species", "species_probability", *(f"species_p_{name}" for name in species)]
    flat += ["broad", "broad_probability", *(f"broad_p_{name}" for name in broad), "Length"]
    assert list(cells[0]) == ["record", *flat]
    assert list(frame.columns) == flat
    together = [
        name for head in ("species", "broad") for name in (head, f"{head}_probability", f"{head}_probabilities")
    ]
    assert list(told) == [*together, "Length"]
    assert list(lines[0]) == ["record", *together, "Length"]
    arrays = kept(run)
    for place, row in enumerate(arrays["0/rows"].tolist()):
        logits = arrays["0/0/0"][place].astype(np.float64)
        second = 1 / (1 + np.exp(-float(arrays["0/2/0"][place])))
        chances = {"species": np.exp(logits) / np.exp(logits).sum(), "broad": np.array([1 - second, second])}
        for head, names in (("species", species), ("broad", broad)):
            best = names[chances[head].argmax()]
            assert best == lines[row][head] == cells[row][head] == told[head][row] == frame[head][row]
            near = pytest.approx(chances[head], abs=1e-5)
            assert told[f"{head}_probabilities"][row] == near
            assert list(lines[row][f"{head}_probabilities"].values()) == near  # type: ignore[attr-defined]
            assert [float(cells[row][f"{head}_p_{name}"]) for name in names] == near
            assert frame[f"{head}_probability"][row] == pytest.approx(chances[head].max(), abs=1e-5)
        assert lines[row]["Length"] == pytest.approx(told["Length"][row], rel=1e-5)
    train = np.setdiff1d(np.arange(150), arrays["0/rows"])
    column = rows[:, 0]
    length = arrays["0/3/0"] * column[train].std() + column[train].mean()
    assert told["Length"][arrays["0/rows"]] == pytest.approx(length, rel=1e-4)
    alone = dlc.load_run(run).predict({"features": rows[:3]}, model="Length")
    assert list(alone) == ["prediction"]


def test_a_head_that_needs_labels_is_left_out(tmp_path: Path) -> None:
    spec = """
data d = rows(x = [1, 2, 3, 4], y = [0, 1, 0, 1], z = [1.5, 2, 3, 4.5]) {
  x: [] = x
  y: [] = y / 1
  z: [] = z
}
model A(x: []) -> [] { x -> reshape([1]) -> dense(1) -> squeeze }
model B(x: [], y: []) -> [] { concat(reshape(x, [1]), reshape(y, [1])) -> dense(1) -> squeeze }
train(epochs = 1, batch = 2) { minimize mse(A(x), y) + mse(B(x, y), z) using sgd(0.1) }
evaluate(on = train) { mae(A(x), y)  mae(B(x, y), z)  mae(A(z), y)  rmse(A(x), y) }
"""
    compiled = compile_text(Source("d.dl", spec.replace(")  ", ")\n  ")))
    assert compiled.experiment is not None, compiled.diagnostics
    question = find_question(compiled.experiment)
    assert question is not None
    assert [head.title for head in question.heads] == ["A(x)"]
    other = find_question(compiled.experiment, "B")
    assert other is not None
    assert [head.title for head in other.heads] == ["B(x, y)"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"text": "the cat", "level": [1]}, "`t` is 2 in `steps`, but 1 in `level`"),
        ({"text": "the cat " * 9, "level": [1] * 18}, "`level` has an example of 18 places, but at most 12"),
        ({"text": "the", "level": 1}, "`level` has an example that is one value, and no list"),
        ({"text": "the", "level": []}, "`level` has an empty example"),
        ({"text": "the", "level": [[1], [2, 3]]}, "lists of different lengths in one another"),
        ({"text": "the", "level": "[1, 2"}, "`level` is no list: [1, 2"),
        ({"text": "the cat", "level": [1e38, 1e39]}, "infinite in 32 bits"),
    ],
)
def test_faulty_examples_are_named(trained: Trained, tmp_path: Path, record: dict[str, object], said: str) -> None:
    with pytest.raises(RunError) as raised:
        answers(trained("notes"), notes(tmp_path, [*note_records(3), {**record, "mark": 0}]), tmp_path)
    assert said in raised.value.message
    assert "record 4" in str(raised.value.place)
    assert raised.value.help


def test_what_is_no_number_is_no_answer(trained: Trained, tmp_path: Path) -> None:
    beyond = {**note_records(1)[0], "mark": 5}
    file = notes(tmp_path, [*note_records(2), beyond, *note_records(1)])
    with pytest.raises(RunError, match="is not a finite number") as raised:
        answers(trained("notes"), file, tmp_path, form="jsonl")
    assert "record 3" in str(raised.value.place)
    assert (tmp_path / "answers").read_text().count("\n") == 2
    found = answers(trained("notes"), file, tmp_path, form="jsonl", skip=True)
    assert [line["record"] for line in found.objects] == [1, 2, 4]


def test_stretches_of_rows(trained: Trained, tmp_path: Path) -> None:
    """In the data's units, each under the number of its last row, none over the border of two rivers."""
    run = trained("series")
    found = answers(run, table(tmp_path, series_rows()), tmp_path).rows
    rivers = 4 * (30 - 4 + 1)
    assert len(found) == rivers
    by_record = {int(line["record"]): float(line["prediction"]) for line in found}
    fitted = json.loads((run / "data.json").read_text())["series"]["fitted"]["series.past"]
    predicted = kept(run)
    for row, value in zip(predicted["0/rows"], predicted["0/0/0"], strict=True):
        assert by_record[int(row) + 4] == pytest.approx(np.exp(value * fitted["deviation"] + fitted["mean"]), rel=1e-4)
    frame = pandas.DataFrame({"flow": [50.0 + i for i in range(9)]}, index=list("abcdefghi"))
    assert list(dlc.load_run(run).predict(frame).index) == list("defghi")


def test_stretches_arrive_one_by_one(trained: Trained) -> None:
    """A series of any length is answered as it comes: no more of it is read than an example needs."""
    command = [sys.executable, "-m", "dlc", "predict", str(trained("series")), "-", "--format", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        found = []
        for i in range(6):
            process.stdin.write(json.dumps({"flow": 50 + i}) + "\n")
            process.stdin.flush()
            if i >= 3:
                found.append(json.loads(process.stdout.readline())["record"])
        process.communicate(timeout=60)
    assert found == [4, 5, 6]


def test_no_stretch_reaches_over_a_row_left_out(trained: Trained, tmp_path: Path) -> None:
    lines = series_rows(12).splitlines()[:13]
    lines[6] = "Aare,many"
    found = answers(trained("series"), table(tmp_path, "\n".join(lines)), tmp_path, skip=True)
    assert [line["record"] for line in found.rows] == ["4", "5", "10", "11", "12"]
    with pytest.raises(RunError, match="an example is made of 4 rows, but the input has 3 in a row"):
        answers(trained("series"), table(tmp_path, "\n".join(lines[:4])), tmp_path)


def test_sounds(trained: Trained, specs: Path, tmp_path: Path) -> None:
    run = trained("calls")
    found = answers(run, specs / "calls", tmp_path)
    assert [row["file"] for row in found.rows] == [
        f"{bird}_{take}.wav" for bird in ("owl", "wren") for take in range(6)
    ]
    assert [row["prediction"] for row in found.rows] == ["owl"] * 6 + ["wren"] * 6
    logits = kept(run)["0/0/0"]
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    for i, line in enumerate((found.rows[0], found.rows[6])):
        assert float(line["p_owl"]) == pytest.approx(chances[i, 0], abs=1e-5)
    command = [sys.executable, "-m", "dlc", "predict", str(run), "-"]
    content = (specs / "calls" / "wren_3.wav").read_bytes()
    said = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    assert said.splitlines()[1].startswith("1,wren,")
    samples, rate = soundfile.read(specs / "calls" / "wren_3.wav")
    for suffix in ("flac", "ogg"):
        soundfile.write(tmp_path / f"wren.{suffix}", samples, rate)
        (row,) = answers(run, tmp_path / f"wren.{suffix}", tmp_path).rows
        assert row["prediction"] == "wren"
    flac = (tmp_path / "wren.flac").read_bytes()
    said = subprocess.run(command, input=flac, capture_output=True, check=True).stdout.decode()
    assert said.splitlines()[1].startswith("1,wren,")
    write_call(tmp_path / "fast.wav", "owl", 0, rate=2000)
    with pytest.raises(RunError, match="the sound has 2,000 samples a second where the run's have 1,000"):
        answers(run, tmp_path / "fast.wav", tmp_path)
    (tmp_path / "none").mkdir()
    with pytest.raises(RunError, match="the folder holds no sounds"):
        answers(run, tmp_path / "none", tmp_path)


SCANS = """
data scans = images("scans") {
  picture: [4, 4, 1] = pixels / 65535
  kind: class[2]     = label
  split test = 25%
}
model Net(picture: [4, 4, 1]) -> [2] { picture -> flatten -> dense(2) }
train(epochs = 1, batch = 2) { minimize cross_entropy(Net(picture), kind) using sgd(0.1) }
evaluate { accuracy(Net(picture), kind) }
"""


def test_pictures_have_as_many_bits_as_those_trained_on(tmp_path: Path) -> None:
    """The same grey is 255 in 8 bits and 65,535 in 16."""
    generator = np.random.default_rng(0)
    for kind in "ab":
        (tmp_path / "scans" / kind).mkdir(parents=True)
        for i in range(4):
            pixels = generator.integers(0, 65536, (4, 4), np.uint16)
            Image.fromarray(pixels).save(tmp_path / "scans" / kind / f"{i}.png")
    (tmp_path / "scans.dl").write_text(SCANS)
    run = dlc.run(tmp_path / "scans.dl", out=tmp_path / "run")
    assert len(answers(run, tmp_path / "scans" / "a", tmp_path).rows) == 4
    Image.new("L", (4, 4), 128).save(tmp_path / "grey.png")
    with pytest.raises(RunError, match="go up to 255, those of the run's images up to 65,535") as raised:
        answers(run, tmp_path / "grey.png", tmp_path)
    assert "as many bits" in (raised.value.help or "")
