"""Sounds in files."""

from collections.abc import Sequence
from math import gcd, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from compiler.schemas import collections, sounds
from compiler.schemas.collections import Item
from compiler.schemas.errors import BadFile
from compiler.vocabulary.sources.media import Sounds
from runtime.data.sources.collected import decode, table
from runtime.data.sources.faults import Words, as_run_errors, worded
from runtime.data.sources.joining import Find
from runtime.data.sources.memory import verify_room
from runtime.data.table import Table

if TYPE_CHECKING:
    from soundfile import SoundFile

SMALL = 2**26
"""The bytes of a sound from which on they are weighed against the free memory."""


def load(arguments: dict[str, Any], find: Find, suffixes: Sequence[str] = Sounds.suffixes) -> Table:
    """`samples`, float32 [rows, length] or [rows, length, channels], or an object array of such; and the labels."""
    with as_run_errors():
        collection = collections.collect(arguments, find, suffixes)
        assert collection is not None
        items = collection.items
        first = sounds.open_sound(collections.read(items[0].file), items[0].file.place)
        rate = arguments["rate"] or first.samplerate
        samples = all_samples(items, first, rate, arguments)
        notes = (f"`samples` are {rate:,} a second.",)
        return table({"samples": samples}, collection, arguments, find, items[0].file.file, notes)


def all_samples(items: tuple[Item, ...], first: "SoundFile", rate: int, arguments: dict[str, Any]) -> np.ndarray:
    seconds, mono = arguments["seconds"], arguments["channels"] == 1
    several = (first.channels,) if first.channels > 1 and not mono else ()
    fixed: np.ndarray | None = None
    help = "state fewer `seconds` or a lower `rate`, or use fewer files"
    if seconds is not None:
        shape = (len(items), max(1, round(seconds * rate)), *several)
        verify_room(4 * prod(shape), f"{len(items):,} sounds", items[0].file.place, help)
        fixed = np.zeros(shape, np.float32)
    ragged = np.empty(len(items), dtype=object)
    taken = [0] * len(items)
    like = (None if arguments["rate"] else first.samplerate, None if mono else first.channels)

    def work(i: int, content: bytes) -> None:
        place = items[i].file.place
        found = sounds.open_sound(content, place)
        verify_like(found, *like, UNLIKE_FIRST, place)
        values = decode_sound(found, mono, rate, place)
        if fixed is not None:
            length = min(len(values), fixed.shape[1])
            fixed[i, :length] = values[:length]
        else:
            ragged[i], taken[i] = values, values.nbytes
            if i % 256 == 0:
                verify_room(sum(taken) // (i + 1) * (len(items) - i), f"{len(items):,} sounds", place, help)

    decode(items, work)
    return ragged if fixed is None else fixed


UNLIKE_FIRST = {
    "rate": (
        "the sound has {found:,} samples a second, the first {wanted:,}",
        "state the rate to bring all to, such as rate = {wanted}",
    ),
    "channels": (
        "the sound has {found} channels, the first {wanted}",
        "write channels = 1 to take the mean of them all",
    ),
}


def verify_like(found: "SoundFile", rate: int | None, channels: int | None, words: Words, place: str) -> None:
    """Raise `BadFile` where a file has another rate or number of channels; None where any will do."""
    for key, own, wanted in (("rate", found.samplerate, rate), ("channels", found.channels, channels)):
        if wanted not in (None, own):
            raise worded(words[key], place, found=own, wanted=wanted)


def decode_sound(found: "SoundFile", mono: bool, rate: int | None, place: str) -> np.ndarray:
    """A file's samples at a rate (None: its own), float32 from -1 to 1, [frames] or [frames, channels].

    Raises `BadFile`.
    """
    size = 4 * found.frames * found.channels
    if size > SMALL:
        verify_room(size, "its samples", place, "cut it into shorter ones")
    try:
        values: np.ndarray = found.read(dtype="float32")
    except (RuntimeError, ValueError) as error:
        raise BadFile(f"the sound is damaged: {error}", place=place, help=sounds.AGAIN) from error
    if len(values) < found.frames:
        reason = f"the file ends after {len(values):,} of the {found.frames:,} frames that its header states"
        raise BadFile(reason, place=place, help=sounds.AGAIN)
    values = values.mean(1, dtype=np.float32) if values.ndim > 1 and mono else values
    return resample(values, found.samplerate, rate or found.samplerate)


def resample(values: np.ndarray, rate: int, wanted: int) -> np.ndarray:
    """The samples at another rate, through the filter that keeps what is below half of it."""
    if rate == wanted:
        return values
    from scipy.signal import resample_poly  # a third of a second, where rates differ

    shared = gcd(rate, wanted)
    result: np.ndarray = resample_poly(values, wanted // shared, rate // shared, axis=0).astype(np.float32)
    return result
