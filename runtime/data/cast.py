"""A field's array against its declared type: what fits is brought to the run's number types, what does not is told."""

from collections.abc import Callable
from typing import Any

import numpy as np

from compiler.descriptor import ArrayType
from runtime.errors import RunError

Place = Callable[[int], str]
"""Where the row of an index stands."""

LARGEST_INT = 2**31
FILL = "fill the gaps in the spec, fill_missing({0}), or leave such rows out of the file"


def shape_text(shape: "tuple[Any, ...]") -> str:
    return f"[{', '.join(map(str, shape))}]"


def verify_shape(name: str, values: np.ndarray, type: ArrayType, place: Place) -> None:
    """Raise `RunError` where an example's shape is not the declared one."""
    declared, found = type.shape, values.shape[1:]
    if declared is None:
        return
    fits = len(declared) == len(found) and all(
        not isinstance(wanted, int) or wanted == size for wanted, size in zip(declared, found, strict=True)
    )
    if not fits:
        reason = f"the field `{name}` is declared as {shape_text(declared)}, but the data hold {shape_text(found)}"
        raise RunError(reason, place=place(0), help=f"declare {name}: {shape_text(found)}, or reshape it")


def cast(name: str, values: np.ndarray, type: ArrayType, place: Place) -> np.ndarray:
    """A block of rows in the field's number type; the texts of a class are coded later (`coded`)."""
    if values.dtype.kind in "OU" and type.kind not in ("class", "text"):
        reason = f"the field `{name}` is declared as numbers, but the data hold texts such as `{values.flat[0]}`"
        raise RunError(reason, place=place(0), help=f"declare it as a class, {name}: class[n], or use one_hot")
    kinds = {"real": to_real, "int": to_int, "class": to_class, "bool": to_bool, "text": to_text}
    return kinds[type.kind](name, values, type, place)


def first(wrong: np.ndarray) -> int:
    """The first row with an element that is wrong."""
    return int(wrong.reshape(len(wrong), -1).any(axis=1).argmax())


def to_real(name: str, values: np.ndarray, type: ArrayType, place: Place) -> np.ndarray:
    real = values.astype(np.float32, copy=False)
    finite = np.isfinite(real)
    if not finite.all():
        row = first(~finite)
        if np.isnan(real[row]).any():
            raise RunError(f"the field `{name}` has a missing value", place=place(row), help=FILL.format(name))
        help = "bring it to a smaller scale, with standardize or log"
        raise RunError(f"the field `{name}` has a value that is infinite in 32 bits", place=place(row), help=help)
    return real


def to_whole(name: str, values: np.ndarray, what: str, place: Place) -> np.ndarray:
    """Whole numbers, with their own errors for missing and for broken ones."""
    if values.dtype.kind != "f":
        return values
    missing = np.isnan(values)
    if missing.any():
        help = "leave such rows out of the file" if what == "class" else FILL.format(name)
        raise RunError(f"the field `{name}` has a missing value", place=place(first(missing)), help=help)
    broken = values != np.floor(values)
    if broken.any():
        row = first(broken)
        reason = f"the field `{name}` is declared as {what}, but here is {values[row][broken[row]].flat[0]:g}"
        raise RunError(reason, place=place(row), help=f"declare {name}: [] if it is a real number")
    return values


def to_int(name: str, values: np.ndarray, type: ArrayType, place: Place) -> np.ndarray:
    whole = to_whole(name, values, "int", place)
    large = (whole < -LARGEST_INT) | (whole >= LARGEST_INT) if whole.dtype.itemsize > 4 else np.zeros(len(whole), bool)
    if large.any():
        raise RunError(
            f"the field `{name}` has a number beyond 32 bits", place=place(first(large)), help="declare it as real"
        )
    return whole.astype(np.int32)


def to_bool(name: str, values: np.ndarray, type: ArrayType, place: Place) -> np.ndarray:
    if values.dtype.kind == "b":
        return values
    wrong = (values != 0) & (values != 1)
    if wrong.any():
        row = first(wrong)
        reason = f"the field `{name}` is declared as bool, but here is {values[row][wrong[row]].flat[0]:g}"
        raise RunError(reason, place=place(row), help="compare in the spec, as in `x > 0`")
    return values.astype(np.bool_)


def to_class(name: str, values: np.ndarray, type: ArrayType, place: Place) -> np.ndarray:
    if values.dtype.kind in "OU":
        return values.astype(object)
    whole, classes = to_whole(name, values, "class", place), type.classes
    limit = classes if isinstance(classes, int) else LARGEST_INT
    outside = (whole < 0) | (whole >= limit)
    if outside.any():
        row = first(outside)
        held = f"class[{classes}]: 0 to {limit - 1}" if isinstance(classes, int) else "a class: 0 or more"
        found = whole[row][outside[row]].flat[0] if whole.ndim > 1 else whole[row]
        reason = f"the field `{name}` is declared as {held}, but here is {int(found)}"
        help = f"declare more classes, or shift the labels in the spec ({name} = ... - 1) if they begin at 1"
        if found < 0:
            help = f"classes are counted from 0: shift the labels in the spec ({name} = ... + {-int(found)})"
        raise RunError(reason, place=place(row), help=help)
    return whole.astype(np.int32)


def to_text(name: str, values: np.ndarray, type: ArrayType, place: Place) -> np.ndarray:
    if values.dtype.kind not in "OU":
        help = f"declare {name}: [] or {name}: int[]"
        raise RunError(f"the field `{name}` is declared as text, but the data hold numbers", place=place(0), help=help)
    return values.astype(object)


def coded(name: str, values: np.ndarray, type: ArrayType, place: Place) -> tuple[np.ndarray, tuple[str, ...]]:
    """The texts of a class as indices into its names: the declared ones, or those found in alphabetical order."""
    flat = values.ravel()
    missing = values == ""
    if missing.any():
        raise RunError(
            f"the field `{name}` has a missing label",
            place=place(first(missing)),
            help="leave such rows out of the file",
        )
    names = type.class_names or tuple(sorted(set(flat)))
    classes = type.classes
    if isinstance(classes, int) and len(names) != classes:
        listed = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")
        reason = f"the field `{name}` is declared as class[{classes}], but the data hold {len(names)} texts: {listed}"
        raise RunError(reason, place=place(0), help=f"declare {name}: class[{len(names)}]")
    index = {text: i for i, text in enumerate(names)}
    codes = np.fromiter((index.get(text, -1) for text in flat), np.int32, len(flat)).reshape(values.shape)
    unknown = codes < 0
    if unknown.any():
        row = first(unknown)
        reason = f"the field `{name}` has a label that is none of its classes: {np.ravel(values[row])[0]}"
        raise RunError(reason, place=place(row), help=f"its classes are {', '.join(names)}")
    return codes, names
