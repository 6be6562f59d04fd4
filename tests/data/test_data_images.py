"""Pictures: in folders and archives, with labels from folders, names and tables; the check says what the run loads."""

import numpy as np
import pytest
from fake_files import tar_gz, zipped
from fake_pictures import coloured, encoded, grey, of_mode
from PIL import Image

import compiler.vocabulary.sources  # noqa: F401
from compiler.vocabulary.base import WORDS, Misfit
from runtime.data.dataset import load
from runtime.errors import RunError


def write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def schema_of(find, **arguments):
    return WORDS["source"]["images"](**arguments).schema(find)


def types(schema):
    return {name: str(type) for name, type in schema.columns.items()}


PETS = {
    "cat/2.png": coloured(2),
    "cat/10.png": coloured(10),
    "dog/1.png": coloured(1),
    "dog/.hidden": b"x",
    "readme": b"x",
}


@pytest.mark.parametrize("where", ["folder", "pets.zip", "pets.tar.gz", "deep.zip"])
def test_a_folder_for_each_class(tmp_path, find_in, schema_find_in, where):
    if where == "folder":
        write(tmp_path / where, PETS)
    elif where == "deep.zip":
        (tmp_path / where).write_bytes(zipped({f"pets/all/{name}": content for name, content in PETS.items()}))
    else:
        (tmp_path / where).write_bytes((zipped if "zip" in where else tar_gz)(PETS))
    schema = schema_of(schema_find_in(tmp_path), path=where)
    assert types(schema) == {"pixels": "int[4, 5, 3]", "label": "class[2]", "file": "text"}
    assert (schema.columns["label"].class_names, schema.rows, schema.splits) == (("cat", "dog"), 3, ())
    table = load("images", {"path": where}, find_in(tmp_path))
    assert table.columns["file"].tolist() == ["cat/2.png", "cat/10.png", "dog/1.png"]
    assert table.columns["label"].tolist() == [0, 0, 1]
    assert table.columns["pixels"].dtype == np.uint8
    assert table.columns["pixels"][:, 0, 0].tolist() == [[2, 0, 0], [10, 0, 0], [1, 0, 0]]
    assert table.place(2).endswith("dog/1.png")


def test_folders_that_are_splits(tmp_path, find_in, schema_find_in):
    write(tmp_path / "a", {f"{split}/{k}/1.png": grey() for split in ("train", "val", "test") for k in "xy"})
    schema = schema_of(schema_find_in(tmp_path), path="a")
    assert (schema.splits, types(schema)["label"]) == (("train", "validation", "test"), "class[2]")
    assert {k: v.tolist() for k, v in load("images", {"path": "a"}, find_in(tmp_path)).splits.items()} == {
        "train": [0, 1],
        "validation": [2, 3],
        "test": [4, 5],
    }
    pair = {"path": "a/train", "test": "a/test"}
    assert schema_of(schema_find_in(tmp_path), **pair).splits == ("train", "test")
    assert load("images", pair, find_in(tmp_path)).columns["label"].tolist() == [0, 1, 0, 1]


def test_labels_in_the_names(tmp_path, find_in, schema_find_in):
    write(tmp_path / "a", {"ann_1.png": grey(1), "bob_2.png": grey(2), "bob_10.png": grey(3)})
    arguments = {"path": "a", "names": "{who}_{number}.png"}
    assert types(schema_of(schema_find_in(tmp_path), **arguments)) == {
        "pixels": "int[4, 5, 1]",
        "who": "text",
        "number": "int[]",
        "file": "text",
    }
    columns = load("images", arguments, find_in(tmp_path)).columns
    assert columns["who"].tolist() == ["ann", "bob", "bob"]
    assert columns["number"].tolist() == [1, 2, 10]
    assert load("images", {**arguments, "path": "a/bob_*.png"}, find_in(tmp_path)).rows == 2


def test_labels_in_a_table(tmp_path, find_in, schema_find_in):
    write(tmp_path / "a", {"x.png": grey(1), "in/y.png": grey(2)})
    (tmp_path / "labels.csv").write_text("id,grade,sick\ny,2.5,true\nx.png,1,false\n")
    arguments = {"path": "a", "labels": "labels.csv"}
    assert types(schema_of(schema_find_in(tmp_path), **arguments)) == {
        "pixels": "int[4, 5, 1]",
        "grade": "[]",
        "sick": "bool[]",
        "file": "text",
    }
    columns = load("images", arguments, find_in(tmp_path)).columns
    assert dict(zip(columns["file"], columns["grade"].tolist(), strict=True)) == {"x.png": 1, "in/y.png": 2.5}


def test_pictures_that_belong_together(tmp_path, find_in, schema_find_in):
    write(tmp_path / "a", {f"image/{i}.png": coloured(i) for i in range(3)})
    write(tmp_path / "a", {f"mask/{i}.png": grey(10 * i) for i in range(3)})
    arguments = {"path": "a/{column}", "columns": ("image", "mask")}
    schema = schema_of(schema_find_in(tmp_path), **arguments)
    assert types(schema) == {"image": "int[4, 5, 3]", "mask": "int[4, 5, 1]", "file": "text"}
    assert load("images", arguments, find_in(tmp_path)).columns["mask"][:, 0, 0, 0].tolist() == [0, 10, 20]
    (tmp_path / "a/mask/3.png").write_bytes(grey())
    with pytest.raises(RunError, match="no picture of another column"):
        load("images", arguments, find_in(tmp_path))


def test_size_and_channels(tmp_path, find_in, schema_find_in):
    ramp = np.tile(np.arange(0, 160, 20, dtype=np.uint8), (6, 1))
    write(tmp_path / "a", {"1.png": encoded(ramp), "2.png": coloured(255)})
    arguments = {"path": "a", "size": (3, 4), "channels": 1}
    assert types(schema_of(schema_find_in(tmp_path), **arguments))["pixels"] == "int[3, 4, 1]"
    pixels = load("images", arguments, find_in(tmp_path)).columns["pixels"]
    assert pixels.shape == (2, 3, 4, 1)
    # Halved, a ramp's inner pixels are the means of pairs, weighted with their neighbours: (a + 3b + 3c + d) / 8.
    assert pixels[0, 0, 1:3, 0].tolist() == [50, 90]
    # ITU-R 601: grey is 0.299 red.
    assert pixels[1, 0, 0, 0] == 76
    assert load("images", {**arguments, "channels": 3}, find_in(tmp_path)).columns["pixels"].shape == (2, 3, 4, 3)


@pytest.mark.parametrize(
    ("mode", "form", "channels"),
    [
        ("1", "PNG", 1),
        ("L", "BMP", 1),
        ("LA", "PNG", 1),
        ("P", "PNG", 3),
        ("RGBA", "PNG", 3),
        ("CMYK", "JPEG", 3),
        ("P", "GIF", 3),
        ("RGB", "WEBP", 3),
        ("RGB", "TIFF", 3),
        ("RGB", "PPM", 3),
    ],
)
def test_modes(tmp_path, find_in, schema_find_in, mode, form, channels):
    write(tmp_path / "a", {f"x.{form.lower()}": of_mode(mode, form)})
    assert types(schema_of(schema_find_in(tmp_path), path="a"))["pixels"] == f"int[4, 5, {channels}]"
    assert load("images", {"path": "a"}, find_in(tmp_path)).columns["pixels"].shape == (1, 4, 5, channels)


def test_more_than_the_memory_is_refused_before_it_is_taken(tmp_path, find_in, monkeypatch):
    monkeypatch.setattr("runtime.data.sources.memory.free", lambda: 100)
    write(tmp_path / "a", {f"{i}.png": coloured() for i in range(3)})
    with pytest.raises(RunError, match=r"3 pictures take .* more than half"):
        load("images", {"path": "a"}, find_in(tmp_path))


def test_cifar10_as_jpeg(data_folder, find_in, schema_find_in):
    arguments = {"path": "cifar10-jpeg/train.tar.gz", "test": "cifar10-jpeg/test.tar.gz"}
    schema = schema_of(schema_find_in(data_folder), **arguments)
    assert schema.columns["label"].class_names[:3] == ("airplane", "automobile", "bird")
    assert (types(schema)["pixels"], schema.rows) == ("int[32, 32, 3]", 15000)
    table = load("images", arguments, find_in(data_folder))
    assert {name: len(rows) for name, rows in table.splits.items()} == {"train": 12000, "test": 3000}
    assert np.bincount(table.columns["label"]).tolist() == [1500] * 10


def test_membranes(data_folder, find_in):
    arguments = {"path": "isbi-membrane-256/{column}", "columns": ("image", "label")}
    columns = load("images", arguments, find_in(data_folder)).columns
    assert columns["image"].shape == columns["label"].shape == (30, 256, 256, 1)
    assert np.unique(columns["label"]).tolist() == [0, 255]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": (3,)}, "a height and a width"),
        ({"channels": 2}, "1 or 3"),
        ({"columns": ("file",)}, "must name columns"),
        ({"columns": ("a", "b")}, "must hold {column}"),
        ({"labels": "x.csv", "names": "{a}.png"}, "from a table or from"),
    ],
)
def test_arguments_that_are_wrong(arguments, message):
    with pytest.raises(Misfit, match=message):
        WORDS["source"]["images"](path="a", **arguments).verify()


@pytest.mark.parametrize("form", ["png", "tiff"])
def test_grey_pictures_of_16_bits_are_read_as_they_are(form, tmp_path, find_in, schema_find_in):
    ramp = (np.arange(6 * 8, dtype=np.uint16).reshape(6, 8) * 1365).astype(np.uint16)
    (tmp_path / "scans").mkdir()
    for i in range(2):
        Image.fromarray(ramp[:: 1 - 2 * i]).save(tmp_path / "scans" / f"{i}.{form}")
    find = find_in(tmp_path)
    pixels = load("images", {"path": "scans"}, find).columns["pixels"]
    np.testing.assert_array_equal(pixels, np.stack([ramp, ramp[::-1]])[..., None])
    schema = WORDS["source"]["images"](path="scans").schema(schema_find_in(tmp_path))
    assert schema.ranges["pixels"] == (0, 65535)
    halved = load("images", {"path": "scans", "size": (3, 4), "channels": 3}, find).columns["pixels"]
    assert halved.dtype == np.uint16
    expected = np.asarray(Image.fromarray(ramp.astype(np.float32)).resize((4, 3), Image.Resampling.BILINEAR)).round()
    np.testing.assert_array_equal(halved[0], np.repeat(expected[..., None], 3, axis=-1))


@pytest.mark.parametrize("form", ["tiff", "webp"])
def test_pictures_are_turned_as_their_camera_was_held(form, tmp_path, find_in, schema_find_in):
    pixels = np.random.default_rng(0).integers(0, 256, (6, 8, 3), np.uint8)
    (tmp_path / "photos").mkdir()
    for turn, expected in ((1, pixels), (3, pixels[::-1, ::-1]), (6, np.rot90(pixels, -1)), (8, np.rot90(pixels))):
        exif = Image.Exif()
        exif[0x0112] = turn
        Image.fromarray(pixels).save(tmp_path / "photos" / f"1.{form}", exif=exif, lossless=True)
        schema = WORDS["source"]["images"](path="photos").schema(schema_find_in(tmp_path))
        found = load("images", {"path": "photos"}, find_in(tmp_path)).columns["pixels"]
        assert schema.columns["pixels"].shape == expected.shape
        np.testing.assert_array_equal(found[0], expected)


def test_hidden_files_of_an_archive_and_folders_without_pictures(tmp_path, find_in):
    picture = grey(0)
    members = {"p/a/1.png": picture, "p/a/._1.png": b"mac", "p/b/2.png": picture, ".hidden/c/3.png": picture}
    (tmp_path / "p.tar.gz").write_bytes(tar_gz(members))
    assert load("images", {"path": "p.tar.gz"}, find_in(tmp_path)).columns["file"].tolist() == ["a/1.png", "b/2.png"]
    for name in ("a", "b", "c"):
        (tmp_path / "folder" / name).mkdir(parents=True)
    (tmp_path / "folder" / "a" / "1.png").write_bytes(picture)
    (tmp_path / "folder" / "c" / "1.png").write_bytes(picture)
    table = load("images", {"path": "folder"}, find_in(tmp_path))
    assert table.class_names == {"label": ("a", "c")}
    assert "The folder `b` holds no such files, and is no class." in table.notes
