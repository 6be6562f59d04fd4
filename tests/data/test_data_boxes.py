"""Pictures with boxes: BCCD as it is, and small sets made here."""

import numpy as np
import pytest
from fake_files import zipped
from fake_pictures import coloured

from compiler.vocabulary.base import WORDS
from runtime.data.dataset import load


def xml(*boxes, width=5, height=4, size=True):
    objects = "".join(
        f"<object><name>{name}</name><difficult>{hard}</difficult><bndbox><xmin>{a}</xmin><ymin>{b}</ymin>"
        f"<xmax>{c}</xmax><ymax>{d}</ymax></bndbox></object>"
        for name, hard, a, b, c, d in boxes
    )
    stated = f"<size><width>{width}</width><height>{height}</height></size>" if size else ""
    return f"<annotation>{stated}{objects}</annotation>".encode()


FILES = {
    "VOC/Annotations/a.xml": xml(("dog", 0, 0, 1, 5, 4), ("cat", 1, 2, 2, 3, 3)),
    "VOC/Annotations/b.xml": xml(("dog", 0, 1, 1, 2, 2)),
    "VOC/Annotations/c.xml": xml(),
    **{f"VOC/JPEGImages/{name}.png": coloured(i) for i, name in enumerate("abc")},
    "VOC/ImageSets/Main/train.txt": b"a\nc\n",
    "VOC/ImageSets/Main/test.txt": b"b 1\n",
    "VOC/ImageSets/Main/trainval.txt": b"a\nb\nc\n",
}


def test_boxes(tmp_path, find_in, schema_find_in):
    (tmp_path / "v.zip").write_bytes(zipped(FILES))
    word = WORDS["source"]["voc"](path="v.zip", size=(8, 10))
    schema = word.schema(schema_find_in(tmp_path))
    assert (str(schema.columns["pixels"]), schema.splits, schema.rows) == ("int[8, 10, 3]", ("train", "test"), 3)
    table = load("voc", {"path": "v.zip", "size": (8, 10)}, find_in(tmp_path))
    columns = table.columns
    assert columns["boxes"][0].tolist() == [[0, 2, 10, 8], [4, 4, 6, 6]]
    assert [labels.tolist() for labels in columns["labels"]] == [[1, 0], [], [1]]
    assert table.class_names["labels"] == ("cat", "dog")
    assert columns["difficult"][0].tolist() == [False, True]
    assert columns["boxes"][1].shape == (0, 4)
    assert columns["file"].tolist() == ["a.png", "c.png", "b.png"]
    assert columns["pixels"][:, 0, 0, 0].tolist() == [0, 2, 1]


def test_bccd(data_folder, find_in, schema_find_in):
    arguments = {"path": "bccd", "size": (60, 80)}
    assert WORDS["source"]["voc"](**arguments).schema(schema_find_in(data_folder)).rows == 364
    table = load("voc", arguments, find_in(data_folder))
    assert {name: len(rows) for name, rows in table.splits.items()} == {"train": 205, "validation": 87, "test": 72}
    labels = np.concatenate(list(table.columns["labels"]))
    counts = dict(zip(table.class_names["labels"], np.bincount(labels).tolist(), strict=True))
    assert counts == {"Platelets": 361, "RBC": 4155, "WBC": 372}


@pytest.mark.parametrize("text", [b"<!DOCTYPE a [<!ENTITY b 'cc'>]><annotation>&b;</annotation>"])
def test_entities_are_not_read(text):
    from compiler.schemas import voc
    from compiler.schemas.errors import BadFile

    with pytest.raises(BadFile, match="entities"):
        voc.annotation(text, "a.xml")
