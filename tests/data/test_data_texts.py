"""Files of text: whole, by lines, with labels."""

import gzip

import numpy as np
import pytest

import compiler.vocabulary.sources  # noqa: F401
from compiler.types import Tensor
from compiler.vocabulary.base import WORDS, Misfit
from runtime.data.dataset import load


def schema_of(word, find, **arguments):
    return WORDS["source"][word](**arguments).schema(find)


def test_a_text_is_rows_of_characters(tmp_path, find_in, schema_find_in):
    (tmp_path / "a.txt").write_text("abca\n")
    (tmp_path / "b.txt").write_text("cab")
    arguments = {"path": "a.txt", "test": "b.txt"}
    schema = schema_of("text", schema_find_in(tmp_path), **arguments)
    names = ("\n", "a", "b", "c")
    assert schema.columns["characters"] == Tensor((), "class", classes=4, class_names=names)
    table = load("text", arguments, find_in(tmp_path))
    assert table.columns["characters"].tolist() == [1, 2, 3, 1, 0, 3, 1, 2]
    assert table.splits["test"].tolist() == [5, 6, 7]
    assert table.class_names == {"characters": names}


def test_shakespeare(data_folder, find_in, schema_find_in):
    path = "tiny-shakespeare/input.txt"
    schema = schema_of("text", schema_find_in(data_folder), path=path)
    assert (schema.columns["characters"].classes, schema.rows) == (65, 1115394)
    table = load("text", {"path": path}, find_in(data_folder))
    text = "".join(schema.columns["characters"].class_names[code] for code in table.columns["characters"][:20])
    assert text == "First Citizen:\nBefor"


def test_lines(tmp_path, find_in, schema_find_in):
    (tmp_path / "x.pos").write_bytes("gut\x85 ja\r\n\n".encode("latin-1"))
    (tmp_path / "x.neg").write_bytes(b"schlecht")
    arguments = {"path": ("x.pos", "x.neg"), "names": "x.{mood}", "encoding": "latin-1"}
    schema = schema_of("lines", schema_find_in(tmp_path), **arguments)
    assert {name: str(type) for name, type in schema.columns.items()} == {"text": "text", "mood": "text"}
    table = load("lines", arguments, find_in(tmp_path))
    assert table.columns["text"].tolist() == ["gut\x85 ja", "", "schlecht"]
    assert table.columns["mood"].tolist() == ["pos", "pos", "neg"]
    assert table.place(2).endswith("x.neg:1 (record 1)")


def test_lines_that_belong_together(tmp_path, find_in, schema_find_in):
    for split, count in (("train", 3), ("test", 2)):
        for language in ("en", "de"):
            text = "".join(f"{language} {i}\n" for i in range(count))
            (tmp_path / f"{split}.{language}.gz").write_bytes(gzip.compress(text.encode()))
    arguments = {"path": "train.{column}.gz", "columns": ("en", "de"), "test": "test.{column}.gz"}
    assert list(schema_of("lines", schema_find_in(tmp_path), **arguments).columns) == ["en", "de"]
    table = load("lines", arguments, find_in(tmp_path))
    assert table.columns["de"].tolist() == ["de 0", "de 1", "de 2", "de 0", "de 1"]
    assert WORDS["source"]["lines"](**arguments).paths()[:2] == ("train.en.gz", "train.de.gz")


def test_labelled(tmp_path, find_in, schema_find_in):
    (tmp_path / "t").write_text('10 a b\n\n2 c, "d\n')
    (tmp_path / "v").write_text("2 e\n")
    schema = schema_of("labelled", schema_find_in(tmp_path), path="t", validation="v")
    assert schema.columns["label"] == Tensor((), "class", classes=2, class_names=("2", "10"))
    table = load("labelled", {"path": "t", "validation": "v"}, find_in(tmp_path))
    assert table.columns["label"].tolist() == [1, 0, 0]
    assert table.columns["text"].tolist() == ["a b", 'c, "d', "e"]
    assert table.place(1).endswith("t:3 (record 2)")


@pytest.mark.parametrize(
    ("word", "arguments", "counts", "classes"),
    [
        ("labelled", {"path": "sms-spam/sms.tsv", "separator": "\t"}, {}, {"ham": 4827, "spam": 747}),
        (
            "labelled",
            {"path": "trec/TREC.train.all", "test": "trec/TREC.test.all", "encoding": "latin-1"},
            {"train": 5452, "test": 500},
            None,
        ),
        (
            "labelled",
            {"path": "sst2/stsa.binary.train", "validation": "sst2/stsa.binary.dev", "test": "sst2/stsa.binary.test"},
            {"train": 6920, "validation": 872, "test": 1821},
            None,
        ),
        (
            "lines",
            {
                "path": "rt-polarity/rt-polarity.*",
                "names": "rt-polarity.{label}",
                "encoding": "latin-1",
            },
            {},
            {"neg": 5331, "pos": 5331},
        ),
        (
            "lines",
            {
                "path": "multi30k/train.{column}.gz",
                "columns": ("en", "de", "fr"),
                "validation": "multi30k/val.{column}.gz",
                "test": "multi30k/test_2016_flickr.{column}.gz",
            },
            {"train": 29000, "validation": 1014, "test": 1000},
            None,
        ),
    ],
)
def test_real_texts(data_folder, find_in, schema_find_in, word, arguments, counts, classes):
    schema = schema_of(word, schema_find_in(data_folder), **arguments)
    table = load(word, arguments, find_in(data_folder))
    assert list(table.columns) == list(schema.columns)
    assert {name: len(rows) for name, rows in table.splits.items()} == counts
    if classes is not None:
        label = table.columns["label"]
        texts = label if label.dtype == object else np.array(schema.columns["label"].class_names, object)[label]
        assert {name: int((texts == name).sum()) for name in classes} == classes


@pytest.mark.parametrize(
    ("word", "arguments", "message"),
    [
        ("lines", {"path": "a", "names": "x"}, "names in braces"),
        ("lines", {"path": "a", "names": "{a}{b}"}, "something between"),
        ("lines", {"path": "a", "names": "{a}_{a}"}, "names a twice"),
        ("lines", {"path": "a", "columns": ("en", "de")}, "must hold {column}"),
        ("lines", {"path": "a", "columns": ("1",)}, "must name columns"),
        ("labelled", {"path": "a", "separator": ""}, "a text within a line"),
        ("text", {"path": "a", "encoding": "x"}, "no encoding x"),
    ],
)
def test_arguments_that_are_wrong(word, arguments, message):
    with pytest.raises(Misfit, match=message):
        WORDS["source"][word](**arguments).verify()
