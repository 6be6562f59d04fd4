"""The descriptor beside a program: written, read again, and refused where it is not what was written."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.descriptor import ArrayType, Experiment, beside
from compiler.descriptor.json import Misfit, from_json, layout, to_json
from compiler.descriptor.line_map import LineMap, checksum_of
from runtime.errors import RunError
from runtime.main import main, run_program
from runtime.program import files_of, load
from tests.runtime.specs import program, write_program

GOOD = Path(__file__).parents[1] / "corpus" / "good"
DIGITS = "digits.experiment.json"


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    return write_program("digits", tmp_path)


def test_every_descriptor_is_read_as_it_was_written() -> None:
    for spec in sorted(GOOD.glob("*.dl")):
        experiment = program(spec.read_text(encoding="utf-8"), spec.name).experiment
        assert from_json(Experiment, json.loads(layout(to_json(experiment)))) == experiment, spec.name


def test_it_stands_beside_its_program(digits: Path) -> None:
    assert (beside("program.py"), beside(digits)) == ("experiment.json", DIGITS)
    files = files_of(digits)
    assert [data.name for data in files.experiment.data] == ["digits"]
    loaded = load(files, digits)
    assert [loaded[objective.loss].__name__ for objective in files.experiment.phases[0].objectives] == ["train_loss"]


Change = Callable[[dict], object]  # type: ignore[type-arg]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it.pop("spec"), "does not hold a value at `spec`"),
        (lambda it: it.update(colour="red"), "does not hold what a run wrote at `colour`"),
        (lambda it: it["phases"][0].update(epochs="6"), "a whole number at `phases[0].epochs`"),
        (lambda it: it["phases"][0].update(epochs=True), "a whole number at `phases[0].epochs`"),
        (lambda it: it["phases"][0].update(best=3), "a text or null at `phases[0].best`"),
        (lambda it: it["data"][0]["fields"]["pixels"].update(kind="boat"), "one of real, int, bool, class, text"),
        (lambda it: it["data"][0]["fields"]["pixels"].update(shape=[64, None]), "at `data[0].fields.pixels.shape[1]`"),
        (lambda it: it.update(models=[]), "an object at `models`"),
        (lambda it: it["data"][0].update(windows={"pixels": [1]}), "a list of 2 at `data[0].windows.pixels`"),
        (lambda it: it.update(model="system"), "names the function `system`, which the program has not"),
        (lambda it: it["evaluations"][0].update(outputs="nnx"), "names the function `nnx`, which the program has not"),
    ],
)
def test_what_was_not_written_so_is_refused(digits: Path, change: Change, said: str) -> None:
    file = digits.with_name(DIGITS)
    value = json.loads(file.read_text())
    change(value)
    file.write_text(json.dumps(value))
    with pytest.raises(RunError) as raised:
        load(files_of(digits), digits)
    assert said in raised.value.message
    assert str(digits.parent) in str(raised.value.place)
    assert raised.value.help


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, f"the program's descriptor `{DIGITS}` is not beside it"),
        ("{", f"`{DIGITS}` is no JSON"),
        ("[" * 100_000, f"`{DIGITS}` is no JSON: it is nested too deeply"),
        ("7", f"`{DIGITS}` does not hold an object"),
        (json.dumps({"hypers": {"x": json.loads("[" * 400 + "]" * 400)}}), "does not hold"),
    ],
)
def test_a_missing_or_damaged_one_ends_the_program(
    digits: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    file = digits.with_name(DIGITS)
    file.unlink() if text is None else file.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(str(digits), [])
    assert ended.value.code == 3
    assert said in capsys.readouterr().err


def test_a_program_of_an_earlier_dlc_is_refused() -> None:
    with pytest.raises(RunError, match="an earlier dlc wrote this program"):
        run_program({"name": "digits"}, ["digits.py"])  # type: ignore[arg-type]


# --- the map of the program's lines ---


def test_every_map_is_read_as_it_was_written() -> None:
    for spec in sorted(GOOD.glob("*.dl")):
        files = program(spec.read_text(encoding="utf-8"), spec.name)
        assert files.lines is not None
        assert files.lines.fits(files.text)
        assert from_json(LineMap, json.loads(files.by_name()["program.map.json"])) == files.lines, spec.name


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda it: it.pop("program"), "does not hold a value at `program`"),
        (
            lambda it: it["specs"].update({"digits.dl": [[2, 1, 1]]}),
            "lines in order, counted from 1 at `specs.digits.dl",
        ),
        (lambda it: it["specs"].update({"digits.dl": [[0, 1, 1]]}), "lines in order, counted from 1"),
        (lambda it: it["specs"].update({"digits.dl": [[1, 1, 0]]}), "lines in order, counted from 1"),
        (lambda it: it["specs"].update({"digits.dl": [[1, 1]]}), "a list of 3 at `specs.digits.dl[0]`"),
        (lambda it: it["specs"].update({"digits.dl": [[1, 1, "1"]]}), "a whole number at `specs.digits.dl[0][2]`"),
        (lambda it: it["specs"].update({"../digits.dl": []}), "plain names of files at `specs`"),
        (lambda it: it["specs"].update({"\x1b[31m.dl": []}), "plain names of files at `specs`"),
        (lambda it: it["specs"].update({"": []}), "plain names of files at `specs`"),
    ],
)
def test_what_is_no_map_is_refused(digits: Path, change: Change, said: str) -> None:
    file = digits.with_name("digits.map.json")
    value = json.loads(file.read_text())
    change(value)
    file.write_text(json.dumps(value))
    with pytest.raises(RunError) as raised:
        files_of(digits)
    assert said in raised.value.message
    assert str(file) in str(raised.value.place)
    assert raised.value.help


def test_a_map_is_that_of_one_text() -> None:
    text = "def f():\n    return 1\n\n\ndef g(): ...\n"
    known = LineMap(checksum_of(text), {"a.dl": ((1, 2, 3), (2, 2, 4)), "b.dl": ((5, 5, 9),)})
    assert known.fits(text)
    assert not known.fits(text + "\n")
    assert not replace(known, specs={"a.dl": ((5, 6, 1),)}).fits(text), "it has no line 6"
    assert [known.place(line) for line in range(1, 7)] == ["a.dl:3", "a.dl:4", None, None, "b.dl:9", None]
    assert [known.closest(line) for line in (2, 4, 5)] == ["a.dl:4", "a.dl:4", "b.dl:9"]


def test_a_split_that_is_not_there_is_said(digits: Path, tmp_path: Path) -> None:
    file = digits.with_name(DIGITS)
    file.write_text(file.read_text().replace('"on": "test"', '"on": "holdout"'))
    with pytest.raises(RunError, match="`digits` has no split `holdout` to evaluate on"):
        run_program(str(digits), ["--quick", "--out", str(tmp_path / "run")])


def test_defaults_are_not_written() -> None:
    assert to_json(ArrayType((2, "plays.tokens"), "real")) == {"shape": [2, "plays.tokens"], "kind": "real"}
    with pytest.raises(Misfit, match="a whole number or a text at `shape"):
        from_json(ArrayType, {"shape": [0.5], "kind": "real"})
