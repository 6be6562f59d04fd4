"""Data sets that Hugging Face's `datasets` saved on disk.  Source: `Dataset.save_to_disk` in its documentation."""

import json
import os
from collections.abc import Mapping
from typing import Any

from compiler.schemas import archives
from compiler.schemas.errors import BadFile, reading
from compiler.types import Tensor
from dsl.immutable import immutable

LARGEST = 10**8
SPLITS = {"train": "train", "validation": "validation", "valid": "validation", "val": "validation", "dev": "validation"}
SPLITS |= {"test": "test"}
WHOLE = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
REAL = ("float16", "float32", "float64")
TEXT = ("string", "large_string")
PICTURE, NAMES = "Image", "ClassLabel"


@immutable
class Saved:
    """One split: its Arrow files in order, and what its features are."""

    files: tuple[str, ...]
    features: Mapping[str, Mapping[str, Any]]


def saved_splits(folder: str) -> dict[str, Saved]:
    """The splits of a folder by name.  Raises `BadFile`."""
    with reading(folder):
        if not os.path.isdir(folder):
            raise BadFile("this is a file, not a folder", place=folder, help="name the folder that save_to_disk wrote")
        names = set(os.listdir(folder))
    if "dataset_dict.json" in names:
        listed = read_json(os.path.join(folder, "dataset_dict.json")).get("splits")
        if not isinstance(listed, list) or not listed or not all(isinstance(name, str) for name in listed):
            raise BadFile("dataset_dict.json names no splits", place=folder, help="save the data set again")
        wrong = next((name for name in listed if os.path.basename(name) != name or name in (".", "..")), None)
        if wrong is not None:
            raise BadFile(f"the split `{wrong}` leads out of the folder", place=folder, help="save the data set again")
        return order_splits({name: one(os.path.join(folder, name)) for name in listed})
    if "state.json" in names:
        return {"train": one(folder)}
    reason = "there is neither dataset_dict.json nor state.json in it"
    raise BadFile(reason, place=folder, help="name the folder that `dataset.save_to_disk(...)` wrote")


def order_splits(found: dict[str, Saved]) -> dict[str, Saved]:
    """The splits by the names that specs have for them, the training examples first."""
    named = {SPLITS.get(name, name): item for name, item in found.items()}
    if "train" not in named:
        named = {"train": named.pop(next(iter(named))), **named}
    return {"train": named.pop("train"), **named}


def one(folder: str) -> Saved:
    state = read_json(os.path.join(folder, "state.json"))
    info = read_json(os.path.join(folder, "dataset_info.json"))
    try:
        names = [item["filename"] for item in state["_data_files"]]
        features = {str(name): dict(feature) for name, feature in info["features"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = "state.json names no files, or dataset_info.json no features"
        raise BadFile(reason, place=folder, help="save the data set again") from error
    if state.get("_indices_files") or state.get("_indices_data_files"):
        help = "save dataset.flatten_indices()"
        raise BadFile("the data set is a selection of another's rows", place=folder, help=help)
    for name in names:
        if not isinstance(name, str) or os.path.basename(name) != name or name in ("", ".", ".."):
            raise BadFile(f"the file {name} leads out of the folder", place=folder, help="save the data set again")
        if not os.path.isfile(os.path.join(folder, name)):
            reason = f"the file {name} is missing, which state.json names"
            raise BadFile(reason, place=folder, help="copy the whole folder, or save the data set again")
    if not names:
        raise BadFile("the data set has no rows", place=folder, help="save it again")
    return Saved(tuple(os.path.join(folder, name) for name in names), features)


def read_json(file: str) -> dict[str, Any]:
    with archives.open_file(file) as stream:
        content = stream.read(LARGEST + 1)
    try:
        found = json.loads(content.decode("utf-8")) if len(content) <= LARGEST else None
    except (ValueError, RecursionError) as error:
        raise BadFile(f"this is no JSON: {error}", place=file, help="save the data set again") from error
    if not isinstance(found, dict):
        raise BadFile("this is no JSON object", place=file, help="save the data set again")
    return found


def type_of(feature: Mapping[str, Any]) -> tuple[Tensor | None, str]:
    """A feature's type, or why it cannot be used; pictures have theirs from the first of them."""
    kind, dtype = feature.get("_type", "Value"), feature.get("dtype", "")
    if kind == NAMES:
        names = tuple(map(str, feature.get("names") or ()))
        return Tensor((), "class", classes=len(names) or None, class_names=names), ""
    if kind == "Value":
        if dtype in WHOLE:
            return Tensor((), "int"), ""
        if dtype in REAL or str(dtype).startswith("decimal"):
            return Tensor(()), ""
        if dtype == "bool":
            return Tensor((), "bool"), ""
        if dtype in TEXT or str(dtype).startswith(("timestamp", "date", "time")):
            return Tensor((), "text"), ""
        return None, f"holds {dtype or 'nothing'}"
    if kind in ("Sequence", "List", "LargeList"):
        inner, why = type_of(feature.get("feature") or {})
        length = feature.get("length", -1)
        if inner is None or inner.kind not in ("int", "real", "class") or inner.shape is None:
            return None, why or "holds lists of what is no number"
        number = "int" if inner.kind == "class" else inner.kind
        fixed = isinstance(length, int) and length >= 0
        if not fixed and inner.shape != ():
            return None, "holds lists of lists"
        return Tensor((length, *inner.shape) if fixed else None, number), ""
    if kind == PICTURE:
        return Tensor(None, "int"), ""
    return None, f"is of the kind {kind}"
