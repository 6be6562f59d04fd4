"""Parquet, Arrow and Hugging Face's data sets: what the check reads from their metadata is what the run loads."""

import datetime
import json
import re
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from fake_pictures import coloured

from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, Misfit
from runtime.data.dataset import Columns, load, values_of
from runtime.errors import RunError

TABLE = {
    "id": pa.array([1, 2, 3], pa.int16()),
    "gap": pa.array([1, None, 3]),
    "x y": pa.array([0.5, None, 2.5], pa.float32()),
    "ok": pa.array([True, False, True]),
    "flag": pa.array([True, None, True]),
    "name": pa.array(["a", None, "é"]),
    "kind": pa.array(["p", "q", "p"]).dictionary_encode(),
    "day": pa.array([datetime.date(2024, 1, day) for day in (1, 2, 3)]),
    "at": pa.array([datetime.datetime(2024, 1, day) for day in (1, 2, 3)]),
    "list": pa.array([[1, 2], [], [3]]),
    "pair": pa.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], pa.list_(pa.float64(), 2)),
    "deep": pa.array([{"a": 1}, {"a": 2}, {"a": 3}]),
    "raw": pa.array([b"x", b"y", b"z"]),
}
TYPES = {
    "id": "int[]",
    "gap": "[]",
    "x_y": "[]",
    "ok": "bool[]",
    "name": "text",
    "kind": "text",
    "day": "text",
    "at": "text",
    "list": "int[...]",
    "pair": "[2]",
}


def types(schema):
    return {name: str(type) for name, type in schema.columns.items()}


def schema_of(word, find, **arguments):
    return WORDS["source"][word](**arguments).schema(find)


def write(path, form):
    table = pa.table(TABLE)
    if form == "parquet":
        pyarrow.parquet.write_table(table, path, compression="zstd", row_group_size=2)
    elif form == "stream":
        with pa.ipc.new_stream(str(path), table.schema) as sink:
            sink.write_table(table, max_chunksize=2)
    else:
        options = pa.ipc.IpcWriteOptions(compression=None if form == "file" else form)
        with pa.ipc.new_file(str(path), table.schema, options=options) as sink:
            sink.write_table(table, max_chunksize=2)


@pytest.mark.parametrize("form", ["parquet", "file", "lz4", "zstd", "stream"])
def test_columns(tmp_path, find_in, schema_find_in, form):
    write(tmp_path / "t", form)
    word = "parquet" if form == "parquet" else "arrow"
    schema = schema_of(word, schema_find_in(tmp_path), path="t")
    assert (types(schema), schema.rows) == (TYPES, 3)
    table = load(word, {"path": "t"}, find_in(tmp_path))
    assert list(table.columns) == list(TYPES)
    columns = table.columns
    np.testing.assert_array_equal(columns["gap"], [1, np.nan, 3])
    np.testing.assert_array_equal(columns["x_y"], [0.5, np.nan, 2.5])
    assert columns["name"].tolist() == ["a", "", "é"]
    assert columns["kind"].tolist() == ["p", "q", "p"]
    assert columns["day"].tolist() == ["2024-01-01", "2024-01-02", "2024-01-03"]
    assert [entry.tolist() for entry in columns["list"]] == [[1, 2], [], [3]]
    assert np.stack(list(columns["pair"])).tolist() == [[1, 2], [3, 4], [5, 6]]
    assert [note.split("`")[1] for note in table.notes] == ["flag", "deep", "raw"]


@pytest.mark.parametrize(("word", "imported"), [("csv", []), ("jsonl", []), ("parquet", ["numpy", "pyarrow"])])
def test_the_check_imports_the_libraries_of_the_files_that_it_reads(tmp_path, word, imported):
    laid_with_a_fault(word, tmp_path)
    code = (
        "import sys; from compiler.vocabulary.base import WORDS\n"
        f"WORDS['source']['{word}'](path='t').schema(str)\n"
        "print([name for name in ('numpy', 'pyarrow', 'soundfile') if name in sys.modules])"
    )
    environment = {"PYTHONPATH": ":".join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (ran.stdout, ran.stderr) == (f"{imported}\n", "")


@pytest.mark.parametrize(("word", "library"), [("parquet", "pyarrow"), ("arrow", "pyarrow"), ("sounds", "soundfile")])
def test_a_missing_library_is_named(tmp_path, find_in, schema_find_in, monkeypatch, word, library):
    if word == "sounds":
        (tmp_path / "t.flac").write_bytes(b"fLaC")
    else:
        write(tmp_path / "t.flac", "parquet" if word == "parquet" else "file")
    for name in (library, f"{library}.ipc", f"{library}.parquet"):
        monkeypatch.setitem(sys.modules, name, None)
    help = f"pip install {library}"
    with pytest.raises(Misfit, match=r"reading .* needs (PyArrow|soundfile)") as check:
        schema_of(word, schema_find_in(tmp_path), path="t.flac")
    with pytest.raises(RunError, match=r"needs (PyArrow|soundfile)") as run:
        load(word, {"path": "t.flac"}, find_in(tmp_path))
    assert (check.value.help, run.value.help) == (help, help)


def test_several_files_and_their_names(tmp_path, find_in, schema_find_in):
    for day in (1, 2):
        pyarrow.parquet.write_table(pa.table({"x": [day, day]}), tmp_path / f"day-{day}.parquet")
    arguments = {"path": "day-1.parquet", "test": "day-2.parquet", "names": "day-{day}.parquet"}
    assert types(schema_of("parquet", schema_find_in(tmp_path), **arguments)) == {"x": "int[]", "day": "int[]"}
    table = load("parquet", arguments, find_in(tmp_path))
    assert table.columns["day"].tolist() == [1, 1, 2, 2]
    assert table.splits["test"].tolist() == [2, 3]


def laid_with_a_fault(word, folder):
    """A file whose columns `x` and `y` can be read, and whose column `z` cannot."""
    lists = pa.table({"x": list(range(1200)), "y": [0.5] * 1200, "z": [[1]] * 1198 + [None, [2]]})
    if word == "parquet":
        pyarrow.parquet.write_table(lists, folder / "t")
    elif word == "arrow":
        with pa.ipc.new_file(str(folder / "t"), lists.schema) as sink:
            sink.write_table(lists)
    elif word == "jsonl":
        lines = [{"x": i, "y": 0.5, "z": "gone" if i == 1198 else 1} for i in range(1200)]
        (folder / "t").write_text("".join(json.dumps(line) + "\n" for line in lines))
    else:
        rows = "".join(f"{i},0.5,{'gone' if i == 1198 else 1}\n" for i in range(1200))
        (folder / "t").write_text(f"x,y,z\n{rows}")


@pytest.mark.parametrize("word", ["parquet", "arrow", "csv", "jsonl"])
def test_a_fault_in_a_column_that_nothing_reads_is_stated_and_stops_nothing(tmp_path, find_in, word):
    laid_with_a_fault(word, tmp_path)
    table = load(word, {"path": "t"}, find_in(tmp_path))
    assert list(table.columns) == ["x", "y"]
    assert table.columns["x"].tolist() == list(range(1200))
    (note,) = [note for note in table.notes if note.startswith("The column `z` is left out: ")]
    assert "(record 1,199)" in note
    with pytest.raises(RunError) as caught:
        Columns(table, slice(0, 1))["z"]
    assert caught.value.message in note
    assert caught.value.place in note
    assert caught.value.help
    with pytest.raises(RunError, match=re.escape(caught.value.message)):
        values_of("z", SimpleNamespace(fields={}), None, table)


def test_a_column_is_left_out_of_all_files_where_one_cannot_be_read(tmp_path, find_in):
    for file, lists in (("a.parquet", [[1], [2]]), ("b.parquet", [[3], None])):
        pyarrow.parquet.write_table(pa.table({"x": [1, 2], "z": lists}), tmp_path / file)
    table = load("parquet", {"path": "a.parquet", "test": "b.parquet"}, find_in(tmp_path))
    assert list(table.columns) == ["x"]
    assert table.splits["test"].tolist() == [2, 3]
    assert table.unread["z"].place.endswith("b.parquet (record 2)")


# --- Hugging Face ---

datasets = pytest.importorskip("datasets")


def saved(folder):
    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "label": datasets.ClassLabel(names=["neg", "pos"]),
            "score": datasets.Value("float32"),
            "ids": datasets.Sequence(datasets.Value("int32")),
            "pair": datasets.Sequence(datasets.Value("float64"), length=2),
            "image": datasets.Image(),
        }
    )

    def rows(count):
        return {
            "text": [f"t{i}" for i in range(count)],
            "label": [i % 2 for i in range(count)],
            "score": [i / 2 for i in range(count)],
            "ids": [list(range(i)) for i in range(count)],
            "pair": [[i, i + 1] for i in range(count)],
            "image": [{"bytes": coloured(i), "path": None} for i in range(count)],
        }

    parts = {split: datasets.Dataset.from_dict(rows(count), features) for split, count in (("train", 4), ("test", 2))}
    datasets.DatasetDict(parts).save_to_disk(str(folder), num_shards={"train": 2, "test": 1})


def test_a_data_set_saved_by_the_library(tmp_path, find_in, schema_find_in):
    saved(tmp_path / "d")
    schema = schema_of("huggingface", schema_find_in(tmp_path), path="d")
    assert schema.columns["label"] == Tensor((), "class", classes=2, class_names=("neg", "pos"))
    assert (str(schema.columns["pair"]), schema.splits) == ("[2]", ("train", "test"))
    table = load("huggingface", {"path": "d"}, find_in(tmp_path))
    assert set(table.columns) == set(schema.columns)
    assert table.columns["text"].tolist() == ["t0", "t1", "t2", "t3", "t0", "t1"]
    assert table.columns["label"].tolist() == [0, 1, 0, 1, 0, 1]
    assert [len(entry) for entry in table.columns["ids"]] == [0, 1, 2, 3, 0, 1]
    assert table.columns["image"][:, 0, 0, 0].tolist() == [0, 1, 2, 3, 0, 1]
    assert table.splits["test"].tolist() == [4, 5]
    (tmp_path / "d/train/data-00001-of-00002.arrow").unlink()
    with pytest.raises(Exception, match="data-00001-of-00002"):
        load("huggingface", {"path": "d"}, find_in(tmp_path))


def test_a_column_of_another_type_than_the_schema_states_ends_no_process(tmp_path):
    """PyArrow aborts where the statistics of such a column are read."""
    file = tmp_path / "t.parquet"
    pa.parquet.write_table(pa.table({"x": [1, 2, 3]}), file)
    content = file.read_bytes()
    integer, number = 4, 10  # as the footer stores the types
    for place in [place for place in range(len(content) // 4, len(content)) if content[place] == integer]:
        file.write_bytes(content[:place] + bytes([number]) + content[place + 1 :])
        try:
            found = pa.parquet.read_metadata(file)
        except OSError:
            continue
        if found.schema.column(0).physical_type == "INT64" and found.row_group(0).column(0).physical_type == "DOUBLE":
            break
    else:
        raise AssertionError("no byte is the type of the column's chunk")
    command = [sys.executable, "-m", "dlc", "data", "describe", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "the footer cannot be read: a column is not as the schema states it" in done.stderr
