"""Reading: a source's columns, with the rows first, and the rows of each split that it has."""

import contextlib
import csv
import gzip
import io
import re
import sys
import tarfile
import zipfile
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from sklearn import datasets

Read = tuple[dict[str, np.ndarray], dict[str, np.ndarray]]


def located(folder: Path, path: str) -> Path:
    """Where a file or a folder of the data is."""
    place = folder / path
    if not place.exists():
        sys.exit(f"{place} is not there: say where the data are, with --data DIR or DLC_DATA")
    return place


def text_of(file: Path) -> str:
    """A file's text, be the file as it is, compressed, or an archive of one."""
    if tarfile.is_tarfile(file):
        with tarfile.open(file) as tar:
            (member,) = (member for member in tar if member.isfile())
            content = tar.extractfile(member).read()
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            (name,) = archive.namelist()
            content = archive.read(name)
    else:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return content.decode("utf-8-sig")


def read_sklearn(dataset: str) -> Read:
    """A data set that comes with scikit-learn: all features, each by its name, the target, and images."""
    bunch = getattr(datasets, f"load_{dataset}")()
    columns = {"features": bunch.data, "target": bunch.target}
    for name, values in zip(bunch.feature_names, bunch.data.T, strict=True):
        columns[re.sub(r"\W+", "_", name.split(" (")[0])] = values
    if "images" in bunch:
        columns["images"] = bunch.images.astype(np.int64)[..., None]
    return columns, {"train": np.arange(len(bunch.target))}


def read_idx(path: Path) -> Read:
    """Images and labels in MNIST's format (LeCun et al., 1998); the training rows come first."""
    parts = {}
    for split, prefix in (("train", "train"), ("test", "t10k")):
        images, labels = sorted(path.glob(f"{prefix}-images?idx3*")), sorted(path.glob(f"{prefix}-labels?idx1*"))
        if images and labels:
            parts[split] = idx_values(images[0]), idx_values(labels[0])
    if "train" not in parts:
        sys.exit(f"{path} has no train-images-idx3-ubyte and train-labels-idx1-ubyte")
    pixels, digits = (np.concatenate(values) for values in zip(*parts.values(), strict=True))
    ends = np.cumsum([len(labels) for _, labels in parts.values()])
    splits = {split: np.arange(end - len(parts[split][1]), end) for split, end in zip(parts, ends, strict=True)}
    return {"pixels": pixels[..., None], "labels": digits}, splits


def idx_values(file: Path) -> np.ndarray:
    """The array that a file holds: its rank is the fourth byte, its sizes follow, then a byte for each value.

    The bytes are widened, so that arithmetic with them does not overflow.
    """
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    sizes = np.frombuffer(content, ">u4", count=content[3], offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(sizes)).reshape(sizes).astype(np.int32)


def read_csv(path: Path, separator: str = ",", missing: Collection[str] = ()) -> Read:
    """A table of text, whose columns the first line names; what no name may hold in Python is `_` there."""
    lines = csv.reader(io.StringIO(text_of(path), newline=""), delimiter=separator, skipinitialspace=True)
    names, *rows = (row for row in lines if row)
    absent = {"", missing} if isinstance(missing, str) else {"", *missing}
    columns = {
        re.sub(r"\W+", "_", name.strip()).strip("_"): table_column([cell.strip() for cell in cells], absent)
        for name, cells in zip(names, zip(*rows, strict=True), strict=True)
    }
    return columns, {"train": np.arange(len(rows))}


def table_column(cells: Sequence[str], absent: Collection[str]) -> np.ndarray:
    """Cells as whole numbers, as numbers with NaN for what is missing, as truth values, or as texts."""
    known = [cell for cell in cells if cell not in absent]
    if {cell.lower() for cell in known} <= {"true", "false"} and len(known) == len(cells):
        return np.array([cell.lower() == "true" for cell in cells])
    with contextlib.suppress(ValueError):
        if len(known) == len(cells):
            return np.array([int(cell) for cell in cells])
    with contextlib.suppress(ValueError):
        return np.array([np.nan if cell in absent else float(cell) for cell in cells])
    return np.array(["" if cell in absent else cell for cell in cells], object)


def read_labelled(path: Path, separator: str = " ") -> Read:
    """Lines of a label and a text; labels are numbered in alphabetical order, numbers in theirs."""
    lines = [line.partition(separator) for line in text_of(path).split("\n") if line.strip()]
    labels, texts = [label.strip() for label, _, _ in lines], [text.strip() for _, _, text in lines]
    names = sorted(set(labels), key=int if all(map(str.isdecimal, labels)) else None)
    index = {name: number for number, name in enumerate(names)}
    columns = {"label": np.array([index[label] for label in labels]), "text": np.array(texts, object)}
    return columns, {"train": np.arange(len(lines))}
