"""Faulty inputs, one a line: what lies there, which source reads it, and what must be said of it.

`late` ones only the run can see: the check reads no more than it needs.
"""

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import soundfile
import zstandard
from fake_files import tar_gz, zipped
from fake_pictures import animated, coloured, encoded, grey, of_mode, png_claiming, wav


@dataclass(frozen=True)
class Fault:
    """`files` by path; `message` and `place` are parts of what must be said."""

    name: str
    word: str
    arguments: dict[str, Any]
    files: dict[str, bytes]
    message: str
    place: str = ""
    late: bool = False
    links: dict[str, str] = field(default_factory=dict)


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(b ^ 0xFF for b in data[at : at + 8]) + data[at + 8 :]


def xz_with_dictionary(exponent: int) -> bytes:
    """An .xz file that asks for a dictionary of 2 GB and more before its first byte."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << exponent}]
    return lzma.compress(b"a\n1\n", check=lzma.CHECK_CRC32, filters=filters)


def zip_link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        item = zipfile.ZipInfo("t.csv")
        item.external_attr = 0o120777 << 16
        archive.writestr(item, "/etc/passwd")
    return buffer.getvalue()


def sparse_tar() -> bytes:
    """A tar archive of 2 KB whose only file claims to be 8 TB of holes."""
    item = tarfile.TarInfo("t.csv")
    item.size = 0
    item.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(item.tobuf(tarfile.GNU_FORMAT))
    # Its first piece ends where the file does, and the file is as long as eleven octal digits can say.
    header[386:398], header[398:410] = b"77777777777\0", b"00000000000\0"
    header[483:495] = b"77777777777\0"
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header) + bytes(1024)


def locked(members: dict[str, bytes]) -> bytes:
    """A zip whose members say that they are encrypted, which the first bit of their flags does."""
    content = bytearray(zipped(members))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def npy(array: np.ndarray, header: str | None = None) -> bytes:
    """A .npy file, with any header."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    content = buffer.getvalue()
    if header is None:
        return content
    length = struct.unpack("<H", content[8:10])[0]
    text = header.encode().ljust(length - 1) + b"\n"
    return content[:8] + struct.pack("<H", len(text)) + text + content[10 + length :]


def sound(form: str) -> bytes:
    """A second of noise, by soundfile."""
    buffer = io.BytesIO()
    soundfile.write(buffer, np.random.default_rng(0).normal(0, 0.1, 8000), 8000, format=form)
    return buffer.getvalue()


def flac_claiming(frames: int) -> bytes:
    """A FLAC file that states any number of frames, which is the last 36 bits of the 8 bytes from 18 on."""
    content = bytearray(sound("FLAC"))
    stated = int.from_bytes(content[18:26], "big") >> 36 << 36 | frames
    content[18:26] = stated.to_bytes(8, "big")
    return bytes(content)


def npz(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pa.table(columns), buffer, **options)
    return buffer.getvalue()


def arrow(columns: dict[str, Any], **options: Any) -> bytes:
    buffer = io.BytesIO()
    table = pa.table(columns)
    with pa.ipc.new_file(buffer, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as sink:
        sink.write_table(table)
    return buffer.getvalue()


def arrow_bomb() -> bytes:
    """An Arrow file whose compressed buffer states that it unpacks to a terabyte."""
    content = arrow({"x": np.zeros(200_000)}, compression="zstd")
    stated = struct.pack("<q", 1_600_000)
    assert content.count(stated) == 1
    return content.replace(stated, struct.pack("<q", 2**40))


def saved(features: dict[str, Any], files: dict[str, bytes] | None = None, **state: Any) -> dict[str, bytes]:
    """A folder as `datasets` saves it, with one shard that holds one label of 5."""
    shards = {"data.arrow": arrow({"label": [0, 5]})} if files is None else files
    listed = state or {"_data_files": [{"filename": name} for name in shards]}
    return {
        "d/state.json": json.dumps(listed).encode(),
        "d/dataset_info.json": json.dumps({"features": features}).encode(),
        **{f"d/{name}": content for name, content in shards.items()},
    }


LABEL = {"label": {"names": ["a", "b"], "_type": "ClassLabel"}}


def voc(xml: bytes, second: bytes | None = None, **more: bytes) -> dict[str, bytes]:
    files = {"v/Annotations/a.xml": xml, "v/JPEGImages/a.png": grey(), "v/ImageSets/Main/train.txt": b"a\n"}
    if second is not None:
        files |= {"v/Annotations/b.xml": second, "v/JPEGImages/b.png": grey(), "v/ImageSets/Main/test.txt": b"b\n"}
    return files | {f"v/{name}": content for name, content in more.items()}


def xml(
    box: str = "<xmin>0</xmin><ymin>0</ymin><xmax>2</xmax><ymax>2</ymax>", name: str = "dog", size: str = ""
) -> bytes:
    size = size or "<size><width>5</width><height>4</height></size>"
    return f"<a>{size}<object><name>{name}</name><bndbox>{box}</bndbox></object></a>".encode()


def corners(*numbers: object) -> str:
    return "".join(f"<{key}>{x}</{key}>" for key, x in zip(("xmin", "ymin", "xmax", "ymax"), numbers, strict=True))


CSV = {"path": "t.csv"}
TABLE = b"a,b\n1,x\n2,y\n"
LONG = b"a,b\n" + b"1,true\n" * 1500
SOUND = wav(np.arange(9, dtype="<i2"))
ROW = b'{"x": 1, "y": "a"}\n'
JPEG = encoded(np.random.default_rng(0).integers(0, 255, (40, 50, 3)).astype(np.uint8), "JPEG")
PNG = encoded(np.random.default_rng(0).integers(0, 255, (40, 50)).astype(np.uint8))
TWO = {"path": "a.csv", "test": "b.csv"}

TABLES = [
    Fault(
        "other columns",
        "csv",
        {"path": ("t.csv", "u.csv")},
        {"t.csv": TABLE, "u.csv": b"a,c\n1,2\n"},
        "lacks b",
        "u.csv",
    ),
    Fault("other order", "csv", TWO, {"a.csv": TABLE, "b.csv": b"b,a\nx,1\n"}, "their order is another", "b.csv"),
    Fault("one column more", "csv", TWO, {"a.csv": b"a\n1\n", "b.csv": TABLE}, "it has b besides", "b.csv"),
    Fault("empty test file", "csv", TWO, {"a.csv": TABLE, "b.csv": b""}, "the file is empty", "b.csv"),
    Fault(
        "text in the test split", "csv", TWO, {"a.csv": b"a\n1\n", "b.csv": b"a\n2\nx\n"}, "holds `x`", "b.csv:3", True
    ),
    Fault(
        "xz cut off", "csv", {"path": "t.csv.xz"}, {"t.csv.xz": lzma.compress(LONG)[:-20]}, "cut off", "t.csv.xz", True
    ),
    Fault(
        "xz damaged", "csv", {"path": "t.csv.xz"}, {"t.csv.xz": damaged(lzma.compress(LONG), 24)}, "damaged", "t.csv.xz"
    ),
    Fault("bz2 cut off", "csv", {"path": "t.bz2"}, {"t.bz2": bz2.compress(LONG)[:-9]}, "cut off", "t.bz2", True),
    Fault(
        "bz2 damaged", "csv", {"path": "t.bz2"}, {"t.bz2": damaged(bz2.compress(LONG), 30)}, "cannot be read", "t.bz2"
    ),
    Fault(
        "zst damaged",
        "csv",
        {"path": "t.zst"},
        {"t.zst": zstandard.compress(LONG)[:6] + b"\xff" * 40},
        "damaged",
        "t.zst",
    ),
    Fault("xz of 1.5 GB", "csv", {"path": "t.xz"}, {"t.xz": xz_with_dictionary(30)}, "damaged", "t.xz"),
    Fault("zip of a link", "csv", {"path": "t.zip"}, {"t.zip": zip_link()}, "holds no file", "t.zip"),
    Fault("tar of holes", "csv", {"path": "t.tar"}, {"t.tar": sparse_tar()}, "unpacks to more than", "t.tar"),
    Fault(
        "no such pattern in a zip",
        "csv",
        {"path": "t.zip/x-*.csv"},
        {"t.zip": zipped({"t.csv": TABLE})},
        "no file x-*",
        "t.zip",
    ),
    Fault(
        "columns miscounted", "csv", {**CSV, "columns": ("a", "b", "c")}, {"t.csv": TABLE}, "names 3 columns", "t.csv:1"
    ),
    Fault(
        "no such text column", "csv", {**CSV, "text": ("z",)}, {"t.csv": TABLE}, "`text` names the column z", "t.csv"
    ),
    Fault("no rows, no header", "csv", {**CSV, "header": False}, {"t.csv": b"\n\n"}, "the file is empty", "t.csv"),
    Fault("old Mac line ends", "csv", CSV, {"t.csv": b"a,b\r1,2\r"}, "cannot be read", "t.csv:1"),
    Fault("CR within a line", "csv", CSV, {"t.csv": b"a,b\r\n1,2\r3,4\r\n"}, "cannot be read", "t.csv:2"),
    Fault("BOM alone", "csv", CSV, {"t.csv": b"\xef\xbb\xbf"}, "the file is empty", "t.csv"),
    Fault(
        "a point that divides nothing",
        "csv",
        {"path": "t.csv", "separator": ";", "decimal": ","},
        {"t.csv": b"a;b\n1,5;2\n2;1.000\n"},
        "`1.000` of the column `b` holds a point",
        "t.csv:3",
    ),
    Fault("another separator", "csv", CSV, {"t.csv": b"a;b\n1;2\n"}, "a single cell, `a;b`", "t.csv:1"),
    Fault("tabs unasked", "csv", CSV, {"t.csv": b"a\tb\n1\t2\n"}, "a single cell, `a\\tb`", "t.csv:1"),
    Fault("Windows letters", "csv", CSV, {"t.csv": b"a,b\n1,\x80\n"}, "0x80 is not UTF-8", "t.csv:2"),
    Fault(
        "an example as header",
        "csv",
        CSV,
        {"t.csv": b"39,State,13\n50,Private,9\n"},
        "numbers such as 39",
        "t.csv",
    ),
    Fault("a title above the header", "csv", CSV, {"t.csv": b"Report\n\na,b\n1,2\n"}, "has 2 cells", "t.csv:3"),
    Fault("a locked archive", "csv", {"path": "t.zip"}, {"t.zip": locked({"t.csv": b"a\n1\n"})}, "a password", "t.zip"),
    Fault("not UTF-16", "csv", {**CSV, "encoding": "utf-16"}, {"t.csv": b"a,b\n1,2\n3"}, "not UTF-16", "t.csv"),
    Fault("not ASCII", "csv", {**CSV, "encoding": "ascii"}, {"t.csv": "a\né\n".encode()}, "is not ASCII", "t.csv:2"),
    Fault("zero bytes late", "csv", CSV, {"t.csv": LONG + b"1,\0\n"}, "zero bytes", "t.csv:1502", True),
    Fault("truth values end", "csv", CSV, {"t.csv": LONG + b"1,maybe\n"}, "holds `maybe`", "(record 1,501)", True),
    Fault("a link to nothing", "csv", CSV, {}, "the file is not there", "t.csv", links={"t.csv": "gone.csv"}),
    Fault("names do not fit", "csv", {**CSV, "names": "{y}-{m}.csv"}, {"t.csv": TABLE}, "name does not fit", "t.csv"),
]
TEXTS = [
    Fault("empty text", "text", {"path": "t"}, {"t": b""}, "the file is empty", "t"),
    Fault("text of zero bytes", "text", {"path": "t"}, {"t": b"ab\0c"}, "zero bytes", "t:1"),
    Fault("text in Latin-1", "text", {"path": "t"}, {"t": b"a\nb\xfc"}, "0xfc is not UTF-8", "t:2"),
    Fault(
        "unseen character",
        "text",
        {"path": "t", "test": "u"},
        {"t": b"ab", "u": b"abc"},
        "'c' does not occur",
        "character 3",
        True,
    ),
    Fault("text is a folder", "text", {"path": "t"}, {"t/x": b"a"}, "this is a folder", "t"),
    Fault("no lines", "lines", {"path": "t"}, {"t": b""}, "the file is empty", "t"),
    Fault(
        "lines that do not pair",
        "lines",
        {"path": "t.{column}", "columns": ("en", "de")},
        {"t.en": b"a\nb\n", "t.de": b"a\n"},
        "has 1 lines, but",
        "t.de",
        True,
    ),
    Fault("lines in Latin-1, late", "lines", {"path": "t"}, {"t": b"a\nb\n\xfc\n"}, "is not UTF-8", "t:3", True),
    Fault(
        "gzip of lines cut off", "lines", {"path": "t.gz"}, {"t.gz": gzip.compress(b"a\n" * 9)[:-9]}, "cut off", "t.gz"
    ),
    Fault("no text", "labelled", {"path": "t"}, {"t": b"1 a\nb\n"}, "no a space is in it", "t:2"),
    Fault("no label", "labelled", {"path": "t"}, {"t": b"1 a\n b\n"}, "has no label", "t:2"),
    Fault("other separator", "labelled", {"path": "t", "separator": "\t"}, {"t": b"1 a\n"}, "a tab is in it", "t:1"),
    Fault("blank lines", "labelled", {"path": "t"}, {"t": b"\n \n"}, "blank lines only", "t"),
    Fault(
        "unseen label",
        "labelled",
        {"path": "t", "test": "u"},
        {"t": b"1 a\n2 b\n", "u": b"3 c\n"},
        "label '3'",
        "u:1",
        True,
    ),
    Fault("labelled in Latin-1", "labelled", {"path": "t"}, {"t": b"1 \xfc\n"}, "is not UTF-8", "t:1"),
]
A = {"path": "a"}
IMAGES = [
    Fault("no pictures", "images", A, {"a/readme.txt": b"x"}, "no file of the kinds", "a"),
    Fault("a file, not a folder", "images", A, {"a": b"x"}, "this is a file", "a"),
    Fault("no picture", "images", A, {"a/1.png": b"hello there"}, "no picture that can be read", "1.png"),
    Fault("empty picture", "images", A, {"a/1.png": b""}, "the file is empty", "1.png"),
    Fault("PNG cut off in its header", "images", A, {"a/1.png": PNG[:20]}, "picture", "1.png"),
    Fault("PNG damaged", "images", A, {"a/1.png": damaged(PNG, 60)}, "the picture is damaged", "1.png", True),
    Fault(
        "JPEG cut off", "images", A, {"a/1.jpg": JPEG, "a/2.jpg": JPEG[:-400]}, "the picture is damaged", "2.jpg", True
    ),
    Fault("empty second picture", "images", A, {"a/1.jpg": JPEG, "a/2.jpg": b""}, "the file is empty", "2.jpg", True),
    Fault("animation", "images", A, {"a/1.gif": animated()}, "holds 3 pictures", "1.gif"),
    Fault("32 bits", "images", A, {"a/1.tif": of_mode("I", "TIFF")}, "more than 16 bits", "1.tif"),
    Fault("real pixels", "images", A, {"a/1.tif": of_mode("F", "TIFF")}, "more than 16 bits", "1.tif"),
    Fault(
        "16 bits among 8",
        "images",
        A,
        {"a/1.png": of_mode("L", "PNG"), "a/2.png": of_mode("I;16", "PNG")},
        "16 bits a pixel, but the first has 8",
        "2.png",
        late=True,
    ),
    Fault(
        "a hundred million pixels", "images", A, {"a/1.png": png_claiming(10_000, 10_000)}, "10,000 x 10,000", "1.png"
    ),
    Fault("absurdly many pixels", "images", A, {"a/1.png": png_claiming(2**31 - 1, 2**31 - 1)}, "pixels", "1.png"),
    Fault(
        "grey among coloured", "images", A, {"a/1.png": coloured(), "a/2.png": grey()}, "is grey, but", "2.png", True
    ),
    Fault(
        "coloured among grey",
        "images",
        A,
        {"a/1.png": grey(), "a/2.png": coloured()},
        "is coloured, but",
        "2.png",
        True,
    ),
    Fault("another size", "images", A, {"a/1.png": grey(), "a/2.png": grey(1, 9, 9)}, "is 9 x 9, but", "2.png", True),
    Fault("in no class", "images", A, {"a/x/1.png": grey(), "a/2.png": grey()}, "lies in no class's folder", "2.png"),
    Fault(
        "unseen class",
        "images",
        {"path": "a", "test": "b"},
        {"a/x/1.png": grey(), "a/y/1.png": grey(), "b/x/1.png": grey(), "b/z/1.png": grey()},
        "the class `z` is none",
        "b/z/1.png",
    ),
    Fault(
        "no label",
        "images",
        {**A, "labels": "l.csv"},
        {"a/1.png": grey(), "a/2.png": grey(), "l.csv": b"f,y\n1,2\n"},
        "no row of this file",
        "2.png",
    ),
    Fault(
        "label of nothing",
        "images",
        {**A, "labels": "l.csv"},
        {"a/1.png": grey(), "l.csv": b"f,y\n1,2\n2,3\n"},
        "file 2, which is not there",
        "l.csv:3",
    ),
    Fault(
        "two labels",
        "images",
        {**A, "labels": "l.csv"},
        {"a/1.png": grey(), "l.csv": b"f,y\n1,2\n1,3\n"},
        "two rows are of the file 1",
        "l.csv:3",
    ),
    Fault("no such name", "images", {**A, "names": "{a}_{b}.png"}, {"a/1.png": grey()}, "name does not fit", "1.png"),
    Fault(
        "out of the zip",
        "images",
        {"path": "a.zip"},
        {"a.zip": zipped({"../1.png": grey()})},
        "no file of the kinds",
        "a.zip",
    ),
    Fault(
        "tar of pictures cut off",
        "images",
        {"path": "a.tgz"},
        {"a.tgz": tar_gz({"1.png": PNG})[:-99]},
        "cut off",
        "a.tgz",
    ),
    Fault(
        "a link to nothing",
        "images",
        A,
        {"a/0/x": b""},
        "the file is not there",
        "1.png",
        links={"a/1.png": "gone.png"},
    ),
    Fault(
        "no mask",
        "images",
        {"path": "{column}", "columns": ("i", "m")},
        {"i/1.png": grey(), "i/2.png": grey(), "m/1.png": grey()},
        "no picture of another column",
        "2.png",
        True,
    ),
]
SOUNDS = [
    Fault("no sounds", "wav", A, {"a/x": b""}, "no file of the kinds", "a"),
    Fault("no sound", "wav", A, {"a/1.wav": b"OggS and so on"}, "begins with 4f 67 67 53", "1.wav"),
    Fault("FLAC cut off", "sounds", A, {"a/1.flac": sound("FLAC")[:-3000]}, "the sound is damaged", "1.flac", True),
    Fault("FLAC damaged", "sounds", A, {"a/1.flac": damaged(sound("FLAC"), 4000)}, "damaged", "1.flac", True),
    Fault("OGG cut off", "sounds", A, {"a/1.ogg": sound("OGG")[:-3000]}, "holds no samples", "1.ogg"),
    Fault("MP3 cut off", "sounds", A, {"a/1.mp3": sound("MP3")[:100]}, "cannot be read", "1.mp3"),
    Fault("a sound of AIFF", "sounds", A, {"a/1.wav": sound("AIFF")}, "in the format AIFF", "1.wav"),
    Fault(
        "FLAC of a quarter of a terabyte",
        "sounds",
        A,
        {"a/1.flac": flac_claiming(2**36 - 1)},
        "of memory",
        "1.flac",
        True,
    ),
    Fault("empty WAV", "wav", A, {"a/1.wav": b""}, "the file is empty", "1.wav"),
    Fault("WAV cut off", "wav", A, {"a/1.wav": SOUND[:-4]}, "ends after 7 of the 9 frames", "1.wav"),
    Fault(
        "WAV of 4 GB",
        "wav",
        A,
        {"a/1.wav": wav(np.arange(9, dtype="<i2"), stated=2**32 - 2)},
        "ends after 9 of",
        "1.wav",
    ),
    Fault("no samples", "wav", A, {"a/1.wav": wav(np.zeros(0, "<i2"))}, "holds no samples", "1.wav"),
    Fault("no chunk of samples", "wav", A, {"a/1.wav": SOUND[:36]}, "cut off before its samples", "1.wav"),
    Fault("no form", "wav", A, {"a/1.wav": SOUND[:12] + SOUND[48:]}, "or has none", "1.wav"),
    Fault("nothing in it", "wav", A, {"a/1.wav": SOUND[:12]}, "cut off before its samples", "1.wav"),
    Fault("MP3 in WAV", "wav", A, {"a/1.wav": wav(np.arange(9, dtype="<i2"), tag=0x55)}, "compressed", "1.wav"),
    Fault("12 bits", "wav", A, {"a/1.wav": wav(np.arange(9, dtype="<i2"), bits=12)}, "of 12 bits", "1.wav"),
    Fault("no rate", "wav", A, {"a/1.wav": wav(np.arange(9, dtype="<i2"), rate=0)}, "0 samples a second", "1.wav"),
    Fault("no channels", "wav", A, {"a/1.wav": wav(np.zeros((9, 0), "<i2"))}, "0 channels", "1.wav"),
    Fault(
        "two rates",
        "wav",
        A,
        {"a/1.wav": SOUND, "a/2.wav": wav(np.arange(9, dtype="<i2"), 44100)},
        "44,100 samples",
        "2.wav",
        True,
    ),
    Fault(
        "two channels",
        "wav",
        A,
        {"a/1.wav": SOUND, "a/2.wav": wav(np.zeros((9, 2), "<i2"))},
        "has 2 channels",
        "2.wav",
        True,
    ),
]
BATCH = bytes(3073 * 2)
ARRAYS = [
    Fault("the pickled CIFAR", "cifar", {"path": "c"}, {"c/data_batch_1": b"\x80"}, "neither data_batch_1.bin", "c"),
    Fault("no CIFAR", "cifar", {"path": "c"}, {"c/x": b""}, "neither data_batch_1.bin", "c"),
    Fault(
        "half a record",
        "cifar",
        {"path": "c"},
        {"c/data_batch_1.bin": BATCH[:-1]},
        "not whole records",
        "data_batch_1.bin",
        True,
    ),
    Fault("empty batch", "cifar", {"path": "c"}, {"c/train.bin": b""}, "has 0 bytes", "train.bin", True),
    Fault(
        "label beyond",
        "cifar",
        {"path": "c"},
        {"c/data_batch_1.bin": bytes(3073) + b"\x0a" + bytes(3072)},
        "10 is beyond",
        "(record 2)",
        True,
    ),
    Fault(
        "CIFAR cut off",
        "cifar",
        {"path": "c.tgz"},
        {"c.tgz": tar_gz({"c/train.bin": np.random.default_rng(0).bytes(9000)})[:-99]},
        "cut off",
        "c.tgz",
    ),
    Fault("no array", "npz", {"path": "x.npy"}, {"x.npy": b"hello there"}, "no NumPy array", "x.npy"),
    Fault("empty array file", "npz", {"path": "x.npy"}, {"x.npy": b""}, "it is empty", "x.npy"),
    Fault("objects", "npz", {"path": "x.npz"}, {"x.npz": npz(x=np.array([{}], object))}, "Python objects", "x.npz"),
    Fault(
        "structures",
        "npz",
        {"path": "x.npy"},
        {"x.npy": npy(np.zeros(3, "i4,f4"))},
        "elements are of the type",
        "x.npy",
    ),
    Fault(
        "complex numbers", "npz", {"path": "x.npy"}, {"x.npy": npy(np.zeros(3, complex))}, "of the type <c16", "x.npy"
    ),
    Fault("array cut off", "npz", {"path": "x.npy"}, {"x.npy": npy(np.zeros(30))[:-8]}, "more than the", "x.npy"),
    Fault(
        "an exabyte",
        "npz",
        {"path": "x.npy"},
        {"x.npy": npy(np.zeros(3), "{'descr': '<f8', 'fortran_order': False, 'shape': (4000000, 4000000, 9000)}")},
        "more than the",
        "x.npy",
    ),
    Fault(
        "code in the header",
        "npz",
        {"path": "x.npy"},
        {"x.npy": npy(np.zeros(3), "__import__('os').system('x')")},
        "cannot be read",
        "x.npy",
    ),
    Fault(
        "a negative size",
        "npz",
        {"path": "x.npy"},
        {"x.npy": npy(np.zeros(3), "{'descr': '<f8', 'fortran_order': False, 'shape': (-3,)}")},
        "the shape (-3,)",
        "x.npy",
    ),
    Fault("one value", "npz", {"path": "x.npy"}, {"x.npy": npy(np.zeros(()))}, "a single value", "x.npy"),
    Fault("no rows", "npz", {"path": "x.npy"}, {"x.npy": npy(np.zeros((0, 3)))}, "the array is empty", "x.npy"),
    Fault(
        "other lengths",
        "npz",
        {"path": "x.npz"},
        {"x.npz": npz(x=np.zeros(3), y=np.zeros(4))},
        "y has 4 rows, but x has 3",
        "x.npz",
    ),
    Fault(
        "a stranger in the npz",
        "npz",
        {"path": "x.npz"},
        {"x.npz": zipped({"run.py": b"1"})},
        "no array with a name",
        "x.npz",
    ),
    Fault("npz of nothing", "npz", {"path": "x.npz"}, {"x.npz": zipped({})}, "holds no arrays", "x.npz"),
    Fault("npz cut off", "npz", {"path": "x.npz"}, {"x.npz": npz(x=np.zeros(99))[:-200]}, "no NumPy array", "x.npz"),
    Fault(
        "npy.gz cut off",
        "npz",
        {"path": "x.npy.gz"},
        {"x.npy.gz": gzip.compress(npy(np.arange(9000)))[:-50]},
        "cut off",
        "x.npy.gz",
        True,
    ),
    Fault(
        "other shapes",
        "npz",
        {"path": ("x.npy", "y.npy")},
        {"x.npy": npy(np.zeros((3, 2))), "y.npy": npy(np.zeros((3, 4)))},
        "[4], but [2] before",
        "y.npy",
        True,
    ),
]
RECORDS = [
    Fault("an object", "json", {"path": "t"}, {"t": b'{"x": 1}'}, "an object, not a list", "t"),
    Fault("a list elsewhere", "json", {"path": "t"}, {"t": b'{"rows": [{"x": 1}]}'}, "an object, not a list", "t"),
    Fault("nothing there", "json", {"path": "t", "at": "data"}, {"t": b'{"rows": []}'}, "nothing under `data`", "t"),
    Fault("no JSON", "json", {"path": "t"}, {"t": b'[{"x": 1},\n{"x" 2}]'}, "this is no JSON", "t:2"),
    Fault("numbers, not records", "json", {"path": "t"}, {"t": b"[1, 2]"}, "the record is a number", "(record 1)"),
    Fault(
        "mixed kinds",
        "json",
        {"path": "t"},
        {"t": b'[{"x": 1}, {"x": "a"}]'},
        "a text here and a number before",
        "(record 2)",
    ),
    Fault("nothing flat", "json", {"path": "t"}, {"t": b'[{"x": [{}]}]'}, "no key holds", "(record 1)"),
    Fault("no records", "json", {"path": "t"}, {"t": b"[]"}, "holds no records", "t"),
    Fault("empty JSON", "json", {"path": "t"}, {"t": b""}, "the file is empty", "t"),
    Fault("too deep", "json", {"path": "t"}, {"t": b"[" * 10**6}, "nested too deeply", "t"),
    Fault(
        "a number of 10,000 digits",
        "json",
        {"path": "t"},
        {"t": b'[{"x": ' + b"1" * 10**4 + b"}]"},
        "absurdly long",
        "t",
    ),
    Fault(
        "other keys", "json", {"path": "t"}, {"t": b'[{"x": 1}, {"y": 2}]'}, "none of the others' keys", "(record 2)"
    ),
    Fault(
        "one name twice",
        "json",
        {"path": "t"},
        {"t": b'[{"a b": 1, "a-b": 2}]'},
        "two keys are named a_b",
        "(record 1)",
    ),
    Fault("JSON in Latin-1", "json", {"path": "t"}, {"t": b'[{"x": "\xfc"}]'}, "is not UTF-8", "t:1"),
    Fault(
        "text late",
        "jsonl",
        {"path": "t"},
        {"t": ROW * 1500 + b'{"x": "a", "y": "a"}\n'},
        "`x` is a text",
        "t:1501",
        True,
    ),
    Fault("broken line", "jsonl", {"path": "t"}, {"t": ROW + b'{"x": \n'}, "this is no JSON", "t:2"),
    Fault("broken line late", "jsonl", {"path": "t"}, {"t": ROW * 1500 + b"{\n"}, "this is no JSON", "t:1501", True),
    Fault("a list in a line", "jsonl", {"path": "t"}, {"t": ROW + b"[1]\n"}, "the record is a list", "t:2"),
    Fault("blank JSON lines", "jsonl", {"path": "t"}, {"t": b"\n\n"}, "holds no records", "t"),
    Fault(
        "vector of another length",
        "jsonl",
        {"path": "t"},
        {"t": b'{"v": [1, 2]}\n' * 1200 + b'{"v": [1]}\n'},
        "`v` is a list",
        "t:1201",
        True,
    ),
]
PARQUET, ARROW = {"path": "t.parquet"}, {"path": "t.arrow"}
NUMBERS = parquet({"x": np.random.default_rng(0).integers(0, 99, 5000)}, compression="zstd", use_dictionary=False)
HF = {"path": "d"}
COLUMNAR = [
    Fault("no Parquet", "parquet", PARQUET, {"t.parquet": TABLE * 9}, "no Parquet file", "t.parquet"),
    Fault("empty Parquet", "parquet", PARQUET, {"t.parquet": b""}, "no Parquet file", "t.parquet"),
    Fault("Parquet cut off", "parquet", PARQUET, {"t.parquet": NUMBERS[:-9]}, "cut off", "t.parquet"),
    Fault(
        "footer of nonsense",
        "parquet",
        PARQUET,
        {"t.parquet": b"PAR1" + b"\xff" * 40 + struct.pack("<I", 40) + b"PAR1"},
        "footer cannot be read",
        "t.parquet",
    ),
    Fault(
        "nested only",
        "parquet",
        PARQUET,
        {"t.parquet": parquet({"x": [{"a": 1}], "y": [[[1]]]})},
        "no column can be used",
        "t.parquet",
    ),
    Fault(
        "Parquet without rows",
        "parquet",
        PARQUET,
        {"t.parquet": parquet({"x": pa.array([], pa.int64())})},
        "no rows",
        "t.parquet",
    ),
    Fault(
        "same names",
        "parquet",
        PARQUET,
        {"t.parquet": parquet({"a b": [1], "a-b": [2]})},
        "two columns are named a_b",
        "t.parquet",
    ),
    Fault(
        "Parquet in a zip",
        "parquet",
        {"path": "t.zip/t.parquet"},
        {"t.zip": zipped({"t.parquet": NUMBERS})},
        "not read from an archive",
        "t.zip",
    ),
    Fault(
        "page damaged",
        "parquet",
        PARQUET,
        {"t.parquet": NUMBERS.replace(b"\x28\xb5\x2f\xfd", bytes(4))},
        "cannot be read",
        "t.parquet",
        True,
    ),
    Fault(
        "missing in a list",
        "parquet",
        PARQUET,
        {"t.parquet": parquet({"x": [[1], [2, None]]})},
        "a missing number in it",
        "t.parquet",
        True,
    ),
    Fault(
        "no list",
        "parquet",
        PARQUET,
        {"t.parquet": parquet({"x": [[1], None]})},
        "has no list here",
        "(record 2)",
        True,
    ),
    Fault("no Arrow", "arrow", ARROW, {"t.arrow": TABLE * 9}, "begins with 61 2c 62 0a", "t.arrow"),
    Fault("empty Arrow", "arrow", ARROW, {"t.arrow": b""}, "begins with nothing", "t.arrow"),
    Fault("Arrow cut off", "arrow", ARROW, {"t.arrow": arrow({"x": list(range(999))})[:3000]}, "cut off", "t.arrow"),
    Fault("Arrow damaged", "arrow", ARROW, {"t.arrow": damaged(arrow({"x": [1]}), 16)}, "cannot be read", "t.arrow"),
    Fault(
        "Arrow nested only", "arrow", ARROW, {"t.arrow": arrow({"x": [{"a": 1}]})}, "no column can be used", "t.arrow"
    ),
    Fault(
        "Arrow without rows", "arrow", ARROW, {"t.arrow": arrow({"x": pa.array([], pa.int64())})}, "no rows", "t.arrow"
    ),
    Fault("Arrow of a terabyte", "arrow", ARROW, {"t.arrow": arrow_bomb()}, "unpacks to more than", "t.arrow"),
    Fault("no data set", "huggingface", HF, {"d/x": b""}, "neither dataset_dict.json nor state.json", "d"),
    Fault("a file, no data set", "huggingface", HF, {"d": b""}, "this is a file", "d"),
    Fault(
        "shard missing",
        "huggingface",
        HF,
        saved(LABEL, {}, _data_files=[{"filename": "a.arrow"}]),
        "a.arrow is missing",
        "d",
    ),
    Fault(
        "shard outside",
        "huggingface",
        HF,
        saved(LABEL, {}, _data_files=[{"filename": "../a.arrow"}]),
        "leads out of the folder",
        "d",
    ),
    Fault(
        "split outside",
        "huggingface",
        HF,
        {"d/dataset_dict.json": b'{"splits": ["../x"]}'},
        "leads out of the folder",
        "d",
    ),
    Fault(
        "split missing", "huggingface", HF, {"d/dataset_dict.json": b'{"splits": ["train"]}'}, "not there", "state.json"
    ),
    Fault("state of nonsense", "huggingface", HF, {"d/state.json": b"{"}, "this is no JSON", "state.json"),
    Fault("no features", "huggingface", HF, saved(LABEL) | {"d/dataset_info.json": b"{}"}, "no features", "d"),
    Fault("label beyond", "huggingface", HF, saved(LABEL), "5 of `label` is none of its 2", "(record 2)", True),
    Fault(
        "feature not in the file",
        "huggingface",
        HF,
        saved({"x": {"dtype": "int32", "_type": "Value"}}),
        "`x` is not in the file",
        "data.arrow",
        True,
    ),
    Fault("nothing usable", "huggingface", HF, saved({"x": {"_type": "Audio"}}), "no feature can be used"),
]
V = {"path": "v"}
BOXES = [
    Fault("no annotations", "voc", V, {"v/x": b""}, "no folder Annotations", "v"),
    Fault("no XML", "voc", V, voc(b"<a><b></a>"), "this is no XML", "a.xml"),
    Fault("empty XML", "voc", V, voc(b""), "the file is empty", "a.xml"),
    Fault("entities", "voc", V, voc(b'<!DOCTYPE a [<!ENTITY l "lll">]><a>&l;</a>'), "defines entities", "a.xml"),
    Fault("no size", "voc", V, voc(xml(size="<size/>")), "states no size", "a.xml"),
    Fault("box outside", "voc", V, voc(xml(corners(0, 0, 9, 2))), "outside its picture of 5 x 4", "(object 1)"),
    Fault("box before the picture", "voc", V, voc(xml(corners(-1, 0, 2, 2))), "outside its picture", "(object 1)"),
    Fault("box reversed", "voc", V, voc(xml(corners(3, 0, 2, 2))), "ends before it begins", "(object 1)"),
    Fault("box of words", "voc", V, voc(xml(corners("a", 0, 2, 2))), "no box of four numbers", "(object 1)"),
    Fault("box of NaN", "voc", V, voc(xml(corners("nan", 0, 2, 2))), "no box of four numbers", "(object 1)"),
    Fault("no name", "voc", V, voc(xml(name=" ")), "an object has no name", "(object 1)"),
    Fault(
        "picture missing",
        "voc",
        V,
        {k: x for k, x in voc(xml()).items() if "JPEG" not in k},
        "no picture JPEGImages/a",
        "v",
    ),
    Fault(
        "annotation missing",
        "voc",
        V,
        voc(xml()) | {"v/ImageSets/Main/train.txt": b"a\nz\n"},
        "no annotation Annotations/z.xml",
        "v",
    ),
    Fault(
        "another size stated",
        "voc",
        V,
        voc(xml(size="<size><width>9</width><height>9</height></size>")),
        "its annotation says 9 x 9",
        "a.png",
        True,
    ),
    Fault("unseen class of a box", "voc", V, voc(xml(), xml(name="cat")), "class 'cat' is none", "b.xml", True),
    Fault(
        "box outside late",
        "voc",
        V,
        voc(xml(), xml(corners(0, 0, 9, 2))),
        "outside its picture",
        "b.xml (object 1)",
        True,
    ),
]
FAULTS = [*TABLES, *TEXTS, *IMAGES, *SOUNDS, *ARRAYS, *RECORDS, *COLUMNAR, *BOXES]


def raise_unread(table) -> None:
    """Raise what is raised where a column that could not be read is wanted: `load` alone passes over such columns."""
    for fault in table.unread.values():
        raise fault
