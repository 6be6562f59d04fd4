"""Sounds, CIFAR and NumPy's files: the check says what the run loads, and the values are those written."""

import io
import zipfile

import numpy as np
import pytest
import soundfile
from fake_files import tar_gz, zipped
from fake_pictures import wav

from compiler.types import Tensor
from compiler.vocabulary.base import WORDS
from runtime.data.dataset import load
from runtime.errors import RunError


def types(schema):
    return {name: str(type) for name, type in schema.columns.items()}


def schema_of(word, find, **arguments):
    return WORDS["source"][word](**arguments).schema(find)


# --- wav ---

RAMP = np.array([-1, -0.5, 0, 0.5, 0.75])


@pytest.mark.parametrize(
    ("samples", "tag", "bits"),
    [
        ((RAMP * 2**7 + 2**7).astype("u1"), 1, 8),
        ((RAMP * 2**15).astype("<i2"), 1, 16),
        ((RAMP * 2**23).astype("<i4"), 1, 24),
        ((RAMP * 2.0**31).astype("<i4"), 1, 32),
        (RAMP.astype("<f4"), 3, 32),
        (RAMP.astype("<f8"), 3, 64),
    ],
)
def test_forms_of_samples(tmp_path, find_in, samples, tag, bits):
    (tmp_path / "a.wav").write_bytes(wav(samples, tag=tag, bits=bits))
    column = load("wav", {"path": "*.wav"}, find_in(tmp_path)).columns["samples"]
    assert column.dtype == object
    np.testing.assert_allclose(column[0], RAMP, atol=1e-7)


def sounds(folder):
    folder.mkdir()
    (folder / "3_ann_0.wav").write_bytes(wav(np.full(10, 2**14, "<i2")))
    (folder / "7_bob_1.wav").write_bytes(wav(np.arange(4, dtype="<i2")))


def test_sounds_of_one_length(tmp_path, find_in, schema_find_in):
    sounds(tmp_path / "a")
    arguments = {"path": "a", "seconds": 0.001, "names": "{digit}_{who}_{take}.wav"}
    schema = schema_of("wav", schema_find_in(tmp_path), **arguments)
    assert types(schema) == {"samples": "[8]", "digit": "int[]", "who": "text", "take": "int[]", "file": "text"}
    columns = load("wav", arguments, find_in(tmp_path)).columns
    np.testing.assert_array_equal(columns["samples"][0], np.full(8, 0.5, np.float32))
    np.testing.assert_array_equal(columns["samples"][1] * 2**15, [0, 1, 2, 3, 0, 0, 0, 0])
    assert columns["digit"].tolist() == [3, 7]


def test_sounds_of_their_own_length(tmp_path, find_in, schema_find_in):
    sounds(tmp_path / "a")
    assert schema_of("wav", schema_find_in(tmp_path), path="a").columns["samples"].shape is None
    table = load("wav", {"path": "a"}, find_in(tmp_path))
    assert [len(entry) for entry in table.columns["samples"]] == [10, 4]
    assert table.fingerprint == load("wav", {"path": "a"}, find_in(tmp_path)).fingerprint


def test_stereo_and_rates(tmp_path, find_in, schema_find_in):
    (tmp_path / "a.wav").write_bytes(wav(np.stack([np.full(800, 2**14), np.zeros(800)], -1).astype("<i2")))
    arguments = {"path": "*.wav", "seconds": 0.05}
    assert types(schema_of("wav", schema_find_in(tmp_path), **arguments))["samples"] == "[400, 2]"
    mono = load("wav", {**arguments, "channels": 1, "rate": 4000}, find_in(tmp_path)).columns["samples"]
    assert mono.shape == (1, 200)
    np.testing.assert_allclose(mono[0, 50:150], 0.25, atol=1e-3)


def test_a_tone_stays_a_tone_at_another_rate(tmp_path, find_in):
    times = np.arange(8000) / 8000
    (tmp_path / "a.wav").write_bytes(wav(np.sin(2 * np.pi * 440 * times).astype("<f4"), tag=3, bits=32))
    values = load("wav", {"path": "a.wav", "rate": 11025}, find_in(tmp_path)).columns["samples"][0]
    spectrum = np.abs(np.fft.rfft(values * np.hanning(len(values))))
    assert len(values) == 11025
    assert spectrum.argmax() == 440


@pytest.mark.parametrize(("suffix", "subtype"), [("flac", "PCM_24"), ("ogg", "VORBIS"), ("ogg", "OPUS"), ("mp3", None)])
def test_compressed_sounds_are_as_long_and_as_fast_as_they_were(tmp_path, find_in, schema_find_in, suffix, subtype):
    """A tone of 440 Hz at 48,000 a second stays one; FLAC keeps its samples to the bit."""
    left = 0.5 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    tone = np.stack([left, left / 2], -1)
    soundfile.write(tmp_path / f"a_440.{suffix}", tone, 48_000, subtype=subtype)
    arguments = {"path": f"*.{suffix}", "names": f"{{who}}_{{tone}}.{suffix}"}
    schema = schema_of("sounds", schema_find_in(tmp_path), **arguments, seconds=0.5)
    assert types(schema) == {"samples": "[24000, 2]", "who": "text", "tone": "int[]", "file": "text"}
    table = load("sounds", arguments, find_in(tmp_path))
    (samples,) = table.columns["samples"]
    assert (samples.shape, samples.dtype) == ((48_000, 2), np.float32)
    assert "`samples` are 48,000 a second." in table.notes
    for channel, height in enumerate((0.5, 0.25)):
        spectrum = np.abs(np.fft.rfft(samples[:, channel])) / 24_000
        assert spectrum.argmax() == 440
        assert spectrum[440] == pytest.approx(height, rel=0.02)
    if suffix == "flac":
        np.testing.assert_allclose(samples, tone, atol=2**-23)
    slower = load("sounds", {**arguments, "rate": 8000, "channels": 1}, find_in(tmp_path)).columns["samples"][0]
    assert slower.shape == (8000,)


def test_wav_reads_the_wav_files_of_a_folder_and_sounds_all(tmp_path, find_in):
    for i, suffix in enumerate(("wav", "flac", "mp3")):
        soundfile.write(tmp_path / f"{i}.{suffix}", np.zeros(800), 8000)
    for word, count in (("wav", 1), ("sounds", 3)):
        assert len(load(word, {"path": "."}, find_in(tmp_path)).columns["samples"]) == count


def test_spoken_digits(data_folder, find_in, schema_find_in):
    arguments = {"path": "free-spoken-digits/recordings", "names": "{digit}_{speaker}_{index}.wav", "seconds": 1}
    schema = schema_of("wav", schema_find_in(data_folder), **arguments)
    assert (types(schema)["samples"], schema.rows) == ("[8000]", 3000)
    columns = load("wav", arguments, find_in(data_folder)).columns
    assert np.bincount(columns["digit"]).tolist() == [300] * 10
    assert len(set(columns["speaker"])) == 6
    reference, _ = soundfile.read(
        data_folder / "free-spoken-digits/recordings" / columns["file"][1234], dtype="float32"
    )
    length = min(len(reference), 8000)
    np.testing.assert_array_equal(columns["samples"][1234, :length], reference[:length])


# --- cifar ---


def records(labels: int, rows: int = 3) -> bytes:
    generator = np.random.default_rng(labels)
    return b"".join(bytes([i % 10] * labels) + generator.bytes(3072) for i in range(rows))


def test_cifar10(tmp_path, find_in, schema_find_in):
    batch = records(1)
    names = "\n".join(f"class{i}" for i in range(10)).encode()
    files = {f"cifar-10-batches-bin/data_batch_{i}.bin": batch for i in (1, 2)}
    files |= {"cifar-10-batches-bin/test_batch.bin": batch, "cifar-10-batches-bin/batches.meta.txt": names}
    (tmp_path / "c.tar.gz").write_bytes(tar_gz(files))
    schema = schema_of("cifar", schema_find_in(tmp_path), path="c.tar.gz")
    assert schema.columns["label"] == Tensor((), "class", classes=10, class_names=tuple(f"class{i}" for i in range(10)))
    table = load("cifar", {"path": "c.tar.gz"}, find_in(tmp_path))
    assert {name: len(rows) for name, rows in table.splits.items()} == {"train": 6, "test": 3}
    assert table.columns["label"].tolist() == [0, 1, 2] * 3
    # Red, then green, then blue, each row by row.
    assert table.columns["pixels"][1, 2, 3].tolist() == [batch[3074 + 1024 * c + 32 * 2 + 3] for c in range(3)]


def test_cifar100(tmp_path, find_in, schema_find_in):
    (tmp_path / "train.bin").write_bytes(records(2))
    schema = schema_of("cifar", schema_find_in(tmp_path), path=".")
    assert types(schema) == {"pixels": "int[32, 32, 3]", "coarse": "class[20]", "label": "class[100]"}
    assert load("cifar", {"path": "."}, find_in(tmp_path)).columns["coarse"].tolist() == [0, 1, 2]


# --- npz ---


def test_npz(tmp_path, find_in, schema_find_in):
    arrays = {
        "x": np.arange(24, dtype=">i2").reshape(4, 3, 2),
        "y": np.asfortranarray(np.arange(8, dtype=np.float16).reshape(4, 2)),
        "name": np.array(["a", "bc", "", "é"]),
        "raw": np.array([b"a", b"bc", b"", b"d"]),
        "flag": np.array([True, False, True, True]),
    }
    np.savez_compressed(tmp_path / "a.npz", **arrays)
    schema = schema_of("npz", schema_find_in(tmp_path), path="a.npz")
    assert types(schema) == {"x": "int[3, 2]", "y": "[2]", "name": "text", "raw": "text", "flag": "bool[]"}
    assert schema.rows == 4
    columns = load("npz", {"path": "a.npz"}, find_in(tmp_path)).columns
    assert columns["name"].tolist() == ["a", "bc", "", "é"]
    assert columns["raw"].tolist() == ["a", "bc", "", "d"]
    for name in ("x", "y", "flag"):
        np.testing.assert_array_equal(columns[name], arrays[name])
        assert columns[name].dtype.isnative


def test_npz_with_splits_in_its_names(tmp_path, find_in, schema_find_in):
    np.savez(
        tmp_path / "a.npz", x_train=np.ones((3, 2)), y_train=np.ones(3), x_test=np.zeros((1, 2)), y_test=np.ones(1)
    )
    assert schema_of("npz", schema_find_in(tmp_path), path="a.npz").splits == ("train", "test")
    table = load("npz", {"path": "a.npz"}, find_in(tmp_path))
    assert {name: rows.tolist() for name, rows in table.splits.items()} == {"train": [0, 1, 2], "test": [3]}
    assert table.columns["x"].tolist() == [[1, 1]] * 3 + [[0, 0]]


@pytest.mark.parametrize("suffix", ["npy", "npy.gz", "zip"])
def test_npy(tmp_path, find_in, schema_find_in, suffix):
    import gzip

    buffer = io.BytesIO()
    np.save(buffer, np.arange(6).reshape(3, 2))
    content = buffer.getvalue()
    kinds = {"npy": content, "npy.gz": gzip.compress(content), "zip": zipped({"in/a.npy": content})}
    (tmp_path / f"a.{suffix}").write_bytes(kinds[suffix])
    path = "a.zip/in/a.npy" if suffix == "zip" else f"a.{suffix}"
    assert types(schema_of("npz", schema_find_in(tmp_path), path=path)) == {"values": "int[2]"}
    assert load("npz", {"path": path}, find_in(tmp_path)).columns["values"].tolist() == [[0, 1], [2, 3], [4, 5]]


def test_no_object_is_unpickled(tmp_path, find_in):
    class Trap:
        def __reduce__(self):
            return open, (str(tmp_path / "sprung"), "w")

    np.savez(tmp_path / "a.npz", x=np.array([Trap()], dtype=object))
    with pytest.raises(RunError, match="Python objects"):
        load("npz", {"path": "a.npz"}, find_in(tmp_path))
    # One whose header lies about them is read as what it claims.
    with zipfile.ZipFile(tmp_path / "a.npz") as archive:
        content = archive.read("x.npy").replace(b"'|O'", b"'<i8'"[:4] + b"'")
    (tmp_path / "a.npy").write_bytes(content)
    assert load("npz", {"path": "a.npy"}, find_in(tmp_path)).columns["values"].dtype.kind == "i"
    assert not (tmp_path / "sprung").exists()
