"""Sources: what the check says of a file is what the run loads, right values, quickly."""

import subprocess
import sys

import numpy as np
import pytest
from fake_files import tar_gz, write_idx, zipped

from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, Misfit
from compiler.vocabulary.sources.sklearn_schemas import EMBEDDED
from runtime.data.sources import csv, idx, rows, sklearn

TABLE = b'name, age,"height (m)",2019\nAda,36,1.65,1\n"Grace, H.",85,,2\n\n Alan ,41,1.78,3\n'
CSV = {**WORDS["source"]["csv"](path="").config()}


def source(word: str, **arguments):
    return WORDS["source"][word](**arguments)


def agrees(column: np.ndarray, type: Tensor) -> bool:
    """Whether a loaded column is what the schema says."""
    kinds = {"real": "f", "int": "iu", "class": "iu", "bool": "b", "text": "O"}
    within = type.classes is None or (column.min() >= 0 and column.max() == type.classes - 1)
    return column.dtype.kind in kinds[type.kind] and column.shape[1:] == type.shape and within


def test_the_check_imports_no_numpy():
    code = "import sys; from compiler.vocabulary.registry import load_all; load_all(); print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"


# --- csv ---


@pytest.mark.parametrize(
    ("file", "path", "content", "inside"),
    [
        ("people.csv", "people.csv", TABLE, ""),
        ("people.zip", "people.zip", zipped({"notes/": b"", "people.csv": TABLE, "readme": b"-"}), "/people.csv"),
        ("people.zip", "people.zip/in/people.csv", zipped({"in/people.csv": TABLE, "other.csv": b"a\n1\n"}), ""),
        ("people.tgz", "people.tgz", tar_gz({"people.csv": TABLE}), "/people.csv"),
        ("people.tar.gz", "people.tar.gz/b.csv", tar_gz({"./a.csv": b"a\n1\n", "./b.csv": TABLE}), ""),
    ],
)
def test_a_table_wherever_it_lies(tmp_path, find_in, schema_find_in, file, path, content, inside):
    (tmp_path / file).write_bytes(content)
    table = csv.load({**CSV, "path": path}, find_in(tmp_path))
    assert list(table.columns) == ["name", "age", "height_m", "column_2019"]
    assert table.columns["name"].tolist() == ["Ada", "Grace, H.", "Alan"]
    assert table.columns["age"].tolist() == [36, 85, 41]
    np.testing.assert_array_equal(table.columns["height_m"], [1.65, np.nan, 1.78])
    assert table.place(2) == f"{tmp_path / path}{inside}:5 (record 3)"
    schema = source("csv", path=path).schema(schema_find_in(tmp_path))
    assert [str(type) for type in schema.columns.values()] == ["text", "int[]", "[]", "int[]"]
    assert schema.rows == 3


@pytest.mark.parametrize(
    ("content", "arguments", "expected"),
    [
        (b"\xef\xbb\xbfa;b\r\n1;x\r\n?;y\r\n", {"separator": ";", "missing": "?"}, {"a": [1, np.nan], "b": ["x", "y"]}),
        (b"a\tb\n1\t2.5e3\n-2\tnan\n", {"separator": "\t"}, {"a": [1, -2], "b": [2500, np.nan]}),
        ("größe,Ω\n1,é\n2,\n".encode(), {}, {"größe": [1, 2], "Ω": ["é", ""]}),
        (b'a,a b\n"1\n2",3\n', {}, {"a": ["1\n2"], "a_b": [3]}),
        (b",x\n0,1\n1,2\n", {}, {"column1": [0, 1], "x": [1, 2]}),
        (b"a,b\n99999999999,1_0\n1,2\n", {}, {"a": [99999999999, 1], "b": ["1_0", "2"]}),
        (b"a,b\n,1\n,2\n", {}, {"a": [np.nan, np.nan], "b": [1, 2]}),
        (b"a,b\n-9,-9\n1,2.5\n", {"missing": "-9"}, {"a": [np.nan, 1], "b": [np.nan, 2.5]}),
        (b"a,b\nnone,1\nx,2\n", {"missing": "none"}, {"a": ["", "x"], "b": [1, 2]}),
    ],
)
def test_what_tables_may_look_like(tmp_path, find_in, content, arguments, expected):
    (tmp_path / "t.csv").write_bytes(content)
    columns = csv.load({**CSV, "path": "t.csv", **arguments}, find_in(tmp_path)).columns
    assert list(columns) == list(expected)
    for name, values in expected.items():
        np.testing.assert_array_equal(columns[name], np.array(values, columns[name].dtype))


def test_a_compressed_table(tmp_path, find_in):
    import gzip

    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(TABLE))
    assert csv.load({**CSV, "path": "t.csv.gz"}, find_in(tmp_path)).rows == 3


def test_types_come_from_the_first_rows_and_the_number_of_rows_stays_open(tmp_path, find_in, schema_find_in):
    (tmp_path / "t.csv").write_text("a\n" + "1\n" * 1000 + "2.5\n")
    schema = source("csv", path="t.csv").schema(schema_find_in(tmp_path))
    assert schema.columns["a"] == Tensor((), "int")
    assert schema.rows is None
    assert csv.load({**CSV, "path": "t.csv"}, find_in(tmp_path)).columns["a"][-1] == 2.5


def test_a_file_that_is_not_there_yet(tmp_path, schema_find_in):
    assert source("csv", path="t.csv").schema(schema_find_in(tmp_path)) is None
    assert source("csv", path="t.zip/t.csv").schema(schema_find_in(tmp_path)) is None
    assert source("idx", path="mnist").schema(schema_find_in(tmp_path)) is None


@pytest.mark.parametrize(
    ("path", "count", "some"),
    [
        ("california-housing/housing.tgz", 20640, {"ocean_proximity": "text", "total_bedrooms": "[]"}),
        ("california-housing/housing.tgz/housing.csv", 20640, {"median_house_value": "[]"}),
        ("ett/ETTh1.csv", 17420, {"date": "text", "OT": "[]"}),
        ("tables-seaborn/titanic.csv", 891, {"survived": "int[]", "age": "[]", "sex": "text", "deck": "text"}),
        ("tables-seaborn/penguins.csv", 344, {"species": "text", "bill_length_mm": "[]"}),
        ("molecules/tox21.csv.gz", 8014, {"smiles": "text", "NR_AR": "[]"}),
        ("survival/lung.csv", 228, {"ph_ecog": "[]", "age": "int[]"}),
    ],
)
def test_real_tables(data_folder, find_in, schema_find_in, path, count, some):
    schema = source("csv", path=path).schema(schema_find_in(data_folder))
    assert {name: str(schema.columns[name]) for name in some} == some
    table = csv.load({**CSV, "path": path}, find_in(data_folder))
    assert table.rows == count
    assert list(table.columns) == list(schema.columns)
    if "total_bedrooms" in some:
        assert np.isnan(table.columns["total_bedrooms"]).sum() == 207


def test_numbers_equal_those_of_numpy(data_folder, find_in):
    path = "ett/ETTh1.csv"
    reference = np.genfromtxt(data_folder / path, delimiter=",", skip_header=1, usecols=range(1, 8))
    columns = csv.load({**CSV, "path": path}, find_in(data_folder)).columns
    np.testing.assert_array_equal(np.stack(list(columns.values())[1:], -1).astype(np.float64), reference)


# --- idx ---


@pytest.mark.parametrize("compress", [False, True])
def test_idx(tmp_path, find_in, schema_find_in, compress):
    write_idx(tmp_path / "digits", compress)
    schema = source("idx", path="digits").schema(schema_find_in(tmp_path))
    assert {name: str(type) for name, type in schema.columns.items()} == {
        "pixels": "int[4, 5, 1]",
        "labels": "class[3]",
    }
    assert (schema.splits, schema.rows) == (("train", "test"), 9)
    table = idx.load({"path": "digits"}, find_in(tmp_path))
    assert all(agrees(table.columns[name], type) for name, type in schema.columns.items())
    assert table.columns["pixels"][7, :, :, 0].ravel().tolist() == [(i + 20) % 3 for i in range(20)]
    assert table.columns["labels"].tolist() == [0, 1, 2, 0, 1, 2, 0, 1, 2]
    assert {name: part.tolist() for name, part in table.splits.items()} == {"train": list(range(6)), "test": [6, 7, 8]}


def test_idx_without_test_files(tmp_path, find_in, schema_find_in):
    write_idx(tmp_path, test_images=None, test_labels=None)
    assert source("idx", path=".").schema(schema_find_in(tmp_path)).splits == ("train",)
    assert list(idx.load({"path": "."}, find_in(tmp_path)).splits) == ["train"]


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist"])
def test_the_real_mnist(data_folder, find_in, schema_find_in, name):
    schema = source("idx", path=name).schema(schema_find_in(data_folder))
    assert (str(schema.columns["pixels"]), str(schema.columns["labels"])) == ("int[28, 28, 1]", "class[10]")
    table = idx.load({"path": name}, find_in(data_folder))
    assert table.columns["pixels"].shape == (70000, 28, 28, 1)
    assert len(table.splits["train"]) == 60000
    if name == "mnist":
        assert table.columns["labels"][:8].tolist() == [5, 0, 4, 1, 9, 2, 1, 3]
        assert round(float(table.columns["pixels"][:60000].mean()) / 255, 4) == 0.1307


def test_a_fingerprint_is_of_the_content(tmp_path, find_in):
    write_idx(tmp_path / "a")
    write_idx(tmp_path / "b", compress=False)
    write_idx(tmp_path / "c", train_labels=b"\0\0\x08\x01\0\0\0\x06\0\1\2\0\1\1")
    prints = [idx.load({"path": name}, find_in(tmp_path)).fingerprint for name in "abc"]
    assert prints[0] == prints[1] != prints[2]


# --- sklearn ---


@pytest.mark.parametrize("name", EMBEDDED)
def test_the_static_schema_is_what_scikit_learn_loads(name):
    schema = source("sklearn", dataset=name).schema(lambda path: None)
    table = sklearn.load({"dataset": name}, lambda path: None)
    assert list(table.columns) == list(schema.columns)
    assert table.rows == schema.rows
    for column, type in schema.columns.items():
        assert agrees(table.columns[column], type), column
    assert table.class_names.get("target", ()) == schema.columns["target"].class_names


def test_the_static_names_are_scikit_learns():
    from sklearn import datasets

    for name, embedded in EMBEDDED.items():
        bunch = getattr(datasets, f"load_{name}")()
        letters = [[c for c in str(n).split("(")[0].lower() if c.isalnum()] for n in bunch.feature_names]
        assert [[c for c in n if c.isalnum()] for n in embedded.features] == letters
        assert embedded.classes == tuple(map(str, getattr(bunch, "target_names", ())))
        ends = (bunch.target.min(), bunch.target.max())
        assert embedded.target == (None if embedded.classes else ends)


# --- rows ---


@pytest.mark.parametrize(
    ("column", "type"),
    [
        (((0, 0), (0, 1)), "int[2]"),
        ((0, 1), "int[]"),
        ((0, 0.5), "[]"),
        ((True, False), "bool[]"),
        (("a", "b"), "text"),
        ((((1.0,), (2.0,)), ((3.0,), (4,))), "[2, 1]"),
    ],
)
def test_rows(column, type):
    word = source("rows", x=column)
    schema = word.schema(lambda path: None)
    assert (str(schema.columns["x"]), schema.rows) == (type, 2)
    table = rows.load(word.config(), lambda path: None)
    assert agrees(table.columns["x"], schema.columns["x"])


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "at least one column"),
        ({"x": 3}, "must be a list"),
        ({"x": ()}, "is empty"),
        ({"x": (1, 2), "y": (1,)}, "y has 1 examples, but x has 2"),
        ({"x": (("a", "b"), ("a", "b", "c"))}, "its entry 2 is a list of 3"),
        ({"x": (1, (1, 2))}, "begins with a single value"),
        ({"x": (((1, 2), (3,)), ((1, 2), (3,)))}, "ragged"),
        ({"x": (1, "a")}, "mixes"),
        ({"x": (1, None)}, "mixes"),
        ({"x": (1, True)}, "mixes"),
        ({"x": ((), ())}, "empty"),
    ],
)
def test_rows_that_are_wrong(columns, message):
    with pytest.raises(Misfit, match=message):
        source("rows", **columns).verify()


def test_a_separator_is_one_character():
    for wrong in ("", ", ", '"', "\n"):
        with pytest.raises(Misfit, match="one character"):
            source("csv", path="t.csv", separator=wrong).verify()


def test_every_source_has_its_loader():
    from importlib import import_module

    assert len(WORDS["source"]) > 3
    assert all(callable(import_module(f"runtime.data.sources.{name}").load) for name in WORDS["source"])
