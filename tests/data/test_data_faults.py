"""Files that are there and wrong: each is told in one sentence, with place and remedy, by the check and by the run."""

import gzip
import struct
from importlib import import_module

import pytest
from fake_files import bomb, idx_bytes, tar_gz, write_idx, zipped
from faulty import raise_unread

from compiler.schemas import archives
from compiler.vocabulary.base import WORDS, Misfit
from runtime.errors import RunError

GOOD = b"a,b\n1,2\n3,4\n"
LONG = b"a,b\n" + b"1,2\n" * 1500


def truncated(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def corrupted(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(b ^ 0xFF for b in data[at : at + 8]) + data[at + 8 :]


def encrypted(data: bytes) -> bytes:
    """A zip file whose only member claims to be encrypted, in both its headers."""
    data = bytearray(data)
    central = data.index(b"PK\1\2")
    data[6] |= 1
    data[central + 8] |= 1
    return bytes(data)


def claiming(data: bytes, size: int) -> bytes:
    """A zip file whose directory claims that its only member unpacks to `size` bytes."""
    data = bytearray(data)
    central = data.index(b"PK\1\2")
    data[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(data)


# What lies at which path, the path asked for, part of the message, part of the place.
CSV_FAULTS = {
    "empty": ("t.csv", b"", "t.csv", "the file is empty", "t.csv"),
    "blank": ("t.csv", b"\n\n\n", "t.csv", "the file is empty", "t.csv"),
    "only a header": ("t.csv", b"a,b\n", "t.csv", "a header, but no rows", "t.csv"),
    "no header": ("t.csv", b"1,2\n3,4\n", "t.csv", "the first line holds numbers", "t.csv"),
    "same names": ("t.csv", b"a,b,a\n1,2,3\n", "t.csv", "two columns are named a", "t.csv"),
    "same names when spelled": ("t.csv", b"a b,a-b\n1,2\n", "t.csv", "two columns are named a_b", "t.csv"),
    "short row": ("t.csv", b"a,b\n1,2\n3\n", "t.csv", "the row has 1 cell, but the header has 2", "t.csv:3 (record 2)"),
    "long row": ("t.csv", b"a,b\n1,2\n\n3,4,5\n", "t.csv", "the row has 3 cells, but", "t.csv:4 (record 2)"),
    "other separator": ("t.csv", b"a;b\n1,2\n", "t.csv", "the first line is a single cell, `a;b`", "t.csv:1"),
    "open quote": ("t.csv", b'a,b\n1,"2\n3,4\n', "t.csv", "unexpected end of data", "t.csv:3"),
    "stray quote": ("t.csv", b'a,b\n1,"2"3\n', "t.csv", "the table cannot be read", "t.csv:2"),
    "huge cell": ("t.csv", b"a,b\n1," + b"x" * 200_000 + b"\n", "t.csv", "field larger", "t.csv:2"),
    "Latin-1": ("t.csv", "a,b\n1,2\n3,Zürich\n".encode("latin-1"), "t.csv", "the byte 0xfc is not UTF-8", "t.csv:3"),
    "UTF-16": ("t.csv", "a,b\n1,2\n".encode("utf-16"), "t.csv", "holds zero bytes", "t.csv:1"),
    "a spreadsheet": ("t.csv", zipped({"xl/workbook.xml": b"<x/>" * 9}), "t.csv", "this is no text file", "t.csv"),
    "a folder": ("t.csv/x", b"", "t.csv", "this is a folder", "t.csv"),
    "gzip cut off": ("t.csv.gz", truncated(gzip.compress(LONG * 9)), "t.csv.gz", "cut off before its end", "t.csv.gz"),
    "gzip damaged": ("t.csv.gz", corrupted(gzip.compress(LONG), 20), "t.csv.gz", "damaged", "t.csv.gz"),
    "gzip of nothing": ("t.csv.gz", gzip.compress(b""), "t.csv.gz", "the file is empty", "t.csv.gz"),
    "zip of nothing": ("t.zip", zipped({}), "t.zip", "the archive holds no file", "t.zip"),
    "zip empty": ("t.zip", b"", "t.zip", "no readable archive", "t.zip"),
    "zip cut off": ("t.zip", truncated(zipped({"t.csv": GOOD})), "t.zip", "no readable archive", "t.zip"),
    "zip of two": ("t.zip", zipped({"a.csv": GOOD, "b.csv": GOOD}), "t.zip", "holds several files", "t.zip"),
    "zip without it": ("t.zip", zipped({"a.csv": GOOD}), "t.zip/b.csv", "has no file b.csv", "t.zip"),
    "zip encrypted": ("t.zip", encrypted(zipped({"a.csv": GOOD})), "t.zip", "locked with a password", "t.zip"),
    "zip out of its folder": ("t.zip", zipped({"../a.csv": GOOD}), "t.zip/../a.csv", "has no file ../a.csv", "t.zip"),
    "zip claims": ("t.zip", claiming(zipped({"a.csv": GOOD}), 2**32 - 2), "t.zip", "it unpacks to more than", "t.zip"),
    "tar empty": ("t.tar", b"", "t.tar", "no readable archive", "t.tar"),
    "tar that is none": ("t.tgz", gzip.compress(b"hello" * 300), "t.tgz", "no readable archive", "t.tgz"),
    "tar cut off": ("t.tgz", truncated(tar_gz({"a.csv": LONG * 9})), "t.tgz", "cut off", "t.tgz"),
    "tar without it": ("t.tar.gz", tar_gz({"a.csv": GOOD}), "t.tar.gz/b.csv", "has no file b.csv", "t.tar.gz"),
    "tar of a link": ("t.tgz", tar_gz({}, ("a.csv", "/etc/passwd")), "t.tgz", "the archive holds no file", "t.tgz"),
    "tar absolute": ("t.tgz", tar_gz({"/a.csv": GOOD}), "t.tgz", "the archive holds no file", "t.tgz"),
}
LATE_CSV_FAULTS = {
    "late short row": (LONG + b"3\n", "the row has 1 cell", "t.csv:1502 (record 1,501)"),
    "late text": (LONG + b"?,1\n", "the column `a` holds `?` where the rows before hold numbers", "t.csv:1502"),
    "late Latin-1": (LONG + b"1,\xfc\n", "is not UTF-8", "t.csv:1502"),
    "late open quote": (LONG + b'1,"2\n', "unexpected end of data", "t.csv:1502"),
}
IDX_FAULTS = {
    "no training images": ({"train_images": None}, "has no train-images-idx3-ubyte", ""),
    "no training labels": ({"train_labels": None}, "has no train-labels-idx1-ubyte", ""),
    "no test labels": ({"test_labels": None}, "has no t10k-labels-idx1-ubyte", ""),
    "nothing": (
        dict.fromkeys(("train_images", "train_labels", "test_images", "test_labels")),
        "has no train-images",
        "",
    ),
    "empty": ({"train_images": b""}, "the file is empty", "train-images"),
    "wrong magic": (
        {"train_images": idx_bytes((6, 4, 5), magic=b"\x89PNG")},
        "begins with 89 50 4e 47",
        "train-images",
    ),
    "labels as images": ({"train_images": idx_bytes((6,))}, "in 1 dimensions", "train-images"),
    "floats": ({"train_images": idx_bytes((6, 4, 5), magic=b"\0\0\x0d\3")}, "elements of type 0x0d", "train-images"),
    "cut off header": ({"train_images": idx_bytes((6, 4, 5))[:9]}, "cut off within its header", "train-images"),
    "no elements": (
        {"train_images": idx_bytes((0, 4, 5)), "train_labels": idx_bytes((0,))},
        "nothing in it",
        "train-images",
    ),
    "absurd header": ({"train_images": idx_bytes((6, 2**31, 2**31), b"")}, "more than the file's", "train-images"),
    "too few labels": ({"train_labels": idx_bytes((5,))}, "there are 6 images, but 5 labels", "train-labels"),
    "other size": ({"test_images": idx_bytes((3, 5, 5))}, "training images are 4 x 5, the test images 5 x 5", ""),
    "labels cut off": ({"train_labels": idx_bytes((6,))[:-2]}, "ends after 4 of the 6 elements", "train-labels"),
    "labels go on": ({"test_labels": idx_bytes((3,)) + b"\1"}, "goes on after the 3 elements", "t10k-labels"),
}
LATE_IDX_FAULTS = {
    "images cut off": (
        {"train_images": idx_bytes((6, 4, 5))[:-1]},
        "ends after 119 of the 120 elements",
        "train-images",
    ),
    "images go on": ({"test_images": idx_bytes((3, 4, 5)) + b"\1"}, "goes on after the 60 elements", "t10k-images"),
}


def csv_word(path: str):
    return WORDS["source"]["csv"](path=path)


def refused_by_the_run(word, find) -> RunError:
    with pytest.raises(RunError) as caught:
        raise_unread(import_module(f"runtime.data.sources.{word.name}").load(word.config(), find))
    assert caught.value.help
    return caught.value


def refused_by_both(word, message: str, place: str, find, schema_find) -> None:
    error = refused_by_the_run(word, find)
    assert message in error.message
    assert place in error.place
    with pytest.raises(Misfit) as caught:
        word.schema(schema_find)
    assert message in caught.value.reason
    assert place in caught.value.reason
    assert caught.value.argument == "path"


@pytest.mark.parametrize("name", CSV_FAULTS)
def test_tables(tmp_path, find_in, schema_find_in, name):
    file, content, path, message, place = CSV_FAULTS[name]
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_bytes(content)
    refused_by_both(csv_word(path), message, place, find_in(tmp_path), schema_find_in(tmp_path))


@pytest.mark.parametrize("name", LATE_CSV_FAULTS)
def test_tables_wrong_after_the_first_rows(tmp_path, find_in, schema_find_in, name):
    content, message, place = LATE_CSV_FAULTS[name]
    (tmp_path / "t.csv").write_bytes(content)
    assert csv_word("t.csv").schema(schema_find_in(tmp_path)) is not None
    error = refused_by_the_run(csv_word("t.csv"), find_in(tmp_path))
    assert message in error.message
    assert place in error.place


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("name", IDX_FAULTS)
def test_idx(tmp_path, find_in, schema_find_in, name, compress):
    replaced, message, place = IDX_FAULTS[name]
    write_idx(tmp_path, compress, **replaced)
    word = WORDS["source"]["idx"](path=".")
    refused_by_both(word, message, place, find_in(tmp_path), schema_find_in(tmp_path))


@pytest.mark.parametrize("compress", [True, False])
@pytest.mark.parametrize("name", LATE_IDX_FAULTS)
def test_idx_wrong_after_the_header(tmp_path, find_in, name, compress):
    replaced, message, place = LATE_IDX_FAULTS[name]
    write_idx(tmp_path, compress, **replaced)
    error = refused_by_the_run(WORDS["source"]["idx"](path="."), find_in(tmp_path))
    assert message in error.message
    assert place in error.place


def test_idx_compressed_and_cut_off(tmp_path, find_in):
    path = write_idx(tmp_path, train_images=idx_bytes((6, 4, 5), bytes(i * 37 % 251 for i in range(120))))
    images = path / "train-images-idx3-ubyte.gz"
    images.write_bytes(images.read_bytes()[:-20])
    assert "cut off" in refused_by_the_run(WORDS["source"]["idx"](path="."), find_in(tmp_path)).message


def test_idx_is_a_folder(tmp_path, find_in, schema_find_in):
    (tmp_path / "mnist").write_bytes(b"")
    word = WORDS["source"]["idx"](path="mnist")
    refused_by_both(word, "not a folder", "mnist", find_in(tmp_path), schema_find_in(tmp_path))


@pytest.mark.parametrize("word", [csv_word("t.csv"), csv_word("t.zip/t.csv"), WORDS["source"]["idx"](path="mnist")])
def test_files_that_are_not_there(tmp_path, find_in, word):
    with pytest.raises(RunError, match="was not found"):
        import_module(f"runtime.data.sources.{word.name}").load(word.config(), find_in(tmp_path))


def test_files_that_may_not_be_read(tmp_path, find_in, monkeypatch):
    (tmp_path / "t.csv").write_bytes(GOOD)

    def refuse(*arguments):
        raise PermissionError(13, "Permission denied")

    # Permissions mean nothing to the superuser, whom tests may run as.
    monkeypatch.setattr(archives, "compression", refuse)
    assert "may not be read" in refused_by_the_run(csv_word("t.csv"), find_in(tmp_path)).message


def test_a_decompression_bomb_is_refused_before_it_goes_off(tmp_path, find_in, monkeypatch):
    monkeypatch.setattr(archives, "SUSPICIOUS", 10**6)
    monkeypatch.setattr(archives, "HIGHEST_RATIO", 500)
    (tmp_path / "t.csv.gz").write_bytes(bomb(2**26))
    error = refused_by_the_run(csv_word("t.csv.gz"), find_in(tmp_path))
    assert "unpacks to more than" in error.message
    (tmp_path / "t.tgz").write_bytes(tar_gz({"a.csv": b"a\n" + b"1\n" * 2**20}))
    assert "unpacks to more than" in refused_by_the_run(csv_word("t.tgz"), find_in(tmp_path)).message


def test_an_honest_file_that_compresses_well_is_read(tmp_path, find_in):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 200_000))
    table = import_module("runtime.data.sources.csv").load(csv_word("t.csv.gz").config(), find_in(tmp_path))
    assert table.rows == 200_000


def test_there_are_enough_faults():
    assert sum(map(len, (CSV_FAULTS, LATE_CSV_FAULTS, IDX_FAULTS, LATE_IDX_FAULTS))) >= 40
