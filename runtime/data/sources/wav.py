"""Sounds in files."""

from math import gcd
from typing import TYPE_CHECKING, Any

from compiler.schemas import collections, sounds
from compiler.schemas.collections import Item
from compiler.schemas.errors import BadFile
from compiler.schemas.sounds import Sound
from runtime.data.sources.collected import decode, table
from runtime.data.sources.faults import as_run_errors
from runtime.data.sources.joining import Find
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table

if TYPE_CHECKING:
    import numpy as np


def load(arguments: dict[str, Any], find: Find) -> Table:
    """`samples`, float32 [rows, length] or [rows, length, channels], or an object array of such; and the labels."""
    with as_run_errors():
        collection = collections.collect(arguments, find, sounds.SUFFIXES)
        assert collection is not None
        items = collection.items
        first = sounds.sound(collections.read(items[0].file), items[0].file.place)
        rate = arguments["rate"] or first.rate
        samples = all_samples(items, first, rate, arguments)
        notes = (f"`samples` are {rate:,} a second.",)
        return table({"samples": samples}, collection, arguments, find, items[0].file.file, notes)


def all_samples(items: tuple[Item, ...], first: Sound, rate: int, arguments: dict[str, Any]) -> "np.ndarray":
    import numpy as np

    seconds, mono = arguments["seconds"], arguments["channels"] == 1
    several = (first.channels,) if first.channels > 1 and not mono else ()
    fixed: np.ndarray | None = None
    help = "state fewer `seconds` or a lower `rate`, or use fewer files"
    if seconds is not None:
        shape = (len(items), max(1, round(seconds * rate)), *several)
        verify_room(int(4 * np.prod(shape, dtype=float)), f"{len(items):,} sounds", items[0].file.place, help)
        fixed = np.zeros(shape, np.float32)
    ragged = np.empty(len(items), dtype=object)
    taken = [0] * len(items)

    def work(i: int, content: bytes) -> None:
        place = items[i].file.place
        found = sounds.sound(content, place)
        verify_like(found, first, arguments, place)
        values = resampled(decoded(content, found, mono), found.rate, rate)
        if fixed is not None:
            length = min(len(values), fixed.shape[1])
            fixed[i, :length] = values[:length]
        else:
            ragged[i], taken[i] = values, values.nbytes
            if i % 256 == 0:
                verify_room(sum(taken) // (i + 1) * (len(items) - i), f"{len(items):,} sounds", place, help)

    decode(items, work)
    return ragged if fixed is None else fixed


def verify_like(found: Sound, first: Sound, arguments: dict[str, Any], place: str) -> None:
    """Raise `BadFile` where a file is unlike the first and the spec does not say what to make of it."""
    if found.rate != first.rate and arguments["rate"] is None:
        reason = f"the sound has {found.rate:,} samples a second, the first {first.rate:,}"
        raise BadFile(reason, place=place, help=f"state the rate to bring all to, such as rate = {first.rate}")
    if found.channels != first.channels and arguments["channels"] is None:
        reason = f"the sound has {found.channels} channels, the first {first.channels}"
        raise BadFile(reason, place=place, help="write channels = 1 to take the mean of them all")


def decoded(content: bytes, found: Sound, mono: bool) -> "np.ndarray":
    """A file's samples, float32 from -1 to 1, [frames] or [frames, channels]."""
    import numpy as np

    count = found.frames * found.channels
    if found.form == "i3":
        # Three bytes as the upper three of four.
        wide = np.zeros((count, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(content, np.uint8, 3 * count, found.start).reshape(count, 3)
        raw: np.ndarray = wide.view("<i4")[:, 0]
    else:
        raw = np.frombuffer(content, found.form, count, found.start)
    scale = {"u1": 2**7, "<i2": 2**15, "i3": 2**31, "<i4": 2**31}.get(found.form, 1)
    offset = 2**7 if found.form == "u1" else 0
    values = (raw.astype(np.float32) - np.float32(offset)) / np.float32(scale)
    if found.channels > 1:
        values = values.reshape(found.frames, found.channels)
        values = values.mean(1, dtype=np.float32) if mono else values
    return values


def resampled(values: "np.ndarray", rate: int, wanted: int) -> "np.ndarray":
    """The samples at another rate, through the filter that keeps what is below half of it."""
    if rate == wanted:
        return values
    import numpy as np
    from scipy.signal import resample_poly

    shared = gcd(rate, wanted)
    result: np.ndarray = resample_poly(values, wanted // shared, rate // shared, axis=0).astype(np.float32)
    return result
