"""JSON records, and columns handed over from Python: the check says what the run loads."""

import json

import numpy as np
import pandas
import polars
import pyarrow
import pytest

from compiler.schemas.in_memory import Finding
from compiler.vocabulary.base import WORDS, Misfit
from runtime.data.dataset import load
from runtime.data.sources.columns import arrays
from runtime.errors import RunError

RECORDS = [
    {"id": 1, "score": 2, "ok": True, "user": {"name": "Ada", "born year": 1815}, "v": [1, 2], "w": [1], "tags": [{}]},
    {"id": 2, "score": 0.5, "ok": False, "user": {"name": None, "born year": 1906}, "v": [3, 4.5], "w": [2, 3]},
]


def types(schema):
    return {name: str(type) for name, type in schema.columns.items()}


def schema_of(word, find, **arguments):
    return WORDS["source"][word](**arguments).schema(find)


@pytest.mark.parametrize(
    ("word", "text", "more"),
    [
        ("json", json.dumps(RECORDS, indent=1), {}),
        ("json", json.dumps({"n": 2, "data": {"items": RECORDS}}), {"at": "data.items"}),
        ("jsonl", "\n".join(map(json.dumps, RECORDS)) + "\n\n", {}),
    ],
)
def test_records(tmp_path, find_in, schema_find_in, word, text, more):
    (tmp_path / "a").write_text(text)
    schema = schema_of(word, schema_find_in(tmp_path), path="a", **more)
    assert types(schema) == {
        "id": "int[]",
        "score": "[]",
        "ok": "bool[]",
        "user_name": "text",
        "user_born_year": "int[]",
        "v": "[2]",
        "w": "int[...]",
    }
    assert schema.rows == 2
    table = load(word, {"path": "a", **more}, find_in(tmp_path))
    assert list(table.columns) == list(schema.columns)
    assert table.columns["user_name"].tolist() == ["Ada", ""]
    assert table.columns["v"].tolist() == [[1, 2], [3, 4.5]]
    assert [entry.tolist() for entry in table.columns["w"]] == [[1], [2, 3]]
    assert "`tags` is left out" in table.notes[0]
    assert table.place(1).endswith("a:2 (record 2)" if word == "jsonl" else "a (record 2)")


def test_a_long_list_is_checked_by_its_beginning(tmp_path, find_in, schema_find_in, monkeypatch):
    monkeypatch.setattr("compiler.schemas.texts.LARGEST_READ", 500)
    (tmp_path / "a.json").write_text("[" + ",\n".join(f'{{"x": {i}}}' for i in range(2000)) + "]")
    assert types(schema_of("json", schema_find_in(tmp_path), path="a.json")) == {"x": "int[]"}
    assert load("json", {"path": "a.json"}, find_in(tmp_path)).rows == 2000


@pytest.mark.parametrize(
    ("word", "path", "rows", "some"),
    [
        ("json", "instructions/instruction-data.json", 1100, "instruction"),
        ("jsonl", "self-instruct/seed_tasks.jsonl", 175, "instruction"),
        ("jsonl", "self-instruct/user_oriented_instructions.jsonl", 252, "motivation_app"),
    ],
)
def test_real_records(data_folder, find_in, schema_find_in, word, path, rows, some):
    schema = schema_of(word, schema_find_in(data_folder), path=path)
    table = load(word, {"path": path}, find_in(data_folder))
    assert (table.rows, list(table.columns)) == (rows, list(schema.columns))
    assert str(schema.columns[some]) == "text"


FRAME = {"x": [1.5, None], "n": [1, 2], "s": ["a", None], "b": [True, False]}


@pytest.mark.parametrize("make", [dict, pandas.DataFrame, polars.DataFrame, pyarrow.table])
def test_columns_handed_over(make):
    find = Finding(lambda path: None, {"frame": arrays(make(FRAME))})
    schema = schema_of("columns", find)
    assert types(schema) == {"x": "[]", "n": "int[]", "s": "text", "b": "bool[]"}
    columns = load("columns", {}, find).columns
    assert columns["s"].tolist() == ["a", ""]
    np.testing.assert_array_equal(columns["x"], [1.5, np.nan])


def test_columns_of_several_axes_and_lengths():
    frame = {
        "v": np.zeros((2, 3, 4), np.float32),
        "w": [[1, 2], [3]],
        "day": np.array(["2024-01-01", "2024-01-02"], "M8[D]"),
    }
    find = Finding(lambda path: None, {"f": arrays(frame)})
    assert types(schema_of("columns", find, frame="f")) == {"v": "[3, 4]", "w": "int[...]", "day": "text"}


def test_texts_of_several_axes_and_half_characters_have_a_fingerprint(tmp_path, find_in):
    def made(*texts):
        frame = {"s": np.array([list(texts)] * 2, object)}
        return load("columns", {}, Finding(lambda path: None, {"frame": arrays(frame)})).fingerprint

    assert made("a", "b") == made("a", "b") != made("a", "c")
    (tmp_path / "a.json").write_text('[{"x": "\\ud800"}]')
    assert load("json", {"path": "a.json"}, find_in(tmp_path)).fingerprint


def test_columns_that_are_wrong():
    def schema(**frame):
        return schema_of("columns", Finding(lambda path: None, {"frame": arrays(frame)}))

    assert schema_of("columns", lambda path: None) is None
    with pytest.raises(RunError, match="no columns were handed over"):
        load("columns", {}, lambda path: None)
    with pytest.raises(RunError, match="differ in length"):
        schema(x=[1, 2], y=[1])
    with pytest.raises(RunError, match="no examples"):
        schema(x=[])
    with pytest.raises(Misfit, match="neither numbers nor texts"):
        schema(x=[object(), object()])
    with pytest.raises(RunError, match="cannot be taken from"):
        arrays([1, 2])
    with pytest.raises(RunError, match="have one name"):
        arrays({"a b": [1], "a-b": [2]})


SPEC = """
data d = columns("points") { x: [2] = [a, b]\n y: class[2] = kind }
model Net = dense(2)
train(epochs = 2, batch = 4) { minimize cross_entropy(Net(x), y) using sgd(0.1) }
evaluate { accuracy(Net(x), y) }
"""


def test_a_frame_is_trained_on(tmp_path):
    import dlc

    (tmp_path / "x.dl").write_text(SPEC)
    frame = pandas.DataFrame({"a": np.arange(40.0), "b": np.ones(40), "kind": ["u", "v"] * 20})
    assert dlc.check(tmp_path / "x.dl", data={"points": frame}).experiment is not None
    folder = dlc.run(tmp_path / "x.dl", data={"points": frame}, out=tmp_path / "run")
    assert (folder / "report.json").exists()
    with pytest.raises(dlc.SpecError, match="`b`"):
        dlc.run(tmp_path / "x.dl", data={"points": frame[["a", "kind"]]}, out=tmp_path / "other")
    with pytest.raises(RunError, match="no columns were handed over as `points`"):
        dlc.run(tmp_path / "x.dl", data=frame, out=tmp_path / "another")


def test_columns_stand_in_the_order_in_which_their_keys_come(tmp_path, find_in, schema_find_in):
    first, later = ["zeta", "beta", "alpha", "gamma", "delta", "omega"], ["sigma", "alpha", "kappa"]
    lines = [json.dumps(dict.fromkeys(keys, 1)) for keys in (first, later)]
    (tmp_path / "t.jsonl").write_text("\n".join(lines))
    expected = [*first, "sigma", "kappa"]
    assert list(load("jsonl", {"path": "t.jsonl"}, find_in(tmp_path)).columns) == expected
    assert list(WORDS["source"]["jsonl"](path="t.jsonl").schema(schema_find_in(tmp_path)).columns) == expected
