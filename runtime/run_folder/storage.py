"""Reading what a run left.  A run folder may come from anywhere: nothing in it is executed, all of it is verified."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from compiler.descriptor.json import Misfit, from_json
from runtime.errors import RunError

LARGEST_TEXT = 64 * 2**20
LARGEST_ARRAYS = 2 * 2**30
DAMAGED = "the file is damaged or was changed by hand; take the run's own copy, or run the spec again"
Record = TypeVar("Record")
Form = Any
"""What a JSON value must be: a type or several, `[form]`, `{str: form}` for any names, or `{"name": form, ...}`."""


def inside(folder: Path, name: str) -> Path:
    """The path of a file in a run folder; raises `RunError` where it, or what it links to, lies outside."""
    path = folder / name
    try:
        leads_out = not path.resolve(strict=path.is_symlink()).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link to itself, which Python 3.11 tells by the latter, or to nothing
        leads_out = True
    if leads_out:
        raise RunError(f"`{name}` leads out of the run folder", place=str(folder), help="this is not how a run left it")
    return path


def text(folder: Path, name: str) -> str | None:
    """A text file of a run folder; None where there is none."""
    path = inside(folder, name)
    if not path.is_file():
        return None
    if path.stat().st_size > LARGEST_TEXT:
        raise RunError(f"`{name}` has more than {LARGEST_TEXT:,} bytes", place=str(path), help=DAMAGED)
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RunError(f"`{name}` is no UTF-8 text (byte {error.start})", place=str(path), help=DAMAGED) from None
    except OSError as error:
        raise RunError(f"`{name}` cannot be read: {error.strerror}", place=str(path)) from error


def json_of(folder: Path, name: str, form: Form) -> Any | None:
    """What a JSON file of a run folder holds, verified; None where there is none."""
    found = text(folder, name)
    value = None if found is None else parsed_json(found, folder, name)
    wrong = None if found is None else misfit(value, form)
    if wrong is not None:
        raise misfitting(folder, name, *wrong)
    return value


def record_of(folder: Path, name: str, kind: type[Record]) -> Record | None:
    """The record that a JSON file holds, verified; None where there is none."""
    found = text(folder, name)
    if found is None:
        return None
    try:
        return from_json(kind, parsed_json(found, folder, name))
    except Misfit as misfit:
        raise misfitting(folder, name, misfit.where, misfit.wanted) from None
    except RecursionError:
        raise misfitting(folder, name, "", "what a run wrote") from None


def parsed_json(found: str, folder: Path, name: str) -> Any:
    try:
        return json.loads(found)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deeply"
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        place = f"{folder / name}:{line}"
        raise RunError(f"`{name}` is no JSON: {reason.lower()}", place=place, help=DAMAGED) from None


def misfitting(folder: Path, name: str, where: str, wanted: str, line: str = "") -> RunError:
    at = f" at `{where}`" if where else ""
    return RunError(f"`{name}` does not hold {wanted}{at}", place=f"{folder / name}{line}", help=DAMAGED)


def misfit(value: Any, form: Form, where: str = "") -> tuple[str, str] | None:
    """Where a value is not of its form, and what was wanted there; None where it is.  A value may hold more names."""
    if isinstance(form, list):
        if not isinstance(value, list):
            return where, "a list"
        return next((wrong for i, item in enumerate(value) if (wrong := misfit(item, form[0], f"{where}[{i}]"))), None)
    if isinstance(form, dict):
        if not isinstance(value, dict):
            return where, "an object"
        named = {key: form[str] for key in value} if str in form else form
        for key, inner in named.items():
            place = f"{where}.{key}" if where else key
            if key not in value:
                return place, "a value"
            if wrong := misfit(value[key], inner, place):
                return wrong
        return None
    kinds = form if isinstance(form, tuple) else (form,)
    fits = form is object or any(type(value) is kind for kind in kinds)  # True is no number here
    return None if fits else (where, " or ".join(kind.__name__ for kind in kinds))


def arrays_of(folder: Path, name: str) -> dict[str, np.ndarray] | None:
    """The arrays of an .npz file of a run folder, none of them of objects; None where there is no such file.

    What each header promises is compared with the file's size before memory is taken.
    """
    path = inside(folder, name)
    if not path.is_file():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > LARGEST_ARRAYS:
                raise RunError(f"`{name}` unpacks to {size:,} bytes", place=str(path), help=DAMAGED)
            for item in archive.infolist():
                with archive.open(item) as member:
                    verify_header(member, item.file_size)
        with np.load(path, allow_pickle=False) as found:
            return {key: found[key] for key in found.files}
    except RunError:
        raise
    except Exception as error:  # NumPy and zipfile raise ValueError, OSError, EOFError, zlib.error and their own
        raise RunError(f"`{name}` cannot be read: {error}", place=str(path), help=DAMAGED) from error


def verify_header(member: Any, size: int) -> None:
    """Raise ValueError where an array's header promises more than its file holds."""
    from math import prod

    from numpy.lib import format

    version = format.read_magic(member)  # type: ignore[no-untyped-call]
    read = format.read_array_header_1_0 if version == (1, 0) else format.read_array_header_2_0
    shape, _, dtype = read(member)  # type: ignore[no-untyped-call]
    if dtype.hasobject or prod(shape) * dtype.itemsize > size:
        raise ValueError("an array is not what its header says")


def write_json(folder: Path, name: str, value: Mapping[str, Any]) -> None:
    """Write a JSON file whole or not at all."""
    replaced(folder / name, (json.dumps(value, indent=1, ensure_ascii=False, allow_nan=True) + "\n").encode())


def write_arrays(folder: Path, name: str, arrays: Mapping[str, np.ndarray]) -> None:
    """Write an .npz file whole or not at all."""
    import io

    buffer = io.BytesIO()
    np.savez(buffer, **arrays)  # type: ignore[arg-type]
    replaced(folder / name, buffer.getvalue())


def replaced(path: Path, content: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
