"""Programs of their own: what they carry agrees with the runtime; what they cannot do is refused by name and line."""

import re
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from compiler.emit.standalone import function_of
from compiler.standalone import fields, library, measures, sources, splits
from compiler.standalone.features import Fit
from compiler.vocabulary.base import WORDS, Word
from compiler.vocabulary.helpers.general import helpers
from runtime.commands.build import command
from runtime.data import features, padding, split
from runtime.data.dataset import load
from runtime.evaluate.measures.ranking import rank_classes

SKLEARN = ("iris", "wine", "breast_cancer", "digits", "diabetes")
TABLE = 'a size,kind,"n",ok\n1.5, x ,1,true\n,"y, z",-2,false\n2,?,3,true\n'
HEAD = """data d = {source} {{ x: [] = {field}  {split} }}
model M(x: []) -> [] {{ reshape(x, [1]) -> dense(1) -> squeeze }}
"""
TAIL = "train(epochs = 1, batch = 8{options}) {{ minimize mse(M(x), x) using sgd(0.1) }}\nevaluate {{ {judged} }}\n"
PLAIN = {"source": 'csv("t.csv")', "field": "n", "split": "", "options": "", "judged": "regression(M(x), x)"}


def declared() -> list[type[Word]]:
    return [
        word for namespace in ("value", "source", "measure") for word in WORDS[namespace].values() if word.standalone
    ]


@pytest.mark.parametrize("word", declared(), ids=lambda word: word.name)
def test_every_word_names_a_function_that_takes_its_inputs(word: type[Word]) -> None:
    function = function_of(word.__new__(word))
    taken = [name for name in function.parameters if name not in ("self", "key", *word.arguments)]
    assert len(taken) == len(word.inputs), function.parameters


def test_names_are_those_of_no_other_function() -> None:
    assert not library().names() & helpers().keys()


@pytest.mark.parametrize("dataset", SKLEARN)
def test_scikit_learns_columns(dataset: str) -> None:
    found, _ = sources.read_sklearn(dataset)
    wanted = load("sklearn", {"dataset": dataset}, Path).columns
    assert found.keys() == wanted.keys()
    assert all(np.array_equal(found[name], wanted[name]) for name in wanted)


@pytest.mark.parametrize(
    ("source", "text", "arguments"),
    [
        ("csv", TABLE, {"missing": "?"}),
        ("csv", TABLE.replace(",", ";").replace("y; z", "y, z"), {"separator": ";"}),
        ("labelled", "ham\tGo  on\tnow \n\nspam\tWin\r\nham\t x\n", {"separator": "\t"}),
        ("labelled", "10 a\n9 b c\n", {}),
    ],
)
def test_tables_and_lines(source: str, text: str, arguments: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "data.txt"
    file.write_bytes(text.encode())
    read = getattr(sources, WORDS["source"][source].standalone)
    found, rows = read(sources.located(tmp_path, "data.txt"), **arguments)
    wanted = load(source, {"path": "data.txt", **arguments}, lambda path: tmp_path / path).columns
    assert found.keys() == wanted.keys()
    for name, column in wanted.items():
        assert found[name].dtype.kind == column.dtype.kind.replace("u", "i")
        np.testing.assert_array_equal(found[name], column)
    assert rows["train"].tolist() == list(range(len(column)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rows", [37, 400])
def test_the_same_rows_are_held_out(rows: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    strata = generator.choice(["a", "b", "c"], rows, p=[0.6, 0.25, 0.15])
    parts = {"test": 0.2, "validation": 0.1}
    start = {"train": np.arange(rows)}
    for found, plan in (
        (splits.draw(start, parts, seed), split.Plan(parts, seed)),
        (splits.draw_alike(start, parts, seed, strata), split.Plan(parts, seed, strata=strata)),
    ):
        wanted, _ = split.split(rows, {}, plan)
        assert {name: part.tolist() for name, part in found.items()} == {
            name: part.tolist() for name, part in wanted.items()
        }


NUMBERS = np.random.default_rng(0).normal(3, 2, (60, 4))
GAPS = np.where(np.random.default_rng(1).random(NUMBERS.shape) < 0.2, np.nan, NUMBERS)
FLAT = NUMBERS * [1, 1, 0, 1]
WORDS_ = np.array(["red", "blue", "", "green", "blue", "red", "red"] * 9, object)[:60]
TEXTS = np.array(["A b, c!", "b c d", "e  f b", "B 1_2"] * 15, object)


@pytest.mark.parametrize(
    ("feature", "values", "arguments"),
    [
        ("standardize", GAPS, {}),
        ("standardize", FLAT, {}),
        ("standardize", NUMBERS.reshape(60, 2, 2), {"axis": -1}),
        ("min_max", GAPS, {}),
        ("min_max", FLAT.reshape(60, 2, 2), {"axis": 0}),
        ("fill_missing", GAPS, {}),
        ("fill_missing", GAPS, {"by": "mean"}),
        ("one_hot", WORDS_, {}),
        ("category", WORDS_, {}),
        ("category", WORDS_, {"classes": 3}),
        ("category", np.arange(60) % 7, {}),
        ("tokens", TEXTS, {}),
        ("tokens", TEXTS, {"size": 6, "longest": 3}),
    ],
)
def test_features_learn_the_same(feature: str, values: np.ndarray, arguments: dict[str, object]) -> None:
    ours, wanted = Fit(), features.Fit()
    for fit in (ours, wanted):
        getattr(fit, feature)("key", values[:40], **arguments)
    wanted.freeze()
    found = getattr(ours, feature)("key", values, **arguments)
    expected = getattr(wanted, feature)("key", values, **arguments)
    if feature == "tokens":
        assert [row.tolist() for row in found] == [row.tolist() for row in expected]
        assert ours.sizes["key"] == wanted.facts["key"]["vocabulary"]
    else:
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("feature", "arguments"), [("lower", ()), ("strip", ("!A",)), ("replace", ("b", "x"))])
def test_texts_are_written_alike(feature: str, arguments: tuple[str, ...]) -> None:
    found, wanted = (getattr(fit, feature)(TEXTS, *arguments).tolist() for fit in (Fit(), features.Fit()))
    assert found == wanted != TEXTS.tolist()


def test_examples_are_padded_alike() -> None:
    examples = np.array([np.arange(n) for n in (3, 1, 5)] + [None], object)[:3]
    found = fields.padded({"x": examples}, {"x": 6})
    wanted, lengths = padding.padded("x", examples, 6, str)
    assert np.array_equal(found["x"], wanted)
    assert np.array_equal(found["x.length"], lengths)


def test_a_gap_ends_the_program() -> None:
    with pytest.raises(SystemExit, match="`x` is missing"):
        fields.cast({"x": np.array([1.0, np.nan])}, {"x": np.float32})


@pytest.mark.parametrize("classes", [1, 2, 5])
def test_measures_of_classes(classes: int) -> None:
    generator = np.random.default_rng(classes)
    label = generator.integers(max(classes, 2), size=300)
    prediction = np.round(generator.normal(size=(300, classes)), 1)  # with scores that are equal
    prediction = prediction[:, 0] if classes == 1 else prediction
    logs = measures.log_probabilities(prediction, label)
    scores = logs[:, 1:] - logs[:, :1] if classes < 3 else np.exp(logs)
    wanted = rank_classes(label, scores, tuple(map(str, range(logs.shape[1]))))
    found = measures.classification(prediction, label)
    assert found["AUC"] == pytest.approx(wanted.auc.mean())
    assert found["average precision"] == pytest.approx(wanted.average_precision.mean())
    assert found["accuracy"] == (logs.argmax(axis=1) == label).mean()
    assert found["log loss"] == pytest.approx(-logs[np.arange(300), label].mean())


def test_measures_of_numbers() -> None:
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    label = NUMBERS
    prediction = label + np.random.default_rng(2).normal(size=label.shape)
    assert measures.regression(prediction, label) == pytest.approx(
        {
            "R2": r2_score(label, prediction),
            "mean absolute error": mean_absolute_error(label, prediction),
            "root mean squared error": root_mean_squared_error(label, prediction),
        }
    )


def build(folder: Path, **changes: str) -> tuple[int, str]:
    (folder / "t.csv").write_text("n,m\n" + "".join(f"{i},{i * i}\n" for i in range(50)))
    (folder / "spec.dl").write_text((HEAD + TAIL).format(**{**PLAIN, **changes}))
    done = CliRunner().invoke(command, [str(folder / "spec.dl"), "--standalone", "--data", str(folder)])
    return done.exit_code, done.output


def test_one_file_is_printed(tmp_path: Path) -> None:
    code, text = build(tmp_path)
    assert code == 0
    compile(text, "spec.py", "exec")
    assert not re.search(r"^ *(import|from) (runtime|compiler|dsl|dlc)", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("changes", "said", "line"),
    [
        ({"source": 'csv("t.csv", text = [m])'}, "`csv` with `text`", 1),
        ({"source": 'lines("t.csv")', "field": "1"}, "`lines`", 1),
        ({"field": "real(bins(n, n = 3))"}, "`bins`", 1),
        ({"split": "\n  split validation = 10%, by = time\n"}, "`split` with `by`", 2),
        ({"options": ", ema = 0.9"}, "`train` with `ema`", 3),
        ({"judged": "regression(M(x), x)\n  show table(M(x))"}, "`table`", 5),
        ({"judged": "accuracy(M(x) > 0, x > 0)"}, "`accuracy` of decisions", 4),
    ],
)
def test_what_it_cannot_do_is_refused(changes: dict[str, str], said: str, line: int, tmp_path: Path) -> None:
    code, text = build(tmp_path, **changes)
    assert code == 1, text
    assert said in text
    assert f"spec.dl:{line}" in text
