"""Tables of text in every form: several files, compressed, without a header, in other encodings, with own splits."""

import bz2
import gzip
import lzma
import tempfile
from pathlib import Path

import numpy as np
import pytest
import zstandard
from fake_files import tar_gz, zipped
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.pipeline import compile_text
from compiler.schemas import statistics, tables, trees
from compiler.vocabulary.base import WORDS, Misfit
from dsl.spans import Source
from runtime.data.dataset import load
from runtime.errors import RunError

TABLE = b"a,b\n1,x\n2,y\n"
ADULT = (
    *("age", "workclass", "fnlwgt", "education", "education_num", "marital_status", "occupation", "relationship"),
    *("race", "sex", "capital_gain", "capital_loss", "hours_per_week", "native_country", "income"),
)


def types(schema) -> dict[str, str]:
    return {name: str(type) for name, type in schema.columns.items()}


def csv(**arguments):
    return WORDS["source"]["csv"](**arguments)


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_compressed_table_by_its_content(tmp_path, find_in, schema_find_in, compress):
    (tmp_path / "t.data").write_bytes(compress(TABLE) + compress(b"3,z\n"))
    assert types(csv(path="t.data").schema(schema_find_in(tmp_path))) == {"a": "int[]", "b": "text"}
    assert load("csv", {"path": "t.data"}, find_in(tmp_path)).columns["a"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("suffix", ["tar.bz2", "tar.xz", "tar.zst", "tbz", "txz"])
def test_a_table_in_a_compressed_archive(tmp_path, find_in, suffix):
    compress = {"b": bz2, "x": lzma, "z": zstandard}[suffix.removeprefix("tar.").lstrip("t")[0]].compress
    (tmp_path / f"t.{suffix}").write_bytes(compress(gzip.decompress(tar_gz({"in/t.csv": TABLE}))))
    assert load("csv", {"path": f"t.{suffix}/in/t.csv"}, find_in(tmp_path)).rows == 2


@pytest.fixture
def parts(tmp_path):
    for i in (1, 2, 10):
        (tmp_path / f"part-{i}.csv").write_bytes(b"a,b\n%d,x\n" % i)
    (tmp_path / "other.csv").write_bytes(b"a,b\n7,y\n\n8,z\n")
    (tmp_path / "all.zip").write_bytes(zipped({f"in/part-{i}.csv": b"a,b\n%d,x\n" % i for i in (1, 2, 10)}))
    return tmp_path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("part-*.csv", [1, 2, 10]),
        ("part-?.csv", [1, 2]),
        (("other.csv", "part-1.csv"), [7, 8, 1]),
        (("other.csv", "part-1*.csv"), [7, 8, 1, 10]),
        ("all.zip/in/part-*.csv", [1, 2, 10]),
        ("all.zip/in/part-2.csv", [2]),
    ],
)
def test_several_files_are_one_table(parts, find_in, schema_find_in, path, expected):
    table = load("csv", {"path": path}, find_in(parts))
    assert table.columns["a"].tolist() == expected
    assert table.splits == {}
    assert csv(path=path).schema(schema_find_in(parts)).rows == len(expected)


def test_each_row_knows_its_file(parts, find_in):
    table = load("csv", {"path": ("part-1.csv", "other.csv"), "test": "part-2.csv"}, find_in(parts))
    places = [table.place(row).removeprefix(f"{parts}/") for row in range(4)]
    assert places == [
        "part-1.csv:2 (record 1)",
        "other.csv:2 (record 1)",
        "other.csv:4 (record 2)",
        "part-2.csv:2 (record 1)",
    ]


def test_splits_in_files_of_their_own(parts, find_in, schema_find_in):
    arguments = {"path": "other.csv", "validation": "part-1.csv", "test": ("part-2.csv", "part-10.csv")}
    schema = csv(**arguments).schema(schema_find_in(parts))
    assert (schema.splits, schema.rows) == (("train", "validation", "test"), 5)
    table = load("csv", arguments, find_in(parts))
    assert {name: rows.tolist() for name, rows in table.splits.items()} == {
        "train": [0, 1],
        "validation": [2],
        "test": [3, 4],
    }
    assert csv(path="none.csv", test="none.csv").own_splits == ("train", "test")


@pytest.mark.parametrize(
    ("content", "arguments", "expected"),
    [
        (b"1,x\n2,y\n", {"header": False}, {"c1": [1, 2], "c2": ["x", "y"]}),
        (b"1,x\n2,y\n", {"header": False, "columns": ("n", "m")}, {"n": [1, 2], "m": ["x", "y"]}),
        (b"a,a\n1,x\n", {"columns": ("n", "m")}, {"n": [1], "m": ["x"]}),
        (b"a,b\nNA,1\n?,2\n3,-\n", {"missing": ("NA", "?", "-")}, {"a": [np.nan, np.nan, 3], "b": [1, 2, np.nan]}),
        (b"a\n01\n02\n", {"text": ("a",)}, {"a": ["01", "02"]}),
        (b"a,b\ntrue,1\nFalse,0\n", {}, {"a": [True, False], "b": [1, 0]}),
        (b"a,b\ntrue,1\n,0\n", {}, {"a": ["true", ""], "b": [1, 0]}),
        (b"a, b\n<=50K., 1.\n >50K , 2\n", {"trim": "."}, {"a": ["<=50K", ">50K"], "b": [1, 2]}),
        (b'a\tb\nham\tsay "hi\nspam\t"no"\n', {"separator": "\t", "quotes": False}, {"b": ['say "hi', '"no"']}),
        ("a\nZürich\n".encode("latin-1"), {"encoding": "latin-1"}, {"a": ["Zürich"]}),
        ("a,b\nZürich,1\n".encode("utf-16"), {"encoding": "utf-16"}, {"a": ["Zürich"], "b": [1]}),
        (b"a,b\r\n1,2\r\n3,4", {}, {"a": [1, 3], "b": [2, 4]}),
    ],
)
def test_forms(tmp_path, find_in, schema_find_in, content, arguments, expected):
    (tmp_path / "t.csv").write_bytes(content)
    columns = load("csv", {"path": "t.csv", **arguments}, find_in(tmp_path)).columns
    for name, values in expected.items():
        np.testing.assert_array_equal(columns[name], np.array(values, columns[name].dtype))
    kinds = {"i": "int[]", "f": "[]", "b": "bool[]", "O": "text"}
    schema = csv(path="t.csv", **arguments).schema(schema_find_in(tmp_path))
    assert types(schema) == {name: kinds[column.dtype.kind] for name, column in columns.items()}


def test_the_report_states_the_inferred_types(tmp_path, find_in):
    (tmp_path / "t.csv").write_bytes(b"a,b,c\n1,x,2\n")
    assert load("csv", {"path": "t.csv"}, find_in(tmp_path)).notes == (
        "Inferred from the first 1 rows: int[]: `a`, `c`; text: `b`.",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"columns": ("a", "a")}, "columns names a twice"),
        ({"columns": ("a b",)}, "`a b` is no name"),
        ({"encoding": "klingon"}, "there is no encoding klingon"),
        ({"encoding": "rot13"}, "there is no encoding rot13"),
    ],
)
def test_arguments_that_are_wrong(arguments, message):
    with pytest.raises(Misfit, match=message):
        csv(path="t.csv", **arguments).verify()


def test_columns_are_named_without_quotes():
    text = 'data d = csv("t.csv", header = false, columns = [age, "sex", income], text = [sex]) { age: [] = age }'
    result = compile_text(Source("x.dl", text), None, lambda path: None)
    assert [d.code for d in result.diagnostics if d.severity == "error"] == []
    assert result.experiment.data[0].source.columns == ("age", "sex", "income")


def test_adult(data_folder, find_in, schema_find_in):
    arguments = {
        "path": "adult/adult.data",
        "test": "adult/adult-test.csv",
        "header": False,
        "columns": ADULT,
        "missing": "?",
        "trim": ".",
    }
    schema = csv(**arguments).schema(schema_find_in(data_folder))
    assert schema.splits == ("train", "test")
    table = load("csv", arguments, find_in(data_folder))
    assert {name: len(rows) for name, rows in table.splits.items()} == {"train": 32561, "test": 16281}
    assert set(table.columns["income"]) == {"<=50K", ">50K"}
    columns = np.array([table.columns[name] for name in ("workclass", "occupation", "native_country")])
    missing = (columns == "").any(0)
    assert [int(missing[rows].sum()) for rows in table.splits.values()] == [2399, 1221]
    assert table.columns["age"][:3].tolist() == [39, 50, 38]


def test_sms_has_literal_quotes(data_folder, find_in):
    arguments = {"path": "sms-spam/sms.tsv", "separator": "\t", "header": False, "quotes": False}
    table = load("csv", arguments, find_in(data_folder))
    labels, counts = np.unique(table.columns["c1"].astype(str), return_counts=True)
    assert dict(zip(labels, counts.tolist(), strict=True)) == {"ham": 4827, "spam": 747}


EXCEL = (
    "Datum;Menge;Preis;PLZ\r\n03.01.2024;2;1.234,50;01067\r\n04.01.2024;1.000;-99,5;80331\r\n05.01.2024;;12;10115\r\n"
)


def test_numbers_are_read_as_other_countries_write_them(tmp_path, find_in, schema_find_in):
    (tmp_path / "t.csv").write_text(EXCEL, encoding="cp1252")
    arguments = {"path": "t.csv", "separator": ";", "encoding": "cp1252", "text": ("PLZ",)}
    stated = {**arguments, "decimal": ",", "thousands": "."}
    schema = WORDS["source"]["csv"](**stated).schema(schema_find_in(tmp_path))
    assert {name: type.kind for name, type in schema.columns.items()} == {
        "Datum": "text",
        "Menge": "real",
        "Preis": "real",
        "PLZ": "text",
    }
    columns = load("csv", stated, find_in(tmp_path)).columns
    np.testing.assert_array_equal(columns["Menge"], [2, 1000, np.nan])
    np.testing.assert_array_equal(columns["Preis"], [1234.5, -99.5, 12])
    assert columns["Datum"].tolist() == ["03.01.2024", "04.01.2024", "05.01.2024"]
    assert columns["PLZ"].tolist() == ["01067", "80331", "10115"]


def test_what_makes_a_column_text_is_told(tmp_path, find_in, schema_find_in):
    (tmp_path / "t.csv").write_text("month,sold\n1,3\n2,4\nTotal,7\n")
    notes = load("csv", {"path": "t.csv"}, find_in(tmp_path)).notes
    place = f"{tmp_path / 't.csv'}:4 (record 3)"
    assert notes[1:] == (f"The column `month` is text: `Total` ({place}) is no number, most cells are.",)
    told = WORDS["source"]["csv"](path="t.csv").schema(schema_find_in(tmp_path)).seen
    assert told == {"month": "text for the sake of `Total`: most are numbers", "sold": "3 to 7"}


CELLS = {
    "int": st.integers(-(10**6), 10**6).map(str),
    "real": st.floats(-1e9, 1e9).map(repr) | st.sampled_from(["", "NA", " 1.5", "nan", "1e3", "7"]),
    "bool": st.sampled_from(["true", "False", "TRUE"]),
    "text": st.text("abü .\t", max_size=4) | st.sampled_from(["NA", "x.", " y "]),
    "any": st.sampled_from(["1", "2.5", "x", "", "true", "+3", "007", "12345678901"]),
}


@st.composite
def plain_tables(draw):
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=2, max_size=4))
    rows = draw(st.lists(st.tuples(*(CELLS[kind] for kind in kinds)), min_size=1, max_size=12))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    quote = draw(st.sampled_from(["", chr(34)]))
    lines = [",".join(f"{quote}c{i}{quote}" for i in range(len(kinds))), *(",".join(row) for row in rows)]
    return end.join(lines) + draw(st.sampled_from(["", end]))


@settings(max_examples=150, deadline=None)
@given(plain_tables(), st.booleans())
def test_large_tables_are_read_as_small_ones_are(text, header):
    from runtime.data.sources import csv_bulk

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        (Path(folder) / "t.csv").write_text(text, newline="")
        arguments = {"path": "t.csv", "missing": "NA", "trim": ".", "header": header}
        found = []
        for least in (1, 10**9):
            patch.setattr(csv_bulk, "LEAST", least)
            patch.setattr(tables, "SAMPLE", 3)
            try:
                table = load("csv", arguments, lambda path: Path(folder) / path)
            except RunError as error:
                found.append((error.message, error.place))
                continue
            places = [table.place(row) for row in range(table.rows)]
            types = {name: (values.dtype, values.tolist()) for name, values in table.columns.items()}
            found.append((repr(types), table.fingerprint, places, table.notes))
        assert found[0] == found[1]


def test_plain_tables_are_read_in_bulk(tmp_path):
    from runtime.data.sources import csv_bulk

    form = tables.Form()
    rows = csv_bulk.LEAST // 8
    (tmp_path / "t.csv").write_text("a,b,c\n" + "1,2.5,x\n" * rows)
    files = (trees.Located(str(tmp_path / "t.csv")),)
    first = tables.read(files, form, tables.SAMPLE)
    part = csv_bulk.parts({"train": files}, first, tables.types(first, form), form)["train"][0]
    assert part.rows == rows
    assert part.lines[-1] == rows + 1


@pytest.mark.parametrize(
    ("cells", "stated"),
    [
        (["1,982,097", "298,479"], 'thousands = ","'),
        (["1.234,50", "99,00"], 'decimal = ",", thousands = "."'),
        (["1,5", "", "22,25"], 'decimal = ","'),
        (["12 500", "1 000 000"], 'thousands = " "'),
        (["03.01.2024", "04.01.2024"], None),
        (["1,5", "2;5"], None),
        (["a", "b"], None),
    ],
)
def test_how_numbers_of_other_countries_are_to_be_read_is_told(cells, stated):
    assert statistics.other_numbers(cells, tables.Form(separator=";")) == stated
