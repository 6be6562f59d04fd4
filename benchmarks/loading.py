"""How long sources take to read real data, against the usual hand-written code for the same arrays.

    DLC_DATA=... python benchmarks/loading.py

Each side is measured in a process of its own, after its imports, best of three; seconds are of wall time and of
processor time.  What each gives is compared before anything is printed.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

REPEATS = 3
DATA = Path(os.environ.get("DLC_DATA", "../shared/data"))
ADULT = {"path": "adult/adult.data", "test": "adult/adult-test.csv", "header": False, "missing": "?", "trim": "."}
SOUNDS = {"path": "free-spoken-digits/recordings", "names": "{digit}_{speaker}_{index}.wav", "seconds": 1}
PICTURES = {"path": "cifar10-jpeg/train.tar.gz", "test": "cifar10-jpeg/test.tar.gz"}


def ours(word: str, arguments: dict[str, Any]) -> Callable[[], Any]:
    from importlib import import_module

    from compiler.vocabulary.base import WORDS
    from runtime.data.dataset import load

    import_module(f"runtime.data.sources.{word}")
    WORDS["source"][word](**arguments)
    return lambda: load(word, arguments, lambda path: DATA / path).columns


def mnist_by_hand() -> Callable[[], Any]:
    import gzip

    def read() -> Any:
        parts = {}
        for name, skip in (("images-idx3", 16), ("labels-idx1", 8)):
            packed = [(DATA / f"mnist/{split}-{name}-ubyte.gz").read_bytes() for split in ("train", "t10k")]
            parts[name] = np.concatenate([np.frombuffer(gzip.decompress(data), np.uint8)[skip:] for data in packed])
        return {"pixels": parts["images-idx3"].reshape(-1, 28, 28, 1), "labels": parts["labels-idx1"]}

    return read


def adult_by_pandas() -> Callable[[], Any]:
    import pandas

    def read() -> Any:
        options = {"header": None, "skipinitialspace": True, "na_values": "?", "keep_default_na": False}
        frame = pandas.concat(pandas.read_csv(DATA / ADULT[split], **options) for split in ("path", "test"))
        return {f"c{i + 1}": frame[i].to_numpy() for i in (0, 2, 4, 10, 11, 12)}

    return read


def sounds_by_soundfile() -> Callable[[], Any]:
    import soundfile

    def read() -> Any:
        files = sorted(
            (DATA / SOUNDS["path"]).iterdir(),
            key=lambda path: [int(x) if x.isdigit() else x for x in path.stem.split("_")],
        )
        samples = np.zeros((len(files), 8000), np.float32)
        for i, file in enumerate(files):
            values, _ = soundfile.read(file, dtype="float32")
            samples[i, : len(values)] = values[:8000]
        return {"samples": samples}

    return read


def pictures_by_hand() -> Callable[[], Any]:
    import io
    import tarfile

    from PIL import Image

    def read() -> Any:
        found = {}
        for archive in ("train", "test"):
            with tarfile.open(DATA / f"cifar10-jpeg/{archive}.tar.gz") as files:
                for item in files:
                    if item.isfile():
                        found[item.name] = np.asarray(Image.open(io.BytesIO(files.extractfile(item).read())))
        return {
            "pixels": np.stack([found[name] for name in sorted(found, key=lambda name: (name[:4] != "trai", name))])
        }

    return read


def large_table() -> Path:
    """A plain table of 25 MB, made once in the system's folder of temporary files."""
    import tempfile

    import pyarrow as pa
    from pyarrow import csv

    path, rows = Path(tempfile.gettempdir()) / "dlc-benchmark-table.csv", 500_000
    if not path.exists():
        draw = np.random.default_rng(0)
        columns = {
            "a": draw.integers(0, 1000, rows),
            "b": draw.normal(size=rows),
            "c": draw.normal(size=rows),
            "d": np.array(["red", "green", "blue"])[draw.integers(0, 3, rows)],
        }
        csv.write_csv(pa.table(columns), path, csv.WriteOptions(quoting_style="none"))
    return path


def large_by_pandas() -> Callable[[], Any]:
    import pandas

    path = large_table()
    return lambda: {name: column.to_numpy() for name, column in pandas.read_csv(path).items()}


SIDES: dict[str, tuple[Callable[[], Callable[[], Any]], Callable[[], Callable[[], Any]], str]] = {
    "MNIST, four files": (lambda: ours("idx", {"path": "mnist"}), mnist_by_hand, "gzip and NumPy"),
    "adult, 48,842 rows": (lambda: ours("csv", ADULT), adult_by_pandas, "pandas"),
    "CSV of 500,000 rows": (lambda: ours("csv", {"path": str(large_table())}), large_by_pandas, "pandas"),
    "3,000 WAV files": (lambda: ours("wav", SOUNDS), sounds_by_soundfile, "soundfile"),
    "15,000 JPEG in tar.gz": (lambda: ours("images", PICTURES), pictures_by_hand, "tarfile and Pillow"),
}


def measure(name: str, side: int) -> dict[str, Any]:
    """The best wall and processor times, and a sum of what was read."""
    read = SIDES[name][side]()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter(), time.process_time()
        columns = read()
        times.append((time.perf_counter() - start[0], time.process_time() - start[1]))
    compared = {
        key: float(np.nansum(values, dtype=float))
        for key, values in sorted(columns.items())
        if values.dtype.kind in "iuf"
    }
    return {"wall": min(t[0] for t in times), "processor": min(t[1] for t in times), "sums": compared}


def main() -> None:
    print(f"{'':24}{'wall s':>8}{'cpu s':>8}{'peer wall':>11}{'peer cpu':>10}{'ratio':>8}")
    for name, (_, _, peer) in SIDES.items():
        results = []
        for side in (0, 1):
            command = [sys.executable, __file__, name, str(side)]
            results.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
        a, b = results
        for key, total in b["sums"].items():
            assert abs(a["sums"][key] - total) <= 1e-6 * abs(total), (name, key, a["sums"][key], total)
        times = f"{a['wall']:8.2f}{a['processor']:8.2f}{b['wall']:11.2f}{b['processor']:10.2f}"
        print(f"{name:24}{times}{a['wall'] / b['wall']:8.2f}  {peer}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        main()
